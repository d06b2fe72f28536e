"""The issue form: made from the model and a book's words, and accepted by GitHub."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from generator.cli import main
from generator.issue_form import FACETS, LEFT_TO_MAINTAINERS, questions
from generator.model import Role
from generator.pipeline import Pipeline
from generator.reader.shape import fields
from tests.helpers import EXAMPLE, ROOT, copy_example, replace

TEMPLATES = ROOT / ".github" / "ISSUE_TEMPLATE"
FORMS = [TEMPLATES / "new-role.yml", TEMPLATES / "correction.yml"]


def printed(roles: Path) -> str:
    done = CliRunner().invoke(main, ["issue-form", "--roles", str(roles)])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    """The example book's form, by label."""
    read = yaml.safe_load(printed(EXAMPLE / "roles"))
    return {part["attributes"]["label"]: part for part in read["body"] if "id" in part}


def test_the_committed_form_is_what_the_command_prints() -> None:
    assert (TEMPLATES / "new-role.yml").read_text("utf-8") == printed(ROOT / "roles")


def test_each_field_is_asked_for_by_its_name_or_left_to_maintainers(example: dict[str, Any]) -> None:
    asked = {label for label in example if not label.startswith(FACETS)} - {"family", "anything-else"}

    assert asked == {*fields(Role)} - LEFT_TO_MAINTAINERS - {"facets"}


def test_what_a_role_needs_the_form_requires(example: dict[str, Any]) -> None:
    needed = {name for name, inner in fields(Role).items() if Role.model_fields[inner].is_required()} - {"facets"}
    facets = {f"facets.{name}" for name in ("time", "pay-form", "place", "entry")}

    required = {label for label, part in example.items() if part.get("validations", {}).get("required")}

    assert required == needed | facets | {"family"}


def test_a_facet_offers_its_terms_and_unknown(example: dict[str, Any]) -> None:
    part = example["facets.place"]

    assert (part["type"], part["attributes"]["multiple"]) == ("dropdown", True)
    assert part["attributes"]["options"] == [
        "rock (On a rock)",
        "land (On land)",
        "afloat (Afloat)",
        "office (Office)",
        "unknown (nobody says)",
    ]


def test_families_stand_in_their_own_order(example: dict[str, Any]) -> None:
    options = example["family"]["attributes"]["options"]

    assert [option.split(" ")[0] for option in options] == ["tower", "sea", "shore"]


def test_an_example_stands_in_the_field(example: dict[str, Any]) -> None:
    assert example["title"]["attributes"]["placeholder"] == "Lamp trimmer"
    assert example["does"]["attributes"]["placeholder"] == "Trims the wick at dusk. [^board-2025]"
    assert example["gates"]["attributes"]["placeholder"].startswith("{kind: certificate, level: required, text: ")


def test_the_words_of_the_book_are_explained(example: dict[str, Any]) -> None:
    assert "- `eyesight`: A test of sight and of colours." in example["gates"]["attributes"]["description"]
    assert "- `alone`: Nobody else is at the station." in example["facets.company"]["attributes"]["description"]


@pytest.mark.parametrize("label", ["a: b", 'say "so"', "{x}", "# 1", "no", "café ☕", "{{ x }}", "\\d"])
def test_any_word_of_a_vocabulary_comes_through_whole(tmp_path: Path, label: str) -> None:
    folder = copy_example(tmp_path) / "roles"
    replace(
        folder / "_vocabulary.yml", "label: On a rock", f"label: {label!r}" if '"' in label else f"label: '{label}'"
    )

    options = {question.label: question.choices for question in questions(Pipeline(folder, "roles").run().book)}
    read = yaml.safe_load(printed(folder))["body"]
    shown = {part["attributes"].get("label"): part["attributes"].get("options") for part in read}

    assert shown["facets.place"] == options["facets.place"]
    assert shown["facets.place"][0] == f"rock ({label})"


def test_a_book_with_faults_makes_no_form(tmp_path: Path) -> None:
    folder = copy_example(tmp_path) / "roles"
    replace(folder / "_vocabulary.yml", "facets:", "facts:")

    done = CliRunner().invoke(main, ["issue-form", "--roles", str(folder)])

    assert (done.exit_code, "rolebook check" in done.output) == (1, True)


def test_what_the_form_brings_back_becomes_a_role(example: dict[str, Any], tmp_path: Path) -> None:
    """The text that GitHub makes of answers: the examples where there are any, else the first choices."""
    told = {
        "title": "Fog signaller",
        "does": "Sounds the horn. [^an-id]\nCounts the ships. [^an-id]\nKeeps the log of fog. [^an-id]",
        "kind-because": "Paid by the day. [^an-id]",
        "good-fit": "You like the dark.\nYou like the sea.",
        "poor-fit": "You want quiet.\nYou want company.",
    }

    def answer(part: dict[str, Any]) -> str:
        asked = part["attributes"]
        if not part.get("validations", {}).get("required"):
            return "_No response_"
        if part["type"] == "dropdown":
            return ", ".join(asked["options"][: 2 if asked["multiple"] else 1])
        return told.get(asked["label"]) or str(asked["placeholder"])

    folder = copy_example(tmp_path) / "roles"
    issue = tmp_path / "issue.md"
    issue.write_text("\n\n".join(f"### {label}\n\n{answer(part)}" for label, part in example.items()), "utf-8")

    done = CliRunner().invoke(main, ["from-issue", str(issue), "--roles", str(folder)])
    role = Pipeline(folder, "roles").run().book.roles["fog-signaller"]

    assert done.exit_code == 0, done.output
    assert (role.folder, role.kind, len(role.does)) == ("tower", "job", 3)
    assert (role.facets["place"], role.facets["entry"]) == (("rock", "land"), ("open",))
    assert [*role.sources] == ["an-id"]


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_github_accepts_the_form(file: Path) -> None:
    """The rules of GitHub's form schema, from its documentation of validation errors."""
    form = yaml.safe_load(file.read_text("utf-8"))
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    labels = [part["attributes"]["label"] for part in asked]
    options = [part["attributes"]["options"] for part in asked if part["type"] == "dropdown"]

    assert set(form) <= {"name", "description", "title", "labels", "body"}
    assert {part["type"] for part in asked} <= {"input", "textarea", "dropdown", "checkboxes"}
    assert all(set(part) <= {"type", "id", "attributes", "validations"} for part in asked)
    assert all(re.fullmatch(r"[\w-]+", part["id"]) for part in asked)
    assert len({part["id"] for part in asked}) == len({label.casefold() for label in labels}) == len(asked)
    assert all(isinstance(option, str) and option.casefold() != "none" for found in options for option in found)
    assert all(len(set(found)) == len(found) for found in options)
    assert all(part["attributes"]["value"].strip() for part in form["body"] if part["type"] == "markdown")
