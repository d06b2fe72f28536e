"""The syntax stage: bytes → text → plain values, or the faults that stand in the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from generator.diagnostics import Diagnostic, Span
from generator.reader.document import LOADER, Document, first_line

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20

# Controls, invisible spaces, direction marks and overrides, tag characters: nothing that a reader could see.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
# An anchor, an alias or a tag needs one of these marks at the start of a value; most files have none.
MARKED = re.compile(r"(^|[\s\[{,:?-])[&*!]", re.MULTILINE)

# What libyaml says → what a person who never heard of YAML can use.
ADVICE = (
    (
        "mapping values are not allowed",
        "a colon with a space after it stands in the middle of a value",
        'put the whole text in double quotes: `"…: …"`',
    ),
    (
        "could not find expected ':'",
        "a field without a colon, or a text whose end is missing",
        "write `field: value`, and indent a text that goes on over several lines",
    ),
    (
        "cannot start any token",
        "a character that cannot begin a value",
        "put the text in double quotes, and indent with spaces, never with tabs",
    ),
    (
        "did not find expected key",
        "the line does not fit the ones around it",
        "fields of one record start in the same column; a text with quotes inside needs quotes around it",
    ),
    (
        "did not find expected '-' indicator",
        "the line does not fit the list that it stands in",
        "entries of one list start in the same column with `- `",
    ),
    (
        "did not find expected ',' or ']'",
        "a list in square brackets is not closed, or a comma is missing",
        "write `[first, second]`, with quotes around texts that contain commas or brackets",
    ),
    (
        "did not find expected ',' or '}'",
        "a record in braces is not closed, or a comma is missing",
        "write `{field: value, field: value}`, with quotes around texts that contain commas",
    ),
    (
        "found unexpected end of stream",
        "a quotation mark opens here and is never closed",
        "close the text with the same mark that opens it",
    ),
    (
        "found unknown escape character",
        "a backslash in double quotes starts an escape that does not exist",
        "write two backslashes, or use single quotes",
    ),
    (
        "did not find expected <document start>",
        "text stands before or after the record",
        "start each field in the first column as `field: value`",
    ),
    ("but found another document", "a line of three hyphens starts a second document", "delete the line `---`"),
)

# libyaml notices these where the text ends or goes on; the slip is where the value began.
OPENED_EARLIER = ("unexpected end of stream", "expected ':'", "',' or ']'", "',' or '}'")


def decode(path: str, data: bytes) -> Document | Diagnostic:
    """The file as text, or why it cannot be one."""
    blank = Document(path, "")
    if len(data) > MAX_BYTES:
        return blank.fault(
            "file-too-large",
            f"the file has {len(data):,} bytes, more than {MAX_BYTES:,}",
            Span(),
            "split it, or shorten the texts",
        )
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1
        return blank.fault(
            "not-utf8",
            f"byte 0x{data[error.start]:02X} is not UTF-8 text",
            Span(line, column, line, column + 1),
            "save the file with the encoding UTF-8",
        )
    return Document(path, text.replace("\r\n", "\n"))


def hidden_characters(document: Document) -> Iterator[Diagnostic]:
    """A fault for each line with a character that no reader could see."""
    if not HIDDEN.search(document.text):
        return
    for number, line in enumerate(document.lines, 1):
        if match := HIDDEN.search(line):
            yield document.fault(
                "control-character",
                f"an invisible character, U+{ord(match[0]):04X}, stands in the text",
                Span(number, match.start() + 1, number, match.end() + 1),
                "delete it; retyping the line by hand is the surest way",
            )


def references(document: Document) -> Iterator[Diagnostic]:
    """A fault for each anchor, alias and tag; none of them has a use in a role file."""
    if not MARKED.search(document.text):
        return
    try:
        for event in yaml.parse(document.text, Loader=LOADER):
            start = event.start_mark
            if start is None:
                continue
            span = Span(start.line + 1, start.column + 1, start.line + 1, start.column + 2)
            name = getattr(event, "anchor", None)
            quote = "put the text in double quotes if the mark belongs to it"
            if isinstance(event, yaml.AliasEvent):
                yield document.fault("alias-not-allowed", f"the alias `*{name}` stands for another place", span, quote)
            elif name:
                yield document.fault("alias-not-allowed", f"the anchor `&{name}` marks a place", span, quote)
            if tag := getattr(event, "tag", None):
                yield document.fault("tag-not-allowed", f"the tag `{tag}` gives a type", span, quote)
    except yaml.YAMLError:
        return  # reported by `structure`, which reads the same text


def structure(document: Document) -> Diagnostic | None:
    """The fault that keeps the text from being YAML at all, if any."""
    try:
        root = document.root
    except yaml.MarkedYAMLError as error:
        return _explained(document, error)
    except yaml.YAMLError as error:
        return document.fault("invalid-yaml", f"the file is not YAML: {error}", Span())
    if root is None:
        return document.fault("invalid-yaml", "the file is empty", Span(), "start with `title: …`")
    return None


def _explained(document: Document, error: yaml.MarkedYAMLError) -> Diagnostic:
    problem = f"{error.context or ''} {error.problem or ''}".strip()
    opened = any(what in problem for what in OPENED_EARLIER)
    mark = error.context_mark if opened and error.context_mark else error.problem_mark
    if "exceeded max depth" in problem.lower():
        return document.fault("nested-too-deep", f"values stand more than {MAX_DEPTH} levels deep", Span())
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    line = min(line, len(document.lines))
    span = Span(line, column, line, column + 1)
    for theirs, message, help in ADVICE:
        if theirs in problem:
            return document.fault("invalid-yaml", message, span, help)
    return document.fault("invalid-yaml", f"the file is not YAML here: {problem}", span)


def plain(document: Document, node: yaml.Node, faults: list[Diagnostic], depth: int = 0) -> Any:
    """The node as strings, lists and dicts; duplicate keys, odd keys and deep nesting are added to the faults."""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if depth >= MAX_DEPTH:
        faults.append(
            document.fault("nested-too-deep", f"values stand more than {MAX_DEPTH} levels deep", first_line(node))
        )
        return None
    if isinstance(node, yaml.SequenceNode):
        return [plain(document, item, faults, depth + 1) for item in node.value]
    record: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            faults.append(
                document.fault(
                    "invalid-yaml",
                    "the name of a field is a list or a record",
                    first_line(key),
                    "put texts that start with a bracket or a brace in double quotes",
                )
            )
        elif key.value in record:
            faults.append(
                document.fault(
                    "duplicate-key",
                    f"`{key.value}` stands twice in one record",
                    first_line(key),
                    "keep one; several values belong in one list",
                )
            )
        else:
            record[key.value] = plain(document, value, faults, depth + 1)
    return record
