"""What the files of a book say, from one build to the next, and which of them were found without a fault.

Finding out what a file says is most of what reading costs; whether it makes a record is asked each time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from typing import Any, Protocol, TypeVar, cast

from generator.diagnostics import Diagnostic
from generator.later import LaterRole, in_short, outline
from generator.model import Entity, Role, Said
from generator.reader import Document, Reading, decode, read, record_again
from generator.spool import Text

E = TypeVar("E", bound=Entity)

# The name under which the files without a fault are remembered; no file is called so.
SOUND = "sound"
# Stands among the fields of a file for what its texts tell other files; no field is called so.
SAID = "said in all"
# Letters of a mark that tell what stands in a field from what else might stand there.
LETTERS = 16
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Memory(Protocol):
    """Bytes by name, each with a key; what was kept under another key is not there."""

    def recall(self, name: str, key: str) -> bytes | None:
        """What is remembered under a name and key."""

    def keep(self, name: str, key: str, data: bytes) -> None:
        """Remember something instead of what was there."""

    def hold(self, name: str) -> None:
        """Go on remembering what nobody has asked for."""

    def recall_pages(self, name: str, key: str) -> tuple[bytes, list[Text]] | None:
        """What is remembered of some pages under a name and key, and their texts."""

    def keep_pages(self, name: str, key: str, data: bytes, texts: Sequence[bytes]) -> list[Text] | None:
        """Remember some pages instead of those that were there, and have their texts wait; nothing without room."""


class Readings:
    """The files of one book in a memory, each by its path and its bytes."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def recall(self, model: type[E], path: str, data: bytes, own: str) -> Reading[E] | None:
        """What came of a file with these bytes, and their own mark, if it was a record without a fault of its own."""
        head, _, values = (self._memory.recall(_name(path), own) or b"").partition(b"\n")
        document = decode(path, data)
        if isinstance(document, Diagnostic):
            return None
        try:
            marks, told, short = _parsed(head)
            said = Said.of(told)
            record: Any = (
                LaterRole(path, outline(short), said, partial(_whole, document, values, said))
                if model is Role
                else record_again(model, document, _parsed(values), said)
            )
        except (TypeError, ValueError):
            return None
        return Reading(document, record, marks=dict(marks)) if record is not None else None

    def keep(self, path: str, own: str, reading: Reading[E]) -> Reading[E]:
        """Remember what a file with this mark says; tells its reading with marks of its fields in place of values."""
        if reading.value is None or reading.faults or not isinstance(reading.values, dict):
            return replace(reading, values=None)
        fields = {name: _packed(value) for name, value in reading.values.items()}
        marks = {name: mark(value)[:LETTERS] for name, value in fields.items()}
        marks[SAID] = mark(_packed(reading.value.said))[:LETTERS]
        values = b",".join(_packed(name) + b":" + value for name, value in fields.items())
        self._memory.keep(
            _name(path),
            own,
            _packed([marks, reading.value.said, in_short(reading.values)]) + b"\n{" + values + b"}",
        )
        return replace(reading, values=None, marks=marks)

    def hold(self, path: str) -> None:
        """Go on remembering a file that was not read anew."""
        self._memory.hold(_name(path))

    def sound(self, shared: str) -> dict[str, str]:
        """The files that were found without a fault beside the same shared ones, each with the mark of its bytes."""
        found = _parsed(self._memory.recall(SOUND, shared))
        return found if isinstance(found, dict) else {}

    def keep_sound(self, shared: str, files: Mapping[str, str]) -> None:
        """Remember which files have no fault."""
        self._memory.keep(SOUND, shared, json.dumps(files).encode())


def _whole(document: Document, values: bytes, said: Said) -> Role:
    """The role of a file that was without a fault."""
    found = record_again(Role, document, _parsed(values), said)
    # What is remembered may be damaged; the file is as it was.
    return found or cast("Role", read(Role, document.path, document.text.encode()).value)


def mark(*parts: bytes) -> str:
    """A mark that tells some bytes from others."""
    found = blake2b(digest_size=16)
    for part in parts:
        found.update(len(part).to_bytes(8, "big"))
        found.update(part)
    return found.hexdigest()


def _packed(value: object) -> bytes:
    """Some values as JSON, on one line."""
    return ENCODER.encode(value).encode("utf-8", "surrogatepass")


def _name(path: str) -> str:
    return f"said by {path}"


def _parsed(data: bytes | None) -> Any:
    """The values of some JSON; nothing for what is none."""
    try:
        return json.loads(data.decode("utf-8", "surrogatepass")) if data else None
    except (ValueError, RecursionError):
        return None
