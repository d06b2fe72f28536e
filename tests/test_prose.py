"""Contributed text on its way to the page: what is meant survives, what could run does not."""

from __future__ import annotations

from html.parser import HTMLParser

import markdown as python_markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import Prose
from generator.pages.prose import escape, html, markdown, plain
from generator.pipeline import Pipeline
from tests.helpers import EXAMPLE

EXTENSIONS = ["attr_list", "def_list", "footnotes", "md_in_html", "tables", "admonition", "toc"]
HARMLESS = {"p", "em", "strong", "a", "sup", "ul", "li", "div", "ol", "hr"}


def on_page(text: str) -> str:
    """The HTML of a list entry that holds the text, as a role page would have it."""
    shown = markdown(
        Prose(text), lambda id: f"[^{id}]" if id == "known" else "", lambda slug, label: f"[{label or slug}]({slug}.md)"
    )
    return python_markdown.markdown(f"- {shown}\n\n[^known]: A source.\n", extensions=EXTENSIONS)


def on_sheet(text: str) -> str:
    """The same as HTML of our own, which Markdown hands on."""
    shown = html(
        Prose(text),
        lambda id: f'<sup><a href="#fn:{id}">1</a></sup>' if id == "known" else "",
        lambda slug, label: f'<a href="../{slug}/">{escape(label or slug)}</a>',
    )
    return python_markdown.markdown(f"# A title\n\n<ul>\n<li>{shown}</li>\n</ul>\n", extensions=EXTENSIONS)


class Seen(HTMLParser):
    """The tags and attributes of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


HOSTILE = pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,hello)",
        "![x](https://elsewhere.example/x.png)",
        "x {: onclick=alert(1) }",
        "*x*{: onclick=alert(1) style=color:red }",
        "[x]: javascript:alert(1)",
        '<a href="javascript:alert(1)">x</a>',
        "<https://elsewhere.example>",
        "# a heading",
        "1. a list",
        "+ a list",
        ": a definition",
        "!!! danger",
        "| a | table |",
        "```\ncode\n```",
        "--- \n***",
        "&lt;script&gt;",
        '[x](https://a.example/"onmouseover="alert(1))',
        "*[x]: y",
        "[TOC]",
        "///Footnotes Go Here///",
        "</li></ul><script>alert(1)</script>",
        "*<b>*",
        "**[x](https://a.example/*b*)**",
    ],
)


@HOSTILE
def test_nothing_that_could_act_reaches_the_page(text: str) -> None:
    seen = Seen(on_page(text))

    assert seen.tags <= HARMLESS
    assert all(name in ("href", "rel", "id", "class", "title") for name, _ in seen.attributes)
    assert all(value.startswith(("http", "#", "mailto:")) for name, value in seen.attributes if name == "href")


@HOSTILE
def test_nothing_that_could_act_reaches_a_page_of_our_own_html(text: str) -> None:
    seen = Seen(on_sheet(text))

    assert seen.tags <= HARMLESS | {"h1"}
    assert all(name in ("href", "rel", "id", "class", "title") for name, _ in seen.attributes)
    assert all(value.startswith(("http", "#", "../")) for name, value in seen.attributes if name == "href")


@given(st.text(max_size=80))
@settings(max_examples=400, deadline=None)
def test_no_text_makes_other_tags_in_html_of_our_own(text: str) -> None:
    seen = Seen(on_sheet(" ".join(text.split())))

    assert seen.tags <= HARMLESS | {"h1"}
    assert {name for name, _ in seen.attributes} <= {"href", "rel", "id"}


@given(st.text(max_size=80))
@settings(max_examples=400, deadline=None)
def test_no_text_makes_other_tags_than_the_harmless(text: str) -> None:
    folded = " ".join(text.split())

    assert Seen(on_page(folded)).tags <= HARMLESS


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=60))
@settings(max_examples=300, deadline=None)
def test_escaped_text_reads_as_it_was_typed(text: str) -> None:
    shown = python_markdown.markdown(f"x{escape(text)}x", extensions=EXTENSIONS)

    assert Seen(shown).text.strip() == f"x{text}x"


def test_citations_links_and_stress_keep_their_meaning() -> None:
    html = on_page("A *b* **c** [[keeper|the keeper]] [site](https://a.example/b_c) [^known] [^lost]")

    assert "<em>b</em>" in html
    assert "<strong>c</strong>" in html
    assert '<a href="keeper.md">the keeper</a>' in html
    assert 'href="https://a.example/b&#95;c"' in html
    assert html.count("footnote-ref") == 1


def test_a_description_is_free_of_marks() -> None:
    assert plain(Prose("A *b* [[old-keeper]] [site](https://a.example), c [^x].")) == "A b old keeper site, c."


def test_footnotes_of_a_hand_written_page_are_numbered_as_one_reads() -> None:
    book = Pipeline(EXAMPLE / "roles", "roles").run()
    text = "A [^b]\n\n- B [^a]\n\n[^a]: First note,\n    with a second line.\n[^b]: Second note.\n"

    filled = book.blocks().fill("page.md", text, pytest.fail)

    assert filled == "A [^b]\n\n- B [^a]\n\n[^b]: Second note.\n[^a]: First note,\n    with a second line.\n"
