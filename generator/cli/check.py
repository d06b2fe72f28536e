"""`rolebook check`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from generator.cli.book import EXISTING, label_of, read_book, root_of
from generator.diagnostics import RENDERINGS


@click.command()
@click.argument("paths", nargs=-1, type=EXISTING)
@click.option("--format", "form", type=click.Choice([*RENDERINGS]), help="How faults are shown.")
@click.option("--strict", is_flag=True, help="Let warnings count as faults.")
def check(paths: tuple[Path, ...], form: str | None, strict: bool) -> None:
    """Check the files of a book, all of them or those under PATHS.

    Ends with 0 if nothing is wrong, 1 if there are faults, 2 for wrong use.

    Example: rolebook check roles/tower/lamp-trimmer.yml
    """
    root = root_of(paths)
    outcome, label = read_book(root), label_of(root)
    faults = [fault for fault in outcome.faults if _under(root / Path(fault.path).relative_to(label), paths)]
    form = form or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")
    click.echo(RENDERINGS[form](faults), nl=False)
    if not faults and form == "text":
        click.echo(f"no faults in {len(outcome.book.roles)} roles and {len(outcome.book.ladders)} ladders")
    sys.exit(any(strict or fault.severity == "error" for fault in faults))


def _under(file: Path, paths: tuple[Path, ...]) -> bool:
    wanted = [path.resolve() for path in paths]
    return not wanted or any(path in (file.resolve(), *file.resolve().parents) for path in wanted)
