"""A file's text → the same in canonical form: the model's order of fields, one value a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any, TypeVar, get_args, get_origin

from generator.model import Entity, Location, Record, strings
from generator.reader import Reading, read
from generator.reader.shape import fields
from generator.reader.tree import Block, Entry, Text, tree
from generator.writer.layout import laid_out

E = TypeVar("E", bound=Entity)


class WouldChangeError(Exception):
    """The canonical form of a file would not be read as the file is."""


def formatted(reading: Reading[E]) -> str:
    """The canonical form of a file that was read without a fault."""
    record = reading.value
    if record is None:
        raise ValueError("a file with faults has no canonical form")
    found = tree(reading.document)
    root = _arranged(found.root, type(record), (), dict(strings(record)))
    text = laid_out(replace(found, root=root)) if isinstance(root, Block) else ""
    if read(type(record), reading.document.path, text.encode()).value != record:
        raise WouldChangeError(reading.document.path)
    return text


def _arranged(value: Text | Block, annotation: Any, at: Location, known: Mapping[Location, object]) -> Text | Block:
    """The value with its fields in the order of the model, all the way down."""
    if isinstance(value, Text):
        return _folded(value, known.get(at))
    entries = list(value.entries)
    for shape in shapes(annotation):
        arguments = get_args(shape)
        if value.keyed and isinstance(shape, type) and issubclass(shape, Record):
            return replace(value, entries=tuple(_fields(value, shape, at, known)))
        if value.keyed == (get_origin(shape) is dict) and arguments:
            annotation = arguments[-1] if value.keyed else arguments[0]
    return replace(
        value,
        entries=tuple(
            replace(
                entry,
                value=_arranged(entry.value, annotation, (*at, entry.key.value if entry.key else index), known),
            )
            for index, entry in enumerate(entries)
        ),
    )


def _fields(block: Block, record: type[Record], at: Location, known: Mapping[Location, object]) -> Iterator[Entry]:
    by_name = {entry.key.value: entry for entry in block.entries if entry.key}
    for name, inner in fields(record).items():
        if entry := by_name.get(name):
            annotation = record.model_fields[inner].annotation
            yield replace(entry, value=_arranged(entry.value, annotation, (*at, name), known))


def shapes(annotation: Any) -> Iterator[Any]:
    """The types that an annotation allows, without what is only said about them."""
    if get_origin(annotation) is Annotated:
        yield from shapes(get_args(annotation)[0])
    elif get_origin(annotation) in (None, dict, tuple):
        yield annotation
    else:
        for inner in get_args(annotation):
            yield from shapes(inner)


def _folded(text: Text, known: object) -> Text:
    """The text on one line, where the reader folds its white space anyway."""
    folded = " ".join(text.value.split())
    if known != folded or folded == text.value:
        return text
    return Text(folded, '"' if text.style in ("|", ">") else text.style)
