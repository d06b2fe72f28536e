"""The canonical form of a file: the same to the reader, the same when formatted again, no comment lost."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.folder import model_of
from generator.model import Entity, Family, Ladder, Role, Vocabulary
from generator.reader import Reading, read
from generator.writer import answers, completed, formatted, written
from tests.helpers import EXAMPLE

BOOK = EXAMPLE / "roles"
FILES: dict[str, type[Entity]] = {
    "tower/lamp-trimmer.yml": Role,
    "tower/relief-keeper.yml": Role,
    "sea/boatswain.yml": Role,
    "tower/_family.yml": Family,
    "_ladders/from-wick-to-watch.yml": Ladder,
    "_vocabulary.yml": Vocabulary,
}
TEXTS = {name: (BOOK / name).read_text("utf-8") for name in FILES}
ODD_VALUES = ["no", "1.10", "10:30", "2026-11-22", "0o17", "1e3", "'~'", '"null"', "é 漢字 😀", "a#b", "a:b", "'it''s'"]
ODD_VALUES += [
    ">-\n    one\n    two",
    "|\n    one\n      two\n\n    three",
    '"a\n    b\\\n    c"',
    "one\n    two\n    three",
]
ODD_VALUES += [
    '"\\u00e9 \\"x\\" \\\\ y"',
    "'say \"x\"'",
    '"  padded  "',
    "[a]x" and '"[a] {b}"',
    '"# no comment"',
    "-x",
    "?x",
]


Change = tuple[Callable[..., list[str]], int, int, int]


LABELS = ["summary", "does", "also-called", "facets.time", "sources", "codes", "gates", "hours", "leads-to"]


@cache
def vocabulary() -> Vocabulary:
    found = read(Vocabulary, "roles/_vocabulary.yml", TEXTS["_vocabulary.yml"].encode()).value
    assert found is not None
    return found


def reading(name: str, text: str) -> Reading[Entity]:
    return read(FILES[name], f"roles/{name}", text.encode())


def comments(text: str) -> list[str]:
    """The marked comments of a text, in no order."""
    return sorted(re.findall(r"#~\d+", text))


def commented(lines: list[str], at: int, indent: int, number: int) -> list[str]:
    return [*lines[:at], f"{' ' * indent}#~{number}", *lines[at:]]


def beside(lines: list[str], at: int, _: int, number: int) -> list[str]:
    return [*lines[:at], f"{lines[at]}   #~{number}", *lines[at + 1 :]] if lines[at].strip() else lines


def blank(lines: list[str], at: int, *_: int) -> list[str]:
    return [*lines[:at], "", *lines[at:]]


def spread(lines: list[str], at: int, indent: int, number: int) -> list[str]:
    """Brackets over several lines, with a comment after some comma."""
    pad = " " * (len(lines[at]) - len(lines[at].lstrip()) + 2 + indent)
    mark = f" #~{number}" if number % 3 else f"\n{pad}#~{number}"
    if not re.search(r"[\[{][^\"]*, ", lines[at]):
        return lines
    return [*lines[:at], lines[at].replace(", ", f",{mark}\n{pad}", 1 + number % 4), *lines[at + 1 :]]


def in_block(lines: list[str], at: int, *_: int) -> list[str]:
    """A record in braces as a block, one field a line."""
    record = re.fullmatch(r'( +)- \{([^"\[]*)(, (\w+: ["\[].*))?\}', lines[at])
    if not record:
        return lines
    pairs = [*record[2].split(", "), *([record[4]] if record[4] and record[4].count(": ") == 1 else [])]
    return [*lines[:at], record[1] + "- " + f"\n{record[1]}  ".join(pairs), *lines[at + 1 :]]


def odd(lines: list[str], at: int, _: int, number: int) -> list[str]:
    """Another value, with marks or line breaks that a value may have."""
    key = re.match(r"(title|summary|first-income| *label| *help):|(  - )(?=[\w\"])", lines[at])
    return (
        [*lines[:at], f"{key[0].rstrip()} {ODD_VALUES[number % len(ODD_VALUES)]}", *lines[at + 1 :]] if key else lines
    )


def swapped(lines: list[str], at: int, _: int, number: int) -> list[str]:
    """Two fields of the file in another order."""
    starts = [index for index, line in enumerate(lines) if re.match(r"[\w-]+:", line)] + [len(lines)]
    one, two = sorted((at % (len(starts) - 1), number % (len(starts) - 1)))
    if one == two:
        return lines
    parts = [lines[a:b] for a, b in pairwise(starts)]
    parts[one], parts[two] = parts[two], parts[one]
    return [*lines[: starts[0]], *(line for part in parts for line in part)]


def outdented(lines: list[str], at: int, *_: int) -> list[str]:
    """A list with its hyphens below the field's name."""
    if not lines[at].startswith("  - "):
        return lines
    return [line[2:] if line.startswith(("  - ", "    ")) else line for line in lines]


MUTATIONS = [commented, commented, beside, blank, spread, in_block, odd, swapped, outdented]
CHANGES = st.lists(
    st.tuples(st.sampled_from(MUTATIONS), st.integers(0, 500), st.integers(0, 8), st.integers(0, 100)),
    min_size=1,
    max_size=8,
)


@given(st.sampled_from(list(FILES)), CHANGES)
@settings(max_examples=80, deadline=None)
def test_formatting_keeps_what_is_read_and_every_comment_and_is_done_in_one_go(
    name: str, changes: list[Change]
) -> None:
    lines = TEXTS[name].splitlines()
    for mutate, at, indent, number in changes:
        lines = "\n".join(mutate(lines, at % len(lines), indent, number)).split("\n")
    text = "\n".join(lines) + "\n"
    before = reading(name, text)
    assume(before.value is not None)

    once = formatted(before)
    after = reading(name, once)

    assert after.value == before.value
    assert comments(once) == comments(text)
    assert formatted(after) == once


def lines_of(text: str, start: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(start)]


def test_fields_come_in_the_order_of_the_model_at_every_level() -> None:
    text = "order: 1\nsources:\n  a: {kind: rule, accessed: 2026-11, published: 2023, publisher: B, title: A}\n"

    once = formatted(reading("tower/_family.yml", text + 'about: ["x [^a]"]\nsummary: B\ntitle: A\n'))

    assert [line.split(":")[0] for line in once.splitlines()] == [
        "title",
        "summary",
        "order",
        "about",
        "sources",
        "  a",
    ]
    assert "  a: {title: A, publisher: B, published: 2023, accessed: 2026-11, kind: rule}\n" in once


def test_facets_and_sources_stay_in_the_order_of_the_file() -> None:
    text = (
        TEXTS["tower/lamp-trimmer.yml"]
        .replace("  time: [seasonal]\n", "")
        .replace("  company: [few]\n", "  company: [few]\n  time: [seasonal]\n")
    )

    assert formatted(reading("tower/lamp-trimmer.yml", text)) == text


def test_the_modeline_comes_first() -> None:
    modeline = "# yaml-language-server: $schema=../family.schema.json"

    once = formatted(reading("tower/_family.yml", f"# Towers.\n{modeline}\n\n{TEXTS['tower/_family.yml']}"))

    assert once.startswith(f"{modeline}\n# Towers.\n\ntitle:")


def test_a_comment_goes_where_its_field_goes() -> None:
    text = "order: 1  # first\n# of the whole\nsummary: B\ntitle: A\n# the end\n"

    assert formatted(reading("tower/_family.yml", text)) == (
        "title: A\n# of the whole\nsummary: B\norder: 1  # first\n# the end\n"
    )


def test_a_comment_in_brackets_puts_each_entry_on_its_line() -> None:
    text = TEXTS["tower/lamp-trimmer.yml"].replace("[wick trimmer, lamp hand]", "[wick trimmer, # old\n  lamp hand]")

    once = formatted(reading("tower/lamp-trimmer.yml", text))

    assert "also-called:\n  - wick trimmer  # old\n  - lamp hand\nkind:" in once


def test_every_parser_of_yaml_reads_what_was_formatted() -> None:
    """PyYAML without its C library takes a question mark in brackets for the start of a key."""
    text = TEXTS["tower/lamp-trimmer.yml"].replace("title: A season with the lens", "title: Who trims it?")
    shown = formatted(read(Role, "roles/tower/lamp-trimmer.yml", text.encode()))

    assert "Who trims it?" in text
    assert yaml.load(shown, Loader=yaml.BaseLoader) == yaml.load(shown, Loader=yaml.CBaseLoader)


def test_a_text_over_several_lines_becomes_one_line() -> None:
    text = "title: A\nsummary: >-\n  One: two\n  three.\norder: 1\nabout:\n  - 'it''s\n    so'\n"

    assert formatted(reading("tower/_family.yml", text)) == (
        'title: A\nsummary: "One: two three."\norder: 1\nabout:\n  - "it\'s so"\n'
    )


@pytest.mark.parametrize("file", sorted(BOOK.rglob("*.yml")), ids=lambda file: file.name)
def test_the_example_is_in_canonical_form(file: Path) -> None:
    path = f"roles/{file.relative_to(BOOK).as_posix()}"
    text = file.read_text("utf-8")

    assert formatted(read(model_of(path), path, text.encode())) == text


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"]), min_size=1)


@given(st.lists(WORDS.filter(str.strip).map(lambda word: word[:100]), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_whatever_is_said_of_a_new_role_is_read_as_it_was_said(words: list[str]) -> None:
    values = {"title": words[0], "kind": "job", "does": words, "also-called": words, "search-for": words}
    text = written(completed(values, vocabulary(), "2026-11"))
    role = read(Role, "roles/tower/bell-ringer.yml", text.encode())

    assert role.value is not None, text
    assert formatted(role) == text
    assert role.value.title == " ".join(words[0].split())
    assert [*role.value.also_called] == [" ".join(word.split()) for word in words]
    assert [*role.value.does][: len(words)] == [" ".join(word.split()) for word in words]


@pytest.mark.parametrize(
    "mark", ["(", "a (", ", ", " ", "#", "- ", "[^", "{", '"', "\n- x", "\n{a: b}", "`", "\n### does"]
)
def test_no_issue_takes_long_or_raises(mark: str) -> None:
    began = time.process_time()
    for label in ("title", "kind", "does", "sources", "facets.time", "gates", "hours"):
        text = f"### {label}\n\n{mark * (20_000 // len(mark))}\n"
        written(completed(answers(text, vocabulary()).values, vocabulary(), "2026-11"))

    assert time.process_time() - began < 10


@given(st.text(st.sampled_from("#- \n[]{}:&*!|>\"'`^(),ab"), max_size=80), st.sampled_from(LABELS))
@settings(max_examples=100, deadline=None)
def test_no_answer_reaches_beyond_its_field(answer: str, label: str) -> None:
    said = answers(f"### title\n\nBell ringer\n\n### {label}\n\n{answer}", vocabulary())
    text = written(completed(said.values, vocabulary(), "2026-11"))
    faults = read(Role, "roles/tower/bell-ringer.yml", text.encode()).faults

    assert {*said.values} <= {"title", label.partition(".")[0]}
    assert not {"invalid-yaml", "duplicate-key", "alias-not-allowed", "tag-not-allowed"} & {one.code for one in faults}


@given(
    st.integers(0, len(TEXTS["tower/lamp-trimmer.yml"]) - 1),
    st.sampled_from(
        ["", "\n", "\n\n", " ", "\t", *"\"'[]{}:,-#&*!|>%@`é\\", " #x\n", "\n#x\n", "|\n  ", ">\n  ", "- ", ": "]
    ),
    st.integers(0, 3),
)
@settings(max_examples=80, deadline=None)
def test_a_slip_of_the_keyboard_is_kept_or_left_alone(at: int, typed: str, over: int) -> None:
    text = TEXTS["tower/lamp-trimmer.yml"]
    before = reading("tower/lamp-trimmer.yml", text[:at] + typed + text[at + over :])
    assume(before.value is not None)

    once = formatted(before)
    after = reading("tower/lamp-trimmer.yml", once)

    assert after.value == before.value
    assert formatted(after) == once
