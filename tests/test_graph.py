"""Steps, routes, cycles and backlinks on a small book of letters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.graph import Graph
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


def test_each_role_stands_once_on_a_route_even_in_a_circle() -> None:
    steps = STEPS | {"d": ("career", [("a", "stated", False), ("e", "stated", False)])}

    routes = Graph(book(steps)).routes("a", "e", limit=20)

    assert routes
    assert all(len(set(route.roles)) == len(route.roles) for route in routes)


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
