"""A file's text, and where in it each value stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import yaml

from generator.diagnostics import Diagnostic, Fix, Severity, Span
from generator.model import Location

# Composing alone gives strings and places; nothing is guessed, nothing is constructed.
LOADER: type[yaml.CBaseLoader | yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Composer(LOADER):  # type: ignore[misc, valid-type]  # which of the two it is depends on how PyYAML was built
    """A loader that gives no node a tag: nobody asks for them, and resolving them takes a third of the time."""

    # A method of an empty string takes whatever it is given and makes nothing of it, without a call into Python a node.
    resolve = descend_resolver = ascend_resolver = staticmethod("".format)


@dataclass(frozen=True)
class Document:
    """A file that can say where a value stands; places are looked up only when somebody asks."""

    path: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text, without their ends."""
        return self.text.split("\n")

    @cached_property
    def has_escapes(self) -> bool:
        """Whether a text in double quotes may hold characters that are written as others."""
        return "\\" in self.text

    @cached_property
    def root(self) -> yaml.Node | None:
        """The YAML node graph of the text."""
        return compose(self.text)

    def fault(  # noqa: PLR0913  # a diagnostic has this many parts
        self,
        code: str,
        message: str,
        span: Span,
        help: str = "",
        notes: tuple[str, ...] = (),
        *,
        severity: Severity = "error",
        fix: Fix | None = None,
    ) -> Diagnostic:
        """A diagnostic about a place in this file."""
        excerpt = self.lines[span.line - 1].rstrip("\r") if span.line <= len(self.lines) else ""
        return Diagnostic(code, severity, message, self.path, span, help, notes, excerpt, fix)

    def respelling(self, span: Span, old: str, new: str, *, safe: bool = True) -> Fix | None:
        """The fix that writes one word for another inside a span, or None where the file spells the word otherwise."""
        line = self.lines[span.line - 1]
        end = span.end_column - 1 if span.end_line == span.line else len(line)
        found = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])").search(line, span.column - 1, end)
        if not found:
            return None
        return Fix(f"write `{new}`", Span(span.line, found.start() + 1, span.line, found.end() + 1), new, safe)

    def deletion(self, at: Location) -> Fix | None:
        """The fix that deletes a field with its value and its lines, or None where it is the last of its record."""
        pairs = getattr(self._reach(at[:-1])[1], "value", [])
        index = next((index for index, pair in enumerate(pairs) if pair[0].value == at[-1]), None)
        if index is None or len(pairs) == 1:
            return None
        key, value = pairs[index]
        alone = not self.lines[key.start_mark.line][: key.start_mark.column].strip()
        if alone and (span := self._whole_lines(key, value)):
            return Fix(f"delete `{at[-1]}`", span, "")
        if alone or key.start_mark.line != value.end_mark.line:
            return None
        # Between commas: up to the next field, or from the end of the one before.
        start = key.start_mark if index + 1 < len(pairs) else pairs[index - 1][1].end_mark
        end = pairs[index + 1][0].start_mark if index + 1 < len(pairs) else value.end_mark
        if start.line != end.line:
            return None
        return Fix(f"delete `{at[-1]}`", Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1), "")

    def _whole_lines(self, key: yaml.Node, value: yaml.Node) -> Span | None:
        """The lines of a field that has them for itself."""
        end = value.end_mark
        rest = self.lines[end.line][end.column :].strip() if end.line < len(self.lines) else ""
        if end.line > key.start_mark.line and end.column <= key.start_mark.column:
            return Span(key.start_mark.line + 1, 1, self._last_line(key, end.line) + 1, 1)
        if rest and not rest.startswith("#"):
            return None
        return Span(key.start_mark.line + 1, 1, end.line + 2, 1)

    def _last_line(self, key: yaml.Node, end: int) -> int:
        """The end of a block without the empty lines and comments behind it, which belong to what follows."""
        while end - 1 > key.start_mark.line and re.match(r"\s*(#|$)", self.lines[end - 1]):
            end -= 1
        return end

    def span(self, at: Location = ()) -> Span:
        """The place of the value at a location, or of the nearest record around it that is there.

        A record or list is shown by the line on which it begins.
        """
        return first_line(self._reach(at)[1])

    def key_span(self, at: Location) -> Span:
        """The place of the key of the value at a location."""
        key, value = self._reach(at)
        return first_line(key or value)

    def token_span(self, at: Location, token: str) -> Span:
        """The place of a piece of text inside the value at a location, or of the value where it is not found."""
        node = self._reach(at)[1]
        if node is None or not token:
            return first_line(node)
        for number in range(node.start_mark.line, min(node.end_mark.line + 1, len(self.lines))):
            begin = node.start_mark.column if number == node.start_mark.line else 0
            column = self.lines[number].find(token, begin)
            if column >= 0:
                return Span(number + 1, column + 1, number + 1, column + 1 + len(token))
        return first_line(node)

    def comment_beside(self, at: Location) -> tuple[Span, str] | None:
        """The comment that ends the line of a text without quotes, with its place."""
        node = self._reach(at)[1]
        if not isinstance(node, yaml.ScalarNode) or node.style in ("'", '"', "|", ">"):
            return None
        line, column = node.end_mark.line, node.end_mark.column
        match = re.match(r"[ \t]+(#.*)", self.lines[line][column:]) if line < len(self.lines) else None
        if not match:
            return None
        start = column + match.start(1)
        return Span(line + 1, start + 1, line + 1, column + match.end(1) + 1), match[1]

    def is_list(self, at: Location) -> bool:
        """Whether a list of values stands at a location."""
        return isinstance(self._reach(at)[1], yaml.SequenceNode)

    def has(self, at: Location) -> bool:
        """Whether a field stands at a location."""
        key, _ = self._reach(at)
        return isinstance(key, yaml.ScalarNode) and key.value == at[-1]

    def _reach(self, at: Location) -> tuple[yaml.Node | None, yaml.Node | None]:
        key, node = None, self.root
        for part in at:
            pair = _child(node, part)
            if pair is None:
                break
            key, node = pair
        return key, node


def compose(text: str) -> yaml.Node | None:
    """The node graph of a YAML text; raises `yaml.YAMLError`."""
    loader = Composer(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    finally:
        loader.dispose()
    return node


def first_line(node: yaml.Node | None) -> Span:
    """The span of a node, cut at the end of its first line; of a record, its first key."""
    while isinstance(node, yaml.MappingNode) and node.value:
        node = node.value[0][0]
    if node is None:
        return Span()
    start, end = node.start_mark, node.end_mark
    if isinstance(node, yaml.SequenceNode) and end.line > start.line:
        return Span(start.line + 1, start.column + 1, start.line + 1, start.column + 2)
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _child(node: yaml.Node | None, part: str | int) -> tuple[yaml.Node | None, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == part:
                return key, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    return None
