"""Texts of pages are read where somebody asks for them, and whoever takes part in a build sees them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.spooled import SpooledFile
from tests.helpers import copy_example, replace
from tests.sites import made, plain_site, unlike_clean

TRIMMER = "roles/tower/lamp-trimmer.yml"
# What a hook may do with the texts of a page, or of another one, at any time.
HOOKS = """
def on_page_markdown(markdown, **_):
    return markdown.replace("More", "Less")

def on_page_markdown(markdown, page, config, files):
    page.meta["n"] = len(page.markdown)

def on_page_markdown(markdown, page, config, files):
    page.render(config, files)
    return page.content

def on_pre_page(page, config, files):
    page.read_source(config)
    page.file.content_string += page.title + page.markdown[:5]
    return page

def on_page_content(html, page, config, files):
    return html + str(len(page.markdown)) + page.title

def on_page_content(html, page, config, files):
    page.toc.items[:] = page.toc.items[:1]

def on_page_context(context, page, config, nav):
    context["n"] = len(page.content)
    page.content += str(len(page.markdown)) + nav.pages[0].content

def on_env(env, config, files):
    for file in files.documentation_pages():
        file.page.content = file.page.title + file.page.content[:-9] + file.page.markdown

def on_post_build(config):
    pass
""".strip().split("\n\n")


@pytest.mark.parametrize("hook", HOOKS, ids=range(len(HOOKS)))
@pytest.mark.parametrize("site", ["plain", pytest.param("example", marks=pytest.mark.slow)])
def test_a_hook_sees_the_texts_of_pages_that_have_not_changed(tmp_path: Path, site: str, hook: str) -> None:
    if site == "plain":
        folder = plain_site(tmp_path / "plain")
    else:
        folder = copy_example(tmp_path)
        made(folder)
    (folder / "hooks.py").write_text(f"{hook}\n", "utf-8")
    config = (folder / "mkdocs.yml").read_text("utf-8")
    (folder / "mkdocs.yml").write_text(f"{config}\nhooks: [hooks.py]\n", "utf-8")

    assert unlike_clean(folder) == []
    assert unlike_clean(folder) == []


@pytest.fixture
def example(tmp_path: Path) -> Path:
    folder = copy_example(tmp_path)
    assert made(folder) == []
    return folder


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages whose texts are read."""
    paths: list[str] = []
    fetch: Callable[[SpooledFile], bytes] = vars(SpooledFile)["content_bytes"].fget

    def noted(file: SpooledFile) -> bytes:
        paths.append(file.src_uri)
        return fetch(file)

    monkeypatch.setattr(SpooledFile, "content_bytes", property(noted))
    return paths


def test_only_texts_that_have_changed_are_read(example: Path, read: list[str]) -> None:
    replace(example / TRIMMER, "low: 85, high: 95", "low: 86, high: 95")
    made(example)

    assert "roles/lamp-trimmer.md" in read
    assert not {"roles/boatswain.md", "ladders/from-deck-to-inspection.md", "ladders/index.md"} & {*read}


@pytest.mark.parametrize("harm", [b"", b"?"])
def test_damaged_texts_show_nowhere(example: Path, harm: bytes) -> None:
    memory = example / ".cache" / "incremental"
    texts = next(memory.glob("*.texts"))
    texts.write_bytes(harm * texts.stat().st_size)
    (memory / "mkdocs.sqlite").unlink()
    replace(example / "docs" / "index.md", "# ", "# Indeed: ")

    assert unlike_clean(example) == []
    assert unlike_clean(example) == []


def test_texts_that_only_a_new_page_needs_are_found_to_be_damaged(example: Path, read: list[str]) -> None:
    texts = next((example / ".cache" / "incremental").glob("*.texts"))
    texts.write_bytes(bytes(texts.stat().st_size))
    (example / "site" / "api" / "v1" / "roles" / "boatswain.json").unlink()

    assert unlike_clean(example) == []
    assert read


def test_the_memory_of_texts_is_as_large_as_they_are(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.remembered.BIT", 0)
    memory = example / ".cache" / "incremental"
    first = sum(file.stat().st_size for file in memory.glob("*.texts"))
    for number in range(10):
        replace(example / "roles" / "_vocabulary.yml", "label: ", f"label: {number} ")
        made(example)

    assert len(list(memory.glob("*.texts"))) == 1
    assert next(memory.glob("*.texts")).stat().st_size < 4 * first
    assert unlike_clean(example) == []
