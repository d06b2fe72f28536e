"""Writes pages through templates, and has those remembered that are made of single records, or of the whole book."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

from generator import processes
from generator.diagnostics import Diagnostic, as_text
from generator.model import Entity
from generator.pages.comparison import Comparison
from generator.pages.environment import environment, write
from generator.pages.kept import KeptLists, KeptPages
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
        self._world, self._faults, self._known = world, faults, known
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

    def each(
        self,
        make: Callable[[Maker, World, E], Iterator[Page]],
        records: Mapping[str, E],
        label: str = "",
        *,
        shared: bool = False,
    ) -> Iterator[Page]:
        """What is made of each record by itself, remembered under a label; many may be shared among processes."""
        memory = self._known.memory if self._known else None
        kept = KeptPages(self._witness, memory, partial(make, self), self._key, label)
        return kept.of(records, processes.MANY if shared else len(records) + 1)

    def _key(self, entity: Entity) -> str:
        return repr([self._marks.get(entity.path), self.site, self._whole, self._told(entity.path)])

    def lists(self, lists: Mapping[str, Callable[[Maker, World], Iterator[Page]]]) -> Iterator[Page]:
        """The pages that are made of the whole book, in some lists by name."""
        roles, families = self._world.book.roles.values(), self._world.book.families.values()
        rest = self._marks.items() - {(role.path, self._marks.get(role.path)) for role in roles}
        key = repr([sorted(rest), self.site, self._whole, [self._told(family.path) for family in families]])
        kept = KeptLists(self._witness, self._world, self._known.memory if self._known else None, key)
        for name, make in lists.items():
            yield from kept.of(name, partial(make, self))
