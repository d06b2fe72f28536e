"""A new role's file from what is known of it, with a mark for whatever must still be found out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from annotated_types import MinLen

from generator.model import GAP, SLUG, UNKNOWN, Entity, Prose, Record, Role, Source, Vocabulary
from generator.reader.shape import fields
from generator.reader.tree import Block, Entry, Text, Tree
from generator.writer.formatting import shapes
from generator.writer.layout import laid_out

# What surely needs no quotation marks; the rest gets them, needed or not.
BARE = re.compile(r"\w[\w .,/()'&+-]*")
CITED = re.compile(rf"\[\^({SLUG})\]")
LONGEST_SLUG = 80

Values = Mapping[str, Any]


def completed(values: Values, vocabulary: Vocabulary, month: str) -> dict[str, Any]:
    """The fields of a draft that passes the check: what is given, and a marked gap for each thing required."""
    facets = {name: UNKNOWN for name, facet in vocabulary.facets.items() if facet.required}
    whole = {**values, "facets": {**facets, **values.get("facets", {})}, "status": values.get("status", "draft")}
    whole.setdefault("reviewed", month)
    for name, inner in fields(Role).items():
        declared = Role.model_fields[inner]
        least = next((limit.min_length for limit in declared.metadata if isinstance(limit, MinLen)), 0)
        gap = f"{GAP}: {declared.description}"
        if is_prose(declared.annotation) and declared.is_required():
            whole.setdefault(name, gap)
        elif isinstance(whole.setdefault(name, []), list) and is_text_list(declared.annotation):
            whole[name] = [*whole[name], *[gap] * (least - len(whole[name]))]
    weakest = vocabulary.source_kinds[-1].id if vocabulary.source_kinds else UNKNOWN
    sources = whole["sources"] if isinstance(whole.get("sources"), dict) else {}
    missing = [id for id in cited(whole) if id not in sources]
    whole["sources"] = {**sources, **{id: _gap_source(weakest, whole["reviewed"]) for id in missing}}
    return {name: value for name, value in whole.items() if value != [] or name not in fields(Role)}


def is_prose(annotation: Any) -> bool:
    """Whether a field's annotation is a prose or a claim."""
    return any(isinstance(shape, type) and issubclass(shape, Prose) for shape in shapes(annotation))


def is_text_list(annotation: Any) -> bool:
    """Whether a field's annotation is a list of texts."""
    lists = [get_args(shape)[0] for shape in shapes(annotation) if get_origin(shape) is tuple]
    return any(isinstance(shape, type) and issubclass(shape, str) for inner in lists for shape in shapes(inner))


def slug_of(title: str) -> str:
    """The slug that a title suggests; empty if it has no letter or digit of the Latin alphabet."""
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))
    return slug if len(slug) <= LONGEST_SLUG else slug[:LONGEST_SLUG].rpartition("-")[0]


def written(values: Values, header: tuple[str, ...] = (), model: type[Entity] = Role) -> str:
    """The text of a file that says these values, in the order of its model, below the comments of a header."""
    root = _built(values, model)
    return laid_out(Tree(header, root)) if isinstance(root, Block) else ""


def _built(value: Any, annotation: Any) -> Text | Block:
    found = list(shapes(annotation))
    if isinstance(value, Mapping):
        record = next((shape for shape in found if isinstance(shape, type) and issubclass(shape, Record)), None)
        inner = next((get_args(shape)[-1] for shape in found if get_origin(shape) is dict), str)
        entries = [Entry(_built(value[name], kind), _text(name)) for name, kind in _typed(value, record, inner)]
        short = not (record is None or issubclass(record, Entity)) or not entries
        return Block(tuple(entries), flow=short and not any(_open(entry.value) for entry in entries))
    if isinstance(value, list):
        inner = next((get_args(shape)[0] for shape in found if get_origin(shape) is tuple), str)
        entries = [Entry(_built(item, inner)) for item in value]
        long = is_prose(inner) or any(isinstance(item, Mapping) for item in value)
        return Block(tuple(entries), flow=not long or not entries, keyed=False)
    text = _text(str(value))
    return Text(text.value, '"') if is_prose(annotation) else text


def _typed(value: Values, record: type[Record] | None, inner: Any) -> Iterator[tuple[str, Any]]:
    """The names of a mapping in the order of its record, with the annotation of each; unknown ones come last."""
    if record is None:
        yield from ((name, inner) for name in value)
        return
    known = fields(record)
    yield from ((name, record.model_fields[known[name]].annotation) for name in known if name in value)
    yield from ((name, str) for name in value if name not in known)


def _open(value: Text | Block) -> bool:
    return isinstance(value, Block) and not value.flow


def _text(value: str) -> Text:
    folded = " ".join(value.split())
    return Text(folded, "" if BARE.fullmatch(folded) and folded != "null" else '"')


def cited(values: Values) -> list[str]:
    """The ids of all sources that the values cite, once each, in order."""
    return list(dict.fromkeys(_cited(values)))


def _cited(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _cited(inner, key)
    elif isinstance(value, list):
        for item in value:
            yield from [item] if name == "sources" and isinstance(item, str) else _cited(item)
    elif isinstance(value, str):
        yield from (match[1] for match in CITED.finditer(value))


def _gap_source(kind: str, month: str) -> dict[str, str]:
    needed = {name: Source.model_fields[inner] for name, inner in fields(Source).items()}
    gaps = {name: f"{GAP}: {declared.description}" for name, declared in needed.items() if declared.is_required()}
    return {**gaps, "published": UNKNOWN, "accessed": month, "kind": kind}
