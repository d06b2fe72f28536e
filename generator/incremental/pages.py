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
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import meta

from generator.incremental import trust
from generator.incremental.lazy import Later, LazyPage, as_entry
from generator.incremental.marks import digest, of_text
from generator.incremental.store import Row, Store

# The HTML of a page is apart from what else came of its source, since few ask for it.
FRONT, HEAD, BODY = "front", "head", "body"
TOC = {"title", "id", "level", "children", "active"}

pages_log = logging.getLogger("mkdocs.structure.pages")


class RememberedPage(LazyPage):
    """A page whose front matter and HTML are looked up before they are worked out.

    Pages become such pages once they stand in the navigation, with the title that they have there.
    """

    store: Store
    # The mark of what turns Markdown into HTML.
    converter: bytes
    # Whether nobody but those who say so lays hands on the HTML, or on the Markdown either.
    untouched: bool
    unseen: bool
    # The source (none where its file tells the mark), its mark and what is remembered of it, until it is read.
    _known: tuple[str | None, bytes, Row | None] | None = None
    # The Markdown that was read, or what will fetch it, and its mark.
    _read: tuple[object, bytes] | None = None

    @classmethod
    def of(cls, page: Page, store: Store, converter: bytes, *, untouched: bool, unseen: bool) -> None:
        """Make a page such a page, and leave it what else it is."""
        texts = {f"_{name}": vars(page).pop(name, None) for name in ("markdown", "content", "toc")}
        page.__class__ = cls if type(page) is Page else _both(cls, type(page))
        vars(page).update(texts, store=store, converter=converter, untouched=untouched, unseen=unseen)

    def known(self) -> bool:
        """Whether what came of this very source is remembered; whether it still holds, `render` finds out."""
        self._known = self._looked_up()
        if self._known is None:
            return True  # which the build will tell
        (_, key, row), name = self._known, self.file.src_uri
        return row is not None and row.key == key and self.store.has(HEAD, name) and self.store.has(BODY, name)

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
        # Somebody may have changed the source since it was looked up.
        known = self._known if self.unseen else None
        found = None if config.plugins.events["page_read_source"] else known or self._looked_up()
        self._known, self._passing = None, False
        if found is None:
            super().read_source(config)  # which tells what is wrong, too
            return
        source, key, row = found
        if row is not None and row.key == key:
            start, self.meta = json.loads(row.data)
            self._markdown = self._later(start) if source is None else source[start:]
        else:
            whole = self.file.content_string if source is None else source
            self._markdown, self.meta = meta.get_data(whole)
            if (data := _as_front(whole, self._markdown, self.meta)) is not None:
                self.store.put(FRONT, self.file.src_uri, Row(key, data))
        self._read = self._markdown, key
        # MkDocs asks for the texts of the page that it is at, and hands them on to those who take part, once.
        self._passing = self.unseen and self._content is None and getattr(config, "_current_page", None) is self

    def _later(self, start: int) -> Later | str:
        """The source as it is now, without what stands before it."""
        fetch = trust.fetcher(self.file)
        return self.file.content_string[start:] if fetch is None else Later(lambda: fetch()[start:])

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Convert the Markdown, unless what came of it is known and would come of it again."""
        passing, self._passing = self._passing, False
        if self._markdown is None or pages_log.getEffectiveLevel() <= logging.DEBUG:
            super().render(config, files)
            return
        if self._read and self._markdown is self._read[0]:
            text = self._read[1]
        else:
            text = digest(b"altered", (self.markdown or "").encode())
        self._read = None
        place = [self.file.src_uri, self.file.url, str(self.file.inclusion)]
        key = digest(self.converter, text, *(part.encode() for part in place))
        row = self.store.row(HEAD, self.file.src_uri)
        if row is not None and row.key == key and self._recall(row.data, key, config, files):
            self._passing = passing
        else:
            self._convert(config, files, key)

    def _convert(self, config: MkDocsConfig, files: Files, key: bytes) -> None:
        asked, markdown, name = Asked(files), self.markdown, self.file.src_uri
        with noticing() as said:
            super().render(config, cast("Files", asked))
        assert self.content is not None  # noqa: S101  # it was rendered
        if said or any(vars(entry).keys() - TOC for entry in _every(self.toc)):
            return
        toc, content = json.dumps([as_entry(entry) for entry in self.toc]), self.content
        made = of_text(f"{toc}\n{content}")
        self.settle(made)
        head = self._as_head(asked, made, self.markdown if self.markdown is not markdown else None)
        self.store.put(HEAD, name, Row(key, f"{head}\n{toc}".encode("utf-8", "surrogatepass")))
        self.store.put(BODY, name, Row(made, content.encode("utf-8", "surrogatepass")))

    def _as_head(self, asked: Asked, made: bytes, left: str | None) -> str:
        """What stands before the table of contents in the memory.

        `left` is what a sort of page leaves of its Markdown, if less.
        """
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

    def _recall(self, data: bytes, key: bytes, config: MkDocsConfig, files: Files) -> bool:
        """Take what is remembered, if each link that was asked for leads where it led."""
        first, toc = data.split(b"\n", 1)
        head = json.loads(first)
        known = files.src_uris
        if any(_answer(known.get(uri)) != answer for uri, answer in head["asked"].items()):
            return False
        linked = {known.get(uri): anchors for uri, anchors in head["links"].items()}
        if None in linked or not self.store.has(BODY, self.file.src_uri):
            return False
        self.store.hold(BODY, self.file.src_uri)
        self.links_to_anchors = cast("dict[File, dict[str, str]]", linked)
        self.present_anchor_ids = set(head["anchors"])
        self._title_from_render = head["title"]
        whole, made = self._markdown, bytes.fromhex(head["made"])
        self._content, self._toc = Later(lambda: self._body(whole, made, key, config, files)), toc
        self._markdown = whole if head["left"] is None else head["left"]
        self.settle(made)
        return True

    def settle(self, by: bytes) -> None:
        """Have it known what the HTML and the table of contents are, unless somebody may change what is in them."""
        if self.untouched:
            super().settle(by)

    def _body(self, whole: Later | str | None, made: bytes, key: bytes, config: MkDocsConfig, files: Files) -> str:
        """The HTML as it is remembered, or as it comes of the whole Markdown, if that is damaged."""
        row = self.store.row(BODY, self.file.src_uri)
        if row is not None and row.key == made:
            return row.data.decode("utf-8", "surrogatepass")
        again = RememberedPage.__new__(type(self))
        vars(again).update(vars(self), _markdown=whole)
        again._convert(config, files, key)  # noqa: SLF001  # it is this page
        return again.content or ""


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
