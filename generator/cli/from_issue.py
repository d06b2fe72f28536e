"""`rolebook from-issue`."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import click

from generator.cli.book import EXISTING
from generator.cli.drafts import alike, opened, placed, save
from generator.diagnostics import Diagnostic, as_concise, printable
from generator.reader.syntax import decode
from generator.writer import answers


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--family", default="", help="The family, in place of the one that the issue names.")
@click.option("--slug", default="", help="The new file's name without `.yml`, in place of one made of the title.")
@click.option("--roles", "root", type=EXISTING, default=Path("roles"), show_default=True, help="The book's folder.")
def from_issue(file: BinaryIO, family: str, slug: str, root: Path) -> None:
    """Write a role's file from FILE, the text of an issue made with the issue form; `-` reads the standard input.

    Prints the path of the new file; no file is ever overwritten. What the issue leaves open is marked TODO. Ends with
    1 if the answers have faults: they are named, and the file waits to be mended.

    Example: rolebook from-issue issue.md
    """
    document = decode(file.name, file.read())
    if isinstance(document, Diagnostic):
        raise click.UsageError(as_concise([document]).rstrip())
    book = opened(root).book
    said = answers(document.text, book.vocabulary)
    if not isinstance(said.values.get("title"), str):
        raise click.UsageError("the text has no answer below `### title`: is it an issue made with the issue form?")
    draft = placed(root, book, family or said.family, slug, said.values)
    for line in alike(draft):
        click.echo(line, err=True)
    for heading in said.left_out:
        click.echo(f"what stands below `### {printable(heading[:80])}` was left out", err=True)
    save(draft, broken=True)
