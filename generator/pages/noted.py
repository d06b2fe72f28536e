"""A book that notes which fields of its roles are read, for lists that hang on few of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from generator.graph import Graph
from generator.model import Role
from generator.pages.memory import World
from generator.readings import SAID

# What follows from where a role's file is.
PLACE = frozenset({"path", "slug", "folder"})
# The fields of a role, by the names that files give them, and what its texts tell in all.
FIELD_NAMES = {name: declared.alias or name for name, declared in Role.model_fields.items()} | {"said": SAID}
# Noted where more is read of a role than single fields.
WHOLE = "whole"


class NotedRole:
    """Stands in for a role, and notes what is read of it."""

    __slots__ = ("_read", "_role")

    def __init__(self, role: Role, read: set[str]) -> None:
        self._role, self._read = role, read

    # Whoever asks what it is, is told what it stands for.
    __class__ = cast("Any", property(lambda _: Role))

    def __getattr__(self, name: str) -> Any:
        if name not in PLACE:
            self._read.add(FIELD_NAMES.get(name, WHOLE))
        return getattr(self._role, name)


def noted(world: World) -> tuple[World, set[str]]:
    """A world in which nothing has been looked up yet, and the fields of roles that are read in it, as they are."""
    read: set[str] = set()
    roles = {slug: cast("Role", NotedRole(role, read)) for slug, role in world.book.roles.items()}
    book = replace(world.book, roles=roles)
    return replace(World.of(book, Graph(book)), history=world.history), read
