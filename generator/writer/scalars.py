"""Values → one line each, with the quotation marks that they need (the only importer of ruamel.yaml)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.emitter import Emitter
from ruamel.yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from generator.reader.tree import Block, Text

# A value is one line, however long: editors wrap what they show, and a change of one value is a change of one line.
NO_END = 1 << 30


class _Emitter(Emitter):
    def choose_scalar_style(self) -> str | None:
        """Double quotation marks wherever the writer is free to choose."""
        if not self.event.value:
            return '"'
        style: str | None = super().choose_scalar_style()
        # In brackets, some parsers take a question mark for the start of a key.
        odd = not style and self.flow_level and "?" in self.event.value
        return '"' if odd or (style == "'" and self.event.style != "'") else style


def one_line(values: Sequence[Text | Block]) -> list[str]:
    """The values as they stand in a file, each on one line."""
    yaml, stream = YAML(typ="rt", pure=True), StringIO()
    yaml.Emitter = _Emitter
    yaml.width, yaml.allow_unicode = NO_END, True
    events = [event for value in values for event in _events(value)]
    start = [
        StreamStartEvent(),
        DocumentStartEvent(explicit=False),
        SequenceStartEvent(None, None, True, None, None, False),
    ]
    end = [SequenceEndEvent(), DocumentEndEvent(explicit=False), StreamEndEvent()]
    yaml.emit([*start, *events, *end], stream)
    return [line.removeprefix("- ") for line in stream.getvalue().removesuffix("\n").split("\n")] if values else []


def _events(value: Text | Block) -> Iterator[Event]:
    if isinstance(value, Text):
        yield ScalarEvent(None, None, (True, True, True), value.value, style=_mark(value) or None)
        return
    if value.keyed:
        yield MappingStartEvent(None, None, True, flow_style=True)
    else:
        yield SequenceStartEvent(None, None, True, flow_style=True)
    for entry in value.entries:
        yield from _events(entry.key) if entry.key else ()
        yield from _events(entry.value)
    yield MappingEndEvent() if value.keyed else SequenceEndEvent()


def _mark(text: Text) -> str:
    """The quotation mark of a text: what is quoted stays so, in double ones unless single ones spare an escape."""
    if text.style == "'" and set(text.value) & set('"\\') and "\n" not in text.value:
        return "'"
    return '"' if text.style or "\n" in text.value else ""
