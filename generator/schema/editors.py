"""JSON Schemas of the files, for editors and the form: the models' declarations and the words of a book."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from pydantic.fields import FieldInfo

from generator.model import SLUG as SLUG_PATTERN
from generator.model import UNKNOWN, Book, Entity, Facet, Family, Ladder, Links, Record, Role, Vocabulary
from generator.reader.shape import record_in, yaml

Schema = dict[str, Any]

SORTS: dict[str, type[Entity]] = {
    "role": Role,
    "family": Family,
    "ladder": Ladder,
    "vocabulary": Vocabulary,
    "links": Links,
}
# Where each sort's schema lies, seen from the folder of the book.
FILES = {f"{name}.schema.json": name for name in SORTS}

# Record and field → the list of the vocabulary, or the sort of name, that its value or entries come from.
WORDS = {
    ("Gate", "kind"): "gate",
    ("Caution", "topic"): "topic",
    ("Pay", "per"): "unit",
    ("Source", "kind"): "source-kind",
    ("Move", "move"): "move",
    ("Step", "role"): "role-slug",
    ("Similar", "role"): "role-slug",
    ("Role", "replaced-by"): "role-slug",
    ("Ladder", "rungs"): "role-slug",
}
CITING = ("Hours", "Pay", "Organization")
# Names that a book gains with each new file: offered by editors, never enforced.
OFFERED = ("role-slug", "source-id")
# What the reader takes for text, an editor may take for a number or a truth.
TEXT = ["string", "number", "boolean"]
SLUG: Schema = {"type": ["string", "integer"], "minimum": 0, "pattern": f"^{SLUG_PATTERN}$", "maxLength": 80}


def schema(name: str, book: Book | None = None) -> Schema:
    """The JSON Schema of a role, family, ladder or vocabulary file; with a book, its words and names are in it."""
    model = SORTS[name]
    made = deepcopy(_declared(model))
    defs = {model.__name__: made, **made.pop("$defs", {})}
    for record in _records(model):
        declared = defs[record.__name__]
        declared.pop("title")
        for field, kept in record.model_fields.items():
            name_in_file = kept.alias or field
            declared["properties"][name_in_file] = _field(declared["properties"][name_in_file], name_in_file, kept)
    if book and name not in ("vocabulary", "links"):
        defs |= _words(book)
        for (owner, field), word in WORDS.items():
            _point(defs, owner, field, word)
        for owner in CITING:
            _point(defs, owner, "sources", "source-id")
        made["properties"]["sources"]["propertyNames"] = {"$ref": "#/$defs/source-id"}
    if book and name == "role":
        made["properties"]["facets"] |= _facets(book.vocabulary.facets, defs)
        _without_example(made["properties"]["facets"])
        made["properties"]["kind"] |= _described(book.vocabulary.kinds.job.help, book.vocabulary.kinds.career.help)
    root = defs.pop(model.__name__)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **root, "$defs": _used(root, defs)}


@cache
def _declared(model: type[Entity]) -> Schema:
    """What pydantic tells of a model, which is the same for every book."""
    return model.model_json_schema(by_alias=True)


def schema_text(name: str, book: Book | None = None) -> str:
    """The JSON Schema as the text of a file."""
    return json.dumps(schema(name, book), indent=1, ensure_ascii=False) + "\n"


def settled(made: Schema) -> Schema:
    """The schema without the names that are only offered: what a file in the repository must agree with."""
    defs = {key: {} if key in OFFERED else value for key, value in made.get("$defs", {}).items()}
    return {**made, "$defs": defs}


def modeline(path: str) -> str:
    """The line that joins a file to its schema in editors; `path` is seen from the folder of the book."""
    parts = path.split("/")
    own = {"_vocabulary.yml": "vocabulary", "_family.yml": "family", "_links.yml": "links"}.get(parts[-1])
    name = own or ("ladder" if parts[0] == "_ladders" else "role")
    return f"# yaml-language-server: $schema={'../' * (len(parts) - 1)}{name}.schema.json"


def _records(model: type[Record]) -> list[type[Record]]:
    """The record and every sort of record inside it, once."""
    found: list[type[Record]] = [model]
    for record in found:
        inner = (record_in(declared.annotation) for declared in record.model_fields.values())
        found += [one for one in dict.fromkeys(inner) if one and one not in found]
    return found


def _field(value: Schema, name: str, declared: FieldInfo) -> Schema:
    """A field's schema as editors show it: with help and example, and without what only Python needs."""
    help = declared.description or ""
    made = {**_clean(value), "description": help, "markdownDescription": help}
    if declared.examples:
        made["examples"] = declared.examples
        made["markdownDescription"] += f"\n\nExample: `{name}: {yaml(declared.examples[0])}`"
    return made


def _clean(value: Schema) -> Schema:
    if "anyOf" in value:
        others = [other for other in value["anyOf"] if other != {"type": "null"}]
        # An empty value is a fault of its own, so absence is never written as null.
        value = {**{key: kept for key, kept in value.items() if key != "anyOf"}, **others[0]}
    dropped = ("title", "examples", "description") + (("default",) if not value.get("default") else ())
    made = {key: kept for key, kept in value.items() if key not in dropped}
    if isinstance(items := made.get("items"), dict):
        made["items"] = _clean(items)
    if patterns := made.pop("patternProperties", None):
        made |= {"propertyNames": SLUG, "additionalProperties": _clean(*patterns.values())}
    elif isinstance(values := made.get("additionalProperties"), dict):
        made["additionalProperties"] = _clean(values)
    if made.get("type") == "string" and "enum" not in made and "pattern" not in made:
        made |= {"type": TEXT, "pattern": r"\S"}
    return made


def _point(defs: Mapping[str, Schema], record: str, field: str, word: str) -> None:
    declared = defs.get(record, {}).get("properties", {}).get(field)
    if declared is None:
        return
    target = declared["items"] if declared.get("type") == "array" else declared
    for key in SLUG:
        target.pop(key, None)
    target["$ref"] = f"#/$defs/{word}"
    _without_example(declared)


def _without_example(declared: Schema) -> None:
    # An example is of another book than the one whose words are offered.
    declared.pop("examples", None)
    declared["markdownDescription"] = declared["description"]


def _words(book: Book) -> dict[str, Schema]:
    vocabulary = book.vocabulary
    lists = {
        "gate": vocabulary.gates,
        "topic": vocabulary.topics,
        "unit": vocabulary.pay_units,
        "source-kind": vocabulary.source_kinds,
        "move": vocabulary.moves,
    }
    sources = {id for entity in book.entities for id in getattr(entity, "sources", {})}
    titles = [role.title for role in book.roles.values()]
    return {
        **{word: _choice((term.id, f"{term.label}: {term.help}") for term in terms) for word, terms in lists.items()},
        "role-slug": {"anyOf": [{"enum": [*book.roles], **_described(*titles)}, SLUG]} if titles else SLUG,
        "source-id": {"anyOf": [{"enum": sorted(sources)}, SLUG]} if sources else SLUG,
    }


def _facets(facets: Mapping[str, Facet], defs: dict[str, Schema]) -> Schema:
    """One property a facet, whose terms are choices; the choices become definitions."""
    properties = {}
    for name, facet in facets.items():
        terms = [(term.id, f"{term.label}: {term.help}") for term in facet.terms]
        defs[f"facet-{name}"] = _choice([*terms, (UNKNOWN, "No source says.")])
        one = {"$ref": f"#/$defs/facet-{name}"}
        several = {"type": "array", "items": one, "minItems": 1, **({} if facet.many else {"maxItems": 1})}
        help = f"{facet.label}: {facet.help}"
        properties[name] = {"anyOf": [one, several], "description": help, "markdownDescription": help}
    required = [name for name, facet in facets.items() if facet.required]
    return {"properties": properties, "required": required, "additionalProperties": False}


def _choice(words: Iterable[tuple[str, str]]) -> Schema:
    ids, helps = zip(*words, strict=True) if (words := list(words)) else ((), ())
    # Words such as `2024` and `true` reach an editor as a number and a truth.
    typed = [json.loads(id) for id in ids if re.fullmatch(r"0|[1-9]\d*|true|false", id)]
    return {"enum": [*ids, *typed], **_described(*helps)}


def _described(*helps: str) -> Schema:
    return {"enumDescriptions": [*helps], "markdownEnumDescriptions": [*helps]}


def _used(root: Schema, defs: Mapping[str, Schema]) -> dict[str, Schema]:
    """The definitions that something refers to, by name."""
    found: set[str] = set()
    waiting: list[Schema] = [root]
    while waiting:
        names = {str(ref).rsplit("/", 1)[-1] for at, ref in _leaves(waiting.pop()) if at == "$ref"}
        waiting += [defs[name] for name in sorted(names - found)]
        found |= names
    return {name: defs[name] for name in sorted(found)}


def _leaves(value: object, at: str = "") -> Iterable[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, at)
    else:
        yield at, value
