"""The command: what it prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import NAMES, main
from tests.helpers import EXAMPLE, copy_example, replace, rolebook


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """An example book with one error in one file."""
    folder = copy_example(tmp_path)
    replace(folder / "roles" / "tower" / "lamp-trimmer.yml", "also-called:", "also-caled:")
    return folder


def test_a_clean_book_ends_with_0() -> None:
    done = rolebook("check", "--strict", cwd=EXAMPLE)

    assert (done.returncode, done.stdout) == (0, "no faults in 7 roles and 2 ladders\n")


def test_text_shows_the_line_and_underlines_the_word(broken: Path) -> None:
    done = rolebook("check", cwd=broken)

    assert done.returncode == 1
    assert done.stdout == (
        "error[unknown-field]: `also-caled` is not a field of a role\n"
        " --> roles/tower/lamp-trimmer.yml:3:1\n"
        "  |\n"
        "3 | also-caled: [wick trimmer, lamp hand]\n"
        "  | ^^^^^^^^^^\n"
        "  = help: a field with a similar name exists: `also-called`\n"
        "  = fix: write `also-called` (`rolebook check --fix` does it)\n"
        "\n1 error\n"
    )


def test_concise_is_one_line_a_fault(broken: Path) -> None:
    done = rolebook("check", "--format", "concise", cwd=broken)

    assert done.stdout == (
        "roles/tower/lamp-trimmer.yml:3:1: error[unknown-field] `also-caled` is not a field of a role; "
        "a field with a similar name exists: `also-called`\n"
    )


def test_json_is_one_array_of_objects(broken: Path) -> None:
    done = rolebook("check", "--format", "json", cwd=broken)

    assert json.loads(done.stdout) == [
        {
            "code": "unknown-field",
            "severity": "error",
            "message": "`also-caled` is not a field of a role",
            "path": "roles/tower/lamp-trimmer.yml",
            "line": 3,
            "column": 1,
            "end_line": 3,
            "end_column": 11,
            "help": "a field with a similar name exists: `also-called`",
            "notes": [],
            "url": "/contribute/rules/#unknown-field",
            "fix": {
                "title": "write `also-called`",
                "safe": True,
                "line": 3,
                "column": 1,
                "end_line": 3,
                "end_column": 11,
                "text": "also-called",
            },
        }
    ]


def test_under_github_actions_faults_become_annotations(broken: Path) -> None:
    done = rolebook("check", cwd=broken, GITHUB_ACTIONS="true")

    place = "file=roles/tower/lamp-trimmer.yml,line=3,col=1,endLine=3,endColumn=11,title=unknown-field"

    assert done.stdout.startswith(f"::error {place}::`also-caled`")


def test_a_hostile_value_cannot_start_a_workflow_command(broken: Path) -> None:
    replace(broken / "roles" / "tower" / "lamp-trimmer.yml", "kind: job", 'kind: "a\\n::set-output name=x::y%"')

    done = rolebook("check", "--format", "github", cwd=broken)

    assert all(line.startswith("::error file=") for line in done.stdout.splitlines())


def test_only_faults_under_the_given_paths_are_shown(broken: Path) -> None:
    elsewhere = rolebook("check", "roles/sea", cwd=broken)
    there = rolebook("check", "roles/tower/lamp-trimmer.yml", cwd=broken)

    assert (elsewhere.returncode, there.returncode) == (0, 1)


def test_a_book_elsewhere_is_checked_and_not_the_one_here(broken: Path) -> None:
    done = rolebook("check", str(broken / "roles"), cwd=EXAMPLE)

    assert done.returncode == 1


def test_warnings_count_only_when_strict(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    replace(folder / "roles" / "tower" / "lamp-trimmer.yml", "with no grade. [^board-2025]", "with no grade.")

    assert rolebook("check", cwd=folder).returncode == 0
    assert rolebook("check", "--strict", cwd=folder).returncode == 1


@pytest.mark.parametrize("words", [["check", "nowhere"], ["check", "/"], ["routes", "lamp-trimmer"], ["chek"]])
def test_wrong_use_ends_with_2_and_no_traceback(words: list[str]) -> None:
    done = rolebook(*words, cwd=EXAMPLE)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_routes_are_printed_step_by_step() -> None:
    done = rolebook("routes", "lamp-trimmer", "principal-keeper", cwd=EXAMPLE)

    assert done.returncode == 0
    assert done.stdout.startswith("1. ")
    assert "Lamp trimmer\n   → Relief keeper  (advance; several documented cases)" in done.stdout


def test_routes_as_json_name_each_step() -> None:
    done = rolebook("routes", "lamp-trimmer", "principal-keeper", "--format", "json", "--limit", "1", cwd=EXAMPLE)

    route = json.loads(done.stdout)[0]

    assert route["roles"][0] == "lamp-trimmer"
    assert [step["to"] for step in route["steps"]] == route["roles"][1:]


def test_no_route_is_said_and_ends_with_1() -> None:
    done = rolebook("routes", "principal-keeper", "lamp-trimmer", cwd=EXAMPLE)

    assert (done.returncode, done.stdout) == (1, "no documented route leads from principal-keeper to lamp-trimmer\n")


def test_without_a_route_the_nearest_is_told_beside_the_answer() -> None:
    done = rolebook("routes", "light-inspector", "lamp-trimmer", cwd=EXAMPLE)
    near = rolebook("routes", "principal-keeper", "lamp-trimmer", cwd=EXAMPLE)

    assert (done.returncode, done.stderr) == (1, "nearest: nothing documented comes near\n")
    assert "nearest: Principal keeper" in near.stderr


def test_several_routes_tell_what_each_is_shown_for() -> None:
    done = rolebook("routes", "lamp-trimmer", "light-inspector", cwd=EXAMPLE)

    assert "fewest steps; best evidence; keeps other work ashore longest\n" in done.stdout


def test_routes_as_json_name_their_merits() -> None:
    done = rolebook("routes", "lamp-trimmer", "light-inspector", "--format", "json", cwd=EXAMPLE)

    assert [route["merits"] for route in json.loads(done.stdout)] == [["fewest", "documented", "kept"], []]


def test_a_misspelt_role_gets_a_suggestion() -> None:
    done = rolebook("routes", "lamp-trimer", "principal-keeper", cwd=EXAMPLE)

    assert done.returncode == 2
    assert "`lamp-trimmer`" in done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_each_command_shows_an_example_in_its_help(name: str) -> None:
    shown = CliRunner().invoke(main, [name, "--help"]).output

    assert f"Example: rolebook {name}" in shown
