"""What is remembered of pages: after any edit, the same pages as without a memory, and few of them made anew."""

from __future__ import annotations

import gc
import re
import shutil
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from generator import explanations, processes, remembered
from generator.pages import TEMPLATES, Site
from generator.pages.lists import LISTS
from generator.pipeline import Outcome, Pipeline
from generator.readings import Memory
from generator.remembered import PageMemory
from generator.spool import Damaged, Spool, Text
from tests.helpers import copy_example, replace

SITE = Site("Work at the lights", "https://example.org/lights/")
# A file of the example, what is changed in it, and the records and lists whose pages are made anew for it.
EDITS = [
    ("tower/lamp-trimmer.yml", "good-fit:\n", 'good-fit:\n  - "You want to sing."\n', {"lamp-trimmer"}),
    ("tower/lamp-trimmer.yml", "title: ", "title: Old ", {"lamp-trimmer", "assistant-keeper", "from-wick-to-watch"}),
    ("sea/boatswain.yml", "summary: ", "summary: Indeed ", {"boatswain"}),
    ("sea/_family.yml", "title: ", "title: High ", set()),
    ("_ladders/from-wick-to-watch.yml", "summary: ", "summary: Indeed ", {"from-wick-to-watch", "lamp-trimmer"}),
    ("_vocabulary.yml", "label: ", "label: Good ", {"boatswain", "light-inspector", "from-deck-to-inspection"}),
]


class Kept(dict[str, tuple[str, bytes]]):
    """A memory, and the names of what was put into it last."""

    def __init__(self) -> None:
        super().__init__()
        self.fresh: set[str] = set()
        self.texts: dict[str, list[Text]] = {}
        self.spool = Spool()

    def recall(self, name: str, key: str) -> bytes | None:
        """What is remembered under a name and key."""
        return self[name][1] if name in self and self[name][0] == key else None

    def keep(self, name: str, key: str, data: bytes) -> None:
        """Remember something instead of what was there."""
        self[name] = key, data
        self.fresh.add(Path(name).stem)

    def hold(self, name: str) -> None:
        """Go on remembering what nobody has asked for."""

    def recall_pages(self, name: str, key: str) -> tuple[bytes, list[Text]] | None:
        """What is remembered of some pages under a name and key, and their texts."""
        data = self.recall(name, key)
        return None if data is None else (data, self.texts[name])

    def keep_pages(self, name: str, key: str, data: bytes, texts: Sequence[bytes]) -> list[Text]:
        """Remember some pages instead of those that were there."""
        self.keep(name, key, data)
        self.texts[name] = [self.spool.put(text) for text in texts]
        return self.texts[name]


def told(outcome: Outcome, memory: Memory | None = None) -> list[tuple[str, str]]:
    return sorted((page.path, page.text) for page in (*outcome.pages(None, SITE, memory), *outcome.exports(memory)))


def run(book: Pipeline) -> Outcome:
    """What a book is, with marks of what stands in each field."""
    return book.run(Kept())


@pytest.fixture
def book(tmp_path: Path) -> Pipeline:
    return Pipeline(copy_example(tmp_path) / "roles", "roles", forgiving=True)


def test_without_a_change_nothing_is_made_anew(book: Pipeline) -> None:
    kept = Kept()
    first = told(run(book), kept)
    every = {*run(book).book.roles, *run(book).book.ladders, *LISTS, "list of data"}

    assert kept.fresh == every
    kept.fresh.clear()
    assert told(run(book), kept) == first
    assert kept.fresh == set()


def test_a_book_whose_pages_are_made_goes_without_a_collector(book: Pipeline) -> None:
    kept = Kept()
    told(run(book), kept)
    outcome = run(book)
    told(outcome, kept)
    left = weakref.ref(outcome.book)
    gc.disable()
    try:
        del outcome
        assert left() is None
    finally:
        gc.enable()


def test_what_does_not_name_a_role_is_not_made_anew_for_it(book: Pipeline) -> None:
    kept = Kept()
    told(run(book), kept)
    kept.fresh.clear()
    replace(book.root / "tower" / "lamp-trimmer.yml", "title: ", "title: Old ")
    told(run(book), kept)

    assert not kept.fresh & {"boatswain", "light-inspector", "from-deck-to-inspection"}


@pytest.mark.parametrize(
    ("old", "new", "lists"),
    [
        ("does:\n", 'does:\n  - "Sings. [^board-2025]"\n', {"coverage"}),
        ("title: ", "title: Old ", {"roles", "families", "ways", "search", "coverage"}),
        ("publisher: ", "publisher: The ", {"sources", "coverage", "contributing", "data"}),
    ],
)
def test_a_list_is_made_anew_only_for_what_it_reads_of_roles(
    book: Pipeline, old: str, new: str, lists: set[str]
) -> None:
    kept = Kept()
    told(run(book), kept)
    kept.fresh.clear()
    replace(book.root / "tower" / "lamp-trimmer.yml", old, new)
    told(run(book), kept)
    fresh = {name.removeprefix("list of ") for name in kept.fresh if name.startswith("list of ")}

    assert fresh >= lists
    assert ("title" in old) or fresh == lists


@pytest.mark.parametrize(("file", "old", "new", "least"), EDITS, ids=[f"{edit[0]} {edit[1]}".strip() for edit in EDITS])
def test_after_an_edit_the_pages_are_those_made_without_a_memory(
    book: Pipeline, file: str, old: str, new: str, least: set[str]
) -> None:
    kept = Kept()
    told(run(book), kept)
    kept.fresh.clear()
    replace(book.root / file, old, new)
    outcome = run(book)

    assert told(outcome, kept) == told(outcome)
    assert least <= kept.fresh


@pytest.mark.parametrize("every", [8, pytest.param(3, marks=pytest.mark.slow)])
def test_an_edit_of_any_sentence_is_seen_on_each_page_that_tells_it(book: Pipeline, every: int) -> None:
    kept = Kept()
    told(run(book), kept)
    seen = 0
    for file in sorted(book.root.rglob("*.yml")):
        before = file.read_text("utf-8")
        for full_stop in [found.start() for found in re.finditer(r"[.] ?(\[\^|\n)", before)][::every]:
            file.write_text(f"{before[:full_stop]} indeed{before[full_stop:]}", "utf-8")
            outcome = run(book)
            seen += not outcome.errors
            assert told(outcome, kept) == told(outcome), f"{file.name}:{full_stop}"
        file.write_text(before, "utf-8")

    assert seen > 20


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: job", "kind: career"),
        ("kind: career", "kind: job"),
        ("level: required", "level: helps"),
        ("evidence: one-case", "evidence: inferred"),
        ("low: ", "low: 1"),
        ("years: ", "place: Øre, years: "),
    ],
)
def test_an_edit_of_a_value_is_seen_on_each_page_that_tells_it(book: Pipeline, old: str, new: str) -> None:
    kept = Kept()
    told(run(book), kept)
    edited = [file for file in sorted(book.root.rglob("*.yml")) if old in file.read_text("utf-8")]
    assert edited
    for file in edited:
        before = file.read_text("utf-8")
        file.write_text(before.replace(old, new), "utf-8")
        outcome = run(book)
        assert told(outcome, kept) == told(outcome), file.name
        file.write_text(before, "utf-8")


def test_a_role_that_is_gone_is_told_by_nobody(book: Pipeline) -> None:
    kept = Kept()
    told(run(book), kept)
    (book.root / "tower" / "relief-keeper.yml").unlink()
    outcome = run(Pipeline(book.root, "roles"))

    assert told(outcome, kept) == told(outcome)


def test_processes_remember_what_they_make(book: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "MANY", 4)
    monkeypatch.setattr(processes, "processes", lambda: 2)
    kept = Kept()
    first = told(run(book), kept)

    assert kept.fresh >= {*run(book).book.roles}
    assert told(run(book), kept) == first


@pytest.mark.parametrize("harm", [b"", b"{}", b"[]", b'[[],[["no"]]]', b"\xff\xfe[]"])
def test_a_damaged_memory_is_none(book: Pipeline, harm: bytes) -> None:
    kept = Kept()
    first = told(run(book), kept)
    for name, (key, _) in kept.items():
        kept[name] = key, harm

    assert told(run(book), kept) == first


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    remembered._code.cache_clear()
    yield tmp_path / "cache" / "roles.sqlite"
    remembered._code.cache_clear()


def keep(file: Path, name: str, data: bytes) -> None:
    with remembered.remembered(file) as memory:
        assert memory
        memory.keep(name, "key", data)


def recall(file: Path, name: str, key: str = "key") -> bytes | None:
    with remembered.remembered(file) as memory:
        assert isinstance(memory, PageMemory)
        return memory.recall(name, key)


def test_a_memory_lasts_from_one_build_to_the_next(file: Path) -> None:
    keep(file, "a", b"one")

    assert recall(file, "a") == b"one"
    assert recall(file, "a", "another key") is None


def test_what_no_build_asks_for_is_forgotten(file: Path) -> None:
    keep(file, "a", b"one")
    keep(file, "b", b"two")

    assert recall(file, "a") is None


def test_a_second_build_at_once_does_without_a_memory(file: Path) -> None:
    with remembered.remembered(file) as first, remembered.remembered(file) as second:
        assert first
        assert second is None


def test_what_a_failed_build_put_into_it_is_not_remembered(file: Path) -> None:
    def fail() -> None:
        with remembered.remembered(file) as memory:
            assert memory
            memory.keep("a", "key", b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert recall(file, "a") is None


def test_an_edited_explanation_of_a_rule_empties_the_memory(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Path(shutil.copytree(explanations.folder(), tmp_path / "explained"))
    monkeypatch.setattr(explanations, "PLACES", (told,))
    keep(file, "a", b"one")
    (told / "cycle.md").write_text("another", "utf-8")

    assert recall(file, "a") is None


def test_an_edited_template_empties_the_memory(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    templates = Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))
    monkeypatch.setattr(remembered, "TEMPLATES", templates)
    keep(file, "a", b"one")
    (templates / "role.md.j2").write_text("another", "utf-8")

    assert recall(file, "a") is None


def keep_pages(file: Path, *names: str) -> None:
    with remembered.remembered(file) as memory:
        assert memory
        for name in names:
            if memory.recall_pages(name, "key") is None:
                memory.keep_pages(name, "key", b"data", [name.encode(), b"two"])


def texts(file: Path, name: str, key: str = "key") -> list[bytes] | None:
    with remembered.remembered(file) as memory:
        assert memory
        found = memory.recall_pages(name, key)
        return found and [text.read() for text in found[1]]


def test_texts_last_from_one_build_to_the_next(file: Path) -> None:
    keep_pages(file, "a", "b")

    with remembered.remembered(file) as memory:
        assert memory
        found = memory.recall_pages("b", "key")

    assert found
    assert found[0] == b"data"
    assert [text.read() for text in found[1]] == [b"b", b"two"]
    assert texts(file, "a") is None  # nobody asked for it in the build before
    assert texts(file, "b", "another key") is None


def test_texts_that_are_not_there_any_more_are_none(file: Path) -> None:
    keep_pages(file, "a")
    next(file.parent.glob("*.texts")).unlink()

    assert texts(file, "a") is None


def test_a_damaged_text_is_not_handed_out(file: Path) -> None:
    keep_pages(file, "a")
    place = next(file.parent.glob("*.texts"))
    place.write_bytes(place.read_bytes().replace(b"two", b"tow"))

    with pytest.raises(Damaged):
        texts(file, "a")


def test_a_file_of_texts_that_nobody_wants_is_given_up(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "BIT", 0)
    keep_pages(file, "a", *map(str, range(20)))
    before = next(file.parent.glob("*.texts"))
    keep_pages(file, "a")
    keep_pages(file, "a")
    after = next(file.parent.glob("*.texts"))

    assert [before.exists(), after.stat().st_size] == [False, len(b"atwo")]
    keep_pages(file, "a")
    assert next(file.parent.glob("*.texts")) == after
    assert texts(file, "a") == [b"a", b"two"]


def test_without_a_place_for_texts_the_rest_is_remembered(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Path.open

    def fail(place: Path, *given: Any, **named: Any) -> Any:
        if place.suffix == ".texts":
            raise PermissionError(place)
        return whole(place, *given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", fail)
        keep_pages(file, "a")
        keep(file, "b", b"one")

    assert recall(file, "b") == b"one"
    assert texts(file, "a") is None


def test_without_room_for_texts_the_rest_is_remembered(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Spool, __: bytes) -> None:
        raise OSError

    with remembered.remembered(file) as memory:
        assert memory
        monkeypatch.setattr(Spool, "put", fail)
        memory.keep("b", "key", b"one")

        assert memory.keep_pages("a", "key", b"data", [b"a"]) is None
    assert recall(file, "b") == b"one"


def test_without_room_to_copy_texts_they_are_made_anew(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "BIT", 0)
    keep_pages(file, "a", *map(str, range(20)))
    keep_pages(file, "a", "b")
    whole, room = Spool.put, iter([True, True])

    def put(spool: Spool, data: bytes) -> Text:
        if not next(room, False):
            raise OSError
        return whole(spool, data)

    with monkeypatch.context() as patched:
        patched.setattr(Spool, "put", put)
        keep(file, "c", b"one")

    assert recall(file, "c") == b"one"
    assert [texts(file, "a"), texts(file, "b")] == [None, None]


def test_a_build_that_fails_leaves_no_file_of_texts_for_ever(file: Path) -> None:
    def fail() -> None:
        with remembered.remembered(file) as memory:
            assert memory
            memory.keep_pages("a", "key", b"data", [b"one"])
            raise RuntimeError

    for _ in range(3):
        with pytest.raises(RuntimeError):
            fail()
    keep_pages(file, "a")

    assert len(list(file.parent.glob("*.texts"))) == 1


def test_texts_of_another_file_are_not_taken_for_these(file: Path) -> None:
    keep_pages(file, "a")
    next(file.parent.glob("*.texts")).unlink()
    with remembered.remembered(file) as memory:
        assert memory
        memory.keep_pages("c", "key", b"data", [b"as long as those that are gone"])

        assert memory.recall_pages("a", "key") is None
