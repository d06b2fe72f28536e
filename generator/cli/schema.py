"""`rolebook schema`."""

from __future__ import annotations

import json

import click

from generator.schema import SORTS
from generator.schema import schema as schema_of


@click.command()
@click.argument("name", type=click.Choice([*SORTS]), default="role")
def schema(name: str) -> None:
    """Print the JSON Schema of a sort of file, for editors.

    Example: rolebook schema role > role.schema.json
    """
    click.echo(json.dumps(schema_of(name), indent=2, ensure_ascii=False))
