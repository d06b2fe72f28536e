"""A folder read again and again: what is broken stands aside, what is mended comes back."""

from __future__ import annotations

from pathlib import Path

from generator.pipeline import Outcome, Pipeline
from tests.helpers import copy_example, replace


def example(tmp_path: Path, *, forgiving: bool = False) -> tuple[Path, Pipeline]:
    root = copy_example(tmp_path) / "roles"
    return root, Pipeline(root, "roles", forgiving=forgiving)


def codes(outcome: Outcome) -> list[str]:
    return [fault.code for fault in outcome.faults]


def test_the_example_is_clean(tmp_path: Path) -> None:
    _, pipeline = example(tmp_path)

    assert codes(pipeline.run()) == []


def test_a_broken_file_causes_no_followers(tmp_path: Path) -> None:
    root, pipeline = example(tmp_path)
    replace(root / "tower" / "principal-keeper.yml", "title:", "titel:")

    assert codes(pipeline.run()) == ["unknown-field"]


def test_a_broken_vocabulary_causes_no_followers(tmp_path: Path) -> None:
    root, pipeline = example(tmp_path)
    replace(root / "_vocabulary.yml", "kinds:", "kind:")

    assert codes(pipeline.run()) == ["unknown-field"]


def test_a_broken_family_causes_no_followers(tmp_path: Path) -> None:
    root, pipeline = example(tmp_path)
    replace(root / "tower" / "_family.yml", "title:", "titel:")

    assert codes(pipeline.run()) == ["unknown-field"]


def test_a_forgiving_pipeline_goes_on_with_the_last_good_version(tmp_path: Path) -> None:
    root, pipeline = example(tmp_path, forgiving=True)
    before = pipeline.run()
    replace(root / "tower" / "lamp-trimmer.yml", "title:", "title: [")
    broken = pipeline.run()
    pages = {page.path: page.text for page in broken.pages()}

    assert codes(broken) == ["invalid-yaml"]
    assert broken.book.roles.keys() == before.book.roles.keys()
    assert "invalid-yaml" in pages["roles/lamp-trimmer.md"]
    assert "# Lamp trimmer" in pages["roles/lamp-trimmer.md"]


def test_a_file_that_was_never_good_gets_a_page_with_its_faults(tmp_path: Path) -> None:
    root, pipeline = example(tmp_path, forgiving=True)
    (root / "tower" / "bell-ringer.yml").write_text("title: [", "utf-8")
    pages = {page.path: page.text for page in pipeline.run().pages()}

    assert "invalid-yaml" in pages["roles/bell-ringer.md"]


def test_a_mended_file_comes_back_and_a_deleted_one_goes(tmp_path: Path) -> None:
    root, pipeline = example(tmp_path, forgiving=True)
    file = root / "tower" / "lamp-trimmer.yml"
    text = file.read_text("utf-8")
    file.write_text("title: [", "utf-8")
    pipeline.run()
    file.write_text(text, "utf-8")
    mended = pipeline.run()
    file.unlink()
    without = pipeline.run()

    assert codes(mended) == []
    assert "lamp-trimmer" in mended.book.roles
    assert "lamp-trimmer" not in without.book.roles
    assert "unknown-role" in codes(without)


def test_a_link_to_a_file_elsewhere_is_not_followed(tmp_path: Path) -> None:
    root, pipeline = example(tmp_path)
    secret = tmp_path / "secret.yml"
    secret.write_text("word: hidden\n", "utf-8")
    (root / "tower" / "linked.yml").symlink_to(secret)
    outcome = pipeline.run()

    assert codes(outcome) == ["misplaced-file"]
    assert "hidden" not in str(outcome.faults)


def test_an_empty_folder_says_what_is_missing(tmp_path: Path) -> None:
    outcome = Pipeline(tmp_path, "roles").run()

    assert codes(outcome) == ["missing-vocabulary"]
    assert {page.path for page in outcome.pages()} >= {"roles/index.md", "families/index.md", "ladders/index.md"}


def test_pages_are_the_same_each_time(tmp_path: Path) -> None:
    root, pipeline = example(tmp_path)

    assert list(pipeline.run().pages()) == list(Pipeline(root, "roles").run().pages())


def test_a_warning_stays_off_the_page(tmp_path: Path) -> None:
    root, pipeline = example(tmp_path)
    replace(root / "tower" / "lamp-trimmer.yml", "with no grade. [^board-2025]", "with no grade.")
    outcome = pipeline.run()

    assert codes(outcome) == ["unsourced-claim"]
    assert not any("unsourced-claim" in page.text for page in outcome.pages() if page.path.startswith("roles/"))
