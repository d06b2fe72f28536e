"""`rolebook diff`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from generator.cli.book import EXISTING, label_of, read_book
from generator.differences import RENDERINGS, Comparison, changed_pages, compare
from generator.pages import pages
from generator.pipeline import Outcome, Pipeline
from generator.revisions import NoRevision, commit_of, unpack


@click.command()
@click.argument("base")
@click.argument("head", required=False)
@click.option("--format", "form", type=click.Choice([*RENDERINGS]), default="text", help="How differences are shown.")
@click.option("--roles", "root", type=EXISTING, default=Path("roles"), show_default=True, help="The book's folder.")
def diff(base: str, head: str | None, form: str, root: Path) -> None:
    """Tell in words what changed in the book from the git revision BASE to HEAD, or to the files as they are now.

    Files with faults in one of the two are named and not compared.

    Example: rolebook diff main --format markdown
    """
    try:
        before = _read_at(root, commit_of(root, base))
        after = _read_at(root, commit_of(root, head)) if head else read_book(root)
    except NoRevision as fault:
        raise click.UsageError(str(fault)) from None
    click.echo(RENDERINGS[form](_comparison(before, after)), nl=False)


def _read_at(root: Path, commit: str) -> Outcome:
    """What came of the book as it was at a commit, under the same label."""
    with TemporaryDirectory(prefix="rolebook-") as folder:
        unpack(root, commit, Path(folder))
        return Pipeline(Path(folder), label_of(root)).run()


def _comparison(before: Outcome, after: Outcome) -> Comparison:
    unread = sorted({*before.unread, *after.unread})
    return Comparison(
        compare(before.book, after.book, unread), changed_pages(_pages(before), _pages(after)), tuple(unread)
    )


def _pages(outcome: Outcome) -> dict[str, str]:
    return {page.path: page.text for page in pages(outcome.book, outcome.graph, {})}
