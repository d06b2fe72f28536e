"""The pages that tell of the whole book, a list at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from markupsafe import Markup

from generator.coverage import GAPS, coverage, total, with_gap
from generator.explanations import codes, explanation
from generator.model import Book
from generator.pages.form import form_data
from generator.pages.maker import Maker
from generator.pages.memory import World
from generator.pages.page import Page
from generator.pages.sheet import Sheet
from generator.pages.view import address
from generator.schema import FILES, gaps, schema, schema_text, sorts


def _roles(maker: Maker, world: World) -> Iterator[Page]:
    yield maker.render(world, "roles.md.j2", "roles/index.md")


def _situations(maker: Maker, world: World) -> Iterator[Page]:
    if world.book.vocabulary.situations:
        yield replace(maker.render(world, "situations.md.j2", "situations.md", look=Sheet), in_nav=False)


def _families(maker: Maker, world: World) -> Iterator[Page]:
    yield maker.render(world, "families.md.j2", "families/index.md")
    for family in world.book.families.values():
        yield maker.render(world, "family.md.j2", address(family), family.path, family=family)


def _ladders(maker: Maker, world: World) -> Iterator[Page]:
    yield maker.render(world, "ladders.md.j2", "ladders/index.md")


def _ways(maker: Maker, world: World) -> Iterator[Page]:
    yield maker.render(world, "routes.md.j2", "routes/index.md")
    yield maker.render(world, "map.md.j2", "map.md")
    yield Page("assets/routes.json", world.ways.data())


def _sources(maker: Maker, world: World) -> Iterator[Page]:
    yield maker.render(world, "sources.md.j2", "sources.md", look=Sheet)
    for letter in world.index.shelves:
        made = maker.render(world, "shelf.md.j2", f"sources/{letter}.md", look=Sheet, letter=letter)
        yield replace(made, in_nav=False)


def _changes(maker: Maker, world: World) -> Iterator[Page]:
    yield maker.render(world, "changes.md.j2", "changes.md")
    if maker.site.has_feed(world.history):
        yield maker.render(world, "feed.xml.j2", "feed.xml")


def _comparison(maker: Maker, world: World) -> Iterator[Page]:
    yield maker.render(world, "compare.md.j2", "compare/index.md", comparison=maker.comparison)


def _coverage(maker: Maker, world: World) -> Iterator[Page]:
    found = coverage(world.book, world.graph)
    yield maker.render(
        world,
        "coverage.md.j2",
        "coverage.md",
        look=Sheet,
        coverage=found,
        sums=total(world.book, world.graph, found),
        with_gap=with_gap,
        gap_words=GAPS,
    )


def _search(_: Maker, world: World) -> Iterator[Page]:
    yield Page("assets/search-words.json", json.dumps(search_words(world.book), ensure_ascii=False))


def _contributing(maker: Maker, world: World) -> Iterator[Page]:
    rules = [Markup(explanation(code)) for code in codes()]  # noqa: S704
    yield maker.render(world, "fields.md.j2", "contribute/fields.md", sorts=sorts())
    yield maker.render(world, "rules.md.j2", "contribute/rules.md", rules=rules)
    yield maker.render(world, "new-role.md.j2", "contribute/new-role.md", gaps=gaps(schema("role", world.book)))
    yield Page("contribute/form.json", form_data(world.book))
    yield from (Page(file, schema_text(sort, world.book)) for file, sort in FILES.items())


# By the name under which each is remembered.
LISTS: Mapping[str, Callable[[Maker, World], Iterator[Page]]] = {
    f"list of {made.__name__.strip('_')}": made
    for made in (
        _roles,
        _situations,
        _families,
        _ladders,
        _ways,
        _sources,
        _changes,
        _comparison,
        _coverage,
        _search,
        _contributing,
    )
}


def search_words(book: Book) -> dict[str, object]:
    """The words of titles and other names, and the vocabulary's synonyms, for the search box."""
    names = (name for role in book.roles.values() for name in (role.title, *role.also_called))
    words = {word for name in names for word in re.findall(r"\w+", name.casefold())}
    return {"words": sorted(words), "synonyms": dict(sorted(book.vocabulary.synonyms.items()))}
