"""`rolebook coverage`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from generator.cli.book import EXISTING, read_book
from generator.coverage import GAPS, Coverage, Total, total
from generator.coverage import coverage as coverage_of

# What each column shows, and what it is sorted by, the thinnest first.
COLUMNS: Mapping[str, tuple[Callable[[Coverage], str], Callable[[Coverage], Any]]] = {
    "cited": (lambda one: f"{one.cited}/{one.claims}", lambda one: (one.cited / max(one.claims, 1), one.cited)),
    "fields": (lambda one: f"{one.filled}/{one.filled + len(one.empty)}", lambda one: one.filled),
    "pay": (lambda one: str(one.figures), lambda one: one.figures),
    "newest-pay": (lambda one: str(one.pay_year or "–"), lambda one: one.pay_year or 0),
    "gates": (lambda one: str(one.gates), lambda one: one.gates),
    "entry": (lambda one: str(one.entry), lambda one: one.entry),
    "in": (lambda one: str(one.steps_in), lambda one: one.steps_in),
    "out": (lambda one: str(one.steps_out), lambda one: one.steps_out),
    "accounts": (lambda one: str(one.accounts), lambda one: one.accounts),
    "sources": (lambda one: str(one.sources), lambda one: one.sources),
    "compared": (lambda one: f"{one.compared}/{one.sources}", lambda one: one.compared / max(one.sources, 1)),
    "newest-source": (lambda one: str(one.source_year or "–"), lambda one: one.source_year or 0),
    "unknown": (lambda one: str(len(one.unknown)), lambda one: -len(one.unknown)),
    "missing": (lambda one: ", ".join(GAPS[gap] for gap in one.gaps) or "nothing", lambda one: -len(one.gaps)),
}


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How it is shown.")
@click.option("--sort", type=click.Choice(["role", *COLUMNS]), default="missing", help="The column to sort by.")
@click.option("--roles", "root", type=EXISTING, default=Path("roles"), show_default=True, help="The book's folder.")
def coverage(form: str, sort: str, root: Path) -> None:
    """Tell which roles are thin, unsourced or old: a line for each, the thinnest first.

    Counts the claims that cite a source, the fields filled, dated figures for pay, kinds of gate told apart, entry
    actions, steps in and out, accounts, sources, and those of them that somebody else compared with the claims. Always
    ends with 0.

    Example: rolebook coverage --sort newest-pay
    """
    outcome = read_book(root)
    found = coverage_of(outcome.book, outcome.graph)
    found.sort(key=lambda one: one.role.slug if sort == "role" else COLUMNS[sort][1](one))
    sums = total(outcome.book, outcome.graph, found)
    click.echo(_as_json(found, sums) if form == "json" else _as_text(found, sums), nl=False)
    if outcome.unread:
        click.echo(f"left out for their faults: {', '.join(outcome.unread)}", err=True)


def _as_text(found: Sequence[Coverage], sums: Total) -> str:
    rows = [["role", *COLUMNS], *([one.role.slug, *(show(one) for show, _ in COLUMNS.values())] for one in found)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.rjust(width) if 0 < at < len(row) - 1 else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    share = f"{sums.share:.1%}".replace(".0%", "%")
    cited = f"{sums.cited} of {sums.claims} claims cite a source ({share})"
    read = f"{sums.compared} of {sums.sources} sources were compared a second time"
    led = f"{sums.jobs_with_route} of {sums.jobs} jobs have a documented route to a career"
    return "\n".join([*lines, "", f"{sums.roles} roles; {cited}; {read}; {led}"]) + "\n"


def _as_json(found: Sequence[Coverage], sums: Total) -> str:
    roles = [
        {
            "role": one.role.slug,
            "claims": one.claims,
            "cited": one.cited,
            "filled": one.filled,
            "empty": [*one.empty],
            "pay": one.figures,
            "newest_pay": one.pay_year,
            "gates": one.gates,
            "entry": one.entry,
            "steps_in": one.steps_in,
            "steps_out": one.steps_out,
            "accounts": one.accounts,
            "sources": one.sources,
            "compared": one.compared,
            "newest_source": one.source_year,
            "unknown": [*one.unknown],
            "missing": [*one.gaps],
        }
        for one in found
    ]
    whole = {name: getattr(sums, name) for name in ("roles", "claims", "cited", "jobs", "jobs_with_route")}
    return json.dumps({"total": whole, "roles": roles}, indent=2, ensure_ascii=False) + "\n"
