"""Pages that take what came of their source from the memory."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import PurePath
from typing import Any, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import meta

from generator.incremental import trust
from generator.incremental.marks import digest, of_text
from generator.incremental.store import Row, Store

FRONT, HTML = "front", "html"
TOC = {"title", "id", "level", "children", "active"}

pages_log = logging.getLogger("mkdocs.structure.pages")


class RememberedPage(Page):
    """A page whose front matter and HTML are looked up before they are worked out.

    Pages become such pages once they stand in the navigation, with the title that they have there.
    """

    store: Store
    # The mark of what turns Markdown into HTML.
    converter: bytes
    # Whether nobody but those who say so lays hands on the HTML.
    untouched: bool
    # The source (none where its file tells the mark), its mark and what is remembered of it, until it is read.
    _known: tuple[str | None, bytes, Row | None] | None = None
    # The text that was read, as an object, and its mark; so for the HTML, with all that came with it.
    _read: tuple[str, bytes] | None = None
    _made: tuple[str, object, bytes] | None = None
    # The table of contents, or the JSON that it will be made of when somebody asks for it.
    _toc: object = None

    @classmethod
    def of(cls, page: Page, store: Store, converter: bytes, *, untouched: bool) -> None:
        """Make a page such a page, and leave it what else it is."""
        page.__class__ = cls if type(page) is Page else _both(cls, type(page))
        remembered = cast("RememberedPage", page)
        remembered._toc = vars(page).pop("toc", None)  # noqa: SLF001  # from here on it is looked up by the class
        remembered.store, remembered.converter, remembered.untouched = store, converter, untouched

    @property
    def toc(self) -> TableOfContents:
        """The table of contents; most pages are built without it."""
        if isinstance(self._toc, bytes):
            packed, made = self._toc, self.made()
            self._toc = TableOfContents([_entry(entry) for entry in json.loads(packed)])
            if self._toc.items:
                self._toc.items[0].active = True  # type: ignore[attr-defined]  # as MkDocs does
            if made and self._made:
                self._made = self._made[0], self._toc, made
        return cast("TableOfContents", self._toc)

    @toc.setter
    def toc(self, toc: TableOfContents) -> None:
        self._toc = toc

    def known(self) -> bool:
        """Whether what came of this very source is remembered; whether it still holds, `render` finds out."""
        self._known = self._looked_up()
        if self._known is None:
            return True  # which the build will tell
        _, key, row = self._known
        return row is not None and row.key == key and self.store.has(HTML, self.file.src_uri)

    def _looked_up(self) -> tuple[str | None, bytes, Row | None] | None:
        """The source, its mark and what is remembered of it; nothing if it cannot be read."""
        if (told := trust.content(self.file)) is not None:
            return None, told, self.store.row(FRONT, self.file.src_uri)
        try:
            source = self.file.content_string
        except (OSError, ValueError):
            return None
        return source, of_text(source), self.store.row(FRONT, self.file.src_uri)

    def read_source(self, config: MkDocsConfig) -> None:
        """Read the source; its front matter is not worked out again if the source is the same."""
        found = None if config.plugins.events["page_read_source"] else self._known or self._looked_up()
        self._known = None
        if found is None:
            super().read_source(config)  # which tells what is wrong, too
            return
        known, key, row = found
        source, name = self.file.content_string if known is None else known, self.file.src_uri
        if row is not None and row.key == key:
            start, self.meta = json.loads(row.data)
            self.markdown = source[start:]
        else:
            self.markdown, self.meta = meta.get_data(source)
            if (data := _as_front(source, self.markdown, self.meta)) is not None:
                self.store.put(FRONT, name, Row(key, data))
        self._read = self.markdown, key

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Convert the Markdown, unless what came of it is known and would come of it again."""
        if self.markdown is None or pages_log.getEffectiveLevel() <= logging.DEBUG:
            super().render(config, files)
            return
        text = (
            self._read[1]
            if self._read and self.markdown is self._read[0]
            else digest(b"altered", self.markdown.encode())
        )
        self._read = None
        place = [self.file.src_uri, self.file.url, str(self.file.inclusion)]
        key = digest(self.converter, text, *(part.encode() for part in place))
        row = self.store.row(HTML, self.file.src_uri)
        if row is None or row.key != key or not self._recall(row.data, files):
            self._convert(config, files, key)

    def _convert(self, config: MkDocsConfig, files: Files, key: bytes) -> None:
        asked, markdown = Asked(files), self.markdown
        with noticing() as said:
            super().render(config, cast("Files", asked))
        assert self.content is not None  # noqa: S101  # it was rendered
        if said or any(vars(entry).keys() - TOC for entry in _every(self.toc)):
            return
        toc, content = json.dumps([_as_entry(entry) for entry in self.toc]), self.content
        self._made = content, self.toc, of_text(f"{toc}\n{content}")
        head = self._as_head(asked, self._made[2], self.markdown if self.markdown is not markdown else None)
        self.store.put(HTML, self.file.src_uri, Row(key, f"{head}\n{toc}\n{content}".encode("utf-8", "surrogatepass")))

    def _as_head(self, asked: Asked, made: bytes, left: str | None) -> str:
        """What stands before the HTML in the memory; `left` is what a sort of page leaves of its Markdown, if less."""
        links = {file.src_uri: anchors for file, anchors in (self.links_to_anchors or {}).items()}
        return json.dumps(
            {
                "asked": asked.answers,
                "title": self._title_from_render,
                "anchors": sorted(self.present_anchor_ids or ()),
                "links": links,
                "made": made.hex(),
                "left": left,
            }
        )

    def _recall(self, data: bytes, files: Files) -> bool:
        """Take what is remembered, if each link that was asked for leads where it led."""
        first, toc, content = data.split(b"\n", 2)
        head = json.loads(first)
        known = files.src_uris
        if any(_answer(known.get(uri)) != answer for uri, answer in head["asked"].items()):
            return False
        linked = {known.get(uri): anchors for uri, anchors in head["links"].items()}
        if None in linked:
            return False
        self.links_to_anchors = cast("dict[File, dict[str, str]]", linked)
        self.present_anchor_ids = set(head["anchors"])
        self._title_from_render = head["title"]
        self.markdown = self.markdown if head["left"] is None else head["left"]
        self._toc = toc
        self.content = content.decode("utf-8", "surrogatepass")
        self._made = self.content, toc, bytes.fromhex(head["made"])
        return True

    def made(self) -> bytes | None:
        """The mark of the HTML and its table of contents, if they are still those that came of the Markdown."""
        if self._made and self.untouched and self.content is self._made[0] and self._toc is self._made[1]:
            return self._made[2]
        return None

    def remade(self, content: str, by: bytes) -> None:
        """Have it known what was made of the HTML."""
        self._made = content, self._toc, by


# A template that prints a page whole prints this name.
RememberedPage.__name__ = Page.__name__


@cache
def _both(remembered: type[RememberedPage], other: type[Page]) -> type[RememberedPage]:
    """Pages that remember what another sort of page makes of its source."""
    return type(other.__name__, (remembered, other), {})


class Asked:
    """Files that note what was asked of them while a page was converted."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.answers: dict[str, str | None] = {}

    def get_file_from_path(self, path: str) -> File | None:
        """The file at a path."""
        uri = PurePath(path).as_posix()
        file = self._files.src_uris.get(uri)
        self.answers[uri] = _answer(file)
        return file

    def __getattr__(self, name: str) -> Any:
        # Whatever else is asked, nobody notes; then the page is converted again each time.
        self.answers[""] = "?"
        return getattr(self._files, name)


def _answer(file: File | None) -> str | None:
    return None if file is None else f"{bool(file.inclusion.is_excluded()):d}{file.url}"  # type: ignore[no-untyped-call]


@contextmanager
def noticing() -> Iterator[list[logging.LogRecord]]:
    """The messages about a page, even those that are not shown."""
    said: list[logging.LogRecord] = []
    level, shown = pages_log.level, pages_log.getEffectiveLevel()

    def note(record: logging.LogRecord) -> bool:
        said.append(record)
        return record.levelno >= shown

    pages_log.addFilter(note)
    pages_log.setLevel(min(shown, logging.INFO))
    try:
        yield said
    finally:
        pages_log.setLevel(level)
        pages_log.removeFilter(note)


def _as_front(source: str, text: str, front: Any) -> bytes | None:
    try:
        data = json.dumps([len(source) - len(text), front])
        if source.endswith(text) and json.loads(data)[1] == front:
            return data.encode()
    except (TypeError, ValueError):
        pass
    return None


def _every(entries: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for entry in entries:
        yield entry
        yield from _every(entry.children)


def _as_entry(entry: AnchorLink) -> list[Any]:
    return [entry.title, entry.id, entry.level, [_as_entry(child) for child in entry.children]]


def _entry(values: list[Any]) -> AnchorLink:
    title, id, level, children = values
    entry = AnchorLink(title, id, level)
    entry.children = [_entry(child) for child in children]
    return entry
