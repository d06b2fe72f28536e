"""The JSON Schemas: what editors mark is what the checks refuse."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from generator.model import Book
from generator.pipeline import Pipeline
from generator.reader import read
from generator.schema import FILES, SORTS, modeline, schema
from tests.helpers import EXAMPLE, ROOT, copy_example, replace, rolebook
from tests.test_rules import Case, change, read_cases

SHAPE = ("unknown-field", "missing-field", "wrong-type", "invalid-value", "too-few", "too-long", "bad-slug")
# A schema sees what stands in a file, not how the file is called.
NAMED = "Old Towers"


def book_in(folder: Path) -> Book:
    return Pipeline(folder / "roles", "roles").run().book


def sort_of(path: PurePosixPath) -> str:
    """The sort of file, told from its modeline's schema."""
    return modeline(str(path)).rsplit("/", 1)[-1].rsplit("=", 1)[-1].removesuffix(".schema.json")


def as_editors_load(text: str) -> Any:
    """The values of a YAML 1.2 file with its types, dates being text and keys strings, as an editor has them."""
    loader = YAML(typ="safe", pure=True)
    loader.allow_duplicate_keys = True

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): plain(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [plain(inner) for inner in value]
        return value.isoformat() if isinstance(value, date) else value

    return plain(loader.load(io.StringIO(text)))


def complaints(file: Path, root: Path, book: Book) -> list[str]:
    """What an editor would mark in a file of a book."""
    made = schema(sort_of(PurePosixPath(file.relative_to(root).as_posix())), book)
    Draft202012Validator.check_schema(made)
    values = as_editors_load(file.read_text("utf-8"))
    return [f"{list(error.path)}: {error.message[:200]}" for error in Draft202012Validator(made).iter_errors(values)]


@pytest.mark.parametrize("folder", [ROOT, EXAMPLE], ids=["shipped", "example"])
def test_every_file_passes_the_schema_that_its_editor_uses(folder: Path) -> None:
    book, root = book_in(folder), folder / "roles"

    found = {str(file): complaints(file, root, book) for file in sorted(root.rglob("*.yml"))}

    assert len(found) > 10
    assert {name: faults for name, faults in found.items() if faults} == {}


def shape_cases() -> list[Case]:
    cases = [case for case in read_cases() if case.rule.stem in SHAPE]
    return [case for case in cases if not any(NAMED in block["path"] for block in case.changes)]


@pytest.mark.parametrize("case", shape_cases(), ids=lambda case: f"{case.rule.stem}-{case.number + 1}")
def test_a_fault_of_shape_is_caught_by_the_reader_and_by_the_schema(case: Case, tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    book, root = book_in(folder), folder / "roles"
    for block in case.changes:
        change(folder, block)
    files = [folder / block["path"] for block in case.changes]
    sorts = [SORTS[sort_of(PurePosixPath(file.relative_to(root).as_posix()))] for file in files]

    refused = [read(sort, file.name, file.read_bytes()).value is None for sort, file in zip(sorts, files, strict=True)]
    marked = [bool(complaints(file, root, book)) for file in files]

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
def test_what_the_reader_takes_the_schema_takes_too(tmp_path: Path, old: str, new: str) -> None:
    folder = copy_example(tmp_path)
    book, file = book_in(folder), folder / "roles" / "tower" / "lamp-trimmer.yml"
    replace(file, old, new)

    assert read(SORTS["role"], "roles/tower/lamp-trimmer.yml", file.read_bytes()).faults == ()
    assert complaints(file, folder / "roles", book) == []


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
def test_words_that_the_book_lacks_are_marked_in_the_editor(tmp_path: Path, old: str, new: str) -> None:
    folder = copy_example(tmp_path)
    book, file = book_in(folder), folder / "roles" / "tower" / "lamp-trimmer.yml"
    replace(file, old, new)

    assert rolebook("check", cwd=folder).returncode == 1
    assert complaints(file, folder / "roles", book)


def test_editors_are_offered_the_book_s_words_with_their_meaning() -> None:
    made = schema("role", book_in(EXAMPLE))
    gate, role = made["$defs"]["gate"], made["$defs"]["role-slug"]["anyOf"][0]

    assert gate["markdownEnumDescriptions"][gate["enum"].index("eyesight")].startswith("Eyesight: A test of sight")
    assert role["enumDescriptions"][role["enum"].index("boatswain")] == "Boatswain"
    assert "board-2025" in made["$defs"]["source-id"]["anyOf"][0]["enum"]


def test_every_field_tells_editors_what_it_is_for() -> None:
    for sort in SORTS:
        made = schema(sort, book_in(EXAMPLE))
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

    for file, sort in FILES.items():
        assert json.loads(rolebook("schema", sort, cwd=EXAMPLE).stdout) == json.loads((tmp_path / file).read_text())


def test_every_shipped_file_names_its_schema() -> None:
    root = ROOT / "roles"
    for file in root.rglob("*.yml"):
        line = modeline(file.relative_to(root).as_posix())

        assert file.read_text("utf-8").startswith(f"{line}\n"), file
        assert (file.parent / line.rsplit("=", 1)[-1]).is_file()
