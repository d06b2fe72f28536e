"""Sections of the navigation that say at once what templates ask of their pages one by one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from mkdocs.structure.nav import Section

# What an entry of the navigation shows besides its title, if the page's own settings say so.
SHOWN = frozenset({"icon", "status", "subtitle"})


class Listed(Section):
    """A section with a list of what stands in it.

    A template that goes by the list hangs on one value of the section, and not on three of each of its pages.
    """

    @cached_property
    def landing(self) -> Any:
        """The page or link to which the section leads, which is its first."""
        first = self.children[0]
        return first.landing if isinstance(first, Listed) else first

    @cached_property
    def entries(self) -> list[tuple[str, str]]:
        """The address and title of each child; empty texts for one of which there is more to say.

        To be asked for when all pages are read, since they have no titles before.
        """
        return [_entry(child) for child in self.children]

    @cached_property
    def folded(self) -> list[tuple[str, str]]:
        """The same, where a section is told by the page or link to which it leads."""
        return [
            (child.landing.url or "", str(child.title)) if isinstance(child, Listed) else entry
            for child, entry in zip(self.children, self.entries, strict=True)
        ]


def list_sections(items: Iterable[Any]) -> None:
    """Have all sections below some items tell what stands in them."""
    for item in items:
        if item.children:
            list_sections(item.children)
            if type(item) is Section:
                item.__class__ = Listed


def _entry(child: Any) -> tuple[str, str]:
    plain = not child.is_section and not (child.is_page and (child.is_index or SHOWN & {*child.meta}))
    return (child.url or "", str(child.title)) if plain else ("", "")


# A template that prints the navigation whole prints this name.
Listed.__name__ = Section.__name__
