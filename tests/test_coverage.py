"""What is thin: the counts, the table in a terminal, and the page that asks for help."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.coverage import GAPS, Coverage, coverage
from generator.pipeline import Pipeline
from tests.helpers import EXAMPLE, copy_example, replace


@pytest.fixture
def roles(tmp_path: Path) -> Path:
    """The book of a copy of the example, free to be changed."""
    return copy_example(tmp_path) / "roles"


def found(root: Path) -> dict[str, Coverage]:
    outcome = Pipeline(root, "roles").run()
    return {one.role.slug: one for one in coverage(outcome.book, outcome.graph)}


def ran(*words: str, root: Path = EXAMPLE / "roles") -> str:
    result = CliRunner().invoke(main, ["coverage", "--roles", str(root), *words], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def column(text: str, number: int) -> Iterable[str]:
    return [line.split()[number] for line in text.split("\n\n", maxsplit=1)[0].splitlines()[1:]]


def test_what_a_full_file_has_is_counted() -> None:
    trimmer = found(EXAMPLE / "roles")["lamp-trimmer"]

    assert (trimmer.cited, trimmer.claims, trimmer.empty, trimmer.gaps) == (20, 20, (), ())
    assert (trimmer.figures, trimmer.pay_year, trimmer.gates) == (1, 2025, 3)
    assert (trimmer.steps_in, trimmer.steps_out, trimmer.accounts) == (0, 1, 1)
    assert (trimmer.sources, trimmer.source_year) == (3, 2025)


@pytest.mark.parametrize(
    ("old", "new", "gap"),
    [
        ("with no grade. [^board-2025]", "with no grade.", "uncited"),
        ("year: 2025,", "year: 2020,", "old-pay"),
        ("year: 2025,", "year: unknown,", "undated-pay"),
        ("  - {kind: certificate, level: not-asked", "  - {kind: reference, level: not-asked", "few-gates"),
        ("  entry: open\n", "  entry: unknown\n", "unknown-facets"),
        ('entry:\n  - "Write to the board before the end of February. [^board-2025]"\n', "", "no-entry"),
        ("reviewed: 2026-11", "reviewed: 2025-11", "review-due"),
    ],
)
def test_what_a_file_lacks_is_named(roles: Path, old: str, new: str, gap: str) -> None:
    replace(roles / "tower" / "lamp-trimmer.yml", old, new)

    assert found(roles)["lamp-trimmer"].gaps == (gap,)


def test_a_role_without_steps_pay_and_story_is_thin_in_each_of_these(roles: Path) -> None:
    text = (roles / "tower" / "lamp-trimmer.yml").read_text("utf-8")
    for field in ("pay", "accounts", "leads-to", "former-slugs"):
        text = re.sub(rf"^{field}:.*\n(  .*\n)*", "", text, flags=re.MULTILINE)
    (roles / "tower" / "wick-maker.yml").write_text(text, "utf-8")

    assert found(roles)["wick-maker"].gaps == ("no-pay", "no-steps", "no-account")


def test_the_thinnest_role_comes_first() -> None:
    gaps = [len(one.gaps) for one in found(EXAMPLE / "roles").values()]

    assert gaps == sorted(gaps, reverse=True)


def test_the_table_has_a_line_for_each_role_and_the_sum() -> None:
    text = ran()

    columns = "cited fields pay newest-pay gates entry in out accounts sources compared newest-source unknown missing"
    assert text.splitlines()[0].split() == ["role", *columns.split()]
    assert set(column(text, 0)) == {file.stem for file in (EXAMPLE / "roles").glob("[a-z]*/[a-z]*.yml")}
    assert text.endswith(
        "\n\n7 roles; 94 of 94 claims cite a source (100%); 0 of 16 sources were compared a second time; "
        "3 of 3 jobs have a documented route to a career\n"
    )


def test_it_can_be_sorted_by_any_column() -> None:
    years = [int(year) for year in column(ran("--sort", "newest-source"), 12)]
    slugs = list(column(ran("--sort", "role"), 0))

    assert years == sorted(years)
    assert slugs == sorted(slugs)


def test_json_holds_the_same(roles: Path) -> None:
    replace(roles / "tower" / "lamp-trimmer.yml", "with no grade. [^board-2025]", "with no grade.")
    data = json.loads(ran("--format", "json", root=roles))
    trimmer = next(role for role in data["roles"] if role["role"] == "lamp-trimmer")

    assert (trimmer["claims"] - trimmer["cited"], trimmer["missing"]) == (1, ["uncited"])
    assert data["total"] == {"roles": 7, "claims": 94, "cited": 93, "jobs": 3, "jobs_with_route": 3}


def test_a_broken_file_is_left_out_and_named(roles: Path) -> None:
    replace(roles / "tower" / "lamp-trimmer.yml", "title:", "titel:")
    result = CliRunner().invoke(main, ["coverage", "--roles", str(roles)])

    assert result.exit_code == 0
    assert "lamp-trimmer" not in result.stdout
    assert "lamp-trimmer.yml" in result.stderr


def test_the_page_lists_each_gap_with_a_way_to_the_form() -> None:
    outcome = Pipeline(EXAMPLE / "roles", "roles").run()
    text = next(page.text for page in outcome.pages() if page.path == "coverage.md")
    named = {gap for one in coverage(outcome.book, outcome.graph) for gap in one.gaps}
    under = re.search(r"\{ #no-pay \}(.*?)\n## ", text, re.DOTALL)

    assert set(re.findall(r"^## .*\{ #([a-z-]+) \}$", text, re.MULTILINE)) - {"all"} == named <= set(GAPS)
    assert under
    assert '<a href="../roles/boatswain/">Boatswain</a>: <a href="../contribute/new-role/?role=boatswain">' in under[1]


def compared(folder: Path) -> Path:
    """The book with one source of the lamp trimmer compared by somebody else."""
    replace(
        folder / "roles/tower/lamp-trimmer.yml",
        "accessed: 2026-11, kind: press",
        "accessed: 2026-11, checked: 2026-10, kind: press",
    )
    return folder / "roles"


def page(roles: Path, path: str) -> str:
    return next(page.text for page in Pipeline(roles, "roles").run().pages() if page.path == path)


def test_a_role_page_says_which_sources_were_compared_a_second_time(tmp_path: Path) -> None:
    text = page(compared(copy_example(tmp_path)), "roles/lamp-trimmer.md")

    assert (
        "compared what it says with 1 of the 3 a second time, last in October 2026; the others say “read once”" in text
    )
    notes = re.findall(r'<li id="fn:\d+">.*', text)
    assert ["Read once." in note for note in notes] == ["A season with the lens" not in note for note in notes]


def test_a_role_page_without_such_sources_says_nothing_of_it() -> None:
    assert "ead once" not in page(EXAMPLE / "roles", "roles/lamp-trimmer.md")


def test_sources_compared_a_second_time_are_counted(tmp_path: Path) -> None:
    roles = compared(copy_example(tmp_path))

    assert found(roles)["lamp-trimmer"].compared == 1
    assert "compared the claims with 1 of the" in page(roles, "coverage.md")
    assert re.search(r"; 1 of \d+ sources were compared a second time;", ran(root=roles))
