"""`rolebook new`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, get_args

import click
from pydantic.fields import FieldInfo

from generator.cli.asking import ask_family, ask_rest, ask_title
from generator.cli.book import EXISTING, known
from generator.cli.drafts import alike, opened, placed, save
from generator.model import UNKNOWN, Book, Kind, Role
from generator.reader.shape import fields, record_in
from generator.writer.draft import is_text_list

# The fields that a flag can fill: texts and lists of texts.
FIELDS: Mapping[str, FieldInfo] = {
    name: Role.model_fields[inner]
    for name, inner in fields(Role).items()
    if name != "facets" and record_in(Role.model_fields[inner].annotation) is None
}


def _flags(command: Callable[..., None]) -> Callable[..., None]:
    """The command with an option for each field of a role that a flag can fill."""
    for name, declared in reversed([*FIELDS.items()]):
        many = is_text_list(declared.annotation)
        sort = click.Choice(get_args(Kind)) if name == "kind" else None
        help = f"{declared.description}{' May stand several times.' if many else ''}"
        command = click.option(f"--{name}", name.replace("-", "_"), multiple=many, type=sort, help=help)(command)
    return command


@click.command()
@click.option("--family", default="", help="The family that it belongs to.")
@click.option("--slug", default="", help="The new file's name without `.yml`, in place of one made of the title.")
@click.option(
    "--facet", "facets", multiple=True, metavar="FACET=TERM", help="A facet and its terms: `place=rock,land`."
)
@_flags
@click.option("--force", is_flag=True, help="Write the file although a role like it exists.")
@click.option("--ask/--no-ask", default=None, help="Ask for what is not given; the default on a terminal.")
@click.option("--roles", "root", type=EXISTING, default=Path("roles"), show_default=True, help="The book's folder.")
def new(
    family: str, slug: str, facets: tuple[str, ...], force: bool, ask: bool | None, root: Path, **given: Any
) -> None:
    """Write the file of a new role: asks on a terminal, takes flags elsewhere.

    Prints the path of the new file; no file is ever overwritten. What is not said is marked TODO, and the status is
    `draft`. Ends with 1 if a role like it exists, and then writes nothing, or if an answer has a fault.

    Example: rolebook new --family tower --title "Bell ringer" --kind job
    """
    ask = sys.stdin.isatty() if ask is None else ask
    book = opened(root).book
    values: dict[str, Any] = {name: value for name in FIELDS if (value := _given(given[name.replace("-", "_")]))}
    values["facets"] = _facets(book, facets)
    if ask:
        family = family or ask_family(book)
        values["title"] = values.get("title") or ask_title()
    required = {"family": family, "title": values.get("title"), "kind": values.get("kind") or ask}
    if missing := [f"`--{name}`" for name, value in required.items() if not value]:
        raise click.UsageError(f"give {', '.join(missing)}, or `--ask` to be asked")
    draft = placed(root, book, family, slug, values)
    same = alike(draft)
    for line in same:
        click.echo(line, err=True)
    if same and not force and not (ask and click.confirm("Write a file of its own for it?")):
        click.echo("nothing was written; with `--force` it would be", err=True)
        sys.exit(1)
    save(placed(root, book, family, slug, ask_rest(book, values)) if ask else draft, broken=ask)


def _given(value: str | tuple[str, ...] | None) -> str | list[str]:
    return list(value) if isinstance(value, tuple) else value or ""


def _facets(book: Book, given: tuple[str, ...]) -> dict[str, str | list[str]]:
    """The terms by facet; wrong use, if the book does not know one."""
    found: dict[str, str | list[str]] = {}
    for pair in given:
        name, _, words = pair.partition("=")
        known(name, book.vocabulary.facets, "facet")
        facet, terms = book.vocabulary.facets[name], [term.strip() for term in words.split(",")]
        for term in terms:
            known(term, [*(one.id for one in facet.terms), UNKNOWN], f"term of `{name}`")
        found[name] = terms if facet.many and terms != [UNKNOWN] else ",".join(terms)
    return found
