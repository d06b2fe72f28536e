"""The map: families as rows, stages as columns, every move a line that passes through no box but its own two.

A move over several stages runs through each column between on a lane of its own, kept free for it like a small box.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean
from typing import TypeAlias

from generator.drawings.letters import wrap
from generator.drawings.shapes import HEAD, Box, Ends, Line, bend, ends_of, loop, ports
from generator.graph import Move
from generator.model import Role

BOX = 168
GUTTER = 62
EDGE = 4
SIZE = 13
LEADING = 16
PADDING = 8
MARGIN = 10
SPACE = 10
LANE = 8
# The heads of all columns, and of each row.
TOP = 26
TITLE = 32
SWEEPS = 6
# How far the lines within a column reach into the gutter, in turn, so that few lie upon each other.
TRACKS = (46, 30, 38, 22)

# A role's slug, or the ends of a move with the column that it runs through.
Item: TypeAlias = "str | tuple[Ends, int]"


@dataclass(frozen=True)
class Row:
    """A family's part of the map, by its folder, with its boxes from left to right."""

    folder: str
    y: int
    height: int
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True)
class MapDrawing:
    """Where columns begin, and where rows and lines stand."""

    width: int
    height: int
    columns: tuple[int, ...]
    rows: tuple[Row, ...]
    lines: tuple[Line, ...]

    @property
    def boxes(self) -> Iterator[Box]:
        """The boxes of all rows."""
        return (box for row in self.rows for box in row.boxes)


def draw_map(
    families: Sequence[tuple[str, Sequence[Role]]], moves: Sequence[Move], stages: Mapping[str, int]
) -> MapDrawing:
    """The drawing of the roles that have a stage, family by family, and of all moves between them."""
    staged = [(folder, [role for role in roles if role.slug in stages]) for folder, roles in families]
    staged = [(folder, roles) for folder, roles in staged if roles]
    titles = {role.slug: wrap(role.title, BOX - 2 * MARGIN, SIZE) for _, roles in staged for role in roles}
    heights = {slug: len(lines) * LEADING + 2 * PADDING for slug, lines in titles.items()}
    cells = _cells([[role.slug for role in roles] for _, roles in staged], moves, stages)
    rows, tops = _rows([folder for folder, _ in staged], cells, heights)
    boxes = {
        slug: Box(slug, _left(stages[slug]), tops[slug], BOX, heights[slug], lines) for slug, lines in titles.items()
    }
    filled = tuple(
        replace(row, boxes=tuple(sorted((boxes[role.slug] for role in roles), key=lambda box: (box.x, box.y))))
        for row, (_, roles) in zip(rows, staged, strict=True)
    )
    columns = tuple(_left(column) for column in range(max(stages.values(), default=-1) + 1))
    bottom = rows[-1].y + rows[-1].height if rows else TOP
    lines = tuple(_lines(moves, boxes, tops, stages))
    return MapDrawing(_left(len(columns)), bottom + EDGE, columns, filled, lines)


def _left(column: int) -> int:
    return EDGE + column * (BOX + GUTTER)


def _chain(move: Move, stages: Mapping[str, int]) -> list[Item]:
    """What a move passes, from its start to its end."""
    between = range(stages[move.start] + 1, stages[move.end])
    return [move.start, *((ends_of(move), column) for column in between), move.end]


def _cells(
    rows: Sequence[Sequence[str]], moves: Sequence[Move], stages: Mapping[str, int]
) -> dict[tuple[int, int], list[Item]]:
    """What stands in each row and column, ordered so that lines run as level as may be."""
    row_of = {slug: row for row, slugs in enumerate(rows) for slug in slugs}
    cells: dict[tuple[int, int], list[Item]] = defaultdict(list)
    before: dict[Item, list[Item]] = defaultdict(list)
    after: dict[Item, list[Item]] = defaultdict(list)
    for slug, row in row_of.items():
        cells[row, stages[slug]].append(slug)
    for move in moves:
        chain = _chain(move, stages)
        for column, lane in enumerate(chain[1:-1], stages[move.start] + 1):
            cells[row_of[move.end], column].append(lane)
        for one, other in pairwise(chain):
            after[one].append(other)
            before[other].append(one)
    place = {item: at for (row, _), items in cells.items() for item, at in _places(row, items)}
    for sweep in range(SWEEPS):
        near = after if sweep % 2 else before
        for (row, _), items in sorted(cells.items(), key=lambda cell: cell[0][1], reverse=bool(sweep % 2)):
            wanted = {item: fmean(place[other] for other in near[item] or [item]) for item in items}
            items.sort(key=wanted.__getitem__)
            place.update(_places(row, items))
    return cells


def _places(row: int, items: Sequence[Item]) -> Iterator[tuple[Item, float]]:
    """How far down each item of a cell stands, in rows."""
    return ((item, row + (at + 0.5) / len(items)) for at, item in enumerate(items))


def _rows(
    folders: Sequence[str], cells: Mapping[tuple[int, int], Sequence[Item]], heights: Mapping[str, int]
) -> tuple[tuple[Row, ...], dict[Item, int]]:
    """The rows from the top down, and where each item begins; a cell stands in the middle of its row."""
    of_row: dict[int, list[list[tuple[Item, int]]]] = defaultdict(list)
    for (row, _), items in cells.items():
        of_row[row].append([(item, heights[item] if isinstance(item, str) else LANE) for item in items])
    rows, tops, y = [], {}, TOP
    for row, folder in enumerate(folders):
        tall = max(_stacked(cell) for cell in of_row[row])
        for cell in of_row[row]:
            top = y + TITLE + (tall - _stacked(cell)) // 2
            for item, height in cell:
                tops[item] = top
                top += height + SPACE
        rows.append(Row(folder, y, TITLE + tall + SPACE))
        y += rows[-1].height
    return tuple(rows), tops


def _stacked(cell: Sequence[tuple[Item, int]]) -> int:
    return sum(height for _, height in cell) + SPACE * (len(cell) - 1)


def _lines(
    moves: Sequence[Move], boxes: Mapping[str, Box], tops: Mapping[Item, int], stages: Mapping[str, int]
) -> Iterator[Line]:
    chains = [(move, _chain(move, stages)) for move in moves]
    level = [(move, chain) for move, chain in chains if stages[move.start] == stages[move.end]]
    rising = [(move, chain) for move, chain in chains if stages[move.start] != stages[move.end]]
    leaving = [(tops[chain[1]], move.start, ends_of(move)) for move, chain in rising]
    leaving += [(tops[move.end], move.start, ends_of(move)) for move, _ in level]
    leaving += [(tops[move.start], move.end, ends_of(move)) for move, _ in level]
    arriving = [(tops[chain[-2]], move.end, ends_of(move)) for move, chain in rising]
    right = ports(boxes, [(slug, line) for _, slug, line in sorted(leaving)])
    left = ports(boxes, [(slug, line) for _, slug, line in sorted(arriving)])
    for track, (move, _) in enumerate(level):
        y, to_y = (right[slug, ends_of(move)] for slug in ends_of(move))
        yield Line(move, loop(boxes[move.start].right, y, to_y, TRACKS[track % len(TRACKS)]))
    for move, chain in rising:
        x, y = boxes[move.start].right, right[move.start, ends_of(move)]
        path = f"M{x} {y}"
        for column, lane in enumerate(chain[1:-1], stages[move.start] + 1):
            path += bend(x, y, _left(column), tops[lane] + LANE // 2) + f"H{_left(column) + BOX}"
            x, y = _left(column) + BOX, tops[lane] + LANE // 2
        yield Line(move, path + bend(x, y, boxes[move.end].x - HEAD, left[move.end, ends_of(move)]))
