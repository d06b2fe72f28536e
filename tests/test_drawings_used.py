"""The drawings of ladders and the map, as readers use them in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from generator.pipeline import Outcome
from tests.browser import wait_until


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_grade_filter_hides_steps_that_are_documented_less_well(opened: tuple[Browser, str], scripts: bool) -> None:
    browser, address = opened
    page = browser.new_context(java_script_enabled=scripts).new_page()
    page.goto(f"{address}/ladders/from-deck-to-inspection/")
    before = page.locator(".step--advance:visible, svg .at--inferred:visible").count()
    page.get_by_label("one documented case or better").check()

    assert before == 2
    assert page.locator(".step--advance:visible, svg .at--inferred:visible").count() == 0
    assert page.locator(".unshown:visible").inner_text().startswith("The step to Light inspector")
    page.context.close()


@pytest.mark.browser
def test_a_drawing_fits_a_phone_and_its_letters_stay_inside_their_boxes(opened: tuple[Browser, str]) -> None:
    browser, address = opened
    page = browser.new_page(viewport={"width": 390, "height": 844})
    for path in ("ladders/from-wick-to-watch/", "map/"):
        page.goto(f"{address}/{path}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        spilt = page.eval_on_selector_all(
            ".drawing .box",
            """all => all.filter(box => {
              const [inner, outer] = ["text", "rect"].map(part => box.querySelector(part).getBBox())
              return inner.x < outer.x || inner.x + inner.width > outer.x + outer.width
                || inner.y < outer.y || inner.y + inner.height > outer.y + outer.height
            }).map(box => box.textContent)""",
        )
        size = page.eval_on_selector(".drawing .box tspan", "one => one.getBoundingClientRect().height")

        assert (path, wide <= 390, spilt, size >= 12) == (path, True, [], True)
    page.close()


@pytest.mark.browser
def test_the_map_shows_one_role_with_its_steps_and_zooms(opened: tuple[Browser, str], outcome: Outcome) -> None:
    browser, address = opened
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}/map/")
    page.get_by_label("Show the steps of").select_option("relief-keeper")
    near = page.eval_on_selector_all(".box.is-near", "all => all.map(box => box.dataset.role)")
    graph = outcome.graph
    ends = {move.end for move in graph.leads_to("relief-keeper")} | {m.start for m in graph.comes_from("relief-keeper")}

    assert set(near) == {"relief-keeper", *ends}
    assert page.url.endswith("/map/?role=relief-keeper")

    width_of = "() => document.querySelector('svg.drawing').getBoundingClientRect().width"
    before = page.evaluate(width_of)
    page.get_by_role("button", name="larger").click()
    larger = page.evaluate(width_of)
    page.get_by_role("button", name="all at once").click()

    assert larger > before > 390 > page.evaluate(width_of)
    page.go_back()
    assert page.locator(".map--picked").count() == 0
    page.close()


@pytest.mark.browser
def test_the_map_scrolls_and_leads_on_by_key_without_scripts(opened: tuple[Browser, str]) -> None:
    browser, address = opened
    page = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{address}/map/")
    page.locator(".map__pane").focus()
    page.keyboard.press("ArrowRight")
    wait_until(page, "document.querySelector('.map__pane').scrollLeft > 0")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/roles/**")
    page.context.close()
