"""Pages converted ahead, in as many processes as there are processors.

A process converts its share as the build would, and hands back what is to be remembered. The build itself goes on as if
nobody had helped: it asks the memory for each page, and converts what is not there, or what a hook of this build has
made different.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from generator.incremental.pages import RememberedPage, pages_log
from generator.incremental.store import Row, Store

# Fewer pages than this are converted before a process has started: see docs/performance.md.
WORTHWHILE = 48
CONVERTER = "converter"

Kept = tuple[str, str, Row]


def processes() -> int:
    """How many processes can work at once; 1 where a running program cannot be copied safely."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def convert_ahead(config: MkDocsConfig, files: Files, store: Store, converter: bytes) -> None:
    """Remember what comes of the pages that the memory knows nothing of, if they are many."""
    if pages_log.getEffectiveLevel() <= logging.DEBUG or not _harmless(config):
        return
    row = store.row(CONVERTER, "")
    new = row is None or row.key != converter
    store.put(CONVERTER, "", Row(converter, b""))
    pages = [file.page for file in files.documentation_pages() if isinstance(file.page, RememberedPage)]
    unknown = [page for page in pages if new or not page.known()]
    count = min(processes(), len(unknown) // (WORTHWHILE // 2))
    if count > 1:
        shares = [unknown[number::count] for number in range(count)]
        _spread([lambda share=share: _converted(share, config, files) for share in shares], store)  # type: ignore[misc]


def _harmless(config: MkDocsConfig) -> bool:
    """Whether what plugins do to the text of a page may be done twice."""
    methods = [
        method for event in ("pre_page", "page_read_source", "page_markdown") for method in config.plugins.events[event]
    ]
    return all(hasattr(getattr(method, "__self__", None), "incremental_inputs") for method in methods)


def _converted(pages: Sequence[RememberedPage], config: MkDocsConfig, files: Files) -> Iterator[Kept]:
    """What is to be remembered of some pages; runs in a process of its own."""
    # The build says it again, where there is something to say; here it is only noticed.
    for logger in (logging.getLogger(), logging.getLogger("mkdocs")):
        logger.handlers = [logging.NullHandler()]
    carrier = Carrier()
    for page in pages:
        page.store = cast("Store", carrier)
        config._current_page = page  # noqa: SLF001  # as the build does
        page.read_source(config)
        text = config.plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)
        page.markdown = text
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


def _spread(shares: Sequence[Callable[[], Iterator[Kept]]], store: Store) -> None:
    """Do some work in processes and remember what comes of it; what fails there is left to the build."""
    context = get_context("fork")
    running = []
    with suppress(OSError):  # which is what a system says that has no room for another process
        for share in shares:
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_work, args=(share, theirs))
            process.start()
            theirs.close()
            running.append((process, ours))
    ends = {ours: process for process, ours in running}
    while ends:
        for ready in wait(list(ends)):
            try:
                sort, name, row = cast("Connection", ready).recv()
                store.put(sort, name, Row(*row))
            except (EOFError, OSError):
                ends.pop(cast("Connection", ready)).join()


def _work(share: Callable[[], Iterator[Kept]], to: Connection) -> None:
    # What goes wrong here, the build meets again, and tells it.
    with suppress(Exception):
        for sort, name, row in share():
            to.send((sort, name, tuple(row)))
    to.close()
