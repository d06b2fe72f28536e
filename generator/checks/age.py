"""Rules on what no longer holds, or never did: old reviews, old figures, weak sources, dead addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.checks.ground import Ground
from generator.diagnostics import Diagnostic
from generator.model import Entity, Ladder, Location, Role

# A review is due after a year; half a year is given to do it.
REVIEW_MONTHS = 18
# Wages that rise by 3.5 % a year have risen by half by then, so an older figure misleads more than none.
PAY_YEARS = 12


def stale_review(ground: Ground) -> Iterator[Diagnostic]:
    """A role or ladder was last reviewed long before the newest one of the book."""
    reviewed: list[Role | Ladder] = [*ground.book.roles.values(), *ground.book.ladders.values()]
    newest = max((entity.reviewed[:7] for entity in reviewed), default="")
    for entity in reviewed:
        months = _months(newest) - _months(entity.reviewed)
        if months > REVIEW_MONTHS and (isinstance(entity, Ladder) or entity.status == "active"):
            message = f"last reviewed in {entity.reviewed}, {months} months before the newest review of the book"
            help = "read the file against its sources, mend it, and set `reviewed` to the present month"
            yield ground.fault("stale-review", entity, ("reviewed",), message, help, severity="warning")


def stale_pay(ground: Ground, role: Entity) -> Iterator[Diagnostic]:
    """The newest dated figure for pay was old when the role was reviewed."""
    years = {pay.year: index for index, pay in enumerate(role.pay) if pay.year} if isinstance(role, Role) else {}
    if isinstance(role, Role) and years and int(role.reviewed[:4]) - max(years) > PAY_YEARS:
        message = f"the newest figure is of {max(years)}, more than {PAY_YEARS} years before the last review"
        help = "add a newer figure, or delete this one: readers do better with none than with one that misleads"
        at: Location = ("pay", years[max(years)], "year")
        yield ground.fault("stale-pay", role, at, message, help, severity="warning")


def weak_source(ground: Ground, role: Entity) -> Iterator[Diagnostic]:
    """Something that readers decide by rests on weak sources alone, and the file does not say so."""
    weak = {kind.id for kind in ground.book.vocabulary.source_kinds if kind.weak}
    if not isinstance(role, Role) or not any(source.kind in weak for source in role.sources.values()):
        return
    for at, cited, what, help in _weighty(role):
        kinds = {role.sources[id].kind for id in cited if id in role.sources}
        if kinds and kinds <= weak:
            message = f"{what} on nothing but weak sources"
            yield ground.fault("weak-source", role, at, message, help, severity="warning")


def _weighty(role: Role) -> Iterator[tuple[Location, Iterable[str], str, str]]:
    """What readers decide by: where it stands, the sources that it rests on, what it is, and what would mend it."""
    for index, gate in enumerate(role.gates):
        if gate.level == "required":
            help = "add a source of those who ask it, or write `usual`, and in the text who says so"
            yield ("gates", index, "level"), gate.text.citations, "a required gate rests", help
    for index, pay in enumerate(role.pay):
        if not pay.note:
            help = "add a better source, or a `note` that says what the figure is worth"
            yield ("pay", index, "sources"), pay.sources, "a figure without a `note` rests", help
    for index, step in enumerate(role.leads_to):
        if step.evidence in ("several-cases", "one-case"):
            cited = [id for text in step.how for id in text.citations]
            help = "add a source that shows the case, or grade it `stated`"
            yield ("leads-to", index, "evidence"), cited, f"a step graded `{step.evidence}` rests", help


def dead_link(ground: Ground, entity: Entity) -> Iterator[Diagnostic]:
    """An address is on the list of those at which nothing was found any more."""
    dead = {link.url: link for link in ground.book.links.dead} if ground.book.links else {}
    for at, address in ground.addresses(entity) if dead else ():
        if address in dead:
            message = f"`{address}` is dead since {dead[address].since}: {dead[address].because}"
            help = "put the new address or that of an archived copy in its place, or cite the source without one"
            yield ground.fault("dead-link", entity, at, message, help, token=address, severity="warning")


def _months(date: str) -> int:
    """The months from the year 0 to a date; a year alone counts as its last month."""
    year, month = int(date[:4] or 0), int(date[5:7] or 12)
    return year * 12 + month
