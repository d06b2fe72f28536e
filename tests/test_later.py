"""Roles known from the last time: as if read anew, and read whole only for whoever asks for more than an outline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.later import SHORT, LaterRole
from generator.model import Role
from generator.pages import Site
from generator.pipeline import Outcome, Pipeline
from tests.benchmarks.books import write_book
from tests.helpers import ROOT, copy_example, replace
from tests.test_memory import Kept

TRIMMER = "tower/lamp-trimmer.yml"
# Has exceptions from rules, which are looked into each time.
CHECKED = {"boatswain"}
SITE = Site("Work at the lights", "https://example.org/lights/")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_example(tmp_path) / "roles"


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The slugs of the roles that were read whole."""
    found: set[str] = set()
    read = LaterRole._whole

    def noted(role: LaterRole) -> Role:
        found.add(role.slug)
        return read(role)

    monkeypatch.setattr(LaterRole, "_whole", noted)
    return found


def built(root: Path, kept: Kept) -> Outcome:
    """What a build that has just been started makes of a book, with all its pages and data made."""
    outcome = Pipeline(root, "roles").run(kept)
    for _ in (*outcome.pages(None, SITE, kept), *outcome.exports(kept)):
        pass
    return outcome


def is_later(role: object) -> bool:
    """Whether a role is a stand-in; it says itself that it is none."""
    return type(role) is LaterRole


@pytest.mark.parametrize("roles", [ROOT / "roles", ROOT / "tests" / "example" / "roles"], ids=["ours", "example"])
def test_an_outline_says_what_the_role_says(roles: Path) -> None:
    kept = Kept()
    first = Pipeline(roles, "roles").run(kept).book.roles
    again = Pipeline(roles, "roles").run(kept).book.roles

    assert all(is_later(role) for role in again.values())
    for slug, role in first.items():
        later = again[slug]
        for name in (*SHORT, "path", "slug", "folder", "said"):
            assert getattr(later, name) == getattr(role, name), (slug, name)
        assert later == role
        assert isinstance(later, Role)


def test_after_an_edit_of_a_sentence_only_its_neighbours_are_read_whole(tmp_path: Path, whole: set[str]) -> None:
    root, kept = tmp_path / "roles", Kept()
    write_book(root, 120)
    built(root, kept)
    first = min(root.glob("[a-z]*/[a-z]*.yml"))
    first.write_text(re.sub(r"\.( \[\^)", r" indeed.\1", first.read_text("utf-8"), count=1), "utf-8")
    built(root, kept)

    assert first.stem in kept.fresh
    assert 0 < len(whole) < 60


def test_what_was_made_of_roles_read_anew_is_remembered_for_those_known_in_outline(root: Path) -> None:
    kept = Kept()
    built(root, kept)
    kept.fresh.clear()
    replace(root / TRIMMER, "before dusk", "well before dusk")
    built(root, kept)
    after_a_first = {*kept.fresh}
    kept.fresh.clear()
    replace(root / TRIMMER, "well before dusk", "long before dusk")
    built(root, kept)

    assert after_a_first == kept.fresh


def test_without_a_change_no_role_is_read_whole(root: Path, whole: set[str]) -> None:
    kept = Kept()
    built(root, kept)
    built(root, kept)

    assert whole == CHECKED


def test_an_outline_whose_rest_is_damaged_is_read_from_its_file(root: Path) -> None:
    kept = Kept()
    first = built(root, kept).book.roles["lamp-trimmer"]
    name = f"said by roles/{TRIMMER}"
    key, data = kept[name]
    kept[name] = key, data.split(b"\n")[0] + b"\n{"

    again = Pipeline(root, "roles").run(kept).book.roles["lamp-trimmer"]

    assert is_later(again)
    assert again.does == first.does
