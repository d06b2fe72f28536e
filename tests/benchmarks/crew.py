"""Who stands where in a generated book: families are stations, each trade of a station is a ladder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from math import isqrt

from generator.model import Kind
from tests.benchmarks.words import BIRDS, GRADES, PLACES, TRADES

# As many stations as there are names, with as many posts each.
MOST = (len(BIRDS) * len(PLACES)) ** 2


@dataclass(frozen=True)
class Post:
    """A role of a generated book, by the numbers of its station, trade and grade."""

    station: int
    trade: int
    grade: int

    @property
    def title(self) -> str:
        """Its name, which no other post shares."""
        return f"{GRADES[self.grade][0]} {TRADES[self.trade]} at {station_name(self.station)}"

    @property
    def slug(self) -> str:
        """The stem of its file."""
        return slug(self.title)

    @property
    def kind(self) -> Kind:
        """Whether it is a job or a career."""
        return GRADES[self.grade][1]


@dataclass(frozen=True)
class Crew:
    """All posts of a book, in about as many stations as each of them has posts."""

    count: int

    @cached_property
    def stations(self) -> range:
        """The numbers of the stations."""
        return range(isqrt(self.count))

    @cached_property
    def posts(self) -> list[Post]:
        """Every post, by station, trade and grade."""
        size, rest = divmod(self.count, len(self.stations))
        return [
            Post(station, *divmod(number, len(GRADES)))
            for station in self.stations
            for number in range(size + (station < rest))
        ]

    @cached_property
    def ladders(self) -> list[list[Post]]:
        """The posts of each trade of each station, where they reach from a job to a career."""
        chains = [list(chain) for _, chain in groupby(self.posts, key=lambda post: (post.station, post.trade))]
        return [chain for chain in chains if len({post.kind for post in chain}) > 1]

    @cached_property
    def _known(self) -> frozenset[Post]:
        return frozenset(self.posts)

    def above(self, post: Post) -> Post | None:
        """The next grade of the same trade at the same station."""
        return self._one(Post(post.station, post.trade, post.grade + 1))

    def beside(self, post: Post) -> Post | None:
        """The same work at the next station; the last one looks to the first."""
        return self._one(Post((post.station + 1) % len(self.stations), post.trade, post.grade))

    def like(self, post: Post) -> list[Post]:
        """The posts worth comparing with one: the same grade of the next trade, the grade below, the next station."""
        near = Post(post.station, post.trade + 1, post.grade), Post(post.station, post.trade, post.grade - 1)
        return [other for other in (*map(self._one, near), self.beside(post)) if other and other != post]

    def _one(self, post: Post) -> Post | None:
        return post if post in self._known else None


def station_name(number: int) -> str:
    """The name of a station."""
    return f"{BIRDS[number % len(BIRDS)]} {PLACES[number // len(BIRDS)]}"


def slug(name: str) -> str:
    """A name as the stem of a file."""
    return name.casefold().replace(" ", "-")
