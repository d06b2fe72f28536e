"""An empty file, told from its schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.schema.editors import Schema


@dataclass(frozen=True)
class Gap:
    """One field of an empty file, with the lines that wait to be filled in."""

    help: str
    required: bool
    lines: tuple[str, ...]


def gaps(made: Schema) -> list[Gap]:
    """The fields of an empty file by its schema, in the order of the model."""
    return [
        Gap(value["description"], name in made["required"], tuple(_blank(name, value, made.get("$defs", {}))))
        for name, value in made["properties"].items()
    ]


def _blank(name: str, value: Schema, defs: Mapping[str, Schema], indent: str = "") -> Iterator[str]:
    value = _resolved(value, defs)
    if "anyOf" in value and value["anyOf"][-1].get("type") == "array":
        value = {**value, **_resolved(value["anyOf"][0], defs)}
    key, inner = f"{indent}{name}:", f"{indent}  "
    entry = _resolved(value.get("items") or value.get("additionalProperties") or {}, defs)
    if "enum" in value:
        yield f"{key}  # {', '.join(map(str, value['enum']))}"
    elif "properties" in value:
        yield key
        yield from _fields(value, defs, inner)
    elif value.get("type") == "array":
        yield key
        first, *rest = _fields(entry, defs, f"{inner}  ") if "properties" in entry else [""]
        yield f"{inner}- {first.strip()}".rstrip()
        yield from rest
    elif entry:
        yield key
        yield f"{inner}short-name:"
        yield from _fields(entry, defs, f"{inner}  ")
    else:
        yield key


def _fields(record: Schema, defs: Mapping[str, Schema], indent: str) -> Iterator[str]:
    for name, value in record["properties"].items():
        yield from _blank(name, value, defs, indent)


def _resolved(value: Schema, defs: Mapping[str, Schema]) -> Schema:
    return {**defs[value["$ref"].rsplit("/", 1)[-1]], **value} if "$ref" in value else value
