"""The memory of `rolebook check`: it saves work, and never changes what is said."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.checks.rules import RULES
from generator.cli import main
from generator.pipeline import Pipeline
from tests.helpers import EXAMPLE, replace
from tests.test_rules import COUNT, Case, change, read_cases

TOGETHER = {rule.__name__.replace("_", "-") for rule in RULES} | {"stale-exception", "duplicate-slug", "unknown-term"}
CASES = [case for case in read_cases() if case.rule.stem in TOGETHER]
CLEAN = "no faults in 7 roles and 2 ladders\n"
REMEMBERED = 8


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a book that was checked, and with what is remembered of it."""
    folder = tmp_path_factory.mktemp("warm")
    shutil.copytree(EXAMPLE / "roles", folder / "roles")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("CI", raising=False)
        assert check() == CLEAN
    return folder


@pytest.fixture
def book(warm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder, and the place where commands run."""
    shutil.copytree(warm, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    return tmp_path


def check() -> str:
    return CliRunner().invoke(main, ["check", "--strict", "--format", "text"], catch_exceptions=False).output


def read_paths(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of all files read from now on, and not recalled."""
    paths: list[str] = []
    read = sys.modules[Pipeline.__module__].__dict__["read"]

    def noted(model: type, path: str, data: bytes, **told: bool) -> object:
        paths.append(path)
        return read(model, path, data, **told)

    monkeypatch.setattr(sys.modules[Pipeline.__module__], "read", noted)
    return paths


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule.stem}-{case.number + 1}")
def test_a_fault_between_files_is_found_in_a_book_that_was_clean(case: Case, book: Path) -> None:
    for block in case.changes:
        change(book, block)

    assert COUNT.sub("", check()) == case.expected
    assert COUNT.sub("", check()) == case.expected


def test_only_the_file_that_changed_is_read(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = read_paths(monkeypatch)
    replace(book / "roles" / "tower" / "lamp-trimmer.yml", "reviewed: 2026-11", "reviewed: 2026-10")

    assert check() == CLEAN
    # Beside it, one role that has an exception from a rule.
    roles = [path for path in paths if not Path(path).stem.startswith("_")]
    assert roles == ["roles/sea/boatswain.yml", "roles/tower/lamp-trimmer.yml"]


def test_with_another_vocabulary_everything_is_read(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = read_paths(monkeypatch)
    replace(book / "roles" / "_vocabulary.yml", "id: few,", "id: pair,")

    assert "`few` is not a term of `company`" in check()
    assert {path for path in paths if "_ladders" in path}


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff\x00", b"[]", b'"x"', b"[" * 100_000, b'{"roles/tower/lamp-trimmer.yml": [1, 2, 3]}', b"null"],
    ids=["empty", "cut", "bytes", "list", "text", "deep", "entry", "null"],
)
def test_a_damaged_memory_is_an_empty_one(book: Path, data: bytes) -> None:
    memory = book / ".cache" / "rolebook" / "roles.json"
    memory.write_bytes(data)

    assert check() == CLEAN
    assert len(json.loads(memory.read_bytes())) == REMEMBERED


@pytest.mark.parametrize("values", [None, {}, [], {"title": 1}, {"links": 5, "hosts": [], "title": "x"}])
def test_an_outline_that_is_none_is_not_used(book: Path, values: object) -> None:
    memory = book / ".cache" / "rolebook" / "roles.json"
    found = json.loads(memory.read_bytes())
    memory.write_text(json.dumps({path: [key, values] for path, (key, _) in found.items()}))

    assert check() == CLEAN


def test_an_outline_never_stands_for_other_bytes(book: Path) -> None:
    file = book / "roles" / "tower" / "lamp-trimmer.yml"
    replace(file, "title: Lamp", "titel: Lamp")

    assert "`titel` is not a field of a role" in check()

    replace(file, "titel: Lamp", "title: Lamp")

    assert check() == CLEAN


@pytest.mark.usefixtures("book")
def test_a_memory_that_a_pull_request_brings_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    paths = read_paths(monkeypatch)

    assert check() == CLEAN
    assert len(paths) == 13


def test_where_nothing_can_be_written_nothing_is_remembered(book: Path) -> None:
    shutil.rmtree(book / ".cache")
    (book / ".cache").write_text("a file where the folder would be")

    assert check() == CLEAN


def test_two_checks_at_once_do_not_disturb_each_other(book: Path) -> None:
    shutil.rmtree(book / ".cache")
    command = [sys.executable, "-m", "generator", "check", "--format", "text"]
    runs = [
        subprocess.Popen(
            command, cwd=book, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(EXAMPLE.parents[1])}
        )
        for _ in range(2)
    ]

    assert [run.communicate(timeout=60)[0] for run in runs] == [CLEAN, CLEAN]
    assert len(json.loads((book / ".cache" / "rolebook" / "roles.json").read_bytes())) == REMEMBERED
    assert len(list((book / ".cache" / "rolebook").iterdir())) == 1
