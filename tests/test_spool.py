"""The texts of pages, which wait on disk: each is read from its place, and a plugin may put another in its stead."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import InclusionLevel

from generator.spool import Spool, SpooledFile
from tests.helpers import copy_example, mkdocs, replace

TEXTS = {"one.json": '{"lamp":"Ø"}\n', "two.json": "", "three.md": "# Three\n"}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, SpooledFile]:
    config = MkDocsConfig()
    config.load_dict({"site_name": "Lights", "docs_dir": str(tmp_path), "site_dir": str(tmp_path / "site")})
    config.validate()
    config.plugins._current_plugin = "rolebook"  # as MkDocs does while a plugin is at work
    spool = Spool()
    places = {path: spool.put(text.encode()) for path, text in TEXTS.items()}
    spool.seal()
    return {
        path: SpooledFile.of(config, path, spool, place, InclusionLevel.UNDEFINED, f"mark of {path}")
        for path, place in places.items()
    }


def test_each_text_is_read_from_its_place(files: dict[str, SpooledFile]) -> None:
    assert {path: file.content_string for path, file in files.items()} == TEXTS
    assert {path: file.content_bytes.decode() for path, file in files.items()} == TEXTS


def test_a_file_tells_the_mark_of_its_text(files: dict[str, SpooledFile]) -> None:
    assert files["one.json"].content_mark == b"mark of one.json"


def test_a_text_is_copied_to_the_site(files: dict[str, SpooledFile], tmp_path: Path) -> None:
    files["one.json"].copy_file()

    assert (tmp_path / "site" / "one.json").read_text("utf-8") == TEXTS["one.json"]


@pytest.mark.parametrize("name", ["content_string", "content_bytes"])
def test_another_text_may_be_put_in_its_stead(files: dict[str, SpooledFile], tmp_path: Path, name: str) -> None:
    file = files["one.json"]
    setattr(file, name, "other" if name == "content_string" else b"other")
    file.copy_file()

    assert (file.content_string, file.content_bytes) == ("other", b"other")
    assert file.content_mark is None
    assert (tmp_path / "site" / "one.json").read_text("utf-8") == "other"


def test_data_of_a_role_that_has_not_changed_is_not_written_again(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    data = folder / "site" / "api" / "v1" / "roles"
    mkdocs("build", "--strict", cwd=folder)
    before = {file.name: file.stat().st_mtime_ns for file in data.iterdir()}
    replace(folder / "roles" / "tower" / "lamp-trimmer.yml", "title: Lamp trimmer", "title: Trimmer")

    assert mkdocs("build", "--strict", cwd=folder).returncode == 0
    assert [file.name for file in data.iterdir() if file.stat().st_mtime_ns != before[file.name]] == [
        "lamp-trimmer.json"
    ]
