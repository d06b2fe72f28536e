"""Templates of pages: compiled once, and again only when they or the program change."""

from __future__ import annotations

from typing import NoReturn

import jinja2
import pytest

from generator.pages import environment
from generator.pages.environment import environment as fresh


def refused(*_: object, **__: object) -> NoReturn:
    raise RuntimeError("nobody can write here")


def test_a_template_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh().get_template("role.md.j2")
    monkeypatch.setattr(jinja2.Environment, "compile", refused)

    assert fresh().get_template("role.md.j2").name == "role.md.j2"


def test_without_a_folder_of_ones_own_templates_are_compiled_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    environment._compiled.cache_clear()
    monkeypatch.setattr(environment, "FileSystemBytecodeCache", refused)
    try:
        made = fresh()
    finally:
        environment._compiled.cache_clear()

    assert made.bytecode_cache is None
    assert made.get_template("role.md.j2").name == "role.md.j2"
