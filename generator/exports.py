"""Book and graph → data for other programs, and for the site's own scripts."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from generator.graph import Graph, Move
from generator.model import GUIDE, Book, Entity, Role
from generator.pages import Index, Known, Maker, Page, Site, World, data_page
from generator.readings import mark as marked
from generator.spool import Joined, Text

# Raised whenever a field of the data is renamed or removed; additions leave it as it is.
SCHEMA_VERSION = 1
GUIDE_LINK = re.compile(r"\[\[" + GUIDE + r"([^\]|]+)(?:\|([^\]]+))?\]\]")


def exports(book: Book, graph: Graph, known: Known | None = None) -> Iterator[Page]:
    """The files beneath `/api/v1/`, and the page that lists them."""
    yield data_page(book, SCHEMA_VERSION)
    maker = Maker(World.of(book, graph), Site(), {}, known)
    made = maker.pages(maker.each(_of_role, book.roles, "data of "))
    data = {PurePosixPath(page.path).stem: page for page in made}
    yield from data.values()
    yield joined("roles", "role", [data[slug] for slug in book.roles])
    yield from maker.pages(maker.lists({"list of data": _lists}))


def _of_role(_: Maker, role: Role, world: World) -> Iterator[Page]:
    yield _named(_file(f"roles/{role.slug}.json", "role", _role(role, world.graph)), world.book)


def _lists(_: Maker, world: World) -> Iterator[Page]:
    yield from (_named(page, world.book) for page in _data(world.book, world.graph, world.index))


def _named(page: Page, book: Book) -> Page:
    """The page with the words that name a guide, which is a page of this site, in place of links to it."""
    if f"[[{GUIDE}" not in page.text:
        return page
    return replace(page, content=GUIDE_LINK.sub(lambda link: _label(book, link), page.text))


def _data(book: Book, graph: Graph, index: Index) -> Iterator[Page]:
    entries = [_entry(role) for role in book.roles.values()]
    synonyms = {**book.vocabulary.synonyms}
    yield _json("index.json", roles=entries, situations=_situations(book, index), synonyms=synonyms)
    yield _json("families.json", families=[_whole(family) for family in index.families])
    yield _json("ladders.json", ladders=[_whole(ladder) for ladder in book.ladders.values()])
    yield _json("vocabulary.json", vocabulary=book.vocabulary.model_dump(mode="json", by_alias=True))
    yield _json("graph.json", nodes=[*book.roles], edges=[_edge(move) for move in graph.moves])
    yield _json("sources.json", sources=[*_sources(index)])
    facets = [*book.vocabulary.facets]
    yield _csv("roles.csv", ["slug", "title", "kind", "family", *facets, "reviewed"], _rows(book, facets))
    steps = ([move.start, move.end, move.way, move.step.evidence, move.step.checked or ""] for move in graph.moves)
    yield _csv("steps.csv", ["from", "to", "way", "evidence", "checked"], steps)


def _entry(role: Role) -> dict[str, object]:
    return {
        "slug": role.slug,
        "title": role.title,
        "also_called": [*role.also_called],
        "kind": role.kind,
        "family": role.folder,
        "facets": {name: [*terms] for name, terms in role.facets.items()},
        "status": role.status,
        "reviewed": role.reviewed,
    }


def _situations(book: Book, index: Index) -> list[dict[str, object]]:
    return [
        {"id": door.id, "label": door.label, "roles": [role.slug for role in index.in_situation(door.id)]}
        for door in book.vocabulary.situations
    ]


def _whole(entity: Entity) -> dict[str, Any]:
    return {"slug": entity.slug, **entity.model_dump(mode="json", by_alias=True)}


def _role(role: Role, graph: Graph) -> str:
    """A role as JSON, which pydantic writes at once, with its slug before it and what is computed behind."""
    computed = {
        "family": role.folder,
        "comes-from": [move.start for move in graph.comes_from(role.slug)],
        "ladders": [ladder.slug for ladder in graph.ladders_of(role.slug)],
    }
    return f"{_text({'slug': role.slug})[:-1]},{role.model_dump_json(by_alias=True)[1:-1]},{_text(computed)[1:]}"


def _edge(move: Move) -> dict[str, object]:
    return {"from": move.start, "to": move.end, "way": move.way, "evidence": move.step.evidence}


def _sources(index: Index) -> Iterator[dict[str, object]]:
    for source, users in index.sources:
        yield {**source.model_dump(mode="json", by_alias=True), "used-by": sorted({user.slug for user in users})}


def _rows(book: Book, facets: list[str]) -> Iterator[list[str]]:
    for role in book.roles.values():
        answers = [" ".join(role.facets.get(name, ())) for name in facets]
        yield [role.slug, role.title, role.kind, role.folder, *answers, role.reviewed]


def _label(book: Book, link: re.Match[str]) -> str:
    """What a link to a guide says, as the inside of a JSON string, which its own label is already."""
    guide = book.guides.get(link[1])
    return str(link[2]) if link[2] or not guide else json.dumps(guide.label, ensure_ascii=False)[1:-1]


def _json(name: str, **data: object) -> Page:
    return Page(f"api/v1/{name}", _text({"schema_version": SCHEMA_VERSION, **data}) + "\n")


def _file(name: str, field: str, text: str) -> Page:
    """A file with one field besides its version, whose value is JSON already."""
    return Page(f"api/v1/{name}", f"{_opening(field)}{text}}}\n")


def joined(name: str, field: str, pages: Sequence[Page]) -> Page:
    """The values of the one field of such files as a list, which is put together when it is written."""
    texts = [page.content for page in pages]
    spools = [text.spool for text in texts if isinstance(text, Text)]
    mark = marked(*(page.marked().mark.encode() for page in pages))

    def join() -> bytes:
        return b"%b[%b]}\n" % (_opening(name).encode(), b",".join(_value(field, page) for page in pages))

    waits = len(spools) == len(texts) > 0
    return Page(f"api/v1/{name}.json", Joined(spools[0], join) if waits else join(), mark=mark)


def _value(field: str, page: Page) -> bytes:
    """The value of the one field of such a file."""
    return page.data.removeprefix(_opening(field).encode()).removesuffix(b"}\n")


def _opening(field: str) -> str:
    return f'{{"schema_version":{SCHEMA_VERSION},"{field}":'


def _text(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _csv(name: str, head: list[str], rows: Iterable[list[str]]) -> Page:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(head)
    table.writerows([_inert(cell) for cell in row] for row in rows)
    return Page(f"api/v1/{name}", text.getvalue())


def _inert(cell: str) -> str:
    """The cell with a mark before it, if a spreadsheet would run it as a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell
