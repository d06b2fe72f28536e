"""The pictures of the contributors' guide, taken from the running site: `python -m tests.pictures`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Page

from tests.browser import chromium, serving
from tests.helpers import ROOT

PLACE = ROOT / "docs" / "contribute"
OUTLINE = "outline: 3px solid #b3261e; outline-offset: 4px; border-radius: 4px"


def main() -> None:
    """Take each picture anew, in light colours, at the width of a small window."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("mkdocs.yml", "roles", "docs"):
            (folder / part).symlink_to(ROOT / part)
        with serving(folder) as address, chromium() as browser:
            page = browser.new_page(viewport={"width": 760, "height": 420}, color_scheme="light")
            _edit_button(page, address)
            _form(page, address)


def _edit_button(page: Page, address: str) -> None:
    page.goto(f"{address}/roles/chart-reviewer/")
    page.eval_on_selector("a[rel=edit]", f"button => button.style.cssText += '; {OUTLINE}'")
    page.screenshot(path=PLACE / "edit-button.png")


def _form(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1240, "height": 640})
    page.goto(f"{address}/contribute/new-role/?role=medical-editor")
    title = page.get_by_label("Title", exact=False).first
    title.wait_for()
    title.scroll_into_view_if_needed()
    title.evaluate("field => window.scrollTo(0, field.getBoundingClientRect().top + window.scrollY - 330)")
    page.screenshot(path=PLACE / "form.png")


if __name__ == "__main__":
    main()
