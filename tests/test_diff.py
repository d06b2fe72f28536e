"""`rolebook diff`, which tells what changed since a git revision."""

from __future__ import annotations

import json
import re
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.revisions import NoRevision, commit_of
from tests.git import commit, example_repository, git
from tests.helpers import copy_example, replace, rolebook

TRIMMER = "roles/tower/lamp-trimmer.yml"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The example with a second commit that raises the pay."""
    folder = example_repository(tmp_path)
    replace(folder / TRIMMER, "low: 85, high: 95", "low: 90, high: 105")
    commit(folder, "raise the pay of trimmers", "2026-02-03")
    return folder


def here(folder: Path, *words: str) -> Result:
    """What `rolebook diff` prints in a folder, without the start of another Python."""
    with chdir(folder):
        return CliRunner().invoke(main, ["diff", *words], catch_exceptions=False)


RAISED = "pay of lamp-trimmer: 85-95 EUR/day → 90-105 EUR/day"


def test_diff_reads_both_ends_from_git(repository: Path) -> None:
    done = rolebook("diff", "HEAD~1", "HEAD", cwd=repository)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == RAISED
    assert re.fullmatch(r"pages changed: [1-9]\d*", done.stdout.splitlines()[-1])


def test_diff_ends_at_the_files_as_they_are(repository: Path) -> None:
    replace(repository / TRIMMER, "title: Lamp trimmer", "title: Lamp hand")

    done = here(repository, "HEAD")

    assert done.output.splitlines()[0] == "title of lamp-trimmer: `Lamp trimmer` → `Lamp hand`"


def test_diff_as_json_has_an_object_a_difference(repository: Path) -> None:
    whole = json.loads(here(repository, "HEAD~1", "--format", "json").output)

    assert whole["differences"] == [
        {"path": TRIMMER, "slug": "lamp-trimmer", "field": "pay", "change": "changed", "text": RAISED}
    ]
    assert "roles/lamp-trimmer.md" in whole["pages"]


def test_diff_as_markdown_is_a_list_a_file(repository: Path) -> None:
    done = here(repository, "HEAD~1", "--format", "markdown")

    assert done.output.startswith(f"**`{TRIMMER}`**\n\n- {RAISED}\n\nPages changed: ")


def test_diff_names_what_it_could_not_compare(repository: Path) -> None:
    replace(repository / TRIMMER, "title:", "titel:")

    done = here(repository, "HEAD")

    assert f"not compared, because one of its versions has faults: `{TRIMMER}`" in done.output


def test_a_link_in_a_revision_is_not_followed(repository: Path) -> None:
    (repository / "roles" / "tower" / "linked.yml").symlink_to("/etc/hostname")
    commit(repository, "link")

    done = here(repository, "HEAD", "HEAD~1")

    assert (done.exit_code, done.output) == (0, "no differences in the book\npages changed: 0\n")


@pytest.mark.parametrize("revision", ["nowhere", "--output=stolen", "-h", "HEAD:roles", "", "main..main", "$(id)"])
def test_what_is_no_commit_is_refused(repository: Path, revision: str) -> None:
    with pytest.raises(NoRevision, match="git knows no revision"):
        commit_of(repository / "roles", revision)

    assert not (repository / "stolen").exists()


def test_a_refused_revision_is_wrong_use(repository: Path) -> None:
    done = rolebook("diff", "--", "--output=stolen", cwd=repository)

    assert done.returncode == 2
    assert done.stderr.endswith("Error: git knows no revision `--output=stolen`\n")


def test_a_revision_beyond_a_shallow_clone_is_wrong_use_with_advice(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{repository}", "shallow")

    done = rolebook("diff", "HEAD~1", cwd=tmp_path / "shallow")

    assert done.returncode == 2
    assert "git fetch --unshallow" in done.stderr


def test_without_a_repository_diff_is_wrong_use(tmp_path: Path) -> None:
    done = rolebook("diff", "HEAD", cwd=copy_example(tmp_path), GIT_CEILING_DIRECTORIES=str(tmp_path))

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_without_git_diff_is_wrong_use(repository: Path) -> None:
    done = rolebook("diff", "HEAD", cwd=repository, PATH="/nowhere")

    assert done.returncode == 2
    assert "git is not installed" in done.stderr
