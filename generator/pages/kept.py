"""Pages as they were made last time, or made anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import NamedTuple

from generator.model import Entity, Role
from generator.pages.memory import ALL, FIELDS, Answers, Question, Witness, World, as_told, packed, unpacked
from generator.pages.noted import WHOLE, noted
from generator.pages.page import Page
from generator.processes import Spread, shares
from generator.readings import Memory


class Task(NamedTuple):
    """Pages that are made together: `make` tells them, and what was asked of the witness for them.

    `name` and `key` tell them in the memory from others. Those that are `near` each other ask for much the same.
    """

    name: str
    key: str
    make: Callable[[], tuple[list[Page], Iterable[Question]]]
    near: str = ""


class Kept:
    """Makes the pages of some tasks, but for those that hang on the same answers as last time."""

    def __init__(self, witness: Witness, memory: Memory | None) -> None:
        self._witness, self._memory = witness, memory

    def of(self, tasks: Iterable[Task], many: int) -> Iterator[Page]:
        """The pages of all tasks, each as soon as it is there; so many with neighbours are shared among processes."""
        missing: dict[str, Task] = {}
        for task in tasks:
            if (pages := self._recalled(task)) is None:
                missing[task.name] = task
            else:
                yield from pages
        for _, (name, pages, answers) in Spread(_shared(missing.values(), many), self._made).found():
            yield from self._remembered(missing.pop(name), pages, answers)
        for task in missing.values():
            for _, pages, answers in self._made([task]):
                yield from self._remembered(task, pages, answers)

    def _recalled(self, task: Task) -> list[Page] | None:
        found = self._memory.recall_pages(task.name, task.key) if self._memory is not None else None
        return unpacked(*found, self._witness) if found is not None else None

    def _made(self, tasks: Sequence[Task]) -> Iterator[tuple[str, list[Page], Answers | None]]:
        for task in tasks:
            pages, asked = task.make()
            if self._memory is None:
                yield task.name, [page.encoded() for page in pages], None
            else:
                yield task.name, [page.encoded().marked() for page in pages], self._witness.answers(asked)

    def _remembered(self, task: Task, pages: list[Page], answers: Answers | None) -> list[Page]:
        if self._memory is None or answers is None:
            return pages
        texts = self._memory.keep_pages(task.name, task.key, packed(pages, answers), [page.data for page in pages])
        if texts is None:
            return pages
        return [replace(page, content=text) for page, text in zip(pages, texts, strict=True)]


def alone(witness: Witness, make: Callable[[World], Iterator[Page]]) -> tuple[list[Page], Iterable[Question]]:
    """The pages that are made of one record, and all that was asked for them."""
    with witness.noting() as asked:
        pages = list(make(witness.world()))
    return pages, asked


def together(
    witness: Witness, world: World, make: Callable[[World], Iterator[Page]]
) -> tuple[list[Page], Iterable[Question]]:
    """The pages that are made of the whole book, and what was asked for them: of roles, the fields that were read."""
    own, read = noted(replace(world, history=witness.world().history))
    with witness.noting() as asked:
        pages = list(make(own))
    return pages, [*asked, ("roles", ALL) if WHOLE in read else (*FIELDS, *map(as_told, sorted(read)))]


def unasked(world: World, make: Callable[[World], Iterator[Page]]) -> tuple[list[Page], Iterable[Question]]:
    """The same pages, where nobody remembers what was asked."""
    return list(make(world)), ()


def near(record: Entity) -> str:
    """What tells the records that a page of this one is likely to ask for: most comparisons are within a family."""
    return record.folder if isinstance(record, Role) else ""


def _shared(tasks: Collection[Task], many: int) -> list[Sequence[Task]]:
    """The tasks in a share for each process: neighbours stay together, and others are dealt out in turn."""
    others = [task for task in tasks if not task.near]
    neighbours = sorted((task for task in tasks if task.near), key=attrgetter("near"))
    parts = shares(neighbours, many, neighbours=True)
    return [[*others[at :: len(parts)], *part] for at, part in enumerate(parts)]
