"""What several tests share: the example book, copies of it to break, and a site built from it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
EXAMPLE = HERE / "example"


def copy_example(folder: Path) -> Path:
    """A copy of the example book and its site in a folder, free to be changed."""
    return Path(shutil.copytree(EXAMPLE, folder / "example"))


def replace(file: Path, old: str, new: str) -> None:
    """Change a piece of a file that must be there."""
    text = file.read_text("utf-8")
    assert old in text, f"{old!r} is not in {file}"
    file.write_text(text.replace(old, new, 1), "utf-8")


def run(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a module of this Python as a command, and hand back what it printed and how it ended."""
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**_clean_environment(), **environment},
    )


def rolebook(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command `rolebook`."""
    return run("generator", *words, cwd=cwd, **environment)


def mkdocs(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command `mkdocs`, without the theme's notice on its own future."""
    return run("mkdocs", *words, cwd=cwd, NO_MKDOCS_2_WARNING="1", **environment)


def _clean_environment() -> dict[str, str]:
    """The environment without what would turn the output into workflow commands, and with this code importable."""
    kept = {name: value for name, value in os.environ.items() if name != "GITHUB_ACTIONS"}
    return {**kept, "PYTHONPATH": str(ROOT)}
