"""Every page of a book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.diagnostics import Diagnostic, as_text
from generator.graph import Graph
from generator.history import History
from generator.model import Book
from generator.pages.environment import environment, write
from generator.pages.lists import LISTS
from generator.pages.maker import Maker
from generator.pages.memory import Known, World
from generator.pages.page import Page, Site
from generator.pages.records import of_ladder, of_role


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
    maker = Maker(World.of(book, graph, history), site or Site(), faults, known)
    tasks = (*maker.each(of_role, book.roles), *maker.each(of_ladder, book.ladders), *maker.lists(LISTS))
    yield from maker.pages(tasks, shared=True)


def fault_page(path: str, source: str, faults: Sequence[Diagnostic]) -> Page:
    """The page of a file that has never been read without a fault."""
    context = {"path": source, "faults": as_text(list(faults)), "last_good": False}
    return Page(path, write(lambda: environment().get_template("fault.md.j2"), context), source)


def data_page(book: Book, version: int) -> Page:
    """The page that lists the book's data files."""
    context = {"version": version, "example": next(iter(book.roles), "")}
    return Page("data.md", write(lambda: environment().get_template("data.md.j2"), context))
