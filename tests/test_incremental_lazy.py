"""Texts of pages are read where somebody asks for them, and whoever takes part in a build sees them."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.pages import Page
from generator.plugin import RolebookPlugin
from generator.spooled import SpooledFile
from tests.helpers import copy_example, mkdocs, replace
from tests.sites import made, plain_site, unlike_clean

# Builds the site in a few processes, and tells how many pages this one converted.
COUNT = """
from generator import processes
from generator.incremental.pages import RememberedPage
processes.WORTHWHILE, processes.processes = 4, lambda: 2
convert, count = RememberedPage._convert, []
RememberedPage._convert = lambda page, *given: count.append(page) or convert(page, *given)
from mkdocs.__main__ import cli
try:
    cli(["build", "--quiet"])
finally:
    print(len(count))
"""
TRIMMER = "roles/tower/lamp-trimmer.yml"
# What a hook may do with the texts of a page, or of another one, at any time.
HOOKS = """
def on_page_markdown(markdown, **_):
    return markdown.replace("More", "Less")

def on_page_markdown(markdown, page, config, files):
    page.meta["description"] = str(len(page.markdown))

def on_page_markdown(markdown, page, config, files):
    page.render(config, files)
    return page.content

def on_pre_page(page, config, files):
    page.read_source(config)
    page.file.content_string += page.title + page.markdown[:5]
    return page

def on_pre_page(page, config, files):
    page.file.content_string += " added"
    return page

def on_env(env, config, files):
    for file in files.documentation_pages():
        file.content_string = "changed"
def on_page_context(context, page, config, nav):
    page.content += str(len(page.markdown))

def on_page_content(html, page, config, files):
    return html + str(len(page.markdown)) + page.title

def on_page_content(html, page, config, files):
    page.toc.items[:] = page.toc.items[:1]

def on_page_context(context, page, config, nav):
    page.content += str(len(page.markdown)) + nav.pages[0].content

def on_page_context(context, page, config, nav):
    page.read_source(config)

def on_env(env, config, files):
    config.extra["known"] = files
def on_page_context(context, page, config, nav):
    page.read_source(config)
    page.render(config, config.extra["known"])
    page.content += str(len(page.markdown))

def on_post_page(output, page, config):
    page.read_source(config)
    return output + str(len(page.content))

def on_env(env, config, files):
    for file in files.documentation_pages():
        file.page.content = file.page.title + file.page.content[:-9] + file.page.markdown

def on_post_build(config):
    pass
""".strip().split("\n\n")
# Those that say most of pages whose Markdown waits on disk.
TOLD = (0, 1, 5)


@pytest.mark.parametrize(
    ("number", "site"),
    [
        *((number, "plain") for number in range(len(HOOKS))),
        *(pytest.param(at, "example", marks=[] if at in TOLD else [pytest.mark.slow]) for at in range(len(HOOKS))),
    ],
)
def test_a_hook_sees_the_texts_of_pages_that_have_not_changed(tmp_path: Path, site: str, number: int) -> None:
    if site == "plain":
        folder = plain_site(tmp_path / "plain")
    else:
        folder = copy_example(tmp_path)
        made(folder)
    (folder / "hooks.py").write_text(f"{HOOKS[number]}\n", "utf-8")
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


def test_a_damaged_text_that_is_asked_for_late_is_made_once_more(
    example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = example / ".cache" / "incremental"
    texts = next(memory.glob("*.texts"))
    data = texts.read_bytes()
    texts.write_bytes(data.replace(b'class="', b'klass="', 1))
    (memory / "mkdocs.sqlite").unlink()
    again: list[object] = []
    make = RolebookPlugin._made_again

    def noted(plugin: RolebookPlugin, *given: Any) -> Iterator[Page]:
        again.append(given)
        return make(plugin, *given)

    monkeypatch.setattr(RolebookPlugin, "_made_again", noted)

    assert texts.read_bytes() != data
    assert unlike_clean(example) == []
    assert len(again) == 1


@pytest.mark.parametrize("harm", [lambda file: file.unlink(), lambda file: file.write_bytes(bytes(10_000_000))])
def test_texts_are_remembered_again_after_they_were_lost(example: Path, harm: Callable[[Path], object]) -> None:
    memory = example / ".cache" / "incremental"
    harm(next(memory.glob("*.texts")))
    for number in range(3):
        replace(example / TRIMMER, f"low: {85 + number}, high: 95", f"low: {86 + number}, high: 95")
        made(example)
    texts = next(memory.glob("*.texts"))
    size = texts.stat().st_size
    made(example)

    assert [file.name for file in memory.glob("*.texts")] == [texts.name]
    assert texts.stat().st_size == size


def test_a_hook_may_ask_for_texts_when_all_is_over(example: Path) -> None:
    (example / "hooks.py").write_text(
        "def on_files(files, config):\n    config.extra['known'] = files\n"
        "def on_post_build(config):\n    global files\n    files = config.extra['known']\n"
        "def on_shutdown():\n    open('told', 'w').write(str([len(file.page.markdown) for file in files "
        "if file.page]))\n",
        "utf-8",
    )
    config = (example / "mkdocs.yml").read_text("utf-8")
    (example / "mkdocs.yml").write_text(f"{config}\nhooks: [hooks.py]\n", "utf-8")
    told = []
    for name in ("1", "0"):
        assert mkdocs("build", cwd=example, MKDOCS_INCREMENTAL=name).returncode == 0
        told.append((example / "told").read_text("utf-8"))
    texts = next((example / ".cache" / "incremental").glob("*.texts"))

    assert texts.stat().st_size > 0
    assert told[0] == told[1]


def test_processes_convert_what_pages_say_whose_html_was_lost(example: Path) -> None:
    connection = sqlite3.connect(example / ".cache" / "incremental" / "mkdocs.sqlite")
    connection.execute("DELETE FROM rows WHERE sort IN ('head', 'body')")
    connection.commit()
    connection.close()
    told = subprocess.run(
        [sys.executable, "-c", COUNT], cwd=example, capture_output=True, text=True, check=True, timeout=120
    )

    assert int(told.stdout) < 8  # pages that a hand wrote are filled first, and what warns is converted again


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
