"""The file in which builds are remembered: damaged, locked, of another program, it costs time and changes no site."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from generator.incremental.store import Row, Store
from tests.helpers import replace
from tests.sites import made, plain_site, unlike_clean

slow = pytest.mark.slow


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return plain_site(tmp_path / "plain")


@pytest.mark.parametrize("harm", [pytest.param(b"", marks=slow), pytest.param(b"other", marks=slow), None])
def test_a_damaged_memory_is_an_empty_one(plain: Path, harm: bytes | None) -> None:
    memory = next((plain / ".cache").rglob("*.sqlite"))
    data = memory.read_bytes()
    memory.write_bytes(data[: len(data) // 2] if harm is None else harm)

    assert unlike_clean(plain) == []


@pytest.mark.parametrize("at", [0.5, *(pytest.param(at, marks=slow) for at in (0.1, 0.2, 0.4, 0.7, 0.8, 0.95))])
def test_a_wrong_byte_in_the_memory_shows_nowhere(plain: Path, at: float) -> None:
    memory = next((plain / ".cache").rglob("*.sqlite"))
    data = bytearray(memory.read_bytes())
    for place in range(int(len(data) * at), min(int(len(data) * at) + 20_000, len(data)), 97):
        data[place] ^= 0x15
    memory.write_bytes(bytes(data))

    assert unlike_clean(plain) == []


def test_of_two_builds_at_once_one_does_without_the_memory(plain: Path) -> None:
    memory = next((plain / ".cache").rglob("*.sqlite"))
    other = sqlite3.connect(memory, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    replace(plain / "docs" / "three.md", "# The page", "# The changed page")
    store = Store.opened(memory, b"any")
    other.execute("ROLLBACK")
    other.close()

    assert store is None
    assert unlike_clean(plain) == []


def test_a_memory_of_another_program_is_empty(tmp_path: Path) -> None:
    file = tmp_path / "memory.sqlite"
    for mark, expected in ((b"one", None), (b"one", Row(b"key", b"data")), (b"two", None)):
        store = Store.opened(file, mark)
        assert store is not None
        assert store.row("sort", "name") == expected
        store.put("sort", "name", Row(b"key", b"data"))
        store.save()
        store.close()


@slow
def test_what_has_no_use_is_forgotten(plain: Path) -> None:
    for number in range(3):
        (plain / "docs" / f"passing{number}.md").write_text("# Passing\n" * 100, "utf-8")
        made(plain)
        (plain / "docs" / f"passing{number}.md").unlink()
    made(plain)
    connection = sqlite3.connect(next((plain / ".cache").rglob("*.sqlite")))
    names = {name for (name,) in connection.execute("SELECT name FROM rows")}
    connection.close()

    assert "three.md" in names
    assert not [name for name in names if "passing" in name]
