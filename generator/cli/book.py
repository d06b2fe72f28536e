"""Where the book is that a command speaks of, and what came of reading it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import click

from generator.diagnostics import similar
from generator.folder import VOCABULARY
from generator.pipeline import Outcome, Pipeline

EXISTING = click.Path(exists=True, path_type=Path)


def root_of(paths: Iterable[Path]) -> Path:
    """The folder of the book that holds the first of the paths, or `roles` where there is none."""
    first = next(iter(paths), Path("roles"))
    for folder in (first, *first.absolute().parents):
        if (folder / VOCABULARY).is_file():
            return folder
    if any(first.glob("*/_family.yml")):
        return first
    raise click.UsageError(f"no {VOCABULARY} in {first} or above it: is this the folder of a book?")


def label_of(root: Path) -> str:
    """How the folder is called in messages: as seen from here, or by its name alone where it lies elsewhere."""
    label = Path(os.path.relpath(root)).as_posix()
    return root.absolute().name if label.startswith("..") else label


def read_book(root: Path) -> Outcome:
    """What came of the folder."""
    return Pipeline(root, label_of(root)).run()


def known(slug: str, names: Iterable[str], what: str) -> None:
    """Nothing, if the name is known; else wrong use, with the name that was most likely meant."""
    names = list(names)
    if slug not in names:
        near = similar(slug, names)
        raise click.UsageError(f"no {what} is called `{slug}`" + (f"; a similar one exists: `{near}`" if near else ""))
