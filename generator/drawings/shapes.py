"""What every drawing is made of: boxes for roles, and lines for the moves between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from generator.graph import Move

Ends: TypeAlias = tuple[str, str]
# A line ends so far before the box that it leads to; its head fills the rest.
HEAD = 9


@dataclass(frozen=True)
class Box:
    """A role's box, by its upper left corner, with its title in lines."""

    slug: str
    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]

    @property
    def right(self) -> int:
        """Where it ends to the right."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Where it ends below."""
        return self.y + self.height


@dataclass(frozen=True)
class Line:
    """A move as the `d` of an SVG path."""

    move: Move
    path: str


def ends_of(move: Move) -> Ends:
    """What tells a move from every other."""
    return move.start, move.end


def bend(x: int, y: int, to_x: int, to_y: int) -> str:
    """The next piece of a path: a bend that leaves and arrives level."""
    half = (x + to_x) // 2
    return f"C{half} {y} {half} {to_y} {to_x} {to_y}" if y != to_y else f"H{to_x}"


def loop(x: int, y: int, to_y: int, reach: int) -> str:
    """A path that leaves a side to the right, reaches so far, and comes back lower or higher, but for its head."""
    # A curve goes three quarters of the way to the points that pull it.
    pull = x + reach * 4 // 3
    return f"M{x} {y}C{pull} {y} {pull} {to_y} {x + HEAD} {to_y}"


def ports(boxes: Mapping[str, Box], met: Iterable[tuple[str, Ends]]) -> dict[tuple[str, Ends], int]:
    """The height at which each line meets a box's side: as many as meet there share it, in the order given."""
    met = [*met]
    counts = Counter(slug for slug, _ in met)
    numbers: Counter[str] = Counter()
    found = {}
    for slug, line in met:
        numbers[slug] += 1
        found[slug, line] = boxes[slug].y + boxes[slug].height * numbers[slug] // (counts[slug] + 1)
    return found
