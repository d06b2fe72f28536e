"""What was read of roles and ladders, and what was made of them, kept in a file from one build to the next.

The texts of pages stand in a file of their own beside it, to whose end they are added. Most are never asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from secrets import token_hex

from generator import explanations
from generator.incremental.marks import digest, of_files
from generator.incremental.store import SMALL, Row, Store
from generator.incremental.trust import program
from generator.pages import TEMPLATES
from generator.spool import Damaged, Spool, Text

ROLE, PAGES, TEXTS = "role", "head", "texts"
assert PAGES in SMALL  # noqa: S101  # thousands are asked for one after the other
# As soon as a file of texts is so many times as large as what is still wanted of it, and a bit, that is copied.
WASTE, BIT = 2, 1_000_000


class PageMemory:
    """Rows of a file that no other build uses meanwhile, and the texts that they tell of."""

    def __init__(self, store: Store, file: Path) -> None:
        self._store, self._stem = store, file.with_suffix("")
        # How much had to be found out, and how many bytes of texts are wanted.
        self.kept = self._wanted = 0
        row = store.row(TEXTS, "")
        name, wanted = json.loads(row.data) if row else ("", 0)
        self._file = self._stem.with_name(name) if name else self._new()
        self.spool = Spool(self._file)
        if self.spool.size > WASTE * wanted + BIT:
            self._copy()

    def _new(self) -> Path:
        return self._stem.with_name(f"{self._stem.name}.{token_hex(4)}.texts")

    def _copy(self) -> None:
        """Go on with a new file, which has nothing but what is wanted of this one."""
        old, self._file = self.spool, self._new()
        self.spool = Spool(self._file)
        for name in list(self._store.names(PAGES)):
            if (row := self._store.row(PAGES, name)) is not None and (found := _split(row.data, old)) is not None:
                with suppress(Damaged):
                    self._put(name, row.key, found[0], (text.read() for text in found[1]))
        old.close()

    def recall(self, name: str, key: str) -> bytes | None:
        """What is remembered under a name and key."""
        row = self._store.row(ROLE, name)
        return row.data if row and row.key == _encoded(key) else None

    def keep(self, name: str, key: str, data: bytes) -> None:
        """Remember something instead of what was there."""
        self.kept += 1
        self._store.put(ROLE, name, Row(_encoded(key), data))

    def hold(self, name: str) -> None:
        """Go on remembering what nobody has asked for."""
        self._store.hold(ROLE, name)

    def recall_pages(self, name: str, key: str) -> tuple[bytes, list[Text]] | None:
        """What is remembered of some pages under a name and key, and their texts."""
        row = self._store.row(PAGES, name)
        found = _split(row.data, self.spool) if row and row.key == _encoded(key) else None
        if found is not None:
            self._wanted += sum(text.size for text in found[1])
        return found

    def keep_pages(self, name: str, key: str, data: bytes, texts: Iterable[bytes]) -> list[Text]:
        """Remember some pages instead of those that were there; tells their texts as they wait from now on."""
        self.kept += 1
        put = self._put(name, _encoded(key), data, texts)
        self._wanted += sum(text.size for text in put)
        return put

    def _put(self, name: str, key: bytes, data: bytes, texts: Iterable[bytes]) -> list[Text]:
        put = [self.spool.put(text) for text in texts]
        places = json.dumps([text.place for text in put]).encode()
        self._store.put(PAGES, name, Row(key, places + b"\n" + data))
        return put

    def save(self) -> None:
        """Have the next build know what this one knows, and no more."""
        self._store.put(TEXTS, "", Row(b"", json.dumps([self._file.name, self._wanted]).encode()))
        self._store.save("")
        for other in self._stem.parent.glob(f"{self._stem.name}.*.texts"):
            if other != self._file:
                with suppress(OSError):  # on some systems what another program reads cannot be deleted
                    other.unlink()


@contextmanager
def remembered(file: Path) -> Iterator[PageMemory | None]:
    """The memory in a file, none if another build is using it; what is not looked at meanwhile is forgotten.

    Where an exception ends it, the file stays as it was. Texts can be read until the memory's spool is closed.
    """
    sources = [of_files(folder, contents=True) for folder in (TEMPLATES, explanations.folder())]
    store = Store.opened(file, digest(_code(), *sources))
    if store is None:
        yield None
        return
    try:
        memory = None
        with suppress(OSError):  # then there is no place for texts
            memory = PageMemory(store, file)
        yield memory
        if memory:
            memory.save()
    finally:
        store.close()


@cache
def _code() -> bytes:
    """The mark of the program as it runs, and not as it may stand in its files by and by."""
    sources = sorted(Path(__file__).parent.rglob("*.py"))
    return digest(program(), *(part for file in sources for part in (str(file).encode(), file.read_bytes())))


def _encoded(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")


def _split(data: bytes, spool: Spool) -> tuple[bytes, list[Text]] | None:
    """What stands behind the places of some texts, and the texts; nothing if they cannot be there."""
    places, _, rest = data.partition(b"\n")
    texts = [Text(spool, *place) for place in json.loads(places)]
    return (rest, texts) if all(text.start + text.size <= spool.size for text in texts) else None
