"""What pages weigh."""

from __future__ import annotations

import gzip
import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median_low
from typing import Any

from tests.audit.finding import Finding, within
from tests.audit.site import Site

SCRIPT = re.compile(r'<script[^>]* src="([^"]+)"')
IMPORT = re.compile(r'^import [^"]*"([^"]+)"', re.MULTILINE)


def weights(site: Site, budgets: Mapping[str, Any]) -> Iterator[Finding]:
    """The bytes of HTML by type of page, and of our own scripts on each page."""
    for name, budget in budgets["html"].items():
        files = site.pages.get(name, [])
        packed = sorted(len(gzip.compress(file.read_bytes(), mtime=0)) for file in files)
        raw = [file.stat().st_size for file in files]
        for which, pick in (("middle", median_low), ("heaviest", max)):
            if files and which in budget:
                yield within(f"HTML, {which}", name, pick(raw), budget[which]["raw"])
                yield within(f"HTML, {which}, gzip", name, pick(packed), budget[which]["gzip"])
    for name, files in site.pages.items():
        yield within("own scripts, gzip", name, own_scripts(site, files[-1]), budgets["scripts"]["gzip"])


def own_scripts(site: Site, page: Path) -> int:
    """The compressed bytes of the scripts of ours that a page loads, those that they import included."""
    wanted = [_beside(page, found) for found in SCRIPT.findall(page.read_text("utf-8"))]
    ours = site.folder / "assets"
    files: set[Path] = set()
    while wanted:
        file = wanted.pop()
        if file not in files and file.is_file() and file.is_relative_to(ours) and "javascripts" not in file.parts:
            files.add(file)
            wanted += [_beside(file, found) for found in IMPORT.findall(file.read_text("utf-8"))]
    return sum(len(gzip.compress(file.read_bytes(), mtime=0)) for file in files)


def _beside(file: Path, address: str) -> Path:
    return Path(posixpath.normpath(file.parent / address.split("?", maxsplit=1)[0]))
