"""The code of templates is remembered for as long as whoever reads them reads them alike."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment

from generator.incremental.bytecode import Bytecode
from generator.incremental.store import Store

EXTENSION = """
from jinja2.ext import Extension

class Reader(Extension):
    def preprocess(self, source, name, filename=None):
        return source.replace("lamp", "{word}")
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.opened(tmp_path / "memory.sqlite", b"mark")
    assert opened
    yield opened
    opened.close()


def extension(folder: Path, word: str) -> Any:
    """An extension of one name that reads templates in its own way."""
    file = folder / f"{word}.py"
    file.write_text(EXTENSION.replace("{word}", word), "utf-8")
    spec = importlib.util.spec_from_file_location("reader_of_templates", file)
    assert spec
    assert spec.loader
    module = sys.modules["reader_of_templates"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Reader


def told(store: Store, reader: Any) -> str:
    env = Environment(loader=DictLoader({"page": "a lamp"}), extensions=[reader], autoescape=True)
    env.bytecode_cache = Bytecode(store, env)
    return env.get_template("page").render()


def test_an_extension_that_reads_otherwise_is_asked_again(tmp_path: Path, store: Store) -> None:
    assert told(store, extension(tmp_path, "wick")) == "a wick"
    assert told(store, extension(tmp_path, "lens")) == "a lens"
