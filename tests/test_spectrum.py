"""Where each role stands between the loosest post and the fullest."""

from __future__ import annotations

from pathlib import Path

from generator.pages.spectrum import Spectrum, spectrum
from generator.pipeline import Pipeline
from tests.helpers import ROOT, copy_example

EXAMPLE = ROOT / "tests/example/roles"


def seen(roles: Path = EXAMPLE) -> Spectrum:
    outcome = Pipeline(roles, "roles").run()
    return spectrum(outcome.book, outcome.graph)


def test_every_role_has_one_place() -> None:
    placed = [role.slug for band in seen().bands for column in band.columns for role in column]

    assert sorted(placed) == sorted(Pipeline(EXAMPLE, "roles").run().book.roles)


def test_bands_run_from_the_loosest_post_to_the_fullest() -> None:
    bands = [[term.id for term in band.terms] for band in seen().bands]

    assert (bands[0], bands[-1]) == (["on-call", "seasonal"], ["year-round"])


def test_a_role_stands_further_right_the_more_roles_steps_lead_on_to() -> None:
    at = {role.slug: number for band in seen().bands for number, column in enumerate(band.columns) for role in column}

    assert (at["light-inspector"], at["principal-keeper"], at["lamp-trimmer"]) == (0, 1, 2)


def test_a_job_at_the_full_end_is_named_as_unusual(tmp_path: Path) -> None:
    roles = copy_example(tmp_path) / "roles"
    trimmer = roles / "tower/lamp-trimmer.yml"
    trimmer.write_text(trimmer.read_text("utf-8").replace("time: [seasonal]", "time: [year-round]"), "utf-8")

    assert [role.slug for role in seen(roles).unusual["job"]] == ["lamp-trimmer"]
