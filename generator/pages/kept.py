"""The pages that are made of single records: as they were made last time, or made anew, shared among processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from generator import processes
from generator.model import Entity, Role
from generator.pages.memory import Answers, Witness, packed, unpacked
from generator.pages.page import Page
from generator.processes import Spread, shares
from generator.readings import Memory

E = TypeVar("E", bound=Entity)


class KeptPages(Generic[E]):
    """Makes the pages of each record.

    What they hang on is what the witness is asked, and what `key` tells of a record besides.
    """

    def __init__(
        self, witness: Witness, memory: Memory | None, make: Callable[[E], Iterator[Page]], key: Callable[[E], str]
    ) -> None:
        self._witness, self._memory, self._make, self._key = witness, memory, make, key

    def of(self, records: Mapping[str, E]) -> Iterator[Page]:
        """The pages of all records, each as soon as it is there."""
        missing: dict[str, E] = {}
        for record in records.values():
            if (pages := self._recalled(record)) is None:
                missing[record.path] = record
            else:
                yield from pages
        tasks = shares(sorted(missing.values(), key=_neighbourhood), processes.MANY, neighbours=True)
        for _, (path, pages, answers) in Spread(tasks, self._made).found():
            yield from self._kept(missing.pop(path), pages, answers)
        for record in missing.values():
            for _, pages, answers in self._made([record]):
                yield from self._kept(record, pages, answers)

    def _recalled(self, record: E) -> list[Page] | None:
        data = self._memory.recall(record.path, self._key(record)) if self._memory is not None else None
        return unpacked(data, self._witness) if data is not None else None

    def _made(self, records: Sequence[E]) -> Iterator[tuple[str, list[Page], Answers | None]]:
        for record in records:
            with self._witness.noting() as asked:
                pages = [*self._make(record)]
            yield record.path, pages, self._witness.answers(asked) if self._memory is not None else None

    def _kept(self, record: E, pages: list[Page], answers: Answers | None) -> list[Page]:
        if self._memory is not None and answers is not None:
            self._memory.keep(record.path, self._key(record), packed(pages, answers))
        return pages


def _neighbourhood(record: Entity) -> str:
    # Most comparisons are within a family.
    return record.folder if isinstance(record, Role) else ""
