"""The data files: complete, consistent with the book, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from generator.model import Role
from generator.pipeline import Pipeline
from tests.helpers import EXAMPLE, copy_example, replace


def files(root: Path) -> dict[str, str]:
    """The text of each data file by its name beneath `api/v1/`."""
    pages = Pipeline(root, "roles").run().exports()
    return {page.path.removeprefix("api/v1/"): page.text for page in pages if page.path.startswith("api/v1/")}


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    """The JSON files of the example, read."""
    return {name: json.loads(text) for name, text in files(EXAMPLE / "roles").items() if name.endswith(".json")}


def test_each_file_names_its_version(data: dict[str, Any]) -> None:
    assert {content["schema_version"] for content in data.values()} == {1}


def test_a_role_in_full_reads_back_as_the_role(data: dict[str, Any]) -> None:
    book = Pipeline(EXAMPLE / "roles", "roles").run().book
    role = data["roles/lamp-trimmer.json"]["role"]
    own = {name: value for name, value in role.items() if name in {field.alias for field in Role.model_fields.values()}}

    assert Role.model_validate(own).at(book.roles["lamp-trimmer"].path) == book.roles["lamp-trimmer"]


def test_what_is_computed_stands_beside_it(data: dict[str, Any]) -> None:
    role = data["roles/relief-keeper.json"]["role"]

    assert (role["slug"], role["family"]) == ("relief-keeper", "tower")
    assert "lamp-trimmer" in role["comes-from"]
    assert "from-wick-to-watch" in role["ladders"]


def test_each_edge_joins_two_nodes(data: dict[str, Any]) -> None:
    graph = data["graph.json"]

    assert graph["edges"]
    assert {edge[end] for edge in graph["edges"] for end in ("from", "to")} <= set(graph["nodes"])


def test_each_source_stands_once_with_who_uses_it(data: dict[str, Any]) -> None:
    sources = data["sources.json"]["sources"]
    addresses = [source["url"] or source["title"] for source in sources]

    assert len(addresses) == len(set(addresses))
    assert all(source["used-by"] for source in sources)


def test_csv_has_a_line_for_each_role() -> None:
    rows = list(csv.DictReader(io.StringIO(files(EXAMPLE / "roles")["roles.csv"])))

    assert [row["slug"] for row in rows] == sorted(row["slug"] for row in rows)
    assert len(rows) == 7
    assert rows[0]["family"]


@pytest.mark.parametrize("title", ["=1+1", "+1", "@SUM(A1)", "-2"])
def test_a_title_cannot_become_a_formula(tmp_path: Path, title: str) -> None:
    root = copy_example(tmp_path) / "roles"
    replace(root / "tower" / "lamp-trimmer.yml", "title: Lamp trimmer", f'title: "{title}"')

    row = next(line for line in files(root)["roles.csv"].splitlines() if line.startswith("lamp-trimmer,"))

    assert row.split(",")[1].strip('"').startswith("'")
