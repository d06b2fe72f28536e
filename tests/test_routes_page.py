"""The page of routes: what it tells is what the command tells, for every pair of roles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import pytest

from generator.pipeline import Pipeline
from tests.browser import chromium, serving
from tests.helpers import EXAMPLE, copy_example


@pytest.mark.browser
def test_the_page_tells_for_each_pair_what_the_graph_tells(served: str) -> None:
    outcome = Pipeline(EXAMPLE / "roles", "roles").run()
    with chromium() as browser:
        page = browser.new_page()
        page.goto(f"{served}/routes/")
        page.wait_for_selector("form.routes-form:not([hidden])")
        for start, goal in permutations(outcome.book.roles, 2):
            page.select_option("select[name=from]", start)
            page.select_option("select[name=to]", goal)
            status = page.inner_text("form [role=status]")
            expected = [list(route.roles) for route in outcome.graph.routes(start, goal)]
            told = page.eval_on_selector_all(
                f".route[data-from='{start}'][data-to='{goal}']:not([hidden]) li",
                "all => all.map(li => [...li.querySelectorAll('a')].map(a => a.pathname.split('/').at(-2)))",
            )

            assert told == expected, (start, goal)
            assert status.startswith(str(len(expected)) if expected else "No documented route")


@pytest.mark.browser
def test_without_scripts_every_route_is_listed(served: str) -> None:
    outcome = Pipeline(EXAMPLE / "roles", "roles").run()
    pairs = [(start, goal) for start in outcome.book.roles for goal in outcome.graph.destinations(start)]
    with chromium() as browser:
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"{served}/routes/")
        shown = page.locator(".route:visible").count()

    assert shown == len(pairs)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the served example."""
    with serving(copy_example(tmp_path_factory.mktemp("routes"))) as address:
        yield address
