"""One file from bytes to a record, stage by stage: a stage with faults is the last."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any, Generic, TypeVar

from generator.diagnostics import Diagnostic, Span, in_order
from generator.model import SLUG, Entity, Said
from generator.reader.document import Document
from generator.reader.shape import validate
from generator.reader.syntax import decode, hidden_characters, plain, references, structure

E = TypeVar("E", bound=Entity)


@dataclass(frozen=True)
class Reading(Generic[E]):
    """What came of a file: a record, or the faults that kept it from being one."""

    document: Document
    value: E | None
    faults: tuple[Diagnostic, ...] = ()
    # What the file says, as strings, lists and dicts, where it is to be remembered.
    values: Any = None
    # A mark of what it says in each field, by the field's name in the file, where it is remembered.
    marks: Mapping[str, str] = field(default_factory=dict)


def read(model: type[E], path: str, data: bytes, *, keep: bool = False) -> Reading[E]:
    """Read one file; never raises for what stands in it. With `keep`, its values come along."""
    document = decode(path, data)
    if isinstance(document, Diagnostic):
        return Reading(Document(path, ""), None, (document,))
    values, faults = parsed(document)
    if faults:
        return Reading(document, None, tuple(in_order(faults)))
    if not isinstance(values, dict):
        fault = document.fault(
            "wrong-type", "the file is not a list of fields", Span(), "start each line with `field: `"
        )
        return Reading(document, None, (fault,))
    result = validate(model, document, values)
    if isinstance(result, list):
        return Reading(document, None, tuple(in_order([*result, *_bad_name(document)])))
    # A copy without the node graph: it is large, and composed again should a message ask for a place.
    return Reading(replace(document), result.at(path), tuple(_bad_name(document)), values if keep else None)


def record_again(model: type[E], document: Document, values: Any, said: Said) -> E | None:
    """The record of a file whose values are known from the last time; nothing if they make none."""
    result = validate(model, document, values) if isinstance(values, dict) else []
    return None if isinstance(result, list) else result.at(document.path, said)


def parsed(document: Document) -> tuple[Any, list[Diagnostic]]:
    """The text as strings, lists and dicts, or the faults of its syntax."""
    faults = [*hidden_characters(document), *references(document)]
    if not faults and (broken := structure(document)):
        faults.append(broken)
    return plain(document, document.root, faults) if not faults and document.root else None, faults


def _bad_name(document: Document) -> list[Diagnostic]:
    path = PurePosixPath(document.path)
    names = [path.stem, path.parent.name] if not path.stem.startswith("_") else [path.parent.name]
    return [
        document.fault(
            "bad-slug",
            f"`{name}` in the file's address is not a slug",
            Span(),
            "rename it with small letters, digits and single hyphens: `lamp-trimmer`",
        )
        for name in names
        if not name.startswith("_") and not re.fullmatch(SLUG, name)
    ]
