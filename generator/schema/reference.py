"""The reference of the fields, from the models' own declarations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model import Record
from generator.reader.shape import record_in, yaml
from generator.schema.editors import SORTS


@dataclass(frozen=True)
class Field:
    """One row of the field reference; `record` names the sort of record that its value or entries are."""

    name: str
    help: str
    required: bool
    example: str
    record: str = ""


def sorts() -> dict[str, list[Field]]:
    """The fields of each sort of file, then of each record inside them, by the record's name."""
    found: dict[str, list[Field]] = {}
    waiting: list[type[Record]] = [*SORTS.values()]
    while waiting:
        record = waiting.pop(0)
        if record.__name__ not in found:
            found[record.__name__] = list(_fields(record))
            waiting += [inner for declared in record.model_fields.values() if (inner := record_in(declared.annotation))]
    return found


def _fields(record: type[Record]) -> Iterator[Field]:
    for name, declared in record.model_fields.items():
        inner = record_in(declared.annotation)
        examples = declared.examples or []
        yield Field(
            declared.alias or name,
            declared.description or "",
            declared.is_required(),
            yaml(examples[0]) if examples else "",
            inner.__name__ if inner else "",
        )
