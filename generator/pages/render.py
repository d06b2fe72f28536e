"""Every page of a book."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from generator import processes
from generator.coverage import GAPS, coverage, total, with_gap
from generator.diagnostics import Diagnostic, as_text
from generator.explanations import codes, explanation
from generator.graph import Graph
from generator.history import History
from generator.model import Book, Role
from generator.pages.comparison import Comparison
from generator.pages.environment import environment, write
from generator.pages.form import form_data
from generator.pages.index import Index
from generator.pages.sheet import Sheet
from generator.pages.view import View, address
from generator.pages.ways import Ways
from generator.processes import Spread, shares
from generator.schema import FILES, gaps, schema, schema_text, sorts


@dataclass(frozen=True)
class Page:
    """A Markdown page; `source` is the file that a reader would edit to change it, if it is one file.

    A page that is not `in_nav` is reached from other pages only. Of a `ready` one only the headings are Markdown: what
    stands between them is HTML.
    """

    path: str
    text: str
    source: str | None = None
    in_nav: bool = True
    ready: bool = False


@dataclass(frozen=True)
class Site:
    """Where the pages will stand; without an address there is no feed, since an entry of one must lead somewhere."""

    name: str = ""
    url: str = ""
    folders: bool = True

    def at(self, path: str) -> str:
        """The full address of a page by its Markdown file."""
        ending = "/" if self.folders else ".html"
        return f"{self.url.rstrip('/')}/{path.removesuffix('.md')}{ending}"

    def has_feed(self, history: History) -> bool:
        """Whether a feed of changes is made."""
        return bool(self.url and history.recent())


def pages(
    book: Book,
    graph: Graph,
    faults: Mapping[str, Sequence[Diagnostic]],
    history: History | None = None,
    site: Site | None = None,
) -> Iterator[Page]:
    """The pages of roles, families and ladders, and the lists of them; faulty files' pages open with the faults."""
    made, index = environment(), Index(book, graph)
    history, site, ways = (history or History()).of_book(book), site or Site(), Ways(book, graph, index)

    def render(template: str, path: str, source: str | None = None, look: type[View] = View, **values: object) -> Page:
        view = look(book, path, site.folders)
        found = as_text(list(faults.get(source or "", ())))
        shared = {"view": view, "book": book, "graph": graph, "index": index, "ways": ways}
        shared |= {"history": history, "site": site}
        own = {"faults": found, "path": source, "last_good": True, **values}
        text = write(lambda: made.get_template(template), {**shared, **own})
        # Faults are told in Markdown.
        return Page(path, text, source, ready=look is Sheet and not found)

    comparison = Comparison(book, graph, index, made, site.folders)
    yield from _of_roles(book, lambda role: _of_role(role, index, comparison, render))
    yield from _of_the_book(book, index, render)
    yield render("compare.md.j2", "compare/index.md", comparison=comparison)
    if site.has_feed(history):
        yield render("feed.xml.j2", "feed.xml")
    yield from _for_contributors(book, render)
    found = coverage(book, graph)
    sums = total(book, graph, found)
    yield render(
        "coverage.md.j2", "coverage.md", None, Sheet, coverage=found, sums=sums, with_gap=with_gap, gap_words=GAPS
    )
    yield Page("assets/routes.json", ways.data())
    yield Page("assets/search-words.json", json.dumps(search_words(book), ensure_ascii=False))


def _of_roles(book: Book, made: Callable[[Role], Iterator[Page]]) -> Iterator[Page]:
    """What is made of each role, which is most of the work and shared among processes."""
    # Most comparisons are within a family.
    roles = shares(sorted(book.roles.values(), key=lambda role: role.folder), processes.MANY, neighbours=True)
    found: dict[str, list[Page]] = {}
    for _, (slug, pages) in Spread(roles, lambda share: ((role.slug, [*made(role)]) for role in share)).found():
        found[slug] = pages
    for slug, role in book.roles.items():
        yield from found.pop(slug, None) or made(role)


def _of_role(role: Role, index: Index, comparison: Comparison, render: Callable[..., Page]) -> Iterator[Page]:
    """The page of a role, those where it used to be, and what is compared with it."""
    root = "../../" if comparison.folders else "../"
    yield render("role.md.j2", address(role), role.path, Sheet, role=role)
    for slug in role.former_slugs:
        yield render("moved.html.j2", f"roles/{slug}/index.html", to=f"../{role.slug}/", title=role.title)
    column = comparison.data(role)
    yield from (Page(f"compare/columns/{slug}.json", column) for slug in (role.slug, *role.former_slugs))
    if index.peers(role):
        made = render("comparison.md.j2", f"compare/{role.slug}.md", role=role, comparison=comparison, root=root)
        yield replace(made, in_nav=False)


def _of_the_book(book: Book, index: Index, render: Callable[..., Page]) -> Iterator[Page]:
    yield render("roles.md.j2", "roles/index.md")
    if book.vocabulary.situations:
        yield replace(render("situations.md.j2", "situations.md", look=Sheet), in_nav=False)
    yield render("families.md.j2", "families/index.md")
    for family in book.families.values():
        yield render("family.md.j2", address(family), family.path, family=family)
    yield render("ladders.md.j2", "ladders/index.md")
    for ladder in book.ladders.values():
        yield render("ladder.md.j2", address(ladder), ladder.path, Sheet, ladder=ladder)
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
