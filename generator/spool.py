"""The texts of pages in one file on disk, out of which MkDocs reads them one by one: together they need much memory."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryFile

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel

# Where a text begins, and how many bytes it has.
Place = tuple[int, int]


class Spool:
    """A file without a name, which is gone with the program however that ends."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  # open for as long as the site's pages are asked for
        self._end = 0

    def put(self, data: bytes) -> Place:
        """Add a text; tells where it is."""
        place = self._end, self._file.write(data)
        self._end += len(data)
        return place

    def seal(self) -> None:
        """Have everything on disk that was put, before anybody asks for it."""
        self._file.flush()

    def read(self, place: Place) -> bytes:
        """The text at a place."""
        start, size = place
        if hasattr(os, "pread"):
            # Processes that are copies of this one share its place in the file, and move it for each other.
            return os.pread(self._file.fileno(), size, start)
        self._file.seek(start)
        return self._file.read(size)

    def close(self) -> None:
        """Give up what was put."""
        self._file.close()


class SpooledFile(File):
    """A file of the site whose content is a text of a spool, unless somebody gives it another one."""

    _text: tuple[Spool, Place] | None = None
    _mark = ""

    @classmethod
    def of(
        cls, config: MkDocsConfig, path: str, spool: Spool, place: Place, inclusion: InclusionLevel, mark: str = ""
    ) -> SpooledFile:
        """The file that stands at a path of the site and is in the spool at a place."""
        file = cls.generated(config, path, content=b"", inclusion=inclusion)
        assert isinstance(file, cls)  # noqa: S101  # MkDocs makes it of the class that is asked
        file._text, file._mark = (spool, place), mark  # noqa: SLF001  # its own
        return file

    @staticmethod
    def incremental_inputs() -> str:
        """What such a file does on its own hangs on this code."""
        return Path(__file__).read_text(encoding="utf-8")

    @property
    def content_mark(self) -> bytes | None:
        """What tells the content from any other that was; nothing where that is not known."""
        return self._mark.encode() if self._text and self._mark else None

    @property
    def content_bytes(self) -> bytes:
        """The content as bytes."""
        return self._text[0].read(self._text[1]) if self._text else super().content_bytes

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
