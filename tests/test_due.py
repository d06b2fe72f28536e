"""A page that is overdue for review says so, by the reader's own calendar."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import chromium, serving
from tests.helpers import copy_example

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Browser, str]]:
    """A browser, and the address of a role page that was reviewed in November 2026."""
    with serving(copy_example(tmp_path_factory.mktemp("due"))) as address, chromium() as browser:
        yield browser, f"{address}/roles/lamp-trimmer/"


@pytest.mark.parametrize(("today", "overdue"), [("2027-11-30", False), ("2027-12-01", True)])
def test_a_page_says_that_it_is_overdue_once_its_month_is_over(
    opened: tuple[Browser, str], today: str, *, overdue: bool
) -> None:
    browser, address = opened
    page = browser.new_page()
    page.clock.install(time=f"{today}T12:00:00Z")
    page.goto(address)
    page.wait_for_function("document.readyState === 'complete'")

    assert page.is_visible("text=was due for review in November 2027") is overdue
    page.close()
