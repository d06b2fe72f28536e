"""The ratchet: what stood there at a git revision may keep its warnings, what has changed since may have none."""

from __future__ import annotations

from pathlib import Path

import click

from generator.diagnostics import Diagnostic
from generator.revisions import NoRevision, changed_since

since = click.option(
    "--since",
    "base",
    metavar="BASE",
    help="Leave out warnings in files that are as they were at the git revision BASE.",
)


def counted(faults: list[Diagnostic], root: Path, label: str, base: str | None) -> list[Diagnostic]:
    """The errors, and the warnings in files that changed since BASE; every fault where no BASE is given."""
    if base is None:
        return faults
    try:
        changed = changed_since(root, base)
    except NoRevision as fault:
        raise click.UsageError(str(fault)) from None
    return [
        fault
        for fault in faults
        if fault.severity == "error" or (root / Path(fault.path).relative_to(label)).resolve() in changed
    ]
