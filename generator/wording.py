"""Figures, dates and grades in words, the same wherever they are told."""

from __future__ import annotations

from generator.model import UNKNOWN, Evidence, Level, Range

EVIDENCE_WORDS: dict[Evidence, str] = {
    "several-cases": "several documented cases",
    "one-case": "one documented case",
    "stated": "a source says so",
    "inferred": "inferred, nobody was seen to do it",
}
LEVEL_WORDS: dict[Level, str] = {
    "required": "Required",
    "usual": "Usually asked",
    "helps": "Helps",
    "not-asked": "Not asked",
}
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def amount(value: float) -> str:
    """A number with its thousands marked, and cents only where there are any."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".removesuffix("0")


def span(figure: Range) -> str:
    """A range in words: `100 to 200`, or `150` where both ends are the same."""
    return amount(figure.low) if figure.low == figure.high else f"{amount(figure.low)} to {amount(figure.high)}"


def month(date: str) -> str:
    """A date in words: `November 2026`, `2026`, or `undated`."""
    if date == UNKNOWN:
        return "undated"
    year, *rest = date.split("-")
    return f"{MONTHS[int(rest[0]) - 1]} {year}" if rest else year


def next_year(date: str) -> str:
    """The same month of the year after."""
    return f"{int(date[:4]) + 1}{date[4:7]}"


def day(date: str) -> str:
    """The day of a moment in words: `22 November 2026`."""
    return f"{int(date[8:10])} {month(date[:7])}"
