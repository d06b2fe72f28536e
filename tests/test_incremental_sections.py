"""What sections say at once is what their pages say one by one, and addresses worked out once are MkDocs's own."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils.templates import url_filter

from generator.incremental.addresses import Addresses
from tests.helpers import ROOT, replace
from tests.sites import plain_site, unlike_clean

PARTS = st.sampled_from(["a", "b", "ab", "a.b", "c", "..", ".", "index.html", "x.html"])
PATHS = st.builds("{}{}".format, st.lists(PARTS, max_size=4).map("/".join), st.sampled_from(["", "/", "#a", "?b=c"]))
# MkDocs makes no page's address with dots of this sort.
PAGES = st.builds(
    "{}{}".format,
    st.lists(st.sampled_from(["a", "b", "ab", "a.b", "c"]), max_size=4).map("/".join),
    st.sampled_from(["", "/", ".html"]),
)
ADDRESSES = st.one_of(PATHS, st.sampled_from(["", "/a/b/", "https://a.example/b/", "//a/b", "mailto:a@b.c", "#a"]))


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A site whose navigation our own entry writes: by the lists of sections, or in a clean build child by child."""
    folder = plain_site(tmp_path / "plain")
    part = Path("partials") / "nav-item.html"
    (folder / "overrides" / "partials").mkdir()
    (folder / "overrides" / part).write_bytes((ROOT / "generator" / "theme" / part).read_bytes())
    assert unlike_clean(folder) == []
    return folder


@given(st.lists(st.tuples(PAGES, st.lists(ADDRESSES, max_size=4)), max_size=6))
def test_entries_lead_from_each_page_as_mkdocs_has_them_lead(asked: list[tuple[str, list[str]]]) -> None:
    plain: Any = url_filter
    filters = Addresses(plain)

    for own, addresses in asked:
        context = {"page": SimpleNamespace(url=own), "base_url": ".."}
        children = [SimpleNamespace(active=False)] * len(addresses)
        ways = [plain(context, address) if address and address != own else "" for address in addresses]
        assert filters.from_here(context, [(address, "") for address in addresses], children) == [
            (way, "") for way in ways
        ]


@given(st.lists(st.tuples(PAGES, ADDRESSES), max_size=12))
def test_addresses_worked_out_once_are_those_of_mkdocs(asked: list[tuple[str, str]]) -> None:
    plain: Any = url_filter
    once = Addresses(plain).url

    for own, address in asked:
        context = {"page": SimpleNamespace(url=own), "base_url": ".."}
        assert once(context, address) == plain(context, address)


def test_a_page_without_a_page_has_the_address_of_mkdocs() -> None:
    plain: Any = url_filter

    assert Addresses(plain).url({"page": None, "base_url": ".."}, "a/b/") == "../a/b/"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# The page", "# The changed page"),
        ("description: on", "status: new\ndescription: on"),
        ("description: on", "subtitle: below\ndescription: on"),
        ("description: on", "icon: material/eye\ndescription: on"),
    ],
)
def test_what_a_neighbour_shows_of_a_page_follows_it(plain: Path, old: str, new: str) -> None:
    replace(plain / "docs" / "part" / "two.md", old, new)

    assert unlike_clean(plain) == []


def test_a_neighbour_in_another_place_is_shown_there(plain: Path) -> None:
    replace(
        plain / "mkdocs.yml",
        "      - part/two.md\n      - three.md\n",
        "      - three.md\n      - part/two.md\n      - Away: https://a.example/\n",
    )

    assert unlike_clean(plain) == []


@pytest.mark.parametrize("features", ["navigation.prune", "navigation.prune, navigation.sections", "navigation.expand"])
def test_sections_in_sections_are_shown_alike_on_all_their_pages(plain: Path, features: str) -> None:
    replace(plain / "mkdocs.yml", "features: [", f"features: [{features}, ")
    nested = """
      - three.md
      - Deep:
          - Deeper:
              - part/four.md
              - Away: https://a.example/
          - part/five.md
      - Deep, of links:
          - Away: https://b.example/
"""
    replace(plain / "mkdocs.yml", "\n      - three.md\n", nested)
    for name in ("four", "five"):
        (plain / "docs" / "part" / f"{name}.md").write_text(f"# The page {name}\n", "utf-8")

    assert unlike_clean(plain) == []
    assert "Deep, of links<" in (plain / "site" / "part" / "five" / "index.html").read_text("utf-8")
