"""Pages of which only the headings are converted are the same pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, get_files
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from generator.ready import ANCHOR, BEGUN, HEADING, ReadyPage
from tests.helpers import copy_example


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[MkDocsConfig, Files]:
    """The example with its navigation, and no page rendered."""
    config = load_config(str(copy_example(tmp_path_factory.mktemp("ready")) / "mkdocs.yml"))
    config = config.plugins.run_event("config", config)
    config.plugins.on_pre_build(config=config)
    files = config.plugins.on_files(get_files(config), config=config)
    config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
    return config, files


def ready(site: tuple[MkDocsConfig, Files]) -> Iterator[ReadyPage]:
    config, files = site
    for file in files.documentation_pages():
        if isinstance(file.page, ReadyPage):
            file.page.read_source(config)
            yield file.page


def told(page: Page) -> tuple[str, list[tuple[str, str, int]], set[str]]:
    """What became of a page: its HTML but for blank lines, its table of contents, and its anchors."""
    entries = [(entry.title, entry.id, entry.level) for top in page.toc for entry in (top, *top.children)]
    return re.sub(r"\s*\n\s*", "\n", page.content or "").strip(), entries, page.present_anchor_ids or set()


def test_roles_ladders_and_sources_are_ready(site: tuple[MkDocsConfig, Files]) -> None:
    folders = {page.file.src_uri.partition("/")[0] for page in ready(site)}

    assert folders == {"roles", "ladders", "compare", "sources.md", "situations.md", "coverage.md"}


def test_markdown_would_make_the_same_of_each(site: tuple[MkDocsConfig, Files]) -> None:
    config, files = site
    for page in ready(site):
        markdown = page.markdown
        page.render(config, files)
        own = told(page)
        page.markdown = markdown
        Page.render(page, config, files)

        assert own == told(page), page.file.src_uri


def test_a_heading_that_is_no_heading_has_the_whole_page_converted(site: tuple[MkDocsConfig, Files]) -> None:
    config, files = site
    page = next(ready(site))
    page.markdown = "# One\n\n<p>a</p>\n\n# <h2>Two</h2>\n\n<p>b</p>\n"

    page.render(config, files)
    own = told(page)
    Page.render(page, config, files)

    assert own == told(page)


def test_a_page_with_faults_is_not_ready(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    config = load_config(str(folder / "mkdocs.yml"))
    config.plugins.on_startup(command="serve", dirty=False)
    config = config.plugins.run_event("config", config)
    role = next(file for file in sorted((folder / "roles").glob("[a-z]*/[a-z]*.yml")))
    config.plugins.on_pre_build(config=config)
    role.write_text(role.read_text("utf-8") + "nonsense: 1\n", "utf-8")
    config.plugins.on_pre_build(config=config)
    files = config.plugins.on_files(get_files(config), config=config)
    config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
    file = files.get_file_from_path(f"roles/{role.stem}.md")

    assert file is not None
    assert not isinstance(file.page, ReadyPage)
    assert "nonsense" in file.content_string


def test_a_memory_of_such_pages_hangs_on_all_that_makes_them() -> None:
    """Patterns beside the class among it: with another one, what is remembered is of no use."""
    assert all(pattern.pattern in ReadyPage.incremental_inputs() for pattern in (HEADING, BEGUN, ANCHOR))
