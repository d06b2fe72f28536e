"""Every page of a book."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from markupsafe import Markup

from generator.coverage import GAPS, coverage, total, with_gap
from generator.diagnostics import Diagnostic, as_text
from generator.explanations import codes, explanation
from generator.graph import Graph
from generator.history import History
from generator.model import Book, Entity, Ladder, Role
from generator.pages.comparison import Comparison
from generator.pages.environment import environment, write
from generator.pages.form import form_data, role_values
from generator.pages.index import Index
from generator.pages.kept import KeptPages
from generator.pages.memory import Known, Witness, World
from generator.pages.page import Page, Site
from generator.pages.sheet import Sheet
from generator.pages.view import View, address
from generator.pages.ways import Ways
from generator.schema import FILES, gaps, schema, schema_text, sorts

# Of a larger book, the search knows no more of a role than the first things that are told.
LARGE = 500

E = TypeVar("E", bound=Entity)


def pages(
    book: Book,
    graph: Graph,
    faults: Mapping[str, Sequence[Diagnostic]],
    history: History | None = None,
    site: Site | None = None,
    known: Known | None = None,
) -> Iterator[Page]:
    """The pages of roles, families and ladders, and the lists of them; faulty files' pages open with the faults.

    They come as they are made, in no order.
    """
    index = Index(book, graph)
    world = World(book, graph, index, Ways(book, graph, index), (history or History()).of_book(book))
    maker = _Maker(world, site or Site(), faults, known)
    yield from maker.kept(maker.of_role).of(book.roles)
    yield from maker.kept(maker.of_ladder).of(book.ladders)
    yield from _of_the_book(book, index, maker.render)
    yield maker.render("compare.md.j2", "compare/index.md", comparison=maker.comparison)
    if maker.site.has_feed(world.history):
        yield maker.render("feed.xml.j2", "feed.xml")
    yield from _for_contributors(book, maker.render)
    found = coverage(book, graph)
    told = {"coverage": found, "sums": total(book, graph, found), "with_gap": with_gap, "gap_words": GAPS}
    yield maker.render("coverage.md.j2", "coverage.md", None, Sheet, **told)
    yield Page("assets/routes.json", world.ways.data())
    yield Page("assets/search-words.json", json.dumps(search_words(book), ensure_ascii=False))


class _Maker:
    """Writes the pages of one book for one site."""

    def __init__(
        self, world: World, site: Site, faults: Mapping[str, Sequence[Diagnostic]], known: Known | None
    ) -> None:
        self._world, self.site, self._faults = world, site, faults
        self._memory = known.memory if known else None
        self._marks: Mapping[str, str] = known.marks if known else {}
        self._witness = Witness(world, self._marks)
        self._made = environment()
        self.comparison = Comparison(self._witness, self._made, site.folders)
        # What the page of a role or ladder is told of the whole book, of which it asks nothing else.
        self._whole = {"large": len(world.book.roles) > LARGE, "mapped": world.ways.mapped}

    def render(
        self, template: str, path: str, source: str | None = None, look: type[View] = View, **values: object
    ) -> Page:
        """The page that a template makes of the whole book."""
        return self._render(self._world, template, path, source, look, **values)

    def _render(
        self, world: World, template: str, path: str, source: str | None, look: type[View], **values: object
    ) -> Page:
        view = look(world.book, path, self.site.folders)
        found = self._told(source or "")
        own = {"view": view, "site": self.site, "faults": found, "path": source, "last_good": True, **values}
        text = write(lambda: self._made.get_template(template), {**world.told(), **self._whole, **own})
        # Faults are told in Markdown.
        return Page(path, text, source, ready=look is Sheet and not found)

    def _told(self, source: str) -> str:
        return as_text(list(self._faults.get(source, ())))

    def kept(self, make: Callable[[E], Iterator[Page]]) -> KeptPages[E]:
        """The pages of single records, as they were made last time where that is known."""
        return KeptPages(self._witness, self._memory, make, self._key)

    def _key(self, entity: Entity) -> str:
        return repr([self._marks.get(entity.path), self.site, self._whole, self._told(entity.path)])

    def of_ladder(self, ladder: Ladder) -> Iterator[Page]:
        """The page of a ladder."""
        world = self._witness.world()
        yield self._render(world, "ladder.md.j2", address(ladder), ladder.path, Sheet, ladder=ladder)

    def of_role(self, role: Role) -> Iterator[Page]:
        """The page of a role, those where it used to be, what it is compared by, and what a form starts from."""
        world, root = self._witness.world(), "../../" if self.site.folders else "../"
        yield self._render(world, "role.md.j2", address(role), role.path, Sheet, role=role)
        for slug in role.former_slugs:
            yield self.render("moved.html.j2", f"roles/{slug}/index.html", to=f"../{role.slug}/", title=role.title)
        column = self.comparison.data(role)
        yield from (Page(f"compare/columns/{slug}.json", column) for slug in (role.slug, *role.former_slugs))
        yield Page(f"contribute/values/{role.slug}.json", role_values(role))
        if world.index.peers(role):
            own = {"role": role, "comparison": self.comparison, "root": root}
            made = self._render(world, "comparison.md.j2", f"compare/{role.slug}.md", None, View, **own)
            yield replace(made, in_nav=False)


def _of_the_book(book: Book, index: Index, render: Callable[..., Page]) -> Iterator[Page]:
    yield render("roles.md.j2", "roles/index.md")
    if book.vocabulary.situations:
        yield replace(render("situations.md.j2", "situations.md", look=Sheet), in_nav=False)
    yield render("families.md.j2", "families/index.md")
    for family in book.families.values():
        yield render("family.md.j2", address(family), family.path, family=family)
    yield render("ladders.md.j2", "ladders/index.md")
    yield render("routes.md.j2", "routes/index.md")
    yield render("map.md.j2", "map.md")
    yield render("sources.md.j2", "sources.md", look=Sheet)
    yield from (
        replace(render("shelf.md.j2", f"sources/{letter}.md", look=Sheet, letter=letter), in_nav=False)
        for letter in index.shelves
    )
    yield render("changes.md.j2", "changes.md")


def _for_contributors(book: Book, render: Callable[..., Page]) -> Iterator[Page]:
    yield render("fields.md.j2", "contribute/fields.md", sorts=sorts())
    yield render("rules.md.j2", "contribute/rules.md", rules=[Markup(explanation(code)) for code in codes()])  # noqa: S704
    yield render("new-role.md.j2", "contribute/new-role.md", gaps=gaps(schema("role", book)))
    yield Page("contribute/form.json", form_data(book))
    yield from (Page(file, schema_text(sort, book)) for file, sort in FILES.items())


def search_words(book: Book) -> dict[str, object]:
    """The words of titles and other names, and the vocabulary's synonyms, for the search box."""
    names = (name for role in book.roles.values() for name in (role.title, *role.also_called))
    words = {word for name in names for word in re.findall(r"\w+", name.casefold())}
    return {"words": sorted(words), "synonyms": dict(sorted(book.vocabulary.synonyms.items()))}


def fault_page(path: str, source: str, faults: Sequence[Diagnostic]) -> Page:
    """The page of a file that has never been read without a fault."""
    context = {"path": source, "faults": as_text(list(faults)), "last_good": False}
    return Page(path, write(lambda: environment().get_template("fault.md.j2"), context), source)


def data_page(book: Book, version: int) -> Page:
    """The page that lists the book's data files."""
    context = {"version": version, "example": next(iter(book.roles), "")}
    return Page("data.md", write(lambda: environment().get_template("data.md.j2"), context))
