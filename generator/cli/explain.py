"""`rolebook explain`."""

from __future__ import annotations

import click

from generator.cli.book import known
from generator.explanations import codes, explanation


@click.command()
@click.argument("code")
def explain(code: str) -> None:
    """Explain a rule by its CODE, with an example.

    Example: rolebook explain unknown-field
    """
    known(code, codes(), "rule")
    click.echo(explanation(code))
