"""Guides: hand-written pages that role files link to, and that link back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator.model import Prose
from generator.pages.prose import plain
from generator.pipeline import Outcome, Pipeline
from tests.helpers import EXAMPLE, copy_example, mkdocs, replace

LINK = re.compile(r'<a [^>]*href="\.\./\.\./guides/landing/"[^>]*>([^<]+)</a>')


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, built once, with a guide linked from a hand-written page too."""
    folder = copy_example(tmp_path_factory.mktemp("guides"))
    replace(folder / "docs" / "index.md", "An invented book", "See [[guide:landing]]. An invented book")
    done = mkdocs("build", "--strict", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "site"


def example() -> Outcome:
    return Pipeline(EXAMPLE / "roles", "roles").run()


def test_a_role_page_links_the_guide_by_the_words_of_its_text(site: Path) -> None:
    html = (site / "roles" / "relief-keeper" / "index.html").read_text("utf-8").split("<article")[1]

    assert LINK.findall(html) == ["a landing"]


def test_a_hand_written_page_links_it_by_its_label(site: Path) -> None:
    html = (site / "index.html").read_text("utf-8").split("<article")[1]

    assert re.search(r'<a href="guides/landing/">Landing on a rock</a>', html)


def test_the_guide_lists_the_roles_that_link_to_it(site: Path) -> None:
    article = (site / "guides" / "landing" / "index.html").read_text("utf-8").split("<article")[1].split("</article")[0]

    assert set(re.findall(r"/roles/([a-z-]+)/", article)) == {"relief-keeper"}


def test_a_link_to_a_guide_is_no_link_to_a_role() -> None:
    text = Prose("See [[guide:landing]] and [[lamp-trimmer]].")

    assert (text.links, text.guides) == (("lamp-trimmer",), ("landing",))


def test_a_description_has_only_its_words() -> None:
    assert plain(Prose("See [[guide:way-ashore]] and [[guide:landing|a landing]].")) == "See way ashore and a landing."


def test_in_the_data_a_guide_is_plain_text() -> None:
    made = example()
    files = {page.path: page.text for page in (*made.pages(), *made.exports())}
    role = json.loads(files["api/v1/roles/relief-keeper.json"])["role"]

    assert role["cautions"][0]["text"].endswith("and read how a landing is made. [^mate]")
    assert "[[guide:landing|a landing]]" in files["contribute/values/relief-keeper.json"]


def test_a_quote_in_a_guides_name_leaves_the_data_whole(tmp_path: Path) -> None:
    root = copy_example(tmp_path) / "roles"
    replace(root / "_vocabulary.yml", "label: Landing on a rock", "label: 'Landing on a \"rock\"'")
    replace(root / "tower" / "relief-keeper.yml", "[[guide:landing|a landing]]", "[[guide:landing]]")

    files = {page.path: page.text for page in Pipeline(root, "roles").run().exports()}

    assert (
        'how Landing on a "rock" is'
        in json.loads(files["api/v1/roles/relief-keeper.json"])["role"]["cautions"][0]["text"]
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("See [[guide:landin]].", "no guide is called `landin`; a similar one exists: `landing`"),
        ("<!-- rolebook:guide-roles landin -->", "no guide is called `landin`; a similar one exists: `landing`"),
    ],
)
def test_a_slip_in_a_hand_written_page_is_told(text: str, complaint: str) -> None:
    told: list[str] = []

    example().blocks().fill("index.md", text, told.append)

    assert told == [complaint]


def test_a_guide_without_a_page_is_told_when_the_site_is_built(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    replace(folder / "roles" / "_vocabulary.yml", "page: guides/landing.md", "page: guides/gone.md")

    done = mkdocs("build", "--strict", cwd=folder)

    assert done.returncode == 1
    assert "the guide `landing` has no page: write docs/guides/gone.md" in done.stderr
