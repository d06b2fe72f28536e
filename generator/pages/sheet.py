"""The view of a page that is mostly HTML of our own, which Markdown hands on without reading it again."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from generator.model import Entity, Prose, Role, Source
from generator.pages.prose import escape, html
from generator.pages.view import Titled, View


class Sheet(View):
    """One page's way of looking at the book; all that it says is HTML, ready for a browser."""

    def link(self, entity: Titled, label: str | None = None) -> Markup:
        """A link to the page of a role, family or ladder, shown by its title unless told otherwise."""
        return Markup(f'<a href="{self.at(entity)}">{escape(label or entity.title)}</a>')  # noqa: S704

    def page_link(self, page: str, label: str) -> Markup:
        """A link to a page by its Markdown file."""
        return Markup(f'<a href="{self.href(page)}">{escape(label)}</a>')  # noqa: S704

    def say(self, text: Prose, owner: Entity) -> Markup:
        """A prose or claim, its citations looked up among the sources of the file that it comes from."""
        sources: dict[str, Source] = getattr(owner, "sources", {})
        said = html(text, lambda id: self._reference(id, sources[id]) if id in sources else "", self.role_link)
        return Markup(str(said).replace(" <sup", "<sup"))  # noqa: S704

    def claims(self, texts: Iterable[Prose], owner: Entity) -> Markup:
        """Proses or claims as a list."""
        entries = "".join(f"<li>{self.say(text, owner)}</li>" for text in texts)
        return Markup(f"<ul>{entries}</ul>")  # noqa: S704

    def cite(self, ids: Iterable[str], owner: Role) -> Markup:
        """Footnote references for a list of source ids."""
        return Markup("".join(self._reference(id, owner.sources[id]) for id in ids if id in owner.sources))  # noqa: S704

    @property
    def read_in(self) -> set[str]:
        """The months in which the sources cited so far were read."""
        return {source.accessed for _, source in self.notes}

    @property
    def compared(self) -> list[str]:
        """The months in which sources cited so far were compared with the claims a second time, a month a source."""
        return sorted(source.checked for _, source in self.notes if source.checked)

    def _reference(self, id: str, source: Source) -> str:
        """A footnote reference; only the first one to a source can be gone back to."""
        _, number, first = self.notes.refer(id, source)
        name = f' id="fnref:{number}"' if first else ""
        return f'<sup{name}><a href="#fn:{number}">{number}</a></sup>'
