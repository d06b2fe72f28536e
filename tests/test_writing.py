"""The commands that write files: `fmt` and `new`."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.helpers import ROOT, copy_example, replace

BELL = ("--family", "tower", "--title", "Bell ringer", "--kind", "job")
MESSY = "tower/_family.yml"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The folder of an example book, in canonical form."""
    return copy_example(tmp_path)


@pytest.fixture
def messy(book: Path) -> Path:
    """The folder of a book with one file whose fields stand in another order."""
    replace(book / "roles" / MESSY, "title: In the tower\n", "")
    with (book / "roles" / MESSY).open("a", encoding="utf-8") as stream:
        stream.write("title: In the tower\n")
    return book


def rolebook(*words: str, cwd: Path, input: str = "") -> Result:
    """What the command printed and how it ended, run in a folder but without a process of its own."""
    with contextlib.chdir(cwd):
        done = CliRunner().invoke(main, words, input=input)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_a_check_names_what_would_change_and_changes_nothing(messy: Path) -> None:
    before = (messy / "roles" / MESSY).read_bytes()
    done = rolebook("fmt", "--check", cwd=messy)

    assert (done.exit_code, done.stdout) == (1, f"roles/{MESSY} would be brought into canonical form\n")
    assert (messy / "roles" / MESSY).read_bytes() == before


def test_a_formatted_book_needs_no_more_formatting(messy: Path) -> None:
    (messy / "roles" / MESSY).chmod(0o640)
    first, second = rolebook("fmt", cwd=messy), rolebook("fmt", "--check", cwd=messy)

    assert (first.exit_code, first.stdout) == (0, f"roles/{MESSY} was brought into canonical form\n")
    assert (second.exit_code, second.stdout) == (0, "every file is in canonical form\n")
    assert (messy / "roles" / MESSY).stat().st_mode & 0o777 == 0o640
    assert list(messy.rglob("*.tmp")) == []


def test_only_the_given_files_are_formatted(messy: Path) -> None:
    done = rolebook("fmt", "--check", "roles/tower/lamp-trimmer.yml", "roles/sea", cwd=messy)

    assert done.exit_code == 0


@pytest.mark.parametrize(
    "fault", ["titel: In the tower", "title: [In the tower", "title: &a In the tower", "title: ''"]
)
def test_a_file_with_faults_is_left_alone_and_named(messy: Path, fault: str) -> None:
    replace(messy / "roles" / MESSY, "title: In the tower", fault)
    before = (messy / "roles" / MESSY).read_bytes()
    done = rolebook("fmt", cwd=messy)

    assert done.exit_code == 1
    assert f"roles/{MESSY} was left as it is" in done.stderr
    assert (messy / "roles" / MESSY).read_bytes() == before


def test_a_new_role_passes_the_check_but_for_marked_gaps(book: Path) -> None:
    done = rolebook("new", *BELL, "--does", "Rings it. [^bell]", "--facet", "place=rock,land", cwd=book)
    checked = rolebook("check", "--format", "concise", cwd=book)
    text = (book / "roles" / "tower" / "bell-ringer.yml").read_text("utf-8")

    assert (done.exit_code, done.stdout) == (0, "roles/tower/bell-ringer.yml\n")
    assert checked.exit_code == 0
    assert {line.split()[1] for line in checked.stdout.splitlines()} <= {
        "warning[unsourced-claim]",
        "warning[gap-left]",
    }
    assert all(word in text for word in ("place: [rock, land]", "time: unknown", "status: draft", '  - "TODO: '))
    assert text.startswith("# yaml-language-server: $schema=../role.schema.json\ntitle: Bell ringer\n")
    assert rolebook("fmt", "--check", cwd=book).exit_code == 0


def test_a_new_role_never_takes_the_place_of_a_file(book: Path) -> None:
    before = (book / "roles" / "tower" / "lamp-trimmer.yml").read_bytes()
    done = rolebook("new", *BELL, "--slug", "lamp-trimmer", "--force", cwd=book)

    assert done.exit_code == 2
    assert (book / "roles" / "tower" / "lamp-trimmer.yml").read_bytes() == before


@pytest.mark.parametrize("title", ["Lamp trimmers", "Trimmer, lamp", "Wick trimmer"])
def test_a_near_duplicate_is_written_only_by_force(book: Path, title: str) -> None:
    words = ("new", "--family", "tower", "--title", title, "--kind", "job", "--slug", "other")
    held, forced = rolebook(*words, cwd=book), rolebook(*words, "--force", cwd=book)

    assert (held.exit_code, forced.exit_code) == (1, 0)
    assert f"`{title}` looks like `Lamp trimmer`, roles/tower/lamp-trimmer.yml" in held.stderr


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--title", "Bell ringer", "--kind", "job"),
        (*BELL, "--family", "towr"),
        (*BELL, "--slug", "../lamp"),
        (*BELL, "--slug", "wick-trimmer"),
        (*BELL, "--slug", "index"),
        (*BELL, "--title", "漢字"),
        (*BELL, "--facet", "time=sesonal"),
        (*BELL, "--facet", "tim=seasonal"),
    ],
    ids=["nothing", "no-family", "family", "path", "former", "reserved", "no-letters", "term", "facet"],
)
def test_wrong_use_writes_nothing(book: Path, words: tuple[str, ...]) -> None:
    before = sorted(book.rglob("*"))
    done = rolebook("new", *words, "--no-ask", cwd=book)

    assert done.exit_code == 2
    assert "Traceback" not in done.stderr
    assert sorted(book.rglob("*")) == before


def test_a_flag_with_a_fault_writes_nothing(book: Path) -> None:
    done = rolebook("new", *BELL, "--reviewed", "yesterday", cwd=book)

    assert done.exit_code == 1
    assert "`yesterday` is not a date" in done.stderr
    assert not (book / "roles" / "tower" / "bell-ringer.yml").exists()


def test_questions_at_a_terminal_make_a_file(book: Path) -> None:
    said = [
        "sea",
        "Rope maker",
        "nonsense",
        "job",
        "Paid by the rope. [^guild]",
        "Makes ropes.",
        "",
        "Makes ropes. [^guild]",
    ]
    said += ["", "", "", "seasonl", "seasonal, on-call", "", "", "open", "few"]
    said += ["The guild", "https://example.org/guild", "The guild", "last year", "2023", "2026-11", "press", "", ""]
    done = rolebook("new", "--ask", cwd=book, input="\n".join(said) + "\n")
    text = (book / "roles" / "sea" / "rope-maker.yml").read_text("utf-8")

    assert done.exit_code == 0, done.stderr
    assert "time: [seasonal, on-call]" in text
    assert (
        '  guild: {title: The guild, url: "https://example.org/guild", publisher: The guild, published: 2023,' in text
    )
    assert rolebook("check", cwd=book).exit_code == 0


def test_every_shipped_file_is_in_canonical_form() -> None:
    done = rolebook("fmt", "--check", "roles", "tests/example/roles", cwd=ROOT)

    assert (done.exit_code, done.stdout) == (0, "every file is in canonical form\n")
