"""What changed between two books, in words."""

from __future__ import annotations

import re
from itertools import permutations
from pathlib import Path

import pytest

from generator.differences import RENDERINGS, Comparison, changed_pages, compare, compare_entities
from generator.differences.records import fields
from generator.model import Links
from generator.pipeline import Outcome, Pipeline
from tests.helpers import EXAMPLE, copy_example, replace

TRIMMER = "roles/tower/lamp-trimmer.yml"
LADDER = "roles/_ladders/from-wick-to-watch.yml"


def read(folder: Path) -> Outcome:
    return Pipeline(folder / "roles", "roles").run()


@pytest.fixture(scope="module")
def before() -> Outcome:
    return read(EXAMPLE)


def told(before: Outcome, folder: Path) -> list[str]:
    after = read(folder)
    return [difference.text for difference in compare(before.book, after.book, {*before.unread, *after.unread})]


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (
            TRIMMER,
            (
                "low: 85, high: 95, per: day, currency: EUR, place: Example Lighthouse Board, year: 2025, "
                "statistic: posted range, sources: [board-2025]"
            ),
            (
                "low: 90, high: 105, per: day, currency: EUR, place: Example Lighthouse Board, year: 2026, "
                "statistic: posted range, sources: [board-2025, log-1998]"
            ),
            "pay of lamp-trimmer: 85-95 EUR/day → 90-105 EUR/day, year: 2025 → 2026, source log-1998 added",
        ),
        (
            TRIMMER,
            "evidence: several-cases",
            "evidence: one-case",
            "step from lamp-trimmer to relief-keeper: evidence: several documented cases → one documented case",
        ),
        (
            TRIMMER,
            "leads-to:\n",
            "leads-to:\n  - {role: light-inspector, evidence: one-case, how: ['One did. [^log-1998]']}\n",
            "new step from lamp-trimmer to light-inspector, one documented case",
        ),
        (TRIMMER, "[rock, land]", "[rock]", "facet place of lamp-trimmer changed from rock, land to rock"),
        (TRIMMER, "  company: [few]\n", "", "facet company removed from lamp-trimmer: few"),
        (
            TRIMMER,
            "good-fit:\n",
            "good-fit:\n  - You sleep through a bell.\n",
            "line added to good-fit of lamp-trimmer: `You sleep through a bell.`",
        ),
        (
            TRIMMER,
            '  - "Cleans the lens every morning, top to bottom. [^board-2025]"\n',
            '  - "Sings. [^board-2025]"\n  - "Cleans the lens every morning, top to bottom. [^board-2025]"\n',
            "claim added to does of lamp-trimmer: `Sings.` (board-2025)",
        ),
        (
            TRIMMER,
            "fills the lamp before dusk",
            "fills both lamps before dusk",
            (
                "claim reworded in does of lamp-trimmer: "
                "`… the wick and fills the lamp before dusk.` → `… the wick and fills both lamps before dusk.`"
            ),
        ),
        (
            TRIMMER,
            "top to bottom. [^board-2025]",
            "top to bottom. [^log-1998]",
            "claim reworded in does of lamp-trimmer: source log-1998 added, source board-2025 removed",
        ),
        (TRIMMER, "level: helps", "level: usual", "gate reference of lamp-trimmer: level: helps → usual"),
        (
            TRIMMER,
            "cautions:\n",
            "cautions:\n  - {topic: contract, text: 'Read it. [^log-1998]', place: South Rock}\n",
            "caution contract added to lamp-trimmer: `Read it.` (log-1998)",
        ),
        (TRIMMER, "reviewed: 2026-11\nf", "reviewed: 2026-12\nf", "review date of lamp-trimmer: 2026-11 → 2026-12"),
        (TRIMMER, "title: Lamp trimmer", "title: Lamp hand", "title of lamp-trimmer: `Lamp trimmer` → `Lamp hand`"),
        (
            TRIMMER,
            "first-income: The first pay comes with the tender at the end of the month. [^pilot-season]\n",
            "",
            (
                "first-income removed from lamp-trimmer: "
                "`The first pay comes with the tender at the end of the month.` (pilot-season)"
            ),
        ),
        (
            TRIMMER,
            "hours: {low: 30, high: 40,",
            "hours: {low: 30, high: 45,",
            "hours of lamp-trimmer: 30-40 hours a week → 30-45 hours a week",
        ),
        (
            TRIMMER,
            "also-called: [wick trimmer, lamp hand]",
            "also-called: [lamp hand, wick trimmer]",
            "order of also-called of lamp-trimmer changed",
        ),
        (
            TRIMMER,
            "published: 2025-01",
            "published: 2025-02",
            "source board-2025 of lamp-trimmer: published: 2025-01 → 2025-02",
        ),
        (
            TRIMMER,
            "sources:\n",
            "sources:\n  new-1: {title: A, publisher: B, published: 1998, accessed: 2026-11, kind: account}\n",
            "source new-1 added to lamp-trimmer: `A`, `B`",
        ),
        (
            LADDER,
            "relief-keeper, assistant-keeper",
            "assistant-keeper",
            "rung relief-keeper removed from ladder from-wick-to-watch",
        ),
        (
            LADDER,
            "[lamp-trimmer, relief-keeper",
            "[lamp-trimmer, boatswain, relief-keeper",
            "rung boatswain added to ladder from-wick-to-watch: after lamp-trimmer",
        ),
        (
            "roles/_vocabulary.yml",
            "label: Job\n",
            "label: Odd job\n",
            "kinds of the vocabulary: job: label: `Job` → `Odd job`",
        ),
        ("roles/sea/_family.yml", "title: At sea", "title: Afloat", "title of family sea: `At sea` → `Afloat`"),
    ],
    ids=lambda value: value[:40].replace("\n", " "),
)
def test_one_edit_is_told_in_one_sentence(
    tmp_path: Path, before: Outcome, file: str, old: str, new: str, words: str
) -> None:
    folder = copy_example(tmp_path)
    replace(folder / file, old, new)

    assert told(before, folder) == [words]


def test_the_same_book_has_no_differences(before: Outcome) -> None:
    found = Comparison(compare(before.book, read(EXAMPLE).book))

    assert RENDERINGS["text"](found) == "no differences in the book\npages changed: 0\n"


def test_whatever_differs_between_two_roles_is_told(before: Outcome) -> None:
    for old, new in permutations(before.book.roles.values(), 2):
        differing = {
            declared.alias or name
            for name, declared in type(old).model_fields.items()
            if getattr(old, name) != getattr(new, name)
        }

        assert {field for field, _, _ in fields(old, new, "x")} == differing


def test_a_role_that_came_is_introduced_and_one_that_went_is_named(tmp_path: Path, before: Outcome) -> None:
    folder = copy_example(tmp_path)
    (folder / "roles" / "sea" / "boatswain.yml").unlink()
    after = read(folder)
    gone = [difference.text for difference in compare(before.book, after.book)]
    came = [difference.text for difference in compare(after.book, before.book)]

    assert gone == ["role boatswain removed"]
    assert came == ["role boatswain added: `Boatswain`, a career in family sea"]


def test_a_former_slug_makes_a_rename_and_not_a_loss(tmp_path: Path, before: Outcome) -> None:
    folder = copy_example(tmp_path)
    (folder / TRIMMER).rename(folder / "roles" / "tower" / "lamp-hand.yml")
    replace(folder / "roles" / "tower" / "lamp-hand.yml", "[wick-trimmer]", "[wick-trimmer, lamp-trimmer]")

    assert [text for text in told(before, folder) if "ladder" not in text][:2] == [
        "role lamp-trimmer renamed to lamp-hand",
        "former slug lamp-trimmer added to lamp-hand",
    ]


def test_another_folder_is_told_as_another_family(tmp_path: Path, before: Outcome) -> None:
    folder = copy_example(tmp_path)
    (folder / TRIMMER).rename(folder / "roles" / "shore" / "lamp-trimmer.yml")

    assert told(before, folder) == ["role lamp-trimmer moved from family tower to family shore"]


def test_a_file_with_faults_is_neither_added_nor_removed(tmp_path: Path, before: Outcome) -> None:
    folder = copy_example(tmp_path)
    replace(folder / TRIMMER, "title:", "titel:")

    assert told(before, folder) == []


def test_the_pages_that_read_otherwise_are_counted() -> None:
    old = {"a.md": "1", "b.md": "1", "x.html": "1", "gone.md": "1"}
    new = {"a.md": "1", "b.md": "2", "x.html": "2", "new.md": "1"}

    assert changed_pages(old, new) == ("b.md", "gone.md", "new.md")


def test_contributed_text_stays_inside_one_code_span(tmp_path: Path, before: Outcome) -> None:
    folder = copy_example(tmp_path)
    replace(folder / TRIMMER, "title: Lamp trimmer", 'title: "`<img src=x> @crew ![a](b)` [x](y)"')
    found = Comparison(compare(before.book, read(folder).book))
    outside = re.sub(r"`[^`\n]*`", "", RENDERINGS["markdown"](found))

    assert not re.search(r"[`<>@!\[\]]", outside)


def test_a_comment_is_never_too_long_for_github(before: Outcome) -> None:
    differences = compare(before.book, read(EXAMPLE).book) or ()
    empty = Pipeline(EXAMPLE / "docs", "roles").run()
    many = tuple(
        type(one)(f"{number:04}.yml", one.slug, one.field, one.change, one.text * 5)
        for number in range(200)
        for one in compare(empty.book, before.book)
    )
    text = RENDERINGS["markdown"](Comparison((*differences, *many)))

    assert len(text) < 60_000
    assert re.search(r"… and \d+ more files", text)


def test_a_dead_link_is_told_by_its_address() -> None:
    def links(*addresses: str) -> Links:
        entries = [{"url": address, "since": "2026-11", "because": "410 Gone"} for address in addresses]
        return Links.model_validate({"dead": entries}).at("roles/_links.yml")

    old, new = links("https://a.example/", "https://b.example/"), links("https://b.example/", "https://c.example/")

    assert [one.text for one in compare_entities(old, new)] == [
        "`https://a.example/` is no longer listed as dead",
        "`https://c.example/` is dead",
    ]
    assert [one.text for one in compare_entities(None, links("https://a.example/"))] == ["`https://a.example/` is dead"]
