"""A large book is searched by Pagefind; above which size is a setting."""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path

import pytest

from generator import pagefind
from tests.browser import chromium, hosting
from tests.helpers import copy_example, replace
from tests.sites import made, unlike_clean

ROLES = 7


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The example, as a book that is large enough for Pagefind."""
    folder = copy_example(tmp_path)
    settings(folder, ROLES - 1)
    return folder


def settings(folder: Path, above: int) -> None:
    replace(folder / "mkdocs.yml", "  - rolebook\n", f"  - rolebook:\n      pagefind_above: {above}\n")


def files(folder: Path) -> dict[str, int]:
    """The files of a folder, and when each was written."""
    return {file.relative_to(folder).as_posix(): file.stat().st_mtime_ns for file in folder.rglob("*.*")}


def entries(site: Path) -> list[object]:
    """What Material's search loads."""
    return list(json.loads((site / pagefind.ENTRIES).read_text("utf-8"))["docs"])


def test_a_book_above_the_size_is_indexed_by_pagefind_alone(book: Path) -> None:
    assert made(book) == []

    assert {"pagefind.js", "pagefind-entry.json"} <= files(book / "site" / "pagefind").keys()
    assert entries(book / "site") == []
    assert 'data-pagefind="../pagefind/pagefind.js"' in (book / "site" / "map" / "index.html").read_text("utf-8")


def test_a_book_of_that_size_is_searched_by_material(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    settings(folder, ROLES)

    assert made(folder) == []
    assert not (folder / "site" / "pagefind").exists()
    assert entries(folder / "site")
    assert "data-pagefind" not in (folder / "site" / "map" / "index.html").read_text("utf-8")


def test_a_book_that_has_become_small_leaves_no_index_behind(book: Path) -> None:
    made(book)
    replace(book / "mkdocs.yml", f"above: {ROLES - 1}", f"above: {ROLES}")

    assert unlike_clean(book) == []
    assert not (book / "site" / "pagefind").exists()


def test_the_index_stays_while_the_search_knows_the_same(book: Path) -> None:
    made(book)
    before = files(book / "site" / "pagefind")
    replace(book / "docs" / "index.md", "---\n", "---\nfoo: bar\n")

    assert unlike_clean(book) == []
    assert files(book / "site" / "pagefind") == before


def test_another_title_makes_another_index(book: Path) -> None:
    made(book)
    before = files(book / "site" / "pagefind")
    replace(book / "roles" / "sea" / "boatswain.yml", "title: ", "title: Second ")

    assert unlike_clean(book) == []
    assert files(book / "site" / "pagefind") != before


def test_a_file_of_ones_own_beside_the_index_goes_with_its_source(book: Path) -> None:
    own = book / "docs" / "pagefind" / "own-ui.css"
    own.parent.mkdir()
    own.write_text("p {}", "utf-8")
    made(book)
    assert unlike_clean(book) == []
    own.unlink()

    assert unlike_clean(book) == []


def test_without_material_s_search_there_is_none(book: Path) -> None:
    replace(book / "mkdocs.yml", "  - search\n", "")

    assert made(book) == []
    assert not (book / "site" / "pagefind").exists()
    assert "data-pagefind" not in (book / "site" / "map" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("harm", ["gone", "other"])
def test_an_index_that_somebody_touched_is_made_again(book: Path, harm: str) -> None:
    made(book)
    file = min((book / "site" / "pagefind" / "index").iterdir())
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(b"?")

    assert unlike_clean(book) == []


def test_without_pagefind_a_build_says_what_to_install(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: str) -> str:
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(pagefind, "version", none)

    said, end = made(book)

    assert said == "ERROR: rolebook: Pagefind is not installed: run `pip install 'rolebook[pagefind]'`"
    assert end.startswith("failed: ")


def test_a_fault_of_pagefind_leaves_the_last_site(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(book)
    before = files(book / "site")
    replace(book / "roles" / "sea" / "boatswain.yml", "title: ", "title: Second ")
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", "/bin/false")

    said, end = made(book)

    assert said.startswith("ERROR: rolebook: Pagefind ended with 1")
    assert end.startswith("failed: ")
    assert files(book / "site") == before


def found(site: Path, *queries: str) -> list[tuple[str, list[str]]]:
    """For each query the headline of the first result, and where all results lead, from the site's address on."""
    told = []
    with hosting(site) as address, chromium() as browser:
        page = browser.new_page()
        for query in queries:
            page.goto(f"{address}/")
            page.click(".md-search__input")
            page.type(".md-search__input", query)
            page.wait_for_selector(".md-search-result__link h1")
            links = page.eval_on_selector_all(".md-search-result__link", "all => all.map(a => a.href)")
            told.append((page.inner_text(".md-search-result__link h1"), [link.removeprefix(address) for link in links]))
            assert not page.query_selector(".md-search-result img")
    return told


@pytest.mark.browser
def test_markup_in_a_title_is_shown_as_text(book: Path) -> None:
    odd = "Odd &lt;img src=x onerror=document.title='!'> &amp; lens"
    (book / "docs" / "odd.md").write_text(f"# {odd}\n\nThe {odd}\n", "utf-8")
    made(book)

    [(title, _)] = found(book / "site", "odd lens")

    assert title.startswith("Odd <img src=x onerror=document.title='!'> & lens")


@pytest.mark.browser
@pytest.mark.parametrize("directories", [True, False])
def test_a_result_leads_to_its_page_whatever_that_is_called(book: Path, directories: bool) -> None:
    replace(book / "mkdocs.yml", "plugins:\n", f"use_directory_urls: {str(directories).lower()}\nplugins:\n")
    (book / "docs" / "é 1.md").write_text("# Notes { data-search-exclude }\n\n## Quagga\n\ntext\n", "utf-8")
    replace(book / "mkdocs.yml", "markdown_extensions:\n", "markdown_extensions:\n  - attr_list\n")
    made(book)

    (_, quagga), (_, hyphen) = found(book / "site", "quagga", "lamp-trimmer")

    end = "/" if directories else ".html"
    assert f"/%C3%A9%201{end}" in [link.split("?")[0].split("#")[0] for link in quagga]
    assert f"/roles/lamp-trimmer{end}" in [link.split("?")[0] for link in hyphen]
