"""The folder of a book: which files lie in it, what sort of record each holds by its place, and the book they make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import TypeVar

from generator.diagnostics import Diagnostic, Span
from generator.model import Book, Entity, Family, Ladder, Links, Role, Vocabulary
from generator.reader import Document, Reading

VOCABULARY = "_vocabulary.yml"
FAMILY = "_family.yml"
LINKS = "_links.yml"
LADDERS = "_ladders"

E = TypeVar("E", bound=Entity)


def files(root: Path, label: str) -> Iterator[tuple[str, Path]]:
    """Every file that looks as if it were one of the book, by its path in messages; none that is hidden."""
    for file in sorted(root.rglob("*")):
        inner = file.relative_to(root)
        if re.search(r"\.ya?ml", file.name, re.IGNORECASE) and not any(part.startswith(".") for part in inner.parts):
            yield f"{label}/{inner.as_posix()}", file


def misplaced(label: str, path: str, file: Path) -> Diagnostic | None:
    """Why a file is not read, if its place or name says that it is none of the book's."""
    inner = PurePosixPath(path).relative_to(label)
    special = inner.name.startswith("_")
    if inner.suffix != ".yml":
        message, help = (
            f"the name `{inner.name}` does not end in `.yml`",
            f"rename it to `{inner.name.split('.')[0]}.yml`",
        )
    elif file.is_symlink() or not file.is_file():
        message, help = "this is a link, not a file", "put the file itself here"
    elif len(inner.parts) != (1 if inner.name in (VOCABULARY, LINKS) else 2):
        message = f"`{inner}` lies where nothing is looked for"
        help = "put it into the folder of its family" if not special else "put it into a folder of its own family"
    elif special and inner.name not in (VOCABULARY, FAMILY, LINKS):
        message, help = f"`{inner.name}` begins with `_`", "give a role a name without it"
    else:
        return None
    return Document(path, "").fault("misplaced-file", message, Span(), help)


def model_of(path: str) -> type[Entity]:
    """The sort of record that a file holds, by its name and folder."""
    name = PurePosixPath(path)
    if name.name == VOCABULARY:
        return Vocabulary
    if name.name in (FAMILY, LINKS):
        return Family if name.name == FAMILY else Links
    return Ladder if name.parent.name == LADDERS else Role


def shelve(vocabulary: str, readings: Mapping[str, Reading[Entity]]) -> tuple[Book, list[Diagnostic]]:
    """The book that the readings make, and a fault for each slug that stands twice; the first file keeps it."""
    faults: list[Diagnostic] = []
    entities = [reading.value for path, reading in sorted(readings.items()) if reading.value is not None]

    def by_slug(sort: type[E]) -> dict[str, E]:
        found: dict[str, E] = {}
        for entity in sorted((one for one in entities if isinstance(one, sort)), key=lambda one: (one.slug, one.path)):
            if entity.slug in found:
                message = f"another file is called `{entity.slug}` too"
                notes = (f"the other one is {found[entity.slug].path}",)
                document = readings[entity.path].document
                faults.append(document.fault("duplicate-slug", message, Span(), "rename one of the files", notes))
            else:
                found[entity.slug] = entity
        return found

    words = next((one for one in entities if isinstance(one, Vocabulary)), Vocabulary.empty().at(vocabulary))
    links = next((one for one in entities if isinstance(one, Links)), None)
    return Book(words, by_slug(Family), by_slug(Role), by_slug(Ladder), links), faults
