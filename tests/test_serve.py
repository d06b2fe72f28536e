"""The real `mkdocs serve`: edits show, and nothing that is typed into a file stops the server."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import chromium, serving, wait_for
from tests.helpers import EXAMPLE, ROOT, copy_example, replace

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A copy of the example, and the address at which it is served."""
    folder = copy_example(tmp_path_factory.mktemp("served"))
    with serving(folder) as address:
        yield folder, address


@pytest.fixture(autouse=True)
def _restored(served: tuple[Path, str]) -> Iterator[None]:
    """Put every file of the example back after each test."""
    yield
    folder, address = served
    for file in (folder / "roles").rglob("*.yml"):
        original = EXAMPLE / file.relative_to(folder)
        if not original.exists():
            file.unlink()
        elif file.read_bytes() != original.read_bytes():
            file.write_bytes(original.read_bytes())
    for original in (EXAMPLE / "roles").rglob("*.yml"):
        copy = folder / original.relative_to(EXAMPLE)
        if not copy.exists():
            copy.write_bytes(original.read_bytes())
    wait_for(f"{address}/roles/lamp-trimmer/", ">Lamp trimmer<")


def test_an_open_page_reloads_after_its_file_was_edited(served: tuple[Path, str]) -> None:
    folder, address = served
    with chromium() as browser:
        page = browser.new_page()
        page.goto(f"{address}/roles/lamp-trimmer/")
        replace(folder / "roles" / "tower" / "lamp-trimmer.yml", "title: Lamp trimmer", "title: Wick and lamp hand")

        page.wait_for_selector("h1:has-text('Wick and lamp hand')", timeout=60_000)


def test_a_broken_file_shows_its_fault_and_the_rest_goes_on(served: tuple[Path, str]) -> None:
    folder, address = served
    with chromium() as browser:
        page = browser.new_page()
        page.goto(f"{address}/roles/lamp-trimmer/")
        replace(folder / "roles" / "tower" / "lamp-trimmer.yml", "kind: job", "kind: [job")

        page.wait_for_selector(".faults:has-text('invalid-yaml')", timeout=60_000)
        other = wait_for(f"{address}/roles/relief-keeper/", "Relief keeper")
        replace(folder / "roles" / "tower" / "lamp-trimmer.yml", "kind: [job", "kind: job")
        page.wait_for_selector(".faults", state="detached", timeout=60_000)

    assert "Lamp trimmer" in other


@pytest.mark.parametrize(
    ("file", "old", "new", "address", "text"),
    [
        (
            "roles/_ladders/from-wick-to-watch.yml",
            "title: ",
            "title: Mended ",
            "/ladders/from-wick-to-watch/",
            "Mended ",
        ),
        ("roles/_vocabulary.yml", "label: Job\n", "label: Odd job\n", "/roles/lamp-trimmer/", "Odd job"),
        ("roles/tower/_family.yml", "title: ", "title: Mended ", "/families/tower/", "Mended "),
        ("docs/index.md", "# ", "# Mended ", "/", "Mended "),
    ],
    ids=["ladder", "vocabulary", "family", "doc"],
)
def test_an_edit_shows(served: tuple[Path, str], file: str, old: str, new: str, address: str, text: str) -> None:
    folder, site = served
    replace(folder / file, old, new)

    wait_for(site + address, text)


def test_a_new_file_gets_a_page_and_a_deleted_one_loses_it(served: tuple[Path, str]) -> None:
    folder, site = served
    text = (folder / "roles" / "tower" / "lamp-trimmer.yml").read_text("utf-8").replace("Lamp trimmer", "Bell ringer")
    file = folder / "roles" / "tower" / "bell-ringer.yml"
    file.write_text(text.split("leads-to:")[0] + "sources:" + text.split("\nsources:")[1], "utf-8")
    wait_for(f"{site}/roles/bell-ringer/", "Bell ringer")
    file.unlink()

    wait_for(f"{site}/roles/", "All roles", without="Bell ringer")


def test_an_edited_template_shows_and_a_broken_one_stops_nothing(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    shutil.copytree(ROOT / "generator", tmp_path / "code" / "generator")
    shutil.copytree(ROOT / "tests" / "check", tmp_path / "code" / "tests" / "check")
    template = tmp_path / "code" / "generator" / "templates" / "role.md.j2"
    with serving(folder, tmp_path / "code") as site:
        replace(template, "## At a glance", "## In one look")
        wait_for(f"{site}/roles/lamp-trimmer/", "In one look")
        replace(template, "## In one look", "## {{ nobody.knows }} {% if %}")
        time.sleep(2)
        still = wait_for(f"{site}/roles/lamp-trimmer/", "In one look")
        replace(template, "## {{ nobody.knows }} {% if %}", "## At a glance")
        wait_for(f"{site}/roles/lamp-trimmer/", "At a glance")

    assert "Lamp trimmer" in still
    assert "role.md.j2" in (folder / "serve.log").read_text("utf-8")
    assert "Traceback" not in (folder / "serve.log").read_text("utf-8")


@pytest.mark.parametrize("without", ["nothing", "incremental"])
def test_a_server_of_clean_builds_shows_each_of_them(tmp_path: Path, without: str) -> None:
    folder = copy_example(tmp_path)
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace(f"  - {without}\n", ""), "utf-8")
    with serving(folder, ROOT, "--clean") as site:
        wait_for(f"{site}/roles/lamp-trimmer/", "Lamp trimmer")
        replace(folder / "docs" / "index.md", "# ", "# Newly ")
        wait_for(f"{site}/", "Newly")


@pytest.mark.parametrize("text", ["", "[" * 3000, "\x00", "title: &a [*a]", "a: {b: " * 300, "- x"])
def test_the_server_answers_whatever_stands_in_a_file(served: tuple[Path, str], text: str) -> None:
    folder, site = served
    (folder / "roles" / "tower" / "lamp-trimmer.yml").write_text(text, "utf-8")

    wait_for(f"{site}/roles/lamp-trimmer/", "has faults")
