"""A search by Pagefind, for books whose index would keep a telephone busy when it comes as one file.

It is made of the very entries that Material's own search would load, so that both know the same of each page.
"""

from __future__ import annotations

import json
import re
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
UNUSED = ("pagefind-*ui.*", "pagefind-highlight.*")
TAG = re.compile(r"<[^>]*>")
# Of an address, so many bytes make a part of a file's name.
PART = 100
# What an `<h1>` counts for; see `Weighting` in Pagefind's documentation.
NAME = 7
BETWEEN = " | "

Entry = Mapping[str, Any]


class PagefindFault(Exception):
    """Pagefind is not there, or ended with a fault."""


def program() -> str:
    """What tells the program of Pagefind that would run from any other; raises `PagefindFault`."""
    try:
        from pagefind.service import get_executable  # noqa: PLC0415  # few books need it

        release, file = version("pagefind"), get_executable()
    except (ImportError, PackageNotFoundError):
        file = None
    if file is None or not file.is_file():
        raise PagefindFault("Pagefind is not installed: run `pip install 'rolebook[pagefind]'`")
    return f"{release} {file} {file.stat().st_size} {file.stat().st_mtime_ns}"


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
    mark = blake2b(f"{program()} {language} ".encode() + Path(__file__).read_bytes() + data).digest()
    if not stays(FOLDER, mark):
        _write(site / FOLDER, index["docs"], language)
    (site / ENTRIES).write_text(json.dumps({**index, "docs": []}, separators=(",", ":")), "utf-8")


def _write(folder: Path, entries: Iterable[Entry], language: str) -> None:
    pages: dict[str, list[Entry]] = {}
    for entry in entries:
        pages.setdefault(entry["location"].partition("#")[0], []).append(entry)
    with TemporaryDirectory() as name:
        for location, parts in pages.items():
            file = Path(name, *_parts(location)).with_suffix(".html")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(_page(parts, language), "utf-8")
        _run(Path(name), folder)
    for pattern in UNUSED:
        for unused in folder.glob(pattern):
            unused.unlink()


def _parts(location: str) -> list[str]:
    """An address as the path of a file on any system, which Pagefind hands on and does not search."""
    told = location.encode()
    return [told[at : at + PART].hex() for at in range(0, len(told), PART)] or ["-"]


def _page(parts: Sequence[Entry], language: str) -> str:
    """The entries of a page as a page for Pagefind: an anchor for each section, and weights as Material has boosts."""
    weight = max((part.get("boost", 1) for part in parts), default=1) ** 0.5
    # A page whose first heading is not to be found has its name from the next.
    head = f"<h1>{_title(parts[0])}</h1>" if "#" in parts[0]["location"] else ""
    body = "".join(_section(part, weight) for part in parts)
    return f'<!doctype html><html lang="{escape(language)}"><body>{head}{body}</body></html>'


def _title(part: Entry) -> str:
    """A title as text; Material leaves those of front matter as they are."""
    return TAG.sub("", part["title"] or "").replace("<", "&lt;")


def _section(part: Entry, weight: float) -> str:
    anchor = part["location"].partition("#")[2]
    if anchor:
        return f'<h2 id="{escape(anchor)}">{_title(part)}</h2>{part["text"]}'
    names = escape(BETWEEN.join(part.get("tags", ())))
    names = f'<p data-pagefind-weight="{NAME}" data-pagefind-meta="names">{names}</p>' if names else ""
    return f'<h1>{_title(part)}</h1>{names}<div data-pagefind-weight="{weight:.2f}">{part["text"]}</div>'


def _run(pages: Path, folder: Path) -> None:
    options = ["--site", ".", "--output-path", str(folder.resolve()), "--exclude-selectors", "sup", "--silent"]
    command = [sys.executable, "-m", "pagefind", *options]
    # A folder of its own keeps settings out that happen to lie about.
    run = subprocess.run(command, cwd=pages, capture_output=True, text=True, check=False)  # noqa: S603  # ours alone
    if run.returncode:
        raise PagefindFault(f"Pagefind ended with {run.returncode}: {(run.stderr or run.stdout).strip()[-500:]}")
