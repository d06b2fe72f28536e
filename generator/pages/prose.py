"""Contributed text → Markdown that can do nothing but be read, and the footnotes that it calls for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from markupsafe import Markup

from generator.checks.editorial import safe
from generator.model import CITATION, ROLE_LINK, Prose, Source

# A character reference means the same in Markdown, in HTML text and in a quoted attribute, and none of them parses it.
SPECIAL = {ord(mark): f"&#{ord(mark)};" for mark in '\\`*_{}[]<>"|#!~^'} | {ord("&"): "&amp;"}
LEADING = re.compile(r"^(\d+)([.)])|^([-+:])")
LINK = re.compile(r"\[([^\]^\[]+)\]\(([^)\s]*)\)")
STRESS = re.compile(r"(\*\*?)(?=\S)([^*]+?)(?<=\S)\1")
TOKEN = re.compile(
    "|".join(f"(?:{pattern.pattern})" for pattern in (CITATION, ROLE_LINK, LINK, STRESS)).replace(r"\1", r"\6")
)


def escape(text: str) -> Markup:
    """The text with every mark that Markdown or HTML could act on written as a character reference."""
    escaped = str(text).translate(SPECIAL)
    return Markup(LEADING.sub(lambda match: (match[1] or "") + f"&#{ord(match[2] or match[3])};", escaped))  # noqa: S704


def plain(text: Prose) -> str:
    """The text without its citations, links and stress marks, for descriptions and search."""

    def shown(match: re.Match[str]) -> str:
        citation, slug, label, text, _, _, stressed = match.groups()
        return "" if citation else label or (slug or "").replace("-", " ") or text or stressed

    return re.sub(r"\s+([.,;:])", r"\1", " ".join(TOKEN.sub(shown, text).split()))


def markdown(text: Prose, cite: Callable[[str], str], link: Callable[[str, str | None], str]) -> Markup:
    """The text as inline Markdown: only citations, links and stress keep a meaning.

    `cite` turns a source id into a footnote reference, `link` a slug and its label into a link.
    """
    done, at = [], 0
    for match in TOKEN.finditer(text):
        done.append(escape(text[at : match.start()]) if at == 0 else _inner(text[at : match.start()]))
        done.append(_token(match, cite, link))
        at = match.end()
    done.append(_inner(text[at:]) if at else escape(text))
    return Markup("").join(done)


def _inner(text: str) -> Markup:
    return Markup(text.translate(SPECIAL))  # noqa: S704


def _token(match: re.Match[str], cite: Callable[[str], str], link: Callable[[str, str | None], str]) -> Markup:
    citation, slug, label, text, address, stress, stressed = match.groups()
    if citation:
        return Markup(cite(citation))  # noqa: S704
    if slug:
        return Markup(link(slug, label))  # noqa: S704
    if text:
        return anchor(address, text)
    return Markup("{0}{1}{0}").format(Markup(stress), _inner(stressed))  # noqa: S704


def anchor(address: str | None, text: str) -> Markup:
    """A link to another site, or the text alone where the address is missing or unsafe."""
    if not address or not safe(address):
        return escape(text)
    return Markup('<a href="{}" rel="noopener nofollow">{}</a>').format(escape(address), escape(text))


class Notes:
    """The footnotes of one page, in the order of their first citation; one source gets one footnote."""

    def __init__(self) -> None:
        self._labels: dict[tuple[str, str], str] = {}
        self._sources: dict[str, Source] = {}

    def cite(self, id: str, source: Source) -> str:
        """The footnote reference for a source, as Python-Markdown writes it."""
        key = (source.url or source.title, source.title)
        if key not in self._labels:
            taken = sum(label == id or label.startswith(f"{id}--") for label in self._sources)
            label = f"{id}--{taken + 1}" if taken else id
            self._labels[key] = label
            self._sources[label] = source
        return f"[^{self._labels[key]}]"

    def __iter__(self) -> Iterator[tuple[str, Source]]:
        return iter(self._sources.items())
