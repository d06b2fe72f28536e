"""What a graph is made of: moves between roles, routes of several, and links of other kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from generator.model import Evidence, Step

Way = Literal["advance", "lateral", "conversion"]
Link = Literal["similar", "mention", "ladder"]
# What a route is shown for: no other has fewer steps, none is documented better, none keeps longer what the book's
# vocabulary says is given up by and by.
Merit = Literal["fewest", "documented", "kept"]

# Of several moves, one with weak evidence comes before a lateral one: thirty of the weakest weigh less than one step.
STEP_COST = 1000
EVIDENCE_COST: Mapping[Evidence, int] = {"several-cases": 0, "one-case": 8, "stated": 16, "inferred": 32}


@dataclass(frozen=True)
class Move:
    """A step with both its ends and the way it goes."""

    start: str
    end: str
    way: Way
    step: Step

    @property
    def doubt(self) -> int:
        """How little is known of it: nothing for several cases, most where it is inferred."""
        return EVIDENCE_COST[self.step.evidence]

    @property
    def cost(self) -> int:
        """Its place among other moves of a role: lateral ones come last, weak evidence breaks ties."""
        return STEP_COST * (2 if self.way == "lateral" else 1) + self.doubt


@dataclass(frozen=True)
class Route:
    """Moves that join one role to another, each role once, and what the route is shown for, if anything."""

    moves: tuple[Move, ...]
    merits: tuple[Merit, ...] = ()

    @property
    def roles(self) -> tuple[str, ...]:
        """The slugs along the route, both ends included."""
        return (*(move.start for move in self.moves), self.moves[-1].end)

    @property
    def weakest(self) -> Evidence:
        """The evidence of its least documented move."""
        return max((move.step.evidence for move in self.moves), key=EVIDENCE_COST.__getitem__)


@dataclass(frozen=True)
class Gap:
    """Two roles that no documented step joins, and the ways that lead up to the one and on from the other.

    `before` begins with the start asked for, `after` ends with the goal; `alike` tells whether the roles on both sides
    of the gap name each other as similar, or only share a family.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    alike: bool


@dataclass(frozen=True)
class Backlink:
    """A mention of a role elsewhere, with its kind and, where one was given, its reason.

    `start` is the slug of a role, or of a ladder where the kind is `ladder`.
    """

    start: str
    kind: Link
    reason: str = ""
