"""Builds with a memory: what they spare, and that nobody can tell their sites from those of clean builds."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest
from mkdocs.structure.files import File

from generator import processes
from generator.processes import WORTHWHILE
from tests.helpers import copy_example, mkdocs, replace, run
from tests.sites import made, plain_site, unlike_clean, written

slow = pytest.mark.slow
TRIMMER = "roles/tower/lamp-trimmer.yml"
CLAIM = "low: 85, high: 95"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The example with the plugin, built once."""
    folder = copy_example(tmp_path)
    assert made(folder) == []
    return folder


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return plain_site(tmp_path / "plain")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_build_without_changes_writes_no_page(example: Path) -> None:
    assert written(example) == {"404.html"}


def test_an_edit_writes_the_pages_that_show_it(example: Path) -> None:
    pages = written(example, lambda: replace(example / TRIMMER, CLAIM, "low: 86, high: 95"))

    assert "roles/lamp-trimmer/index.html" in pages
    assert "roles/boatswain/index.html" not in pages


def test_a_new_title_is_on_every_page_that_names_it(example: Path) -> None:
    replace(example / TRIMMER, "title: Lamp trimmer", "title: Wick hand")

    assert unlike_clean(example) == []
    assert not [path for path, data in contents(example / "site" / "roles").items() if b">Lamp trimmer<" in data]


@slow
def test_a_page_that_is_gone_leaves_no_file(example: Path) -> None:
    (example / "docs" / "more.md").write_text("# More\n", "utf-8")
    made(example)
    (example / "docs" / "more.md").unlink()
    made(example)

    assert not (example / "site" / "more").exists()


def test_warnings_come_again_with_each_build(plain: Path) -> None:
    with (plain / "docs" / "three.md").open("a", encoding="utf-8") as page:
        page.write("\n[nowhere](nowhere.md)\n")
    first, second = made(plain), made(plain)

    assert len(first) == 1
    assert second == first


@pytest.mark.parametrize(
    "template",
    [
        "{{ pages | map(attribute='page.title') | join }}",
        "{% for other in nav.pages %}{{ other.meta.description }}{% endfor %}",
        pytest.param("{{ (page.next_page or page).content | length }}", marks=slow),
        "{{ nav }}",
        pytest.param("{{ page.parent.children | length if page.parent }}", marks=slow),
        pytest.param("{% for file in pages %}{{ file.page.toc | length }}{% endfor %}", marks=slow),
        pytest.param("{{ (nav.items | last).children | map(attribute='title') | sort | first }}", marks=slow),
        pytest.param("{{ [1, 2, 3] | random if page and false }}{{ page.file.src_uri if page }}", marks=slow),
        pytest.param("{{ config.nav }}", marks=slow),
    ],
)
def test_whatever_a_template_reads_is_looked_at(plain: Path, template: str) -> None:
    override = '{% extends "base.html" %}{% block extrahead %}<meta name="x" content="' + template + '">{% endblock %}'
    (plain / "overrides" / "main.html").write_text(override, "utf-8")
    made(plain)
    replace(plain / "docs" / "part" / "two.md", "# The page", "# The changed page")
    replace(plain / "docs" / "three.md", "description: on", "description: all on")
    replace(plain / "docs" / "index.md", "## More", "## More\n\n## Still more")
    edited = unlike_clean(plain)
    replace(plain / "mkdocs.yml", "      - three.md\n", "")
    (plain / "docs" / "three.md").unlink()

    assert edited == []
    assert unlike_clean(plain) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("mkdocs.yml", "site_name: Plain", "site_name: Fancy"),
        pytest.param("mkdocs.yml", "permalink: true", "permalink: false", marks=slow),
        pytest.param("mkdocs.yml", "navigation.tabs", "navigation.sections", marks=slow),
        ("mkdocs.yml", "Named so", "Named thus"),
        pytest.param("mkdocs.yml", "  - Named so: one.md\n", "", marks=slow),
        pytest.param("mkdocs.yml", "[search, incremental]", "[incremental, search]", marks=slow),
        pytest.param("mkdocs.yml", "[search, incremental]", "[incremental]", marks=slow),
        pytest.param("mkdocs.yml", "site_name: Plain", "site_name: Plain\nuse_directory_urls: false", marks=slow),
        pytest.param("mkdocs.yml", "site_name: Plain", "site_name: Plain\nsite_url: https://example.org/", marks=slow),
        ("docs/one.md", "## More", "## Less"),
        pytest.param("docs/one.md", "---\ndescription", "---\ntemplate: 404.html\ndescription", marks=slow),
        pytest.param("docs/one.md", "description", "tags: [a, b]\nsearch: {boost: 2}\ndescription", marks=slow),
        pytest.param("docs/one.md", "# The page one", "", marks=slow),
    ],
)
def test_a_change_shows_everywhere(plain: Path, file: str, old: str, new: str) -> None:
    replace(plain / file, old, new)

    assert unlike_clean(plain) == []


@slow
def test_a_theme_override_comes_changes_and_goes(plain: Path) -> None:
    override = plain / "overrides" / "partials" / "copyright.html"
    override.parent.mkdir()
    found = []
    for text in ("<p>one</p>", "<p>two</p>"):
        override.write_text(text, "utf-8")
        found += unlike_clean(plain)
    override.unlink()

    assert found + unlike_clean(plain) == []


@slow
def test_hooks_that_look_at_pages_have_every_page_built(plain: Path) -> None:
    (plain / "hooks.py").write_text("def on_post_page(output, page, config):\n    return output + '<!-- one -->'\n")
    replace(plain / "mkdocs.yml", "site_name: Plain", "site_name: Plain\nhooks: [hooks.py]")
    first = unlike_clean(plain)

    assert first == []
    assert "three/index.html" in written(plain)


@slow
def test_an_extension_that_nobody_knows_has_every_page_converted(plain: Path) -> None:
    replace(plain / "mkdocs.yml", "[admonition,", "[admonition, pymdownx.snippets,")
    (plain / "piece.md").write_text("one", "utf-8")
    with (plain / "docs" / "three.md").open("a", encoding="utf-8") as page:
        page.write('\n--8<-- "piece.md"\n')
    made(plain)
    (plain / "piece.md").write_text("two", "utf-8")

    assert unlike_clean(plain) == []
    assert b"two" in (plain / "site" / "three" / "index.html").read_bytes()


def test_files_of_the_site_that_somebody_touched_are_written_again(plain: Path) -> None:
    (plain / "site" / "three" / "index.html").write_text("mine", "utf-8")
    (plain / "site" / "one" / "index.html").unlink()
    (plain / "site" / "assets" / "mine.txt").write_text("mine", "utf-8")
    shutil.rmtree(plain / "site" / "search")

    assert unlike_clean(plain) == []


def test_what_is_hidden_in_the_site_stays(plain: Path) -> None:
    (plain / "site" / ".git").mkdir()
    (plain / "site" / ".git" / "HEAD").write_text("ref", "utf-8")
    made(plain)

    assert (plain / "site" / ".git" / "HEAD").read_text("utf-8") == "ref"


def test_a_build_that_fails_leaves_every_file_of_the_site(plain: Path) -> None:
    before = contents(plain / "site")
    replace(plain / "docs" / "three.md", "# The page", "# The changed page")
    with (plain / "docs" / "one.md").open("a", encoding="utf-8") as page:
        page.write("\n[nowhere](nowhere.md)\n")
    messages = made(plain, strict=True)

    assert "failed" in messages[-1]
    assert contents(plain / "site") == before
    assert not list(plain.glob(".site*"))


def test_pages_converted_in_processes_are_the_same_with_the_same_warnings(plain: Path) -> None:
    for number in range(WORTHWHILE * 2):
        text = f"# Page {number}\n\n[one](one.md#{'nowhere' if number % 9 else 'more'}) [two]({number % 7}.md)\n"
        (plain / "docs" / f"page{number}.md").write_text(text, "utf-8")
    before = threading.active_count()

    assert before > 1 or processes.processes() == len(os.sched_getaffinity(0))
    assert unlike_clean(plain) == []
    assert unlike_clean(plain) == []


def test_a_file_that_is_saved_while_a_process_copies_it_is_copied_again(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(WORTHWHILE * 2):
        (plain / "docs" / f"{number}.txt").write_text("one", "utf-8")
    whole, here = File.copy_file, os.getpid()

    def copy_file(file: File, dirty: bool = False) -> None:
        whole(file, dirty)
        if os.getpid() != here:
            Path(str(file.abs_src_path)).write_text("another", "utf-8")

    monkeypatch.setattr(processes, "processes", lambda: 2)
    monkeypatch.setattr(File, "copy_file", copy_file)
    assert made(plain) == []

    sources = {(plain / "docs" / f"{number}.txt").read_text("utf-8") for number in range(WORTHWHILE * 2)}
    assert sources == {(plain / "site" / f"{number}.txt").read_text("utf-8") for number in range(WORTHWHILE * 2)}
    assert sources == {"another"}


@slow
def test_verify_finds_no_difference_and_finds_one_if_there_is_any(plain: Path) -> None:
    same = run("generator.incremental", cwd=plain, NO_MKDOCS_2_WARNING="1")
    page = plain / "site" / "three" / "index.html"
    left = page.stat()
    page.write_bytes(page.read_bytes().replace(b"The page", b"Tie page"))
    os.utime(page, ns=(left.st_atime_ns, left.st_mtime_ns))
    other = run("generator.incremental", cwd=plain, NO_MKDOCS_2_WARNING="1")

    assert (same.returncode, same.stdout) == (0, "no file differs\n")
    assert other.returncode == 1
    assert other.stdout.startswith("three/index.html: differs at byte")


def test_a_skipped_page_is_not_talked_about(plain: Path) -> None:
    done = mkdocs("build", cwd=plain)

    assert done.returncode == 0
    assert "Page skipped" not in done.stderr
    assert ".next" not in done.stderr
