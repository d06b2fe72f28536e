"""A book of as many roles as one likes, each about as long as those that people write: the same number, the same bytes.

Every role has its own `Random`, seeded by its number: no clock, no hash and no order of a set has a say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import TypeAlias, cast

from generator.model import Term, Vocabulary
from generator.reader import read
from tests.benchmarks import words
from tests.benchmarks.crew import Crew, Post, slug, station_name
from tests.helpers import EXAMPLE

VOCABULARY = EXAMPLE / "roles" / "_vocabulary.yml"
WIDTH = 80
# What a new role lacks.
LATER = {"week", "measured-by", "pay-notes", "entry", "rejected-for", "first-income", "cautions", "accounts"} | {
    "likes",
    "dislikes",
    "employers",
    "search-for",
    "bodies",
    "titles-above",
}
PLAIN = re.compile(r"[A-Za-z][A-Za-z ]*|[a-z0-9][a-z0-9.-]*")

Value: TypeAlias = "str | int | Sequence[Value] | Mapping[str, Value]"


def write_book(folder: Path, count: int, *, short: bool = False) -> None:
    """Write a book of so many roles, with its families, ladders and vocabulary, into a new folder.

    The roles are as long as those of the book in this repository, or short, as a role is when it is new.
    """
    data = VOCABULARY.read_bytes()
    vocabulary = read(Vocabulary, VOCABULARY.name, data).value
    assert vocabulary is not None, f"{VOCABULARY} has faults"
    crew = Crew(count)
    (folder / "_ladders").mkdir(parents=True)
    (folder / VOCABULARY.name).write_bytes(data)
    for station in crew.stations:
        name = station_name(station)
        (folder / slug(name)).mkdir()
        family: dict[str, Value] = {
            "title": name,
            "order": station + 1,
            "summary": f"The posts at {name}, from summer hands upwards.",
        }
        (folder / slug(name) / "_family.yml").write_bytes(_text(family))
    for number, post in enumerate(crew.posts):
        file = folder / slug(station_name(post.station)) / f"{post.slug}.yml"
        role = Teller(vocabulary, Random(number), post.station).role(crew, post)
        file.write_bytes(_text(_shortened(role) if short else role))
    for number, rungs in enumerate(crew.ladders):
        teller = Teller(vocabulary, Random(number), rungs[0].station)
        (folder / "_ladders" / f"to-{rungs[-1].slug}.yml").write_bytes(_text(teller.ladder(rungs)))


class Teller:
    """Makes up one file; its claims cite its sources in turn."""

    def __init__(self, vocabulary: Vocabulary, chance: Random, station: int) -> None:
        self.vocabulary, self.chance, self.station = vocabulary, chance, station
        own = [f"letter-{chance.getrandbits(32):x}" for _ in range(8)]
        # Six more are cited all over the station, and six by the whole book.
        self._ids = [*own, *(f"log-{number}" for number in range(6)), *(f"order-{number}" for number in range(6))]
        self._turns = 0

    def role(self, crew: Crew, post: Post) -> dict[str, Value]:
        """The fields of a role."""
        where, labels = station_name(post.station), self.vocabulary
        return {
            "title": post.title,
            "also-called": [f"{name} of {where}" for name in self.chance.sample(words.NAMES, 3)],
            "kind": post.kind,
            "kind-because": self.claim(),
            "summary": f"{self.sentence()[:-1]} at {where}.",
            "facets": {name: [self.one(facet.terms)] for name, facet in labels.facets.items()},
            "hours": {"low": 20, "high": self.chance.randrange(30, 60), "per": "week", "sources": self.cited()},
            "does": [*self.claims(5), *self.mentions(crew.like(post))],
            "week": self.claims(3),
            "measured-by": self.claims(2),
            "good-fit": self.tastes("You want to"),
            "poor-fit": self.tastes("You would rather not"),
            "gates": [
                {"kind": self.one(labels.gates), "level": level, "text": self.claim(), "checked": "2026-11"}
                for level in ("required", "usual", "usual", "helps")
            ],
            "pay": [self.pay(), self.pay()],
            "pay-notes": self.claims(2),
            "entry": self.claims(4),
            "rejected-for": self.claims(2),
            "first-income": self.claim(),
            "likes": self.claims(2),
            "dislikes": self.claims(3),
            "cautions": [{"topic": self.one(labels.topics), "text": self.claim(), "place": where} for _ in range(4)],
            "accounts": [{"who": f"A hand at {where}, {year}", "text": self.claim()} for year in (2019, 2022, 2025)],
            "employers": self.organizations("Board of Lights"),
            "search-for": [f"{name} wanted" for name in self.chance.sample(words.NAMES, 4)],
            "bodies": self.organizations(self.chance.choice(words.BODIES)),
            "titles-above": self.claims(1),
            "leads-to": self.steps(crew, post),
            "similar": [{"role": other.slug, "because": self.sentence()} for other in crew.like(post)],
            **self.colophon(),
        }

    def ladder(self, rungs: Sequence[Post]) -> dict[str, Value]:
        """The fields of a ladder."""
        return {
            "title": f"The way to {rungs[-1].title}",
            "summary": self.sentence(),
            "rungs": [post.slug for post in rungs],
            "moves": [
                {"move": move.id, "text": self.claim(), "example": self.claim(), "counter-example": self.claim()}
                for move in self.vocabulary.moves
            ],
            "stalls": self.claims(3),
            **self.colophon(),
        }

    def sentence(self) -> str:
        """A sentence of about a hundred characters."""
        parts = (self.chance.choice(part) for part in (words.WHO, words.ACTS, words.WHEN))
        aside = self.chance.choice(words.ASIDES).format(self.chance.randrange(2, 1000))
        return f"{' '.join(parts)}, {aside}."

    def claim(self) -> str:
        """A sentence with its source."""
        return f"{self.sentence()} [^{self.cited()[0]}]"

    def claims(self, count: int) -> list[str]:
        """So many claims."""
        return [self.claim() for _ in range(count)]

    def mentions(self, others: Sequence[Post]) -> list[str]:
        """In one file of ten, a claim that links another role."""
        linked = others[:1] if self.chance.randrange(10) == 0 else ()
        return [f"Works beside the [[{other.slug}]]. [^{self.cited()[0]}]" for other in linked]

    def cited(self) -> list[str]:
        """The id of the source whose turn it is."""
        self._turns += 1
        return [self._ids[(self._turns - 1) % len(self._ids)]]

    def tastes(self, start: str) -> list[str]:
        """Four whom a role does or does not suit."""
        return [f"{start} {taste}." for taste in self.chance.sample(words.TASTES, 4)]

    def one(self, terms: Sequence[Term]) -> str:
        """The id of a term of the vocabulary."""
        return self.chance.choice(terms).id

    def pay(self) -> dict[str, Value]:
        """A figure for pay."""
        low = self.chance.randrange(60, 90)
        return {
            "low": low,
            "high": low + self.chance.randrange(30),
            "per": self.one(self.vocabulary.pay_units),
            "currency": "EUR",
            "place": station_name(self.station),
            "year": self.chance.randrange(2019, 2027),
            "statistic": "posted range",
            "sources": self.cited(),
            "checked": "2026-11",
        }

    def organizations(self, name: str) -> list[Value]:
        """Two that hire or teach."""
        return [
            {"name": f"{name}, {branch}", "url": f"https://example.org/{branch}", "sources": self.cited()}
            for branch in ("north", "south")
        ]

    def steps(self, crew: Crew, post: Post) -> list[Value]:
        """A step to the next grade, and for principals one to the next station."""
        up, aside = crew.above(post), crew.beside(post) if post.grade == len(words.GRADES) - 2 else None
        return [
            {
                "role": other.slug,
                "evidence": self.chance.choice(("several-cases", "one-case", "stated", "inferred")),
                "lateral": "true" if other is aside else "false",
                "years": {"low": 1, "high": self.chance.randrange(2, 9)},
                "how": self.claims(2),
                "gives-up": self.claims(1),
                "checked": "2026-11",
            }
            for other in (up, aside)
            if other and other != post
        ]

    def colophon(self) -> dict[str, Value]:
        """The sources of all that was said, and the date."""
        return {"sources": {id: self.source(id) for id in self._ids[: self._turns]}, "reviewed": "2026-11"}

    def source(self, id: str) -> Value:
        """The record of a source; a log says in each station something else."""
        at = Random(f"{id} of {self.station}" if id.startswith("log") else id)
        publisher = at.choice(words.PUBLISHERS)
        return {
            "title": f"{at.choice(words.WORKS)} {station_name(at.randrange(100))}, part {at.randrange(1, 900)}",
            "url": f"https://example.org/{slug(publisher).replace(chr(39), '')}/{at.getrandbits(40):010x}/{id}",
            "publisher": publisher,
            "published": f"{at.randrange(1990, 2027)}-{at.randrange(1, 13):02}",
            "accessed": "2026-11",
            # A weak one alone may not carry a required gate, and this book has no faults.
            "kind": at.choice([kind.id for kind in self.vocabulary.source_kinds if not kind.weak]),
            "interest": at.choice(words.INTERESTS),
        }


def _shortened(role: Mapping[str, Value]) -> dict[str, Value]:
    """A role without what comes with time, and without the sources of that."""
    kept = {name: value for name, value in role.items() if name not in LATER}
    told = str({name: value for name, value in kept.items() if name != "sources"})
    declared = cast("Mapping[str, Value]", role["sources"])
    return {**kept, "sources": {id: source for id, source in declared.items() if id in told}}


def _text(record: Mapping[str, Value]) -> bytes:
    return "".join(line + "\n" for name, value in record.items() for line in _field(name, value)).encode()


def _field(name: str, value: Value) -> Iterator[str]:
    """The lines of a field: one where it fits, else one for each entry."""
    whole = f"{name}: {_flow(value)}"
    if isinstance(value, str | int) or len(whole) <= WIDTH:
        yield whole
        return
    yield f"{name}:"
    if isinstance(value, Mapping):
        yield from (f"  {key}: {_flow(item)}" for key, item in value.items())
    else:
        yield from (f"  - {_flow(item)}" for item in value)


def _flow(value: Value) -> str:
    if isinstance(value, str):
        return value if PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    return "[" + ", ".join(map(_flow, value)) + "]"
