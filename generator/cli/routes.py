"""`rolebook routes`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from generator.cli.book import EXISTING, known, read_book
from generator.graph import Gap, Merit, Route
from generator.pages import EVIDENCE_WORDS
from generator.pipeline import Outcome


@click.command()
@click.argument("start")
@click.argument("goal")
@click.option("--limit", default=3, show_default=True, type=click.IntRange(1, 20), help="At most so many routes.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How routes are shown.")
@click.option("--roles", "root", type=EXISTING, default=Path("roles"), show_default=True, help="The book's folder.")
def routes(start: str, goal: str, limit: int, form: str, root: Path) -> None:
    """Print the ways from the role START to the role GOAL, by documented steps.

    First the route of fewest steps, the best documented, and the one that keeps longest what the vocabulary marks with
    `kept`; then others with at most two steps more. Ends with 1 if no route is documented, and tells the nearest.

    Example: rolebook routes lamp-trimmer principal-keeper
    """
    outcome = read_book(root)
    for slug in (start, goal):
        known(slug, outcome.book.roles, "role")
    found = outcome.graph.routes(start, goal, limit)
    if form == "json":
        click.echo(json.dumps([_as_object(route) for route in found], indent=2))
    elif found:
        click.echo(
            "\n\n".join(_as_text(outcome, number, route, len(found) > 1) for number, route in enumerate(found, 1))
        )
    else:
        click.echo(f"no documented route leads from {start} to {goal}")
        click.echo(f"nearest: {_nearest(outcome, outcome.graph.gap(start, goal))}", err=True)
    sys.exit(not found)


def _as_object(route: Route) -> dict[str, object]:
    steps = [
        {"from": move.start, "to": move.end, "way": move.way, "evidence": move.step.evidence, "how": [*move.step.how]}
        for move in route.moves
    ]
    return {"roles": [*route.roles], "weakest": route.weakest, "merits": [*route.merits], "steps": steps}


def _as_text(outcome: Outcome, number: int, route: Route, several: bool) -> str:
    titles = [outcome.book.roles[slug].title for slug in route.roles]
    count = len(route.moves)
    merits = "".join(f"; {_merit(outcome, merit)}" for merit in route.merits) if several else ""
    lines = [
        f"{number}. {count} step{'' if count == 1 else 's'}; weakest evidence: {EVIDENCE_WORDS[route.weakest]}{merits}",
        titles[0],
    ]
    for move, title in zip(route.moves, titles[1:], strict=True):
        lines.append(f"   → {title}  ({move.way}; {EVIDENCE_WORDS[move.step.evidence]})")
    return "\n   ".join(lines[:2]) + "".join(f"\n{line}" for line in lines[2:])


def _merit(outcome: Outcome, merit: Merit) -> str:
    kept = next((facet.kept for facet in outcome.book.vocabulary.facets.values() if facet.kept), "")
    return {"fewest": "fewest steps", "documented": "best evidence", "kept": f"keeps {kept} longest"}[merit]


def _nearest(outcome: Outcome, gap: Gap | None) -> str:
    if gap is None:
        return "nothing documented comes near"
    before, after = (" → ".join(outcome.book.roles[slug].title for slug in path) for path in (gap.before, gap.after))
    return f"{before} … no documented step, but {'similar' if gap.alike else 'of one family'} … {after}"
