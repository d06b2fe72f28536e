"""The architecture: imports run one way, and the generator knows nothing of the book's subject."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.pipeline import Pipeline
from tests.helpers import ROOT

GENERATOR = ROOT / "generator"
ORDER = (
    "processes",
    "spool",
    "explanations",
    "diagnostics",
    "network",
    "fixes",
    "model",
    "wording",
    "reader",
    "later",
    "readings",
    "folder",
    "schema",
    "outlines",
    "cache",
    "graph",
    "coverage",
    "drawings",
    "checks",
    "addresses",
    "differences",
    "history",
    "writer",
    "pages",
    "site",
    "exports",
    "issue_form",
    "pipeline",
    "revisions",
    "cli",
    "incremental",
    "ready",
    "spooled",
    "remembered",
    "pagefind",
    "plugin",
)
MODULES = sorted(GENERATOR.rglob("*.py"))
# Words of the first book that are also plain words of any book, of the tools, or of the example.
PLAIN_WORDS = frozenset(
    """
    account alongside article as-needed association blog board case certificate contract contractor day degree employee
    employer entry ethics experience government hard hour insurance journal law left month moderate needed network none
    office open optional owner place posting practice press project remote required safety salary security skill survey
    tax time way word year
    """.split()  # noqa: SIM905  # read as prose
)


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def stage(file: Path) -> str:
    return file.relative_to(GENERATOR).parts[0].removesuffix(".py")


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(GENERATOR)))
def test_imports_run_downwards(file: Path) -> None:
    own = stage(file)
    used = {name.split(".")[1] for name in imports(file) if name.startswith("generator.")} - {own}
    if own not in ("__init__", "__main__"):
        assert {name for name in used if ORDER.index(name) > ORDER.index(own)} == set()


@pytest.mark.parametrize(
    ("library", "owners"),
    [
        ("yaml", {"reader"}),
        # `incremental` knows sites of MkDocs, and nothing of the book.
        ("jinja2", {"pages", "incremental"}),
        ("mkdocs", {"plugin", "ready", "spooled", "incremental"}),
        ("networkx", {"graph"}),
        ("ruamel", {"writer"}),
    ],
)
def test_a_library_has_its_owners(library: str, owners: set[str]) -> None:
    users = {stage(file) for file in MODULES for name in imports(file) if name.split(".")[0] == library}

    assert users == owners


def test_what_builds_incrementally_knows_nothing_of_roles() -> None:
    used = {name for file in (GENERATOR / "incremental").glob("*.py") for name in imports(file)}

    assert {name.split(".")[1] for name in used if name.startswith("generator.")} == {"incremental", "processes"}


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(GENERATOR)))
def test_a_module_can_be_read_in_one_sitting(file: Path) -> None:
    assert len(file.read_text("utf-8").splitlines()) <= 300


def test_the_generator_knows_no_word_of_the_subject() -> None:
    book = Pipeline(ROOT / "roles", "roles").run().book
    words = {*book.roles, *book.families, *book.ladders}
    vocabulary = book.vocabulary
    for terms in (vocabulary.gates, vocabulary.topics, vocabulary.moves, vocabulary.source_kinds):
        words |= {term.id for term in terms}
    for name, facet in vocabulary.facets.items():
        words |= {name, *(term.id for term in facet.terms)}
    words |= set("physician doctor medical medicine clinic clinical hospital patient patients pharma".split())  # noqa: SIM905
    text = "\n".join(file.read_text("utf-8") for file in GENERATOR.rglob("*") if file.suffix in SOURCE_ENDINGS)

    found = {word for word in words - PLAIN_WORDS if re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)}

    assert found == set()


SOURCE_ENDINGS = (".py", ".j2", ".html", ".js", ".css")
