"""How wide a text will be, near enough: the readers' fonts are not known, so every letter is given some room."""

from __future__ import annotations

from collections.abc import Mapping

# In hundredths of the size of the letters, as the widest of the usual sans-serif fonts have them.
WIDTHS: Mapping[str, int] = {
    **dict.fromkeys(" ijlIJ,.'’", 32),
    **dict.fromkeys("frt()[]-/:;!|", 41),
    **dict.fromkeys("sczkvxyFL", 59),
    **dict.fromkeys("ABCKRVXZ", 72),
    **dict.fromkeys("DGHNOQUw&", 82),
    **dict.fromkeys("mMW%@—→", 100),
}
OTHER = 65
# Scripts whose letters fill a square.
WIDE = "\u2e80"


def width(text: str, size: float) -> float:
    """How much room a line of text takes at most in letters of a size."""
    return sum(100 if letter >= WIDE else WIDTHS.get(letter, OTHER) for letter in text) * size / 100


def wrap(text: str, room: float, size: float) -> tuple[str, ...]:
    """The text in lines that fit the room; a word that does not fit by itself is cut."""
    lines = [""]
    for word in text.split():
        for piece in _pieces(word, room, size):
            longer = f"{lines[-1]} {piece}".strip()
            if width(longer, size) <= room:
                lines[-1] = longer
            else:
                lines.append(piece)
    return tuple(filter(None, lines)) or ("",)


def _pieces(word: str, room: float, size: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces
