"""What stands around and beside the text of a page: colours, notes, the search."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import chromium, serving
from tests.helpers import copy_example, replace

pytestmark = pytest.mark.browser

PALETTE = """  font: false
  palette:
    - {media: "(prefers-color-scheme: light)", scheme: default, toggle: {icon: rolebook/moon, name: Dark}}
    - {media: "(prefers-color-scheme: dark)", scheme: slate, toggle: {icon: rolebook/sun, name: Light}}"""
SCHEME = "document.body.dataset.mdColorScheme"
NOTE = ".note[role=tooltip]"
NUMBER = "article sup a"

Opened = tuple[Browser, str]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A browser, and the address of the example, served with a choice of colours."""
    folder = copy_example(tmp_path_factory.mktemp("frame"))
    replace(folder / "mkdocs.yml", "  font: false", PALETTE)
    with serving(folder) as address, chromium() as browser:
        yield browser, address


@pytest.fixture
def page(opened: Opened) -> Iterator[Page]:
    """A role's page, for a reader who has never been here and whose device is dark."""
    page = opened[0].new_page(color_scheme="dark", viewport={"width": 1280, "height": 800})
    page.goto(f"{opened[1]}/roles/lamp-trimmer/")
    yield page
    page.context.close()


def test_a_page_has_the_colours_that_the_device_asks_for(page: Page) -> None:
    dark = page.evaluate(SCHEME)
    page.emulate_media(color_scheme="light")

    assert dark == "slate"
    page.wait_for_function(f"{SCHEME} === 'default'")


def test_colours_that_were_chosen_hold_on_the_next_page(page: Page, opened: Opened) -> None:
    page.get_by_title("Light", exact=True).press("Enter")
    here = page.evaluate(SCHEME), page.evaluate("document.activeElement.title")
    page.goto(f"{opened[1]}/roles/")

    assert here == ("default", "Dark")
    assert page.evaluate(SCHEME) == "default"


def test_only_the_button_for_the_other_colours_is_shown(page: Page) -> None:
    assert [button.get_attribute("title") for button in page.query_selector_all("[data-scheme]:visible")] == ["Light"]


def test_without_scripts_nothing_offers_what_does_not_work(opened: Opened) -> None:
    context = opened[0].new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{opened[1]}/roles/lamp-trimmer/")

    assert page.query_selector_all("[data-scheme]:visible") == []
    page.click(f"{NUMBER} >> nth=0")
    assert page.url.endswith("#fn:1")
    context.close()


def test_a_pointer_that_rests_on_a_number_sees_the_source_and_can_go_to_it(page: Page) -> None:
    page.hover(f"{NUMBER} >> nth=0")
    page.wait_for_selector(NOTE)
    page.hover(NOTE)
    page.wait_for_timeout(500)

    told = page.inner_text(NOTE)
    assert told
    assert " ".join(page.locator("[id='fn:1']").text_content().split()).startswith(told)  # type: ignore[union-attr]  # it is there
    assert "Back to the text" not in told


def test_a_note_goes_when_the_pointer_does(page: Page) -> None:
    page.hover(f"{NUMBER} >> nth=0")
    page.wait_for_selector(NOTE)
    page.hover("h1")

    page.wait_for_selector(NOTE, state="detached")


def test_a_number_reached_by_key_tells_its_source_until_escape(page: Page) -> None:
    page.focus(".lede, article a >> nth=0")
    while not page.evaluate(f"document.activeElement.matches('{NUMBER}')"):
        page.keyboard.press("Tab")
    shown = page.is_visible(NOTE)
    described = page.evaluate("document.activeElement.getAttribute('aria-describedby')")
    page.keyboard.press("Escape")

    assert shown
    assert described == "note"
    assert page.query_selector(NOTE) is None
    assert page.evaluate(f"document.activeElement.matches('{NUMBER}')")


def test_a_touch_on_a_number_leads_to_the_source(opened: Opened) -> None:
    context = opened[0].new_context(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{opened[1]}/roles/lamp-trimmer/")
    page.tap(f"{NUMBER} >> nth=0")
    page.wait_for_timeout(400)

    assert page.url.endswith("#fn:1")
    assert page.query_selector(NOTE) is None
    context.close()


def test_the_index_is_fetched_when_the_search_is_turned_to(opened: Opened) -> None:
    context = opened[0].new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{opened[1]}/roles/lamp-trimmer/")
    page.wait_for_timeout(500)
    before = [url for url in asked if "search_index" in url]
    with page.expect_request("**/search_index.json"):
        page.keyboard.press("/")
    page.keyboard.type("boatswain")
    page.wait_for_selector(".md-search-result__link")

    assert before == []
    context.close()


def test_a_citation_is_copied_by_its_button(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("text=Cite this page")
    page.click(".cite >> text=Copy")

    page.wait_for_selector(".md-dialog--active")
    assert page.evaluate("navigator.clipboard.readText()").startswith("Lamp trimmer. Work at the lights, reviewed")


def test_a_role_with_steps_leads_to_its_place_on_the_map(page: Page) -> None:
    page.click("text=Its place on the map")

    assert page.url.endswith("/map/?role=lamp-trimmer")
    assert page.get_attribute(".map .is-picked", "data-role") == "lamp-trimmer"
