"""The book itself: it checks clean, and says what the article that it starts from says."""

from __future__ import annotations

import pytest

from generator.model import Claim, Prose
from generator.pipeline import Outcome, Pipeline
from tests.helpers import ROOT


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return Pipeline(ROOT / "roles", "roles").run()


def test_the_book_has_no_faults(outcome: Outcome) -> None:
    assert [f"{fault.path}:{fault.span.line} {fault.code}" for fault in outcome.faults] == []


def test_every_claim_cites_a_source(outcome: Outcome) -> None:
    bare = [
        (entity.path, at)
        for entity in outcome.book.entities
        for at, text in entity.strings()
        if isinstance(text, Claim) and not text.citations
    ]

    assert bare == []


def test_at_least_six_ladders_lead_from_a_job_to_a_career(outcome: Outcome) -> None:
    roles = outcome.book.roles
    rising = [
        ladder.slug
        for ladder in outcome.book.ladders.values()
        if (roles[ladder.rungs[0]].kind, roles[ladder.rungs[-1]].kind) == ("job", "career")
    ]

    assert len(rising) >= 6


def test_a_reviewer_can_read_the_way_to_the_top_of_a_health_plan(outcome: Outcome) -> None:
    routes = outcome.graph.routes("chart-reviewer", "chief-medical-officer-health-plan")

    assert routes
    assert all(move.step.how for route in routes for move in route.moves)


def test_no_two_roles_share_a_sentence(outcome: Outcome) -> None:
    seen: dict[str, str] = {}
    shared = []
    for role in outcome.book.roles.values():
        for at, text in role.strings():
            if isinstance(text, Prose) and seen.setdefault(text, role.slug) != role.slug:
                shared.append((seen[text], role.slug, at))

    assert shared == []


def test_no_pay_stands_without_place_and_source(outcome: Outcome) -> None:
    for role in outcome.book.roles.values():
        assert all(pay.place and pay.sources for pay in role.pay), role.path
