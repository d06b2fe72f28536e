"""Warnings that count in what a change touches only: `rolebook check --since`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.git import commit, example_repository, git
from tests.helpers import mkdocs, replace

FILE = "roles/tower/lamp-trimmer.yml"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An example book under git, with one commit."""
    return example_repository(tmp_path)


@pytest.fixture
def check(book: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command `rolebook check` in the folder of the book."""
    monkeypatch.chdir(book)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return lambda *words: CliRunner().invoke(main, ["check", *words])


def with_a_warning(text: str) -> str:
    assert "with no grade. [^board-2025]" in text
    return text.replace("with no grade. [^board-2025]", "with no grade.")


def change(file: Path, made: Callable[[str], str]) -> None:
    file.write_text(made(file.read_text("utf-8")), "utf-8")


def test_warnings_count_only_in_files_that_changed(book: Path, check: Callable[..., Result]) -> None:
    change(book / FILE, with_a_warning)
    commit(book, "an old warning")
    change(book / "roles/sea/boatswain.yml", lambda text: text + "# read again\n")

    assert check("--strict", "--since", "HEAD").exit_code == 0
    change(book / FILE, lambda text: text + "# read again\n")
    assert check("--strict", "--since", "HEAD").exit_code == 1


def test_errors_count_wherever_they_stand(book: Path, check: Callable[..., Result]) -> None:
    change(book / FILE, lambda text: text.replace("also-called:", "also-caled:"))
    commit(book, "an old error")

    assert check("--since", "HEAD").exit_code == 1


def test_a_site_is_built_with_old_warnings_where_the_book_is_not_strict(book: Path) -> None:
    change(book / FILE, with_a_warning)
    replace(book / "mkdocs.yml", "- rolebook", "- rolebook: {strict: false}")

    assert mkdocs("build", "--strict", cwd=book).returncode == 0


def test_what_the_base_gained_since_the_branch_left_it_does_not_count(book: Path, check: Callable[..., Result]) -> None:
    change(book / FILE, with_a_warning)
    commit(book, "an old warning")
    git(book, "switch", "--quiet", "--create", "base")
    change(book / FILE, lambda text: text + "# read again\n")
    commit(book, "meanwhile")
    git(book, "switch", "--quiet", "main")

    assert check("--strict", "--since", "base").exit_code == 0


def test_a_new_file_counts_before_git_knows_it(book: Path, check: Callable[..., Result]) -> None:
    text = with_a_warning((book / FILE).read_text("utf-8")).replace("former-slugs: [wick-trimmer]\n", "")
    (book / "roles/tower/lens-polisher.yml").write_text(text.replace("title: Lamp trimmer", "title: Polisher"), "utf-8")

    done = check("--strict", "--since", "HEAD", "--format", "concise")

    assert "roles/tower/lens-polisher.yml:5:15: warning[unsourced-claim]" in done.output


@pytest.mark.parametrize("base", ["nowhere", "--all", ""])
def test_a_base_that_git_does_not_know_is_wrong_use(check: Callable[..., Result], base: str) -> None:
    assert check(f"--since={base}").exit_code == 2
