"""Two versions of a record compared field by field, lists by what their entries are about."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from generator.differences.phrases import alike, cited, figure, is_claim, named, reworded, summary, told, value
from generator.differences.values import Change
from generator.model import Account, Caution, Gate, Pay, Prose, Range, Record, Situation, Step, Term
from generator.model.parts import Distinction, Move, Organization, Similar, Waiver
from generator.wording import EVIDENCE_WORDS

Told = tuple[Change, str]
Key = Callable[[Any], Hashable]
T = TypeVar("T")

# Half of the words may differ before a claim counts as another one.
SAME_CLAIM = 0.5
# What a record in a list is known by.
IDS: tuple[tuple[type[Record], str], ...] = (
    (Gate, "kind"),
    (Caution, "topic"),
    (Account, "who"),
    (Organization, "name"),
    (Step, "role"),
    (Similar, "role"),
    (Waiver, "rule"),
    (Move, "move"),
    (Term, "id"),
    (Situation, "id"),
    (Distinction, "aspect"),
)
NOUNS = {
    "accounts": "account",
    "also-called": "other name",
    "bodies": "body",
    "cautions": "caution",
    "codes": "code",
    "distinctions": "comparison",
    "employers": "employer",
    "exceptions": "exception",
    "facets": "facet",
    "former-slugs": "former slug",
    "gates": "gate",
    "leads-to": "step",
    "moves": "move",
    "pay-units": "unit of pay",
    "search-for": "search word",
    "similar": "similar role",
    "situations": "situation",
    "source-kinds": "sort of source",
    "sources": "source",
    "synonyms": "synonym",
    "terms": "term",
    "topics": "topic",
}
LABELS = {"reviewed": "review date", "checked": "check date", "accessed": "date of reading", "kind-because": "reason"}


def fields(old: Record, new: Record, name: str = "") -> Iterator[tuple[str, Change, str]]:
    """Each change of a record as its field, its sort and its words; `name` is what the words call the record.

    Without a name the words are a part of a sentence about the record.
    """
    skipped: frozenset[str] = frozenset()
    if isinstance(old, Range) and isinstance(new, Range):
        skipped = frozenset({"low", "high", "per", "currency"})
        if figure(old) != figure(new):
            yield "", "changed", f"{figure(old)} → {figure(new)}"
    for attribute, declared in type(old).model_fields.items():
        before, after = getattr(old, attribute), getattr(new, attribute)
        if before != after and attribute not in skipped:
            field = declared.alias or attribute
            for change, text in list(_field(field, before, after, name)) or [_reordered(field, after, name)]:
                yield field, change, text


def _field(field: str, old: Any, new: Any, name: str) -> Iterator[Told]:
    if isinstance(old, Mapping):
        return _mapping(field, old, new, name)
    if isinstance(old, tuple):
        entry = next(iter((*old, *new)))
        if isinstance(entry, Record):
            return _records(field, old, new, name)
        return _claims(field, old, new, name) if isinstance(entry, Prose) else _words(field, old, new, name)
    return _single(field, old, new, name)


def _single(field: str, old: Any, new: Any, name: str) -> Iterator[Told]:
    label = LABELS.get(field, field)
    if old is None or new is None:
        yield _whole(label, new is not None, name, value(old if new is None else new))
    elif isinstance(old, Record):
        yield "changed", f"{label}{_of(name)}: {_inside(old, new)}"
    elif isinstance(old, Prose):
        yield "changed", f"{label}{_of(name)} reworded: {reworded(old, new)}"
    else:
        before, after = (EVIDENCE_WORDS[one] if field == "evidence" else value(one) for one in (old, new))
        yield "changed", f"{label}{_of(name)}: {before} → {after}"


def _mapping(field: str, old: Mapping[str, Any], new: Mapping[str, Any], name: str) -> Iterator[Told]:
    noun = NOUNS.get(field, field)
    for key in dict.fromkeys((*old, *new)):
        label = f"{noun} {named(key)}"
        if key not in old or key not in new:
            yield _whole(label, key in new, name, value(new[key] if key in new else old[key]))
        elif isinstance(old[key], Record) and old[key] != new[key]:
            yield "changed", f"{label}{_of(name)}: {_inside(old[key], new[key])}"
        elif old[key] != new[key]:
            yield "changed", f"{label}{_of(name)} changed from {value(old[key])} to {value(new[key])}"


def _records(field: str, old: Sequence[Record], new: Sequence[Record], name: str) -> Iterator[Told]:
    noun = NOUNS.get(field, field.removesuffix("s"))
    for before, after in _paired(old, new, _keys((*old, *new)[0])):
        known = after or before
        assert known is not None  # noqa: S101  # a pair has at least one end
        if isinstance(known, Step) and name:
            yield _step(before, after, name, known)
            continue
        id = next((getattr(known, attribute) for sort, attribute in IDS if isinstance(known, sort)), "")
        label = f"{noun} {named(id)}" if id else noun
        if before and after:
            yield "changed", f"{label}{_of(name)}: {_inside(before, after)}"
        else:
            yield _whole(label, after is not None, name, summary(known))


def _step(before: Record | None, after: Record | None, name: str, step: Step) -> Told:
    way = f"step from {name} to {named(step.role)}"
    if before and after:
        return "changed", f"{way}: {_inside(before, after)}"
    return ("added", f"new {way}, {summary(step)}") if after else ("removed", f"{way} removed")


def _claims(field: str, old: Sequence[Prose], new: Sequence[Prose], name: str) -> Iterator[Told]:
    noun = "claim" if is_claim((*old, *new)[0]) else "line"
    for before, after in _paired(old, new, (), alike):
        if before and after:
            yield "changed", f"{noun} reworded in {field}{_of(name)}: {reworded(before, after)}"
        elif after:
            yield "added", f"{noun} added to {field}{_of(name)}: {told(after)}"
        elif before:
            yield "removed", f"{noun} removed from {field}{_of(name)}: {told(before)}"


def _words(field: str, old: Sequence[str], new: Sequence[str], name: str) -> Iterator[Told]:
    if field == "sources":
        yield from (("changed", text) for text in cited(tuple(old), tuple(new)))
        return
    noun = NOUNS.get(field, field.removesuffix("s"))
    for before, after in _paired(old, new, ()):
        word = after or before or ""
        below = new[new.index(word) - 1] if after and field == "rungs" and new.index(word) else ""
        yield _whole(f"{noun} {named(word)}", bool(after), name, f"after {named(below)}" if below else "")


def _paired(
    old: Sequence[T], new: Sequence[T], keys: Sequence[Key], likeness: Callable[[Any, Any], float] | None = None
) -> list[tuple[T | None, T | None]]:
    """What became of each entry of two lists: changed, added after those, and removed last; equal ones are left out.

    Entries belong together that share the first of the keys, then the next one, then those most alike.
    """
    gone, come, pairs = [*old], [*new], []
    for entry in old:
        if entry in come:
            come.remove(entry)
            gone.remove(entry)
    for key in keys:
        for entry in [*gone]:
            match = next((other for other in come if key(other) == key(entry)), None)
            if match is not None:
                pairs.append((entry, match))
                gone.remove(entry)
                come.remove(match)
    if likeness:
        alike = _most_alike(gone, come, likeness)
        pairs += [(gone[i], come[j]) for i, j in sorted(alike.items())]
        gone = [entry for i, entry in enumerate(gone) if i not in alike]
        come = [entry for j, entry in enumerate(come) if j not in alike.values()]
    return [*pairs, *((None, entry) for entry in come), *((entry, None) for entry in gone)]


def _most_alike(gone: Sequence[T], come: Sequence[T], likeness: Callable[[Any, Any], float]) -> dict[int, int]:
    """Which entries belong together by likeness, by their places in the two lists; the most alike first."""
    scores = sorted((-likeness(a, b), i, j) for i, a in enumerate(gone) for j, b in enumerate(come))
    taken: dict[int, int] = {}
    for score, i, j in scores:
        if -score >= SAME_CLAIM and i not in taken and j not in taken.values():
            taken[i] = j
    return taken


def _keys(record: Record) -> Sequence[Key]:
    """What tells the entries of a list apart, the strictest first."""
    if isinstance(record, Pay):
        return (
            lambda pay: (pay.per, pay.currency, pay.place, pay.statistic, pay.note),
            lambda pay: (pay.per, pay.currency, pay.place),
            lambda pay: pay.sources,
        )
    id = next((attribute for sort, attribute in IDS if isinstance(record, sort)), None)
    if id is None:
        return ()
    return (lambda entry: (getattr(entry, id), getattr(entry, "place", None)), lambda entry: getattr(entry, id))


def _inside(old: Record, new: Record) -> str:
    return ", ".join(text for _, _, text in fields(old, new))


def _whole(label: str, added: bool, name: str, detail: str) -> Told:
    way: Told = ("added", f"{label} added{_to(name)}") if added else ("removed", f"{label} removed{_to(name, 'from')}")
    return (way[0], f"{way[1]}: {detail}") if detail else way


def _reordered(field: str, new: Any, name: str) -> Told:
    order = ": " + ", ".join(map(named, new)) if field == "rungs" else ""
    return "changed", f"order of {field}{_of(name)} changed{order}"


def _of(name: str) -> str:
    return f" of {name}" if name else ""


def _to(name: str, word: str = "to") -> str:
    return f" {word} {name}" if name else ""
