"""Every role between the loosest post and the fullest, and by how far documented steps lead on from it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from generator.graph import Graph
from generator.model import Book, Role, Term

# The least number of roles within reach for each column after the first, which has none.
REACH = (1, 3)


@dataclass(frozen=True)
class Band:
    """The roles with the same terms of the scale, in one list for each column; no terms where they are unknown."""

    terms: tuple[Term, ...]
    columns: tuple[list[Role], ...]


@dataclass(frozen=True)
class Spectrum:
    """The bands from the loosest to the fullest, what is unknown last; and the roles at the end that is not usual."""

    bands: list[Band]
    unusual: dict[str, list[Role]]


def spectrum(book: Book, graph: Graph) -> Spectrum:
    """The place of every role; a book whose vocabulary has no scale puts all into one band."""
    scale = next(((name, facet) for name, facet in book.vocabulary.facets.items() if facet.scale), None)
    name, terms = (scale[0], scale[1].terms) if scale else ("", ())
    bands: dict[tuple[int, ...], tuple[list[Role], ...]] = defaultdict(lambda: ([], *([] for _ in REACH)))
    for role in sorted(book.roles.values(), key=lambda role: role.title.casefold()):
        place = tuple(at for at, term in enumerate(terms) if term.id in role.facets.get(name, ()))
        reached = len(graph.destinations(role.slug))
        bands[place][sum(reached >= least for least in REACH)].append(role)
    places = sorted(bands, key=lambda place: (not place, sum(place) / len(place) if place else 0, place))
    return Spectrum(
        [Band(tuple(terms[at] for at in place), bands[place]) for place in places],
        {"job": _at_end(bands, len(terms) - 1, "job"), "career": _at_end(bands, 0, "career")} if len(terms) > 1 else {},
    )


def _at_end(bands: dict[tuple[int, ...], tuple[list[Role], ...]], end: int, kind: str) -> list[Role]:
    found = (role for place, columns in bands.items() if place == (end,) for column in columns for role in column)
    return sorted((role for role in found if role.kind == kind), key=lambda role: role.title.casefold())
