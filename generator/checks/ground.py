"""What every rule stands on: the book, its graph and the files' texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath

from generator.diagnostics import Diagnostic, Severity, Span
from generator.graph import Graph
from generator.model import Book, Entity, Location, Prose, Term, addresses
from generator.reader import Document

# A comment behind something else on its line.
COMMENT = re.compile(r"^[ \t]*[^\s#].*?[ \t]#", re.MULTILINE)


@dataclass(frozen=True)
class Ground:
    """A book, its graph, and for each file its text with the places of its values.

    `broken` holds the paths of the files that could not be read: what they would have said is not missed. Nothing that
    the files in `clean` say by themselves is a fault; it may be that only their outlines are known.
    """

    book: Book
    graph: Graph
    documents: Mapping[str, Document]
    broken: frozenset[str] = frozenset()
    clean: frozenset[str] = frozenset()

    @cached_property
    def roles(self) -> frozenset[str]:
        """The slugs of all roles, broken ones included."""
        return frozenset(self.book.roles) | {PurePosixPath(path).stem for path in self.broken}

    @cached_property
    def families(self) -> frozenset[str]:
        """The slugs of all families, broken ones included."""
        return frozenset(self.book.families) | {PurePosixPath(path).parent.name for path in self.broken}

    def strings(self, entity: Entity) -> Sequence[tuple[Location, str]]:
        """Every text inside an entity, with its location; looked up once."""
        if entity.path not in self._strings:
            self._strings[entity.path] = entity.strings()
        return self._strings[entity.path]

    def texts(self, entity: Entity) -> Sequence[tuple[Location, Prose]]:
        """Every prose and claim inside an entity, with its location; looked up once."""
        if entity.path not in self._texts:
            self._texts[entity.path] = [(at, text) for at, text in self.strings(entity) if isinstance(text, Prose)]
        return self._texts[entity.path]

    def citations(self, entity: Entity) -> Sequence[tuple[Location, str, str]]:
        """Every source that an entity cites: the place, the id, and the piece of text that cites it; looked up once."""
        if entity.path not in self._citations:
            self._citations[entity.path] = list(_citations(self.strings(entity)))
        return self._citations[entity.path]

    def comments(self, entity: Entity) -> Mapping[Location, tuple[Span, str]]:
        """The comments that end a line with a text in it: where the text is, where the comment, and what it says."""
        if entity.path not in self._comments:
            document = self.documents[entity.path]
            possible = " #" in document.text or "\t#" in document.text
            places = [at for at, _ in self.strings(entity)] if possible and COMMENT.search(document.text) else []
            found = {at: comment for at in places if (comment := document.comment_beside(at))}
            self._comments[entity.path] = found
        return self._comments[entity.path]

    def addresses(self, entity: Entity) -> Sequence[tuple[Location, str]]:
        """Every address that an entity gives, in a field of its own or in a text, with its location; looked up once."""
        if entity.path not in self._addresses:
            self._addresses[entity.path] = list(addresses(self.strings(entity)))
        return self._addresses[entity.path]

    @cached_property
    def words(self) -> Mapping[str, frozenset[str]]:
        """The ids that the vocabulary declares, by the name of the list."""
        vocabulary = self.book.vocabulary
        lists: dict[str, Iterable[Term]] = {
            "gates": vocabulary.gates,
            "moves": vocabulary.moves,
            "topics": vocabulary.topics,
            "pay-units": vocabulary.pay_units,
            "source-kinds": vocabulary.source_kinds,
        }
        return {name: frozenset(term.id for term in terms) for name, terms in lists.items()}

    @cached_property
    def _strings(self) -> dict[str, Sequence[tuple[Location, str]]]:
        return {}

    @cached_property
    def _addresses(self) -> dict[str, Sequence[tuple[Location, str]]]:
        return {}

    @cached_property
    def _texts(self) -> dict[str, Sequence[tuple[Location, Prose]]]:
        return {}

    @cached_property
    def _citations(self) -> dict[str, Sequence[tuple[Location, str, str]]]:
        return {}

    @cached_property
    def _comments(self) -> dict[str, Mapping[Location, tuple[Span, str]]]:
        return {}

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
        return document.fault(code, message, span, help, notes, severity=severity)

    def respelt(self, fault: Diagnostic, old: str, new: str | None, *, safe: bool = True) -> Diagnostic:
        """The fault with a fix that writes another word, if there is one that was most likely meant."""
        fix = self.documents[fault.path].respelling(fault.span, old, new, safe=safe) if new else None
        return replace(fault, fix=fix)

    def file_fault(self, code: str, entity: Entity, message: str, help: str, notes: tuple[str, ...] = ()) -> Diagnostic:
        """A diagnostic about a file as a whole."""
        return self.documents[entity.path].fault(code, message, Span(), help, notes)


def _citations(strings: Iterable[tuple[Location, str]]) -> Iterator[tuple[Location, str, str]]:
    for at, text in strings:
        if isinstance(text, Prose):
            if "[^" in text:
                yield from ((at, id, f"[^{id}]") for id in dict.fromkeys(text.citations))
        elif isinstance(at[-1], int) and at[-2] == "sources":
            yield at, text, ""
