"""A file's text, and where in it each value stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import yaml

from generator.diagnostics import Diagnostic, Severity, Span
from generator.model import Location

# Composing alone gives strings and places; nothing is guessed, nothing is constructed.
LOADER: type[yaml.CBaseLoader | yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


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
    def root(self) -> yaml.Node | None:
        """The YAML node graph of the text."""
        return compose(self.text)

    def fault(  # a diagnostic has this many parts
        self,
        code: str,
        message: str,
        span: Span,
        help: str = "",
        notes: tuple[str, ...] = (),
        severity: Severity = "error",
    ) -> Diagnostic:
        """A diagnostic about a place in this file."""
        excerpt = self.lines[span.line - 1].rstrip("\r") if span.line <= len(self.lines) else ""
        return Diagnostic(code, severity, message, self.path, span, help, notes, excerpt)

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
    loader = LOADER(text)
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
