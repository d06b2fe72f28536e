"""Addresses as a page's templates write them, each worked out once for all pages of a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import pass_context

Filter = Callable[[Any, Any], str]
# The addresses and titles of what a section holds.
Entries = list[tuple[str, str]]


class Addresses:
    """Filters for templates, made of MkDocs's filter `url`.

    Where a page's own name is no part of an address, its neighbours lead there by the same way.
    """

    def __init__(self, given: Filter) -> None:
        self.given = given
        # By what an address hangs on besides the name of the page.
        self._known: dict[tuple[str, str], dict[str, str]] = {}

    @pass_context
    def url(self, context: Any, value: Any) -> str:
        """What MkDocs's filter makes of an address."""
        place, name = _placed(_own(context))
        return self._found(context, value, name, self._known.setdefault(place, {}))

    @pass_context
    def from_here(self, context: Any, entries: Entries, children: Iterable[Any]) -> Entries:
        """The entries of a section with addresses that lead from the page, given the section's children as well.

        One that is the page, or holds it, has no address, like those that had none.
        """
        own = _own(context)
        place, name = _placed(own)
        known = self._known.setdefault(place, {})
        return [
            ("" if not address or address == own or child.active else self._found(context, address, name, known), title)
            for (address, title), child in zip(entries, children, strict=True)
        ]

    def _found(self, context: Any, value: Any, name: str, known: dict[str, str]) -> str:
        address = str(value)
        if not name or name in address:
            return self.given(context, value)
        if address not in known:
            known[address] = self.given(context, value)
        return known[address]


def work_out_once(env: Any) -> None:
    """Give the templates of an environment such filters; to be done where sections tell what stands in them."""
    if not isinstance(getattr(env.filters["url"], "__self__", None), Addresses):
        addresses = Addresses(env.filters["url"])
        env.filters.update(url=addresses.url, from_here=addresses.from_here)


def _own(context: Any) -> str:
    """The address of the page that is written, if it is one."""
    page = context["page"]
    return page.url if page is not None else ""


def _placed(own: str) -> tuple[tuple[str, str], str]:
    """What the addresses on a page hang on besides its name, and the name; no name if nothing can be said."""
    above, _, name = own.rstrip("/").rpartition("/")
    # A last part with a dot is a file's name, unless a slash follows.
    return (above, "/" if own.endswith("/") else "." if "." in name else ""), name
