"""The records with a file of their own: role, family, ladder and vocabulary."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Literal, Self

from pydantic import PrivateAttr

from generator.model.parts import (
    Account,
    Caution,
    Code,
    Distinction,
    Facet,
    Gate,
    Hours,
    KindLabel,
    Move,
    Organization,
    Pay,
    Similar,
    Situation,
    SourceKind,
    Sources,
    Step,
    Term,
    Waiver,
)
from generator.model.types import Claim, Kind, Line, Month, Prose, Record, Slug, Terms, field


class Entity(Record):
    """A record with a file of its own."""

    _path: str = PrivateAttr("")

    def at(self, path: str) -> Self:
        """The same record, told the file that it was read from."""
        self._path = path
        return self

    @property
    def path(self) -> str:
        """The file it was read from, with forward slashes, relative to the book's parent folder."""
        return self._path

    @property
    def slug(self) -> str:
        """Its id: the stem of the file."""
        return PurePosixPath(self._path).stem

    @property
    def folder(self) -> str:
        """The name of the folder that holds its file."""
        return PurePosixPath(self._path).parent.name


class Role(Entity):
    """A kind of work that a person can hold."""

    title: Line = field("Name of the role, as readers know it.", "Physician chart reviewer")
    also_called: tuple[Line, ...] = field("Other names and abbreviations; search finds them.", ["peer reviewer"], ())
    kind: Kind = field("`job` (paid by hour or case, flexible) or `career` (full time, a trajectory).", "job")
    kind_because: Claim = field("Why it is the one and not the other.", "Paid by the case. [^dc-mrioa]")
    summary: Prose = field("One sentence that says what the person does.", "Reads records and gives an opinion.")
    facets: dict[Slug, Terms] = field("Facet and its term or terms, from the vocabulary.", {"place": ["remote"]})
    hours: Hours | None = field("How much time it takes.", {"low": 2, "high": 10, "per": "week"}, None)
    does: tuple[Claim, ...] = field("What the person does.", ["Answers the client's questions. [^sip]"], min_length=3)
    week: tuple[Claim, ...] = field("What a typical week looks like.", ["Reports are due in 7 days. [^pro-faq]"], ())
    measured_by: tuple[Claim, ...] = field("How the work is measured.", ["Turnaround of 7 to 10 days. [^pro]"], ())
    good_fit: tuple[Prose, ...] = field("Good fit if …", ["You want to set your own hours."], min_length=2)
    poor_fit: tuple[Prose, ...] = field("Poor fit if …", ["You have left practice."], min_length=2)
    gates: tuple[Gate, ...] = field("What is asked before entry.", None, ())
    pay: tuple[Pay, ...] = field("Figures for pay, each with its own source, year and place.", None, ())
    pay_notes: tuple[Claim, ...] = field("How pay works: basis, tax form, benefits.", ["Paid on a 1099. [^hospx]"], ())
    entry: tuple[Claim, ...] = field("What to do to get in.", ["Apply online at several companies. [^psg]"], ())
    rejected_for: tuple[Claim, ...] = field("Why applications fail.", ["Lapsed certification. [^kfmc]"], ())
    first_income: Claim | None = field("How long until the first income.", "Credentialing takes weeks. [^kfmc]", None)
    likes: tuple[Claim, ...] = field("What people like.", ["Work from home. [^seak]"], ())
    dislikes: tuple[Claim, ...] = field("What people dislike or regret.", ["Volume is uneven. [^psg]"], ())
    cautions: tuple[Caution, ...] = field("What to settle before the start.", None, ())
    accounts: tuple[Account, ...] = field("What single people told.", None, ())
    employers: tuple[Organization, ...] = field("Who hires.", None, ())
    search_for: tuple[Line, ...] = field("Titles to type into a job search.", ["peer reviewer"], ())
    bodies: tuple[Organization, ...] = field("Associations, certificates and courses.", None, ())
    codes: dict[Slug, Code] = field("Nearest occupation in other catalogues.", None, {})
    leads_to: tuple[Step, ...] = field("Steps from this role to others.", None, ())
    titles_above: tuple[Claim, ...] = field("Higher titles seen, where no move is documented.", None, ())
    similar: tuple[Similar, ...] = field("Roles worth comparing.", None, ())
    sources: Sources = field("The sources cited above.")
    reviewed: Month = field("When the whole file was last read against its sources.", "2026-11")
    status: Literal["active", "draft", "retired"] = field(
        "`draft` and `retired` are shown as such.", "active", "active"
    )
    replaced_by: Slug | None = field("The role that took its place, if retired.", "chart-reviewer", None)
    former_slugs: tuple[Slug, ...] = field("Old slugs whose addresses lead here.", ["file-reviewer"], ())
    exceptions: tuple[Waiver, ...] = field("Rules that do not hold for this file.", None, ())


class Family(Entity):
    """A folder of roles."""

    title: Line = field("Name of the family.", "Case and chart review")
    summary: Prose = field("One sentence that says what its roles share.", "Reading records for a decision.")
    order: int = field("Place among the families, from 1.", 1)
    about: tuple[Claim, ...] = field("What holds for the family as a whole.", None, ())
    sources: Sources = field("The sources cited above.", None, {})

    @property
    def slug(self) -> str:
        """Its id: the name of the folder."""
        return self.folder


class Ladder(Entity):
    """A named sequence of roles, each joined to the next by a step."""

    title: Line = field("Name of the ladder.", "From chart review to medical director")
    summary: Prose = field("One sentence: from where to where.", "A reviewer becomes the head of reviewers.")
    rungs: tuple[Slug, ...] = field("Its roles, lowest first.", ["chart-reviewer", "medical-director"], min_length=2)
    moves: tuple[Move, ...] = field("What each move looks like here.", None, ())
    stalls: tuple[Claim, ...] = field("Where people get stuck.", ["Most stay contractors. [^dc]"], min_length=1)
    sources: Sources = field("The sources cited above.", None, {})
    reviewed: Month = field("When the whole file was last read against its sources.", "2026-11")


class Vocabulary(Entity):
    """The words that role files may use, and what they mean."""

    kinds: dict[Kind, KindLabel] = field("What jobs and careers are called.")
    facets: dict[Slug, Facet] = field("The questions asked of every role, in display order.")
    gates: tuple[Term, ...] = field("Kinds of gate, in display order.")
    moves: tuple[Term, ...] = field("What people do to rise.")
    topics: tuple[Term, ...] = field("Topics of cautions.")
    pay_units: tuple[Term, ...] = field("Units of pay.")
    source_kinds: tuple[SourceKind, ...] = field("Sorts of source, strongest first.")
    synonyms: dict[Line, Line] = field("Words that readers type, and the book's own words for them.", None, {})
    situations: tuple[Situation, ...] = field("Readers' circumstances.", None, ())
    distinctions: tuple[Distinction, ...] = field("Jobs compared with careers.", None, ())
    sources: Sources = field("The sources cited above.", None, {})

    @classmethod
    def empty(cls) -> Self:
        """A vocabulary without words, for a book whose own cannot be read."""
        lists = dict.fromkeys(("gates", "moves", "topics", "pay-units", "source-kinds"), ())
        return cls.model_validate({"kinds": {}, "facets": {}, **lists})
