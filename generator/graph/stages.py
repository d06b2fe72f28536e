"""How far up each role stands, by the steps that lead to it."""

from __future__ import annotations

from collections.abc import Iterable

from generator.graph.moves import Move


def stages(moves: Iterable[Move]) -> dict[str, int]:
    """The number of steps in the longest chain of rising moves beneath each role that has any move.

    Roles joined by a lateral move stand on one stage, and so do roles in a circle.
    """
    import networkx as nx  # noqa: PLC0415  # loaded where it is needed, and not before

    graph: nx.DiGraph[str] = nx.DiGraph()
    for move in moves:
        graph.add_edge(move.start, move.end)
        if move.way == "lateral":
            graph.add_edge(move.end, move.start)
    levels = nx.condensation(graph)
    found: dict[int, int] = {}
    for level in nx.topological_sort(levels):
        found[level] = max((found[below] + 1 for below in levels.predecessors(level)), default=0)
    return {slug: found[level] for slug, level in levels.graph["mapping"].items()}
