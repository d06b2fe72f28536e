"""The shortlist: it stays in the browser, travels as a file, and its words are only ever text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import chromium, serving
from tests.helpers import copy_example

pytestmark = pytest.mark.browser

Opened = tuple[Browser, str]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A browser, and the address of the served example."""
    folder = copy_example(tmp_path_factory.mktemp("shortlist"))
    with serving(folder) as address, chromium() as browser:
        yield browser, address


@pytest.fixture
def reader(opened: Opened) -> Iterator[BrowserContext]:
    """A reader who has never been here."""
    context = opened[0].new_context()
    yield context
    context.close()


def finder(opened: Opened, reader: BrowserContext) -> Page:
    """The page of all roles, with its scripts at work."""
    page = reader.new_page()
    page.goto(f"{opened[1]}/roles/")
    page.wait_for_selector("form.finder:not([hidden])")
    return page


def tick(page: Page, *titles: str) -> None:
    for title in titles:
        page.get_by_label(f"Tick {title}", exact=True).check()


def listed(page: Page) -> list[str]:
    """The titles on the shortlist."""
    page.eval_on_selector(".shortlist", "panel => { panel.open = true }")
    return [str(title) for title in page.locator(".shortlist__roles > li > a").all_inner_texts()]


def test_ticked_roles_can_be_compared_up_to_four(opened: Opened, reader: BrowserContext) -> None:
    page = finder(opened, reader)
    tick(page, "Relief keeper")
    one = page.inner_text(".ticked [role=status]")
    tick(page, "Boatswain", "Lamp trimmer", "Light inspector")
    four = page.get_attribute(".ticked a", "href")
    tick(page, "Principal keeper")

    assert one == "One role ticked; tick another to compare."
    assert four == "../compare/?roles=boatswain,lamp-trimmer,light-inspector,relief-keeper"
    assert page.inner_text(".ticked [role=status]") == "5 roles ticked; up to four can be compared."
    assert not page.is_visible(".ticked a")


def test_the_list_and_its_notes_are_there_at_the_next_visit(opened: Opened, reader: BrowserContext) -> None:
    page = finder(opened, reader)
    tick(page, "Lamp trimmer", "Boatswain")
    page.click(".ticked >> text=Add to shortlist")
    page.fill("[aria-label='Note: Lamp trimmer']", "ask <b>Ann</b>")
    page.close()
    again = finder(opened, reader)

    assert listed(again) == ["Boatswain", "Lamp trimmer"]
    assert again.input_value("[aria-label='Note: Lamp trimmer']") == "ask <b>Ann</b>"
    assert "Time: A season" in again.inner_text(".shortlist__roles > li >> nth=1")
    assert again.inner_text("tr:has-text('Boatswain') .finder__kept") == "on your shortlist"


def test_a_role_page_puts_its_role_on_the_list_and_takes_it_off(opened: Opened, reader: BrowserContext) -> None:
    role = reader.new_page()
    role.goto(f"{opened[1]}/roles/lamp-trimmer/")
    role.click("text=Add to shortlist")
    on = listed(finder(opened, reader))
    role.click("text=On your shortlist: take it off")

    assert on == ["Lamp trimmer"]
    assert listed(finder(opened, reader)) == []


def test_the_list_travels_as_a_file(opened: Opened, reader: BrowserContext) -> None:
    page = finder(opened, reader)
    tick(page, "Lamp trimmer", "Boatswain")
    page.click(".ticked >> text=Add to shortlist")
    page.fill("[aria-label='Note: Boatswain']", "in winter")
    with page.expect_download() as coming:
        page.click(".shortlist >> text=Save as a file")
    other = opened[0].new_context()
    there = finder(opened, other)
    listed(there)
    there.set_input_files(".shortlist input[type=file]", str(coming.value.path()))
    there.wait_for_selector(".shortlist__roles > li")

    assert listed(there) == ["Boatswain", "Lamp trimmer"]
    assert there.input_value("[aria-label='Note: Boatswain']") == "in winter"
    other.close()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1, 2]",
        '{"shortlist": "all"}',
        '{"shortlist": [{"slug": "../../api"}, {"slug": 5}, null]}',
        "x" * 1_000_001,
    ],
    ids=["empty", "list", "text", "bad slugs", "long"],
)
def test_a_file_that_holds_no_shortlist_is_named_and_changes_nothing(
    opened: Opened, reader: BrowserContext, tmp_path: Path, text: str
) -> None:
    (tmp_path / "bad.json").write_text(text, "utf-8")
    page = finder(opened, reader)
    tick(page, "Lamp trimmer")
    page.click(".ticked >> text=Add to shortlist")
    page.set_input_files(".shortlist input[type=file]", str(tmp_path / "bad.json"))
    page.wait_for_function("document.querySelector('.shortlist [role=status]').textContent")

    assert (
        page.inner_text(".shortlist [role=status]")
        == "“bad.json” holds no shortlist of this site; nothing was changed."
    )
    assert listed(page) == ["Lamp trimmer"]


def test_what_a_file_says_is_shown_as_text(opened: Opened, reader: BrowserContext, tmp_path: Path) -> None:
    title = "<img src=x onerror=document.body.remove()>"
    entry = {"slug": "gone-long-ago", "title": title, "note": title, "extra": 1}
    (tmp_path / "list.json").write_text(json.dumps({"shortlist": [entry]}), "utf-8")
    page = finder(opened, reader)
    page.set_input_files(".shortlist input[type=file]", str(tmp_path / "list.json"))
    page.wait_for_selector(".shortlist__roles > li", state="attached")
    compare = reader.new_page()
    compare.goto(f"{opened[1]}/compare/")

    assert listed(page) == [title]
    assert "no longer on this site" in page.inner_text(".shortlist__roles")
    assert compare.inner_text(".compare__kept li") == f"Add {title}"
    assert page.locator(".shortlist img").count() == 0


def test_the_list_prints_alone(opened: Opened, reader: BrowserContext) -> None:
    page = finder(opened, reader)
    tick(page, "Lamp trimmer")
    page.click(".ticked >> text=Add to shortlist")
    page.evaluate("window.print = () => { window.printed = document.body.className }")
    page.click(".shortlist >> text=Print")
    page.emulate_media(media="print")

    assert "only-shortlist" in page.evaluate("window.printed")
    assert page.is_visible(".shortlist__roles")
    assert not page.is_visible(".finder-table")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.is_visible(".finder-table")


def test_the_compare_page_offers_the_list(opened: Opened, reader: BrowserContext) -> None:
    page = finder(opened, reader)
    tick(page, "Lamp trimmer", "Boatswain")
    page.click(".ticked >> text=Add to shortlist")
    page.goto(f"{opened[1]}/compare/?roles=boatswain")
    page.click(".compare__kept >> text=Add Lamp trimmer")
    page.wait_for_selector("thead th:nth-child(3)")

    assert page.url.endswith("?roles=boatswain,lamp-trimmer")
    assert not page.is_visible(".compare__kept")


def test_without_storage_the_list_lives_as_long_as_the_page(opened: Opened, reader: BrowserContext) -> None:
    reader.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
    page = finder(opened, reader)
    tick(page, "Lamp trimmer")
    page.click(".ticked >> text=Add to shortlist")

    assert listed(page) == ["Lamp trimmer"]


def test_without_scripts_there_is_no_shortlist_and_no_tick(opened: Opened) -> None:
    context = opened[0].new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{opened[1]}/roles/")
    shown = [page.is_visible(part) for part in (".shortlist", ".ticked", ".finder__tick", ".finder__all")]
    page.goto(f"{opened[1]}/roles/lamp-trimmer/")

    assert shown == [False] * 4
    assert not page.is_visible("text=Add to shortlist")
    context.close()
