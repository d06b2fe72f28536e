"""The page of each rule: one Markdown file that explains it, shows it, and is its test."""

from __future__ import annotations

import re
from pathlib import Path

# In an installed package the files lie beside the code, in a checkout among the tests that run them.
PLACES = (Path(__file__).parent / "explained", Path(__file__).parent.parent / "tests" / "check")


def folder() -> Path:
    """The folder with the rules' files."""
    return next(place for place in PLACES if place.is_dir())


def codes() -> list[str]:
    """The codes of all rules, in alphabetical order."""
    return sorted(file.stem for file in folder().glob("*.md"))


def explanation(code: str) -> str | None:
    """The text on a rule, or None where there is no such rule."""
    file = folder() / f"{code}.md"
    return file.read_text("utf-8") if re.fullmatch(r"[a-z0-9-]+", code) and file.is_file() else None
