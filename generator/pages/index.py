"""What can be looked up in a book: the lists, counts and comparisons that pages show."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from generator.graph import EVIDENCE_COST, Graph, Move, Route
from generator.model import UNKNOWN, Book, Entity, Evidence, Family, Ladder, Pay, Role, Source, SourceKind, Term
from generator.pages.spectrum import Spectrum, spectrum

# Pay older than this at the time of review is kept out of summaries; the table shows it with its year.
PAY_YEARS = 4
# As many as stand beside a role with room to read.
PEERS = 3
# Sources enough for one page on a phone.
ON_ONE_SHELF = 200


class Index:
    """Answers about a book and its graph that do not depend on the page that asks."""

    def __init__(self, book: Book, graph: Graph) -> None:
        self._book, self._graph = book, graph

    @cached_property
    def families(self) -> list[Family]:
        """The families in their declared order."""
        return sorted(self._book.families.values(), key=lambda family: (family.order, family.title))

    @cached_property
    def _members(self) -> Mapping[str, list[Role]]:
        members: dict[str, list[Role]] = defaultdict(list)
        for role in sorted(self._book.roles.values(), key=lambda role: (role.kind != "job", role.title.casefold())):
            members[role.folder].append(role)
        return members

    def members(self, family: Family) -> list[Role]:
        """The roles of a family, jobs first, then by title."""
        return self._members.get(family.slug, [])

    def family_of(self, role: Role) -> Family | None:
        """The family of a role, if its folder is one."""
        return self._book.families.get(role.folder)

    def family_moves(self, family: Family) -> list[Move]:
        """The moves that touch a role of the family, by start and end."""
        inside = {role.slug for role in self.members(family)}
        touching = {move for slug in inside for move in (*self._graph.leads_to(slug), *self._graph.comes_from(slug))}
        return sorted(touching, key=lambda move: (move.start, move.end))

    @cached_property
    def by_path(self) -> Mapping[str, Entity]:
        """Every record by the file that it was read from."""
        return {entity.path: entity for entity in self._book.entities}

    def role(self, slug: str) -> Role:
        """The role of a slug that is known to exist."""
        return self._book.roles[slug]

    def answers(self, role: Role, facet: str) -> list[Term]:
        """The role's terms of a facet, in display order; none where it is unknown or unanswered."""
        given = role.facets.get(facet, ())
        return [term for term in self._book.vocabulary.facets[facet].terms if term.id in given]

    def told(self, role: Role, facet: str) -> str:
        """The labels of a role's terms of a facet, or that it is unknown."""
        return " · ".join(term.label for term in self.answers(role, facet)) or UNKNOWN

    def gates(self, role: Role, level: str) -> list[str]:
        """The labels of the gates that a role asks at one level, in display order, with the places that they hold in.

        A gate that holds nowhere in particular is named without a place.
        """
        places: dict[str, list[str]] = defaultdict(list)
        for gate in role.gates:
            if gate.level == level:
                places[gate.kind].append(gate.place or "")
        return [
            term.label + ("" if "" in places[term.id] else f" ({', '.join(dict.fromkeys(places[term.id]))})")
            for term in self._book.vocabulary.gates
            if term.id in places
        ]

    @cached_property
    def _labels(self) -> Mapping[str, Mapping[str, str]]:
        vocabulary = self._book.vocabulary
        lists: Mapping[str, Sequence[Term | SourceKind]] = {
            "gate": vocabulary.gates,
            "move": vocabulary.moves,
            "topic": vocabulary.topics,
            "unit": vocabulary.pay_units,
            "source-kind": vocabulary.source_kinds,
        }
        return {name: {term.id: term.label for term in terms} for name, terms in lists.items()}

    def label(self, sort: str, id: str) -> str:
        """The name of a gate, move, topic, unit or source kind, or its id where the vocabulary lacks it."""
        return self._labels[sort].get(id, id)

    def in_guide(self, id: str) -> list[Role]:
        """The roles whose texts link to a guide, by title."""
        return self._naming.get(id, [])

    @cached_property
    def _naming(self) -> Mapping[str, list[Role]]:
        naming: dict[str, list[Role]] = defaultdict(list)
        for role in sorted(self._book.roles.values(), key=lambda role: role.title.casefold()):
            for guide in {guide for _, text in role.said.linking for guide in text.guides}:
                naming[guide].append(role)
        return naming

    def recent_pay(self, role: Role) -> list[Pay]:
        """The figures not older than four years at the time of review, newest first."""
        since = int(role.reviewed[:4]) - PAY_YEARS
        return [pay for pay in self.pay(role) if pay.year and pay.year >= since]

    def pay(self, role: Role) -> list[Pay]:
        """All figures, newest first, those without a year last."""
        return sorted(role.pay, key=lambda pay: (-(pay.year or 0), pay.per, pay.low))

    def mentions(self, role: Role) -> list[Role]:
        """The roles that name this one, other than those named in turn, by title."""
        slugs = {link.start for link in self._graph.backlinks(role.slug) if link.kind != "ladder"}
        others = slugs.difference((other.role for other in role.similar), (role.slug,))
        return sorted((self._book.roles[slug] for slug in others), key=lambda other: other.title.casefold())

    def peers(self, role: Role) -> list[Role]:
        """The roles that stand beside this one on its page of comparison: up to three that it calls similar."""
        slugs = dict.fromkeys(other.role for other in role.similar if other.role != role.slug)
        return [self._book.roles[slug] for slug in slugs if slug in self._book.roles][:PEERS]

    def newest(self) -> list[Role]:
        """All roles, the last reviewed first."""
        by_title = sorted(self._book.roles.values(), key=lambda role: role.title.casefold())
        return sorted(by_title, key=lambda role: role.reviewed, reverse=True)

    def in_situation(self, id: str) -> list[Role]:
        """The roles that fit a situation of the vocabulary, by title; none where there is no such situation."""
        situation = next((entry for entry in self._book.vocabulary.situations if entry.id == id), None)
        if situation is None:
            return []
        fitting = (
            role
            for role in self._book.roles.values()
            if situation.kind in (None, role.kind)
            and all(set(terms) & set(role.facets.get(facet, ())) for facet, terms in situation.facets.items())
            and _gates_open(role, set(situation.gates_not_asked))
        )
        return sorted(fitting, key=lambda role: role.title.casefold())

    def spectrum(self) -> Spectrum:
        """Every role by how full a post it is and how far steps lead on from it."""
        return spectrum(self._book, self._graph)

    def without_steps(self) -> list[Role]:
        """The roles from which no documented step leads, by title."""
        stuck = (role for role in self._book.roles.values() if not self._graph.leads_to(role.slug))
        return sorted(stuck, key=lambda role: role.title.casefold())

    def height(self, role: Role) -> int:
        """How many roles can be reached from this one by documented steps."""
        return len(self._graph.destinations(role.slug))

    def grades(self) -> dict[Evidence, int]:
        """How many steps there are of each grade of evidence, best first."""
        counts: dict[Evidence, int] = dict.fromkeys(EVIDENCE_COST, 0)
        for move in self._graph.moves:
            counts[move.step.evidence] += 1
        return counts

    def stopping_points(self) -> list[Role]:
        """The jobs from which no documented steps lead to a career, by title."""
        jobs = (role for role in self._book.roles.values() if role.kind == "job")
        stuck = (
            job
            for job in jobs
            if not any(self._book.roles[slug].kind == "career" for slug in self._graph.destinations(job.slug))
        )
        return sorted(stuck, key=lambda role: role.title.casefold())

    def weakest(self, ladder: Ladder) -> Evidence | None:
        """The evidence of the least documented step of a ladder, if each step is recorded."""
        moves = [move for low, high in pairwise(ladder.rungs) if (move := self._graph.move(low, high))]
        if len(moves) < len(ladder.rungs) - 1:
            return None
        return Route(tuple(moves)).weakest

    def best_ladders(self) -> list[Ladder]:
        """The ladders that do not stay within careers, the best documented and then the longest first."""

        def place(ladder: Ladder) -> tuple[int, int, str]:
            weakest = self.weakest(ladder)
            return EVIDENCE_COST[weakest] if weakest else sum(EVIDENCE_COST.values()), -len(ladder.rungs), ladder.slug

        return sorted((ladder for ladder in self._book.ladders.values() if not ladder.within_careers), key=place)

    def years(self, ladder: Ladder) -> tuple[float, float] | None:
        """The least and most years that a ladder takes, if each step tells its own."""
        moves = [self._graph.move(low, high) for low, high in pairwise(ladder.rungs)]
        spans = [move.step.years for move in moves if move and move.step.years]
        if not spans or len(spans) < len(moves):
            return None
        return sum(span.low for span in spans), sum(span.high for span in spans)

    def changes(self, low: Role, high: Role) -> list[tuple[str, str, str]]:
        """The facets in which two roles differ: label, terms of the one, terms of the other."""
        rows = []
        for name, facet in self._book.vocabulary.facets.items():
            before, after = ([term.label for term in self.answers(role, name)] for role in (low, high))
            if before and after and before != after:
                rows.append((facet.label, ", ".join(before), ", ".join(after)))
        return rows

    def silent_moves(self, ladder: Ladder) -> list[str]:
        """The labels of the moves on which a ladder says nothing."""
        told = {move.move for move in ladder.moves}
        return [move.label for move in self._book.vocabulary.moves if move.id not in told]

    @cached_property
    def sources(self) -> list[tuple[Source, list[Entity]]]:
        """Each source of the book once, with the entities that cite it, by publisher and title."""
        found: dict[str, tuple[Source, list[Entity]]] = {}
        for entity in self._book.entities:
            for source in getattr(entity, "sources", {}).values():
                found.setdefault(source.url or source.title, (source, []))[1].append(entity)
        return sorted(found.values(), key=lambda pair: (pair[0].publisher.casefold(), pair[0].title.casefold()))

    @cached_property
    def shelves(self) -> Mapping[str, list[tuple[Source, list[Entity]]]]:
        """The sources by the first letter of their publisher; what begins with no letter comes last, under `0`.

        Nothing where all of them fit on one page.
        """
        if len(self.sources) <= ON_ONE_SHELF:
            return {}
        shelves: dict[str, list[tuple[Source, list[Entity]]]] = defaultdict(list)
        for source, users in self.sources:
            shelves[_initial(source.publisher)].append((source, users))
        return dict(sorted(shelves.items(), key=lambda item: (item[0] == "0", item[0])))


def _initial(text: str) -> str:
    """The letter under which a name is shelved, without its accents; `0` for what begins with none."""
    first = unicodedata.normalize("NFKD", text)[:1].lower()
    return first if "a" <= first <= "z" else "0"


def _gates_open(role: Role, not_asked: set[str]) -> bool:
    asked = {gate.kind for gate in role.gates if gate.level in ("required", "usual")}
    free = {gate.kind for gate in role.gates if gate.level == "not-asked"}
    return not not_asked or (bool(free & not_asked) and not asked & not_asked)
