"""The slip of the hand behind an error of YAML, found by looking at the lines where the parser gave up."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from generator.reader.document import LOADER, Document

ENTRIES = "start each entry of a list with `- `, all of them in the same column"
COLUMNS = "fields that belong together start in the same column"
SPACES = "indent with spaces, two for each level"

# A line that begins a field or an entry; no text goes on like this.
BEGINNING = re.compile(r"\s*(- |[\w-]+:( |$))")
# Spaces that YAML takes for letters, where a plain one belongs.
HARD = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
HARD_SPACE = re.compile(rf"^(?:\s*(?=[{HARD}])\s*|\s*-?\s*[\w-]+:|\s*-)([{HARD}])")
BULLET = re.compile(r"\s*(?:[\u2010-\u2015•·*‣]\s|-[^\s-])")
UNSPACED = re.compile(r"\s*(?:- )?([\w-]+)(?:\s*(?:=|\uff1a|:)\s*(\S.*)|\s+(\S.*))?$")
MERGE = ("<<<<<<<", "=======", ">>>>>>>")
SHORT = 40


@dataclass(frozen=True)
class Slip:
    """Where a slip was made, what it is and what to type; lines and columns count from 0."""

    line: int
    column: int
    message: str
    help: str


@dataclass(frozen=True)
class Scene:
    """Where the parser gave up, and what it said."""

    document: Document
    line: int
    column: int
    problem: str

    @property
    def text(self) -> str:
        """The line where it gave up."""
        return self.document.lines[self.line]

    @property
    def before(self) -> str:
        """What stands on the line before the place."""
        return self.text[: self.column]

    def above(self, line: int) -> int:
        """The next line upwards with something on it, or -1."""
        return next((at for at in range(line - 1, -1, -1) if self.document.lines[at].strip()), -1)

    def line_at(self, number: int) -> str:
        """A line, or nothing where the number is below the first."""
        return self.document.lines[number] if number >= 0 else ""


def slip(document: Document, line: int, column: int, problem: str) -> Slip | None:
    """What was most likely typed wrong, if the lines tell it better than the parser does."""
    scene = Scene(document, line, column, problem)
    return next((found for look in LOOKS if (found := look(scene))), None)


def _tab(scene: Scene) -> Slip | None:
    if scene.text[scene.column : scene.column + 1] != "\t" and not scene.before.endswith("\t"):
        return None
    return Slip(scene.line, len(scene.before.rstrip("\t")), "a tab stands where spaces belong", SPACES)


def _hard_space(scene: Scene) -> Slip | None:
    for number in (scene.line, scene.above(scene.line)):
        if match := HARD_SPACE.match(scene.line_at(number)):
            message = "a space of another sort stands where a plain one belongs"
            return Slip(number, match.start(1), message, "delete it and press the space bar")
    return None


def _marker(scene: Scene) -> Slip | None:
    above = scene.above(scene.line)
    if scene.text.startswith("```"):
        return Slip(scene.line, 0, "three backticks do not belong to the file", "delete the line")
    if scene.text.startswith(MERGE):
        help = "keep one of the two versions, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`"
        return Slip(scene.line, 0, "a merge of two versions was not finished here", help)
    if "document start" in scene.problem and scene.line_at(above).rstrip() == "...":
        return Slip(above, 0, "a line of three dots ends the file", "delete the line `...`")
    return None


def _open_quote(scene: Scene) -> Slip | None:
    if "expected" not in scene.problem or not (token := _quoted(scene)):
        return None
    swallowed = scene.document.lines[token.start_mark.line + 1 : token.end_mark.line + 1]
    if not any(map(BEGINNING.match, swallowed)):
        return None
    help = f"close the text with the same mark: `{token.style}`"
    return Slip(token.start_mark.line, token.start_mark.column, "a quotation mark opens here and is never closed", help)


def _quoted(scene: Scene) -> yaml.ScalarToken | None:
    """The last text in quotes before the place."""
    last = None
    try:
        for token in yaml.scan(scene.document.text, Loader=LOADER):
            if (token.start_mark.line, token.start_mark.column) >= (scene.line, scene.column):
                break
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                last = token
    except yaml.YAMLError:
        return last
    return last


def _after_a_quote(scene: Scene) -> Slip | None:
    mark = scene.before.rstrip()[-1:]
    flow = scene.problem.endswith(("',' or ']'", "',' or '}'", "':'"))
    if "expected" not in scene.problem or flow or not mark or mark not in "\"']}":
        return None
    rest = scene.text[scene.column :].rstrip()
    help = "put the whole text in double quotes, and use single quotes inside it"
    if set(rest) <= set("\"',]}"):
        help = f"delete `{rest}`"
    elif rest.startswith("[^") and mark in "\"'":
        help = f"put the closing `{mark}` behind the source: `[^…]{mark}`"
    return Slip(scene.line, scene.column, f"text goes on after the closing `{mark}`", help)


def _hyphen(scene: Scene) -> Slip | None:
    above = scene.above(scene.line)
    heading = scene.line_at(scene.above(above)).rstrip()
    if not re.search(r"expected (key|'-')", scene.problem) or not heading.endswith(":"):
        return None
    entry, upper = scene.text.lstrip().startswith("- "), scene.line_at(above)
    if entry and not upper.lstrip().startswith("- ") and _indent(upper) == _indent(scene.text):
        return Slip(above, _indent(upper), "an entry without its hyphen", ENTRIES)
    if BEGINNING.match(upper) and _indent(upper) == _indent(heading) < _indent(scene.text):
        message = f"the line belongs below `{heading.strip()}` and is not indented"
        return Slip(above, _indent(upper), message, SPACES)
    return None


def _nested(scene: Scene) -> Slip | None:
    """A field that is no deeper than it looks: it, or the one above it, starts in the wrong column."""
    above = scene.above(scene.line)
    if "mapping values" not in scene.problem or not re.fullmatch(r"\s*[\w-]+", scene.before) or above < 0:
        return None
    upper, indent = scene.line_at(above), _indent(scene.text)
    if not re.search(r":(\s|$)", upper) and not upper.lstrip().startswith(("- ", "#")):
        return Slip(above, _indent(upper), *_unspaced(upper))
    if indent <= _indent(upper):
        return None
    if _indent(scene.line_at(scene.above(above))) == indent:
        return Slip(above, _indent(upper), "the line is indented less than the ones around it", COLUMNS)
    return Slip(scene.line, indent, "the line is indented further than the ones around it", COLUMNS)


def _no_colon(scene: Scene) -> Slip | None:
    if "expected ':'" not in scene.problem or scene.text.lstrip()[:1] in ("", '"', "'", "[", "{"):
        return None
    return Slip(scene.line, _indent(scene.text), *_unspaced(scene.text))


def _indented_start(scene: Scene) -> Slip | None:
    above = scene.above(scene.line)
    if "document start" not in scene.problem or not _indent(scene.line_at(above)):
        return None
    return Slip(above, 0, "the line is indented, and the next one is not", COLUMNS)


def _unspaced(line: str) -> tuple[str, str]:
    """Message and help for a line that should have been `field: value`, or an entry."""
    if BULLET.match(line):
        return "an entry without a hyphen and a space", ENTRIES
    match = UNSPACED.match(line)
    if not match:
        return "a field without a colon, or a text whose end is missing", "write `field: value`"
    value = match[2] or match[3] or ""
    shown = f"{match[1]}: {value if len(value) <= SHORT else '…'}".rstrip()
    message = "a colon without a space after it" if match[2] and ":" in line else "a field without a colon and a space"
    return message, f"write `{shown}`, with a colon and a space"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


LOOKS: tuple[Callable[[Scene], Slip | None], ...] = (
    _tab,
    _hard_space,
    _marker,
    _open_quote,
    _after_a_quote,
    _hyphen,
    _nested,
    _no_colon,
    _indented_start,
)
