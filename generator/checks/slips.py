"""Rules on slips that YAML takes without a word: comments in texts, odd quotation marks, brackets left open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import shorten

from generator.checks.ground import Ground
from generator.diagnostics import Diagnostic
from generator.model import CITATION, ROLE_LINK, Entity, Location, Prose

# An opening quotation mark, and what closes it where, in the languages that use it.
PAIRS = {"“": "”“", "„": "“”", "«": "»", "»": "«", "‘": "’", '"': '"'}
SHOWN = 40
OPEN = re.compile(r"\[\^(?![^\]]+\])")
UNFINISHED = re.compile(r"\[\[|\]\]|\[\^")
# The bracket is looked for first and what stands before it second, which is many times as fast.
BARE = re.compile(r"\[(?<![\[\w].)([a-z0-9-]+)\](?![(\[])")


def comment_in_text(ground: Ground, entity: Entity) -> Iterator[Diagnostic]:
    """A `#` after a space, in a text without quotes, turns the rest of its line into a comment."""
    document = ground.documents[entity.path]
    for at, (span, swallowed) in ground.comments(entity).items():
        message = f"`{shorten(swallowed, SHOWN, placeholder=' …')}` is read as a comment and is not shown"
        help = "put the whole text in double quotes, or the comment on a line of its own"
        if isinstance(dict(ground.strings(entity)).get(at), Prose) or not swallowed.startswith("# "):
            yield document.fault("comment-in-text", message, span, help, severity="warning")


def stray_quote(ground: Ground, entity: Entity) -> Iterator[Diagnostic]:
    """A text has a quotation mark at one end only, or typographic ones around the whole of it."""
    for at, text in ground.texts(entity):
        first, last = text[0], text[-1]
        if first in PAIRS and last in PAIRS[first] and first != '"' and not set(text[1:-1]) & {first, last}:
            message = f"the marks `{first}` and `{last}` enclose the text, and would be shown"
            help = 'put straight ones, `"…"`, in their place'
        elif '"' in (first, last) and text.count('"') % 2 and not text[-2:-1].isdigit():
            message, help = "a quotation mark stands at one end of the text only", 'put `"` at both ends, or at neither'
        else:
            continue
        yield ground.fault("stray-quote", entity, at, message, help, severity="warning")


def unfinished_link(ground: Ground, entity: Entity) -> Iterator[Diagnostic]:
    """A link to a role or a mark of a source lacks one of its signs."""
    declared = getattr(entity, "sources", {})
    for at, text in ground.texts(entity):
        if sign := _unfinished(text):
            message, help = f"`{sign}` has nothing that belongs to it", "write `[[role]]` or `[^source]`"
            yield ground.fault("unfinished-link", entity, at, message, help, token=sign)
        elif (bare := BARE.search(text)) and bare[1] in declared:
            message = f"`{bare[0]}` names a source and lacks its `^`"
            fault = ground.fault("unfinished-link", entity, at, message, f"write `[^{bare[1]}]`", token=bare[0])
            yield ground.respelt(fault, bare[0], f"[^{bare[1]}]", safe=False)


def slipped(ground: Ground, entity: Entity, at: Location, text: Prose) -> bool:
    """Whether a text lost a citation to one of these slips, and only that is to be told."""
    bare = BARE.search(text)
    return at in ground.comments(entity) or bool(
        "[^" in _rest(text) or (bare and bare[1] in getattr(entity, "sources", {}))
    )


def _unfinished(text: Prose) -> str | None:
    match = UNFINISHED.search(_rest(text)) if "[[" in text or "]]" in text or OPEN.search(text) else None
    return match[0] if match else None


def _rest(text: Prose) -> str:
    return ROLE_LINK.sub("", CITATION.sub("", text))
