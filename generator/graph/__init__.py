"""Steps, ladders, routes and backlinks, computed from the book; nothing here is written down twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from generator.graph.moves import EVIDENCE_COST, Backlink, Gap, Merit, Move, Route, Way
from generator.graph.routes import Routes
from generator.graph.stages import stages
from generator.model import Book, Ladder, Role, Step

# Loaded where a way is looked for, and not before: a check that finds no circle does without, and starts much sooner.
if TYPE_CHECKING:
    import networkx as nx

__all__ = ["EVIDENCE_COST", "Backlink", "Gap", "Graph", "Merit", "Move", "Route", "Way"]


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
        """The routes from one role to another: of fewest steps, best documented, keeping most longest, then others."""
        return self._routes.between(start, goal, limit)

    def first_routes(self, start: str) -> Mapping[str, tuple[str, ...]]:
        """The roles along the route of fewest steps to each role that this one leads to."""
        reached = self._routes.reached(start)
        return {goal: path for goal, path in reached.items() if goal != start}

    def gap(self, start: str, goal: str) -> Gap | None:
        """The smallest undocumented gap between two roles, if some way leads up to it and some way on from it.

        A gap between roles of which one names the other as similar is smaller than one within a family; then steps
        count.
        """
        if start == goal:
            return None
        reached = self._routes.reached(start)
        ahead = {slug: self._routes.shortest(slug, goal) or () for slug in self._routes.distances(goal)}
        gaps = (
            (not alike, len(reached[here]) + len(ahead[there]), reached[here], ahead[there])
            for here in reached
            for there, alike in self._near(here, ahead)
        )
        best = min(gaps, default=None)
        return Gap(best[2], best[3], not best[0]) if best else None

    def _near(self, slug: str, among: Mapping[str, object]) -> Iterator[tuple[str, bool]]:
        role, roles = self._book.roles[slug], self._book.roles
        for other in among:
            if other != slug:
                named = slug in {entry.role for entry in roles[other].similar}
                alike = named or other in {entry.role for entry in role.similar}
                if alike or roles[other].folder == role.folder:
                    yield other, alike

    @cached_property
    def joined(self) -> frozenset[str]:
        """The roles from or to which a move leads."""
        return frozenset(slug for slug in self._out if self._out[slug] or self._into[slug])

    @cached_property
    def stages(self) -> Mapping[str, int]:
        """How many steps the longest chain of rising moves beneath each role has; those without a move are left out."""
        return stages(self.moves)

    @cached_property
    def _routes(self) -> Routes:
        return Routes(self._out, self._into, self.kept)

    @cached_property
    def kept(self) -> Mapping[str, float]:
        """Where each role stands in the facet that tells what is given up by and by, if it answers; 0 keeps most."""
        facets = self._book.vocabulary.facets
        name = next((name for name, facet in facets.items() if facet.kept), "")
        order = {term.id: place for place, term in enumerate(facets[name].terms)} if name else {}
        roles = self._book.roles.items()
        places = {slug: [order[term] for term in role.facets.get(name, ()) if term in order] for slug, role in roles}
        return {slug: sum(own) / len(own) for slug, own in places.items() if own}

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
            for _, text in role.said.linking:
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
