"""What the texts of a file tell other files, found in one walk through them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from generator.model.types import Claim, Location, Prose, Record


class Said(NamedTuple):
    """What the rules, pages and counts of a whole book ask of the texts of each file.

    `linking` are the texts that link a role or guide, `claims` and `cited` the numbers of claims and of those that name
    a source, `hosts` those of the addresses that begin with `https://`, and `open` the addresses that begin with
    `http://`, all in the order of the file; `empty` names the fields in which nothing stands.
    """

    linking: tuple[tuple[Location, Prose], ...] = ()
    claims: int = 0
    cited: int = 0
    hosts: tuple[str, ...] = ()
    open: tuple[tuple[Location, str], ...] = ()
    empty: tuple[str, ...] = ()

    @classmethod
    def by(cls, record: Record, texts: Sequence[tuple[Location, str]]) -> Said:
        """What the texts of a record tell."""
        claims = [text for _, text in texts if isinstance(text, Claim)]
        urls = [(at, text) for at, text in texts if at[-1] == "url"]
        return cls(
            # Of one sort, as they are remembered.
            tuple((at, Prose(text)) for at, text in texts if isinstance(text, Prose) and "[[" in text),
            len(claims),
            sum(bool(claim.citations) for claim in claims),
            tuple(dict.fromkeys(host(url) for _, url in urls if url.startswith("https://"))),
            tuple((at, url) for at, url in urls if url.startswith("http://")),
            tuple(name for name in type(record).model_fields if not getattr(record, name)),
        )

    @classmethod
    def of(cls, values: Any) -> Said:
        """The same from plain lists; raises `TypeError` and `ValueError` for what can be no such thing."""
        linking, claims, cited, hosts, plain, empty = values
        return cls(
            tuple((tuple(at), Prose(text)) for at, text in linking),
            int(claims),
            int(cited),
            tuple(hosts),
            tuple((tuple(at), url) for at, url in plain),
            tuple(empty),
        )


def host(address: str) -> str:
    """The host of an address that begins with `http://` or `https://`."""
    return address.split("/", 3)[2].casefold()
