"""The records inside a file: sources, pay, gates, steps and the words of the vocabulary."""

from __future__ import annotations

from typing import Annotated, Literal

from generator.model.types import (
    Amount,
    Claim,
    Currency,
    Date,
    Evidence,
    Kind,
    Level,
    Line,
    Markdown,
    Month,
    Prose,
    Record,
    Rising,
    Slug,
    Terms,
    Url,
    Year,
    field,
)


class Source(Record):
    """Where a claim comes from."""

    title: Line = field("Title of the page or document.", "Rules for keepers")
    url: Url | None = field("Address; leave out for a source without one.", "https://example.org/faq", None)
    publisher: Line = field("Who published it; for a copy, say of what.", "Northern Lights Board")
    published: Date = field("Year, month or day of publication, or `unknown`.", "2023-05")
    accessed: Month = field("When it was last read for this book.", "2026-11")
    checked: Month | None = field(
        "When somebody else last compared each sentence that cites it with what it says.", "2026-11", None
    )
    kind: Slug = field("What sort of source it is, from the vocabulary's `source-kinds`.", "press")
    interest: Line | None = field("What the publisher sells or gains, if anything.", "sells courses", None)
    note: Line | None = field("Anything a reader should know about it.", "reports a survey by another firm", None)


Sources = dict[Slug, Source]
Cited = tuple[Slug, ...]


class Range(Record):
    """A number or a range of numbers."""

    low: Amount = field("The lower figure.", 3)
    high: Amount = field("The upper figure; the same as `low` for a single one.", 4)


class Hours(Range):
    """How much time the work takes."""

    per: Literal["week", "month", "year"] = field("The span that the hours are counted in.", "week")
    place: Line | None = field("Where or for whom this was seen.", "rock stations", None)
    sources: Cited = field("Sources of the figure.", ["board-2025"], min_length=1)


class Pay(Range):
    """One figure for pay, from one source, never averaged with another."""

    per: Slug = field("Unit of the figure, from the vocabulary's `pay-units`.", "hour")
    currency: Currency = field("Three capitals of ISO 4217.", "USD")
    place: Line = field("Country, state, employer or body that the figure stands for.", "US")
    year: Year = field("Year that the pay was earned or offered, or `unknown`.", 2023)
    statistic: Line | None = field("What the figures are: median, posted range, one person's income.", "median", None)
    note: Line | None = field("Scope of the figure: who was asked, what is included.", "assistants only", None)
    sources: Cited = field("Sources of the figure.", ["board-2025"], min_length=1)
    checked: Month | None = field("When the figure was last compared with its source.", "2026-11", None)


class Gate(Record):
    """Something asked before entry."""

    kind: Slug = field("Kind of gate, from the vocabulary's `gates`.", "certificate")
    level: Level = field("How firmly it is asked; `not-asked` where a source says so.", "required")
    text: Claim = field("Who asks what, and where.", "A swimming test at each station. [^board-2025]")
    place: Line | None = field("Where this holds.", "California", None)
    checked: Month | None = field("When the rule was last compared with its source.", "2026-11", None)


class Caution(Record):
    """Something to settle before the start."""

    topic: Slug = field("Topic, from the vocabulary's `topics`.", "contract")
    text: Claim = field("What to look out for.", "The contract forbids other work in the season. [^board-2025]")
    place: Line | None = field("Where this holds.", "US", None)


class Account(Record):
    """What one person told of the work; people who tell are not a fair sample."""

    who: Line = field("Who speaks, as named in public.", "A keeper on North Rock")
    text: Claim = field("What happened, with dates where known.", "Had the watch after three winters. [^pilot-2019]")
    interest: Line | None = field("What the person sells or gains, if anything.", "sells a course", None)


class Organization(Record):
    """An employer, association, certificate or course."""

    name: Line = field("Its name.", "Northern Lights Board")
    url: Url | None = field("Its address.", "https://example.org", None)
    note: Line | None = field("Why it is named here.", "lists its stations", None)
    sources: Cited = field("Sources that name it.", ["board-2025"], min_length=1)


class Code(Record):
    """The nearest occupation in another catalogue."""

    code: Line = field("Its code there.", "53-5011.00")
    title: Line = field("Its title there.", "Sailors and Marine Oilers")
    note: Line | None = field("How near it is.", "covers work at sea only", None)


class Step(Record):
    """A move from the role of this file to another one."""

    role: Slug = field("The role it leads to.", "principal-keeper")
    evidence: Evidence = field("How well it is documented.", "one-case")
    lateral: bool = field("True for a move on the same level.", "true", False)
    years: Annotated[Range, Rising] | None = field(
        "Years in this role before the move, where known.", {"low": 3, "high": 4}, None
    )
    how: tuple[Claim, ...] = field(
        "How the move was made.", ["Stood the watch in winter first. [^pilot-2019]"], min_length=1
    )
    gives_up: tuple[Claim, ...] = field("What is given up.", ["The summers ashore. [^pilot-2019]"], ())
    checked: Month | None = field("When the step was last compared with its sources.", "2026-11", None)


class Similar(Record):
    """A role worth comparing with this one."""

    role: Slug = field("The other role.", "relief-keeper")
    because: Prose = field("What they share and where they part.", "the same lamps, but for a night at a time")


class Waiver(Record):
    """A rule that does not hold for this file."""

    rule: Slug = field("Code of the rule.", "near-duplicate")
    because: Line = field("Why.", "two services use nearly the same title")


class DeadLink(Record):
    """An address at which nothing was found any more."""

    url: Url = field("The address, as it stands in the book.", "https://example.org/faq")
    since: Month = field("When it was first found dead.", "2026-11")
    because: Line = field("What was answered.", "404 Not Found")


class Move(Record):
    """What a person does on this ladder to rise."""

    move: Slug = field("The move, from the vocabulary's `moves`.", "clean-log")
    text: Claim = field("What it looks like on this ladder.", "Write a log that nobody asks about. [^pilot-2019]")
    example: Claim | None = field("A case in which it was done.", None, None)
    counter_example: Claim | None = field("A case in which it was not.", None, None)


class Term(Record):
    """A word of the vocabulary."""

    id: Slug = field("Its id in role files.", "rock")
    label: Line = field("Its name on pages.", "On a rock")
    help: Prose = field("What it means, in one sentence.", "A tower that only a boat can reach.")


class SourceKind(Term):
    """A sort of source."""

    weak: bool = field("True where the sort alone does not carry a claim.", "true", False)


class Facet(Record):
    """A question asked of every role, with its possible answers in display order."""

    label: Line = field("Its name on pages.", "Place")
    help: Prose = field("What is asked.", "Where the work is done.")
    required: bool = field("True if each role must answer, be it with `unknown`.", "true", False)
    many: bool = field("True if several terms may hold at once.", "true", False)
    scale: bool = field("True for the one facet whose terms run from the loosest to the fullest post.", "true", False)
    kept: Line | None = field(
        "For the one facet whose terms run from all kept to all given up: what it is. Routes are shown that keep it "
        "longest.",
        "summers ashore",
        None,
    )
    terms: tuple[Term, ...] = field("The answers, in display order.", None, min_length=1)


class Situation(Record):
    """A reader's circumstances, as a door to the roles that fit them."""

    id: Slug = field("Its id in addresses.", "one-summer")
    label: Line = field("Its name on pages.", "I have one summer")
    also_called: tuple[Line, ...] = field("What people type who are in it; search finds them.", ["summer work"], ())
    help: Prose = field("What is shown, and what is not.", "Roles held for a season.")
    kind: Kind | None = field("Only roles of this kind.", "job", None)
    facets: dict[Slug, Terms] = field("Facets of which a role has at least one of the terms.", None, {})
    gates_not_asked: tuple[Slug, ...] = field("Gates that a source says are not asked.", None, ())


class Guide(Record):
    """A hand-written page that texts may link to."""

    id: Slug = field("Its id in links: `[[guide:id]]`.", "landing")
    label: Line = field("Its name on pages, and in a link that gives none.", "Landing on a rock")
    page: Markdown = field("Its file in the folder of hand-written pages.", "guides/landing.md")


class KindLabel(Record):
    """How one of the two kinds is called and told from the other."""

    label: Line = field("Its name on pages.", "Job")
    plural: Line = field("Its name in the plural.", "Jobs")
    help: Prose = field("What makes a role one.", "Paid by the day or the trip.")


class Kinds(Record):
    """The two kinds of role."""

    job: KindLabel = field("Work by the hour, day or case.", {"label": "Job", "plural": "Jobs", "help": "…"})
    career: KindLabel = field("Work with a trajectory.", {"label": "Career", "plural": "Careers", "help": "…"})


class Distinction(Record):
    """One row of the comparison of jobs with careers."""

    aspect: Line = field("What is compared.", "Pay")
    job: Claim = field("How it is for jobs.", "By the day. [^board-2025]")
    career: Claim = field("How it is for careers.", "A yearly wage. [^board-2025]")
    exceptions: Claim | None = field("Where the rule does not hold.", None, None)
