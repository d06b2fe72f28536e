"""What is remembered of files: the same book and the same faults as without a memory, and little found out twice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.checks import rules
from generator.pipeline import Outcome, Pipeline
from generator.reader import Document, files
from tests.helpers import copy_example, replace
from tests.test_memory import Kept
from tests.test_mistakes import FILE, GOOD, MISTAKES


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_example(tmp_path) / "roles"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files whose YAML is read, in turn."""
    found: list[str] = []
    read = files.parsed

    def noted(document: Document) -> object:
        found.append(document.path)
        return read(document)

    monkeypatch.setattr(files, "parsed", noted)
    return found


def built(root: Path, kept: Kept | None = None) -> Outcome:
    """What a build that has just been started makes of a book."""
    return Pipeline(root, "roles").run(kept)


def same(one: Outcome, other: Outcome) -> bool:
    return (one.book, one.faults, one.unread, one.marks) == (other.book, other.faults, other.unread, other.marks)


def test_a_file_that_has_not_changed_is_not_read_as_yaml_again(root: Path, parsed: list[str]) -> None:
    kept = Kept()
    first = built(root, kept)
    parsed.clear()

    assert same(built(root, kept), first)
    assert parsed == []


def test_after_an_edit_one_file_is_read(root: Path, parsed: list[str]) -> None:
    kept = Kept()
    built(root, kept)
    replace(root / FILE, "title: Lamp trimmer", "title: Trimmer of lamps")
    parsed.clear()
    again = built(root, kept)

    assert parsed == [f"roles/{FILE}"]
    assert same(again, built(root))
    assert again.book.roles["lamp-trimmer"].title == "Trimmer of lamps"


def test_what_is_known_to_be_sound_is_not_checked_by_itself_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def rule(_: object, entity: object) -> Iterator[object]:
        asked.append(getattr(entity, "path", ""))
        return iter(())

    monkeypatch.setattr(rules, "FILE_RULES", (*rules.FILE_RULES, rule))
    kept = Kept()
    pipeline = Pipeline(root, "roles")
    pipeline.run(kept)
    assert f"roles/{FILE}" in asked
    asked.clear()
    pipeline.run(kept)
    built(root, kept)

    # The boatswain's file takes an exception from a rule, and whether it is needed shows only if that is asked.
    assert set(asked) == {"roles/sea/boatswain.yml"}


@pytest.mark.parametrize(("old", "new"), [case[1:] for case in MISTAKES], ids=[case[0] for case in MISTAKES])
def test_a_mistake_is_told_as_without_a_memory(old: str, new: str, root: Path) -> None:
    kept = Kept()
    serving = Pipeline(root, "roles")
    built(root, kept)
    serving.run()
    (root / FILE).write_text(GOOD.replace(old, new.replace("¦", ""), 1), "utf-8")
    alone = built(root)

    assert alone.faults
    assert same(built(root, kept), alone)
    assert same(serving.run(), alone)
    assert same(built(root, kept), alone)


@pytest.mark.parametrize(
    ("old", "new", "code"), [("id: seasonal", "id: by-season", "unknown-term"), (" weak: true", " weak: false", None)]
)
def test_sound_files_are_checked_against_another_vocabulary(root: Path, old: str, new: str, code: str | None) -> None:
    kept = Kept()
    serving = Pipeline(root, "roles")
    built(root, kept)
    serving.run()
    replace(root / "_vocabulary.yml", old, new)
    alone = built(root)

    assert code is None or code in {fault.code for fault in alone.faults}
    assert same(built(root, kept), alone)
    assert same(serving.run(), alone)


def test_sound_files_are_checked_against_another_list_of_dead_links(root: Path) -> None:
    kept = Kept()
    serving = Pipeline(root, "roles")
    first = built(root, kept)
    serving.run()
    url = next(source.url for source in first.book.roles["lamp-trimmer"].sources.values() if source.url)
    (root / "_links.yml").write_text(f"dead:\n  - {{url: {url}, since: 2026-11-01, because: gone}}\n", "utf-8")
    alone = built(root)

    assert "dead-link" in {fault.code for fault in alone.faults}
    assert same(built(root, kept), alone)
    assert same(serving.run(), alone)


def test_a_fault_is_told_at_each_build(root: Path) -> None:
    replace(root / FILE, "role: relief-keeper", "role: releif-keeper")
    kept = Kept()
    first = built(root, kept)

    assert first.faults
    assert same(built(root, kept), first)


@pytest.mark.parametrize("harm", [b"", b"{", b"[]", b'"text"', b"\xff", b'{"title":"Lamp"}', b"[" * 100_000])
def test_a_damaged_memory_is_none(root: Path, harm: bytes) -> None:
    kept = Kept()
    first = built(root, kept)
    for name, (key, _) in kept.items():
        kept[name] = key, harm

    assert same(built(root, kept), first)


def test_a_renamed_file_is_another_one(root: Path) -> None:
    kept = Kept()
    built(root, kept)
    shutil.move(root / FILE, root / "tower" / "Lamp_Trimmer.yml")
    alone = built(root)

    assert {"bad-slug"} <= {fault.code for fault in alone.faults}
    assert same(built(root, kept), alone)
