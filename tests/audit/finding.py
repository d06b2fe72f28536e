"""One line of an audit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What was measured, where, and whether it is within its budget."""

    subject: str
    page: str
    measured: str
    budget: str
    holds: bool
    details: tuple[str, ...] = ()


def within(subject: str, page: str, measured: float, most: float) -> Finding:
    """A measure that may not be above its budget."""
    return Finding(subject, page, f"{measured:,.0f}", f"≤ {most:,.0f}", measured <= most)
