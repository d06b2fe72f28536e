"""A page of a book, and the site on which it will stand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.history import History
from generator.readings import mark
from generator.spool import Joined, Text


@dataclass(frozen=True)
class Page:
    """A Markdown page as text or bytes, or as a text that waits on disk.

    `source` is the file that a reader would edit to change it, if it is one file.
    A page that is not `in_nav` is reached from other pages only. Of a `ready` one only the headings are Markdown: what
    stands between them is HTML.
    """

    path: str
    content: str | bytes | Text | Joined
    source: str | None = None
    in_nav: bool = True
    ready: bool = False
    # What tells the page from any other that was, where that is known.
    mark: str = ""

    def marked(self) -> Page:
        """The same page with its mark."""
        return self if self.mark else replace(self, content=(data := self.data), mark=mark(data))

    def encoded(self) -> Page:
        """The same page as bytes, which are handed from one process to another at once."""
        return replace(self, content=self.data)

    @property
    def text(self) -> str:
        """The page as text."""
        return self.content if isinstance(self.content, str) else self.data.decode("utf-8")

    @property
    def data(self) -> bytes:
        """The page as bytes."""
        if isinstance(self.content, str):
            return self.content.encode("utf-8", "replace")
        return self.content if isinstance(self.content, bytes) else self.content.read()


@dataclass(frozen=True)
class Site:
    """Where the pages will stand; without an address there is no feed, since an entry of one must lead somewhere."""

    name: str = ""
    url: str = ""
    folders: bool = True

    def at(self, path: str) -> str:
        """The full address of a page by its Markdown file."""
        ending = "/" if self.folders else ".html"
        return f"{self.url.rstrip('/')}/{path.removesuffix('.md')}{ending}"

    def has_feed(self, history: History) -> bool:
        """Whether a feed of changes is made."""
        return bool(self.url and history.recent())
