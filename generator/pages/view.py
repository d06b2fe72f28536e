"""What a template may ask while it writes one page: links reckoned from that page, prose, footnotes."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from markupsafe import Markup

from generator.model import GUIDE, Book, Entity, Family, Ladder, Prose, Role, Source
from generator.pages.index import Index
from generator.pages.prose import Notes, anchor, escape, markdown
from generator.wording import month

Titled = Role | Family | Ladder
FOLDERS: dict[type[Entity], str] = {Role: "roles", Family: "families", Ladder: "ladders"}


class View:
    """One page's way of looking at the book; `path` is the page's own.

    With `folders`, each page but those named `index.md` will stand in a folder of its own.
    """

    def __init__(self, book: Book, path: str, folders: bool = True) -> None:
        self.book, self.path, self._own_folders = book, path, folders
        self._mentions: dict[str, Markup] = {}
        self._folder = posixpath.dirname(path)
        self.notes = Notes()

    def to(self, path: str) -> str:
        """The way from this page to another source file of the site."""
        folder, _, name = path.rpartition("/")
        return _way(folder, self._folder) + name

    def href(self, page: str) -> str:
        """The way from this page to another page as a browser follows it, for links inside HTML of our own."""
        folder, _, name = _place(page, self._own_folders).rpartition("/")
        return _way(folder, posixpath.dirname(_place(self.path, self._own_folders))) + name or "./"

    def at(self, entity: Titled) -> str:
        """The way to the page of a role, family or ladder as a browser follows it."""
        return self.href(address(entity))

    def link(self, entity: Titled, label: str | None = None) -> Markup:
        """A link to the page of a role, family or ladder, shown by its title unless told otherwise."""
        return Markup(f"[{escape(label or entity.title)}]({self.to(address(entity))})")  # noqa: S704

    def page_link(self, page: str, label: str) -> Markup:
        """A link to a page by its Markdown file."""
        return Markup(f"[{escape(label)}]({self.to(page)})")  # noqa: S704

    def mentions(self, entities: Iterable[Entity]) -> Markup:
        """Links to the pages of entities, or a word for one without a page of its own."""
        return Markup(", ".join(map(self._mention, entities)))  # noqa: S704

    def _mention(self, entity: Entity) -> str:
        if entity.path not in self._mentions:
            made = self.link(entity) if isinstance(entity, Titled) else escape("jobs and careers compared")
            self._mentions[entity.path] = made
        return self._mentions[entity.path]

    def page_of(self, entity: Entity) -> str:
        """The Markdown file of an entity's page, or nothing for one without a page of its own."""
        return address(entity) if isinstance(entity, Titled) else ""

    def role_link(self, slug: str, label: str | None = None) -> Markup:
        """A link to a role by its slug or to a guide by `guide:` and its id, or its label alone where there is none."""
        if slug.startswith(GUIDE):
            guide = self.book.guides.get(slug.removeprefix(GUIDE))
            return self.page_link(guide.page, label or guide.label) if guide else escape(label or slug)
        role = self.book.roles.get(slug)
        return self.link(role, label) if role else escape(label or slug)

    def say(self, text: Prose, owner: Entity) -> Markup:
        """A prose or claim as Markdown, its citations looked up among the sources of the file that it comes from."""
        sources: dict[str, Source] = getattr(owner, "sources", {})
        return markdown(text, lambda id: self.notes.cite(id, sources[id]) if id in sources else "", self.role_link)

    def claims(self, texts: Iterable[Prose], owner: Entity) -> Markup:
        """Proses or claims as the entries of a list."""
        return Markup("".join(f"- {self.say(text, owner)}\n" for text in texts))  # noqa: S704

    def footnotes(self, index: Index, form: str, interest: str, note: str, once: str = "") -> Markup:
        """The sources that the page cites, each told in a form of words that names its parts in braces.

        `once` is said of those that nobody has compared with the claims a second time.
        """
        told = (
            form.format(
                number=number,
                label=label,
                link=anchor(source.url, source.title),
                publisher=escape(source.publisher),
                published=month(source.published),
                kind=escape(index.label("source-kind", source.kind)),
                interest=interest.format(escape(source.interest)) if source.interest else "",
                note=note.format(escape(source.note)) if source.note else "",
                accessed=month(source.accessed),
                once="" if source.checked else once,
            )
            for number, (label, source) in enumerate(self.notes, 1)
        )
        return Markup("".join(f"{text}\n" for text in told))  # noqa: S704

    def cite(self, ids: tuple[str, ...], owner: Role) -> Markup:
        """Footnote references for a list of source ids."""
        return Markup("").join(Markup(self.notes.cite(id, owner.sources[id])) for id in ids if id in owner.sources)  # noqa: S704

    def external(self, url: str | None, text: str) -> Markup:
        """A link to another site, or the text alone where there is no safe address."""
        return anchor(url, text)


def address(entity: Titled) -> str:
    """The Markdown file of an entity's page."""
    return f"{FOLDERS[entity.__class__]}/{entity.slug}.md"


def _place(page: str, folders: bool) -> str:
    """Where a file of the site will stand, by its source; what ends in a slash is a folder."""
    stem = page.removesuffix(".md")
    if stem == page or not folders:
        return page if stem == page else f"{stem}.html"
    return f"{stem}/".removesuffix("index/")


def _way(folder: str, start: str) -> str:
    """The way from one folder to another, ready for a file's name."""
    there, here = (path.split("/") if path else [] for path in (folder, start))
    shared = len(posixpath.commonprefix([there, here]))
    return "../" * (len(here) - shared) + "".join(f"{part}/" for part in there[shared:])
