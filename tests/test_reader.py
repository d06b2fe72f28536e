"""Reading one file: text stays text, places are right, and no bytes bring it down."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import Family, Role
from generator.reader import Reading, read
from tests.helpers import EXAMPLE

GOOD = (EXAMPLE / "roles" / "tower" / "lamp-trimmer.yml").read_text("utf-8")
PATH = "roles/tower/lamp-trimmer.yml"


def family(text: str) -> Reading[Family]:
    return read(Family, "roles/tower/_family.yml", text.encode())


def codes(reading: Reading[Role] | Reading[Family]) -> list[str]:
    return [fault.code for fault in reading.faults]


@pytest.mark.parametrize("title", ["no", "on", "10:30", "1.10", "2026-11-22", "0o17", "1e3"])
def test_text_stays_text(title: str) -> None:
    reading = family(f"title: {title}\nsummary: {title}\norder: 1\n")

    assert reading.value is not None
    assert (reading.value.title, str(reading.value.summary)) == (title, title)


def test_a_value_knows_its_place() -> None:
    reading = read(Role, PATH, GOOD.encode())
    line = GOOD.splitlines().index("also-called: [wick trimmer, lamp hand]") + 1

    span = reading.document.span(("also-called", 1))

    assert (span.line, span.column, span.end_column) == (line, 29, 38)


def test_a_token_inside_a_folded_text_is_found() -> None:
    reading = family('title: A\nsummary: "one\n  two [[x]]\n  three"\norder: 1\n')

    span = reading.document.token_span(("summary",), "[[x]]")

    assert (span.line, span.column, span.end_column) == (3, 7, 12)


def test_folded_text_becomes_one_line() -> None:
    reading = family("title: A\nsummary: |\n  one\n    two\norder: 1\n")

    assert reading.value is not None
    assert reading.value.summary == "one two"


def test_windows_line_ends_and_byte_order_mark_are_read() -> None:
    reading = read(Role, PATH, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())

    assert codes(reading) == []


def test_all_faults_of_the_shape_come_in_one_run() -> None:
    reading = family("tittle: A\nsummary: 1\norder: one\nabout: text\n")

    assert codes(reading) == ["unknown-field", "wrong-type", "wrong-type"]


def test_a_misspelt_field_is_not_also_missing() -> None:
    reading = family("titel: A\nsummary: B\norder: 1\n")

    assert codes(reading) == ["unknown-field"]
    assert reading.faults[0].help == "a field with a similar name exists: `title`"


def test_a_list_with_a_bad_entry_is_not_also_too_short() -> None:
    text = GOOD.replace("good-fit:\n  - You like", "good-fit:\n  - Note: you like")
    reading = read(Role, PATH, text.encode())

    assert codes(reading) == ["wrong-type"]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "a: " + "[" * 60_000 + "a" + "]" * 60_000,
        "a: " + "{? " * 3_000 + "a" + "}" * 3_000,
        "{a: " * 900,
        "a:\n  " + "- " * 60_000,
        "? " * 500,
        "a:\n" + "".join(" " * depth + "a:\n" for depth in range(1, 600)),
    ],
    ids=["open", "brackets", "keys", "braces", "hyphens", "questions", "indents"],
)
def test_deep_nesting_is_refused_and_not_followed(text: str) -> None:
    reading = family(text)

    assert reading.value is None
    assert reading.faults


@pytest.mark.parametrize("escape", ["\\u202e", "\\x00", "\\u00ad", "\\U000E0041"])
def test_an_escape_cannot_smuggle_in_what_cannot_be_seen(escape: str) -> None:
    assert codes(family(f'title: "A{escape}"\nsummary: B\norder: 1\n')) == ["control-character"]


@pytest.mark.parametrize("title", ['" "', '""', "~", "null", ""])
def test_a_value_of_nothing_is_no_value(title: str) -> None:
    reading = family(f"title: {title}\nsummary: B\norder: 1\n")

    assert [fault.message for fault in reading.faults] == ["`title` has no value"]


def test_a_range_must_rise() -> None:
    text = GOOD.replace("low: 30, high: 40", "low: 40, high: 30")

    assert [fault.message for fault in read(Role, PATH, text.encode()).faults] == ["`low` is above `high`"]


@pytest.mark.parametrize(
    ("old", "new", "seeded"),
    [
        ("kind: job", "kind job", "kind job"),
        ("kind: job", "\tkind: job", "\tkind: job"),
        ("title: Lamp", " title: Lamp", " title: Lamp"),
        ('"Trims the wick and fills', '"Trims the wick" and fills', "Trims the wick"),
        ('dusk. [^board-2025]"', "dusk. [^board-2025]", "dusk. [^board-2025]"),
        ("[wick trimmer, lamp hand]", "[wick trimmer, lamp hand", "[wick trimmer"),
        ('- "Cleans', "- *Cleans", "Cleans"),
        ("summary: Fills", "summary: > Fills", "summary: >"),
    ],
)
def test_a_slip_of_syntax_is_shown_on_its_own_line(old: str, new: str, seeded: str) -> None:
    text = GOOD.replace(old, new, 1)
    line = next(number for number, line in enumerate(text.splitlines(), 1) if seeded in line)

    faults = read(Role, PATH, text.encode()).faults

    assert [fault.span.line for fault in faults] == [line]
    assert all("while" not in fault.message for fault in faults)


def test_a_reference_to_itself_is_refused() -> None:
    assert codes(family("title: &a [*a]\n")) == ["alias-not-allowed", "alias-not-allowed"]


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_no_bytes_raise(data: bytes) -> None:
    reading = read(Family, "roles/x/_family.yml", data)

    assert (reading.value is None) == bool(reading.faults)


@given(st.integers(0, len(GOOD) - 1), st.sampled_from(list("\t\"'[]{}:,-#&*!|>%@`\x07\u202e<é\n ")))
@settings(max_examples=400, deadline=None)
def test_one_wrong_key_never_raises_and_is_reported_inside_the_file(at: int, mark: str) -> None:
    text = GOOD[:at] + mark + GOOD[at + 1 :]
    reading = read(Role, PATH, text.encode())

    assert all(1 <= fault.span.line <= len(text.splitlines()) + 1 for fault in reading.faults)


def test_every_file_of_the_example_is_read() -> None:
    for file in (EXAMPLE / "roles").rglob("[a-z]*.yml"):
        if file.parent.name != "_ladders":
            assert read(Role, f"roles/{file.parent.name}/{file.name}", file.read_bytes()).value is not None
