"""The JSON Schemas: what editors mark is what the checks refuse."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from jsonschema import Draft202012Validator

from generator.model import Book
from generator.pipeline import Pipeline
from generator.reader import read
from generator.schema import FILES, SORTS, modeline, schema
from tests.helpers import EXAMPLE, ROOT, copy_example, replace, rolebook
from tests.test_rules import Case, change, read_cases

SHAPE = ("unknown-field", "missing-field", "wrong-type", "invalid-value", "too-few", "too-long", "bad-slug")
# A schema sees what stands in a file, not how the file is called.
NAMED = "Old Towers"


class EditorLoader(yaml.CSafeLoader):
    """YAML 1.2 with its core types, as editors load it: dates and `no` are text, `2024` is a number."""


EditorLoader.yaml_implicit_resolvers = {}
for name, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?(0|[1-9][0-9]*)", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{name}", re.compile(f"^(?:{pattern})$"), first)


Validators = dict[str, Draft202012Validator]


def book_in(folder: Path) -> Book:
    return Pipeline(folder / "roles", "roles").run().book


def validators(folder: Path) -> Validators:
    """What an editor holds against the files of a book, by sort of file."""
    book = book_in(folder)
    return {sort: Draft202012Validator(schema(sort, book)) for sort in SORTS}


@pytest.fixture(scope="module")
def example() -> Validators:
    return validators(EXAMPLE)


def sort_of(file: Path, root: Path) -> str:
    """The sort of file, told from its modeline's schema."""
    return FILES[modeline(file.relative_to(root).as_posix()).split("=")[-1].split("/")[-1]]


def with_text_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): with_text_keys(inner) for key, inner in value.items()}
    return [with_text_keys(inner) for inner in value] if isinstance(value, list) else value


def complaints(file: Path, root: Path, held: Validators) -> list[str]:
    """What an editor would mark in a file of a book."""
    values = with_text_keys(yaml.load(file.read_text("utf-8"), Loader=EditorLoader))
    return [f"{list(error.path)}: {error.message[:200]}" for error in held[sort_of(file, root)].iter_errors(values)]


@pytest.mark.parametrize("sort", SORTS)
def test_each_schema_is_one(sort: str, example: Validators) -> None:
    Draft202012Validator.check_schema(example[sort].schema)
    Draft202012Validator.check_schema(schema(sort))


@pytest.mark.parametrize("folder", [ROOT, EXAMPLE], ids=["shipped", "example"])
def test_every_file_passes_the_schema_that_its_editor_uses(folder: Path) -> None:
    held, root = validators(folder), folder / "roles"

    found = {str(file): complaints(file, root, held) for file in sorted(root.rglob("*.yml"))}

    assert len(found) > 10
    assert {name: faults for name, faults in found.items() if faults} == {}


def shape_cases() -> list[Case]:
    cases = [case for case in read_cases() if case.rule.stem in SHAPE]
    return [case for case in cases if not any(NAMED in block["path"] for block in case.changes)]


@pytest.mark.parametrize("case", shape_cases(), ids=lambda case: f"{case.rule.stem}-{case.number + 1}")
def test_a_fault_of_shape_is_caught_by_the_reader_and_by_the_schema(
    case: Case, tmp_path: Path, example: Validators
) -> None:
    folder = copy_example(tmp_path)
    root = folder / "roles"
    for block in case.changes:
        change(folder, block)
    files = [folder / block["path"] for block in case.changes]
    sorts = [SORTS[sort_of(file, root)] for file in files]

    refused = [read(sort, file.name, file.read_bytes()).value is None for sort, file in zip(sorts, files, strict=True)]
    marked = [bool(complaints(file, root, example)) for file in files]

    assert any(refused)
    assert marked == refused


def test_every_rule_of_shape_is_shown_to_be_caught() -> None:
    assert {case.rule.stem for case in shape_cases()} == set(SHAPE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Lamp trimmer", "title: 1.10"),
        ("title: Lamp trimmer", "title: true"),
        ("title: Lamp trimmer", "title: 10:30"),
        ("published: 2025-01", "published: 2025"),
        ("published: 2025-01", "published: 2025-01-31"),
        ("published: 2025-01", "published: unknown"),
        ("reviewed: 2026-11", "reviewed: 2026"),
        ("year: 2025", "year: unknown"),
        ("low: 85,", "low: 85.50,"),
        ("former-slugs: [wick-trimmer]", "former-slugs: [2024]"),
        ("place: [rock, land]", "place: rock"),
        ("company: [few]", "company: unknown"),
        ("role: relief-keeper", "role: a-role-to-come"),
    ],
)
def test_what_the_reader_takes_the_schema_takes_too(tmp_path: Path, example: Validators, old: str, new: str) -> None:
    folder = copy_example(tmp_path)
    file = folder / "roles" / "tower" / "lamp-trimmer.yml"
    replace(file, old, new)

    assert read(SORTS["role"], "roles/tower/lamp-trimmer.yml", file.read_bytes()).faults == ()
    assert complaints(file, folder / "roles", example) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("place: [rock, land]", "place: [rock, moon]"),
        ("entry: open", "entry: [open, hard]"),
        ("  time: [seasonal]\n", ""),
        ("kind: swimming", "kind: flying"),
        ("topic: safety", "topic: weather"),
        ("per: day", "per: fortnight"),
        ("kind: posting", "kind: rumour"),
        ("summary: Fills", 'summary: "   " # Fills'),
        ("first-income: The first", "first-income: # The first"),
    ],
)
def test_words_that_the_book_lacks_are_marked_in_the_editor(
    tmp_path: Path, example: Validators, old: str, new: str
) -> None:
    folder = copy_example(tmp_path)
    file = folder / "roles" / "tower" / "lamp-trimmer.yml"
    replace(file, old, new)

    assert Pipeline(folder / "roles", "roles").run().errors
    assert complaints(file, folder / "roles", example)


def test_editors_are_offered_the_book_s_words_with_their_meaning(example: Validators) -> None:
    made = cast("dict[str, Any]", example["role"].schema)
    gate, role = made["$defs"]["gate"], made["$defs"]["role-slug"]["anyOf"][0]

    assert gate["markdownEnumDescriptions"][gate["enum"].index("eyesight")].startswith("Eyesight: A test of sight")
    assert role["enumDescriptions"][role["enum"].index("boatswain")] == "Boatswain"
    assert "board-2025" in made["$defs"]["source-id"]["anyOf"][0]["enum"]


def test_every_field_tells_editors_what_it_is_for(example: Validators) -> None:
    for sort in SORTS:
        made = cast("dict[str, Any]", example[sort].schema)
        records = [made, *(value for value in made["$defs"].values() if "properties" in value)]

        assert all(field["markdownDescription"] for record in records for field in record["properties"].values())


def test_the_shipped_schemas_are_up_to_date() -> None:
    done = rolebook("schema", "--check", cwd=ROOT)

    assert (done.returncode, done.stdout) == (0, "the schemas in roles are up to date\n")


def test_a_schema_out_of_date_is_named_with_the_command_that_mends_it(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    assert rolebook("schema", "--out", "roles", cwd=folder).returncode == 0
    replace(folder / "roles" / "_vocabulary.yml", "id: eyesight", "id: sight")

    done = rolebook("schema", "--check", cwd=folder)

    assert done.returncode == 1
    assert done.stdout == "roles/role.schema.json is out of date; run `rolebook schema --out roles`\n"


def test_a_new_role_leaves_the_schemas_up_to_date(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    rolebook("schema", "--out", "roles", cwd=folder)
    (folder / "roles" / "tower" / "relief-keeper.yml").rename(folder / "roles" / "tower" / "spare-keeper.yml")

    assert rolebook("schema", "--check", cwd=folder).returncode == 0


def test_the_printed_schema_is_the_written_one(tmp_path: Path) -> None:
    rolebook("schema", "--out", str(tmp_path), cwd=EXAMPLE)

    printed = rolebook("schema", "ladder", cwd=EXAMPLE).stdout
    assert {file.name for file in tmp_path.iterdir()} == set(FILES)
    assert printed == (tmp_path / "ladder.schema.json").read_text("utf-8")


def test_every_shipped_file_names_its_schema() -> None:
    root = ROOT / "roles"
    for file in root.rglob("*.yml"):
        line = modeline(file.relative_to(root).as_posix())

        assert file.read_text("utf-8").startswith(f"{line}\n"), file
        assert (file.parent / line.rsplit("=", 1)[-1]).is_file()
