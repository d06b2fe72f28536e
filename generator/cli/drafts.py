"""What the commands that write a new role's file share: its place, its likeness to others, its faults."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from generator.checks.shelf import RESERVED, lookalikes
from generator.cli.book import known, label_of, read_book
from generator.cli.files import write_new
from generator.diagnostics import as_concise, printable
from generator.model import GAP, SLUG, Book, Role
from generator.pipeline import Outcome
from generator.reader import read
from generator.schema import modeline
from generator.writer import completed, slug_of, written


@dataclass(frozen=True)
class Draft:
    """A role that is to be: the folder of the book, the family and slug, and what is known of it."""

    root: Path
    book: Book
    family: str
    slug: str
    values: Mapping[str, Any]

    @property
    def inner(self) -> str:
        """The file's path inside the book."""
        return f"{self.family}/{self.slug}.yml"

    @property
    def path(self) -> str:
        """The file's path as it is told."""
        return f"{label_of(self.root)}/{self.inner}"


def opened(root: Path) -> Outcome:
    """The book that a new role is for; wrong use, if its vocabulary or families cannot be read."""
    outcome = read_book(root)
    special = [fault for fault in outcome.faults if Path(fault.path).name.startswith("_") and fault.severity == "error"]
    if special or not outcome.book.families:
        told = as_concise(special) or "it has no family\n"
        raise click.UsageError(f"the book cannot take a role before its faults are mended:\n{told}".rstrip())
    return outcome


def placed(root: Path, book: Book, family: str, slug: str, values: Mapping[str, Any]) -> Draft:
    """The draft with its place in the book; wrong use, if that place is unknown or taken."""
    known(family, book.families, "family")
    slug = slug or slug_of(values.get("title", ""))
    if not slug:
        raise click.UsageError("no slug can be made of this title: give one with `--slug`")
    if slug in RESERVED or not re.fullmatch(SLUG, slug):
        raise click.UsageError(f"`{printable(slug)}` is no slug for a role: give one such as `lamp-trimmer`")
    draft = Draft(root, book, family, slug, values)
    owners = {old: role.path for role in book.roles.values() for old in (role.slug, *role.former_slugs)}
    owners |= {slug: draft.path} if (root / draft.inner).exists() else {}
    if slug in owners:
        raise click.UsageError(f"`{slug}` is taken by {owners[slug]}: mend that file, or give another `--slug`")
    return draft


def alike(draft: Draft) -> list[str]:
    """A line for each role that the draft may be the same as."""
    roles = lookalikes(draft.values["title"], draft.values.get("also-called", ()), draft.book.roles.values())
    return [f"`{printable(draft.values['title'])}` looks like `{role.title}`, {role.path}" for role in roles]


def save(draft: Draft, *, broken: bool) -> None:
    """Write the draft's file and say what is left to do; with faults only where `broken` files are wanted."""
    text = written(completed(draft.values, draft.book.vocabulary, this_month()), (modeline(draft.inner),))
    faults = [*read(Role, draft.path, text.encode()).faults]
    if faults and not broken:
        click.echo(as_concise(faults), nl=False, err=True)
        sys.exit(1)
    try:
        write_new(draft.root / draft.inner, text)
    except FileExistsError:
        raise click.UsageError(f"{draft.path} is there already") from None
    click.echo(draft.path)
    errors = [one for one in read_book(draft.root).faults if one.path == draft.path and one.severity == "error"]
    click.echo(as_concise(errors), nl=False, err=True)
    gaps = text.count(f"{GAP}: ")
    if gaps:
        click.echo(f"{gaps} gaps are marked `{GAP}`; `rolebook check {draft.path}` shows what is missing", err=True)
    sys.exit(bool(errors))


def this_month() -> str:
    """The month in which the command runs, or that of `SOURCE_DATE_EPOCH`."""
    return time.strftime("%Y-%m", time.gmtime(float(os.environ.get("SOURCE_DATE_EPOCH") or time.time())))
