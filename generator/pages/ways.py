"""What pages tell of steps and routes: pairs of roles, what changes between two rungs, and the data for scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise, permutations

from generator.drawings import LadderDrawing, MapDrawing, draw_ladder, draw_map
from generator.graph import EVIDENCE_COST, Graph, Move, Route
from generator.model import Book, Family, Ladder, Level, Role
from generator.pages.index import Index

# More pairs, or more steps, than this would make a page that nobody reads to its end.
PAIRS = 500
STEPS = 300
# More roles with a step than this make a map that no screen shows and no reader follows.
DRAWN = 300
LEVELS: tuple[Level, ...] = ("required", "usual", "helps", "not-asked")


class Ways:
    """Answers about the steps of a book that do not depend on the page that asks."""

    def __init__(self, book: Book, graph: Graph, index: Index) -> None:
        self._book, self._graph, self._index = book, graph, index

    @cached_property
    def kept(self) -> str:
        """What routes are shown for keeping longest, in the vocabulary's words; nothing if no facet says so."""
        return next((facet.kept for facet in self._book.vocabulary.facets.values() if facet.kept), "")

    @cached_property
    def moves(self) -> list[Move]:
        """Every move, by the titles of its start and end."""
        return sorted(self._graph.moves, key=lambda move: (self._title(move.start), self._title(move.end)))

    @cached_property
    def told(self) -> list[Move]:
        """Every move if one page can describe them all, else none."""
        return self.moves if len(self.moves) <= STEPS else []

    @cached_property
    def onward(self) -> list[tuple[Role, list[Role]]]:
        """Each role with a step out, by title, with the roles that its steps lead to."""
        found: dict[str, list[Role]] = {}
        for move in self.moves:
            found.setdefault(move.start, []).append(self._book.roles[move.end])
        return [(self._book.roles[start], ends) for start, ends in found.items()]

    @cached_property
    def pairs(self) -> list[tuple[Role, list[tuple[Role, list[Route]]]]]:
        """For each role with a step out, by title: the roles it leads to, each with up to three routes.

        Nothing for a book with more pairs than one page could tell of.
        """
        left = PAIRS
        goals: dict[str, list[str]] = {}
        for start, _ in self.onward:
            goals[start.slug] = sorted(self._graph.first_routes(start.slug), key=self._title)
            left -= len(goals[start.slug])
            if left < 0:
                return []
        roles, routes = self._book.roles, self._graph.routes
        return [(roles[start], [(roles[goal], routes(start, goal)) for goal in ends]) for start, ends in goals.items()]

    @cached_property
    def backward(self) -> list[tuple[Role, list[tuple[Role, Route]]]]:
        """For each role that is led to, by title: the roles that it is reached from, each with its shortest route."""
        found: dict[str, list[tuple[Role, Route]]] = {}
        for start, goals in self.pairs:
            for goal, routes in goals:
                found.setdefault(goal.slug, []).append((start, routes[0]))
        return [(self._book.roles[slug], found[slug]) for slug in sorted(found, key=self._title)]

    def gates(self, low: Role, high: Role) -> list[tuple[str, Level | None, Level | None]]:
        """The gates that differ between two roles: label, level at the one, level at the other; none where unsaid.

        A gate that neither role asks for is left out.
        """
        before, after = _levels(low), _levels(high)
        return [
            (gate.label, before.get(gate.id), after.get(gate.id))
            for gate in self._book.vocabulary.gates
            if before.get(gate.id) != after.get(gate.id)
            and {before.get(gate.id), after.get(gate.id)} & {"required", "usual"}
        ]

    def beside(self, slugs: Sequence[str]) -> Iterator[Move]:
        """The moves between the rungs of a ladder that pass over one, or lead back."""
        for start, end in permutations(dict.fromkeys(slugs), 2):
            if (start, end) not in pairwise(slugs) and (move := self._graph.move(start, end)):
                yield move

    def drawn(self, ladder: Ladder) -> LadderDrawing:
        """The drawing of a ladder."""
        rungs = self._graph.rungs(ladder)
        return draw_ladder(rungs, self.beside([role.slug for role, _ in rungs]))

    @cached_property
    def rows(self) -> list[tuple[str, Family | None, list[Role]]]:
        """Every folder of roles, in the order of the families, with its family, if any, and its roles by title."""
        members: dict[str, list[Role]] = {family.slug: [] for family in self._index.families}
        for role in sorted(self._book.roles.values(), key=lambda role: role.title.casefold()):
            members.setdefault(role.folder, []).append(role)
        return [(folder, self._book.families.get(folder), roles) for folder, roles in members.items()]

    @property
    def most(self) -> int:
        """How many roles with steps a map can show."""
        return DRAWN

    @property
    def mapped(self) -> bool:
        """Whether there is a drawing of all steps."""
        return 0 < len(self._graph.joined) <= DRAWN

    @cached_property
    def map(self) -> MapDrawing | None:
        """The drawing of all steps, unless more roles have one than a drawing can show."""
        if not self.mapped:
            return None
        return draw_map([(folder, roles) for folder, _, roles in self.rows], self.moves, self._graph.stages)

    def data(self) -> str:
        """What a script needs to find routes by itself, as JSON."""
        kept = self._graph.kept
        roles = {
            role.slug: [role.title, role.kind, role.folder, kept.get(role.slug), [other.role for other in role.similar]]
            for role in self._book.roles.values()
        }
        steps = [[move.start, move.end, move.way, move.step.evidence] for move in self._graph.moves]
        data = {"roles": roles, "steps": steps, "doubts": dict(EVIDENCE_COST)}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    def _title(self, slug: str) -> str:
        return self._book.roles[slug].title.casefold()


def _levels(role: Role) -> dict[str, Level]:
    """The firmest level at which a role asks for each kind of gate."""
    found: dict[str, Level] = {}
    for level in reversed(LEVELS):
        found |= {gate.kind: level for gate in role.gates if gate.level == level}
    return found
