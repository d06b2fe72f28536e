"""The safe fixes, written into the files of a book."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from generator.cli.files import write
from generator.diagnostics import Diagnostic
from generator.fixes import applied, unwelcome
from generator.pipeline import Outcome, Pipeline
from generator.writer import WouldChangeError, formatted

# Fixing a field may uncover a term that can be fixed; deeper than this nothing ever goes.
ROUNDS = 5
# The fields in the first column; those further in are sorted along with them.
FIELD = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)


def fix(root: Path, label: str, wanted: Callable[[Diagnostic], bool]) -> Iterator[str]:
    """Apply the safe fixes of the wanted faults until nothing applies, and say of each what it did.

    A file with a fault that it had not before is put back as it was.
    """
    pipeline, given_up = Pipeline(root, label), set[str]()
    outcome = pipeline.run()
    for _ in range(ROUNDS):
        faults = [fault for fault in outcome.faults if wanted(fault) and fault.path not in given_up]
        changes = dict(_changes(root, label, faults))
        if not changes:
            return
        for path, (_, after, _) in changes.items():
            write(_file(root, label, path), after)
        worse = set(changes)
        try:
            fixed = pipeline.run()
            worse = _worse(outcome, fixed, changes)
        finally:  # whatever interrupts the check: what was not found good does not stay
            for path in worse:
                write(_file(root, label, path), changes[path][0])
        yield from (_said(fault) for path in changes if path not in worse for fault in changes[path][2])
        yield from (f"left {path} as it was: its fixes would have brought new faults" for path in sorted(worse))
        given_up |= worse
        outcome = pipeline.run() if worse else fixed


def sort_fields(root: Path, label: str, wanted: Callable[[Path], bool]) -> Iterator[str]:
    """Put the files whose fields stand in another order than the field reference into canonical form, and say so."""
    for path, reading in Pipeline(root, label).readings(wanted).items():
        if reading.value is None or reading.faults:
            continue
        with suppress(WouldChangeError):
            text = formatted(reading)
            if FIELD.findall(text) != FIELD.findall(reading.document.text):
                write(_file(root, label, path), text)
                yield f"sorted the fields of {path}"


Changes = Mapping[str, tuple[str, str, list[Diagnostic]]]


def _changes(
    root: Path, label: str, faults: Iterable[Diagnostic]
) -> Iterator[tuple[str, tuple[str, str, list[Diagnostic]]]]:
    """For each file that would change: its text before and after, and the faults whose fixes make the difference."""
    faults = [fault for fault in faults if fault.fix and fault.fix.safe]
    for path in dict.fromkeys(fault.path for fault in faults):
        before = _file(root, label, path).read_bytes().decode("utf-8")
        text, done = applied(before, [fault for fault in faults if fault.path == path])
        if done:
            yield path, (before, text, done)


def _worse(before: Outcome, after: Outcome, changes: Changes) -> set[str]:
    """The changed files to put back; all of them where a fix brought a fault into a file that nobody touched.

    Once a file can be read at last, others are judged by what it says: that is no fault of the fix.
    """
    uncovered = set(before.unread) - set(after.unread)
    worse = unwelcome(before.faults, after.faults, uncovered)
    if uncovered:
        return {path for path in worse if path in changes and path in after.unread}
    return worse if worse <= changes.keys() else set(changes)


def _said(fault: Diagnostic) -> str:
    title = fault.fix.title if fault.fix else ""
    return f"fixed {fault.path}:{fault.span.line}: {fault.message}: {title}"


def _file(root: Path, label: str, path: str) -> Path:
    return root / Path(path).relative_to(label)
