"""Rules on what is said: sources, balance, and nothing that a browser could run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from generator.checks.ground import Ground
from generator.diagnostics import Diagnostic
from generator.model import Claim, Entity, Location, leaves, texts

TAG = re.compile(r"<(?=[a-zA-Z/!?])[^>]*>?")
TARGET = re.compile(r"\]\(\s*<?([^)>\s]*)")
# Marks that no address has as such.
ODD = r"[\s\"'<>`\\]"
SAFE_SCHEMES = frozenset({"http", "https"})


def unsourced_claim(ground: Ground) -> Iterator[Diagnostic]:
    """A claim cites no source."""
    for entity in ground.book.entities:
        for at, text in texts(entity):
            if isinstance(text, Claim) and not text.citations:
                message, help = "this claim cites no source", "add `[^id]`, with the id of a source declared below"
                yield ground.fault("unsourced-claim", entity, at, message, help, severity="warning")


def unbalanced_fit(ground: Ground) -> Iterator[Diagnostic]:
    """What speaks for a role outweighs what speaks against it."""
    for role in ground.book.roles.values():
        pairs = (
            ("good-fit", role.good_fit, "poor-fit", role.poor_fit),
            ("likes", role.likes, "dislikes", role.dislikes),
        )
        for more, praise, less, doubts in pairs:
            if len(praise) > len(doubts):
                message = f"`{more}` counts {len(praise)} and `{less}` counts {len(doubts)}"
                help = f"add to `{less}`, or shorten `{more}`: readers need both sides"
                yield ground.fault("unbalanced-fit", role, (more,), message, help, key=True, severity="warning")


def raw_html(ground: Ground) -> Iterator[Diagnostic]:
    """A text holds HTML."""
    for entity in ground.book.entities:
        for at, text in _strings(entity):
            if at[-1] != "url" and (match := TAG.search(text)):
                link = match[0].startswith("<http")
                message = f"`{match[0][:40]}` is {'no link here' if link else 'HTML'}"
                help = "write a link as `[text](https://…)`" if link else "write plain text; `*stress*` is allowed"
                yield ground.fault("raw-html", entity, at, message, help, token=match[0].split()[0])


def unsafe_url(ground: Ground) -> Iterator[Diagnostic]:
    """An address is none that a reader could safely follow."""
    for entity in ground.book.entities:
        for at, text in _strings(entity):
            for address in [text] if at[-1] == "url" else TARGET.findall(text):
                if not safe(address):
                    odd = re.search(ODD, address)
                    message = f"`{address}` is not an address of the web"
                    help = f"write `{quote(odd[0])}` for the mark in it" if odd else "start it with `https://`"
                    yield ground.fault("unsafe-url", entity, at, message, help, token=address)


def safe(address: str) -> bool:
    """Whether an address is complete, and of a kind that runs nothing."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    clean = not re.search(ODD, address)
    return clean and parts.scheme in SAFE_SCHEMES and bool(parts.netloc)


def _strings(entity: Entity) -> Iterator[tuple[Location, str]]:
    yield from ((at, value) for at, value in leaves(entity) if isinstance(value, str))
