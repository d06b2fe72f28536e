"""What was read of roles and ladders, and what was made of them, kept in a file from one build to the next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from generator import explanations
from generator.incremental.marks import digest, of_files
from generator.incremental.store import Row, Store
from generator.incremental.trust import program
from generator.pages import TEMPLATES

ROLE = "role"


class PageMemory:
    """Rows of a file that no other build uses meanwhile."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # How much had to be found out.
        self.kept = 0

    def recall(self, name: str, key: str) -> bytes | None:
        """What is remembered under a name and key."""
        row = self._store.row(ROLE, name)
        return row.data if row and row.key == key.encode("utf-8", "surrogatepass") else None

    def keep(self, name: str, key: str, data: bytes) -> None:
        """Remember something instead of what was there."""
        self.kept += 1
        self._store.put(ROLE, name, Row(key.encode("utf-8", "surrogatepass"), data))

    def hold(self, name: str) -> None:
        """Go on remembering what nobody has asked for."""
        self._store.hold(ROLE, name)


@contextmanager
def remembered(file: Path) -> Iterator[PageMemory | None]:
    """The memory in a file, none if another build is using it; what is not looked at meanwhile is forgotten.

    Where an exception ends it, the file stays as it was.
    """
    texts = [of_files(folder, contents=True) for folder in (TEMPLATES, explanations.folder())]
    store = Store.opened(file, digest(_code(), *texts))
    if store is None:
        yield None
        return
    try:
        yield PageMemory(store)
        store.save("")
    finally:
        store.close()


@cache
def _code() -> bytes:
    """The mark of the program as it runs, and not as it may stand in its files by and by."""
    sources = sorted(Path(__file__).parent.rglob("*.py"))
    return digest(program(), *(part for file in sources for part in (str(file).encode(), file.read_bytes())))
