"""`rolebook routes`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from generator.cli.book import EXISTING, known, read_book
from generator.graph import Route
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

    Ends with 1 if no route is documented.

    Example: rolebook routes lamp-trimmer principal-keeper
    """
    outcome = read_book(root)
    for slug in (start, goal):
        known(slug, outcome.book.roles, "role")
    found = outcome.graph.routes(start, goal, limit)
    if form == "json":
        click.echo(json.dumps([_as_object(route) for route in found], indent=2))
    elif found:
        click.echo("\n\n".join(_as_text(outcome, number, route) for number, route in enumerate(found, 1)))
    else:
        click.echo(f"no documented route leads from {start} to {goal}")
    sys.exit(not found)


def _as_object(route: Route) -> dict[str, object]:
    steps = [
        {"from": move.start, "to": move.end, "way": move.way, "evidence": move.step.evidence, "how": [*move.step.how]}
        for move in route.moves
    ]
    return {"roles": [*route.roles], "weakest": route.weakest, "steps": steps}


def _as_text(outcome: Outcome, number: int, route: Route) -> str:
    titles = [outcome.book.roles[slug].title for slug in route.roles]
    count = len(route.moves)
    lines = [
        f"{number}. {count} step{'' if count == 1 else 's'}; weakest evidence: {EVIDENCE_WORDS[route.weakest]}",
        titles[0],
    ]
    for move, title in zip(route.moves, titles[1:], strict=True):
        lines.append(f"   → {title}  ({move.way}; {EVIDENCE_WORDS[move.step.evidence]})")
    return "\n   ".join(lines[:2]) + "".join(f"\n{line}" for line in lines[2:])
