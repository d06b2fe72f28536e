"""The menu of a narrow screen, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser import chromium, serving
from tests.helpers import copy_example

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The example's front page on a phone."""
    folder = copy_example(tmp_path_factory.mktemp("menu"))
    with serving(folder) as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(address + "/")
        yield page


def focused(page: Page, times: int) -> list[str]:
    """What each of the next presses of the Tab key leads to."""
    names = []
    for _ in range(times):
        page.keyboard.press("Tab")
        names.append(
            page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.className")
        )
    return names


def test_the_menu_opens_by_key_and_only_then_are_its_links_reached(page: Page) -> None:
    page.reload()
    before = focused(page, 12)
    page.focus(".md-header button[for='__drawer']")
    page.keyboard.press("Enter")
    inside = page.evaluate("document.querySelector('.md-sidebar--primary').contains(document.activeElement)")
    page.keyboard.press("Escape")

    assert "Menu" in before
    assert not any("md-nav__link" in name for name in before)
    assert inside
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "false"
