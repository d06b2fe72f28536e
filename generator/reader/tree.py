"""A file as a tree of entries in the order of the text, each with the comments and blank lines that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from generator.reader.document import Document

COMMENT = re.compile(r"#[^\n]*")


@dataclass(frozen=True)
class Text:
    """A single value; `style` is its quotation mark, `|`, `>`, or nothing for a plain one."""

    value: str
    style: str = ""


@dataclass(frozen=True)
class Entry:
    """An entry of a mapping or, without a key, of a list; in `above`, an empty string is a blank line."""

    value: Text | Block
    key: Text | None = None
    above: tuple[str, ...] = ()
    beside: str = ""


@dataclass(frozen=True)
class Block:
    """A mapping or list; with `flow` it stands in brackets and holds no comment, `below` follows its last entry."""

    entries: tuple[Entry, ...]
    flow: bool = False
    keyed: bool = True
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tree:
    """A whole file: the comments above its first entry, and its fields."""

    header: tuple[str, ...]
    root: Block


def tree(document: Document) -> Tree:
    """The tree of a document that has a mapping at its root and no fault of syntax."""
    return _Growth(document).tree()


# What is still growing; frozen into the classes above once every comment has found its place.
@dataclass(eq=False)
class _Entry:
    parent: _Block
    key: Text | None = None
    value: Text | Block | _Block = Text("")
    above: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


@dataclass(eq=False)
class _Block:
    outer: _Block | None
    column: int
    keyed: bool
    flow_end: int | None
    entries: list[_Entry] = field(default_factory=list)
    below: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Atom:
    """A piece of text that holds no comment; `opens` is the outermost entry that begins with it."""

    start: int
    end: int
    owner: _Entry
    opens: _Entry | None


class _Growth:
    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        self.atoms: list[_Atom] = []
        self.header: list[str] = []
        if not isinstance(document.root, yaml.MappingNode):
            raise TypeError("only a mapping grows into a tree")
        self.root = self._block(document.root, None, None)

    def tree(self) -> Tree:
        end, previous = 0, None
        for atom in [*self.atoms, None]:
            first, *rest = self.text[end : atom.start if atom else None].split("\n")
            if previous is None:
                rest.insert(0, first)
            elif "#" in first:
                previous.owner.beside.append(_comment(first))
            self._between(previous, atom, rest[:-1] if atom else rest, end + len(first) + 1)
            end, previous = (atom.end if atom else 0), atom
        return Tree(tuple(_tidy(self.header)), _frozen(self.root))

    def _block(self, node: yaml.CollectionNode, outer: _Block | None, opens: _Entry | None) -> _Block:
        keyed = isinstance(node, yaml.MappingNode)
        block = _Block(outer, node.start_mark.column, keyed, self._offset(node.end_mark) if node.flow_style else None)
        for child in node.value:
            key, value = child if keyed else (None, child)
            entry = _Entry(block)
            first: _Entry | None = opens or entry
            opens = None
            if key is not None:
                entry.key, first = self._atom(key, entry, first), None
            entry.value = self._value(value, entry, first)
            block.entries.append(entry)
        return block

    def _value(self, node: yaml.Node, entry: _Entry, opens: _Entry | None) -> Text | Block | _Block:
        if isinstance(node, yaml.CollectionNode):
            comments = list(self._inner_comments(node)) if node.flow_style else []
            if not node.flow_style or (comments and node.value):
                return self._block(node, entry.parent, opens)
            entry.beside += comments
            self.atoms.append(_Atom(self._offset(node.start_mark), self._offset(node.end_mark), entry, opens))
            return _in_brackets(node)
        return self._atom(node, entry, opens)

    def _atom(self, node: yaml.Node, owner: _Entry, opens: _Entry | None) -> Text:
        start, end = self._offset(node.start_mark), self._offset(node.end_mark)
        style = getattr(node, "style", None) or ""
        if style and style in "|>":
            shown = self.text[start:end].rstrip()
            end = start + len(shown)
            owner.beside += COMMENT.findall(shown.split("\n", 1)[0])
        self.atoms.append(_Atom(start, end, owner, opens))
        return Text(str(node.value), style)

    def _inner_comments(self, node: yaml.CollectionNode) -> Iterator[str]:
        """The comments inside the brackets of a list or mapping."""
        end = self._offset(node.start_mark)
        if "#" in self.text[end : self._offset(node.end_mark)]:
            for scalar in _scalars(node):
                yield from COMMENT.findall(self.text[end : self._offset(scalar.start_mark)])
                end = self._offset(scalar.end_mark)
            yield from COMMENT.findall(self.text[end : self._offset(node.end_mark)])

    def _offset(self, mark: yaml.Mark) -> int:
        return self.starts[mark.line] + mark.column

    def _between(self, previous: _Atom | None, following: _Atom | None, lines: list[str], offset: int) -> None:
        """Hand the comments on lines of their own to what they belong to.

        A comment belongs to the entry below it, unless it is indented like the entries of a list that ends there.
        """
        blank, limit, upward = False, len(self.text), previous is not None
        ahead = self._ahead(previous, following)
        for line in lines:
            if "#" in line:
                before, target = line[: line.index("#")], ahead
                if previous and before.strip(" \t,") in ("]", "}"):
                    target, blank = previous.owner.beside, False
                elif previous and upward and not before.strip():
                    block = self._ended(previous, following, min(limit, len(before)), offset)
                    target, upward = (block.below, True) if block else (ahead, False)
                    limit = block.column if block and block.flow_end is None else limit
                target += ["", _comment(line)] if blank else [_comment(line)]
            blank = "#" not in line and (blank or not line.strip())
            offset += len(line) + 1
        if blank and following:
            ahead.append("")

    def _ahead(self, previous: _Atom | None, following: _Atom | None) -> list[str]:
        if previous is None:
            return self.header
        return (following.opens or following.owner).above if following else self.root.below

    def _ended(self, previous: _Atom, following: _Atom | None, column: int, offset: int) -> _Block | None:
        """The innermost list or mapping that ends between two atoms and that a comment in a column belongs to."""
        if following and following.opens is None:
            return None
        home = following.opens.parent if following and following.opens else None
        block: _Block | None = previous.owner.parent
        while block is not None and block is not home:
            if block.flow_end is not None and offset < block.flow_end:
                return block
            if block.flow_end is None and (home.column if home else -1) < block.column <= column:
                return block
            block = block.outer
        return None


def _comment(line: str) -> str:
    return line[line.index("#") :].rstrip()


def _scalars(node: yaml.Node) -> Iterator[yaml.Node]:
    if not isinstance(node, yaml.CollectionNode):
        yield node
        return
    for child in node.value:
        for inner in child if isinstance(child, tuple) else (child,):
            yield from _scalars(inner)


def _in_brackets(node: yaml.Node) -> Text | Block:
    """A value without comments, as it may stand in brackets."""
    if isinstance(node, yaml.MappingNode):
        pairs = [(Text(key.value, key.style or ""), value) for key, value in node.value]
        return Block(tuple(Entry(_in_brackets(value), key) for key, value in pairs), flow=True)
    if isinstance(node, yaml.SequenceNode):
        return Block(tuple(Entry(_in_brackets(item)) for item in node.value), flow=True, keyed=False)
    return Text(str(node.value), getattr(node, "style", None) or "")


def _frozen(block: _Block) -> Block:
    entries = []
    for entry in block.entries:
        value = _frozen(entry.value) if isinstance(entry.value, _Block) else entry.value
        alone = len(entry.beside) == 1
        above = entry.above if alone else [*entry.above, *entry.beside]
        entries.append(Entry(value, entry.key, tuple(_tidy(above)), entry.beside[0] if alone else ""))
    return Block(tuple(entries), keyed=block.keyed, below=tuple(_tidy(block.below)))


def _tidy(lines: list[str]) -> list[str]:
    """The lines with at most one blank line in a row."""
    return [line for index, line in enumerate(lines) if line or (index and lines[index - 1]) or not index]
