"""What Material itself adds to a site is known: tags, icons and addresses of headings cost no page that stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config

from generator.incremental import trust
from generator.incremental.marks import Unmarkable
from tests.helpers import replace
from tests.sites import made, plain_site, unlike_clean, written

LISTING = "\n<!-- material/tags -->\n"
TAGS = "plugins: [search, tags, incremental]"
SLUGS = "slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}"
EMOJI = "pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji ''"


def tag(folder: Path, name: str, tags: str) -> None:
    """Give a page tags."""
    replace(folder / "docs" / f"{name}.md", "---\n", f"---\ntags: [{tags}]\n")


def add(folder: Path, name: str, text: str) -> None:
    """Write a line at the end of a page."""
    with (folder / "docs" / f"{name}.md").open("a", encoding="utf-8") as page:
        page.write(text)


@pytest.fixture
def tagged(tmp_path: Path) -> Path:
    """A site with two pages that have tags, and one that lists them."""
    folder = plain_site(tmp_path / "tagged")
    replace(folder / "mkdocs.yml", "plugins: [search, incremental]", TAGS)
    tag(folder, "one", "fog, lamp")
    tag(folder, "three", "fog")
    add(folder, "part/two", LISTING)
    assert unlike_clean(folder) == []
    return folder


def test_a_page_with_tags_stays_as_any_other(tagged: Path) -> None:
    assert written(tagged) == {"404.html"}
    assert written(tagged, lambda: add(tagged, "one", "\nA line.\n")) == {"404.html", "one/index.html"}
    assert unlike_clean(tagged) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("docs/one.md", "tags: [fog, lamp]\n", ""),
        ("docs/one.md", "fog, lamp", "lamp, fog, wick"),
        ("docs/one.md", "# The page", "# The changed page"),
        ("docs/part/two.md", LISTING, ""),
        ("docs/part/two.md", LISTING, "\n<!-- material/tags { include: [lamp] } -->\n"),
        ("docs/part/two.md", "---\n", "---\ntags: [fog]\n"),
        ("docs/part/index.md", "## More", f"## More\n{LISTING}"),
        ("mkdocs.yml", "tags,", "tags: {tags_hierarchy: true, tags_hierarchy_separator: o},"),
        ("mkdocs.yml", "tags,", "tags: {shadow_tags: [fog]},"),
        ("mkdocs.yml", "tags,", "tags: {tags_allowed: [fog, lamp]},"),
        ("mkdocs.yml", "tags,", "tags: {tags_sort_by: !!python/name:material.plugins.tags.tag_name_casefold ''},"),
        ("mkdocs.yml", "tags,", "tags: {tags_name_property: labels},"),
        ("mkdocs.yml", "tags,", "tags: {export: false},"),
        ("mkdocs.yml", "tags,", ""),
    ],
)
def test_tags_are_those_of_a_clean_build(tagged: Path, file: str, old: str, new: str) -> None:
    replace(tagged / file, old, new)

    assert unlike_clean(tagged) == []


@pytest.mark.parametrize("shown", ["name", "hidden", "url", "links | map(attribute='title') | join"])
def test_whatever_a_template_reads_of_a_tag_is_looked_at(tagged: Path, shown: str) -> None:
    part = tagged / "overrides" / "partials" / "tags.html"
    part.parent.mkdir()
    part.write_text(f"{{% for tag in tags %}}{{{{ tag.{shown} }}}},{{% endfor %}}", "utf-8")
    made(tagged)
    replace(tagged / "docs" / "part" / "two.md", "# The page", "# The changed page")

    assert unlike_clean(tagged) == []


def test_a_template_is_written_anew_when_what_it_looked_for_comes(tagged: Path) -> None:
    # Nothing else that hangs on the front matter is read here.
    (tagged / "overrides" / "bare.html").write_text("{% for tag in tags %}{{ tag.name }}{% endfor %}.", "utf-8")
    replace(tagged / "docs" / "index.md", "---\n", "---\ntemplate: bare.html\n")
    made(tagged)
    tag(tagged, "index", "lamp")

    assert unlike_clean(tagged) == []
    assert (tagged / "site" / "index.html").read_text("utf-8") == "lamp."


def test_addresses_of_headings_may_be_made_in_another_way(tmp_path: Path) -> None:
    folder = plain_site(tmp_path / "plain")
    add(folder, "one", "\n## More ØRE\n")
    made(folder)
    replace(folder / "mkdocs.yml", "{permalink: true}", f"{{permalink: true, {SLUGS}}}")

    assert unlike_clean(folder) == []
    assert 'id="more-øre"' in (folder / "site" / "one" / "index.html").read_text("utf-8")
    assert trust.markdown(load_config(str(folder / "mkdocs.yml")))


def test_icons_of_the_theme_are_known_and_those_of_a_folder_are_not(tmp_path: Path) -> None:
    folder = plain_site(tmp_path / "plain")
    drawn = "emoji_generator: !!python/name:material.extensions.emoji.to_svg ''"
    replace(folder / "mkdocs.yml", "[admonition,", f"[admonition, {EMOJI}, {drawn}}},")
    add(folder, "one", "\n:material-lighthouse:\n")

    assert unlike_clean(folder) == []
    assert "<svg" in (folder / "site" / "one" / "index.html").read_text("utf-8").split("The page one", 1)[1]
    assert trust.markdown(load_config(str(folder / "mkdocs.yml")))
    replace(folder / "mkdocs.yml", drawn, f"{drawn}, options: {{custom_icons: [icons]}}")
    with pytest.raises(Unmarkable):
        trust.markdown(load_config(str(folder / "mkdocs.yml")))
