"""The page of routes: with scripts and without, it tells what the command tells."""

from __future__ import annotations

import json
import re
from itertools import permutations
from pathlib import Path
from random import Random
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser

from generator.graph import Graph
from generator.model import Book, Facet
from generator.pages import Index
from generator.pages.ways import Ways
from generator.pipeline import Outcome, Pipeline
from tests.helpers import EXAMPLE, copy_example, replace
from tests.test_graph import role

ROLES = 14
ALL_PAIRS = """async ([source, data]) => {
  const { gap, graphOf, routes } = await import(source)
  const graph = graphOf(data)
  const slugs = Object.keys(data.roles)
  const pairs = slugs.flatMap((from) => slugs.map((to) => [from, to]))
  const found = (from, to) => routes(graph, from, to, 6).map((way) => [way.path, way.merits])
  return pairs.map(([from, to]) => [from, to, found(from, to), gap(graph, from, to) ?? null])
}"""


@pytest.mark.browser
def test_the_page_tells_for_each_pair_what_the_command_tells(opened: tuple[Browser, str], outcome: Outcome) -> None:
    browser, address = opened
    page = browser.new_page()
    page.goto(f"{address}/routes/")
    page.wait_for_selector("form.routes-form:not([hidden])")
    for start, goal in permutations(outcome.book.roles, 2):
        page.select_option("select[name=from]", start)
        page.select_option("select[name=to]", goal)
        routes, gap = outcome.graph.routes(start, goal), outcome.graph.gap(start, goal)
        shown = page.eval_on_selector_all(
            ".routes-found section[data-path]", "all => all.map(way => [way.dataset.path, way.dataset.merits])"
        )
        near = page.eval_on_selector_all(".routes-found section[data-gap]", "all => all.map(way => way.dataset.gap)")
        status = page.inner_text("form [role=status]")

        assert shown == [[" ".join(route.roles), " ".join(route.merits)] for route in routes], (start, goal)
        assert near == ([f"{' '.join(gap.before)} | {' '.join(gap.after)}"] if gap and not routes else [])
        assert status.startswith(str(len(routes)) if routes else "No documented route.")
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("seed", range(2))
def test_the_script_finds_what_the_command_finds_in_any_book(opened: tuple[Browser, str], seed: int) -> None:
    graph, data = tangle(seed)
    browser, address = opened
    page = browser.new_page()
    page.goto(f"{address}/routes/")
    told = page.evaluate(ALL_PAIRS, [f"{address}/assets/ways.js", data])
    page.close()

    for start, goal, routes, gap in told:
        assert routes == [[[*way.roles], [*way.merits]] for way in graph.routes(start, goal, 6)], (start, goal)
        expected = graph.gap(start, goal)
        assert gap == (
            {"before": [*expected.before], "after": [*expected.after], "alike": expected.alike} if expected else None
        )


@pytest.mark.browser
def test_a_route_tells_of_each_rung_what_changes_and_what_is_given_up(opened: tuple[Browser, str]) -> None:
    browser, address = opened
    page = browser.new_page()
    page.goto(f"{address}/routes/?from=relief-keeper&to=principal-keeper")
    rung = page.locator(".routes-found .rung").first.inner_text()
    page.close()

    assert "several documented cases" in rung
    assert "2 to 5 years in the role before" in rung
    assert "Time: On call, A season → All year" in rung
    assert "Certificate: not asked → required" in rung
    assert "The right to say no to a call." in rung


@pytest.mark.browser
def test_asked_for_the_goal_alone_it_tells_who_gets_there(opened: tuple[Browser, str], outcome: Outcome) -> None:
    browser, address = opened
    page = browser.new_page()
    page.goto(f"{address}/routes/?to=light-inspector")
    page.wait_for_selector(".routes-found li")
    starts = page.eval_on_selector_all(
        ".routes-found li a", "all => all.map(a => new URL(a.href).searchParams.get('from'))"
    )
    page.locator(".routes-found li a").first.click()
    page.wait_for_selector(".routes-found section[data-path]")
    page.go_back()
    page.wait_for_selector(".routes-found li")
    page.close()

    assert sorted(starts) == sorted(outcome.graph.feeders("light-inspector"))


def test_without_scripts_every_route_is_listed(site: Path, outcome: Outcome) -> None:
    told = (site / "routes/index.html").read_text("utf-8")
    pairs = [(start, goal) for start in outcome.book.roles for goal in outcome.graph.destinations(start)]

    shown = re.findall(r'class="route" data-from="([^"]+)" data-to="([^"]+)"', told)
    steps = re.findall(r'<section class="step [^"]*" id="step-([^"]+)--([^"]+)"', told)

    assert sorted(shown) == sorted(pairs)
    assert sorted(steps) == [(move.start, move.end) for move in outcome.graph.moves]


@pytest.mark.browser
def test_without_scripts_the_lists_stand_open_and_no_form_shows(opened: tuple[Browser, str], outcome: Outcome) -> None:
    browser, address = opened
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/routes/?from=lamp-trimmer&to=light-inspector")
    shown = page.locator(".route:visible").count()
    steps = page.locator(".routes-all .step:visible").count()
    form = page.locator("form.routes-form:visible").count()
    page.context.close()

    assert shown == sum(len(outcome.graph.destinations(slug)) for slug in outcome.book.roles)
    assert (steps, form) == (len([*outcome.graph.moves]), 0)


def test_every_link_of_the_page_leads_somewhere(site: Path) -> None:
    assert dead_links(site / "routes/index.html") == []


def test_a_book_with_too_many_pairs_lists_its_steps(outcome: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.pages.ways.PAIRS", 3)

    [page] = [page for page in outcome.pages() if page.path == "routes/index.md"]

    assert 'class="route"' not in page.text
    assert '<li id="from-lamp-trimmer">' in page.text


def test_one_facet_only_can_be_what_routes_keep(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    replace(folder / "roles/_vocabulary.yml", "    label: Company\n", "    label: Company\n    kept: company\n")

    faults = Pipeline(folder / "roles", "roles").run().faults

    assert [(fault.code, fault.message) for fault in faults] == [
        ("duplicate-term", "`time` is what routes keep already")
    ]


def dead_links(file: Path) -> list[str]:
    """The links of a page to files or places of the site that do not exist."""
    text = file.read_text("utf-8")
    body = text[text.index("<article") : text.index("</article>")]
    dead = []
    for href in re.findall(r'<a\b[^>]*\bhref="([^"#?][^":?]*|#[^"]*)"', body):
        way, _, place = href.partition("#")
        target = (file.parent / unquote(way)).resolve() if way else file
        target = target / "index.html" if target.is_dir() else target
        if not target.is_file() or (place and f'id="{place}"' not in target.read_text("utf-8")):
            dead.append(href)
    return dead


def tangle(seed: int) -> tuple[Graph, object]:
    """A book of roles joined at random, with circles and lateral steps, and what its page hands to scripts."""
    chance = Random(seed)
    slugs = [f"r{number}" if number % 3 else f"r{number}-x" for number in range(ROLES)]
    grades = ("several-cases", "one-case", "stated", "inferred")
    roles = {}
    for slug in slugs:
        ends = chance.sample([other for other in slugs if other != slug], chance.choice((0, 1, 2, 3)))
        leads = [(end, chance.choice(grades), chance.random() < 0.3) for end in ends]
        made = role(slug, chance.choice(("job", "career")), leads)
        terms = chance.choice(({}, {"rest": ("all",)}, {"rest": ("some", "none")}, {"rest": ("none",)}))
        alike = [{"role": other, "because": "so"} for other in chance.sample(slugs, 2)]
        roles[slug] = made.model_validate({**made.model_dump(by_alias=True), "facets": terms, "similar": alike}).at(
            f"roles/{chance.choice('abcd')}/{slug}.yml"
        )
    words = [{"id": id, "label": id, "help": id} for id in ("all", "some", "none")]
    facet = Facet.model_validate({"label": "Rest", "help": "Rest.", "kept": "rest", "terms": words})
    vocabulary = (
        Pipeline(EXAMPLE / "roles", "roles").run().book.vocabulary.model_copy(update={"facets": {"rest": facet}})
    )
    book = Book(vocabulary, {}, roles, {})
    graph = Graph(book)
    return graph, json.loads(Ways(book, graph, Index(book, graph)).data())
