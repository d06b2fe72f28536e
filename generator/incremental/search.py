"""The entries of Material's search index, taken from the memory where a page is the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from generator.incremental.marks import Unmarkable, digest, mark
from generator.incremental.pages import RememberedPage
from generator.incremental.store import Row, Store
from generator.incremental.templates import OPENED
from generator.incremental.trust import SEARCH, is_the

ENTRIES = "search"
EXCLUDED = "data-search-exclude"
# What the plugin takes out of a page that it has indexed, with one blank before it.
MARKS = re.compile(r"data-search-\w+=\"[^\"]+\"")
# Where a section begins, and its heading.
SECTION = re.compile(r"(?=<h[1-6]\s[^>]*\bid=)")
HEADING = re.compile(r"<h[1-6]\s[^>]*>")
# A tag that closes an element, one of an element that has no end, and one that ends its own.
TAG = re.compile(
    r"<(?:(/)|(!|(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b)|"
    r"[a-zA-Z][^\"'>]*+(?:(?:\"[^\"]*+\"|'[^']*+')[^\"'>]*+)*+(?:(?<=/)(>)|>))"
)


def remember_entries(config: MkDocsConfig, store: Store) -> list[Entries]:
    """What now stands, with a memory, before what Material's search does with each page."""
    made = []
    methods = config.plugins.events["page_context"]
    for number, method in enumerate(methods):
        plugin = getattr(method, "__self__", None)
        if is_the(SEARCH, plugin):
            made.append(Entries(plugin, method, store))
            methods[number] = made[-1].on_page_context
    return made


class Entries:
    """Adds a page to the index, and takes the marks for the index out of it, as the plugin does."""

    def __init__(self, plugin: Any, method: Callable[..., Any], store: Store) -> None:
        self._plugin, self._method, self.store = plugin, method, store
        self._settings = mark([plugin.config.enabled, plugin.config.lang])

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Any) -> Any:
        """What the plugin would do."""
        found = self._plugin.search_index.entries
        made = page.made() if isinstance(page, RememberedPage) else None
        try:
            key = self._key(page, made)
        except Unmarkable:
            return self._method(context, page=page, config=config, nav=nav)
        row = self.store.row(ENTRIES, page.file.src_uri)
        if row is None or row.key != key:
            count, before = len(found), page.content or ""
            page.content = searched(before)
            result = self._method(context, page=page, config=config, nav=nav)
            cuts = _cuts(before) if self._plugin.config.enabled else []
            page.content = _cut(before, cuts)
            row = _as_row(key, found[count:], cuts)
            if result is not None or row is None:
                return result
            self.store.put(ENTRIES, page.file.src_uri, row)
        else:
            entries, cuts = json.loads(row.data)
            found.extend(entries)
            if isinstance(page, RememberedPage) and made:
                page.alter(partial(_cut, cuts=cuts), digest(made, row.data))
            elif cuts:
                page.content = _cut(page.content or "", cuts)
            return None
        if isinstance(page, RememberedPage) and made:
            page.settle(digest(made, row.data))
        return None

    def _key(self, page: Page, made: bytes | None) -> bytes:
        own = [page.url, str(page.title), page.meta.get("title"), page.meta.get("tags"), page.meta.get("search")]
        return digest(self._settings, made or mark([page.content, page.toc], opened=OPENED), mark(own))


def searched(content: str) -> str:
    """The HTML without sections that the plugin would read and leave out, which may be most of a page.

    One is left out if it and all headings in it say so, it stands in no element, and another such section, or the end,
    comes after it.
    """
    if EXCLUDED not in content:
        return content
    kept, held, excluded, depth = "", "", False, 0
    for part in SECTION.split(content):
        out = (head := HEADING.match(part)) is not None and EXCLUDED in head[0]
        if depth == 0 or not (excluded and out):
            kept += _left(kept, held, out=excluded and depth == 0)
            held, excluded = "", out and depth == 0
        held += part
        depth += _deeper(part)
    return kept + _left(kept, held, out=excluded and depth == 0)


def _left(kept: str, held: str, *, out: bool) -> str:
    """What is left of a stretch that may be left out: all, if no heading comes before it, which makes an entry."""
    return "" if out and HEADING.search(kept) else held


def _deeper(html: str) -> int:
    """How many more elements are opened than closed."""
    return sum(-1 if closing else not (void or ended) for closing, void, ended in TAG.findall(html))


def _as_row(key: bytes, entries: list[Any], cuts: list[Any]) -> Row | None:
    """What is to be remembered of a page, if it can be."""
    try:
        data = json.dumps([entries, cuts])
    except (TypeError, ValueError):
        return None
    return Row(key, data.encode()) if json.loads(data)[0] == entries else None


def _cuts(text: str) -> list[tuple[int, int]]:
    """Where the marks begin and end. That none begins with a blank itself makes looking for them ten times as fast."""
    spans = (found.span() for found in MARKS.finditer(text))
    return [(start - text[start - 1 : start].isspace(), end) for start, end in spans]


def _cut(text: str, cuts: list[Any]) -> str:
    """A text without some pieces."""
    ends = [0, *(end for _, end in cuts)]
    starts = [*(start for start, _ in cuts), len(text)]
    return "".join(text[end:start] for end, start in zip(ends, starts, strict=True))
