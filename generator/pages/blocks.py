"""Hand-written pages: the lists that they ask for by a comment, and their links to roles."""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.diagnostics import similar
from generator.graph import Graph
from generator.model import CITATION, GUIDE, ROLE_LINK, Book
from generator.pages.environment import TEMPLATES, environment, write
from generator.pages.index import Index
from generator.pages.view import View

BLOCK = re.compile(r"^<!-- rolebook:([a-z-]+)(?: ([a-z0-9-]+))? -->$", re.MULTILINE)
NOTE = re.compile(r"^\[\^([^\]]+)\]:.*\n?(?:(?:    .*)?\n(?=    ))*(?:    .*\n?)*", re.MULTILINE)
CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.MULTILINE | re.DOTALL)
HEAD = '{% import "_macros.md.j2" as m with context %}'
GUIDE_ROLES = "guide-roles"
FOOT = "\n{{ m.footnotes(view) }}"


class Blocks:
    """Fills hand-written pages with what the book knows."""

    def __init__(self, book: Book, graph: Graph) -> None:
        self._book, self._graph = book, graph
        self._index = Index(book, graph)
        self._environment = environment()

    def fill(self, path: str, text: str, complain: Callable[[str], None]) -> str:
        """The page's text with its blocks and role links made; complains of each that is unknown."""
        view = View(self._book, path)
        filled = BLOCK.sub(lambda match: self._block(view, match[1], match[2] or "", complain), text)
        code = [match.span() for match in CODE.finditer(filled)]

        def linked(match: re.Match[str]) -> str:
            if any(start <= match.start() < end for start, end in code):
                return match[0]
            if match[1].startswith(GUIDE):
                self._known_guide(match[1].removeprefix(GUIDE), complain)
            elif match[1] not in self._book.roles:
                near = similar(match[1], self._book.roles)
                complain(f"no role is called `{match[1]}`" + (f"; a similar one exists: `{near}`" if near else ""))
            return str(view.role_link(match[1], match[2]))

        return _in_order_of_use(ROLE_LINK.sub(linked, filled))

    def _known_guide(self, id: str, complain: Callable[[str], None]) -> None:
        if id not in self._book.guides:
            near = similar(id, self._book.guides)
            complain(f"no guide is called `{id}`" + (f"; a similar one exists: `{near}`" if near else ""))

    def _block(self, view: View, name: str, argument: str, complain: Callable[[str], None]) -> str:
        if not (TEMPLATES / "blocks" / f"{name}.md.j2").is_file():
            complain(f"no block is called `{name}`")
            return ""
        if name == GUIDE_ROLES:
            self._known_guide(argument, complain)
        source = HEAD + '{% include "blocks/' + name + '.md.j2" %}' + FOOT
        context = {"view": view, "book": self._book, "graph": self._graph, "index": self._index, "argument": argument}
        return write(lambda: self._environment.from_string(source), context)


def _in_order_of_use(text: str) -> str:
    """The text with its footnotes sorted by their first citation, so that their numbers rise as one reads."""
    notes = {match[1]: match[0] for match in NOTE.finditer(text)}
    body = NOTE.sub("", text)
    used = list(dict.fromkeys(CITATION.findall(body)))
    order = sorted(notes, key=lambda id: used.index(id) if id in used else len(used))
    return body.rstrip() + "\n\n" + "".join(notes[id].rstrip() + "\n" for id in order) if notes else text
