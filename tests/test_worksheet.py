"""Pages with fields to fill in: sums, rules and choices answer to them, and without scripts they are plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.browser import chromium, serving
from tests.helpers import ROOT, copy_example

pytestmark = pytest.mark.browser
SUM = "output[name=all]"
SHEETS = [file for file in sorted((ROOT / "docs").rglob("*.md")) if "worksheet.js" in file.read_text("utf-8")]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Browser, str]]:
    """A browser, and the address of the example."""
    with serving(copy_example(tmp_path_factory.mktemp("worksheet"))) as address, chromium() as browser:
        yield browser, address


@pytest.fixture
def page(opened: tuple[Browser, str]) -> Iterator[Page]:
    """The example's worksheet, at work."""
    browser, address = opened
    page = browser.new_page()
    page.goto(f"{address}/compared/")
    page.wait_for_selector("[data-worksheet-tools]:visible")
    yield page
    page.close()


def marked(page: Page) -> list[str]:
    """The beginnings of what is marked, rules and choices alike."""
    return [text.split(":")[0] for text in page.locator(".worksheet--marked").all_inner_texts()]


def test_a_sum_waits_for_all_its_numbers(page: Page) -> None:
    page.fill("#w-days", "20")

    assert page.inner_text(SUM) == "—"


def test_a_sum_answers_to_the_numbers(page: Page) -> None:
    page.fill("#w-days", "20")
    page.fill("#w-pay", "40.5")

    assert page.inner_text(SUM) == "810"


@pytest.mark.parametrize(("pay", "rule"), [("24", "Less than 500"), ("25", "500 or more")])
def test_the_rule_that_holds_is_marked(page: Page, pay: str, rule: str) -> None:
    page.fill("#w-days", "20")
    page.fill("#w-pay", pay)

    assert page.locator("li.worksheet--marked").inner_text().startswith(f"Holds for you: {rule}")


def test_nothing_is_marked_before_anything_is_filled_in(page: Page) -> None:
    assert marked(page) == []


def test_a_choice_without_room_for_what_matters_most_is_crossed_out(page: Page) -> None:
    page.select_option("#w-sleep", "1")

    assert page.locator(".worksheet--out").all_inner_texts() == ["Little room for “Sleep”: Keep the light"]


def test_a_reason_to_stop_withholds_all_advice(page: Page) -> None:
    page.select_option("#w-sleep", "1")
    page.fill("#w-days", "1")
    page.fill("#w-pay", "1")
    page.check("[name=debts]")

    assert marked(page) == []
    assert page.is_visible("[data-stopped]")


def test_nothing_is_kept_unless_asked(page: Page) -> None:
    page.fill("#w-days", "20")
    page.reload()
    page.wait_for_selector("[data-worksheet-tools]:visible")

    assert page.input_value("#w-days") == ""


def test_what_was_filled_in_is_kept_when_asked_until_it_is_cleared(page: Page) -> None:
    page.fill("#w-days", "20")
    page.check("[data-keep]")
    page.reload()
    page.wait_for_selector("[data-worksheet-tools]:visible")
    assert page.input_value("#w-days") == "20"

    page.click("[data-clear]")

    assert page.input_value("#w-days") == ""
    assert page.evaluate("localStorage.length") == 0


def test_without_scripts_rules_and_fields_are_there_and_no_dead_buttons(opened: tuple[Browser, str]) -> None:
    browser, address = opened
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{address}/compared/")

    assert page.is_visible("text=Less than 500")
    assert page.is_visible("#w-days")
    assert not page.is_visible("[data-clear]")


@pytest.mark.parametrize(
    ("text", "value"),
    [("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("min(a, 2) - 1", 1), ("a / 0", None), ("b + 1", None), ("2 - 1 - 1", 0)],
)
def test_a_formula_is_counted_as_it_is_written(page: Page, text: str, value: float | None) -> None:
    assert count(page, text, {"a": 5}) == value


@pytest.mark.parametrize("text", ["", "1 +", "alert(1)", "a.b", "min(1", "constructor(1)", "1 2", "a; b"])
def test_what_is_no_formula_is_refused(page: Page, text: str) -> None:
    with pytest.raises(Error, match="SyntaxError"):
        count(page, text, {})


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda file: file.stem)
def test_the_book_s_own_formulas_ask_only_for_fields_of_their_page(page: Page, sheet: Path) -> None:
    text = sheet.read_text("utf-8")
    fields = set(re.findall(r'<(?:input type="number"|output)[^>]* name="([a-z-]+)"', text))
    formulas = re.findall(r'data-(?:value|when)="([^"]+)"', text)

    assert fields
    for formula in formulas:
        count(page, formula, dict.fromkeys(fields, 1))
        assert set(re.findall(r"[a-z_-]*[a-z]", formula)) - {"and", "min", "max"} <= fields


def count(page: Page, text: str, values: dict[str, int]) -> object:
    """What the site's own script makes of a formula."""
    script = """async ([text, values]) => {
        const address = document.querySelector('script[src*="worksheet.js"]').src.replace("worksheet.js", "formula.js")
        return (await import(address)).formula(text)(values) ?? null
    }"""
    return page.evaluate(script, [text, values])
