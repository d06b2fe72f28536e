"""The command `rolebook`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from generator.diagnostics import RENDERINGS, similar
from generator.explanations import codes, explanation
from generator.graph import Route
from generator.pages.environment import EVIDENCE_WORDS
from generator.pipeline import VOCABULARY, Outcome, Pipeline
from generator.schema import schema

EXISTING = click.Path(exists=True, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rolebook")
def main() -> None:
    """Check and query a book of roles: small YAML files that become a site."""
    # Contributors' terminals are not always UTF-8; a message with a replaced mark beats a traceback.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


@main.command()
@click.argument("paths", nargs=-1, type=EXISTING)
@click.option("--format", "form", type=click.Choice([*RENDERINGS]), help="How faults are shown.")
@click.option("--strict", is_flag=True, help="Let warnings count as faults.")
def check(paths: tuple[Path, ...], form: str | None, strict: bool) -> None:
    """Check the files of a book, all of them or those under PATHS.

    Ends with 0 if nothing is wrong, 1 if there are faults, 2 for wrong use.

    Example: rolebook check roles/tower/lamp-trimmer.yml
    """
    root = _root(paths)
    outcome = _outcome(root)
    faults = [fault for fault in outcome.faults if _under(root / Path(fault.path).relative_to(_label(root)), paths)]
    form = form or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")
    click.echo(RENDERINGS[form](faults), nl=False)
    if not faults and form == "text":
        click.echo(f"no faults in {len(outcome.book.roles)} roles and {len(outcome.book.ladders)} ladders")
    sys.exit(any(strict or fault.severity == "error" for fault in faults))


@main.command()
@click.argument("code")
def explain(code: str) -> None:
    """Explain a rule by its CODE, with an example.

    Example: rolebook explain unknown-field
    """
    text = explanation(code)
    if text is None:
        near = similar(code, codes())
        raise click.UsageError(f"no rule is called `{code}`" + (f"; a similar one exists: `{near}`" if near else ""))
    click.echo(text)


@main.command()
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
    outcome = _outcome(root)
    for slug in (start, goal):
        if slug not in outcome.book.roles:
            near = similar(slug, outcome.book.roles)
            raise click.UsageError(
                f"no role is called `{slug}`" + (f"; a similar one exists: `{near}`" if near else "")
            )
    found = outcome.graph.routes(start, goal, limit)
    if form == "json":
        click.echo(json.dumps([_as_object(route) for route in found], indent=2))
    elif found:
        click.echo("\n\n".join(_as_text(outcome, number, route) for number, route in enumerate(found, 1)))
    else:
        click.echo(f"no documented route leads from {start} to {goal}")
    sys.exit(not found)


@main.command(name="schema")
@click.argument("name", type=click.Choice(["role", "family", "ladder", "vocabulary"]), default="role")
def print_schema(name: str) -> None:
    """Print the JSON Schema of a sort of file, for editors.

    Example: rolebook schema role > role.schema.json
    """
    click.echo(json.dumps(schema(name), indent=2, ensure_ascii=False))


def _root(paths: Iterable[Path]) -> Path:
    first = next(iter(paths), Path("roles"))
    for folder in (first, *first.absolute().parents):
        if (folder / VOCABULARY).is_file():
            return folder
    if first.is_dir() and any(first.glob("*/*.yml")):
        return first
    raise click.UsageError(f"no {VOCABULARY} in {first} or above it: is this the folder of a book?")


def _label(root: Path) -> str:
    """How the folder is called in messages: as seen from here, or by its name alone where it lies elsewhere."""
    label = Path(os.path.relpath(root)).as_posix()
    return root.absolute().name if label.startswith("..") else label


def _outcome(root: Path) -> Outcome:
    return Pipeline(root, _label(root)).run()


def _under(file: Path, paths: tuple[Path, ...]) -> bool:
    wanted = [path.resolve() for path in paths]
    return not wanted or any(path in (file.resolve(), *file.resolve().parents) for path in wanted)


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
