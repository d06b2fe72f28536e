"""Pages that are HTML but for their headings, which is all of them that Markdown is asked to convert."""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

# A line of Markdown that is a heading, and where its HTML begins.
HEADING = re.compile(r"^(#{1,6} .*)$", re.MULTILINE)
BEGUN = re.compile(r"(?=<h[1-6][ >])")
ANCHOR = re.compile(r'\sid="([^"]+)"')


class ReadyPage(Page):
    """A page whose stretches between headings are handed on as they are.

    Markdown would look at each of their tags and change none, which for a long page is most of its build.
    """

    @classmethod
    def of(cls, page: Page) -> None:
        """Make a page such a page."""
        page.__class__ = cls

    @staticmethod
    def incremental_inputs() -> str:
        """What the HTML of such a page hangs on besides all that another's hangs on: this code."""
        return Path(__file__).read_text(encoding="utf-8")

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Convert the headings, and put what stands between them in its place.

        From then on the page has no Markdown but its headings: there may be thousands of such pages.
        """
        whole = self.markdown
        before, *parts = HEADING.split(whole or "")
        self.markdown = "\n\n".join(parts[::2])
        super().render(config, files)
        headings = BEGUN.split(cast("str", self.content))[1:]
        if len(headings) != len(parts[::2]):
            # A heading that makes more than a heading: let Markdown see the whole.
            self.markdown = whole
            super().render(config, files)
            return
        stretches = (
            f"{heading.rstrip()}\n{html.strip()}\n" for heading, html in zip(headings, parts[1::2], strict=True)
        )
        self.content = before.lstrip() + "".join(stretches)
        self.present_anchor_ids = (self.present_anchor_ids or set()) | set(ANCHOR.findall(self.content))


# A template that prints a page whole prints this name.
ReadyPage.__name__ = Page.__name__
