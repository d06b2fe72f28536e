"""What libyaml complains of, told to a person who never heard of YAML, at the line where the slip was made."""

from __future__ import annotations

import yaml

from generator.diagnostics import Diagnostic, Span
from generator.reader.document import Document
from generator.reader.slips import slip

QUOTE = 'put the whole text in double quotes: `"…"`'
COLON = "write `field: value`, with a space after the colon"

# What libyaml says → what happened, and what to type instead.
ADVICE = (
    ("mapping values are not allowed", "a colon with a space after it stands in the middle of a value", QUOTE),
    ("could not find expected ':'", "a field without a colon, or a text whose end is missing", COLON),
    ("cannot start any token", "a character that cannot begin a value", QUOTE),
    (
        "did not find expected key",
        "the line does not fit the ones around it",
        "fields that belong together start in the same column, and a text goes on only if it is indented further",
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
        "a bracket is not closed, or a comma is missing",
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
    ("escape", "a backslash in double quotes starts an escape that is not complete", "write two backslashes"),
    ("alphabetic or numeric character", "a text cannot begin with `*`, `&` or `!`", QUOTE),
    ("while scanning a block scalar", "a text cannot begin with `>` or `|`", QUOTE),
    ("did not find expected node content", "an entry is empty", "delete the comma that has nothing beside it"),
    (
        "did not find expected <document start>",
        "the line does not begin like the ones above it",
        "start each field in the first column as `field: value`",
    ),
    ("incompatible YAML document", "a line cannot begin with `%`", "delete the line"),
    ("directive", "a line cannot begin with `%`", "delete the line"),
    ("but found another document", "a line of three hyphens starts a second document", "delete the line `---`"),
)

# libyaml notices these where the text ends or goes on; the slip is where the value began.
OPENED_EARLIER = ("unexpected end of stream", "expected ':'", "',' or ']'", "',' or '}'")


def explained(document: Document, error: yaml.MarkedYAMLError) -> Diagnostic:
    """The fault behind an error of the parser."""
    problem = f"{error.context or ''} {error.problem or ''}".strip()
    opened = any(what in problem for what in OPENED_EARLIER)
    mark = error.context_mark if opened and error.context_mark else error.problem_mark
    line, column = (min(mark.line, len(document.lines) - 1), mark.column) if mark else (0, 0)
    if found := slip(document, line, column, problem):
        line, column, message, help = found.line, found.column, found.message, found.help
    else:
        told = next(((message, help) for theirs, message, help in ADVICE if theirs in problem), None)
        message, help = told or (f"the file is not YAML here: {problem}", "")
    return document.fault("invalid-yaml", message, Span(line + 1, column + 1, line + 1, column + 2), help)
