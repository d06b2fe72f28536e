"""`rolebook check`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import click

from generator.cache import Cache
from generator.cli.book import EXISTING, label_of, root_of
from generator.cli.since import counted, since
from generator.diagnostics import RENDERINGS, Diagnostic
from generator.folder import LINKS, VOCABULARY
from generator.pipeline import Pipeline


@click.command()
@click.argument("paths", nargs=-1, type=EXISTING)
@click.option("--format", "form", type=click.Choice([*RENDERINGS]), help="How faults are shown.")
@click.option("--strict", is_flag=True, help="Let warnings count as faults.")
@click.option("--fix", "mend", is_flag=True, help="Apply the safe fixes first, and say what was done.")
@since
def check(  # one for each option
    paths: tuple[Path, ...], form: str | None, strict: bool, mend: bool, base: str | None
) -> None:
    """Check the files of a book, all of them or those under PATHS.

    Ends with 0 if nothing is wrong, 1 if there are faults, 2 for wrong use.

    Example: rolebook check roles/tower/lamp-trimmer.yml
    """
    root = root_of(paths)
    label = label_of(root)
    form = form or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")

    def wanted(fault: Diagnostic) -> bool:
        return _under(root / Path(fault.path).relative_to(label), paths)

    if mend:
        _mend(root, label, wanted, paths, quiet=form != "text")
    outcome = Pipeline(root, label, cache=_cache(root)).run()
    faults = counted([fault for fault in outcome.faults if wanted(fault)], root, label, base)
    click.echo(RENDERINGS[form](faults), nl=False)
    if not faults and form == "text":
        click.echo(f"no faults in {len(outcome.book.roles)} roles and {len(outcome.book.ladders)} ladders")
    sys.exit(any(strict or fault.severity == "error" for fault in faults))


def _mend(
    root: Path, label: str, wanted: Callable[[Diagnostic], bool], paths: tuple[Path, ...], *, quiet: bool
) -> None:
    # Only who asks for fixes waits for what writes files.
    from generator.cli.fix import fix, sort_fields  # noqa: PLC0415

    for line in chain(fix(root, label, wanted), sort_fields(root, label, lambda file: _under(file, paths))):
        click.echo(line, err=quiet)  # the other formats are read by programs


def _cache(root: Path) -> Cache | None:
    """What is remembered of the book; nothing where a pull request could have brought the memory with it."""
    if os.environ.get("CI"):
        return None
    shared = [root / name for name in (VOCABULARY, LINKS)]
    data = b"\0".join(file.read_bytes() if file.is_file() else b"" for file in shared)
    folder = root.absolute()
    return Cache(folder.parent / ".cache" / "rolebook" / f"{folder.name}.json", data)


def _under(file: Path, paths: tuple[Path, ...]) -> bool:
    wanted = [path.resolve() for path in paths]
    return not wanted or any(path in (file.resolve(), *file.resolve().parents) for path in wanted)
