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


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ told(1, 2) }}", "3 of 2"),
        ("{{ told(*[1, 2]) }}", "3 of 2"),
        ("{{ told(a=1, **{'b': 2}) }}", "3 of 2"),
        ("{{ told(class=1) }}", "1 of 1"),
        ("{% macro bold(x) %}<b>{{ x }}</b>{% endmacro %}{{ bold('<i>') }}", "<b>&#60;i&#62;</b>"),
        ("{% macro box() %}[{{ caller(1) }}]{% endmacro %}{% call(x) box() %}{{ x }}{% endcall %}", "[1]"),
    ],
)
def test_a_template_calls_with_whatever_it_gives(source: str, text: str) -> None:
    def told(*values: int, **named: int) -> str:
        return f"{sum(values) + sum(named.values())} of {len(values) + len(named)}"

    assert fresh().from_string(source).render(told=told) == text


def test_a_call_of_what_nobody_knows_is_told_by_its_name() -> None:
    with pytest.raises(jinja2.UndefinedError, match="nobody"):
        fresh().from_string("{{ nobody(1) }}").render()
