"""What was read of roles and ladders, and what was made of them, kept in a file from one build to the next.

The texts of pages stand in a file of their own beside it, to whose end they are added. Most are never asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from glob import escape
from pathlib import Path
from secrets import token_hex

from generator import explanations
from generator.incremental.marks import digest, of_files
from generator.incremental.store import Row, Store
from generator.incremental.trust import program
from generator.pages import TEMPLATES
from generator.spool import Damaged, Spool, Text

ROLE, PAGES, TEXTS = "role", "pages", "texts"
# As soon as a file of texts is so many times as large as what is still wanted of it, and a bit, that is copied.
WASTE, BIT = 2, 1_000_000
# What stands in the name of a file of texts, which no other one ever had.
TOKEN = 4


class PageMemory:
    """Rows of a file that no other build uses meanwhile, and the texts that they tell of."""

    def __init__(self, store: Store, file: Path) -> None:
        self._store, self._stem = store, file.with_suffix("")
        # How much had to be found out.
        self.kept = 0
        self._renewed = False
        # How many bytes of texts are wanted, by the name of what they belong to.
        self._wanted: dict[str, int] = {}
        row = store.row(TEXTS, "")
        name, wanted, size = json.loads(row.data) if row else ("", 0, 0)
        self._clear(name)
        self.spool = self._opened(name, size)
        if self.spool.size > WASTE * wanted + BIT:
            self._copy()

    def _opened(self, name: str = "", size: int = 0) -> Spool:
        """The file of texts of that name, if it is as long as it was left, or a new one."""
        with suppress(OSError):  # whatever it is, it is no file of ours
            if name and (place := self._stem.with_name(name)).stat().st_size >= size:
                return Spool(place)
        try:
            return Spool(self._stem.with_name(f"{self._stem.name}.{token_hex(TOKEN)}.texts"))
        except OSError:
            return Spool()

    def _clear(self, name: str) -> None:
        """Delete all files of texts but one: those of builds that failed, and what was copied."""
        for file in self._stem.parent.glob(f"{escape(self._stem.name)}.{'[0-9a-f]' * 2 * TOKEN}.texts"):
            if file.name != name:
                with suppress(OSError):  # on some systems what another program reads cannot be deleted
                    file.unlink()

    def renew(self) -> bool:
        """Give up all texts, because one is damaged; false if that was done already."""
        first, self._renewed = not self._renewed, True
        self.spool, self._wanted = self._opened(), {}
        return first

    def _copy(self) -> None:
        """Go on with a new file, which has nothing but what is wanted of this one."""
        old, self.spool = self.spool, self._opened()
        try:
            for name in list(self._store.names(PAGES)):
                if (row := self._store.row(PAGES, name)) is not None and (found := _split(row.data, old)) is not None:
                    with suppress(Damaged):
                        self._put(name, row.key, found[0], [text.read() for text in found[1]])
        except OSError:  # there is no room for both
            self.spool = self._opened()

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
        self._wanted[name] = sum(text.size for text in found[1]) if found else 0
        return found

    def keep_pages(self, name: str, key: str, data: bytes, texts: Sequence[bytes]) -> list[Text] | None:
        """Remember some pages instead of those that were there, and have their texts wait; nothing without room."""
        self.kept += 1
        try:
            put = self._put(name, _encoded(key), data, texts)
        except OSError:
            return None
        self._wanted[name] = sum(text.size for text in put)
        return put

    def _put(self, name: str, key: bytes, data: bytes, texts: Sequence[bytes]) -> list[Text]:
        put = [self.spool.put(text) for text in texts]
        places = json.dumps([self.spool.name, [text.place for text in put]]).encode()
        self._store.put(PAGES, name, Row(key, places + b"\n" + data))
        return put

    def save(self) -> None:
        """Have the next build know what this one knows, and no more."""
        data = [self.spool.name, sum(self._wanted.values()), self.spool.size]
        self._store.put(TEXTS, "", Row(b"", json.dumps(data).encode()))
        self._store.save("")
        self._clear(self.spool.name)


@contextmanager
def remembered(file: Path) -> Iterator[PageMemory | None]:
    """The memory in a file, none if another build is using it; what is not looked at meanwhile is forgotten.

    Where an exception ends it, the file stays as it was. Texts can be read for as long as anybody has them.
    """
    sources = [of_files(folder, contents=True) for folder in (TEMPLATES, explanations.folder())]
    store = Store.opened(file, digest(_code(), *sources))
    if store is None:
        yield None
        return
    try:
        memory = PageMemory(store, file)
        yield memory
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
    """What stands behind the places of some texts, and the texts; nothing if they are in another file."""
    places, _, rest = data.partition(b"\n")
    name, found = json.loads(places)
    return (rest, [Text(spool, *place) for place in found]) if name and name == spool.name else None
