"""Rules on what is said: sources, balance, and nothing that a browser could run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from generator.checks.ground import Ground
from generator.checks.slips import slipped
from generator.diagnostics import Diagnostic
from generator.model import GAP, Claim, Entity, Role, host

TAG = re.compile(r"<(?=[a-zA-Z/!?])[^>]*>?|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+\d*);")
# Marks that no address has as such.
ODD = r"[\s\"'<>`\\]"
SAFE = re.compile(r"https?://[\w.-]+(:\d+)?([/?#][^\s\"'<>`\\]*)?")


def unsourced_claim(ground: Ground, entity: Entity) -> Iterator[Diagnostic]:
    """A claim cites no source."""
    for at, text in ground.texts(entity):
        if isinstance(text, Claim) and not text.citations and not slipped(ground, entity, at, text):
            message, help = "this claim cites no source", "add `[^id]`, with the id of a source declared below"
            yield ground.fault("unsourced-claim", entity, at, message, help, severity="warning")


def gap_left(ground: Ground, entity: Entity) -> Iterator[Diagnostic]:
    """A text is still the mark of a gap."""
    for at, text in ground.strings(entity):
        if text.startswith(GAP) and not (isinstance(text, Claim) and not text.citations):  # told as an unsourced claim
            message, help = f"`{GAP}` marks a text that is still to be written", "write it, or delete the line"
            yield ground.fault("gap-left", entity, at, message, help, token=GAP, severity="warning")


def unbalanced_fit(ground: Ground, role: Entity) -> Iterator[Diagnostic]:
    """What speaks for a role outweighs what speaks against it."""
    if not isinstance(role, Role):
        return
    pairs = (
        ("good-fit", role.good_fit, "poor-fit", role.poor_fit),
        ("likes", role.likes, "dislikes", role.dislikes),
    )
    for more, praise, less, doubts in pairs:
        if len(praise) > len(doubts):
            message = f"`{more}` counts {len(praise)} and `{less}` counts {len(doubts)}"
            help = f"add to `{less}`, or shorten `{more}`: readers need both sides"
            yield ground.fault("unbalanced-fit", role, (more,), message, help, key=True, severity="warning")


def raw_html(ground: Ground, entity: Entity) -> Iterator[Diagnostic]:
    """A text holds HTML."""
    for at, text in ground.strings(entity):
        if ("<" in text or "&" in text) and at[-1] != "url" and (match := TAG.search(text)):
            link = match[0].startswith("<http")
            message = f"`{match[0][:40]}` is {'no link here' if link else 'HTML'}"
            help = "write a link as `[text](https://…)`" if link else "write plain text; `*stress*` is allowed"
            if match[0].startswith("&"):
                help = "write the character itself"
            yield ground.fault("raw-html", entity, at, message, help, token=match[0].split()[0])


def unsafe_url(ground: Ground, entity: Entity) -> Iterator[Diagnostic]:
    """An address is none that a reader could safely follow."""
    for at, address in ground.addresses(entity):
        if not safe(address):
            odd = re.search(ODD, address)
            message = f"`{address}` is not an address of the web"
            help = f"write `{quote(odd[0])}` for the mark in it" if odd else "start it with `https://`"
            if address.startswith("["):
                help = "write the address alone, without the brackets"
            yield ground.fault("unsafe-url", entity, at, message, help, token=address)


def insecure_url(ground: Ground) -> Iterator[Diagnostic]:
    """An address begins with `http://`, and another one of the same host, somewhere in the book, with `https://`."""
    entities = list(ground.book.entities)
    secure = {name for entity in entities for name in entity.said.hosts}
    for entity, at, address in ((each, *found) for each in entities for found in each.said.open):
        if safe(address) and host(address) in secure:
            message = f"`{host(address)}` is asked without encryption here, and with it elsewhere in the book"
            help = "start the address with `https://`"
            fault = ground.fault("insecure-url", entity, at, message, help, token=address, severity="warning")
            yield ground.respelt(fault, address, f"https{address.removeprefix('http')}")


def safe(address: str) -> bool:
    """Whether an address is complete, and of a kind that runs nothing."""
    return SAFE.fullmatch(address) is not None
