"""A ladder from the bottom up: boxes above each other, with the steps between them and those that pass over a rung."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.drawings.letters import wrap
from generator.drawings.shapes import Box, Line, ends_of, loop, ports
from generator.graph import Move
from generator.model import Role

# As wide as a phone, so that letters keep their size on one.
WIDTH = 340
BOX = 256
EDGE = 3
SIZE = 15
LEADING = 20
PADDING = 10
MARGIN = 12
KIND = 17
# Room for three lines on what is known of a step.
RISE = 88
# Where the line of a step stands, and how far apart are those that pass over rungs.
LINE = 30
TRACK = 16


@dataclass(frozen=True)
class Rise:
    """The line from one rung to the next, with the move if one is recorded; `y` is where it ends, above."""

    move: Move | None
    x: int
    y: int
    length: int


@dataclass(frozen=True)
class LadderDrawing:
    """Boxes from the bottom rung up, what joins each to the next, and the other moves between them."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    rises: tuple[Rise, ...]
    beside: tuple[Line, ...]


def draw_ladder(rungs: Sequence[tuple[Role, Move | None]], beside: Iterable[Move]) -> LadderDrawing:
    """The drawing of a ladder's rungs, lowest first, each with the move to the next."""
    lines = [wrap(role.title, BOX - 2 * MARGIN, SIZE) for role, _ in rungs]
    heights = [len(own) * LEADING + KIND + 2 * PADDING for own in lines]
    height = sum(heights) + RISE * (len(rungs) - 1) + 2 * EDGE
    boxes, bottom = [], height - EDGE
    for (role, _), own, tall in zip(rungs, lines, heights, strict=True):
        boxes.append(Box(role.slug, EDGE, bottom - tall, BOX, tall, own))
        bottom -= tall + RISE
    rises = [Rise(move, EDGE + LINE, boxes[at + 1].bottom, RISE) for at, (_, move) in enumerate(rungs[:-1])]
    others = _beside({box.slug: box for box in boxes}, [*beside])
    reach = EDGE + BOX + TRACK * (len(others) + 1)
    return LadderDrawing(max(WIDTH, reach), height, tuple(boxes), tuple(rises), tuple(others))


def _beside(boxes: dict[str, Box], moves: Sequence[Move]) -> list[Line]:
    by_span = sorted(moves, key=lambda move: (abs(boxes[move.start].y - boxes[move.end].y), move.start, move.end))
    met = ports(boxes, [(slug, ends_of(move)) for move in by_span for slug in ends_of(move)])
    found = []
    for track, move in enumerate(by_span, 1):
        y, to_y = (met[slug, ends_of(move)] for slug in ends_of(move))
        found.append(Line(move, loop(EDGE + BOX, y, to_y, TRACK * track)))
    return found
