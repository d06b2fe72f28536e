"""Fixes put into a text: all that do not touch each other, from the end to the start."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from generator.diagnostics import Diagnostic, Span

LINE_END = re.compile(r"\r\n|\r|\n")


def applied(text: str, faults: Iterable[Diagnostic]) -> tuple[str, list[Diagnostic]]:
    """The text with the safe fixes of its faults, and the faults whose fixes were put in, first line first.

    Line ends and a byte order mark stay as they are. A fix is left out where it overlaps an earlier one, or where the
    text is no longer the one that the fault was found in.
    """
    starts = [int(text.startswith("\ufeff")), *(match.end() for match in LINE_END.finditer(text))]
    lines = LINE_END.split(text.removeprefix("\ufeff"))
    done: list[tuple[int, int, Diagnostic]] = []
    for fault in sorted(faults, key=lambda fault: fault.span):
        if fault.fix and fault.fix.safe and _holds(lines, fault):
            start, end = _offsets(starts, fault.fix.span, len(text))
            if not done or start >= done[-1][1]:
                done.append((start, end, fault))
    for start, end, fault in reversed(done):
        text = text[:start] + (fault.fix.text if fault.fix else "") + text[end:]
    return text, [fault for _, _, fault in done]


def unwelcome(before: Sequence[Diagnostic], after: Sequence[Diagnostic], uncovered: Iterable[str]) -> set[str]:
    """The files with a fault that they had not before.

    Files in `uncovered` were not read to their end before, so that what is found in them now stood there already.
    """
    old, free = Counter(map(_what, before)), frozenset(uncovered)
    new = Counter(map(_what, after)) - old
    return {path for path, *_ in new if path not in free}


def _what(fault: Diagnostic) -> tuple[str, str, str]:
    return fault.path, fault.code, fault.message


def _holds(lines: Sequence[str], fault: Diagnostic) -> bool:
    return fault.span.line <= len(lines) and lines[fault.span.line - 1] == fault.excerpt


def _offsets(starts: Sequence[int], span: Span, length: int) -> tuple[int, int]:
    def offset(line: int, column: int) -> int:
        return min(starts[line - 1] + column - 1, length) if line <= len(starts) else length

    return offset(span.line, span.column), offset(span.end_line, span.end_column)
