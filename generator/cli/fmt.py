"""`rolebook fmt`."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from generator.cli.book import EXISTING, label_of, root_of
from generator.cli.files import write
from generator.diagnostics import as_concise
from generator.model import Entity
from generator.pipeline import Pipeline
from generator.reader import Reading
from generator.writer import WouldChangeError, formatted


@click.command()
@click.argument("paths", nargs=-1, type=EXISTING)
@click.option("--check", "dry", is_flag=True, help="Change nothing; end with 1 if a file would change.")
def fmt(paths: tuple[Path, ...], dry: bool) -> None:
    """Bring the files of a book, all of them or those under PATHS, into their canonical form.

    Fields stand in the order of the field reference, each value on one line; comments stay. What is read from a file
    never changes. A file with faults is left as it is, and ends the command with 1.

    Example: rolebook fmt --check roles/tower/lamp-trimmer.yml
    """
    changed = left = 0
    for root, wanted in _books(paths).items():
        label = label_of(root)
        for path, reading in Pipeline(root, label).readings(partial(_among, wanted)).items():
            file, text = root / Path(path).relative_to(label), _canonical(path, reading)
            left += text is None
            if text is not None and text != reading.document.text:
                changed += 1
                click.echo(f"{path} {'would be' if dry else 'was'} brought into canonical form")
                if not dry:
                    write(file, text)
    if not (changed or left):
        click.echo("every file is in canonical form")
    sys.exit(bool(left or (dry and changed)))


def _canonical(path: str, reading: Reading[Entity]) -> str | None:
    """The text that the file should have, or None, with the reason said, where it is to be left as it is."""
    if reading.value is None or reading.faults:
        click.echo(f"{path} was left as it is, for its faults:\n{as_concise([*reading.faults])}", nl=False, err=True)
        return None
    try:
        return formatted(reading)
    except WouldChangeError:
        click.echo(f"{path} was left as it is: its canonical form would not be read as the same", err=True)
        return None


def _books(paths: tuple[Path, ...]) -> dict[Path, list[Path]]:
    """The folders of the books that the paths lie in, each with the paths asked for."""
    books: dict[Path, list[Path]] = {}
    for path in paths or (Path("roles"),):
        books.setdefault(root_of([path]), []).append(path.resolve())
    return books


def _among(wanted: list[Path], file: Path) -> bool:
    return any(path in (file.resolve(), *file.resolve().parents) for path in wanted)
