"""Tree → text: two columns for each level, one entry a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.reader.tree import Block, Entry, Text, Tree
from generator.writer.scalars import one_line

# What makes editors know the file's schema; they look for it at the top.
MODELINE = "# yaml-language-server:"

# Pieces of a line; the values among them are put into words all at once.
Line = list[str | Text | Block]


def laid_out(tree: Tree) -> str:
    """The text of a tree."""
    header = sorted(tree.header, key=lambda line: not line.startswith(MODELINE))
    lines: list[Line] = [[line] for line in _without_first_blanks(tuple(header))]
    lines += _block(tree.root, 0)
    words = iter(one_line([piece for line in lines for piece in line if not isinstance(piece, str)]))
    return "".join("".join(piece if isinstance(piece, str) else next(words) for piece in line) + "\n" for line in lines)


def _block(block: Block, indent: int) -> Iterator[Line]:
    pad = " " * indent
    for index, entry in enumerate(map(_hoisted, block.entries)):
        above = entry.above if index else _without_first_blanks(entry.above)
        yield from _comments(above, pad)
        yield from _entry(entry, indent)
    yield from _comments(block.below, pad)


def _comments(lines: tuple[str, ...], pad: str) -> Iterator[Line]:
    for line in lines:
        yield [pad + line if line else ""]


def _entry(entry: Entry, indent: int) -> Iterator[Line]:
    pad, beside = " " * indent, f"  {entry.beside}" if entry.beside else ""
    lead: Line = [pad, entry.key, ":"] if entry.key else [pad, "-"]
    if isinstance(entry.value, Text) or entry.value.flow:
        yield [*lead, " ", entry.value, beside]
        return
    inner = _block(entry.value, indent + 2)
    if entry.key:
        yield [*lead, beside]
    else:
        yield [f"{pad}- ", *next(inner)[1:]]
    yield from inner


def _hoisted(entry: Entry) -> Entry:
    """The entry with the comments that would part a hyphen from what follows it set above the hyphen."""
    if entry.key or isinstance(entry.value, Text) or entry.value.flow:
        return entry
    first, *rest = entry.value.entries
    first = _hoisted(first)
    above = (*entry.above, *([entry.beside] if entry.beside else []), *_without_first_blanks(first.above))
    inner = replace(entry.value, entries=(replace(first, above=()), *rest))
    return replace(entry, above=above, beside="", value=inner)


def _without_first_blanks(lines: tuple[str, ...]) -> tuple[str, ...]:
    first = next((index for index, line in enumerate(lines) if line), len(lines))
    return lines[first:]
