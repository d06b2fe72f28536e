"""Each file in `tests/check` explains one rule, and is its test.

It holds cases. A case is one or more blocks that change a copy of `tests/example/roles`, then a `text` block with what
`rolebook check roles --strict --format text` prints for that copy, short of the count in the last line:

- ```` ```diff title="roles/…" ````: the lines with `-` or a space stand in the file once, one below the other, and
  those with `+` or a space take their place; with `+` alone they are added at the end of the file;
  `-(the whole file)` deletes it.
- ```` ```yaml title="roles/…" ````: a whole new file.
- A title that ends in ` (escaped)` marks a block with things that no page can show: `\\u202e` is that character,
  `\\xff` that byte, and a line `(repeated 5000 times) text` stands for so many lines `text`.

`pytest --update` writes the `text` blocks anew.
"""

from __future__ import annotations

import ast
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main

TESTS = Path(__file__).parent
RULES = sorted((TESTS / "check").glob("*.md"))
FENCE = re.compile(
    r'^```(?P<sort>diff|yaml|text)(?: title="(?P<path>[^"]+?)(?P<escaped> \(escaped\))?")?\n(?P<body>.*?)^```$',
    re.MULTILINE | re.DOTALL,
)
COUNT = re.compile(r"\n\n(\d+ errors?)?(, )?(\d+ warnings?)?\n\Z")
REPEATED = re.compile(r"^([+-]?)\(repeated (\d+) times\) (.*\n)", re.MULTILINE)
ESCAPE = re.compile(r"\\x([0-9a-f]{2})|\\u([0-9a-f]{4})")


@dataclass(frozen=True)
class Case:
    """The blocks of one case; `number` counts the cases of a file from 0."""

    rule: Path
    number: int
    changes: tuple[re.Match[str], ...]
    expected: str


def read_cases() -> list[Case]:
    cases = []
    for rule in RULES:
        number, changes = 0, list[re.Match[str]]()
        for block in FENCE.finditer(rule.read_text("utf-8")):
            if block["sort"] != "text":
                changes.append(block)
                continue
            cases.append(Case(rule, number, tuple(changes), block["body"].removesuffix("\n")))
            number, changes = number + 1, []
        assert not changes, f"{rule.name} ends with a change that no text block answers"
    return cases


def change(root: Path, block: re.Match[str]) -> None:
    file, body = root / block["path"], block["body"]
    if block["escaped"]:
        body = REPEATED.sub(lambda match: (match[1] + match[3]) * int(match[2]), body)
        body = ESCAPE.sub(lambda match: chr(int(match[2], 16) if match[2] else 0xDC00 + int(match[1], 16)), body)
    if block["sort"] == "yaml":
        file.parent.mkdir(exist_ok=True)
        new = body
    elif body == "-(the whole file)\n":
        file.unlink()
        return
    else:
        lines = body.removesuffix("\n").split("\n")
        before, after = ("".join(f"{line[1:]}\n" for line in lines if line[0] in mark) for mark in ("- ", "+ "))
        text = "\n" + file.read_text("utf-8")
        assert not before or text.count(f"\n{before}") == 1, f"this does not stand once in {block['path']}:\n{before}"
        new = (text.replace(f"\n{before}", f"\n{after}") if before else text + after)[1:]
    file.write_bytes(new.encode("utf-8", "surrogateescape"))


def rewrite(case: Case, printed: str) -> None:
    text = case.rule.read_text("utf-8")
    start, end = [block.span("body") for block in FENCE.finditer(text) if block["sort"] == "text"][case.number]
    case.rule.write_text(f"{text[:start]}{printed}\n{text[end:]}", "utf-8")


def rolebook(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), (
        "a fault in a file is never a traceback"
    )
    return result


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder above a fresh copy of the example, and the place where commands run."""
    shutil.copytree(TESTS / "example" / "roles", tmp_path / "roles")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: f"{case.rule.stem}-{case.number + 1}")
def test_case(case: Case, book: Path, update: bool) -> None:
    for block in case.changes:
        change(book, block)
    result = rolebook("check", "roles", "--strict", "--format", "text")
    printed = COUNT.sub("", result.output)
    assert result.exit_code == 1
    assert COUNT.search(result.output)
    if update:
        rewrite(case, printed)
    else:
        assert printed == case.expected
    assert re.findall(r"^(?:error|warning)\[(.+?)\]", printed, re.MULTILINE)[0] == case.rule.stem


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("case", read_cases(), ids=lambda case: f"{case.rule.stem}-{case.number + 1}")
def test_case_looked_at_by_processes(case: Case, book: Path) -> None:
    for block in case.changes:
        change(book, block)
    result = rolebook("check", "roles", "--strict", "--format", "text")
    assert (result.exit_code, COUNT.sub("", result.output)) == (1, case.expected)


@pytest.mark.usefixtures("book")
def test_the_example_itself_is_clean() -> None:
    result = rolebook("check", "roles", "--strict", "--format", "text")
    assert (result.exit_code, result.output) == (0, "no faults in 7 roles and 2 ladders\n")


@pytest.mark.usefixtures("book")
def test_a_ladder_may_say_that_it_stays_within_careers() -> None:
    ladder = Path("roles/_ladders/from-deck-to-inspection.yml")
    rungs = "rungs: [boatswain, light-inspector]\nwithin-careers: true"
    ladder.write_text(re.sub("rungs: .*", rungs, ladder.read_text("utf-8")), "utf-8")

    assert rolebook("check", "roles", "--strict").exit_code == 0


def emitted() -> set[str]:
    """The codes in the sources: near the front of each call that makes a fault, or returned before message and help."""
    found = set[str]()
    for file in (TESTS.parent / "generator").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            words: list[ast.expr] = []
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in MAKERS:
                words = node.args[:2]
            elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and len(node.value.elts) == 3:
                words = node.value.elts[:1]
            texts = (word.value for word in words if isinstance(word, ast.Constant) and isinstance(word.value, str))
            found |= {text for text in texts if re.fullmatch("[a-z0-9-]+", text)}
    return found


MAKERS = {"Diagnostic", "fault", "file_fault", "_fault", "_matching"}


def test_every_code_has_its_file_and_every_file_its_code() -> None:
    assert {rule.stem for rule in RULES} == emitted()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_a_file_explains_its_rule(rule: Path) -> None:
    text = rule.read_text("utf-8")
    assert text.startswith(f"# {rule.stem}\n")
    assert any(case.rule == rule for case in read_cases())
    assert rolebook("explain", rule.stem).output.strip() == text.strip()


def test_a_misspelt_code_is_answered_with_a_similar_one() -> None:
    result = rolebook("explain", "unknwn-field")
    assert result.exit_code == 2
    assert "`unknown-field`" in result.output
