"""The texts of pages in one file on disk, out of which they are read one by one: together they need much memory."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from zlib import crc32


class Damaged(Exception):
    """A text is not there as it was put."""


class Spool:
    """A file to whose end texts are added, open for as long as anybody has one of them.

    One without a name is gone with the program however that ends.
    """

    def __init__(self, file: Path | None = None) -> None:
        # Nothing is held back, so that other processes, and this one if it dies, leave no half of a text to come.
        self._file = TemporaryFile(buffering=0) if file is None else file.open("a+b", buffering=0)  # noqa: SIM115
        self._path = file
        self.size = os.fstat(self._file.fileno()).st_size

    def __del__(self) -> None:
        """Close the file, if there is one."""
        if hasattr(self, "_file"):
            self._file.close()

    @property
    def name(self) -> str:
        """The name of the file, empty where it has none."""
        return self._path.name if self._path else ""

    def put(self, data: bytes) -> Text:
        """The text, as it now stands in the file; raises `OSError`."""
        start = self.size
        self._file.seek(start)
        self.size += self._file.write(data) or 0
        if self.size != start + len(data):
            raise OSError("there is no room for it")
        return Text(self, start, len(data), crc32(data))

    def read(self, start: int, size: int) -> bytes:
        """The bytes at a place, fewer where the file ends before."""
        if hasattr(os, "pread"):
            # Processes that are copies of this one share its place in the file, and move it for each other.
            return os.pread(self._file.fileno(), size, start)
        self._file.seek(start)
        return self._file.read(size) or b""

    def drop(self) -> None:
        """Have nobody who comes later count on what was put."""
        if self._path:
            try:
                self._path.unlink(missing_ok=True)
            except OSError:  # where a file that is open cannot be deleted
                with suppress(OSError):
                    self._file.truncate(0)


@dataclass(frozen=True)
class Text:
    """A text that waits in a spool."""

    spool: Spool
    start: int
    size: int
    check_sum: int

    @property
    def place(self) -> tuple[int, int, int]:
        """What tells where it is, and whether it is whole."""
        return self.start, self.size, self.check_sum

    def read(self) -> bytes:
        """The text as bytes; raises `Damaged`."""
        try:
            data = self.spool.read(self.start, self.size)
        except OSError as error:
            raise Damaged(str(error)) from None
        if len(data) != self.size or crc32(data) != self.check_sum:
            raise Damaged(f"{self.size} bytes at {self.start}")
        return data


@dataclass(frozen=True)
class Joined:
    """A text that is put together of others in a spool whenever somebody reads it."""

    spool: Spool
    join: Callable[[], bytes]

    def read(self) -> bytes:
        """The text as bytes; raises `Damaged`."""
        return self.join()
