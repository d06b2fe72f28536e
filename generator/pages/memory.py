"""What is made of a role or ladder is remembered with the questions that were asked of the book while it was made.

A page is a function of the answers that it gets. Where the same questions have the same answers at the next build,
the page is the same one, and nobody need write it again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any, NamedTuple, TypeVar, cast

from generator.graph import Graph, Move
from generator.history import History
from generator.model import Book, Entity, Record
from generator.pages.index import Index
from generator.pages.page import Page
from generator.pages.ways import Ways
from generator.readings import Memory
from generator.spool import Text

# The subject that is asked, what it is asked for, and what is told along; a record is told by its file.
Question = tuple[str, ...]
Answers = Mapping[Question, str]
# Stands before the file of a record among what is told along.
FILE = "@"
# What a shelf of the book is asked for.
ALL, COUNT, ONE = "all", "count", "one"
SHELVES = ("families", "roles", "ladders")
# Asks what stands in some fields of all roles.
FIELDS = ("roles", "fields")

T = TypeVar("T")


class Known(NamedTuple):
    """A memory, and the marks by which one reading of a record is told from another, by file.

    `fields` are marks of what a record says in each field, by the field's name in the file.
    """

    memory: Memory
    marks: Mapping[str, str]
    fields: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class World:
    """What a template may ask."""

    book: Book
    graph: Graph
    index: Index
    ways: Ways
    history: History

    @classmethod
    def of(cls, book: Book, graph: Graph, history: History | None = None) -> World:
        """The world of a book, in which nothing has been looked up yet."""
        index = Index(book, graph)
        return cls(book, graph, index, Ways(book, graph, index), (history or History()).of_book(book))

    def told(self) -> dict[str, Any]:
        """The same by name, as a template is given it."""
        return dict(vars(self))


class Unmarkable(Exception):
    """An answer of which nobody can tell whether it is as it was, or a question that cannot be asked again."""


class Witness:
    """A book, its graph and its history, which note what is asked of them."""

    def __init__(self, world: World, known: Known | None) -> None:
        self._subjects, self._book = world.told(), world.book
        self._marks = known.marks if known else {}
        self._fields = known.fields if known else {}
        self._answers: dict[Question, str | None] = {}
        self._ways: dict[type, Callable[[Witness, Any], str]] = {}
        self._noted: list[dict[Question, None]] = []
        self._made: dict[str, tuple[Any, dict[Question, None]]] = {}

    @property
    def book(self) -> Book:
        """The book."""
        # Kept nowhere, so that it holds no witness, and the witness no book, when all is made.
        return cast("Book", _Shelves(self))

    def world(self) -> World:
        """The watched world, in which nobody knows anything yet, since what is known already is not asked."""
        book, graph, history = self.book, *(cast("Any", _Watched(self, name)) for name in ("graph", "history"))
        index = Index(book, graph)
        return World(book, graph, index, Ways(book, graph, index), history)

    @contextmanager
    def noting(self) -> Iterator[dict[Question, None]]:
        """The questions that are asked meanwhile, which whoever notes around it hears too."""
        self._noted.append({})
        try:
            yield self._noted[-1]
        finally:
            heard = self._noted.pop()
            self._hear(heard)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What is made under a name, the first time; its questions count as asked each time."""
        if name in self._made:
            self._hear(self._made[name][1])
        else:
            with self.noting() as asked:
                made = make()
            self._made[name] = made, asked
        return cast("T", self._made[name][0])

    def _hear(self, questions: Mapping[Question, None]) -> None:
        if self._noted:
            self._noted[-1].update(questions)

    def ask(self, *question: object) -> Any:
        """The answer to a question, which is noted; an attribute is asked for, or a method called with the rest."""
        subject, name, *told = question
        self._hear({(str(subject), str(name), *map(as_told, told)): None})
        return self._answer(str(subject), str(name), told)

    def _answer(self, subject: str, name: str, told: Sequence[object]) -> Any:
        if (subject, name) == FIELDS:
            return self._said_in(told)
        if subject in SHELVES:
            shelf: Mapping[str, Entity] = getattr(self._book, subject)
            return len(shelf) if name == COUNT else shelf if name == ALL else shelf.get(str(told[0]))
        if subject == "book":
            return getattr(self._book, name)
        found = getattr(self._subjects[subject], name)
        return found(*told) if callable(found) else found

    def _said_in(self, fields: Sequence[object]) -> str:
        """What all roles say in some fields, as marks that tell it from what else they might say."""
        marks = [(role.path, self._fields.get(role.path)) for role in self._book.roles.values()]
        if not all(own for _, own in marks):
            raise Unmarkable("a role whose fields have no marks")
        names = [str(name) for name in fields]
        return "\n".join(" ".join([path, *(own.get(name, "none") for name in names)]) for path, own in marks if own)

    def answers(self, asked: Iterable[Question]) -> Answers | None:
        """The marks of the answers to some questions; nothing where one has none."""
        found = {question: self.mark(question) for question in asked}
        return None if None in found.values() else cast("Answers", found)

    def mark(self, question: Question) -> str | None:
        """The mark of the answer to a question as the book is now; nothing where none can be given."""
        if question not in self._answers:
            self._answers[question] = None
            with suppress(Unmarkable, KeyError, ValueError, AttributeError, TypeError):
                told = [self._retold(text) for text in question[2:]]
                answer = self._answer(question[0], question[1], told)
                self._answers[question] = marked(self._told(answer))
        return self._answers[question]

    def _retold(self, text: str) -> object:
        kind, rest = text[0], text[1:]
        if kind == "?":
            raise Unmarkable("something else than texts, numbers and records")
        return self._by_path[rest] if kind == FILE else int(rest) if kind == "#" else rest

    @cached_property
    def _by_path(self) -> Mapping[str, Entity]:
        return {entity.path: entity for entity in self._book.entities}

    def _told(self, value: object) -> str:
        """A text for a value that is another one wherever the value is."""
        return (self._ways.get(type(value)) or self._way(value))(self, value)

    def _way(self, value: object) -> Callable[[Witness, Any], str]:
        """How values of this type are told, which is found out once: tens of thousands are asked for."""
        # Roles known in outline stand in for roles, and say that they are some.
        if value is None or isinstance(value, str | int | float):
            way: Callable[[Witness, Any], str] = Witness._told_plain
        elif isinstance(value, Entity):
            way = Witness._told_entity
        elif isinstance(value, Move):
            way = Witness._told_move
        elif isinstance(value, Record):
            way = Witness._told_record
        elif isinstance(value, Mapping):
            way = Witness._told_mapping
        elif isinstance(value, list | tuple):
            way = Witness._told_sequence
        elif is_dataclass(value) and not isinstance(value, type):
            way = Witness._told_fields
        else:
            raise Unmarkable(type(value).__name__)
        self._ways[type(value)] = way
        return way

    def _told_plain(self, value: object) -> str:
        return f"{type(value).__name__}{value!r}"

    def _told_record(self, value: Record) -> str:
        return repr(value)

    def _told_entity(self, entity: Entity) -> str:
        return f"{FILE}{entity.path!r}{self._marks[entity.path]}"

    def _told_move(self, move: Move) -> str:
        # The step stands in the file of the role that it starts from.
        return f">{move.start!r}{move.end!r}{move.way}{self._told_entity(self._book.roles[move.start])}"

    def _told_mapping(self, values: Mapping[object, object]) -> str:
        return f"{type(values).__name__}{len(values)}[{''.join(map(self._told, values.items()))}]"

    def _told_sequence(self, values: Sequence[object]) -> str:
        return f"{type(values).__name__}{len(values)}[{''.join(map(self._told, values))}]"

    def _told_fields(self, value: Any) -> str:
        return f"{type(value).__name__}({''.join(self._told(getattr(value, field.name)) for field in fields(value))})"


class _Watched:
    """A subject of which each attribute that is read, and each method that is called, is noted."""

    def __init__(self, witness: Witness, name: str) -> None:
        self._witness, self._name = witness, name

    def __getattr__(self, name: str) -> Any:
        if callable(getattr(self._witness._subjects[self._name], name)):  # noqa: SLF001  # two halves of one thing
            return lambda *told: self._witness.ask(self._name, name, *told)
        return self._witness.ask(self._name, name)


class _Shelves:
    """A book of which each record that is looked up is noted."""

    def __init__(self, witness: Witness) -> None:
        self._witness = witness
        self.families, self.roles, self.ladders = (_Shelf(witness, name) for name in SHELVES)

    def __getattr__(self, name: str) -> Any:
        return self._witness.ask("book", name)


class _Shelf(Mapping[str, Entity]):
    """Records by slug; who goes through them or counts them asks for all of them."""

    def __init__(self, witness: Witness, name: str) -> None:
        self._witness, self._name = witness, name

    def __getitem__(self, slug: str) -> Entity:
        if (found := self._witness.ask(self._name, ONE, slug)) is None:
            raise KeyError(slug)
        return cast("Entity", found)

    def __iter__(self) -> Iterator[str]:
        return iter(self._witness.ask(self._name, ALL))

    def __len__(self) -> int:
        return cast("int", self._witness.ask(self._name, COUNT))


def as_told(value: object) -> str:
    """What is told along with a question, as a text."""
    if isinstance(value, Entity):
        return FILE + value.path
    if isinstance(value, bool) or not isinstance(value, str | int):
        return "?"
    return f"={value}" if isinstance(value, str) else f"#{value}"


def marked(text: str) -> str:
    """A mark that tells one text from another."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def packed(pages: Sequence[Page], answers: Answers) -> bytes:
    """Pages without their texts, and the marks of what was asked for them, as bytes."""
    heads = [[page.path, page.source, page.in_nav, page.ready, page.mark] for page in pages]
    return json.dumps([heads, [*answers.items()]], separators=(",", ":")).encode()


def unpacked(data: bytes, texts: Sequence[Text], witness: Witness) -> list[Page] | None:
    """The pages that were packed, if every question has the answer that it had; nothing for bytes of another make."""
    try:
        heads, answers = json.loads(data)
        if any(witness.mark(tuple(question)) != answer for question, answer in answers):
            return None
        return [Page(path, text, *rest) for (path, *rest), text in zip(heads, texts, strict=True)]
    except (ValueError, TypeError):
        return None
