"""What a site needs beside the pages of its book, whichever engine builds it: theme, assets, settings, navigation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from generator.model import Book
from generator.pages import Page

ASSETS = Path(__file__).parent / "assets"
THEME = Path(__file__).parent / "theme"
FEED = "feed.xml"
STYLES = "assets/rolebook.css"
# What the pages are written in.
EXTENSIONS = ("attr_list", "def_list", "footnotes", "md_in_html", "pymdownx.superfences", "tables")


def assets() -> Iterator[Page]:
    """The site's scripts and styles, where the pages look for them."""
    for file in sorted(file for file in ASSETS.rglob("*") if file.is_file()):
        yield Page(f"assets/{file.relative_to(ASSETS).as_posix()}", file.read_text("utf-8"))


def navigation(nav: Iterable[Any], book: Book, pages: Iterable[Page]) -> list[Any]:
    """The navigation with the families and ladders, and what belongs to them, beneath their index pages."""
    return list(_expanded(nav, _sections(book, list(pages))))


def _sections(book: Book, pages: Iterable[Page]) -> Mapping[str, list[Any]]:
    """What stands beneath the index pages of families and ladders in the navigation."""
    members: dict[str, list[str]] = {}
    for page in pages:
        if page.source and page.path.startswith("roles/"):
            members.setdefault(PurePosixPath(page.source).parent.name, []).append(page.path)
    families = sorted(book.families.values(), key=lambda family: (family.order, family.title))
    return {
        "families/index.md": [
            {family.title: [f"families/{family.slug}.md", *members.get(family.slug, [])]} for family in families
        ],
        "ladders/index.md": [page.path for page in pages if page.source and page.path.startswith("ladders/")],
    }


def _expanded(nav: Iterable[Any], sections: Mapping[str, list[Any]]) -> Iterator[Any]:
    for item in nav:
        if not isinstance(item, dict):
            yield item
            continue
        for title, target in item.items():
            if isinstance(target, list):
                yield {title: list(_expanded(target, sections))}
            elif target in sections:
                yield {title: [target, *sections[target]]}
            else:
                yield {title: target}
