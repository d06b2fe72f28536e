"""The memory of the builds of one site: rows of a SQLite file, one for each thing that is remembered of a page."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

# Raised when rows of an older program could be read, and would mean something else.
LAYOUT = 1
# Of so many folders besides the one that was built, what stands in them is remembered.
OTHERS = 2
# Rows that are small and asked for one after the other, which are read in one go.
SMALL = frozenset({"copy", "front", "head", "pages", "search", "view"})
# Code of templates is not asked for as long as nothing is written out.
LASTING = frozenset({"code"})
TABLE = (
    "CREATE TABLE IF NOT EXISTS rows (sort TEXT, site TEXT, name TEXT, key BLOB, data BLOB, check_sum INTEGER, "
    "PRIMARY KEY (sort, site, name))"
)


class Row(NamedTuple):
    """What is remembered, and the mark of all that it hangs on."""

    key: bytes
    data: bytes


class Store:
    """Rows by sort, site and name; `site` is empty where a row serves every folder that the site may be built into.

    From `opened` to `close`, no other build reads or writes the file. Rows that are not looked at or written in that
    time are forgotten when they are saved, which keeps the file as small as the site.
    """

    def __init__(self, connection: sqlite3.Connection, mark: bytes) -> None:
        self._connection = connection
        self._mark = mark
        self._process = os.getpid()
        self._seen: set[tuple[str, str, str]] = set()
        # By sort and site: small rows by name, and the names of others.
        self._small: dict[tuple[str, str], dict[str, tuple[Any, ...]]] = {}
        self._names: dict[tuple[str, str], set[str]] = {}

    @classmethod
    def opened(cls, file: Path, mark: bytes, wait: float = 0) -> Store | None:
        """The memory in a file, empty if it was made under another mark; None if another build is using it."""
        for _ in range(2):
            try:
                return cls._begun(file, mark, wait)
            except sqlite3.OperationalError as error:
                if "locked" in str(error) or "busy" in str(error):
                    return None
            except (sqlite3.DatabaseError, OSError):
                pass
            # Whatever it is, it is no memory of ours; where even that cannot be deleted, there is none.
            with suppress(OSError):
                file.unlink(missing_ok=True)
                file.with_name(f"{file.name}-journal").unlink(missing_ok=True)
        return None

    @classmethod
    def _begun(cls, file: Path, mark: bytes, wait: float) -> Store:
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, timeout=wait, isolation_level=None, check_same_thread=False)
        try:
            # After a loss of power the sums of the rows tell what was lost.
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(TABLE)
            store = cls(connection, mark)
            if store._raw("mark", "", "") != Row(mark, str(LAYOUT).encode()):
                connection.execute("DELETE FROM rows")
        except BaseException:
            connection.close()
            raise
        return store

    def row(self, sort: str, name: str, site: str = "") -> Row | None:
        """What is remembered under a name, if it is whole."""
        if self._process != os.getpid():  # no copy of a process may use the connection of another
            return None
        self._seen.add((sort, site, name))
        try:
            return self._raw(sort, site, name)
        except sqlite3.DatabaseError:
            return None

    def has(self, sort: str, name: str, site: str = "") -> bool:
        """Whether anything is remembered under a name, whole or not."""
        return name in self.names(sort, site)

    def names(self, sort: str, site: str = "") -> set[str]:
        """The names under which anything of a sort is remembered, whole or not."""
        if (sort, site) not in self._names:
            self._names[sort, site] = {row[0] for row in self._all("name", sort, site)}
        return self._names[sort, site]

    def hold(self, sort: str, name: str, site: str = "") -> None:
        """Have a row outlast this build, though nobody looked at it."""
        self._seen.add((sort, site, name))

    def _raw(self, sort: str, site: str, name: str) -> Row | None:
        if sort in SMALL:
            if (sort, site) not in self._small:
                rows = self._all("name, key, data, check_sum", sort, site)
                self._small[sort, site] = {row[0]: row[1:] for row in rows}
            row = self._small[sort, site].get(name)
        else:
            asked = "SELECT key, data, check_sum FROM rows WHERE sort=? AND site=? AND name=?"
            with closing(self._connection.execute(asked, (sort, site, name))) as found:
                row = found.fetchone()
        if row is None or not isinstance(row[0], bytes) or not isinstance(row[1], bytes) or _sum(*row[:2]) != row[2]:
            return None
        return Row(row[0], row[1])

    def _all(self, columns: str, sort: str, site: str) -> list[tuple[Any, ...]]:
        """Some columns of all rows of a sort; none of a damaged file."""
        with suppress(sqlite3.DatabaseError):
            asked = f"SELECT {columns} FROM rows WHERE sort=? AND site=?"  # noqa: S608  # the columns are named here
            with closing(self._connection.execute(asked, (sort, site))) as found:
                return found.fetchall()
        return []

    def put(self, sort: str, name: str, row: Row, site: str = "") -> None:
        """Remember something under a name, from the next `save` on for other builds too."""
        if self._process != os.getpid():
            return
        self._seen.add((sort, site, name))
        values = row.key, row.data, _sum(*row)
        if (sort, site) in self._small:
            self._small[sort, site][name] = values
        if (sort, site) in self._names:
            self._names[sort, site].add(name)
        # A memory that cannot be written to is no reason to stop.
        with suppress(sqlite3.DatabaseError):
            self._connection.execute("REPLACE INTO rows VALUES (?, ?, ?, ?, ?, ?)", (sort, site, name, *values))

    def rename(self, site: str, new: str) -> None:
        """Have what is remembered of one folder count for another one, into which it was moved."""
        with suppress(sqlite3.DatabaseError):
            self._connection.execute("DELETE FROM rows WHERE site=?", (new,))
            self._connection.execute("UPDATE rows SET site=? WHERE site=?", (new, site))

    def save(self, site: str | None = None) -> None:
        """Keep what was put; once a site is built, forget what it had no use for, and sites that are gone."""
        self.put("mark", "", Row(self._mark, str(LAYOUT).encode()))
        with suppress(sqlite3.DatabaseError):
            if site is not None:
                self._forget(site)
            self._connection.execute("COMMIT")

    def _forget(self, site: str) -> None:
        with closing(self._connection.execute("SELECT sort, site, name FROM rows")) as found:
            rows = list(found)
        others = sorted(name for name in {at[1] for at in rows} - {"", site} if Path(name).is_dir())[:OTHERS]
        gone = [at for at in rows if at not in self._seen and at[1] not in others and at[0] not in LASTING]
        self._connection.executemany("DELETE FROM rows WHERE sort=? AND site=? AND name=?", gone)

    def close(self) -> None:
        """Let other builds have the file; what was not saved is forgotten."""
        with suppress(sqlite3.DatabaseError):
            self._connection.close()


def _sum(key: bytes, data: bytes) -> int:
    return crc32(data, crc32(key))
