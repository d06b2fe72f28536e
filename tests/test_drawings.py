"""The drawings of ladders and the map: what stands where, and what is told."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations, pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.drawings import MapDrawing, draw_ladder, draw_map
from generator.drawings.letters import width, wrap
from generator.drawings.shapes import Box, Line
from generator.graph import Move
from generator.graph.stages import stages
from generator.model import Role, Step
from generator.pipeline import Outcome, Pipeline
from tests.helpers import copy_example, mkdocs
from tests.test_routes_page import dead_links

WAYS = ("advance", "lateral", "conversion")
STEP = Step.model_validate({"role": "x", "evidence": "stated", "how": ["So. [^s]"]})
CURVE = re.compile(r"([MCHV])((?:-?\d+ ?)+)")
POINTS = 24

titles = st.text("abc WM-", min_size=1, max_size=60).map(lambda text: text.strip() or "x")


def made_role(slug: str, title: str) -> Role:
    """As much of a role as a drawing looks at."""
    return cast("Role", SimpleNamespace(slug=slug, title=title))


@st.composite
def books(draw: st.DrawFn) -> tuple[list[tuple[str, list[Role]]], list[Move]]:
    """Families of roles, and moves between them in any direction."""
    roles = [made_role(f"r{number}", draw(titles)) for number in range(draw(st.integers(2, 14)))]
    families = [(f"f{number}", [role for at, role in enumerate(roles) if at % 3 == number]) for number in range(3)]
    pairs = st.tuples(st.sampled_from(roles), st.sampled_from(roles)).filter(lambda pair: pair[0] is not pair[1])
    ends = draw(st.lists(pairs, min_size=1, max_size=24, unique_by=lambda pair: (pair[0].slug, pair[1].slug)))
    moves = [Move(start.slug, end.slug, draw(st.sampled_from(WAYS)), STEP) for start, end in ends]
    return families, moves


def points(line: Line) -> Iterator[tuple[float, float]]:
    """Places along a line, close together."""
    x = y = 0.0
    for command, numbers in CURVE.findall(line.path):
        values = [float(number) for number in numbers.split()]
        if command == "M":
            x, y = values
            yield x, y
            continue
        if command == "H":
            values = [x, y, values[0], y, values[0], y]
        elif command == "V":
            values = [x, y, x, values[0], x, values[0]]
        x1, y1, x2, y2, to_x, to_y = values
        for number in range(1, POINTS + 1):
            t, u = number / POINTS, 1 - number / POINTS
            yield (
                u**3 * x + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t**3 * to_x,
                u**3 * y + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t**3 * to_y,
            )
        x, y = to_x, to_y


def overlap(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def inside(box: Box, x: float, y: float) -> bool:
    return box.x < x < box.right and box.y < y < box.bottom


@settings(max_examples=60, deadline=None)
@given(books())
def test_on_the_map_nothing_overlaps_and_every_move_is_drawn_once(
    book: tuple[list[tuple[str, list[Role]]], list[Move]],
) -> None:
    families, moves = book
    staged = stages(moves)
    drawing = draw_map(families, moves, staged)

    assert {box.slug for box in drawing.boxes} == set(staged)
    assert [line.move for line in drawing.lines if line.move not in moves] == []
    assert len(drawing.lines) == len(moves) == len({(line.move.start, line.move.end) for line in drawing.lines})
    assert not [pair for pair in combinations(drawing.boxes, 2) if overlap(*pair)]
    assert all(0 <= box.x < box.right <= drawing.width for box in drawing.boxes)
    assert all(0 <= box.y < box.bottom <= drawing.height for box in drawing.boxes)
    assert pierced(drawing) == []


def pierced(drawing: MapDrawing) -> list[tuple[str, str]]:
    """The boxes that a line runs through, and lines that leave the frame."""
    found = []
    for line in drawing.lines:
        for x, y in points(line):
            found += [(line.path, box.slug) for box in drawing.boxes if inside(box, x, y)]
            if not (0 <= x <= drawing.width and 0 <= y <= drawing.height):
                found.append((line.path, "frame"))
    return found


@settings(max_examples=40, deadline=None)
@given(st.lists(titles, min_size=1, max_size=7), st.data())
def test_on_a_ladder_nothing_overlaps_and_a_higher_rung_stands_higher(names: list[str], data: st.DataObject) -> None:
    roles = [made_role(f"r{number}", title) for number, title in enumerate(names)]
    moves = [Move(low.slug, high.slug, "advance", STEP) for low, high in pairwise(roles)]
    others = [Move(low.slug, high.slug, "lateral", STEP) for low, high in combinations(roles, 2)][:4]
    rungs = [*zip(roles, [*data.draw(st.permutations(moves)), None], strict=True)]

    drawing = draw_ladder(rungs, [move for move in others if move.end != f"r{int(move.start[1:]) + 1}"])

    assert [box.slug for box in drawing.boxes] == [role.slug for role in roles]
    assert not [pair for pair in combinations(drawing.boxes, 2) if overlap(*pair)]
    assert all(low.y > high.bottom for low, high in pairwise(drawing.boxes))
    assert all(0 <= box.y < box.bottom <= drawing.height for box in drawing.boxes)
    assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for line in drawing.beside for x, y in points(line))


@given(st.text(min_size=1, max_size=80), st.integers(40, 200))
def test_every_letter_of_a_text_is_kept_in_lines_that_fit(text: str, room: int) -> None:
    lines = wrap(text, room, 13)

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line, 13) <= room for line in lines)


def rows(families: int, roles: int = 16) -> tuple[list[tuple[str, list[Role]]], list[Move]]:
    """Families whose roles rise one to the next, each beside the one of the same height in the next family."""
    made = [
        (f"f{at}", [made_role(f"r{at}-{number}", f"Role {number}") for number in range(roles)])
        for at in range(families)
    ]
    rising = [(f"r{at}-{number}", f"r{at}-{number + 1}") for at in range(families) for number in range(roles - 1)]
    across = [(f"r{at}-{number}", f"r{at + 1}-{number}") for at in range(families - 1) for number in range(roles)]
    moves = [Move(start, end, "advance", STEP) for start, end in rising]
    return made, [*moves, *(Move(start, end, "lateral", STEP) for start, end in across)]


def calls(work: Callable[[], object]) -> int:
    """How many functions are called by some work, which is the same each time and on each machine."""
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def test_a_map_of_twice_as_many_roles_takes_about_twice_the_work() -> None:
    counts = []
    for families in (12, 24):
        made, moves = rows(families)
        found = stages(moves)
        assert len(draw_map(made, moves, found).lines) == len(moves)
        counts.append(calls(partial(draw_map, made, moves, found)))

    assert counts[1] < 2.4 * counts[0]


def test_the_map_and_its_list_tell_every_move_once(site: Path, outcome: Outcome) -> None:
    told = (site / "map/index.html").read_text("utf-8")
    moves = [(move.start, move.end) for move in outcome.graph.moves]

    drawn = re.findall(r'<g class="move" data-from="([^"]+)" data-to="([^"]+)"', told)
    listed = re.findall(r'→ <a href="\.\./roles/([^"]+)/">', told)

    assert sorted(drawn) == moves
    assert sorted(listed) == sorted(end for _, end in moves)
    assert dead_links(site / "map/index.html") == []


def test_a_role_without_a_step_is_listed_with_its_family(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    lonely = folder / "roles/sea/boatswain.yml"
    text = lonely.read_text("utf-8")
    lonely.with_name("cook.yml").write_text(
        re.sub(r"leads-to:.*?(?=sources:)", "", text.replace("title: Boatswain", "title: Cook"), flags=re.DOTALL),
        "utf-8",
    )

    [page] = [page for page in Pipeline(folder / "roles", "roles").run().pages() if page.path == "map.md"]

    assert '<li class="still">Without any documented step: <a href="../roles/cook/">Cook</a></li>' in page.text
    assert 'data-role="cook"' not in page.text


def test_a_map_too_large_to_be_drawn_is_a_list(outcome: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.pages.ways.DRAWN", 3)

    [page] = [page for page in outcome.pages() if page.path == "map.md"]

    assert "<svg" not in page.text
    assert page.text.count("→ <a href=") == len([*outcome.graph.moves])


def test_without_folders_the_links_of_drawings_lead_to_files(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    with (folder / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("use_directory_urls: false\n")

    assert mkdocs("build", "-q", cwd=folder).returncode == 0
    site = folder / "site"
    for page in ("map.html", "routes/index.html", "ladders/from-wick-to-watch.html"):
        assert dead_links(site / page) == [], page


def test_a_ladder_is_drawn_with_each_rung_and_step(site: Path, outcome: Outcome) -> None:
    for ladder in outcome.book.ladders.values():
        told = (site / f"ladders/{ladder.slug}/index.html").read_text("utf-8")
        drawing = told[told.index('<svg class="drawing"') : told.index("</figure>")]

        assert re.findall(r'data-role="([^"]+)"', drawing) == [*ladder.rungs]
        assert drawing.count('<text class="drawing__said"') == len(ladder.rungs) - 1
        assert dead_links(site / f"ladders/{ladder.slug}/index.html") == []


def test_a_ladder_tells_which_gates_change_at_each_step(site: Path) -> None:
    told = (site / "ladders/from-wick-to-watch/index.html").read_text("utf-8")

    assert "Gates that change" in told
    assert "<dd>Certificate: not asked → required</dd>" in told
