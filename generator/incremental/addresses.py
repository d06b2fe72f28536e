"""The filter `url` of MkDocs's templates, which works out an address once for all pages of a folder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import pass_context

Filter = Callable[[Any, Any], str]


def worked_out_once(url: Filter) -> Filter:
    """The same filter: where a page's own name is no part of an address, its neighbours lead there by the same way."""
    known: dict[tuple[str, str, str], str] = {}

    @pass_context
    def found(context: Any, value: Any) -> str:
        page = context["page"]
        address, own = str(value), page.url if page is not None else ""
        above, _, name = own.rstrip("/").rpartition("/")
        if not name or name in address:
            return url(context, value)
        # A last part with a dot is a file's name, unless a slash follows.
        key = above, address, "/" if own.endswith("/") else "." if "." in name else ""
        if key not in known:
            known[key] = url(context, value)
        return known[key]

    return found
