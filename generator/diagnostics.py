"""Faults of the data as values, and their four renderings: text, concise, github and json."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Severity = Literal["error", "warning"]

# Tried on 50,000 typos of real role ids: at 0.75 one or two slips always find their word, and none a wrong one.
SIMILARITY = 0.75
FRAME_WIDTH = 110

# What GitHub asks of workflow commands: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
MESSAGE_ESCAPES = str.maketrans({mark: f"%{ord(mark):02X}" for mark in "%\r\n"})
PROPERTY_ESCAPES = MESSAGE_ESCAPES | str.maketrans({mark: f"%{ord(mark):02X}" for mark in ":,"})


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of a file; lines and columns count from 1, the end is exclusive."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 2


@dataclass(frozen=True)
class Fix:
    """A text to put in the place of a span; a `safe` one can only be what was meant."""

    title: str
    span: Span
    text: str
    safe: bool = True


@dataclass(frozen=True)
class Diagnostic:
    """One fault at one place, with advice.

    The message says what is wrong and stands alone; advice is only in `help`; `notes` name other places involved.
    `excerpt` is the text of the span's first line, so that a diagnostic can be shown without its file.
    """

    code: str
    severity: Severity
    message: str
    path: str
    span: Span = Span()
    help: str = ""
    notes: tuple[str, ...] = ()
    excerpt: str = ""
    fix: Fix | None = None

    @property
    def url(self) -> str:
        """The address of the rule's page on the site."""
        return f"/contribute/rules/#{self.code}"


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics by path, place and code, without repetitions."""
    return sorted(set(diagnostics), key=lambda fault: (fault.path, fault.span, fault.code, fault.message))


def similar(word: str, known: Iterable[str]) -> str | None:
    """The known word nearest to a misspelt one, or None where none is near."""
    by_folded = {name.casefold(): name for name in known}
    matches = get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=SIMILARITY)
    return by_folded[matches[0]] if matches else None


def only_similar(word: str, known: Iterable[str]) -> str | None:
    """The known word nearest to a misspelt one, or None where none is near or more than one is."""
    names = list(known)
    near = similar(word, names)
    return near if near and not similar(word, [name for name in names if name != near]) else None


def listed(words: Iterable[str], limit: int = 12) -> str:
    """The words in backticks, shortened with an ellipsis where there are many."""
    names = [f"`{word}`" for word in words]
    return ", ".join(names if len(names) <= limit else [*names[:limit], "…"])


def as_text(faults: list[Diagnostic]) -> str:
    """Each diagnostic with its line of the file and the offending text underlined, and a count at the end."""
    if not faults:
        return ""
    return "\n\n".join(map(_frame, faults)) + f"\n\n{count(faults)}\n"


def as_concise(faults: list[Diagnostic]) -> str:
    """One line a diagnostic: `path:line:column: error[code] message; help`."""
    return "".join(
        f"{fault.path}:{fault.span.line}:{fault.span.column}: {fault.severity}[{fault.code}] {fault.message}"
        f"{'; ' + fault.help if fault.help else ''}\n"
        for fault in faults
    )


def as_github(faults: list[Diagnostic]) -> str:
    """Workflow commands that GitHub shows as annotations beside the changed lines."""
    return "".join(map(_annotation, faults))


def as_json(faults: list[Diagnostic]) -> str:
    """One array with an object a diagnostic."""
    return json.dumps([_object(fault) for fault in faults], indent=2, ensure_ascii=False) + "\n"


RENDERINGS: Mapping[str, Callable[[list[Diagnostic]], str]] = {
    "text": as_text,
    "concise": as_concise,
    "github": as_github,
    "json": as_json,
}


def count(faults: list[Diagnostic]) -> str:
    """How many errors and warnings there are, in words."""
    totals = [(sum(fault.severity == kind for fault in faults), kind) for kind in ("error", "warning")]
    return ", ".join(f"{total} {kind}{'' if total == 1 else 's'}" for total, kind in totals if total) or "no faults"


def printable(text: str) -> str:
    """The text with each invisible or control character written as its code point."""
    return "".join(
        character if unicodedata.category(character)[0] != "C" else f"<U+{ord(character):04X}>" for character in text
    )


def _frame(fault: Diagnostic) -> str:
    gutter = " " * len(str(fault.span.line))
    lines = [
        f"{fault.severity}[{fault.code}]: {printable(fault.message)}",
        f"{gutter}--> {printable(fault.path)}:{fault.span.line}:{fault.span.column}",
    ]
    lines += _underlined(fault, gutter) if fault.excerpt else []
    lines += [f"{gutter} = help: {printable(fault.help)}"] if fault.help else []
    lines += [f"{gutter} = fix: {printable(_offered(fault.fix))}"] if fault.fix else []
    lines += [f"{gutter} = note: {printable(note)}" for note in fault.notes]
    return "\n".join(lines)


def _offered(fix: Fix) -> str:
    return f"{fix.title} (`rolebook check --fix` does it)" if fix.safe else f"{fix.title}, if that is meant"


def _underlined(fault: Diagnostic, gutter: str) -> list[str]:
    """The excerpt with the span underlined, cut to a window around it where the line is long."""
    span, text = fault.span, fault.excerpt.replace("\t", " ")
    start = span.column - 1
    stop = span.end_column - 1 if span.end_line == span.line else len(text)
    cut = max(0, start - FRAME_WIDTH // 2)
    end = cut + FRAME_WIDTH
    before = ("…" if cut else "") + printable(text[cut:start])
    marked = printable(text[start : min(stop, end)])
    after = printable(text[max(start, stop) : end]) + ("…" if len(text) > end else "")
    return [
        f"{gutter} |",
        f"{span.line} | {before}{marked}{after}".rstrip(),
        f"{gutter} | {' ' * _width(before)}{'^' * max(1, _width(marked))}",
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _annotation(fault: Diagnostic) -> str:
    place = {
        "file": fault.path,
        "line": fault.span.line,
        "col": fault.span.column,
        "endLine": fault.span.end_line,
        "endColumn": fault.span.end_column,
        "title": fault.code,
    }
    properties = ",".join(f"{name}={str(value).translate(PROPERTY_ESCAPES)}" for name, value in place.items())
    message = fault.message + (f"; {fault.help}" if fault.help else "")
    return f"::{fault.severity} {properties}::{message.translate(MESSAGE_ESCAPES)}\n"


def _object(fault: Diagnostic) -> dict[str, object]:
    return {
        "code": fault.code,
        "severity": fault.severity,
        "message": fault.message,
        "path": fault.path,
        "line": fault.span.line,
        "column": fault.span.column,
        "end_line": fault.span.end_line,
        "end_column": fault.span.end_column,
        "help": fault.help,
        "notes": list(fault.notes),
        "url": fault.url,
        "fix": _fix_object(fault.fix) if fault.fix else None,
    }


def _fix_object(fix: Fix) -> dict[str, object]:
    return {
        "title": fix.title,
        "safe": fix.safe,
        "line": fix.span.line,
        "column": fix.span.column,
        "end_line": fix.span.end_line,
        "end_column": fix.span.end_column,
        "text": fix.text,
    }
