"""The texts of pages, which wait on disk: each is read from its place, and a plugin may put another in its stead."""

from __future__ import annotations

import gc
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import InclusionLevel

from generator.exports import joined as joined_texts
from generator.pages import Page
from generator.spool import Damaged, Spool
from generator.spooled import Repair, SpooledFile
from tests import helpers
from tests.helpers import copy_example, mkdocs

PARTS = {"one": '"Ø"', "two": '"two"'}
TEXTS = {"one.json": '{"lamp":"Ø"}\n', "two.json": "", "three.md": "# Three\n"}


class Half:
    """A file on a disk that is full after three bytes."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def seek(self, place: int) -> None:
        """Go to a place."""
        self._file.seek(place)

    def write(self, data: bytes) -> int:
        """Write what there is room for."""
        return int(self._file.write(data[:3]))


def settings(folder: Path) -> MkDocsConfig:
    config = MkDocsConfig()
    config.load_dict({"site_name": "Lights", "docs_dir": str(folder), "site_dir": str(folder / "site")})
    config.validate()
    config.plugins._current_plugin = "rolebook"  # as MkDocs does while a plugin is at work
    return config


def parts() -> list[Page]:
    return [Page(f"{name}.json", f'{{"schema_version":1,"role":{value}}}\n').marked() for name, value in PARTS.items()]


def joined_in(folder: Path) -> SpooledFile:
    """The file of a text that is put together of others, which wait in `texts`."""
    folder.mkdir(exist_ok=True)
    spool = Spool(folder / "texts")
    page = joined_texts("roles", "role", [replace(part, content=spool.put(part.data)) for part in parts()])
    repair = Repair(lambda: [joined_texts("roles", "role", parts())])
    return SpooledFile.of(settings(folder), page, InclusionLevel.UNDEFINED, repair)


@pytest.fixture
def joined(tmp_path: Path) -> SpooledFile:
    return joined_in(tmp_path)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, SpooledFile]:
    config = settings(tmp_path)
    spool = Spool(tmp_path / "texts")
    pages = [replace(Page(path, text).marked(), content=spool.put(text.encode())) for path, text in TEXTS.items()]
    repair = Repair(lambda: [Page(path, text) for path, text in TEXTS.items()])
    return {page.path: SpooledFile.of(config, page, InclusionLevel.UNDEFINED, repair) for page in pages}


def test_each_text_is_read_from_its_place(files: dict[str, SpooledFile]) -> None:
    assert {path: file.content_string for path, file in files.items()} == TEXTS
    assert {path: file.content_bytes.decode() for path, file in files.items()} == TEXTS


def test_a_file_tells_the_mark_of_its_text(files: dict[str, SpooledFile]) -> None:
    assert files["one.json"].content_mark == Page("", TEXTS["one.json"]).marked().mark.encode()


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


def test_a_damaged_text_is_made_once_more(files: dict[str, SpooledFile], tmp_path: Path) -> None:
    (tmp_path / "texts").write_bytes(b"?" * 100)

    assert files["one.json"].content_string == TEXTS["one.json"]
    assert not (tmp_path / "texts").exists()  # so that no later build counts on it


def test_a_text_that_is_put_together_is_made_once_more_if_a_part_is_damaged(
    joined: SpooledFile, tmp_path: Path
) -> None:
    whole = joined.content_string
    (tmp_path / "texts").write_bytes(b"?" * 100)

    assert (joined.content_string, json.loads(whole)["roles"]) == (whole, ["Ø", "two"])


def test_a_text_that_is_put_together_has_another_mark_if_a_part_is_another(
    joined: SpooledFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PARTS, "two", '"other"')

    assert joined.content_mark != joined_in(tmp_path / "others").content_mark


def test_a_damaged_text_of_a_book_that_is_another_one_by_now_ends_the_build(
    files: dict[str, SpooledFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "texts").write_bytes(b"")
    monkeypatch.setitem(TEXTS, "one.json", "other")

    with pytest.raises(PluginError, match="build again"):
        _ = files["one.json"].content_string


def test_a_text_can_be_read_for_as_long_as_anybody_has_it(tmp_path: Path) -> None:
    text = Spool(tmp_path / "texts").put(b"one")
    gc.collect()

    assert text.read() == b"one"


def test_a_text_that_is_not_whole_is_not_handed_out(tmp_path: Path) -> None:
    text = Spool(tmp_path / "texts").put(b"one")
    (tmp_path / "texts").write_bytes(b"on")

    with pytest.raises(Damaged):
        text.read()


def test_what_could_not_be_put_whole_leaves_others_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = Spool(tmp_path / "texts")
    with monkeypatch.context() as full:
        full.setattr(spool, "_file", Half(spool._file))
        with pytest.raises(OSError, match="no room"):
            spool.put(b"one and two")

    assert spool.put(b"three").read() == b"three"


def test_texts_are_added_behind_those_that_are_there(tmp_path: Path) -> None:
    for _ in range(2):
        spool = Spool(tmp_path / "texts")
        texts = [spool.put(data) for data in (b"one", b"", b"three")]
        assert [text.read() for text in texts] == [b"one", b"", b"three"]

    assert (tmp_path / "texts").read_bytes() == b"onethree" * 2


def test_data_of_a_role_that_has_not_changed_is_not_written_again(tmp_path: Path) -> None:
    folder = copy_example(tmp_path)
    data = folder / "site" / "api" / "v1" / "roles"
    mkdocs("build", "--strict", cwd=folder)
    before = {file.name: file.stat().st_mtime_ns for file in data.iterdir()}
    helpers.replace(folder / "roles" / "tower" / "lamp-trimmer.yml", "title: Lamp trimmer", "title: Trimmer")

    assert mkdocs("build", "--strict", cwd=folder).returncode == 0
    assert [file.name for file in data.iterdir() if file.stat().st_mtime_ns != before[file.name]] == [
        "lamp-trimmer.json"
    ]
