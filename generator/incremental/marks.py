"""Marks of values: as long as the mark is the same, so is all that a reader can get out of the value."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import date, time
from enum import Enum
from functools import partial
from hashlib import blake2b
from pathlib import Path, PurePath
from types import BuiltinFunctionType, FunctionType
from typing import Any

SIZE = 16
# The version of marshalling that says nothing of how the values are held in memory.
PLAIN = 0
# Functions and classes of these packages are told apart by their names; which version it is, the fingerprint says.
PACKAGES = frozenset(
    {"babel", "builtins", "gettext", "jinja2", "markdown", "markupsafe", "material", "mkdocs", "pymdownx"}
)

# Classes of things that are what they hold.
HOLDERS = frozenset(
    {"material.plugins.tags.structure.tag.Tag", "material.plugins.tags.structure.tag.reference.TagReference"}
)

SETLESS = (str, bytes, int, float, type(None))

Name = Callable[[object], "str | None"]


class Unmarkable(Exception):
    """A value of which nobody can tell whether it is as it was."""


def digest(*parts: bytes) -> bytes:
    """The hash of some bytes, where each part ends where it ends."""
    return blake2b(b"".join([b"%d:%b" % (len(part), part) for part in parts]), digest_size=SIZE).digest()


def of_text(text: str) -> bytes:
    """The mark of a text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=SIZE).digest()


def mark(value: Any, name: Name = lambda _: None, opened: tuple[type, ...] = ()) -> bytes:
    """The mark of a value; raises `Unmarkable`.

    `name` gives the names of objects that are marked elsewhere, and those of the `opened` types are what they hold.
    """
    with suppress(ValueError):  # for what is not made of numbers, texts, lists and dicts alone
        plain = marshal.dumps(value, PLAIN)
        # Sets have no order; they begin with one of two signs, which texts may hold too.
        if not (b"<" in plain or b">" in plain) or _setless(value):
            return blake2b(plain, digest_size=SIZE).digest()
    try:
        return of_text("".join(_parts(value, name, opened)))
    except RecursionError:
        raise Unmarkable("it goes on and on") from None


def _setless(value: object) -> bool:
    """Whether a value is made of texts, bytes, numbers, lists and dicts alone."""
    if isinstance(value, dict):
        return all(map(_setless, value.keys())) and all(map(_setless, value.values()))
    return all(map(_setless, value)) if isinstance(value, list | tuple) else isinstance(value, SETLESS)


def _parts(value: object, name: Name, opened: tuple[type, ...]) -> Iterator[str]:
    sort = type(value)
    if value is None or sort in (bool, int, float):
        yield f"{sort.__name__}={value!r};"
    elif isinstance(value, Enum | date | time | PurePath):
        yield f"{sort.__qualname__}={value!r};"
    elif isinstance(value, str | bytes):
        yield f"{sort.__name__}{len(value)}={value!r};"
    elif (known := name(value)) is not None:
        yield f"@{len(known)}={known};"
    elif isinstance(value, Mapping):
        yield f"{sort.__qualname__}{{"
        for key, item in value.items():
            yield from _parts(key, name, opened)
            yield from _parts(item, name, opened)
        yield "}"
    elif isinstance(value, list | tuple):
        yield from _listed(f"{sort.__name__}[", value, name, opened)
    elif isinstance(value, AbstractSet):
        yield from _listed("set[", sorted("".join(_parts(item, name, opened)) for item in value), name, opened)
    elif (held := _held(value, opened)) is not None:
        yield f"{sort.__qualname__}:"
        yield from _parts(held, name, opened)
    else:
        yield _named(value)


def _held(value: object, opened: tuple[type, ...]) -> object:
    """All that a thing holds, if that is all there is to it."""
    if isinstance(value, partial):
        return value.func, value.args, value.keywords
    known = isinstance(value, opened) or f"{type(value).__module__}.{type(value).__qualname__}" in HOLDERS
    return vars(value) if known else None


def _listed(start: str, values: Iterable[object], name: Name, opened: tuple[type, ...]) -> Iterator[str]:
    yield start
    for item in values:
        yield from _parts(item, name, opened)
    yield "]"


def _named(value: object) -> str:
    """The name of a function or class of a known package, or of a value that is nothing but its name."""
    if isinstance(value, FunctionType | BuiltinFunctionType | type):
        package = (value.__module__ or "").partition(".")[0]
        if package in PACKAGES and "<locals>" not in value.__qualname__:
            return f"{value.__module__}.{value.__qualname__};"
    if type(value).__name__ in ("Undefined", "Locale"):
        return f"{type(value).__name__}={value!s};"
    raise Unmarkable(f"a {type(value).__qualname__}")


def of_files(folder: Path, *, contents: bool) -> bytes:
    """The mark of all files in a folder, or of their sizes and times; what is no file of a reader's is left out."""
    parts: list[bytes] = []
    for file in sorted(folder.rglob("*")):
        if "__pycache__" in file.parts or not file.is_file():
            continue
        parts.append(file.relative_to(folder).as_posix().encode("utf-8", "surrogateescape"))
        if contents:
            parts.append(file.read_bytes())
        else:
            found = file.stat()
            parts.append(f"{found.st_size} {found.st_mtime_ns}".encode())
    return digest(*parts)
