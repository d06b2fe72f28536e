"""What axe finds wrong on the pages, at each width, in each scheme, with search and menu closed and open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

from tests.audit.finding import Finding
from tests.browser import chromium

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RUN = """async (tags) => {
  const told = ({ target, failureSummary }) => `${target.flat().join(" ")}: ${failureSummary.split("\\n")[1]?.trim()}`
  const { violations } = await axe.run(document, { runOnly: tags })
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${told(node)}`))
}"""
# What no longer moves can be judged: a colour in the middle of a change is nobody's colour, and what is not laid out
# yet has no place of its own.
STILL = """*, *::before, *::after {
  transition: none !important; animation: none !important; content-visibility: visible !important;
}"""


def violations(address: str, pages: Mapping[str, str], budgets: Mapping[str, Any]) -> Iterator[Finding]:
    """A finding for each page of these addresses, and for each of them with its search or menu open."""
    with chromium() as browser:
        found: dict[tuple[str, str], list[str]] = {}
        for scheme in budgets["schemes"]:
            for width in budgets["widths"]:
                context = browser.new_context(
                    viewport={"width": width, "height": 844}, color_scheme=scheme, reduced_motion="reduce"
                )
                page = context.new_page()
                for name, path in pages.items():
                    for state, wrong in _states(page, address + path, budgets, opened=name in budgets["opened"]):
                        place = f"{width} px, {scheme}: "
                        found.setdefault((name, state), []).extend(place + text for text in wrong)
                context.close()
    for (name, state), wrong in found.items():
        label = f"axe{', ' if state else ''}{state}"
        yield Finding(label, name, str(len(wrong)), "0", not wrong, tuple(wrong))


def _states(page: Page, address: str, budgets: Mapping[str, Any], *, opened: bool) -> Iterator[tuple[str, list[str]]]:
    """What is wrong on a page as it comes, and then with each of its drawers open."""
    for state, selector in (("", ""), *(STATES.items() if opened else ())):
        page.goto(address, wait_until="networkidle")
        page.add_style_tag(content=STILL)
        if selector:
            control = page.locator(selector).locator("visible=true").first
            if not control.count():
                continue
            control.click()
        page.wait_for_timeout(150)
        page.evaluate(AXE)
        yield state, page.evaluate(RUN, budgets["tags"])


STATES = {
    "search open": ".md-header [for=__search], [data-md-component=search-query]",
    "menu open": ".md-header [for=__drawer]",
}
