"""Steps, routes, cycles and backlinks on a small book of letters."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from random import Random

import pytest

from generator.graph import Graph, Move, Route
from generator.model import Book, Role, Vocabulary
from generator.reader import read

# Each role with its kind and its steps: to which role, on what evidence, and whether on the same level.
STEPS = {
    "a": ("job", [("b", "stated", False), ("c", "inferred", False)]),
    "b": ("career", [("d", "several-cases", False)]),
    "c": ("career", [("d", "one-case", False), ("b", "stated", True)]),
    "d": ("career", [("e", "stated", False)]),
    "e": ("job", []),
    "f": ("career", []),
}


def book(steps: dict[str, tuple[str, list[tuple[str, str, bool]]]]) -> Book:
    roles = {slug: role(slug, kind, leads) for slug, (kind, leads) in steps.items()}
    return Book(Vocabulary.empty(), {}, roles, {})


def role(slug: str, kind: str, leads: list[tuple[str, str, bool]]) -> Role:
    lines = [
        f"{{role: {to}, evidence: {evidence}, lateral: {str(lateral).lower()}, how: ['So it went. [^s]']}}"
        for to, evidence, lateral in leads
    ]
    text = f"""
title: The {slug}
kind: {kind}
kind-because: It is. [^s]
summary: Does [[b]].
facets: {{}}
does: ['One. [^s]', 'Two. [^s]', 'Three. [^s]']
good-fit: [x, y]
poor-fit: [x, y]
leads-to: [{", ".join(lines)}]
sources: {{s: {{title: S, publisher: P, published: 2020, accessed: 2026-11, kind: press}}}}
reviewed: 2026-11
"""
    reading = read(Role, f"roles/letters/{slug}.yml", text.encode())
    assert reading.value is not None, reading.faults
    return reading.value


def test_the_way_of_a_step_follows_from_the_kinds() -> None:
    graph = Graph(book(STEPS))

    ways = {(move.start, move.end): move.way for move in graph.moves}

    assert ways == {
        ("a", "b"): "conversion",
        ("a", "c"): "conversion",
        ("b", "d"): "advance",
        ("c", "b"): "lateral",
        ("c", "d"): "advance",
        ("d", "e"): "lateral",
    }


def test_routes_are_shortest_first_then_best_documented() -> None:
    routes = Graph(book(STEPS)).routes("a", "d")

    assert [route.roles for route in routes] == [("a", "b", "d"), ("a", "c", "d"), ("a", "c", "b", "d")]
    assert [route.weakest for route in routes] == ["stated", "inferred", "inferred"]


def test_a_lateral_step_counts_as_two() -> None:
    steps = {
        "a": ("career", [("d", "several-cases", True), ("b", "inferred", False)]),
        "b": ("career", [("c", "inferred", False)]),
        "c": ("career", []),
        "d": ("career", [("c", "several-cases", False)]),
    }

    routes = Graph(book(steps)).routes("a", "c")

    assert [route.roles for route in routes] == [("a", "b", "c"), ("a", "d", "c")]


@pytest.mark.parametrize(("start", "goal"), [("a", "f"), ("e", "a"), ("a", "a")])
def test_where_no_steps_lead_there_is_no_route(start: str, goal: str) -> None:
    assert Graph(book(STEPS)).routes(start, goal) == []


@pytest.mark.parametrize("seed", range(6))
def test_no_route_beats_those_chosen_for_their_merit(seed: int) -> None:
    graph = Graph(book(tangle(seed)))
    for start, goal in permutations(tangle(seed), 2):
        every = all_routes(graph, start, goal)
        by_merit = {merit: route for route in graph.routes(start, goal) for merit in route.merits}

        assert bool(every) == bool(by_merit)
        if every:
            assert len(by_merit["fewest"].moves) == min(len(route.moves) for route in every)
            best = min(max(move.doubt for move in route.moves) for route in every)
            assert max(move.doubt for move in by_merit["documented"].moves) == best


def test_the_route_that_keeps_longest_gives_up_least_rung_by_rung() -> None:
    steps = {
        "a": ("job", [("b", "stated", False), ("c", "inferred", False), ("d", "stated", False)]),
        "b": ("career", [("d", "several-cases", False)]),
        "c": ("career", [("e", "one-case", False)]),
        "d": ("career", []),
        "e": ("career", [("d", "one-case", False)]),
    }
    kept = {"a": 0.0, "b": 2.0, "c": 0.0, "d": 3.0, "e": 1.0}
    graph = Graph(book(steps))
    graph.kept = kept

    by_merit = {merit: route.roles for route in graph.routes("a", "d") for merit in route.merits}

    assert by_merit == {"fewest": ("a", "d"), "documented": ("a", "d"), "kept": ("a", "c", "e", "d")}


def test_where_a_rung_does_not_tell_no_route_is_said_to_keep_longest() -> None:
    graph = Graph(book(STEPS))
    graph.kept = {"a": 0.0, "b": 1.0}

    assert [route.merits for route in graph.routes("a", "d")] == [("fewest", "documented"), (), ()]


def test_the_gap_between_two_roles_is_where_the_fewest_steps_are_missing() -> None:
    graph = Graph(book(STEPS))

    gap = graph.gap("f", "e")

    assert gap is not None
    assert (gap.before, gap.after, gap.alike) == (("f",), ("e",), False)


def test_a_stage_counts_the_longest_chain_beneath_and_lateral_steps_share_one() -> None:
    assert Graph(book(STEPS)).stages == {"a": 0, "b": 1, "c": 1, "d": 2, "e": 2}


def test_each_role_stands_once_on_a_route_even_in_a_circle() -> None:
    steps = STEPS | {"d": ("career", [("a", "stated", False), ("e", "stated", False)])}

    routes = Graph(book(steps)).routes("a", "e", limit=20)

    assert routes
    assert all(len(set(route.roles)) == len(route.roles) for route in routes)


def tangle(seed: int) -> dict[str, tuple[str, list[tuple[str, str, bool]]]]:
    """Nine roles joined at random."""
    chance = Random(seed)
    slugs = "abcdefghi"
    grades = ("several-cases", "one-case", "stated", "inferred")
    return {
        slug: (
            chance.choice(("job", "career")),
            [
                (end, chance.choice(grades), chance.random() < 0.3)
                for end in sorted(chance.sample(slugs, chance.choice((0, 1, 2, 3))))
                if end != slug
            ],
        )
        for slug in slugs
    }


def all_routes(graph: Graph, start: str, goal: str, path: tuple[Move, ...] = ()) -> list[Route]:
    """Every route between two roles, found by trying every step."""
    if start == goal:
        return [Route(path)]
    used = {move.start for move in path}
    return [
        route
        for move in graph.leads_to(start)
        if move.end not in used
        for route in all_routes(graph, move.end, goal, (*path, move))
    ]


def test_a_circle_of_advances_is_found_once_and_lateral_steps_make_none() -> None:
    circle = STEPS | {"d": ("career", [("b", "stated", False)])}
    lateral = STEPS | {"d": ("career", [("b", "stated", True)])}

    assert Graph(book(circle)).cycles() == [["b", "d"]]
    assert Graph(book(lateral)).cycles() == []


def test_feeders_and_destinations_look_all_the_way() -> None:
    graph = Graph(book(STEPS))

    assert graph.feeders("d") == {"a", "b", "c"}
    assert graph.destinations("c") == {"b", "d", "e"}


def test_a_mention_is_remembered_with_its_text() -> None:
    links = Graph(book(STEPS)).backlinks("b")

    assert ("a", "mention", "Does [[b]].") in [(link.start, link.kind, link.reason) for link in links]


def test_a_step_to_a_missing_role_is_left_out() -> None:
    whole = book(STEPS)
    torn = replace(whole, roles={slug: role for slug, role in whole.roles.items() if slug != "d"})

    assert Graph(torn).leads_to("b") == []
