"""What a template may ask while it writes one page: links reckoned from that page, prose, footnotes."""

from __future__ import annotations

import posixpath

from markupsafe import Markup

from generator.model import Book, Entity, Family, Ladder, Prose, Role, Source
from generator.pages.prose import Notes, anchor, escape, markdown

Titled = Role | Family | Ladder


class View:
    """One page's way of looking at the book; `path` is the page's own."""

    def __init__(self, book: Book, path: str) -> None:
        self.book, self.path = book, path
        self.notes = Notes()

    def to(self, path: str) -> str:
        """The way from this page to another source file of the site."""
        return posixpath.relpath(path, posixpath.dirname(self.path))

    def link(self, entity: Titled, label: str | None = None) -> Markup:
        """A link to the page of a role, family or ladder, shown by its title unless told otherwise."""
        return Markup("[{}]({})").format(escape(label or entity.title), self.to(address(entity)))

    def mention(self, entity: Entity) -> Markup:
        """A link to the page of an entity, or a word for one without a page of its own."""
        return self.link(entity) if isinstance(entity, Titled) else escape("jobs and careers compared")

    def role_link(self, slug: str, label: str | None = None) -> Markup:
        """A link to a role by its slug, or its label alone where there is no such role."""
        role = self.book.roles.get(slug)
        return self.link(role, label) if role else escape(label or slug)

    def say(self, text: Prose, owner: Entity) -> Markup:
        """A prose or claim as Markdown, its citations looked up among the sources of the file that it comes from."""
        sources: dict[str, Source] = getattr(owner, "sources", {})
        return markdown(text, lambda id: self.notes.cite(id, sources[id]) if id in sources else "", self.role_link)

    def cite(self, ids: tuple[str, ...], owner: Role) -> Markup:
        """Footnote references for a list of source ids."""
        return Markup("").join(Markup(self.notes.cite(id, owner.sources[id])) for id in ids if id in owner.sources)  # noqa: S704

    def external(self, url: str | None, text: str) -> Markup:
        """A link to another site, or the text alone where there is no safe address."""
        return anchor(url, text)


def address(entity: Titled) -> str:
    """The Markdown file of an entity's page."""
    folder = {Role: "roles", Family: "families", Ladder: "ladders"}[type(entity)]
    return f"{folder}/{entity.slug}.md"
