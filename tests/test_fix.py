"""`rolebook check --fix`: what it mends, what it leaves, and that it never makes a file worse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cli import fix as command
from generator.diagnostics import Diagnostic, Fix, Span
from generator.fixes import applied
from tests.helpers import EXAMPLE, copy_example, replace, rolebook

TRIMMER = Path("roles", "tower", "lamp-trimmer.yml")
GOOD = (EXAMPLE / TRIMMER).read_text("utf-8")
SPARE = '  spare: {title: Spare, publisher: "A, B", published: 2020, accessed: 2026-11, kind: press}'
SPARE_BLOCK = """  spare:
    title: Spare
    publisher: X
    published: 2020
    accessed: 2026-11
    kind: press"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return copy_example(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("also-called:", "also-caled:"),
        ("evidence: several-cases", "evidense: several-cases"),
        ("time: [seasonal]", "time: [seasonel]"),
        ("pay-form:", "pay-from:"),
        ("kind: job", "kind: Job"),
        ("level: helps", "level: help"),
        ('"https://example.org/pilot/lens"', '"http://example.org/pilot/lens"'),
        ("sources:\n", f"sources:\n{SPARE}\n"),
        ("sources:\n", f"sources:\n{SPARE_BLOCK}\n"),
        ("reviewed: 2026-11", f"{SPARE_BLOCK}\nreviewed: 2026-11"),
    ],
    ids=["field", "inner", "term", "facet", "kind", "level", "https", "source", "source-block", "last-source"],
)
def test_a_safe_fix_brings_the_good_file_back(book: Path, old: str, new: str) -> None:
    replace(book / TRIMMER, old, new)

    done = rolebook("check", "--fix", "--strict", cwd=book)

    assert (book / TRIMMER).read_text("utf-8") == GOOD
    assert done.returncode == 0
    assert done.stdout.startswith(f"fixed {TRIMMER.as_posix()}:")


def test_several_faults_go_in_one_run_though_one_hides_the_others(book: Path) -> None:
    replace(book / TRIMMER, "also-called:", "also-caled:")
    replace(book / TRIMMER, "time: [seasonal]", "time: [seasonel]")
    replace(book / TRIMMER, "sources:\n", f"sources:\n{SPARE}\n")

    done = rolebook("check", "--fix", "--strict", cwd=book)

    assert (book / TRIMMER).read_text("utf-8") == GOOD
    assert [line.split(": ")[0] for line in done.stdout.splitlines()] == [
        "fixed roles/tower/lamp-trimmer.yml:3",
        "fixed roles/tower/lamp-trimmer.yml:8",
        "fixed roles/tower/lamp-trimmer.yml:67",
        "no faults in 7 roles and 2 ladders",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("role: relief-keeper", "role: releif-keeper"),
        ("dusk. [^board-2025]", "dusk. [^bord-2025]"),
        ("publisher: The Example Pilot", "publsher: The Example Pilot"),
        ("summary: Fills", "sumary: Empties\nsummary: Fills"),
        ("sources:\n", f"# [^spare] is still to be read\nsources:\n{SPARE}\n"),
    ],
    ids=["role", "source", "field-near-two", "field-that-is-there", "source-named-in-a-comment"],
)
def test_what_is_not_sure_is_left(book: Path, old: str, new: str) -> None:
    replace(book / TRIMMER, old, new)
    text = (book / TRIMMER).read_text("utf-8")

    done = rolebook("check", "--fix", "--strict", cwd=book)

    assert (book / TRIMMER).read_text("utf-8") == text
    assert done.returncode == 1
    assert "fixed" not in done.stdout


def test_windows_line_ends_a_byte_order_mark_and_the_mode_stay(book: Path) -> None:
    file = book / TRIMMER
    good = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    file.write_bytes(good.replace(b"also-called:", b"also-caled:").replace(b"seasonal]", b"seasonel]"))
    file.chmod(0o640)

    rolebook("check", "--fix", cwd=book)

    assert file.read_bytes() == good
    assert file.stat().st_mode & 0o777 == 0o640
    assert [other.name for other in file.parent.iterdir() if other.suffix != ".yml"] == []


def test_a_fix_in_the_first_line_minds_the_byte_order_mark(book: Path) -> None:
    file = book / "roles" / "sea" / "_family.yml"
    good = b"\xef\xbb\xbftitle: At sea\nsummary: Aboard.\norder: 2\n"
    file.write_bytes(good.replace(b"title", b"titel"))

    rolebook("check", "--fix", cwd=book)

    assert file.read_bytes() == good


def test_only_files_under_the_given_paths_are_mended(book: Path) -> None:
    replace(book / TRIMMER, "also-called:", "also-caled:")

    rolebook("check", "--fix", "roles/sea", cwd=book)

    assert "also-caled:" in (book / TRIMMER).read_text("utf-8")


def test_json_stays_json_and_the_report_goes_beside_it(book: Path) -> None:
    replace(book / TRIMMER, "also-called:", "also-caled:")

    done = rolebook("check", "--fix", "--format", "json", cwd=book)

    assert json.loads(done.stdout) == []
    assert done.stderr.startswith("fixed ")


def test_a_fix_that_brings_a_new_fault_is_taken_back(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace(book / TRIMMER, "time: [seasonal]", "time: [seasonel]")
    text = (book / TRIMMER).read_text("utf-8")

    def spoilt(text: str, faults: list[Diagnostic]) -> tuple[str, list[Diagnostic]]:
        after, done = applied(text, faults)
        return after.replace("kind: job", "kind: [", 1), done

    monkeypatch.setattr(command, "applied", spoilt)
    said = list(command.fix(book / "roles", "roles", lambda _: True))

    assert (book / TRIMMER).read_text("utf-8") == text
    assert said == [f"left {TRIMMER.as_posix()} as it was: its fixes would have brought new faults"]


def test_of_two_fixes_that_overlap_the_first_is_applied() -> None:
    faults = [
        Diagnostic("x", "error", "", "f", Span(1, 1, 1, 4), excerpt="one two", fix=Fix("", Span(1, 1, 1, 6), "1")),
        Diagnostic("x", "error", "", "f", Span(1, 5, 1, 8), excerpt="one two", fix=Fix("", Span(1, 5, 1, 8), "2")),
    ]

    assert applied("one two\n", faults) == ("1wo\n", faults[:1])


def test_a_fix_for_a_line_that_changed_meanwhile_is_left_out() -> None:
    fault = Diagnostic("x", "error", "", "f", Span(1, 1, 1, 4), excerpt="one two", fix=Fix("", Span(1, 1, 1, 4), "1"))

    assert applied("someone else's\n", [fault]) == ("someone else's\n", [])


def test_fields_out_of_order_are_sorted(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    file = folder / "roles" / "tower" / "lamp-trimmer.yml"
    before = file.read_text("utf-8")
    replace(file, "title: Lamp trimmer\n", "")
    replace(file, "kind: job\n", "kind: job\ntitle: Lamp trimmer\n")

    done = rolebook("check", "--fix", "roles/tower", cwd=folder)

    assert "sorted the fields of roles/tower/lamp-trimmer.yml" in done.stdout
    assert file.read_text("utf-8").split("title:")[1] == before.split("title:")[1]
