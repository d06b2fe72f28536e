"""The syntax stage: bytes → text → plain values, or the faults that stand in the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from generator.diagnostics import Diagnostic, Span
from generator.reader.advice import explained
from generator.reader.document import LOADER, Document, first_line

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20

# Controls, invisible spaces, direction marks and overrides, tag characters: nothing that a reader could see.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\U000e0000-\U000e007f]"
)
# An anchor, an alias or a tag needs one of these marks at the start of a value; most files have none.
# The mark is looked for first and what stands before it second, which is ten times as fast.
MARKED = re.compile(r"(?:[&*](?=\S)|!)(?<![^\s\[{,:?-].)", re.DOTALL)
# How YAML writes that there is nothing.
NOTHING = ("~", "null")
# What could nest beyond all measure; composing such a text would exhaust the stack.
INNERMOST = (b"[]", b"{}", b"[]")
OTHERS = bytes(set(range(256)) - set(b"[]{}"))
COMPACT = re.compile(rf"[-?:][ \t]+(?:[-?:][ \t]+){{{MAX_DEPTH - 1},}}")


def decode(path: str, data: bytes) -> Document | Diagnostic:
    """The file as text, or why it cannot be one."""
    if len(data) > MAX_BYTES:
        message = f"the file has {len(data):,} bytes, more than {MAX_BYTES:,}"
        return Document(path, "").fault("file-too-large", message, Span(), "split it, or shorten the texts")
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").split("\n")
        span = Span(len(before), len(before[-1]) + 1, len(before), len(before[-1]) + 2)
        message = f"byte 0x{data[error.start]:02X} is not UTF-8 text"
        shown = Document(path, data.decode("utf-8", "replace"))
        return shown.fault("not-utf8", message, span, "save the file with the encoding UTF-8")
    return Document(path, text.replace("\r\n", "\n").replace("\r", "\n"))


def hidden_characters(document: Document) -> Iterator[Diagnostic]:
    """A fault for each line with a character that no reader could see."""
    # Whatever is hidden is not printable either, and that is found much faster.
    if document.text.replace("\n", "").isprintable() or not HIDDEN.search(document.text):
        return
    for number, line in enumerate(document.lines, 1):
        if match := HIDDEN.search(line):
            yield _hidden(document, match[0], Span(number, match.start() + 1, number, match.end() + 1))


def _hidden(document: Document, character: str, span: Span) -> Diagnostic:
    message = f"an invisible character, U+{ord(character):04X}, stands in the text"
    return document.fault("control-character", message, span, "delete it; retyping the line by hand is the surest way")


def references(document: Document) -> Iterator[Diagnostic]:
    """A fault for each anchor, alias and tag; none of them has a use in a role file."""
    if not any(mark in document.text for mark in "&*!") or not MARKED.search(document.text):
        return
    try:
        for event in yaml.parse(document.text, Loader=LOADER):
            start = event.start_mark
            if start is None:
                continue
            span = Span(start.line + 1, start.column + 1, start.line + 1, start.column + 2)
            name, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
            quote = "put the text in double quotes if the mark belongs to it"
            if isinstance(event, yaml.AliasEvent):
                yield document.fault("alias-not-allowed", f"`*{name}` refers to another place", span, quote)
            elif name:
                yield document.fault("alias-not-allowed", f"`&{name}` marks a place to refer to", span, quote)
            if tag:
                shown = tag.replace("tag:yaml.org,2002:", "!!")
                yield document.fault("tag-not-allowed", f"`{shown}` gives the value a type of its own", span, quote)
    except yaml.YAMLError:
        return  # reported by `structure`, which reads the same text


def structure(document: Document) -> Diagnostic | None:
    """The fault that keeps the text from being YAML at all, if any."""
    try:
        deep = _too_deep(document)
        root = document.root if deep is None else None
    except yaml.MarkedYAMLError as error:
        return explained(document, error)
    except yaml.YAMLError as error:
        return document.fault("invalid-yaml", f"the file is not YAML: {error}", Span())
    if deep is None and root is None:
        return document.fault("invalid-yaml", "the file is empty", Span(), "start with `title: …`")
    return deep


def _too_deep(document: Document) -> Diagnostic | None:
    """The fault of a text that nests too deep, found without following it down."""
    if _brackets(document.text) <= MAX_DEPTH and not COMPACT.search(document.text):
        return None
    depth = 0
    for event in yaml.parse(document.text, Loader=LOADER):
        if isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            depth += 1
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            depth -= 1
        if depth > MAX_DEPTH and event.start_mark is not None:
            line, column = event.start_mark.line + 1, event.start_mark.column + 1
            return _nested(document, Span(line, column, line, column + 1))
    return None


def _brackets(text: str) -> int:
    """How deep the brackets of a text may nest; nearly all of them hold no others, and are taken away at once."""
    brackets = text.encode().translate(None, OTHERS)
    for pair in INNERMOST:
        brackets = brackets.replace(pair, b"")
    return len(brackets) + len(INNERMOST)


def _nested(document: Document, span: Span) -> Diagnostic:
    message, help = (
        f"values stand more than {MAX_DEPTH} levels deep",
        "no field needs more than a few: delete what nests",
    )
    return document.fault("nested-too-deep", message, span, help)


def plain(document: Document, node: Any, faults: list[Diagnostic], depth: int = 0) -> Any:
    """The node as strings, lists and dicts; duplicate keys, odd keys and deep nesting are added to the faults."""
    if node.__class__ is yaml.ScalarNode:
        value, style = node.value, node.style
        if not style:
            return "" if value in NOTHING else value
        # Only an escape can bring in what was not seen in the text itself.
        if style == '"' and document.has_escapes and (match := HIDDEN.search(value)):
            faults.append(_hidden(document, match[0], first_line(node)))
        return value
    if depth >= MAX_DEPTH:
        faults.append(_nested(document, first_line(node)))
        return None
    if node.__class__ is yaml.SequenceNode:
        return [plain(document, item, faults, depth + 1) for item in node.value]
    record: dict[str, Any] = {}
    for key, value in node.value:
        if key.__class__ is not yaml.ScalarNode:
            help = "put texts that start with a bracket or a brace in double quotes"
            faults.append(
                document.fault("invalid-yaml", "brackets stand where a field's name belongs", first_line(key), help)
            )
        elif (name := key.value) not in record:
            record[name] = plain(document, value, faults, depth + 1)
        elif not name.isdigit():  # digits come of `1,000` in braces, which is told as an unknown field
            message, help = f"`{name}` stands twice", "keep one; several values belong in one list"
            faults.append(document.fault("duplicate-key", message, first_line(key), help))
    return record
