"""What the search index leaves out of a page need not be read for it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from material.plugins.search.plugin import Parser  # type: ignore[import-untyped]

from generator.incremental.search import searched

PIECES = (
    "keeper",
    "tower &amp; light",
    "<p>a lamp<br>b</p>",
    "<ul><li>oil</li></ul>",
    '<img src="a.png">',
    '<svg><path d="M0 0"/><rect width="1" /></svg>',
    "<b title='a/>b'>c</b>",
    '<i title="<b>/">c</i>',
)
WORDS = st.sampled_from(PIECES)


def headed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A heading of some sort with what comes after it."""
    ids = st.sampled_from(["", ' id="a"', ' id="b"', ' id="c"'])
    marks = st.sampled_from(["", " data-search-exclude", ' class="x"'])
    return st.builds("<h{0}{2}{1}>Head</h{0}>\n{3}".format, st.integers(1, 4), ids, marks, inner)


def boxed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Some pieces, one after the other or in a box."""
    return st.lists(inner, max_size=4).flatmap(
        lambda parts: st.sampled_from(["{}", "<div>{}</div>", "<section><div>{}</div></section>"]).map(
            lambda box: box.format("".join(parts))
        )
    )


HTML = boxed(st.recursive(st.one_of(WORDS, headed(WORDS)), lambda inner: st.one_of(boxed(inner), headed(inner))))


def indexed(html: str) -> list[tuple[str | None, list[str], list[str]]]:
    """The sections that Material's search makes entries of."""
    parser = Parser()
    parser.feed(html)
    parser.close()
    return [(section.id, section.title, section.text) for section in parser.data if not section.is_excluded()]


@given(HTML)
def test_the_index_is_the_same_without_what_it_leaves_out(html: str) -> None:
    assert indexed(searched(html)) == indexed(html)


def test_an_excluded_section_before_any_heading_makes_its_entry() -> None:
    html = '<img src="a.png"><h2 data-search-exclude id="a">Head</h2>keeper'

    assert indexed(searched(html)) == indexed(html) != []


def test_an_excluded_section_is_not_handed_on() -> None:
    html = (
        '<h1 id="a">A</h1><p>b</p><h2 id="c" data-search-exclude>C</h2><div><h3 id="d" data-search-exclude>D</h3></div>'
    )

    assert searched(html) == '<h1 id="a">A</h1><p>b</p>'


def test_a_drawing_before_a_section_keeps_nothing_open() -> None:
    html = '<h1 id="a">A</h1><svg><rect width="1"/></svg><h2 id="b" data-search-exclude>B</h2><p>c</p>'

    assert searched(html) == '<h1 id="a">A</h1><svg><rect width="1"/></svg>'


def test_an_included_section_within_an_excluded_one_is_handed_on() -> None:
    html = '<h1 id="a">A</h1><h2 id="c" data-search-exclude>C</h2><div><h3 id="d">D</h3><p>e</p></div>'

    assert searched(html) == html
