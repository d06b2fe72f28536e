"""The addresses that a book names, what servers answered when they were last asked, and which of them are dead."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from generator.checks.editorial import safe
from generator.model import Book, strings
from generator.model import addresses as addresses_in
from generator.network import Answer

# Servers fall silent for a weekend and come back.
SILENT_DAYS = 14


@dataclass(frozen=True)
class Memory:
    """What a server answered when it was last asked for an address, and since when it has answered so."""

    state: str
    words: str
    asked: str
    since: str
    to: str = ""

    @property
    def dead(self) -> bool:
        """Whether there is nothing any more: the server says so, or there has long been no server."""
        silent = (date.fromisoformat(self.asked) - date.fromisoformat(self.since)).days
        return self.state == "gone" or (self.state == "silent" and silent >= SILENT_DAYS)


def addresses(book: Book) -> dict[str, list[str]]:
    """Every address of the web that the book links to, in alphabetical order, with the files that name it."""
    found: dict[str, set[str]] = {}
    for entity in book.entities:
        for _, address in addresses_in(strings(entity)):
            if safe(address):
                found.setdefault(address, set()).add(entity.path)
    return {address: sorted(found[address]) for address in sorted(found)}


def due(wanted: Iterable[str], memory: Mapping[str, Memory], since: str) -> list[str]:
    """The addresses without an answer since a day: those never asked for first, then those asked for longest ago."""
    waiting = [address for address in wanted if address not in memory or memory[address].asked < since]
    return sorted(waiting, key=lambda address: (memory[address].asked if address in memory else "", address))


def remembered(last: Memory | None, answer: Answer, today: str) -> Memory:
    """What is remembered after an answer."""
    since = last.since if last and last.state == answer.state else today
    return Memory(answer.state, answer.words, today, since, answer.to)


def dead(book: Book, wanted: Iterable[str], memory: Mapping[str, Memory]) -> list[dict[str, str]]:
    """The entries for the list of dead addresses: those found dead, and those listed that nobody has asked for since.

    What is listed already keeps its month.
    """
    listed = {link.url: link for link in book.links.dead} if book.links else {}
    found = []
    for address in sorted(wanted):
        known, answer = listed.get(address), memory.get(address)
        if answer and answer.dead:
            found.append({"url": address, "since": known.since if known else answer.since[:7], "because": answer.words})
        elif known and (answer is None or answer.state in ("silent", "unsure")):
            found.append({"url": address, "since": known.since, "because": known.because})
    return found


def as_text(memory: Mapping[str, Memory]) -> str:
    """The memory as the text of a file."""
    entries = {address: asdict(memory[address]) for address in sorted(memory)}
    return json.dumps(entries, indent=1, ensure_ascii=False) + "\n"


def from_text(text: str) -> dict[str, Memory]:
    """The memory that a file holds; what is none of ours is left out."""
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    pairs = entries.items() if isinstance(entries, dict) else ()
    return {address: memory for address, values in pairs if (memory := _memory(values))}


def _memory(values: Any) -> Memory | None:
    try:
        memory = Memory(**values)
        date.fromisoformat(memory.asked), date.fromisoformat(memory.since)
    except (TypeError, ValueError):
        return None
    return memory
