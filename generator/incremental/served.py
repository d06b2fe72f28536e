"""The site of a server, kept for the next one, which MkDocs has build into another new folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from generator.incremental.store import Store


class Served:
    """The new folder of a server, and where its site waits for the next server, with what is remembered of it."""

    def __init__(self, site: Path, rest: Path, memory: Callable[[], Store | None]) -> None:
        self._site, self._rest, self._memory = site, rest, memory

    def take(self) -> None:
        """Have the site that the last server left, in place of an empty folder."""
        with suppress(OSError):
            # A link may lead to anything, and what is no longer of the site is deleted.
            if self._rest.is_dir() and not self._rest.is_symlink():
                self._site.rmdir()
                self._move(self._rest, self._site)

    def leave(self) -> None:
        """Leave the site to the next server; MkDocs deletes what is not taken away."""
        with suppress(OSError):
            if any(self._site.iterdir()):
                if self._rest.is_symlink():
                    self._rest.unlink()
                shutil.rmtree(self._rest, ignore_errors=True)
                self._move(self._site, self._rest)

    def _move(self, old: Path, new: Path) -> None:
        new.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(old, new)
        if store := self._memory():
            store.rename(str(old), str(new))
            store.save()
            store.close()
