"""Real git repositories for tests, with fixed names and dates and nobody's settings."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.helpers import copy_example

ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def git(folder: Path, *words: str, **environment: str) -> str:
    """What git prints, asked in a folder."""
    done = subprocess.run(
        ["git", *words],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **ALONE, **environment},
    )
    return done.stdout.strip()


def commit(folder: Path, message: str, day: str = "2026-11-01", author: str = "Ada Example <ada@example.org>") -> None:
    """Commit all that stands in a folder."""
    name, mail = author.removesuffix(">").split(" <")
    moment = f"{day}T12:00:00+00:00"
    git(folder, "add", "--all")
    git(
        folder,
        "commit",
        "--quiet",
        "--allow-empty",
        f"--message={message}",
        GIT_AUTHOR_NAME=name,
        GIT_AUTHOR_EMAIL=mail,
        GIT_AUTHOR_DATE=moment,
        GIT_COMMITTER_NAME=name,
        GIT_COMMITTER_EMAIL=mail,
        GIT_COMMITTER_DATE=moment,
    )


def example_repository(folder: Path) -> Path:
    """A copy of the example, committed once."""
    example = copy_example(folder)
    git(example, "init", "--quiet", "--initial-branch=main")
    (example / ".gitignore").write_text("site/\n.site.last/\n", "utf-8")
    commit(example, "light the lamps", "2026-01-05")
    return example
