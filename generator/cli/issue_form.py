"""`rolebook issue-form`."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.book import EXISTING, read_book
from generator.issue_form import issue_form as form_of


@click.command()
@click.option("--roles", "root", type=EXISTING, default=Path("roles"), show_default=True, help="The book's folder.")
def issue_form(root: Path) -> None:
    """Print GitHub's issue form for a new role, made from the model and the book's own words.

    Ends with 1 if the book has faults.

    Example: rolebook issue-form > .github/ISSUE_TEMPLATE/new-role.yml
    """
    outcome = read_book(root)
    if outcome.errors:
        raise click.ClickException("the book has faults; `rolebook check` shows them")
    click.echo(form_of(outcome.book), nl=False)
