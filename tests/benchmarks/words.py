"""The words of the generated books: an invented coast, its crews and what is told of them."""

from __future__ import annotations

from generator.model import Kind

# Lowest first, so that each trade is a ladder; the first career follows the last job.
GRADES: tuple[tuple[str, Kind], ...] = (
    ("Summer", "job"),
    ("Relief", "job"),
    ("Assistant", "career"),
    ("Principal", "career"),
    ("Superintending", "career"),
)
TRADES = (
    "keeper",
    "lamp trimmer",
    "lens grinder",
    "fog signaller",
    "boatman",
    "buoy tender",
    "storekeeper",
    "tower mason",
    "clockwork winder",
    "harbour pilot",
    "galley cook",
    "rope rigger",
    "chart clerk",
    "oil carrier",
    "bell founder",
    "stair painter",
    "wireless operator",
    "tide gauger",
    "log copyist",
    "cable splicer",
    "landing warden",
)
BIRDS = ("Gannet", "Cormorant", "Petrel", "Fulmar", "Eider", "Skua", "Puffin", "Dunlin", "Heron", "Kittiwake")
PLACES = ("Rock", "Ness", "Sound", "Holm", "Skerry", "Point", "Bank", "Island", "Cove", "Head")
NAMES = ("lamp hand", "spare hand", "watch mate", "rock hand", "second hand", "tower hand", "stair hand", "day hand")

WHO = (
    "The keeper on watch",
    "A hand of the tender",
    "The assistant on the lower landing",
    "Whoever holds the post",
    "The relief for the winter months",
    "One of the two on the rock",
    "The oldest hand at the station",
    "The principal, or the assistant in the principal's place,",
)
ACTS = (
    "writes down the hour and bearing of each ship that passes",
    "cleans the lens from top to bottom with spirit and a soft cloth",
    "carries the oil from the landing to the lantern room",
    "winds the clockwork and looks for soot on the glass",
    "counts the stores and signals to the tender what runs low",
    "starts the fog signal as soon as the near buoy cannot be seen",
    "rows to the outer marks and scrapes them free of weed",
    "reads the glass, the wind and the tide, and enters them in the log",
    "splices the landing rope and tries it with the weight of two",
    "teaches the newest hand how a wick is cut",
)
WHEN = (
    "before the lamp is lit",
    "at the change of each watch",
    "on the first calm day of the month",
    "when the boat is late",
    "twice in the night and once at noon",
    "between the equinox and the first frost",
    "as long as the inspector is at the station",
    "while the others sleep",
)
# Each with a number, so that hardly a sentence comes twice and nothing can be gained by remembering it.
ASIDES = (
    "which takes {} minutes",
    "and signs for it on page {}",
    "as order {} of the board has it",
    "with {} fathoms of rope at hand",
    "as in the winter of station {}",
    "and is paid {} pence for it",
)
TASTES = (
    "do work that shows at once whether it is done",
    "be woken by a bell at odd hours of the night",
    "spend a month with the same two people",
    "find fault and go on living with those at fault",
    "mend a thing sooner than write about it",
    "carry a can of oil up 200 steps without a rest",
    "leave home at an hour's notice",
    "look for an accident before it happens",
    "keep a log that nobody has to ask about",
    "stay calm when the sea does not",
)
# A mark such as `&` makes the reader look for anchors; two files in five hold one.
BODIES = ("Keepers' Union", "Oil & Wick Society", "School of Lights", "Lamp & Lens Guild", "Tower Hands' Club")
PUBLISHERS = ("Example Lighthouse Board", "The Example Pilot", "Lamp and Log", "The Tender's Mate", "Port of Example")
WORKS = ("A season at", "Orders for", "Twenty years on", "The stores of", "Night watches on", "Letters from")
INTERESTS = ("sells a course for keepers", "the writer is an inspector", "hires hands for the tender")
