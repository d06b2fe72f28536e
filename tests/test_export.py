"""The site as a folder: engines that know nothing of our plugin build it into the same site."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from shutil import which

import pytest
from click.testing import CliRunner, Result
from ruamel.yaml import YAML

from generator.cli import main
from tests.helpers import copy_example, mkdocs, replace


def export(folder: Path, *words: str) -> Result:
    with chdir(folder):
        result = CliRunner().invoke(main, ["export", "--out", "out", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, built with the plugin into `site`, and exported into `out`."""
    folder = copy_example(tmp_path_factory.mktemp("export"))
    (folder / "docs" / "tower.bin").write_bytes(b"\xff\x00")
    config = folder / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8").replace(
            "site_url: https://example.org/lights/", "site_url: !ENV [LIGHTS, 'https://example.org/lights/']"
        ),
        "utf-8",
    )
    assert mkdocs("build", cwd=folder).returncode == 0
    done = export(folder)
    assert done.exit_code == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def built(example: Path) -> Path:
    """The exported folder, built by MkDocs alone."""
    done = mkdocs("build", "--strict", cwd=example / "out")
    assert done.returncode == 0, done.stderr
    return example / "out" / "site"


def article(file: Path) -> str:
    """What a page says, without blank stretches, which the plugin leaves out."""
    text = file.read_text("utf-8").split("<article", 1)[1].split("</article>", 1)[0]
    return " ".join(re.sub(r"\s*(<[^>]+>)\s*", r" \1 ", text).split())


def names(site: Path) -> Iterator[str]:
    yield from (file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file())


def test_it_names_no_plugin_of_ours(example: Path) -> None:
    text = (example / "out" / "mkdocs.yml").read_text("utf-8")

    assert YAML(typ="rt").load(text)["plugins"] == ["search"]
    assert "!ENV" in text


def test_mkdocs_alone_makes_the_same_files(example: Path, built: Path) -> None:
    assert {*names(built)} == {*names(example / "site")}


@pytest.mark.parametrize(
    "page",
    [
        "index.html",
        "roles/lamp-trimmer/index.html",
        "roles/index.html",
        "ladders/from-wick-to-watch/index.html",
        "guides/landing/index.html",
        "compare/lamp-trimmer/index.html",
        "coverage/index.html",
        "contribute/new-role/index.html",
    ],
)
def test_each_page_says_the_same(example: Path, built: Path, page: str) -> None:
    assert article(built / page) == article(example / "site" / page)


def test_pages_find_their_scripts_and_styles(built: Path) -> None:
    html = (built / "roles" / "index.html").read_text("utf-8")

    assert 'href="../assets/rolebook.css"' in html
    assert 'src="../assets/finder.js"' in html
    assert 'rel="alternate" type="application/atom+xml"' in html or not (built / "feed.xml").exists()


def test_families_stand_in_the_navigation(built: Path) -> None:
    assert "In the tower" in (built / "families" / "index.html").read_text("utf-8").split("<article")[0]


@pytest.mark.skipif(which("zensical", path=str(Path(sys.executable).parent)) is None, reason="no Zensical here")
def test_zensical_builds_it(tmp_path: Path, example: Path) -> None:
    folder = copy_example(tmp_path)
    assert export(folder, "--for", "zensical").exit_code == 0
    program = str(Path(sys.executable).parent / "zensical")
    done = subprocess.run(
        [program, "build", "--strict"], cwd=folder / "out", capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    pages = {name for name in names(folder / "out" / "site") if name.endswith(".html")}
    assert pages == {name for name in names(example / "site") if name.endswith(".html")}
    role = (folder / "out" / "site" / "roles" / "lamp-trimmer" / "index.html").read_text("utf-8")
    assert role.count('href="#fn:') == (example / "site" / "roles" / "lamp-trimmer" / "index.html").read_text(
        "utf-8"
    ).count('href="#fn:')
    assert "assets/rolebook.css" in role
    assert "<table" in (folder / "out" / "site" / "compare" / "lamp-trimmer" / "index.html").read_text("utf-8")


def test_a_second_export_leaves_nothing_of_the_first(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    export(folder)
    (folder / "out" / "docs" / "roles" / "old.md").write_text("old", "utf-8")

    assert export(folder).exit_code == 0
    assert not (folder / "out" / "docs" / "roles" / "old.md").exists()


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    (folder / "out").mkdir()
    (folder / "out" / "thesis.txt").write_text("years of work", "utf-8")

    assert export(folder).exit_code == 2
    assert export(folder, "--out", ".").exit_code == 2
    assert export(folder, "--out", "roles").exit_code == 2
    assert [*(folder / "out").iterdir()] == [folder / "out" / "thesis.txt"]


def test_a_faulty_book_leaves_the_last_export(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    export(folder)
    replace(folder / "roles" / "tower" / "lamp-trimmer.yml", "kind: job", "kind: jbo")
    done = export(folder)

    assert done.exit_code == 1
    assert "roles/tower/lamp-trimmer.yml:4:7" in done.stderr
    assert (folder / "out" / "docs" / "roles" / "lamp-trimmer.md").exists()


def test_the_sites_own_templates_and_settings_stay(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    (folder / "own").mkdir()
    (folder / "own" / "main.html").write_text('{% extends "base.html" %}{# ours #}', "utf-8")
    replace(
        folder / "mkdocs.yml", "  font: false", "  font: false\n  custom_dir: own\n  features: [content.action.edit]"
    )
    export(folder)

    assert "ours" in (folder / "out" / "theme" / "main.html").read_text("utf-8")
    theme = YAML(typ="rt").load((folder / "out" / "mkdocs.yml").read_text("utf-8"))["theme"]
    assert (theme["custom_dir"], theme["font"]) == ("theme", False)


@pytest.mark.parametrize(
    "text", ["[", "- a list", "docs_dir: nowhere\n", "docs_dir: nowhere\ntheme: {custom_dir: x}\n"]
)
def test_settings_that_cannot_be_used_are_wrong_use(tmp_path: Path, text: str) -> None:
    folder = copy_example(tmp_path)
    (folder / "mkdocs.yml").write_text(text, "utf-8")
    done = export(folder)

    assert done.exit_code == 2
    assert done.stderr.startswith("Usage:")


def test_a_slip_in_a_hand_written_page_is_told(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    with (folder / "docs" / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n[[lamp-trimer]]\n")

    assert "index.md: no role is called `lamp-trimer`" in export(folder).stderr
