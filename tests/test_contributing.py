"""CONTRIBUTING.md speaks of this tree."""

from __future__ import annotations

import re

import pytest

from generator.cli import NAMES
from tests.helpers import ROOT
from tests.test_layers import ORDER

TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
PATHS = sorted(
    {
        *re.findall(r"`((?:\.?[\w-]+/)+[\w.-]*)`", TEXT),
        *re.findall(r"`([\w.-]+\.(?:txt|toml|yml|md))`", TEXT),
        *re.findall(r"\]\(([^)]+)\)", TEXT),
    }
    - {"tests/check/its-code.md"}
)


@pytest.mark.parametrize("path", PATHS)
def test_each_path_is_there(path: str) -> None:
    places = (ROOT, ROOT / "generator", ROOT / "generator" / "model", ROOT / ".github" / "workflows")

    assert any((place / path).exists() for place in places)


def test_each_command_exists() -> None:
    assert set(re.findall(r"`rolebook ([a-z-]+)", TEXT)) <= set(NAMES)


def test_the_table_of_modules_is_the_order_of_imports() -> None:
    rows = [re.match(r"\| `(\w+)/?`", line) for line in TEXT.split("| module |")[1].split("\n\n")[0].splitlines()]

    assert tuple(row[1] for row in rows if row) == ORDER
