"""A search by Pagefind, for books whose index would keep a telephone busy when it comes as one file.

It is made of the very entries that Material's own search would load, so that both know the same of each page.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from html import escape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

FOLDER = "pagefind"
# Where Material's search plugin puts its index.
ENTRIES = "search/search_index.json"
# What Pagefind has for pages of its own making.
UNUSED = ("*-ui.*", "*-highlight.*")
# Other names count for as much as a title does of its own accord; see `Weighting` in Pagefind's documentation.
NAME = 7
BETWEEN = " | "

Entry = Mapping[str, Any]


class PagefindFault(Exception):
    """Pagefind is not there, or ended with a fault."""


def release() -> str:
    """The installed release of Pagefind; raises `PagefindFault`."""
    try:
        return version("pagefind")
    except PackageNotFoundError:
        raise PagefindFault("Pagefind is not installed: run `pip install 'rolebook[pagefind]'`") from None


def move_entries(site: Path, language: str, stays: Callable[[str, bytes], bool]) -> None:
    """Have Pagefind index what Material's search knows of a new site, and leave that one nothing to load.

    `stays` tells whether a folder is there already as it was made from something with the same mark. Raises
    `PagefindFault`.
    """
    try:
        data = (site / ENTRIES).read_bytes()
        index = json.loads(data)
    except (OSError, ValueError):
        return
    mark = blake2b(f"{release()} {language} ".encode() + Path(__file__).read_bytes() + data).digest()
    if not stays(FOLDER, mark):
        _write(site / FOLDER, index["docs"], language)
    (site / ENTRIES).write_text(json.dumps({**index, "docs": []}, separators=(",", ":")), "utf-8")


def _write(folder: Path, entries: Iterable[Entry], language: str) -> None:
    pages: dict[str, list[Entry]] = {}
    for entry in entries:
        pages.setdefault(entry["location"].partition("#")[0], []).append(entry)
    with TemporaryDirectory() as name:
        for location, parts in pages.items():
            file = blake2b(location.encode(), digest_size=16).hexdigest()
            Path(name, f"{file}.html").write_text(_page(location, parts, language), "utf-8")
        _run(Path(name), folder)
    for pattern in UNUSED:
        for unused in folder.glob(pattern):
            unused.unlink()


def _page(location: str, parts: Sequence[Entry], language: str) -> str:
    """The entries of a page as a page for Pagefind: an anchor for each section, and weights as Material has boosts."""
    weight = max((part.get("boost", 1) for part in parts), default=1) ** 0.5
    body = "".join(_section(part, weight) for part in parts)
    place = f'data-pagefind-meta="location[data-location]" data-location="{escape(location)}"'
    return f'<!doctype html><html lang="{escape(language)}"><body {place}>{body}</body></html>'


def _section(part: Entry, weight: float) -> str:
    anchor = part["location"].partition("#")[2]
    if anchor:
        return f'<h2 id="{escape(anchor)}">{part["title"]}</h2>{part["text"]}'
    names = escape(BETWEEN.join(part.get("tags", ())))
    names = f'<p data-pagefind-weight="{NAME}" data-pagefind-meta="names">{names}</p>' if names else ""
    return f'<h1>{part["title"]}</h1>{names}<div data-pagefind-weight="{weight:.2f}">{part["text"]}</div>'


def _run(pages: Path, folder: Path) -> None:
    options = ["--site", ".", "--output-path", str(folder.resolve()), "--exclude-selectors", "sup", "--silent"]
    command = [sys.executable, "-m", "pagefind", *options]
    # A folder of its own keeps settings out that happen to lie about.
    run = subprocess.run(command, cwd=pages, capture_output=True, text=True, check=False)  # noqa: S603  # ours alone
    if run.returncode:
        raise PagefindFault(f"Pagefind ended with {run.returncode}: {(run.stderr or run.stdout).strip()[-500:]}")
