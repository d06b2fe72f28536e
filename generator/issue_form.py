"""The questions that a role's fields and the book's words ask, as a GitHub issue form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from generator.model import UNKNOWN, Book, Facet, Prose, Role, Term
from generator.pages import issue_form_text
from generator.reader.shape import fields, record_in, yaml

Sort = Literal["line", "text", "lines", "one", "several"]

FACETS = "facets."
# What only someone with the whole book at hand can answer; a new role rarely needs it.
LEFT_TO_MAINTAINERS = frozenset({"codes", "status", "replaced-by", "former-slugs", "exceptions"})


@dataclass(frozen=True)
class Question:
    """One question of the form; its label is the field's name, for a facet `facets.` and the facet's name.

    `options` holds id and label of each answer to choose from; an answer comes back as `id (label)`.
    """

    label: str
    help: str
    sort: Sort
    required: bool
    example: str = ""
    options: tuple[tuple[str, str], ...] = ()
    meanings: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """The question's id, which may also prefill its answer in an address."""
        return self.label.replace(".", "-")

    @property
    def choices(self) -> list[str]:
        """The answers to choose from, as the form shows them; a bare `none` would be refused by GitHub."""
        return [f"{id} ({label})" for id, label in self.options]


def questions(book: Book) -> list[Question]:
    """What the form asks: the required questions first, each half in the order of the model."""
    return sorted(_questions(book), key=lambda question: not question.required)


def issue_form(book: Book) -> str:
    """The issue form for a new role of this book: YAML as GitHub's form schema wants it."""
    asked = questions(book)
    needed = [question for question in asked if question.required]
    return issue_form_text(needed=needed, optional=asked[len(needed) :])


def _questions(book: Book) -> Iterator[Question]:
    own = book.vocabulary
    words: dict[str, tuple[Term, ...]] = {
        "gates": own.gates,
        "pay": own.pay_units,
        "cautions": own.topics,
        "sources": own.source_kinds,
    }
    for name, inner in fields(Role).items():
        declared = Role.model_fields[inner]
        help, required = declared.description or "", declared.is_required()
        if name == "kind":
            yield from _kind_and_family(book, help)
        elif name == "facets":
            yield from (_facet(facet, asked) for facet, asked in own.facets.items())
        elif name not in LEFT_TO_MAINTAINERS:
            sort, example = _sort(declared.annotation), _example(declared)
            yield Question(name, help, sort, required, example, (), _meanings(words.get(name, ())))


def _kind_and_family(book: Book, help: str) -> Iterator[Question]:
    kinds = {"job": book.vocabulary.kinds.job, "career": book.vocabulary.kinds.career}
    labels = tuple((id, kind.label) for id, kind in kinds.items())
    yield Question("kind", help, "one", True, "", labels, tuple((id, kind.help) for id, kind in kinds.items()))
    families = sorted(book.families.values(), key=lambda family: (family.order, family.slug))
    titles = tuple((family.slug, family.title) for family in families)
    meanings = tuple((family.slug, family.summary) for family in families)
    yield Question("family", "The family that it belongs to.", "one", True, "", titles, meanings)


def _facet(name: str, facet: Facet) -> Question:
    options = tuple((term.id, term.label) for term in facet.terms)
    sort: Sort = "several" if facet.many else "one"
    unknown = ((UNKNOWN, "nobody says"),)
    return Question(FACETS + name, facet.help, sort, facet.required, "", options + unknown, _meanings(facet.terms))


def _meanings(terms: Iterable[Term]) -> tuple[tuple[str, str], ...]:
    return tuple((term.id, term.help) for term in terms)


def _sort(annotation: Any) -> Sort:
    if get_origin(annotation) in (tuple, dict):
        return "lines"
    return (
        "text" if Prose in [base for kind in (annotation, *get_args(annotation)) for base in _bases(kind)] else "line"
    )


def _bases(kind: Any) -> tuple[type, ...]:
    return kind.__mro__ if isinstance(kind, type) else ()


def _example(declared: Any) -> str:
    """An answer as it would be typed: a list's first entry, or a record with the fields that it needs."""
    record = record_in(declared.annotation)
    if record and not declared.examples:
        needed = {name: record.model_fields[inner] for name, inner in fields(record).items()}
        values = {name: one.examples[0] for name, one in needed.items() if one.is_required() and one.examples}
        return f"an-id: {yaml(values)}" if get_origin(declared.annotation) is dict else yaml(values)
    example = declared.examples[0] if declared.examples else ""
    if isinstance(example, list):
        return str(example[0])
    return yaml(example) if isinstance(example, dict) else str(example)
