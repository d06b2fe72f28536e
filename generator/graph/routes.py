"""Routes from one role to another, each chosen for a merit; `assets/ways.js` does the same in a reader's browser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, pairwise
from typing import TypeAlias

from generator.graph.moves import EVIDENCE_COST, Merit, Move, Route

Path: TypeAlias = tuple[str, ...]
Moves: TypeAlias = Mapping[str, Mapping[str, Move]]

# A route with so many more steps than the shortest is nobody's plan.
DETOUR = 2
# So many ways that keep equally much are followed at once.
TIES = 32
UNKNOWN = float("inf")


class Routes:
    """Finds routes; what was searched once is kept.

    `out` and `into` hold each role's moves by the role at the other end. `kept` tells of each role how little is kept
    there of what is given up on the way up; a role whose answer is unknown is left out.
    """

    def __init__(self, out: Moves, into: Moves, kept: Mapping[str, float]) -> None:
        self._out, self._into, self._kept = out, into, kept
        self._shortest: dict[tuple[str, int], dict[str, Path]] = {}
        self._distances: dict[str, dict[str, int]] = {}

    def between(self, start: str, goal: str, limit: int) -> list[Route]:
        """The route of fewest steps, the best documented and the one that keeps most longest, then others.

        Of equal routes the one with fewer lateral steps wins, then the better evidence, then the alphabet. A route uses
        every role once, and has at most two steps more than the shortest.
        """
        shortest = self.shortest(start, goal)
        if shortest is None or start == goal:
            return []
        chosen: dict[Path, list[Merit]] = {shortest: ["fewest"]}
        most = len(shortest) - 1 + DETOUR
        for merit, path in (("documented", self._documented(start, goal)), ("kept", self._longest(start, goal, most))):
            if path:
                chosen.setdefault(path, []).append(merit)  # type: ignore[arg-type]  # literals in a tuple become str
        others = (path for path in self._by_length(start, goal, most) if path not in chosen)
        found = [*chosen.items(), *((path, []) for path in islice(others, max(0, limit - len(chosen))))]
        return [Route(tuple(self._moves(path)), tuple(merits)) for path, merits in found[:limit]]

    def shortest(self, start: str, goal: str) -> Path | None:
        """The roles along the route of fewest steps, if there is any."""
        return self.reached(start).get(goal)

    def reached(self, start: str, doubt: int = max(EVIDENCE_COST.values())) -> Mapping[str, Path]:
        """The shortest path to each role that moves with at most so much doubt lead to; the start leads to itself."""
        if (start, doubt) not in self._shortest:
            best: dict[str, tuple[int, int, Path]] = {start: (0, 0, (start,))}
            edge = [start]
            while edge:
                found: dict[str, tuple[int, int, Path]] = {}
                for lateral, doubts, path in (best[slug] for slug in edge):
                    for end, move in self._out[path[-1]].items():
                        if end not in best and move.doubt <= doubt:
                            new = (lateral + (move.way == "lateral"), doubts + move.doubt, (*path, end))
                            found[end] = min(found.get(end, new), new)
                best |= found
                edge = [*found]
            self._shortest[start, doubt] = {slug: path for slug, (_, _, path) in best.items()}
        return self._shortest[start, doubt]

    def distances(self, goal: str) -> Mapping[str, int]:
        """How many steps each role from which a route leads to the goal is away from it."""
        if goal not in self._distances:
            far, edge = {goal: 0}, [goal]
            for slug in edge:
                for start in self._into[slug]:
                    if start not in far:
                        far[start] = far[slug] + 1
                        edge.append(start)
            self._distances[goal] = far
        return self._distances[goal]

    def _documented(self, start: str, goal: str) -> Path | None:
        """The shortest of those routes whose weakest step is documented as well as can be."""
        paths = (self.reached(start, doubt).get(goal) for doubt in sorted(EVIDENCE_COST.values()))
        return next(filter(None, paths), None)

    def _longest(self, start: str, goal: str, most: int) -> Path | None:
        """The route that, rung by rung, gives up least; none where the book does not tell of each rung."""
        if not self._kept:
            return None
        paths: list[Path] = [(start,)]
        while True:
            longer = [
                (*path, end)
                for path in paths
                for end in self._out[path[-1]]
                if end not in path and self._leads_on((*path, end), goal, most)
            ]
            least = min(self._kept.get(path[-1], UNKNOWN) for path in longer)
            if least == UNKNOWN:
                return None
            paths = sorted((path for path in longer if self._kept.get(path[-1]) == least), key=self._key)[:TIES]
            if done := [path for path in paths if path[-1] == goal]:
                return done[0]

    def _leads_on(self, path: Path, goal: str, most: int) -> bool:
        """Whether the goal can be reached from the end of a path in what is left of the steps, using no role twice."""
        left, seen, edge = most - len(path) + 1, set(path), [path[-1]]
        far = self.distances(goal)
        while edge and goal not in seen:
            if left <= 0:
                return False
            ends = (end for slug in edge for end in self._out[slug])
            edge = [end for end in dict.fromkeys(ends) if end not in seen and far.get(end, most) < left]
            seen.update(edge)
            left -= 1
        return goal in seen

    def _by_length(self, start: str, goal: str, most: int) -> Iterator[Path]:
        """Every path with at most so many steps, the shortest first."""
        for steps in range(self.distances(goal)[start], most + 1):
            yield from sorted(self._of_length((start,), goal, steps), key=self._key)

    def _of_length(self, path: Path, goal: str, left: int) -> Iterator[Path]:
        if path[-1] == goal:
            yield from [path] if not left else []
            return
        far = self.distances(goal)
        for end in self._out[path[-1]]:
            if end not in path and far.get(end, left) < left:
                yield from self._of_length((*path, end), goal, left - 1)

    def _key(self, path: Path) -> tuple[int, int, int, Path]:
        moves = [*self._moves(path)]
        lateral = sum(move.way == "lateral" for move in moves)
        return len(moves), lateral, sum(move.doubt for move in moves), path

    def _moves(self, path: Path) -> Iterable[Move]:
        return (self._out[start][end] for start, end in pairwise(path))
