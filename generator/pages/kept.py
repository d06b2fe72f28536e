"""Pages as they were made last time, or made anew: those of single records, and the lists of a whole book."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from generator.model import Entity, Role
from generator.pages.memory import ALL, FIELDS, Answers, Witness, World, as_told, packed, unpacked
from generator.pages.noted import WHOLE, noted
from generator.pages.page import Page
from generator.processes import Spread, shares
from generator.readings import Memory

E = TypeVar("E", bound=Entity)


class KeptPages(Generic[E]):
    """Makes the pages of each record, shared among processes.

    What they hang on is what the witness is asked, and what `key` tells of a record besides; `label` tells them in the
    memory from what else is made of the same records.
    """

    def __init__(
        self,
        witness: Witness,
        memory: Memory | None,
        make: Callable[[World, E], Iterator[Page]],
        key: Callable[[E], str],
        label: str,
    ) -> None:
        self._witness, self._memory, self._make, self._key, self._label = witness, memory, make, key, label

    def of(self, records: Mapping[str, E], many: int) -> Iterator[Page]:
        """The pages of all records, each as soon as it is there; so many are shared among processes."""
        missing: dict[str, E] = {}
        for record in records.values():
            if (pages := self._recalled(record)) is None:
                missing[record.path] = record
            else:
                yield from pages
        tasks = shares(sorted(missing.values(), key=_neighbourhood), many, neighbours=True)
        for _, (path, pages, answers) in Spread(tasks, self._made).found():
            yield from self._kept(missing.pop(path), pages, answers)
        for record in missing.values():
            for _, pages, answers in self._made([record]):
                yield from self._kept(record, pages, answers)

    def _recalled(self, record: E) -> list[Page] | None:
        data = self._memory.recall(self._label + record.path, self._key(record)) if self._memory is not None else None
        return unpacked(data, self._witness) if data is not None else None

    def _made(self, records: Sequence[E]) -> Iterator[tuple[str, list[Page], Answers | None]]:
        for record in records:
            with self._witness.noting() as asked:
                pages = [page.marked() for page in self._make(self._witness.world(), record)]
            yield record.path, pages, self._witness.answers(asked) if self._memory is not None else None

    def _kept(self, record: E, pages: list[Page], answers: Answers | None) -> list[Page]:
        if self._memory is not None and answers is not None:
            self._memory.keep(self._label + record.path, self._key(record), packed(pages, answers))
        return pages


class KeptLists:
    """Makes lists of a whole book.

    What they hang on is what the witness is asked, what they read of roles, and what `key` tells besides.
    """

    def __init__(self, witness: Witness, world: World, memory: Memory | None, key: str) -> None:
        self._witness, self._world, self._memory, self._key = witness, world, memory, key

    def of(self, name: str, make: Callable[[World], Iterator[Page]]) -> Iterator[Page]:
        """The pages of the list that is remembered under a name."""
        if self._memory is None:
            yield from make(self._world)
            return
        data = self._memory.recall(name, self._key)
        pages = unpacked(data, self._witness) if data is not None else None
        yield from pages if pages is not None else self._made(name, make, self._memory)

    def _made(self, name: str, make: Callable[[World], Iterator[Page]], memory: Memory) -> list[Page]:
        world, read = noted(replace(self._world, history=self._witness.world().history))
        with self._witness.noting() as asked:
            pages = [page.marked() for page in make(world)]
        asked[("roles", ALL) if WHOLE in read else (*FIELDS, *map(as_told, sorted(read)))] = None
        if (answers := self._witness.answers(asked)) is not None:
            memory.keep(name, self._key, packed(pages, answers))
        return pages


def _neighbourhood(record: Entity) -> str:
    # Most comparisons are within a family.
    return record.folder if isinstance(record, Role) else ""
