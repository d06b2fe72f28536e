"""Pages whose texts are fetched when somebody asks for them: of a large site, a build of one edit needs few of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import weak_property


class Unread(str):
    """Stands for a text while MkDocs hands it from one step to the next and nobody reads it."""

    __slots__ = ()


UNREAD = Unread()


class Later:
    """A text that is fetched when somebody asks for it."""

    def __init__(self, fetch: Callable[[], str]) -> None:
        self._fetch = fetch
        self._text: str | None = None

    def read(self) -> str:
        """The text."""
        if self._text is None:
            self._text = self._fetch()
        return self._text

    def peek(self) -> str:
        """The text, which is not kept for whoever asks next."""
        return self._fetch() if self._text is None else self._text

    def forget(self) -> None:
        """Fetch the text anew when somebody asks for it again."""
        self._text = None

    def handed_out(self, text: str | None) -> bool:
        """Whether this very text, or what stands for it, was given to somebody."""
        return text is UNREAD or (text is not None and text is self._text)


class LazyPage(Page):
    """A page of which the Markdown, the HTML and the table of contents may be fetched later."""

    _markdown: Later | str | None = None
    _content: Later | str | None = None
    # The table of contents, or the JSON that it will be made of.
    _toc: object = None
    # Whether whoever asks for a text now only hands it on.
    _passing = False
    # The HTML and the table of contents as objects, and the mark of both.
    _made: tuple[object, object, bytes] | None = None

    @property
    def markdown(self) -> str | None:
        """The Markdown."""
        if isinstance(self._markdown, Later):
            return UNREAD if self._passing else self._markdown.read()
        return self._markdown

    @markdown.setter
    def markdown(self, text: str | None) -> None:
        if not (isinstance(self._markdown, Later) and self._markdown.handed_out(text)):
            self._markdown = text

    @property
    def content(self) -> str | None:
        """The HTML."""
        if isinstance(self._content, Later):
            return UNREAD if self._passing else self._content.read()
        return self._content

    @content.setter
    def content(self, text: str | None) -> None:
        # With this, MkDocs is done with what it hands on.
        self._passing = False
        if not (isinstance(self._content, Later) and self._content.handed_out(text)):
            self._content = text

    def fetch(self) -> None:
        """Have the HTML here."""
        if isinstance(self._content, Later):
            self._content.read()

    def forget(self) -> None:
        """Have the HTML where it was fetched from."""
        if isinstance(self._content, Later):
            self._content.forget()

    @property
    def toc(self) -> TableOfContents:
        """The table of contents; most pages are built without it."""
        if isinstance(self._toc, bytes):
            packed, made = self._toc, self.made()
            self._toc = TableOfContents([_entry(entry) for entry in json.loads(packed)])
            if self._toc.items:
                self._toc.items[0].active = True  # type: ignore[attr-defined]  # as MkDocs does
            if made:
                self.settle(made)
        return cast("TableOfContents", self._toc)

    @toc.setter
    def toc(self, toc: TableOfContents) -> None:
        self._toc = toc

    @weak_property
    def title(self) -> str | None:
        """The title, for which MkDocs asks whether there are texts, and reads none of a page with HTML."""
        passing, self._passing = self._passing, isinstance(self._content, Later)
        try:
            return cast("str | None", super().title)
        finally:
            self._passing = passing

    def alter(self, change: Callable[[str], str], by: bytes) -> None:
        """Change the HTML, when somebody asks for it; `by` is the mark of what it is then."""
        before = self._content
        self._content = Later(lambda: change(before.peek())) if isinstance(before, Later) else change(before or "")
        self.settle(by)

    def made(self) -> bytes | None:
        """The mark of the HTML and its table of contents, if nobody has put others in their place."""
        if self._made and self._content is self._made[0] and self._toc is self._made[1]:
            return self._made[2]
        return None

    def settle(self, by: bytes) -> None:
        """Have it known by a mark what the HTML and the table of contents are now."""
        self._made = self._content, self._toc, by


def as_entry(entry: AnchorLink) -> list[Any]:
    """An entry of a table of contents as JSON has it."""
    return [entry.title, entry.id, entry.level, [as_entry(child) for child in entry.children]]


def _entry(values: list[Any]) -> AnchorLink:
    title, id, level, children = values
    entry = AnchorLink(title, id, level)
    entry.children = [_entry(child) for child in children]
    return entry
