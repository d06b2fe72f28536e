"""Differences as values, and their three renderings: text, markdown and json."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Literal

Change = Literal["added", "removed", "changed", "renamed", "moved"]

# GitHub refuses a comment of more than 65,536 characters; the rest is for the text around the differences.
MARKDOWN_LIMIT = 50_000
PAGES_LISTED = 20


@dataclass(frozen=True)
class Difference:
    """One thing that changed in one file, in words that stand alone.

    In `text` everything that a contributor wrote stands in backticks and holds none itself, so that it is Markdown as
    it is. `field` is empty where the file as a whole was added, removed, renamed or moved.
    """

    path: str
    slug: str
    field: str
    change: Change
    text: str


@dataclass(frozen=True)
class Comparison:
    """What changed between two books: the differences by file, the pages that read otherwise, what was not compared."""

    differences: tuple[Difference, ...]
    pages: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def changed_pages(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """The paths of the Markdown pages that are not the same in both, in order."""
    return tuple(
        sorted(
            path for path in {*before, *after} if path.endswith(".md") and before.get(path, "") != after.get(path, "")
        )
    )


def as_text(found: Comparison) -> str:
    """One line a difference, then what was not compared and how many pages changed."""
    lines = [difference.text for difference in found.differences] or ["no differences in the book"]
    return "".join(f"{line}\n" for line in [*lines, *_not_compared(found), _pages(found)])


def as_markdown(found: Comparison) -> str:
    """A list of the differences a file, short enough for a comment on GitHub."""
    blocks = [
        f"**`{_bare(path)}`**\n\n" + "".join(f"- {difference.text}\n" for difference in differences)
        for path, differences in groupby(found.differences, key=lambda difference: difference.path)
    ] or ["No differences in the book.\n"]
    kept: list[str] = []
    size = 0
    for block in blocks:
        size += len(block) + 1
        if size > MARKDOWN_LIMIT:
            kept.append(f"… and {len(blocks) - len(kept)} more files\n")
            break
        kept.append(block)
    shown = "".join(f"- `{_bare(path)}`\n" for path in found.pages[:PAGES_LISTED])
    more = f"- … and {len(found.pages) - PAGES_LISTED} more\n" if len(found.pages) > PAGES_LISTED else ""
    kept += [f"{line}\n" for line in _not_compared(found)]
    return "\n".join([*kept, f"{_pages(found).capitalize()}\n", *([shown + more] if shown else [])])


def as_json(found: Comparison) -> str:
    """One object: `differences`, `pages` and `unread`."""
    differences = [asdict(difference) for difference in found.differences]
    whole = {"differences": differences, "pages": [*found.pages], "unread": [*found.unread]}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


RENDERINGS: Mapping[str, Callable[[Comparison], str]] = {"text": as_text, "markdown": as_markdown, "json": as_json}


def _not_compared(found: Comparison) -> list[str]:
    return [f"not compared, because one of its versions has faults: `{_bare(path)}`" for path in found.unread]


def _pages(found: Comparison) -> str:
    return f"pages changed: {len(found.pages)}"


def _bare(path: str) -> str:
    return path.replace("`", "'")
