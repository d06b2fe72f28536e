"""Contributed text → Markdown that can do nothing but be read, and the footnotes that it calls for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from markupsafe import Markup

from generator.checks.editorial import safe
from generator.model import CITATION, GUIDE, ROLE_LINK, Prose, Source

# A character reference means the same in Markdown, in HTML text and in a quoted attribute, and none of them parses it.
SPECIAL = {mark: f"&#{ord(mark)};" for mark in '\\`*_{}[]<>"|#!~^'} | {"&": "&amp;"}
MARKS = re.compile(f"[{re.escape(''.join(SPECIAL))}]")
LEADING = re.compile(r"^(\d+)([.)])|^([-+:])")
LEADING_MARKS = frozenset("0123456789-+:")
LINK = re.compile(r"\[([^\]^\[]+)\]\(([^)\s]*)\)")
STRESS = re.compile(r"(\*\*?)(?=\S)([^*]+?)(?<=\S)\1")
# All marks but those of stress are character references by the time that this is looked for.
STRESSED = re.compile(r"(\*\*?)([^*]+)\1")
TOKEN = re.compile(
    "|".join(f"(?:{pattern.pattern})" for pattern in (CITATION, ROLE_LINK, LINK, STRESS)).replace(r"\1", r"\6")
)


def escape(text: str) -> Markup:
    """The text with every mark that Markdown or HTML could act on written as a character reference."""
    return Markup(escaped(text))  # noqa: S704


def escaped(text: str) -> str:
    """The same as a plain string."""
    inner = _inner(text)
    if inner[:1] in LEADING_MARKS:
        return LEADING.sub(lambda match: (match[1] or "") + f"&#{ord(match[2] or match[3])};", inner)
    return inner


def _inner(text: str) -> str:
    return MARKS.sub(lambda match: SPECIAL[match[0]], text)


def quoted(words: str) -> Markup:
    """The words of a difference as Markdown, each value in backticks between quotation marks instead."""
    return escape(re.sub("`([^`]*)`", "“\\1”", words))


def plain(text: Prose) -> str:
    """The text without its citations, links and stress marks, for descriptions and search."""

    def shown(match: re.Match[str]) -> str:
        citation, slug, label, text, _, _, stressed = match.groups()
        return "" if citation else label or (slug or "").removeprefix(GUIDE).replace("-", " ") or text or stressed

    return re.sub(r"\s+([.,;:])", r"\1", " ".join(TOKEN.sub(shown, text).split()))


def markdown(text: Prose, cite: Callable[[str], str], link: Callable[[str, str | None], str]) -> Markup:
    """The text as inline Markdown: only citations, links and stress keep a meaning.

    `cite` turns a source id into a footnote reference, `link` a slug and its label into a link.
    """
    done, at = [], 0
    for match in TOKEN.finditer(text):
        before = text[at : match.start()]
        done.append(_inner(before) if at else escaped(before))
        done.append(_token(match, cite, link))
        at = match.end()
    done.append(_inner(text[at:]) if at else escaped(text))
    return Markup("".join(done))  # noqa: S704


def html(text: Prose, cite: Callable[[str], str], link: Callable[[str, str | None], str]) -> Markup:
    """The text as inline HTML, for what passes Markdown untouched; `cite` and `link` make HTML too."""
    return Markup(STRESSED.sub(_stressed, markdown(text, cite, link)))  # noqa: S704


def _stressed(match: re.Match[str]) -> str:
    tag = "strong" if match[1] == "**" else "em"
    return f"<{tag}>{match[2]}</{tag}>"


def _token(match: re.Match[str], cite: Callable[[str], str], link: Callable[[str, str | None], str]) -> str:
    citation, slug, label, text, address, stress, stressed = match.groups()
    if citation:
        return cite(citation)
    if slug:
        return link(slug, label)
    return anchor(address, text) if text else f"{stress}{_inner(stressed)}{stress}"


def anchor(address: str | None, text: str) -> Markup:
    """A link to another site, or the text alone where the address is missing or unsafe."""
    if not address or not safe(address):
        return escape(text)
    return Markup(f'<a href="{_inner(address)}" rel="nofollow">{_inner(text)}</a>')  # noqa: S704


class Notes:
    """The footnotes of one page, in the order of their first citation; one source gets one footnote."""

    def __init__(self) -> None:
        self._labels: dict[tuple[str, str], tuple[str, int]] = {}
        self._sources: dict[str, Source] = {}
        self._taken: Counter[str] = Counter()

    def cite(self, id: str, source: Source) -> str:
        """The footnote reference for a source, as Python-Markdown writes it."""
        return f"[^{self.refer(id, source)[0]}]"

    def refer(self, id: str, source: Source) -> tuple[str, int, bool]:
        """The name and number of a source's footnote, and whether this is the first time that it is cited."""
        key = (source.url or source.title, source.title)
        first = key not in self._labels
        if first:
            self._taken[id] += 1
            label = f"{id}--{self._taken[id]}" if self._taken[id] > 1 else id
            self._labels[key] = label, len(self._labels) + 1
            self._sources[label] = source
        elif not source.checked:
            # Two files cite it, and what one of them says was not compared with it.
            self._sources[self._labels[key][0]] = source
        return (*self._labels[key], first)

    def __iter__(self) -> Iterator[tuple[str, Source]]:
        return iter(self._sources.items())

    def __len__(self) -> int:
        return len(self._sources)
