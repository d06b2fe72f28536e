"""A server begins with the site that the last one left, builds what has changed, and gives up earlier builds."""

from __future__ import annotations

import gc
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import ref

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from generator.incremental import idle
from generator.incremental.verify import differences
from tests.helpers import copy_example, replace
from tests.sites import plain_site, said, switched


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return plain_site(tmp_path / "plain")


@contextmanager
def server(folder: Path, *, clean: bool = False) -> Iterator[Path]:
    """The site of `mkdocs serve`, which is asked to end in the end."""
    site = Path(tempfile.mkdtemp(dir=folder.parent))
    with said(), switched(clean=clean):
        # MkDocs hands a plugin on from one build of a process to the next, and each server is a process.
        vars(MkDocsConfig.plugins)["plugin_cache"].clear()
        config = load_config(str(folder / "mkdocs.yml"), site_dir=str(site))
        config.plugins.on_startup(command="serve", dirty=False)
        try:
            build(config, serve_url="/")
            yield site
        finally:
            config.plugins.on_shutdown()
            shutil.rmtree(site, ignore_errors=True)


def times(site: Path) -> dict[str, int]:
    """When each file of a site was written."""
    return {str(file.relative_to(site)): file.stat().st_mtime_ns for file in site.rglob("*") if file.is_file()}


def test_a_server_writes_only_what_has_changed_since_the_last_one(plain: Path) -> None:
    with server(plain) as site:
        before = times(site)
    replace(plain / "docs" / "three.md", "## More", "## Much more")
    with server(plain) as site, server(plain, clean=True) as whole:
        after = times(site)
        found = list(differences(site, whole))

    written = {path for path, time in after.items() if time != before.get(path)}
    assert "three/index.html" in written
    assert "one/index.html" not in written
    assert found == []


def test_two_servers_at_once_have_each_their_own_site(plain: Path) -> None:
    with server(plain):
        pass
    with server(plain) as one, server(plain) as other:
        assert one != other
        assert times(one).keys() == times(other).keys()
        assert list(differences(one, other)) == []
        before = times(one)
    with server(plain) as last:
        assert times(last)["one/index.html"] == before["one/index.html"]


def test_a_server_leaves_nothing_if_it_never_built_anything(plain: Path) -> None:
    (plain / "docs" / "one.md").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(UnicodeDecodeError), server(plain):
        pass

    assert list(plain.parent.iterdir()) == [plain]
    assert not list((plain / ".cache").rglob("*-served"))


def test_a_link_in_place_of_what_was_left_is_not_followed(plain: Path) -> None:
    other = plain.parent / "other"
    other.mkdir()
    (other / "letter.txt").write_text("mine", "utf-8")
    (plain / ".cache" / "incremental" / "mkdocs-served").symlink_to(other)
    with server(plain) as site:
        assert (site / "index.html").exists()

    assert [file.name for file in other.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("without", ["nothing", "incremental"])
def test_a_server_gives_up_what_it_built_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without: str) -> None:
    folder = copy_example(tmp_path)
    settings = folder / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace(f"  - {without}\n", ""), "utf-8")
    monkeypatch.setattr(idle, "QUIET", 0.01)
    with server(folder):
        first = [ref(thing) for thing in gc.get_objects() if issubclass(type(thing), Page)]
        build(load_config(str(settings), site_dir=str(tmp_path / "site")), serve_url="/")
        end = time.monotonic() + 10
        while any(page() for page in first) and time.monotonic() < end:
            time.sleep(0.05)

    assert first
    assert not any(page() for page in first)
