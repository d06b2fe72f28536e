"""The whole book, and the questions that hold for any record in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.model.entities import Entity, Family, Ladder, Links, Role, Vocabulary
from generator.model.parts import Guide
from generator.model.types import Location

# The address of a link in a text.
TARGET = re.compile(r"\]\(\s*<?([^)>\s]*)")


@dataclass(frozen=True)
class Book:
    """Everything that was read without a fault, by slug, in the order of the slugs."""

    vocabulary: Vocabulary
    families: Mapping[str, Family]
    roles: Mapping[str, Role]
    ladders: Mapping[str, Ladder]
    links: Links | None = None

    @cached_property
    def guides(self) -> Mapping[str, Guide]:
        """The hand-written pages that texts may link to, by id."""
        return {guide.id: guide for guide in self.vocabulary.guides}

    @property
    def entities(self) -> Iterator[Entity]:
        """Every record that readers see: the vocabulary first, then families, roles and ladders."""
        yield self.vocabulary
        yield from self.families.values()
        yield from self.roles.values()
        yield from self.ladders.values()


def addresses(said: Iterable[tuple[Location, str]]) -> Iterator[tuple[Location, str]]:
    """Every address among the texts of a record, in a field of its own or linked in a text, with its location."""
    for at, value in said:
        if at[-1] == "url":
            yield at, value
        elif "](" in value:
            yield from ((at, address) for address in TARGET.findall(value))
