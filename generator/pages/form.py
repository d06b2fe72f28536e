"""What the form for a role's file must know of the book, beside the JSON Schema."""

from __future__ import annotations

import json
from typing import Any

from generator.model import UNKNOWN, Book, Role, SourceKind, Term
from generator.reader.syntax import HIDDEN
from generator.wording import EVIDENCE_WORDS, LEVEL_WORDS


def form_data(book: Book) -> str:
    """The names that a new file may use or must avoid, and the words of the vocabulary with their meaning."""
    vocabulary = book.vocabulary
    former = [slug for role in book.roles.values() for slug in role.former_slugs]
    return _json(
        {
            "roles": {role.slug: role.title for role in book.roles.values()},
            "retired": [role.slug for role in book.roles.values() if role.status == "retired"],
            "taken": sorted({"index", *book.roles, *former}),
            "facets": {name: [facet.label, facet.help] for name, facet in vocabulary.facets.items()},
            "words": _words(book),
            "guides": {guide.id: guide.label for guide in vocabulary.guides},
            "hidden": HIDDEN.pattern,
        }
    )


def role_values(role: Role) -> str:
    """The values of a role as they stand in its file, and where the file is, seen from the folder of the book."""
    values = role.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return _json({"path": f"{role.folder}/{role.slug}.yml", "values": _as_written(values)})


def _words(book: Book) -> dict[str, dict[str, list[str]]]:
    vocabulary = book.vocabulary
    lists: dict[str, tuple[Term | SourceKind, ...]] = {
        "gate": vocabulary.gates,
        "topic": vocabulary.topics,
        "unit": vocabulary.pay_units,
        "source-kind": vocabulary.source_kinds,
        **{f"facet-{name}": facet.terms for name, facet in vocabulary.facets.items()},
    }
    families = sorted(book.families.values(), key=lambda family: (family.order, family.title))
    kinds = {"job": vocabulary.kinds.job, "career": vocabulary.kinds.career}
    return {
        **{word: {term.id: [term.label, term.help] for term in terms} for word, terms in lists.items()},
        "family": {family.slug: [family.title, family.summary] for family in families},
        "kind": {id: [kind.label, kind.help] for id, kind in kinds.items()},
        "level": {id: [label, ""] for id, label in LEVEL_WORDS.items()},
        "evidence": {id: [label, ""] for id, label in EVIDENCE_WORDS.items()},
    }


def _as_written(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_written(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_written(inner) for inner in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    # Nothing in a file is empty, so what became none was said to be unknown.
    return UNKNOWN if value is None else value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n"
