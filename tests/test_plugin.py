"""The real MkDocs with the plugin: what it writes, and what it leaves alone."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers import copy_example, mkdocs, replace


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, built once."""
    folder = copy_example(tmp_path_factory.mktemp("built"))
    done = mkdocs("build", "--strict", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def page(folder: Path, address: str) -> str:
    return (folder / "site" / address / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    "address",
    [
        "roles",
        "roles/lamp-trimmer",
        "families",
        "families/tower",
        "ladders",
        "ladders/from-wick-to-watch",
        "sources",
        "changes",
        "contribute/fields",
        "contribute/rules",
    ],
)
def test_each_sort_of_page_is_written(folder: Path, address: str) -> None:
    assert "<h1" in page(folder, address)


def test_every_section_stands_on_every_role_page_in_one_order(folder: Path) -> None:
    orders = {
        tuple(re.findall(r'<h2[^>]* id="([^"]+)"', file.read_text("utf-8")))
        for file in (folder / "site" / "roles").glob("*/index.html")
        if 'http-equiv="refresh"' not in file.read_text("utf-8")
    }

    assert orders == {
        (
            "glance",
            "fit",
            "does",
            "gates",
            "pay",
            "cautions",
            "leads-to",
            "entry",
            "says",
            "similar",
            "sources",
            "history",
        )
    }


def test_what_is_not_known_is_printed_as_unknown(folder: Path) -> None:
    source = (folder / "roles" / "sea" / "boatswain.yml").read_text("utf-8")

    assert "first-income:" not in source
    assert re.search(r"Time to the first income:</strong>\s*unknown", page(folder, "roles/boatswain"))


def test_each_citation_leads_to_a_footnote_with_publisher_year_and_kind(folder: Path) -> None:
    html = page(folder, "roles/lamp-trimmer")
    cited = set(re.findall(r'<sup[^>]*><a href="#(fn:[^"]+)"', html))
    notes = dict(re.findall(r'<li id="(fn:[^"]+)">(.*?)</li>', html, re.DOTALL))

    assert cited
    assert cited == notes.keys()
    assert all(re.search(r"\b(19|20)\d\d\b|undated", note) and "<small>" in note for note in notes.values())


def test_a_step_is_told_from_both_its_ends(folder: Path) -> None:
    assert 'href="../relief-keeper/"' in page(folder, "roles/lamp-trimmer").split('id="leads-to"')[1]
    assert 'href="../lamp-trimmer/"' in page(folder, "roles/relief-keeper").split('id="comes-from"')[1]


def test_the_edit_button_opens_the_yaml_file(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    config = folder / "mkdocs.yml"
    more = "repo_url: https://github.com/crew/lights\nedit_uri: edit/main/docs/\n"
    config.write_text(more + config.read_text("utf-8"), "utf-8")
    replace(config, "  font: false", "  font: false\n  features: [content.action.edit]")

    assert mkdocs("build", cwd=folder).returncode == 0
    assert 'href="https://github.com/crew/lights/edit/main/roles/tower/lamp-trimmer.yml"' in page(
        folder, "roles/lamp-trimmer"
    )


def test_families_and_ladders_stand_in_the_navigation(folder: Path) -> None:
    navigation = page(folder, "families").split('class="md-nav md-nav--primary')[1].split("</nav>")[0]

    assert "tower/" in navigation


def test_an_old_address_leads_to_the_new_one(folder: Path) -> None:
    moved = [
        file for file in (folder / "site" / "roles").glob("*/index.html") if "http-equiv" in file.read_text("utf-8")
    ]

    assert moved
    assert all(re.search(r'url=\.\./[a-z-]+/"', file.read_text("utf-8")) for file in moved)


def test_no_page_asks_another_host_for_anything(folder: Path) -> None:
    asking = re.compile(
        r'<(?:script|img|iframe|source|video|audio|link rel="(?!canonical))[^>]+(?:src|href)="(?:https?:)?//'
    )
    styles = re.compile(r"url\(\s*['\"]?(?:https?:)?//|@import")

    pages = [file for file in (folder / "site").rglob("*.html") if asking.search(file.read_text("utf-8"))]
    sheets = [file for file in (folder / "site").rglob("*.css") if styles.search(file.read_text("utf-8"))]

    assert (pages, sheets) == ([], [])


def test_no_page_links_to_a_missing_one(folder: Path) -> None:
    site = folder / "site"
    missing = []
    for file in site.rglob("index.html"):
        for target in re.findall(r'<a [^>]*href="([^"#?:]+)["#?]', file.read_text("utf-8")):
            found = (file.parent / target).resolve()
            if not (found.is_file() or (found / "index.html").is_file()):
                missing.append((file, target))

    assert missing == []


def test_index_pages_stay_out_of_the_search_index(folder: Path) -> None:
    index = json.loads((folder / "site" / "search" / "search_index.json").read_text("utf-8"))
    pages = {entry["location"].split("#")[0] for entry in index["docs"]}

    assert "roles/lamp-trimmer/" in pages
    assert not pages & {
        "roles/",
        "families/",
        "families/tower/",
        "ladders/",
        "sources/",
        "changes/",
        "contribute/rules/",
    }


def test_other_names_are_search_tags(folder: Path) -> None:
    index = json.loads((folder / "site" / "search" / "search_index.json").read_text("utf-8"))
    entry = next(entry for entry in index["docs"] if entry["location"] == "roles/lamp-trimmer/")

    assert entry["tags"] == ["wick trimmer", "lamp hand"]


def test_a_faulty_book_ends_the_build_and_leaves_the_last_site(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    assert mkdocs("build", cwd=folder).returncode == 0
    before = {file: file.read_bytes() for file in (folder / "site").rglob("*") if file.is_file()}
    replace(folder / "roles" / "tower" / "lamp-trimmer.yml", "kind: job", "kind: jbo")

    done = mkdocs("build", cwd=folder)
    after = {file: file.read_bytes() for file in (folder / "site").rglob("*") if file.is_file()}

    assert done.returncode == 1
    assert "roles/tower/lamp-trimmer.yml:4:7" in done.stderr
    assert "Traceback" not in done.stderr
    assert after == before


def test_a_warning_ends_only_a_strict_build(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    replace(folder / "roles" / "tower" / "lamp-trimmer.yml", "with no grade. [^board-2025]", "with no grade.")

    assert mkdocs("build", cwd=folder).returncode == 0
    assert mkdocs("build", "--strict", cwd=folder).returncode == 1


def test_a_build_that_fails_late_puts_the_last_site_back(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    assert mkdocs("build", cwd=folder).returncode == 0
    before = (folder / "site" / "index.html").read_bytes()
    with (folder / "docs" / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n[nowhere](nowhere.md)\n")

    done = mkdocs("build", "--strict", cwd=folder)

    assert done.returncode == 1
    assert (folder / "site" / "index.html").read_bytes() == before
    assert not list(folder.glob(".site*"))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("See [[lamp-trimer]].", "`lamp-trimmer`"), ("<!-- rolebook:famlies -->", "no block is called `famlies`")],
)
def test_a_slip_in_a_hand_written_page_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    folder = copy_example(tmp_path)
    with (folder / "docs" / "index.md").open("a", encoding="utf-8") as page:
        page.write(f"\n\n{text}\n")

    done = mkdocs("build", "--strict", cwd=folder)

    assert done.returncode == 1
    assert f"index.md: no {complaint.split()[1] if complaint.startswith('no') else 'role'}" in done.stderr
    assert complaint in done.stderr


def test_links_in_code_are_left_alone(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    with (folder / "docs" / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n\nWrite `[[lamp-trimmer]]` for a link.\n")

    assert mkdocs("build", "--strict", cwd=folder).returncode == 0
    assert "<code>[[lamp-trimmer]]</code>" in page_text(folder)


def page_text(folder: Path) -> str:
    return (folder / "site" / "index.html").read_text("utf-8")


def left_in(folder: Path) -> list[str]:
    """What lies in a folder besides Jinja's memory of templates, which serves all builds."""
    return [entry.name for entry in folder.iterdir() if not entry.name.startswith("_jinja2-cache")]


def test_a_build_leaves_nothing_but_the_site(tmp_path: Path) -> None:
    """The texts of pages wait in a file of their own until MkDocs asks for them."""
    folder, waiting = copy_example(tmp_path / "book"), tmp_path / "waiting"
    waiting.mkdir()

    assert mkdocs("build", "--strict", cwd=folder, TMPDIR=str(waiting)).returncode == 0
    assert left_in(waiting) == []


def test_a_build_that_fails_leaves_nothing_either(tmp_path: Path) -> None:
    folder, waiting = copy_example(tmp_path / "book"), tmp_path / "waiting"
    waiting.mkdir()
    (folder / "docs" / "index.md").write_text("# Home\n\n[nowhere](nowhere.md)\n", "utf-8")

    assert mkdocs("build", "--strict", cwd=folder, TMPDIR=str(waiting)).returncode == 1
    assert left_in(waiting) == []


def test_a_build_gives_up_the_book_when_no_page_asks_for_it_any_more(tmp_path: Path) -> None:
    """A large book takes as much memory as all that MkDocs makes of it."""
    folder = copy_example(tmp_path)
    (folder / "count.py").write_text(
        "import gc, sys\nfrom generator.model import Role\n\n"
        "def on_post_build(config):\n"
        "    gc.collect()\n"
        "    left = [one for one in gc.get_objects() if type(one) is Role and one.title]\n"
        "    print('roles left:', len(left), file=sys.stderr)\n",
        "utf-8",
    )
    with (folder / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("\nhooks: [count.py]\n")
    done = mkdocs("build", cwd=folder)

    assert done.returncode == 0
    assert "roles left: 0\n" in done.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="limits are set as Unix has them")
def test_a_full_disk_ends_the_build_with_a_message(tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk."""
    folder = copy_example(tmp_path)
    script = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)); import signal; "
    script += (
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); from mkdocs.__main__ import cli; cli(['build', '--quiet'])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "the texts of the pages cannot be kept" in done.stderr
    assert "Traceback" not in done.stderr
