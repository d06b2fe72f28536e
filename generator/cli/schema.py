"""`rolebook schema`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from generator.cli.book import EXISTING, read_book, root_of
from generator.folder import VOCABULARY
from generator.model import Book
from generator.schema import FILES, SORTS, schema_text, settled
from generator.schema import schema as schema_of

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("name", type=click.Choice([*SORTS]), required=False)
@click.option("--roles", "root", type=EXISTING, help="The book whose words the schema holds.  [default: roles]")
@click.option("--out", type=FOLDER, help="Write the schemas of all sorts of file into this folder.")
@click.option("--check", "checking", is_flag=True, help="Compare the files in the folder instead of writing them.")
def schema(name: str | None, root: Path | None, out: Path | None, checking: bool) -> None:
    """Print the JSON Schema of a sort of file, or write those of all sorts, for editors.

    The ids of roles and sources are only offered by editors, so a file that lacks the newest of them still passes
    --check. Ends with 1 if a file is missing or differs in anything else.

    Example: rolebook schema --out roles
    """
    if name and (out or checking):
        raise click.UsageError("NAME goes with neither --out nor --check, which speak of all sorts of file")
    book = _book(root)
    if checking:
        _check(out or root or Path("roles"), book)
    elif out:
        out.mkdir(parents=True, exist_ok=True)
        for file, sort in FILES.items():
            (out / file).write_text(schema_text(sort, book), "utf-8")
            click.echo(f"wrote {out / file}")
    else:
        click.echo(schema_text(name or "role", book), nl=False)


def _book(root: Path | None) -> Book | None:
    """The book whose words go into the schemas; none where nobody named one and none is here."""
    if root is None and not Path("roles", VOCABULARY).is_file():
        return None
    outcome = read_book(root_of([root] if root else []))
    vocabulary = outcome.book.vocabulary.path
    if any(fault.path == vocabulary and fault.severity == "error" for fault in outcome.faults):
        raise click.ClickException(f"{vocabulary} has faults, and its words belong in the schema: run `rolebook check`")
    return outcome.book


def _check(folder: Path, book: Book | None) -> None:
    stale = [file for file, sort in FILES.items() if not _agrees(folder / file, sort, book)]
    for file in stale:
        state = "is out of date" if (folder / file).exists() else "is missing"
        click.echo(f"{folder / file} {state}; run `rolebook schema --out {folder}`")
    if stale:
        raise click.exceptions.Exit(1)
    click.echo(f"the schemas in {folder} are up to date")


def _agrees(file: Path, sort: str, book: Book | None) -> bool:
    try:
        return settled(json.loads(file.read_text("utf-8"))) == settled(schema_of(sort, book))
    except (OSError, ValueError):
        return False
