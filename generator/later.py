"""Roles that are known from the last time: in short at once, and whole as soon as somebody asks for more.

After an edit of one file of a large book, nobody does of most others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import Any, cast

from pydantic import create_model

from generator.model import Record, Role, Said

# What the graph and the rules between files ask of each role.
SHORT = (
    "title",
    "also_called",
    "kind",
    "leads_to",
    "similar",
    "reviewed",
    "status",
    "replaced_by",
    "former_slugs",
    "exceptions",
)


@cache
def _short() -> type[Record]:
    # Made when it is needed: most checks know no role from the last time.
    fields: dict[str, Any] = {name: (Role.model_fields[name].annotation, Role.model_fields[name]) for name in SHORT}
    return create_model("Short", __base__=Record, **fields)


def outline(values: Mapping[str, Any]) -> Record:
    """What is known of a role at once, made of plain values; raises `ValueError`."""
    return _short().model_validate(values)


def in_short(values: Mapping[str, Any]) -> dict[str, Any]:
    """Of all that a role's file says, what is known of it at once."""
    names = [Role.model_fields[name].alias or name for name in SHORT]
    return {name: values[name] for name in names if name in values}


class LaterRole:
    """Stands in for a role, and is the role for whoever asks it."""

    __slots__ = ("_role", "_short", "folder", "path", "said", "slug")

    def __init__(self, path: str, short: Record, said: Said, rest: Callable[[], Role]) -> None:
        self.path, self.said = path, said
        place = PurePosixPath(path)
        self.slug, self.folder = place.stem, place.parent.name
        self._short = short
        # The role once it was asked for, and until then how to get it.
        self._role: Role | Callable[[], Role] = rest

    __class__ = cast("Any", property(lambda _: Role))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._short if name in SHORT else self._whole(), name)

    def __eq__(self, other: object) -> bool:
        return self._whole() == other

    def __hash__(self) -> int:
        return hash(self._whole())

    def tell(self, said: Said) -> None:
        """Nothing new: what its texts tell is known from the beginning."""

    def _whole(self) -> Role:
        if not isinstance(self._role, Role):
            self._role = self._role()
        return self._role
