"""One slip in a good file: told on its own line, in at most two messages, and never by a traceback."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.helpers import EXAMPLE

FILE = "tower/lamp-trimmer.yml"
GOOD = (EXAMPLE / "roles" / FILE).read_text("utf-8")
MOST = 2

SUMMARY = "summary: Fills the lamps, trims the wicks and cleans the lens of a tower by day."
BECAUSE = "kind-because: Paid by the day, from April to October, with no grade. [^board-2025]"
ALSO = "also-called: [wick trimmer, lamp hand]"
TRIMS = '  - "Trims the wick and fills the lamp before dusk. [^board-2025]"'
CLEANS = '  - "Cleans the lens every morning, top to bottom. [^board-2025]"'
FOOD = '  - "Food and the crossing are free; oilskins are not. [^board-2025]"'
HOURS = "hours: {low: 30, high: 40, per: week, place: rock stations, sources: [board-2025]}"
OILED = "  - You cannot carry oil up 200 steps."
SPARE = "  spare: {title: Spare, publisher: X, published: 2025, accessed: 2026-11, kind: press}"

# Name of the mistake, what stands in the good file, and what is typed instead. A ¦ in it marks the line of the mistake
# where that is not the first.
MISTAKES: list[tuple[str, str, str]] = [
    # Names of fields
    ("field-misspelt", "also-called:", "also-caled:"),
    ("field-in-capitals", "summary:", "Summary:"),
    ("field-with-underscore", "kind-because:", "kind_because:"),
    ("field-with-space", "good-fit:", "good fit:"),
    ("field-of-nowhere", "reviewed:", "salary: high\nreviewed:"),
    ("inner-field-misspelt", "evidence: several", "evidense: several"),
    ("inner-field-misspelt-in-braces", "publisher: The Example Pilot", "publsher: The Example Pilot"),
    ("field-given-twice", "kind: job\n", "kind: job\n¦kind: career\n"),
    ("list-given-twice", "poor-fit:\n  - You cannot", "good-fit:\n  - You cannot"),
    ("source-given-twice", "  log-1998:", "  board-2025: {title: Another, kind: press}\n  log-1998:"),
    ("non-ascii-hyphen-in-field", "also-called:", "also‑called:"),
    ("letter-of-another-alphabet", "kind: job", "kіnd: job"),
    # Names of roles, terms and sources
    ("term-misspelt", "time: [seasonal]", "time: [seasonel]"),
    ("term-in-capitals", "entry: open", "entry: Open"),
    ("term-of-another-facet", "company: [few]", "company: [rock]"),
    ("facet-misspelt", "pay-form:", "pay-from:"),
    ("facet-without-a-term", "  entry: open", "  entry:"),
    ("two-terms-for-one", "entry: open", "entry: [open, hard]"),
    ("kind-in-capitals", "kind: job", "kind: Job"),
    ("kind-of-its-own", "kind: job", "kind: gig"),
    ("level-wrong", "level: required", "level: mandatory"),
    ("gate-misspelt", "kind: swimming", "kind: swiming"),
    ("topic-unknown", "topic: safety", "topic: weather"),
    ("evidence-wrong", "evidence: several-cases", "evidence: many cases"),
    ("role-misspelt", "role: relief-keeper", "role: releif-keeper"),
    ("role-by-its-title", "role: relief-keeper", "role: Relief keeper"),
    ("role-with-ending", "role: relief-keeper", "role: relief-keeper.yml"),
    ("link-misspelt", "[[principal-keeper]]", "[[principle-keeper]]"),
    ("link-by-its-title", "[[principal-keeper]]", "[[Principal keeper]]"),
    ("link-with-one-bracket", "[[principal-keeper]]", "[[principal-keeper]"),
    ("source-misspelt", "before dusk. [^board-2025]", "before dusk. [^bord-2025]"),
    ("source-without-caret", "before dusk. [^board-2025]", "before dusk. [board-2025]"),
    ("source-missing", "before dusk. [^board-2025]", "before dusk."),
    ("source-not-declared", "before dusk. [^board-2025]", "before dusk. [^my-uncle]"),
    ("source-id-misspelt-in-list", "sources: [pilot-season]", "sources: [pilot-seson]"),
    ("source-kind-unknown", "kind: press}", "kind: newspaper}"),
    ("source-nobody-cites", "  log-1998:", f"{SPARE}\n  log-1998:"),
    ("source-without-its-fields", "  log-1998:", "  spare: {title: Spare, kind: press}\n  log-1998:"),
    ("former-slug-with-space", "[wick-trimmer]", "[wick trimmer]"),
    # Tabs, indentation, colons and hyphens
    ("tab-before-a-field", "  time: [seasonal]", "\ttime: [seasonal]"),
    ("tab-before-an-entry", TRIMS, TRIMS.replace("  - ", "\t- ")),
    ("tab-after-spaces", "  entry: open", "  \tentry: open"),
    ("first-field-indented", "title: Lamp", " title: Lamp"),
    ("field-indented", "kind: job", "  kind: job"),
    ("field-indented-after-list", "reviewed: 2026-11", " reviewed: 2026-11"),
    ("facet-too-far-left", "  entry: open", " entry: open"),
    ("facet-too-far-right", "  entry: open", "   entry: open"),
    ("facet-not-indented", "  entry: open", "entry: open"),
    ("facets-not-indented-at-all", "  time: [seasonal]", "time: [seasonal]"),
    ("entry-too-far-left", CLEANS, CLEANS[1:]),
    ("entry-too-far-right", CLEANS, f" {CLEANS}"),
    ("inner-field-too-far-left", "    evidence: several-cases", "  evidence: several-cases"),
    ("inner-field-too-far-right", "    evidence: several-cases", "      evidence: several-cases"),
    ("colon-missing", "kind: job", "kind job"),
    ("colon-missing-before-list", "poor-fit:", "poor-fit"),
    ("colon-missing-in-braces", "low: 30,", "low 30,"),
    ("space-after-colon-missing", "kind: job", "kind:job"),
    ("space-after-colon-missing-in-braces", "low: 30,", "low:30,"),
    ("space-before-colon-only", "kind: job", "kind :job"),
    ("equals-for-colon", "kind: job", "kind = job"),
    ("full-width-colon", "kind: job", "kind：job"),
    ("colon-in-a-text", "summary: Fills the lamps,", "summary: Three things: fills the lamps,"),
    ("colon-in-an-entry", OILED, "  - Note: you cannot carry oil up 200 steps."),
    ("hyphen-missing", TRIMS, TRIMS.replace("- ", "")),
    ("hyphen-missing-in-the-middle", CLEANS, CLEANS.replace("- ", "  ")),
    ("hyphen-missing-of-a-plain-text", OILED, "  You cannot carry oil up 200 steps."),
    ("space-after-hyphen-missing", CLEANS, CLEANS.replace("- ", "-")),
    ("space-after-hyphen-missing-plain", OILED, OILED.replace("- ", "-")),
    ("dash-for-hyphen", CLEANS, CLEANS.replace("- ", "– ")),
    ("dash-for-hyphen-plain", OILED, OILED.replace("- ", "— ")),
    ("bullet-for-hyphen", OILED, OILED.replace("- ", "• ")),
    ("star-for-hyphen", OILED, OILED.replace("- ", "* ")),
    # Quotes and brackets
    ("quote-not-closed", TRIMS, TRIMS[:-1]),
    ("quote-not-opened", TRIMS, TRIMS.replace('- "', "- ")),
    ("quote-not-closed-single", "kind: job", "kind: 'job"),
    ("quote-doubled-inside", "Trims the wick and", 'Trims the "wick" and'),
    ("quote-doubled-at-the-end", TRIMS, f'{TRIMS}"'),
    ("quote-at-the-start-of-a-text", "summary: Fills the lamps", 'summary: "Fills" the lamps'),
    ("citation-after-the-quote", '. [^board-2025]"\n  - "Cleans', '." [^board-2025]\n  - "Cleans'),
    ("apostrophe-in-single-quotes", SUMMARY, "summary: 'Trims the keeper's wicks.'"),
    ("typographic-quotes", TRIMS, TRIMS.replace(' "', " “")[:-1] + "”"),
    ("typographic-quotes-with-colon", TRIMS, "  - “Trims the wick: before dusk. [^board-2025]”"),
    ("typographic-quotes-around-a-word", "kind: job", "kind: “job”"),
    ("typographic-quotes-in-braces", '"Lamp oil on a stone stair is slippery; ask', "“Lamp oil on a stone stair, ask"),
    ("bracket-not-closed", ALSO, ALSO[:-1]),
    ("bracket-not-opened", ALSO, ALSO.replace("[", "")),
    ("bracket-closed-twice", ALSO, f"{ALSO}]"),
    ("brace-not-closed", "years: {low: 1, high: 2}", "years: {low: 1, high: 2"),
    ("brace-not-opened", "years: {low: 1, high: 2}", "years: low: 1, high: 2}"),
    ("brace-closed-by-bracket", "years: {low: 1, high: 2}", "years: {low: 1, high: 2]"),
    ("parentheses-for-brackets", ALSO, "also-called: (wick trimmer, lamp hand)"),
    ("comma-missing-in-braces", "{low: 1, high: 2}", "{low: 1 high: 2}"),
    ("comma-twice-in-braces", "{low: 1, high: 2}", "{low: 1,, high: 2}"),
    ("comma-in-a-text-in-braces", "note: runs eleven towers", "note: runs towers, and lights"),
    ("comma-after-a-value", "kind: job", "kind: job,"),
    ("comma-after-an-entry", TRIMS, f"{TRIMS},"),
    ("comma-after-a-slug", "role: relief-keeper", "role: relief-keeper,"),
    # Lists for texts, texts for lists, nothing at all
    ("text-for-list", "good-fit:\n  - You like work that shows at once whether it is done.\n  - You are content",
     "good-fit: You are content"),
    ("list-for-text", SUMMARY, "summary: [Fills the lamps, trims the wicks]"),
    ("list-for-kind", "kind: job", "kind: [job]"),
    ("text-for-braces", "years: {low: 1, high: 2}", "years: 1 to 2"),
    ("text-for-a-list-of-words", ALSO, "also-called: wick trimmer, lamp hand"),
    ("number-for-sources", "sources: [pilot-season]}\npay-notes", "sources: pilot-season}\npay-notes"),
    ("empty-value", SUMMARY, "summary:"),
    ("empty-quotes", SUMMARY, 'summary: ""'),
    ("empty-entry", OILED, "  -"),
    ("empty-list", ALSO, "also-called:"),
    ("empty-in-braces", "place: rock stations, sources", "place: , sources"),
    # Dates and amounts
    ("date-with-slash", "reviewed: 2026-11", "reviewed: 11/2026"),
    ("date-in-words", "reviewed: 2026-11", "reviewed: Nov 2026"),
    ("date-month-13", "reviewed: 2026-11", "reviewed: 2026-13"),
    ("date-without-zero", "reviewed: 2026-11", "reviewed: 2026-9"),
    ("date-with-dashes", "reviewed: 2026-11", "reviewed: 2026–11"),
    ("date-of-a-source", "published: 2025-01", "published: 1/2025"),
    ("year-with-two-digits", "year: 2025", "year: 25"),
    ("amount-with-comma", "{low: 85, high: 95,", "{low: 1,085, high: 1095,"),
    ("amount-with-k", "low: 85", "low: 85k"),
    ("amount-with-sign", "low: 85", "low: $85"),
    ("amount-as-range", "low: 85, high: 95", "low: 85-95, high: 95"),
    ("amount-in-words", "low: 85", "low: about 85"),
    ("amounts-swapped", "low: 85, high: 95", "low: 95, high: 85"),
    ("currency-sign", "currency: EUR, place: Example", "currency: €, place: Example"),
    ("currency-in-small-letters", "currency: EUR, place: Example", "currency: eur, place: Example"),
    ("truth-in-other-words", "    checked: 2026-11\nsimilar", "    lateral: maybe\n    checked: 2026-11\nsimilar"),
    # Things pasted in
    ("html", "Trims the wick", "Trims the <b>wick</b>"),
    ("html-link", "Fills the lamps,", "Fills <a href='https://example.org'>the lamps</a>,"),
    ("html-entity", "trims the wicks and", "trims the wicks &amp; lamps and"),
    ("html-break", "Fills the lamps,", "Fills the lamps,<br>"),
    ("link-of-script", "Fills the lamps,", "Fills [the lamps](javascript:alert(1)),"),
    ("link-without-scheme", '"https://example.org/board"', '"example.org/board"'),
    ("link-with-wrong-scheme", '"https://example.org/board"', '"htp://example.org/board"'),
    ("link-with-space", '"https://example.org/board"', '"https://example.org/the board"'),
    ("link-in-markdown", '"https://example.org/board"', '"[board](https://example.org/board)"'),
    ("link-in-angles", "Fills the lamps,", "Fills <https://example.org>,"),
    ("invisible-character", "Fills the lamps", "Fills\u200b the lamps"),
    ("space-of-no-width-in-slug", "role: relief-keeper", "role: relief-\u200bkeeper"),
    ("hard-space-before-a-value", "kind: job", "kind:\u00a0job"),
    ("hard-space-for-indentation", "  entry: open", "\u00a0\u00a0entry: open"),
    ("comment-in-a-text", "Fills the lamps, trims", "Fills lamp #1 and lamp # 2, trims"),
    ("hash-swallows-a-text", SUMMARY, "summary: #1 hand of the tower."),
    ("hash-swallows-a-citation", BECAUSE, "kind-because: Paid as No. #2 by the day. [^board-2025]"),
    ("hash-in-an-entry", OILED, "  - You cannot carry can #3 up 200 steps."),
    ("document-marker", "kind: job", "---\nkind: job"),
    ("end-marker", "kind: job", "...\nkind: job"),
    ("merge-marker", "kind: job", "<<<<<<< HEAD\nkind: job"),
    ("anchor", "kind: job", "kind: &job job"),
    ("alias", "kind: job", "kind: *job"),
    ("tag", "kind: job", "kind: !job job"),
    ("directive", "# A job in the tower", "%YAML 1.3\n# A job in the tower"),
    ("star-at-the-start", "summary: Fills", "summary: *Fills*"),
    ("at-sign", "summary: Fills", "summary: @Fills"),
    ("percent", "summary: Fills", "summary: %Fills"),
    ("backtick", "summary: Fills", "summary: `Fills`"),
    ("question-mark", OILED, "  - ? You cannot carry oil"),
    ("greater-than", "summary: Fills", "summary: > Fills"),
    ("backslash", "Trims the wick", "Trims the wick\\lamp"),
    ("code-fence", "# A job in the tower", "```yaml\n# A job in the tower"),
    ("too-long", SUMMARY, f"summary: {'Fills the lamps. ' * 60}"),
    ("step-to-itself", "role: relief-keeper", "role: lamp-trimmer"),
]  # fmt: skip


# What is deleted stands on no line: the line is that of the record or list which lacks it.
GAPS: list[tuple[str, str, str]] = [
    ("field", f"{SUMMARY}\n", "title: Lamp trimmer"),
    ("list", f"{ALSO}\nkind: job\n", "title: Lamp trimmer"),
    ("entry", "  - You need to be reached from home every day.\n", OILED),
    ("facet", "  time: [seasonal]\n", "facets:"),
    ("field-in-an-entry", "    evidence: several-cases\n", "  - role: relief-keeper"),
    ("field-in-braces", "per: week, ", "hours:"),
]


def told(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """What the command says of a book whose one file has this text."""
    shutil.copytree(EXAMPLE / "roles", folder / "roles")
    (folder / "roles" / FILE).write_text(text, "utf-8")
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(main, ["check", "--strict", "--format", "json"])
    assert isinstance(done.exception, SystemExit), done.exception
    faults: list[dict[str, object]] = json.loads(done.output)
    return faults


@pytest.mark.parametrize(("old", "new"), [case[1:] for case in MISTAKES], ids=[case[0] for case in MISTAKES])
def test_a_mistake_is_told_on_its_line_in_at_most_two_messages(
    old: str, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = GOOD[: GOOD.index(old)].count("\n") + 1 + new.partition("¦")[0].count("\n") * ("¦" in new)

    faults = told(GOOD.replace(old, new.replace("¦", ""), 1), tmp_path, monkeypatch)

    assert (f"roles/{FILE}", line) in [(fault["path"], fault["line"]) for fault in faults]
    assert len(faults) <= MOST


@pytest.mark.parametrize(("old", "where"), [case[1:] for case in GAPS], ids=[case[0] for case in GAPS])
def test_a_gap_is_told_where_something_lacks(
    old: str, where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = GOOD.replace(old, "", 1)

    faults = told(text, tmp_path, monkeypatch)

    assert [(fault["path"], fault["line"]) for fault in faults] == [
        (f"roles/{FILE}", text[: text.index(where)].count("\n") + 1)
    ]


def test_the_mistakes_differ() -> None:
    assert len({name for name, _, _ in MISTAKES}) == len({case[1:] for case in MISTAKES}) == len(MISTAKES)
