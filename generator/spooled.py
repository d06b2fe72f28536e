"""Files of the site whose content is a text of a spool."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, InclusionLevel

from generator.pages import Page
from generator.spool import Damaged, Joined, Spool, Text


class Repair:
    """Pages made once more, because a text of one of them is damaged."""

    def __init__(self, make: Callable[[], Iterable[Page]]) -> None:
        self._make = make
        self._found: dict[str, tuple[str, Text]] | None = None

    def text(self, text: Text | Joined, path: str, mark: str) -> bytes:
        """What the text of a page was; raises `PluginError` if the book is another one by now."""
        if self._found is None:
            text.spool.drop()
            spool = Spool()
            self._found = {page.path: (page.marked().mark, spool.put(page.data)) for page in self._make()}
        found, again = self._found.get(path, ("", None))
        if again is None or found != mark:
            raise PluginError("rolebook: a file of the build's own was damaged meanwhile; build again")
        return again.read()


class SpooledFile(File):
    """A file whose content is a text of a spool, unless somebody gives it another one."""

    _text: Text | Joined | None = None
    _mark = ""
    _repair: Repair

    @classmethod
    def of(cls, config: MkDocsConfig, page: Page, inclusion: InclusionLevel, repair: Repair) -> SpooledFile:
        """The file of a page whose text waits in a spool."""
        assert isinstance(page.content, Text | Joined)  # noqa: S101  # nobody else asks
        file = cls.generated(config, page.path, content=b"", inclusion=inclusion)
        assert isinstance(file, cls)  # noqa: S101  # MkDocs makes it of the class that is asked
        file._text, file._mark, file._repair = page.content, page.mark, repair  # noqa: SLF001  # its own
        return file

    @staticmethod
    def incremental_inputs() -> str:
        """What such a file does on its own hangs on this code."""
        return Path(__file__).read_text(encoding="utf-8")

    @property
    def content_mark(self) -> bytes | None:
        """What tells the content from any other that was; nothing where that is not known."""
        return self._mark.encode() if self._text and self._mark else None

    def _read(self, text: Text | Joined) -> bytes:
        try:
            return text.read()
        except Damaged:
            return self._repair.text(text, self.src_uri, self._mark)

    @property
    def content_fetcher(self) -> Callable[[], str] | None:
        """What fetches the content as it is now, whatever somebody puts in its place."""
        text = self._text
        return None if text is None else lambda: self._read(text).decode("utf-8-sig")

    @property
    def content_bytes(self) -> bytes:
        """The content as bytes."""
        return super().content_bytes if self._text is None else self._read(self._text)

    @content_bytes.setter
    def content_bytes(self, value: bytes) -> None:
        self._text, self._content = None, value

    @property
    def content_string(self) -> str:
        """The content as text."""
        return self.content_bytes.decode("utf-8-sig")

    @content_string.setter
    def content_string(self, value: str) -> None:
        self._text, self._content = None, value

    def copy_file(self, dirty: bool = False) -> None:  # noqa: ARG002  # what was made anew is always modified
        """Write the content to its place in the site."""
        target = Path(self.abs_dest_path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(self.content_bytes)


# A template that prints a file whole prints this name.
SpooledFile.__name__ = File.__name__
