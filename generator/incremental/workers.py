"""Pages converted ahead, in as many processes as there are processors.

A process converts its share as the build would, and hands back what is to be remembered. The build itself goes on as if
nobody had helped: it asks the memory for each page, and converts what is not there, or what a hook of this build has
made different.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from generator import processes
from generator.incremental import trust
from generator.incremental.pages import RememberedPage, pages_log
from generator.incremental.store import Row, Store
from generator.processes import Spread, shares

CONVERTER = "converter"

Kept = tuple[str, str, Row]


def convert_ahead(config: MkDocsConfig, files: Files, store: Store, converter: bytes) -> list[RememberedPage]:
    """The pages that the memory knows nothing of; what comes of them is remembered if they are many."""
    known = store.row(CONVERTER, "")
    new = known is None or known.key != converter
    store.put(CONVERTER, "", Row(converter, b""))
    pages = [file.page for file in files.documentation_pages() if isinstance(file.page, RememberedPage)]
    unknown = [page for page in pages if new or not page.known()]
    if pages_log.getEffectiveLevel() > logging.DEBUG and trust.harmless(config):
        for _, (sort, name, row) in Spread(
            shares(unknown, processes.WORTHWHILE), lambda share: _converted(share, config, files)
        ).found():
            store.put(sort, name, row)
    return unknown


def _converted(pages: Sequence[RememberedPage], config: MkDocsConfig, files: Files) -> Iterator[Kept]:
    """What is to be remembered of some pages; runs in a process of its own."""
    carrier = Carrier()
    for page in pages:
        page.store = cast("Store", carrier)
        config._current_page = page  # noqa: SLF001  # as the build does
        page.read_source(config)
        assert page.markdown is not None  # noqa: S101  # it was read
        page.markdown = config.plugins.on_page_markdown(page.markdown, page=page, config=config, files=files)
        page.render(config, files)
        # What is handed over is not needed here any more, and there may be much of it.
        yield from carrier.rows
        carrier.rows.clear()
        page.content = page.markdown = None


class Carrier:
    """A memory that knows nothing and hands on what it is told."""

    def __init__(self) -> None:
        self.rows: list[Kept] = []

    def row(self, sort: str, name: str, site: str = "") -> Row | None:  # noqa: ARG002  # as a memory is asked
        """Nothing."""
        return None

    def put(self, sort: str, name: str, row: Row) -> None:
        """Hand something on."""
        self.rows.append((sort, name, row))
