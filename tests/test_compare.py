"""Roles side by side: the script's table and the ready-made pages tell the same, in the same order, and safely."""

from __future__ import annotations

import csv
import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import chromium, serving
from tests.helpers import copy_example, replace

pytestmark = pytest.mark.browser

Opened = tuple[Browser, str]
TITLE = "=Boatswain <img src=x onerror=document.body.remove()>"
CLAIM = "@You like <script>document.body.remove()</script> *much* noise."
CELLS = "table => [...table.rows].map(row => [...row.cells].map(cell => cell.innerText.replace(/\\s+/g, ' ').trim()))"


def hostile(folder: Path) -> Path:
    """The example with a title and a claim that would do harm if they were taken for anything but text.

    A build refuses them; `serve` shows the book all the same, with its faults.
    """
    file = folder / "roles" / "sea" / "boatswain.yml"
    text = re.sub(r"^title: .*$", f'title: "{TITLE}"', file.read_text("utf-8"), count=1, flags=re.MULTILINE)
    text = re.sub(r"(?<=^good-fit:\n)  - .*$", f'  - "{CLAIM}"', text, count=1, flags=re.MULTILINE)
    file.write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A browser, and the address of the served example."""
    folder = hostile(copy_example(tmp_path_factory.mktemp("compare")))
    others = (
        "similar:\n  - {role: lamp-trimmer, because: the same tower}\n  - {role: boatswain, because: the same grade}\n"
    )
    replace(folder / "roles" / "tower" / "assistant-keeper.yml", "similar:\n", others)
    with serving(folder) as address, chromium() as browser:
        yield browser, address


def at(opened: Opened, address: str, *, scripts: bool = True, width: int = 1280) -> Page:
    """A page of the site, with whatever its script shows."""
    browser, root = opened
    page = browser.new_context(java_script_enabled=scripts, viewport={"width": width, "height": 900}).new_page()
    page.goto(f"{root}/{address}")
    if scripts and "roles=" in address:
        page.wait_for_function(
            "document.querySelector('.compare__status').textContent || document.querySelector('.compare__notes li')"
        )
    return page


@pytest.fixture
def two(opened: Opened) -> Iterator[Page]:
    """Two roles side by side, put there by the script."""
    page = at(opened, "compare/?roles=lamp-trimmer,buoy-tender-deckhand")
    yield page
    page.context.close()


def heads(page: Page) -> list[str]:
    """The titles above the columns that can be seen."""
    return [str(title) for title in page.locator("thead th:visible > a").all_inner_texts()]


def rows(page: Page) -> list[str]:
    """The ids of the rows that can be seen, from top to bottom."""
    return [str(row.get_attribute("data-row")) for row in page.locator("tbody tr:visible").all()]


def test_the_script_and_the_page_without_scripts_tell_the_same(opened: Opened, two: Page) -> None:
    page = at(opened, "compare/lamp-trimmer/", scripts=False)
    ready = cells(page)
    made = [[cell.removesuffix(" Take out") for cell in row] for row in two.eval_on_selector(".compare table", CELLS)]

    assert made == ready
    assert len(ready) > 20


def cells(page: Page) -> list[list[str]]:
    """The table of a page whose scripts are off."""
    found = page.locator(".compare table tr").all()
    return [[" ".join(cell.inner_text().split()) for cell in row.locator("th, td").all()] for row in found]


def test_every_comparison_asks_the_same_in_the_same_order(opened: Opened, two: Page) -> None:
    _, root = opened
    slugs = ["lamp-trimmer", "assistant-keeper", "light-inspector"]
    orders = {tuple(re.findall(r'data-row="([^"]+)"', read(f"{root}/compare/{slug}/"))) for slug in slugs}

    assert orders == {tuple(rows(two))}


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return str(answer.read().decode())


def test_what_is_unknown_is_said_and_figures_keep_their_sources(two: Page) -> None:
    pay = two.inner_text("tr[data-row=role-pay] td:nth-child(2)")
    numbers = two.locator("tr[data-row=role-pay] td:nth-child(2) sup a")
    source = two.locator(f"[id='{(numbers.first.get_attribute('href') or '')[1:]}']").inner_text()

    assert "EUR 85 to 95 per day (Example Lighthouse Board, 2025)" in pay
    assert "Summer hands wanted. Example Lighthouse Board, January 2025" in source
    assert two.inner_text("tr[data-row=gate-eyesight] td:nth-child(2)") == "unknown"


def test_what_is_the_same_can_be_put_last_or_left_out(two: Page) -> None:
    every = rows(two)
    two.check("input[name=show][value=first]")
    first = rows(two)
    two.check("input[name=show][value=only]")
    only = rows(two)

    assert "facet-entry" in every
    assert "facet-entry" not in only
    assert first[: len(only) - 1] == only[:-1]
    assert sorted(first) == sorted(every)
    assert only[-1] == "role-sources"


def test_without_scripts_what_is_the_same_can_be_left_out_too(opened: Opened) -> None:
    page = at(opened, "compare/lamp-trimmer/", scripts=False)
    page.check(".compare__only")

    assert "facet-entry" not in rows(page)
    assert "facet-time" in rows(page)


def test_the_roles_stand_in_the_address_and_the_back_button_works(two: Page) -> None:
    two.fill("#compare-query", "bosunn")
    two.fill("#compare-query", "relif")
    two.click("text=Add Relief keeper")
    two.wait_for_function("document.querySelectorAll('thead th').length == 4")
    address = two.url
    two.go_back()
    two.wait_for_function("document.querySelectorAll('thead th').length == 3")
    two.goto(address)
    two.wait_for_selector("thead th:nth-child(4)")

    assert address.endswith("?roles=lamp-trimmer,buoy-tender-deckhand,relief-keeper")
    assert heads(two) == ["Lamp trimmer", "Buoy tender deckhand", "Relief keeper"]


def test_a_role_can_be_taken_out(two: Page) -> None:
    two.click("text=Take out >> nth=0")
    two.wait_for_function("document.querySelectorAll('thead th').length == 2")

    assert heads(two) == ["Buoy tender deckhand"]
    assert two.url.endswith("?roles=buoy-tender-deckhand")


@pytest.mark.parametrize("slug", ["nobody", "../../api", "<img src=x onerror=document.body.remove()>"])
def test_an_unknown_role_is_said_and_the_others_stand(opened: Opened, slug: str) -> None:
    page = at(opened, f"compare/?roles=lamp-trimmer,{slug}")

    assert page.inner_text(".compare__notes") == f"This site has no role at “{slug}”: it was left out."
    assert heads(page) == ["Lamp trimmer"]


def test_of_five_roles_the_first_four_are_shown_and_the_fifth_is_named(opened: Opened) -> None:
    page = at(opened, "compare/?roles=lamp-trimmer,relief-keeper,assistant-keeper,light-inspector,principal-keeper")

    assert heads(page) == ["Lamp trimmer", "Relief keeper", "Assistant keeper", "Light inspector"]
    assert page.inner_text(".compare__notes") == "Four roles are the most: Principal keeper was left out."


def test_an_old_address_of_a_role_still_finds_it(opened: Opened) -> None:
    assert heads(at(opened, "compare/?roles=wick-trimmer")) == ["Lamp trimmer"]


@pytest.mark.parametrize("scripts", [True, False])
def test_hostile_text_is_shown_as_text(opened: Opened, scripts: bool) -> None:
    address = "compare/?roles=assistant-keeper,boatswain" if scripts else "compare/assistant-keeper/"
    page = at(opened, address, scripts=scripts)

    assert TITLE in heads(page)
    assert CLAIM.replace("*", "") in page.inner_text("tr[data-row=role-good-fit]")
    assert page.locator("table :is(img, script)").count() == 0


def test_a_hostile_title_does_no_harm_in_the_head_and_the_navigation_of_its_page(opened: Opened) -> None:
    page = at(opened, "roles/boatswain/")

    assert page.inner_text("h1").startswith(TITLE)
    assert page.locator("img[src=x]").count() == 0


def test_a_saved_table_holds_no_formula_and_names_its_sources(opened: Opened) -> None:
    page = at(opened, "compare/?roles=boatswain,lamp-trimmer")
    with page.expect_download() as coming:
        page.click("[data-do=csv]")
    table = list(csv.reader(coming.value.path().read_text("utf-8-sig").splitlines(keepends=True)))
    told = {line[0]: line[1:] for line in table}

    assert table[0][1:] == [f"'{TITLE}", "Lamp trimmer"]
    assert told["Good fit if"][0].startswith("'@You like <script>")
    assert "https://example.org/board/summer" in told["Sources"][1]
    assert not [cell for line in table for cell in line if re.match(r"\s*[=+\-@]", cell)]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_phone_shows_two_roles_at_a_time_and_lets_choose_which(opened: Opened, scripts: bool) -> None:
    address = (
        "compare/?roles=assistant-keeper,lamp-trimmer,boatswain,relief-keeper"
        if scripts
        else "compare/assistant-keeper/"
    )
    page = at(opened, address, scripts=scripts, width=390)
    before = heads(page)
    page.locator("select.compare__side").nth(1).select_option("4")

    assert before == ["Assistant keeper", "Lamp trimmer"]
    assert heads(page) == ["Assistant keeper", "Relief keeper"]
    assert page.inner_text("tr[data-row=facet-time] td:visible >> nth=1").startswith("On call")


def test_without_scripts_every_ready_made_comparison_is_listed_and_the_tool_is_not_there(opened: Opened) -> None:
    page = at(opened, "compare/", scripts=False)
    listed = [str(link.get_attribute("href")) for link in page.locator(".compare__ready li a").all()]

    assert sorted(listed) == [
        "assistant-keeper/",
        "buoy-tender-deckhand/",
        "lamp-trimmer/",
        "light-inspector/",
        "principal-keeper/",
        "relief-keeper/",
    ]
    assert not page.is_visible("#compare")


def test_the_reason_of_each_likeness_is_told(opened: Opened, two: Page) -> None:
    page = at(opened, "compare/lamp-trimmer/", scripts=False)

    assert "The same season and the same oil, but a bunk that moves." in page.inner_text(".compare > ul")
    assert "The same season and the same oil, but a bunk that moves." in two.inner_text(".compare__reasons")


def test_ready_made_comparisons_are_neither_searched_nor_in_the_navigation(opened: Opened) -> None:
    _, root = opened
    index = json.loads(read(f"{root}/search/search_index.json"))

    assert not [entry for entry in index["docs"] if entry["location"].startswith("compare/")]
    assert "compare/lamp-trimmer" not in read(f"{root}/families/")


def test_a_role_page_leads_to_its_comparison(opened: Opened) -> None:
    page = at(opened, "roles/lamp-trimmer/", scripts=False)
    page.click("text=Compare with similar roles")

    assert page.url.endswith("/compare/lamp-trimmer/")
    assert heads(page) == ["Lamp trimmer", "Buoy tender deckhand"]


def test_a_role_page_can_be_cited_without_scripts(opened: Opened) -> None:
    page = at(opened, "roles/lamp-trimmer/", scripts=False)
    page.click("text=Cite this page")
    cited = page.inner_text(".cite p")

    assert cited.startswith("Lamp trimmer. Work at the lights, reviewed November 2026. http")
    assert cited.endswith("/roles/lamp-trimmer/")
