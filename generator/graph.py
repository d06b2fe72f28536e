"""Steps, ladders, routes and backlinks, computed from the book; nothing here is written down twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Literal

from generator.model import Book, Evidence, Ladder, Role, Step, texts

# Loaded where a way is looked for, and not before: a check that finds no circle does without, and starts much sooner.
if TYPE_CHECKING:
    import networkx as nx

Way = Literal["advance", "lateral", "conversion"]
Link = Literal["similar", "mention", "ladder"]

# A route with fewer steps wins whatever their evidence: thirty of the weakest still weigh less than one step.
STEP_COST = 1000
EVIDENCE_COST: Mapping[Evidence, int] = {"several-cases": 0, "one-case": 8, "stated": 16, "inferred": 32}


@dataclass(frozen=True)
class Move:
    """A step with both its ends and the way it goes."""

    start: str
    end: str
    way: Way
    step: Step

    @property
    def cost(self) -> int:
        """What the move adds to a route: a lateral one counts as two, weak evidence breaks ties."""
        return STEP_COST * (2 if self.way == "lateral" else 1) + EVIDENCE_COST[self.step.evidence]


@dataclass(frozen=True)
class Route:
    """Moves that join one role to another, each role once."""

    moves: tuple[Move, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        """The slugs along the route, both ends included."""
        return (*(move.start for move in self.moves), self.moves[-1].end)

    @property
    def cost(self) -> int:
        """The sum over its moves."""
        return sum(move.cost for move in self.moves)

    @property
    def weakest(self) -> Evidence:
        """The evidence of its least documented move."""
        return max((move.step.evidence for move in self.moves), key=EVIDENCE_COST.__getitem__)


@dataclass(frozen=True)
class Backlink:
    """A mention of a role elsewhere, with its kind and, where one was given, its reason.

    `start` is the slug of a role, or of a ladder where the kind is `ladder`.
    """

    start: str
    kind: Link
    reason: str = ""


class Graph:
    """All moves and links between the roles of a book; steps to roles that do not exist are left out."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._out: dict[str, dict[str, Move]] = {slug: {} for slug in book.roles}
        self._into: dict[str, dict[str, Move]] = {slug: {} for slug in book.roles}
        for role in book.roles.values():
            for step in role.leads_to:
                if step.role in book.roles and step.role != role.slug:
                    move = Move(role.slug, step.role, _way(role, book.roles[step.role], step), step)
                    self._out[role.slug][step.role] = self._into[step.role][role.slug] = move

    @cached_property
    def _digraph(self) -> nx.DiGraph[str]:
        import networkx as nx  # noqa: PLC0415

        digraph: nx.DiGraph[str] = nx.DiGraph()
        digraph.add_nodes_from(self._out)
        for move in (move for moves in self._out.values() for move in moves.values()):
            digraph.add_edge(move.start, move.end, move=move, cost=move.cost)
        return digraph

    @property
    def moves(self) -> Iterator[Move]:
        """Every move, by the slugs of its start and end."""
        for slug in self._out:
            yield from sorted(self.leads_to(slug), key=lambda move: move.end)

    def move(self, start: str, end: str) -> Move | None:
        """The move between two roles, if one is recorded."""
        return self._out.get(start, {}).get(end)

    def leads_to(self, slug: str) -> list[Move]:
        """The moves out of a role, cheapest first."""
        return _sorted(self._out[slug].values())

    def comes_from(self, slug: str) -> list[Move]:
        """The moves into a role, cheapest first."""
        return _sorted(self._into[slug].values())

    def destinations(self, slug: str) -> set[str]:
        """Every role that can be reached from this one."""
        import networkx as nx  # noqa: PLC0415

        return set(nx.descendants(self._digraph, slug))

    def feeders(self, slug: str) -> set[str]:
        """Every role from which this one can be reached."""
        import networkx as nx  # noqa: PLC0415

        return set(nx.ancestors(self._digraph, slug))

    def routes(self, start: str, goal: str, limit: int = 3) -> list[Route]:
        """The routes from one role to another, fewest steps first, then the best documented.

        A route uses every role once. A lateral step counts as two, so that a plain ladder wins over a detour.
        """
        if start == goal or goal not in self.destinations(start):
            return []
        import networkx as nx  # noqa: PLC0415

        paths = nx.shortest_simple_paths(self._digraph, start, goal, weight="cost")
        return [
            Route(tuple(self._digraph.edges[pair]["move"] for pair in pairwise(path))) for path in islice(paths, limit)
        ]

    def cycles(self) -> list[list[str]]:
        """One closed chain of advances and conversions for each knot of roles that has one, smallest slug first."""
        if self._only_rises():
            return []
        import networkx as nx  # noqa: PLC0415

        rising: nx.DiGraph[str] = nx.DiGraph([(move.start, move.end) for move in self.moves if move.way != "lateral"])
        knots = [rising.subgraph(knot) for knot in nx.strongly_connected_components(rising) if len(knot) > 1]
        chains = [[start for start, _ in nx.find_cycle(knot, min(knot))] for knot in knots]
        return sorted(chain[chain.index(min(chain)) :] + chain[: chain.index(min(chain))] for chain in chains)

    def _only_rises(self) -> bool:
        """Whether no advance leads in a circle, found by taking away the roles that no other leads to."""
        ways = {slug: [move.end for move in out.values() if move.way != "lateral"] for slug, out in self._out.items()}
        above = Counter(end for ends in ways.values() for end in ends)
        free = [slug for slug in ways if not above[slug]]
        for slug in free:
            above.subtract(ways[slug])
            free += [end for end in ways[slug] if not above[end]]
        return len(free) == len(ways)

    def rungs(self, ladder: Ladder) -> list[tuple[Role, Move | None]]:
        """The roles of a ladder that exist, each with the move that leads to the next one."""
        book = self._book
        return [
            (book.roles[slug], self.move(slug, after) if after else None)
            for slug, after in zip(ladder.rungs, [*ladder.rungs[1:], None], strict=True)
            if slug in book.roles
        ]

    def ladders_of(self, slug: str) -> list[Ladder]:
        """The ladders on which a role is a rung."""
        return self._ladders.get(slug, [])

    def backlinks(self, slug: str) -> list[Backlink]:
        """Where a role is mentioned other than by a step, by kind and slug."""
        return self._backlinks.get(slug, [])

    @cached_property
    def _ladders(self) -> Mapping[str, list[Ladder]]:
        ladders: dict[str, list[Ladder]] = defaultdict(list)
        for ladder in self._book.ladders.values():
            for slug in dict.fromkeys(ladder.rungs):
                ladders[slug].append(ladder)
        return ladders

    @cached_property
    def _backlinks(self) -> Mapping[str, list[Backlink]]:
        links: dict[str, set[Backlink]] = defaultdict(set)
        for role in self._book.roles.values():
            for other in role.similar:
                links[other.role].add(Backlink(role.slug, "similar", other.because))
            for _, text in texts(role):
                for slug in text.links:
                    links[slug].add(Backlink(role.slug, "mention", text))
        for slug, ladders in self._ladders.items():
            links[slug].update(Backlink(ladder.slug, "ladder", ladder.summary) for ladder in ladders)
        return {
            slug: sorted(found, key=lambda link: (link.kind, link.start, link.reason)) for slug, found in links.items()
        }


def _way(start: Role, end: Role, step: Step) -> Way:
    if start.kind == "job" and end.kind == "career":
        return "conversion"
    return "lateral" if step.lateral or (start.kind, end.kind) == ("career", "job") else "advance"


def _sorted(moves: Iterable[Move]) -> list[Move]:
    return sorted(moves, key=lambda move: (move.cost, move.start, move.end))
