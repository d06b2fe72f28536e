"""What is remembered of files without faults from one check to the next: enough to check the others against them.

An outline counts only for the very bytes, vocabulary and program that it was made with. It is never told to anybody:
whoever finds a fault in one reads the file itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from generator.model import Entity, Ladder, Role
from generator.outlines import outlined, recalled

# The parts of the program that have a say in whether a file has faults.
STAGES = ("model", "reader", "checks")


@dataclass
class Cache:
    """A memory in one file; one that is missing, damaged, made up or locked is only an empty one.

    `shared` is what each file is checked against: with another one, nothing is remembered.
    """

    file: Path
    shared: bytes
    _fresh: dict[str, list[Any]] = field(default_factory=dict)

    def outline(self, path: str, data: bytes) -> Entity | None:
        """The outline of a file with these bytes, if it is remembered as one without faults."""
        key, values = self._old.get(path, ("", {}))
        if key != self._key(path, data):
            return None
        try:
            outline = recalled(values).at(path)
        except (TypeError, ValueError, KeyError, AttributeError):
            return None
        self._fresh[path] = [key, values]
        return outline

    def keep(self, entity: Entity, data: bytes) -> None:
        """Remember a file as one without faults; what has exceptions from rules is read each time."""
        if isinstance(entity, Ladder) or (isinstance(entity, Role) and not entity.exceptions):
            self._fresh[entity.path] = [self._key(entity.path, data), outlined(entity)]

    def forget(self, path: str) -> None:
        """Remember a file no longer."""
        self._fresh.pop(path, None)

    def save(self) -> None:
        """Write what was recalled and kept, all at once: of two runs at a time, the last one is remembered."""
        if self._fresh == self._old:
            return
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile("w", dir=self.file.parent, encoding="utf-8", delete=False) as beside:
                # All at once is many times as fast as piece by piece.
                beside.write(json.dumps(self._fresh, ensure_ascii=False, separators=(",", ":")))
            Path(beside.name).replace(self.file)
        except OSError:
            return  # a folder that cannot be written to is no reason to stop

    @cached_property
    def _old(self) -> dict[str, list[Any]]:
        try:
            found = json.loads(self.file.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        pairs = found.items() if isinstance(found, dict) else ()
        return {
            path: entry for path, entry in pairs if isinstance(entry, list) and len(entry) == len(("key", "values"))
        }

    @cached_property
    def _base(self) -> bytes:
        """A mark of this program and of what files are checked against: with others, nothing is remembered."""
        mark, here = blake2b(self.shared), Path(__file__)
        for stage in STAGES:
            for source in sorted((here.parent / stage).glob("*.py")):
                mark.update(source.read_bytes())
        mark.update((here.parent / "outlines.py").read_bytes())
        return mark.digest()

    def _key(self, path: str, data: bytes) -> str:
        return blake2b(b"\0".join((self._base, path.encode("utf-8", "replace"), data)), digest_size=16).hexdigest()
