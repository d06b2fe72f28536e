"""The text of a GitHub issue, made with the issue form, → the values of a role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, get_origin

from generator.model import UNKNOWN, Facet, Role, Vocabulary
from generator.reader import Document, parsed
from generator.reader.shape import fields, record_in
from generator.reader.syntax import HIDDEN
from generator.writer.draft import Values
from generator.writer.formatting import shapes

HEADING = re.compile(r"^### +(\S.*)$", re.MULTILINE)
FENCE = re.compile(r"\A```\w*\n(.*?)\n?```\Z", re.DOTALL)
NOTHING = "_No response_"
FACETS = "facets."
# How a choice of the form comes back: `id (label)`.
CHOICE = re.compile(r"(?:^|,)\s*([^\s(),]+)(?:\s*\([^()]*(?:\([^()]*\)[^()]*)*\))?\s*(?=,|$)")
BULLET = re.compile(r"^\s*[-*]\s+(?:\[[ xX]\]\s+)?")


@dataclass(frozen=True)
class Answers:
    """What an issue says: the family asked for, the role's values, and the headings that belong to neither."""

    family: str
    values: Values
    left_out: tuple[str, ...]


def answers(text: str, vocabulary: Vocabulary) -> Answers:
    """What the text of an issue says of a role; nothing in it is trusted, and what nobody can see is dropped.

    A heading that stands twice counts once, so that no answer can take the place of another.
    """
    family, values, left_out = "", dict[str, Any](), []
    facets: dict[str, Any] = {}
    for label, answer in _sections(text):
        facet = label.removeprefix(FACETS)
        if label in values or (label == "family" and family) or (label != facet and facet in facets):
            left_out.append(label)
        elif answer in ("", NOTHING):
            continue
        elif label == "family":
            family = _choices(answer)[0]
        elif label == "kind":
            values[label] = _choices(answer)[0]
        elif label.startswith(FACETS):
            facets[facet] = _terms(answer, vocabulary.facets.get(facet))
        elif label in fields(Role) and label != "facets":
            values[label] = _value(answer, Role.model_fields[fields(Role)[label]].annotation)
        else:
            left_out.append(label)
    return Answers(family, {**values, **({"facets": facets} if facets else {})}, tuple(left_out))


def _sections(text: str) -> Iterator[tuple[str, str]]:
    clean = HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    headings = list(HEADING.finditer(clean))
    for heading, following in zip_longest(headings, headings[1:]):
        answer = clean[heading.end() : following.start() if following else None].strip()
        fenced = FENCE.match(answer)
        yield heading[1].strip(), (fenced[1] if fenced else answer).strip("\n")


def _choices(answer: str) -> list[str]:
    """The ids of the choices, one or several."""
    lines = ", ".join(BULLET.sub("", line) for line in answer.split("\n") if line.strip())
    return CHOICE.findall(lines) or [" ".join(answer.split())]


def _terms(answer: str, facet: Facet | None) -> str | list[str]:
    terms = _choices(answer)
    if facet:  # a label may hold a comma or a bracket; the book's own words are the surest guide
        options = [(term.id, f"{term.id} ({term.label})") for term in facet.terms]
        terms = [id for id, shown in options if re.search(rf"(^|, |\n){re.escape(shown)}($|, |\n)", answer)] or terms
    return terms if (not facet or facet.many) and terms != [UNKNOWN] else ", ".join(terms)


def _value(answer: str, annotation: Any) -> Any:
    """An answer as the value that a field takes; what cannot be one stays text, for the check to tell."""
    origins = {get_origin(shape) for shape in shapes(annotation)}
    if record_in(annotation) is None:
        return [_unquoted(line) for line in _lines(answer)] if tuple in origins else " ".join(answer.split())
    whole = _plain(answer)
    if dict in origins:
        if isinstance(whole, dict):
            return whole
        return {name: value for line in _lines(answer) for name, value in _pairs(_plain(line), line)}
    if tuple not in origins:
        return whole if isinstance(whole, dict) else answer
    if isinstance(whole, list):
        return whole
    return [_plain(line) or line for line in _lines(answer)]


def _pairs(value: Any, line: str) -> Iterator[tuple[str, Any]]:
    yield from value.items() if isinstance(value, Mapping) else ((" ".join(line.split())[:80], {}),)


def _plain(text: str) -> Any:
    """A text as YAML says it, or None where it is not YAML that a role's file may hold."""
    value, faults = parsed(Document("", text + "\n"))
    return None if faults else value


def _lines(answer: str) -> list[str]:
    return [BULLET.sub("", line).strip() for line in answer.split("\n") if line.strip()]


def _unquoted(line: str) -> str:
    inner = line[1:-1]
    return inner if line[:1] == line[-1:] == '"' and inner and '"' not in inner else line
