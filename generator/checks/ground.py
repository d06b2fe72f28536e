"""What every rule stands on: the book, its graph and the files' texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from generator.diagnostics import Diagnostic, Severity, Span
from generator.graph import Graph
from generator.model import Book, Entity, Location
from generator.reader import Document


@dataclass(frozen=True)
class Ground:
    """A book, its graph, and for each file its text with the places of its values.

    `broken` holds the paths of the files that could not be read: what they would have said is not missed.
    """

    book: Book
    graph: Graph
    documents: Mapping[str, Document]
    broken: frozenset[str] = frozenset()

    @cached_property
    def roles(self) -> frozenset[str]:
        """The slugs of all roles, broken ones included."""
        return frozenset(self.book.roles) | {PurePosixPath(path).stem for path in self.broken}

    @cached_property
    def families(self) -> frozenset[str]:
        """The slugs of all families, broken ones included."""
        return frozenset(self.book.families) | {PurePosixPath(path).parent.name for path in self.broken}

    @property
    def has_vocabulary(self) -> bool:
        """Whether the vocabulary could be read."""
        return self.book.vocabulary.path not in self.broken

    def fault(  # noqa: PLR0913  # a diagnostic has this many parts
        self,
        code: str,
        entity: Entity,
        at: Location,
        message: str,
        help: str = "",
        *,
        token: str = "",
        key: bool = False,
        notes: tuple[str, ...] = (),
        severity: Severity = "error",
    ) -> Diagnostic:
        """A diagnostic about the value at a location, about its key, or about a piece of its text."""
        document = self.documents[entity.path]
        span = document.key_span(at) if key else document.token_span(at, token)
        return document.fault(code, message, span, help, notes, severity)

    def file_fault(self, code: str, entity: Entity, message: str, help: str, notes: tuple[str, ...] = ()) -> Diagnostic:
        """A diagnostic about a file as a whole."""
        return self.documents[entity.path].fault(code, message, Span(), help, notes)
