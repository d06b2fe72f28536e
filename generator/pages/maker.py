"""Writes pages through templates, and has those remembered that are made of single records, or of the whole book."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

from generator import processes
from generator.diagnostics import Diagnostic, as_text
from generator.model import Entity
from generator.pages.comparison import Comparison
from generator.pages.environment import environment, write
from generator.pages.kept import Kept, Task, alone, near, together, unasked
from generator.pages.memory import Known, Witness, World
from generator.pages.page import Page, Site
from generator.pages.sheet import Sheet
from generator.pages.view import View

# Of a larger book, the search knows no more of a role than the first things that are told.
LARGE = 500

E = TypeVar("E", bound=Entity)


class Maker:
    """Writes the pages of one book for one site."""

    def __init__(
        self, world: World, site: Site, faults: Mapping[str, Sequence[Diagnostic]], known: Known | None
    ) -> None:
        self.site = site
        self._world, self._faults = world, faults
        self._memory = known.memory if known else None
        self._marks: Mapping[str, str] = known.marks if known else {}
        self._witness = Witness(world, known)
        self._made = environment()
        self.comparison = Comparison(self._witness, self._made, site.folders)
        # What a page is told of the whole book, even if it asks for nothing but single records.
        self._whole = {"large": len(world.book.roles) > LARGE, "mapped": world.ways.mapped}

    def render(
        self,
        world: World,
        template: str,
        path: str,
        source: str | None = None,
        look: type[View] = View,
        **values: object,
    ) -> Page:
        """The page that a template makes of a world."""
        view = look(world.book, path, self.site.folders)
        found = self._told(source or "")
        own = {"view": view, "site": self.site, "faults": found, "path": source, "last_good": True, **values}
        text = write(lambda: self._made.get_template(template), {**world.told(), **self._whole, **own})
        # Faults are told in Markdown.
        return Page(path, text, source, ready=look is Sheet and not found)

    def _told(self, source: str) -> str:
        return as_text(list(self._faults.get(source, ())))

    def pages(self, tasks: Iterable[Task], *, shared: bool = False) -> Iterator[Page]:
        """The pages of some tasks, each as soon as it is there; many may be shared among processes."""
        return Kept(self._witness, self._memory).of(tasks, processes.MANY if shared else sys.maxsize)

    def each(
        self, make: Callable[[Maker, E, World], Iterator[Page]], records: Mapping[str, E], label: str = ""
    ) -> Iterator[Task]:
        """What is made of each record by itself, remembered under a label."""
        for record in records.values():
            key = repr([self._marks.get(record.path), self.site, self._whole, self._told(record.path)])
            made = partial(alone, self._witness, partial(make, self, record))
            yield Task(label + record.path, key, made, near(record))

    def lists(self, lists: Mapping[str, Callable[[Maker, World], Iterator[Page]]]) -> Iterator[Task]:
        """What is made of the whole book, in some lists by name."""
        roles, families = self._world.book.roles.values(), self._world.book.families.values()
        rest = self._marks.items() - {(role.path, self._marks.get(role.path)) for role in roles}
        key = repr([sorted(rest), self.site, self._whole, [self._told(family.path) for family in families]])
        whole = unasked if self._memory is None else partial(together, self._witness)
        for name, make in lists.items():
            yield Task(name, key, partial(whole, self._world, partial(make, self)))
