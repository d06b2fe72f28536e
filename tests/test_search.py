"""The search box of the real site, with the words that lay readers type."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route

from tests.browser import chromium, serving
from tests.helpers import ROOT, replace

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["Material", "Pagefind"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The real site's front page with either search, in a browser that notes each request to another host."""
    folder = tmp_path_factory.mktemp("book")
    for name in ("roles", "docs"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "mkdocs.yml").write_bytes((ROOT / "mkdocs.yml").read_bytes())
    above = 0 if request.param == "Pagefind" else 100_000
    replace(folder / "mkdocs.yml", "  - rolebook:\n", f"  - rolebook:\n      pagefind_above: {above}\n")
    with serving(folder) as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.foreign = []  # type: ignore[attr-defined]  # a note for the last test
        page.on("request", lambda request: note(page, request.url, address))
        page.goto(address)
        assert bool(page.query_selector("script[data-pagefind]")) == (above == 0)
        yield page


def note(page: Page, url: str, address: str) -> None:
    if not url.startswith((address, "data:", "blob:")):
        page.foreign.append(url)  # type: ignore[attr-defined]  # see above


def first_results(page: Page, query: str) -> list[str]:
    """The addresses of the first three pages found."""
    page.goto(page.url.split("?")[0])
    return results(page, query)[:3]


def results(page: Page, query: str) -> list[str]:
    """The addresses of the pages found for what is put into the box."""
    page.click(".md-search__input")
    page.fill(".md-search__input", "")
    page.type(".md-search__input", query)
    page.wait_for_selector(".md-search-result__link", timeout=30_000)
    page.wait_for_timeout(600)  # the list is drawn a few entries at a time
    return shown(page)


def shown(page: Page) -> list[str]:
    """The addresses of the pages in the list of results."""
    links = page.eval_on_selector_all(
        ".md-search-result__link", "all => all.filter(a => a.querySelector('h1')).map(a => new URL(a.href).pathname)"
    )
    return list(dict.fromkeys(links))


@pytest.mark.parametrize(
    ("query", "role"),
    [
        ("physicians", "hospital-physician-advisor"),
        ("disabilty", "ssa-consultative-examiner"),
        ("UM", "utilization-management-medical-director"),
        ("insurance reviewer", "chart-reviewer"),
        ("MSL", "medical-science-liaison"),
        ("IME", "independent-medical-examiner"),
        ("CMO", "hospital-chief-medical-officer"),
        ("VPMA", "vice-president-medical-affairs"),
        ("expert witnesses", "expert-witness"),
        ("medical writing", "freelance-medical-writer"),
        ("examinations", "va-cp-examiner"),
        ("chart reveiw", "chart-reviewer"),
        ("chief medical officer", "hospital-chief-medical-officer"),
        ("teaching", "cme-director"),
        ("drug test", "medical-review-officer"),
        ("pilot medical exam", "faa-aviation-medical-examiner"),
        ("AI training", "ai-medical-evaluator"),
        ("prison doctor", "correctional-health-medical-director"),
        ("startup", "physician-founder"),
    ],
)
def test_a_lay_word_finds_the_role_among_the_first_three(page: Page, query: str, role: str) -> None:
    assert f"/roles/{role}/" in first_results(page, query)


@pytest.mark.parametrize("query", ["side gig", "remote work", "no residency", "part time", "IMG", "quit medicine"])
def test_words_for_a_situation_find_the_roles_that_fit_it(page: Page, query: str) -> None:
    assert first_results(page, query)[0] == "/situations/"


def test_a_whole_name_stands_before_names_that_hold_its_words(page: Page) -> None:
    assert first_results(page, "medical director health plan")[0] == "/roles/associate-medical-director-health-plan/"


def test_an_answer_that_comes_late_does_not_replace_a_later_one(page: Page) -> None:
    held, query = list[Route](), "startup"
    page.goto(page.url.split("?")[0])
    page.route("**/fragment/*", lambda route: held.append(route) if query == "startup" else route.continue_())
    page.click(".md-search__input")
    page.type(".md-search__input", query)
    page.wait_for_timeout(1000)
    query = "pilot"
    later = results(page, query)
    for route in held:
        route.continue_()
    page.wait_for_timeout(1000)
    page.unroute("**/fragment/*")

    assert bool(held) == bool(page.query_selector("script[data-pagefind]"))
    assert "/roles/faa-aviation-medical-examiner/" in later
    assert shown(page) == later


def test_nothing_is_asked_of_another_host(page: Page) -> None:
    first_results(page, "review")
    page.goto(page.url.split("?")[0] + "roles/chart-reviewer/")

    assert page.foreign == []  # type: ignore[attr-defined]  # see above
