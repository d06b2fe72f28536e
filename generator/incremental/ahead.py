"""Files written ahead, in processes of their own: pages, while their templates note what they read, and copies."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import cast

from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import write_file

from generator import processes
from generator.incremental.pages import RememberedPage
from generator.incremental.search import Entries
from generator.incremental.store import Row, Store
from generator.incremental.templates import Reading
from generator.incremental.views import Copy, Templates, Views
from generator.incremental.workers import Carrier, Kept
from generator.processes import Spread, shares

Written = tuple[str, bytes, list[Reading]]
Copied = dict[str, bytes]


class Noted:
    """What a process of its own knows of the site's files: nothing but what it wrote itself."""

    def __init__(self) -> None:
        self.found: list[Written] = []

    def row(self, sort: str, name: str) -> Row | None:  # noqa: ARG002  # as `Views` is asked
        """Nothing."""
        return None

    def ahead(self, path: str) -> None:
        """Nothing."""

    def written(self, sort: str, name: str, path: str, key: bytes, readings: list[Reading]) -> None:  # noqa: ARG002
        """Note what a page hangs on."""
        self.found.append((path, key, readings))


class Builder:
    """Writes files as the build will, given all that it has by then."""

    def __init__(
        self,
        config: MkDocsConfig,
        nav: Navigation,
        files: Sequence[File],
        templates: Templates,
        entries: Sequence[Entries],
    ) -> None:
        self._config, self._nav, self._files = config, nav, files
        self._templates, self._entries = templates, entries

    def write_ahead(self, pages: Sequence[RememberedPage], copies: Sequence[Copy], views: Views, store: Store) -> None:
        """Have files written if they are many; the build then finds that it would write the same."""
        shown = {file.src_uri for file in self._files if not _draft(file)}
        # A page at the place of another one is left to the build, which writes both in order.
        apart = [
            page for page in pages if page.file.src_uri in shown and not self._templates.contested(page.file.dest_uri)
        ]
        if apart:
            self._compile(apart[0])
        for page in apart:
            page.fetch()  # which a process that has no memory cannot
        found: list[RememberedPage | Copy] = [*apart, *copies]
        for _, (rows, written, copied) in Spread(shares(found, processes.WORTHWHILE), self._share).found():
            views.copied.update(copied)
            for sort, name, row in rows:
                store.put(sort, name, row)
            for path, key, readings in written:
                views.written_ahead(path, key, readings)
        for page in apart:
            page.forget()

    def _share(self, files: Sequence[RememberedPage | Copy]) -> Iterator[tuple[list[Kept], list[Written], Copied]]:
        carrier, noted, said = Carrier(), Noted(), Said()
        logging.getLogger("mkdocs").addHandler(said)
        self._templates.apart(cast("Views", noted))
        for entries in self._entries:
            entries.store = cast("Store", carrier)
        for file in files:
            if isinstance(file, Copy):
                yield [], [], {file.dest_uri: file.copy_ahead()}
                continue
            self._write(file)
            # A page that has something to say says it again when the build writes it.
            if not said.records:
                yield carrier.rows, noted.found, {}
            carrier.rows, noted.found, said.records = [], [], []

    def _compile(self, page: Page) -> None:
        """Have the templates of one page read and compiled, which nearly all pages need."""
        # What goes wrong here, the build meets again, and tells it.
        with suppress(Exception):
            context = get_context(self._nav, self._files, self._config, page)
            self._templates.plain(page.meta.get("template", "main.html")).render(context)

    def _write(self, page: Page) -> None:
        config = self._config
        config._current_page = page  # noqa: SLF001  # as the build does
        page.active = True
        try:
            context = get_context(self._nav, self._files, config, page)
            template = self._templates.get_template(page.meta.get("template", "main.html"))
            context = config.plugins.on_page_context(context, page=page, config=config, nav=self._nav)
            text = config.plugins.on_post_page(template.render(context), page=page, config=config)
            if text.strip():
                write_file(text.encode("utf-8", errors="xmlcharrefreplace"), page.file.abs_dest_path)
        finally:
            page.active = False
            config._current_page = None  # noqa: SLF001


def _draft(file: File) -> bool:
    """Whether a page is marked as a draft when it is written, which is left to the build."""
    return bool(file.inclusion.is_excluded())  # type: ignore[no-untyped-call]  # MkDocs leaves this untyped


class Said(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        self.records.append(record)
