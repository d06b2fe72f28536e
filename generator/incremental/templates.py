"""Templates that are written out only where something that they read has changed.

While a template is written out, each attribute of a page, section or link that it reads is noted. A template is a
function of what it reads: if at the next build all of that is as it was, the file of the last build is what would come
of it. What is not read by a name (whether two pages are the same one, what a list holds) follows from what is: lists
are marked by what stands in them, and a page is known by its source.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mkdocs.structure.files import File
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from generator.incremental.marks import Unmarkable, digest, mark
from generator.incremental.pages import RememberedPage
from generator.incremental.trust import ELSEWHERE, is_plugin

OPENED = (TableOfContents, AnchorLink)
# What may be marked together with what else is read of a thing.
PLAIN = (str, bool, type(None))
WATCHED = (Page, Section, Link, Navigation, File)
# What is given to every page, and is the same as long as the settings, the address and the navigation are.
SETTLED = frozenset({"nav", "page", "config", "base_url", "extra_css", "extra_javascript", "mkdocs_version"})
# Not as it was while the other pages were written, and so no page may read it of another one.
OWN = frozenset({"content", "markdown"})

NOTHING: tuple[Any, set[str]] = None, set()

# The name of a thing, and all that was read of it.
Reading = tuple[str, tuple[str, ...]]


class World:
    """Everything that a template can get hold of, by a name that it has in each build, and marks of what it says."""

    def __init__(self, nav: Navigation, files: Any) -> None:
        self.nav = nav
        self._objects: dict[str, Any] = {"nav": nav}
        self._names: dict[int, str] = {id(nav): "nav"}
        self._marks: dict[Reading, bytes] = {}
        self._top: bytes | None = None
        self.context: Mapping[str, Any] = {}
        for file in files:
            self._add(f"file {file.src_uri}", file)
            if file.page is not None:
                self._add(f"page {file.src_uri}", file.page)
        self._walk(nav.items, "")

    def _add(self, name: str, thing: Any) -> None:
        self._objects[name], self._names[id(thing)] = thing, name

    def _walk(self, items: list[Any], above: str) -> None:
        for number, item in enumerate(items):
            if not isinstance(item, Page):
                name = f"{above}/{item.title}"
                # A second section of the same name is told by its number.
                self._add(name if name not in self._objects else f"{name}#{number}", item)
                if item.children:
                    self._walk(item.children, self._names[id(item)])

    def name(self, thing: object) -> str | None:
        """The name of a thing that is watched; raises `Unmarkable` for one that nobody has heard of."""
        if (name := self._names.get(id(thing))) is None and isinstance(thing, WATCHED):
            raise Unmarkable("something that stands neither in the navigation nor among the files")
        return name

    def marked(self, readings: Iterable[Reading], page: Page) -> bytes:
        """The marks of what a reader of a page gets; raises `Unmarkable`."""
        own, known = self._names.get(id(page)), self._marks.get
        # Every page looks at the same entries of the navigation, and nearly always at the same of each.
        return b"".join(
            [(known(reading) if reading[0] != own else None) or self._marked(reading, page) for reading in readings]
        )

    def _marked(self, reading: Reading, page: Page) -> bytes:
        name, attributes = reading
        if name == "":
            there = [given for given in attributes if given in self.context]
            return digest(*[part for given in there for part in (given.encode(), self._given(given))])
        thing = self._objects.get(name)
        if thing is not page and not OWN.isdisjoint(attributes):
            raise Unmarkable(f"`{attributes}` of another page")
        # Most of what is read are texts, which one mark does for.
        found = mark([self._of(thing, attribute) for attribute in attributes])
        if thing is not page:
            self._marks[reading] = found
        return found

    def _given(self, name: str) -> bytes:
        return mark(self.context[name], self._name_given, OPENED)

    def _name_given(self, thing: object) -> str | None:
        # A link of somebody's own making; a template that reads more of it than this has its page written each time.
        if type(thing) is Link and id(thing) not in self._names:
            return f"link {(thing.title, thing.url)!r}"
        return self.name(thing)

    def _of(self, thing: Any, attribute: str) -> str | bytes | bool | None:
        """What a reader gets of a thing if that is a text, else the mark of it."""
        if isinstance(thing, RememberedPage) and attribute in ("content", "toc") and (made := thing.made()):
            return made
        if thing is None:
            return b"nothing"
        value = getattr(thing, attribute, None)
        return value if type(value) in PLAIN else mark(value, self.name, OPENED)

    def place(self, page: Page) -> bytes:
        """Where a page stands, which says of everything whether it is active."""
        if self._top is None:
            self._top = mark(self.nav.items, self.name)
        return digest(self._top, mark([page, page.url, page.ancestors], self.name))


class Reader:
    """Notes what is read through an environment of Jinja's while a page is written out."""

    def __init__(self, world: World, env: Any) -> None:
        self._world, self._undefined = world, env.undefined
        self._watched = {Page, Section, Link, Navigation, File, RememberedPage}
        self._watched |= {type(thing) for thing in world._objects.values()}  # noqa: SLF001  # two halves of one thing
        # Types of things that tell nothing which is not marked otherwise.
        self._idle: set[type] = set()
        self._notes: dict[int, tuple[Any, set[str]]] | None = None
        self._given: set[str] = set()
        self._config: Any = None
        self.doubt: str | None = None
        env.getattr, env.getitem = self._attribute, self._item
        env.finalize = self._printed
        env.context_class = _noting(env.context_class, self._name)
        for table, name in ((env.filters, "random"), (env.globals, "lipsum")):
            if name in table:
                table[name] = self._doubted(table[name], name)

    def read(self, write: Callable[[], str], context: Mapping[str, Any]) -> tuple[str, list[Reading]]:
        """What a template writes, and what it read for it; `doubt` says if that is not all."""
        self._notes, self._given, self.doubt = {}, set(), None
        self._config = context.get("config")
        try:
            text = write()
            notes = self._notes
        finally:
            self._notes = None
        found = [("", tuple(sorted(self._given)))] if self._given else []
        try:
            for thing, attributes in notes.values():
                if (name := self._world.name(thing)) is not None:
                    found.append((name, tuple(sorted(attributes))))
        except Unmarkable as why:
            self.doubt = str(why)
        return text, sorted(found)

    def _attribute(self, thing: Any, attribute: str) -> Any:
        # Most of what is read has been read before, and another call for each would take a third more time.
        notes = self._notes
        if notes is not None and type(thing) not in self._idle and attribute not in notes.get(id(thing), NOTHING)[1]:
            self._note(thing, attribute)
        try:
            return getattr(thing, attribute)
        except AttributeError:
            pass
        try:
            return thing[attribute]
        except (TypeError, LookupError, AttributeError):
            return self._undefined(obj=thing, name=attribute)

    def _item(self, thing: Any, argument: Any) -> Any:
        if self._notes is not None:
            self._note(thing, argument)
        try:
            return thing[argument]
        except (AttributeError, TypeError, LookupError):
            if isinstance(argument, str):
                try:
                    return getattr(thing, str(argument))
                except AttributeError:
                    pass
            return self._undefined(obj=thing, name=argument)

    def _note(self, thing: Any, attribute: Any) -> None:
        if type(thing) in self._watched:
            # Whether something is active follows from where the page stands.
            if attribute != "active" and self._notes is not None:
                if (noted := self._notes.get(id(thing))) is None:
                    noted = self._notes[id(thing)] = thing, set()
                noted[1].add(str(attribute))
        elif thing is self._config:
            if attribute in ELSEWHERE and attribute != "plugins":
                self.doubt = f"the setting `{attribute}`"
        elif is_plugin(thing):
            if attribute != "config":
                self.doubt = f"`{attribute}` of a plugin"
        elif type(thing) is not type(self._config):
            self._idle.add(type(thing))

    def _printed(self, thing: Any) -> Any:
        # What a page or section looks like as text hangs on what nobody noted.
        if type(thing) in self._watched:
            self.doubt = "something printed whole"
        return thing

    def _name(self, name: str) -> None:
        # What is not there is noted, too: it may come.
        if self._notes is not None and name not in SETTLED:
            self._given.add(name)

    def _doubted(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        def called(*values: Any, **named: Any) -> Any:
            self.doubt = f"`{name}`"
            return function(*values, **named)

        # Jinja looks for its own marks on a filter.
        called.__dict__.update(vars(function))
        return called


def _noting(base: type, note: Callable[[str], None]) -> type:
    """The class of contexts, with a note of each name that is looked up."""

    def resolve_or_missing(self: Any, key: str) -> Any:
        note(key)
        return base.resolve_or_missing(self, key)  # type: ignore[attr-defined]  # Jinja's own is the base

    return type("Context", (base,), {"resolve_or_missing": resolve_or_missing})


class Readings:
    """All readings that are remembered of a site, each by a number; a page remembers only numbers."""

    def __init__(self, data: bytes = b"[]") -> None:
        self.all: list[Reading] = [(name, tuple(attributes)) for name, attributes in json.loads(data)]
        self._numbers = {reading: number for number, reading in enumerate(self.all)}

    def packed(self, readings: list[Reading]) -> bytes:
        """The numbers of some readings."""
        for reading in readings:
            if reading not in self._numbers:
                self._numbers[reading] = len(self.all)
                self.all.append(reading)
        return array("I", (self._numbers[reading] for reading in readings)).tobytes()

    def unpacked(self, data: bytes) -> list[Reading]:
        """The readings of some numbers."""
        return [self.all[number] for number in array("I", data)]

    def data(self) -> bytes:
        """All of them, to be remembered."""
        return json.dumps(self.all).encode()
