"""The finder on the page of all roles: with scripts it narrows the table, without them the table is whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import chromium, serving
from tests.helpers import copy_example

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Browser, str]]:
    """A browser, and the address of the example's page of all roles."""
    folder = copy_example(tmp_path_factory.mktemp("finder"))
    with serving(folder) as address, chromium() as browser:
        yield browser, f"{address}/roles/"


@pytest.fixture
def page(opened: tuple[Browser, str]) -> Iterator[Page]:
    """The page of all roles, with the finder at work."""
    browser, address = opened
    page = browser.new_page()
    page.goto(address)
    page.wait_for_selector("form.finder:not([hidden])")
    yield page
    page.close()


def shown(page: Page) -> list[str]:
    """The titles of the roles that can be seen, from top to bottom."""
    rows = ".finder-table tbody tr:visible td:first-child a"
    return [str(title) for title in page.locator(rows).all_inner_texts()]


def choose(page: Page, facet: str, term: str) -> None:
    box = page.locator(f"input[name={facet}][value={term}]")
    box.locator("xpath=ancestor::details").evaluate("group => { group.open = true }")
    box.check()


def test_every_role_is_shown_at_first(page: Page) -> None:
    assert len(shown(page)) == 7


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("lamp hand", "Lamp trimmer"),
        ("trimer", "Lamp trimmer"),
        ("keepers", "Principal keeper"),
        ("INSPECTOR", "Light inspector"),
    ],
)
def test_other_names_endings_and_slips_find_a_role(page: Page, query: str, title: str) -> None:
    page.fill("input[name=q]", query)

    assert title in shown(page)
    assert len(shown(page)) < 7


def test_the_other_names_by_which_a_role_was_found_are_told(page: Page) -> None:
    page.fill("input[name=q]", "hand wick")

    assert page.inner_text(".finder__why") == "also called lamp hand · also called wick trimmer"


def test_facets_combine_and_their_counts_follow(page: Page) -> None:
    choose(page, "kind", "job")
    jobs = len(shown(page))
    promised = int(page.text_content("label:has(input[name=family][value=tower]) .finder__count") or "")
    choose(page, "family", "tower")

    assert len(shown(page)) == promised < jobs
    assert page.inner_text("form.finder [role=status]").startswith(str(promised))


def test_the_state_stands_in_the_address_and_the_back_button_works(page: Page) -> None:
    choose(page, "kind", "career")
    page.wait_for_url("**kind=career*")
    address, careers = page.url, shown(page)
    choose(page, "family", "sea")
    page.wait_for_url("**family=sea*")
    page.go_back()
    back = shown(page)
    page.goto(address)
    page.wait_for_selector("form.finder:not([hidden])")

    assert "kind=career" in address
    assert careers == back == shown(page)


def test_where_nothing_fits_each_way_out_is_offered_with_its_count(page: Page) -> None:
    choose(page, "kind", "job")
    page.fill("input[name=q]", "inspector")
    none = shown(page)
    page.click(".finder__drops button:has-text('Without Kind: Job: 1')")

    assert none == []
    assert shown(page) == ["Light inspector"]


def test_a_column_sorts_both_ways_and_says_so(page: Page) -> None:
    page.click("th:first-child .finder__sort")
    rising = shown(page)
    state = page.get_attribute("th:first-child", "aria-sort")
    page.click("th:first-child .finder__sort")

    assert rising == sorted(rising)
    assert state == "ascending"
    assert shown(page) == rising[::-1]


def test_a_phone_hides_what_does_not_fit(opened: tuple[Browser, str]) -> None:
    browser, address = opened
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(address + "?words=inspector")
    page.wait_for_selector("form.finder:not([hidden])")

    assert shown(page) == ["Light inspector"]


def test_without_scripts_the_table_is_whole_and_the_form_is_not_there(opened: tuple[Browser, str]) -> None:
    browser, address = opened
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address)

    assert len(shown(page)) == 7
    assert not page.is_visible("form.finder")


@pytest.mark.parametrize(
    ("query", "why"),
    [("deckhand buoy afloat", "Place: Afloat"), ("wickie principal", "")],
    ids=["by a facet", "by the vocabulary's synonym"],
)
def test_why_a_role_was_found_is_told_where_its_title_does_not(page: Page, query: str, why: str) -> None:
    page.fill("input[name=q]", query)

    assert len(shown(page)) == 1
    assert [text for text in page.locator(".finder__why").all_inner_texts() if text] == ([why] if why else [])


def test_a_slip_that_was_forgiven_is_told(page: Page) -> None:
    page.fill("input[name=q]", "inspectro")

    assert page.inner_text("form.finder [role=status]") == "1 role fits. “inspectro” was read as “inspector”."


def test_a_long_table_shows_its_first_rows_and_the_rest_when_asked(opened: tuple[Browser, str], tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    file = folder / "roles" / "sea" / "buoy-tender-deckhand.yml"
    for number in range(30):
        text = file.read_text("utf-8").replace("title: Buoy tender deckhand", f"title: Hand of ship {number:02}")
        (file.parent / f"hand-{number}.yml").write_text(text, "utf-8")
    with serving(folder) as address:
        page = opened[0].new_page()
        page.goto(f"{address}/roles/")
        page.wait_for_selector(".finder__all:not([hidden])")
        first = len(shown(page))
        page.click("text=Show all 37")
        focused = page.evaluate("document.activeElement.closest('tr').rowIndex")
        whole = len(shown(page))
        page.click("th:first-child .finder__sort")
        page.click("th:first-child .finder__sort")

        assert (first, whole, focused) == (25, 37, 26)
        assert shown(page)[0] == "Relief keeper"
