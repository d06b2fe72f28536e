"""Roles side by side: one column of cells for each role, the same for ready-made pages and for the script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from jinja2 import Environment
from markupsafe import Markup

from generator.model import GUIDE, Book, Family, Gate, Prose, Role, Source, Vocabulary
from generator.pages.environment import write
from generator.pages.memory import Witness
from generator.pages.prose import anchor, escape, html
from generator.pages.view import address

# Stands where the way to the site's root belongs; no file of a book can hold this character.
ROOT = "\0"
# What a role tells before and after the facets and gates, which the vocabulary names.
FIRST = ("kind", "kind-because", "summary", "family")
MIDDLE = ("hours", "pay", "first-income")
LAST = ("measured-by", "good-fit", "poor-fit", "leads-to", "comes-from", "reviewed", "sources")
REFERENCES = re.compile(r"<sup>.*?</sup>|<[^>]*>")


@dataclass(frozen=True)
class Attribute:
    """One row of every comparison; `sort` is `facet`, `gate`, or `role` for what each role tells by itself."""

    sort: str
    name: str

    @property
    def id(self) -> str:
        """Its name among all rows."""
        return f"{self.sort}-{self.name}"


def attributes(vocabulary: Vocabulary) -> tuple[Attribute, ...]:
    """The rows of every comparison, in order."""
    return (
        *(Attribute("role", name) for name in FIRST),
        *(Attribute("facet", name) for name in vocabulary.facets),
        *(Attribute("role", name) for name in MIDDLE),
        *(Attribute("gate", gate.id) for gate in vocabulary.gates),
        *(Attribute("role", name) for name in LAST),
    )


class Column:
    """One role as a column, while it is written: links from the site's root, and sources numbered from 1."""

    def __init__(self, book: Book, role: Role, folders: bool) -> None:
        self._book, self.role, self._folders = book, role, folders
        self._numbers: dict[tuple[str, str], int] = {}
        self._sources: list[Source] = []

    def link(self, entity: Role | Family, label: str | None = None) -> Markup:
        """A link to the page of a role or family."""
        return self.page_link(address(entity), label or entity.title)

    def page_link(self, page: str, label: str) -> Markup:
        """A link to a page by its Markdown file."""
        place = page.removesuffix(".md") + ("/" if self._folders else ".html")
        return Markup(f'<a href="{ROOT}{place}">{escape(label)}</a>')  # noqa: S704

    def say(self, text: Prose, owner: Role) -> Markup:
        """A prose or claim as HTML, its citations looked up in the file that it comes from."""

        def link(slug: str, label: str | None) -> str:
            if guide := self._book.guides.get(slug.removeprefix(GUIDE)) if slug.startswith(GUIDE) else None:
                return str(self.page_link(guide.page, label or guide.label))
            role = self._book.roles.get(slug)
            return str(self.link(role, label) if role else escape(label or slug))

        said = html(text, lambda id: self._number(id, owner), link)
        return Markup(str(said).replace(" <sup>", "<sup>"))  # noqa: S704

    def cite(self, ids: Iterable[str], owner: Role) -> Markup:
        """The numbers of some sources of a file, each once."""
        return Markup("".join(self._number(id, owner) for id in dict.fromkeys(ids)))  # noqa: S704

    def gates(self, kind: str) -> list[Gate]:
        """The gates of one kind."""
        return [gate for gate in self.role.gates if gate.kind == kind]

    def external(self, source: Source) -> Markup:
        """A link to a source, or its title alone where there is no safe address."""
        return anchor(source.url, source.title)

    def sources(self) -> Sequence[Source]:
        """The sources cited so far, by number."""
        return self._sources

    def _number(self, id: str, owner: Role) -> str:
        source = owner.sources.get(id)
        if source is None:
            return ""
        key = (source.url or source.title, source.title)
        if key not in self._numbers:
            self._sources.append(source)
            self._numbers[key] = len(self._sources)
        number = self._numbers[key]
        return f'<sup><a href="#{self.role.slug}-{number}">{number}</a></sup>'


@dataclass(frozen=True)
class Told:
    """A finished column: its head, a cell for each attribute, and why it is like each of its peers, all as HTML."""

    role: Role
    head: str
    cells: tuple[str, ...]
    reasons: dict[str, str]

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """The cells without their marks and source numbers, to be told apart."""
        return tuple(REFERENCES.sub("", cell).strip() for cell in self.cells)


class Comparison:
    """All columns of a book, each written once."""

    def __init__(self, witness: Witness, made: Environment, folders: bool) -> None:
        self._witness, self._made, self.folders = witness, made, folders

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """The rows of every comparison, in order."""
        return self._witness.once("attributes", lambda: attributes(self._witness.book.vocabulary))

    def told(self, role: Role) -> Told:
        """The column of a role."""
        return self._witness.once(f"column {role.slug}", lambda: self._tell(role))

    def _tell(self, role: Role) -> Told:
        column = Column(self._witness.book, role, self.folders)
        peers = {other.role: str(column.say(other.because, role)) for other in reversed(role.similar)}
        head, *cells = self._write("compare-column.html.j2", column=column).splitlines()
        return Told(role, head, tuple(cells), peers)

    def _write(self, template: str, **values: object) -> str:
        shared = {**self._witness.world().told(), "attributes": self.attributes}
        return write(self._made.get_template(template), {**shared, **values})

    @property
    def _labels(self) -> list[str]:
        """The word for what all tell alike, and the head of each row."""
        lines = self._witness.once("labels", lambda: self._write("compare-labels.html.j2").splitlines())
        return [line for line in lines if line]

    def body(self, roles: Sequence[Role], root: str) -> Markup:
        """The rows of a table of some roles, for a page from which the site's root is that way.

        They are joined here and not in a template, because there are dozens on a page for nearly every role. Without
        roles the rows are empty, to be filled by the script.
        """
        columns = [self.told(role) for role in roles]
        word, *labels = self._labels
        rows = []
        for at, (attribute, label) in enumerate(zip(self.attributes, labels, strict=True)):
            same = attribute.name != "sources" and len({column.plain[at] for column in columns}) == 1
            alike, mark = (' class="compare__same"', f" <small>{word}</small>") if same else ("", "")
            head = f'<th scope="row" role="rowheader">{label}{mark}</th>'
            cells = "".join(f'<td role="cell">{column.cells[at]}</td>' for column in columns)
            rows.append(f'<tr role="row" data-row="{attribute.id}"{alike}>{head}{cells}</tr>')
        return _rooted("\n".join(rows), root)

    def heads(self, roles: Sequence[Role], root: str) -> list[Markup]:
        """What stands above the columns."""
        return [_rooted(self.told(role).head, root) for role in roles]

    def reason(self, role: Role, peer: Role, root: str) -> Markup:
        """Why the one is called like the other."""
        return _rooted(self.told(role).reasons[peer.slug], root)

    def data(self, role: Role) -> str:
        """The column as the script of `compare/` reads it, with ways that hold from there."""
        told = self.told(role)
        cells = {attribute.id: cell for attribute, cell in zip(self.attributes, told.cells, strict=True)}
        whole = {"slug": role.slug, "title": role.title, "head": told.head, "cells": cells, "similar": told.reasons}
        return json.dumps(_from(whole), ensure_ascii=False, separators=(",", ":")) + "\n"


def _from(value: object) -> object:
    """The same value with ways that hold from a page in a folder at the site's root."""
    if isinstance(value, dict):
        return {key: _from(inner) for key, inner in value.items()}
    return value.replace(ROOT, "../") if isinstance(value, str) else value


def _rooted(text: str, root: str) -> Markup:
    return Markup(text.replace(ROOT, root))  # noqa: S704
