"""What is thin: for each role, how much of what readers look for is there, how old it is, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from generator.graph import Graph
from generator.model import UNKNOWN, Book, Role

Gap = Literal[
    "uncited",
    "few-claims",
    "no-pay",
    "undated-pay",
    "old-pay",
    "few-gates",
    "no-entry",
    "no-steps",
    "no-account",
    "old-sources",
    "unknown-facets",
    "empty-fields",
    "review-due",
]
# Each with the words for it, in the order in which they are told.
GAPS: dict[Gap, str] = {
    "uncited": "claims without a source",
    "few-claims": "few claims",
    "no-pay": "no pay",
    "undated-pay": "pay without a year",
    "old-pay": "old pay",
    "few-gates": "few gates told apart",
    "no-entry": "no way in",
    "no-steps": "no step in or out",
    "no-account": "no first-person account",
    "old-sources": "old sources",
    "unknown-facets": "unknown facets",
    "empty-fields": "many empty fields",
    "review-due": "review due",
}

# Below these a page cannot answer what readers come for.
CLAIMS, GATES = 12, 3
# The share of the optional fields that a whole page has.
FILLED = 2 / 3
# Years before the review after which a figure or the newest source is old.
PAY_YEARS, SOURCE_YEARS = 5, 3
# The fields that a page is no worse without.
APART = {"codes", "lateral", "status", "replaced_by", "former_slugs", "exceptions", "titles_above", "bodies"}
OPTIONAL = tuple(
    name for name, declared in Role.model_fields.items() if not declared.is_required() and name not in APART
)
REVIEW_MONTHS = 12


@dataclass(frozen=True)
class Coverage:
    """What there is on one role; years are None where nothing is dated, `compared` are sources that two have read."""

    role: Role
    claims: int
    cited: int
    empty: tuple[str, ...]
    pay: int
    figures: int
    pay_year: int | None
    gates: int
    entry: int
    steps_in: int
    steps_out: int
    accounts: int
    sources: int
    compared: int
    source_year: int | None
    unknown: tuple[str, ...]
    due: bool

    @property
    def filled(self) -> int:
        """How many of the optional fields that readers look for have something in them."""
        return len(OPTIONAL) - len(self.empty)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """What is missing, in a fixed order."""
        year = int(self.role.reviewed[:4])
        found: Mapping[Gap, bool] = {
            "uncited": self.cited < self.claims,
            "few-claims": self.cited < CLAIMS,
            "no-pay": not self.pay,
            "undated-pay": bool(self.pay) and not self.figures,
            "old-pay": self.pay_year is not None and self.pay_year < year - PAY_YEARS,
            "few-gates": self.gates < GATES,
            "no-entry": not self.entry,
            "no-steps": not (self.steps_in or self.steps_out),
            "no-account": not self.accounts,
            "old-sources": (self.source_year or 0) < year - SOURCE_YEARS,
            "unknown-facets": bool(self.unknown),
            "empty-fields": self.filled < len(OPTIONAL) * FILLED,
            "review-due": self.due,
        }
        return tuple(gap for gap in GAPS if found[gap])


@dataclass(frozen=True)
class Total:
    """What there is in all."""

    roles: int
    claims: int
    cited: int
    sources: int
    compared: int
    jobs: int
    jobs_with_route: int

    @property
    def share(self) -> float:
        """The share of the claims that cite a source; 1 where there are none."""
        return self.cited / self.claims if self.claims else 1.0


def coverage(book: Book, graph: Graph) -> list[Coverage]:
    """What there is on each role that is kept up, the one with most gaps first."""
    kept = [role for role in book.roles.values() if role.status != "retired"]
    newest = max((role.reviewed for role in kept), default="")
    found = [_coverage(book, graph, role, newest) for role in kept]
    return sorted(found, key=lambda one: (-len(one.gaps), one.role.title.casefold()))


def total(book: Book, graph: Graph, found: Sequence[Coverage]) -> Total:
    """What there is in all the roles, and how many jobs have a documented route to a career."""
    jobs = [one.role for one in found if one.role.kind == "job"]
    led = [job for job in jobs if any(book.roles[slug].kind == "career" for slug in graph.destinations(job.slug))]
    claims, cited = sum(one.claims for one in found), sum(one.cited for one in found)
    sources, compared = sum(one.sources for one in found), sum(one.compared for one in found)
    return Total(len(found), claims, cited, sources, compared, len(jobs), len(led))


def with_gap(found: Iterable[Coverage], gap: Gap) -> list[Coverage]:
    """Those that have a gap, by title."""
    return sorted((one for one in found if gap in one.gaps), key=lambda one: one.role.title.casefold())


def _coverage(book: Book, graph: Graph, role: Role, newest: str) -> Coverage:
    dated = [source.published[:4] for source in role.sources.values() if source.published != UNKNOWN]
    years = [pay.year for pay in role.pay if pay.year]
    facets = book.vocabulary.facets
    return Coverage(
        role=role,
        claims=role.said.claims,
        cited=role.said.cited,
        empty=tuple(name.replace("_", "-") for name in OPTIONAL if name in role.said.empty),
        pay=len(role.pay),
        figures=len(years),
        pay_year=max(years, default=None),
        gates=len({gate.kind for gate in role.gates}),
        entry=len(role.entry),
        steps_in=len(graph.comes_from(role.slug)),
        steps_out=len(graph.leads_to(role.slug)),
        accounts=len(role.accounts),
        sources=len(role.sources),
        compared=sum(bool(source.checked) for source in role.sources.values()),
        source_year=int(max(dated)) if dated else None,
        unknown=tuple(
            name for name in facets if facets[name].required and UNKNOWN in role.facets.get(name, (UNKNOWN,))
        ),
        due=_months(newest) - _months(role.reviewed) >= REVIEW_MONTHS,
    )


def _months(date: str) -> int:
    return int(date[:4]) * 12 + int(date[5:7] or 12)
