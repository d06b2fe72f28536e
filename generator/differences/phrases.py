"""Values in the words of a difference: quoted texts, figures, and what an added record says in short."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from generator.diagnostics import printable
from generator.model import (
    CITATION,
    GUIDE,
    ROLE_LINK,
    SLUG,
    Claim,
    Gate,
    Hours,
    Pay,
    Prose,
    Range,
    Record,
    Source,
    Step,
)
from generator.wording import EVIDENCE_WORDS, amount

QUOTE = 240
CONTEXT = 4
# The fields that tell best what a record is about, the most telling first.
TELLING = ("text", "because", "title", "label", "note")


def quoted(text: str) -> str:
    """The text in backticks, of which it holds none, on one line and not endless."""
    flat = printable(" ".join(text.split())).replace("`", "'")
    return f"`{flat if len(flat) <= QUOTE else flat[: QUOTE - 1].rstrip() + '…'}`"


def named(id: str) -> str:
    """A slug as it is, or any other text in backticks."""
    return id if re.fullmatch(SLUG, id) else quoted(id)


def bare(text: str) -> str:
    """A prose without its citations, its links shown by their labels."""
    linked = ROLE_LINK.sub(lambda match: match[2] or match[1].removeprefix(GUIDE), CITATION.sub("", text))
    return re.sub(r"\s+([.,;:])", r"\1", " ".join(linked.split()))


def told(text: Prose) -> str:
    """A prose in backticks, and the sources that it cites."""
    cited = ", ".join(map(named, dict.fromkeys(text.citations)))
    return quoted(bare(text)) + (f" ({cited})" if cited else "")


def reworded(old: Prose, new: Prose) -> str:
    """What became of a prose: the words around the change before and after, or the sources where only those differ."""
    parts = [f"{_stretch(old, new)} → {_stretch(new, old)}"] if bare(old) != bare(new) else []
    return ", ".join([*parts, *cited(old.citations, new.citations)]) or f"{quoted(old)} → {quoted(new)}"


def cited(old: tuple[str, ...], new: tuple[str, ...]) -> list[str]:
    """Which sources came and which went."""
    came = [f"source {named(id)} added" for id in dict.fromkeys(new) if id not in old]
    return came + [f"source {named(id)} removed" for id in dict.fromkeys(old) if id not in new]


def alike(old: str, new: str) -> float:
    """How much of two texts is the same, from 0 to 1, counted in words."""
    return SequenceMatcher(None, bare(old).split(), bare(new).split(), autojunk=False).ratio()


def value(given: object) -> str:
    """A single value: words of our own bare, those of contributors in backticks."""
    if given is None:
        return "unknown"
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, (int, float)):
        return f"{given:g}"
    if isinstance(given, tuple):
        return ", ".join(map(value, given)) or "nothing"
    if isinstance(given, Record):
        return summary(given)
    return told(given) if isinstance(given, Prose) else named(str(given))


def figure(range: Range) -> str:
    """A figure with its unit: `100-200 USD/hour`, `30-40 hours a week`, `3`."""
    low, high = amount(range.low), amount(range.high)
    span = low if low == high else f"{low}-{high}"
    if isinstance(range, Pay):
        return f"{span} {range.currency}/{range.per}"
    return f"{span} hours a {range.per}" if isinstance(range, Hours) else span


def summary(record: Record) -> str:
    """What an added or removed record says, in a few words."""
    if isinstance(record, Pay):
        where = f"{quoted(record.place)}, {record.year or 'year unknown'}"
        return f"{figure(record)} ({where}), " + ", ".join(f"source {named(id)}" for id in record.sources)
    if isinstance(record, Range):
        return figure(record)
    if isinstance(record, Step):
        return EVIDENCE_WORDS[record.evidence]
    if isinstance(record, Gate):
        return f"{record.level}, {told(record.text)}"
    if isinstance(record, Source):
        return f"{quoted(record.title)}, {quoted(record.publisher)}"
    first = next((found for name in TELLING if (found := getattr(record, name, None))), None)
    return value(first) if isinstance(first, Prose) else quoted(first) if first else ""


def is_claim(text: str) -> bool:
    """Whether the text is one that sources must carry."""
    return isinstance(text, Claim)


def _stretch(text: str, other: str) -> str:
    """The part of a text in which it differs from another, with a few words around it."""
    words, others = bare(text).split(), bare(other).split()
    shorter = min(len(words), len(others))
    head = next((at for at in range(shorter) if words[at] != others[at]), shorter)
    tail = next((at for at in range(shorter - head) if words[-1 - at] != others[-1 - at]), shorter - head)
    start, stop = max(0, head - CONTEXT), min(len(words), len(words) - tail + CONTEXT)
    shown = " ".join(words[start:stop])
    return quoted(("… " if start else "") + shown + (" …" if stop < len(words) else ""))
