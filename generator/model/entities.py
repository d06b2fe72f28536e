"""The records with a file of their own: role, family, ladder and vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import PurePosixPath
from typing import Annotated, Literal, Self

from pydantic import PrivateAttr

from generator.model.parts import (
    Account,
    Caution,
    Code,
    DeadLink,
    Distinction,
    Facet,
    Gate,
    Guide,
    Hours,
    Kinds,
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
from generator.model.said import Said
from generator.model.types import Claim, Kind, Line, Location, Month, Prose, Record, Rising, Slug, Terms, field, strings


class Entity(Record):
    """A record with a file of its own."""

    _path: str = PrivateAttr("")

    def at(self, path: str, said: Said | None = None) -> Self:
        """The same record, told the file that it was read from; asked for before, its path and slug are empty.

        It may be told what its texts say, where that is known.
        """
        self._path = path
        if said is not None:
            self.__dict__["said"] = said
        return self

    @cached_property
    def said(self) -> Said:
        """What its texts tell other files."""
        return Said.by(self, strings(self))

    def tell(self, said: Said) -> None:
        """Have it known what its texts tell other files."""
        self.__dict__["said"] = said

    def strings(self) -> Sequence[tuple[Location, str]]:
        """Every text inside it, with its location; after that, what they tell other files is known."""
        found = strings(self)
        self.__dict__.setdefault("said", Said.by(self, found))
        return found

    @cached_property
    def path(self) -> str:
        """The file it was read from, with forward slashes, relative to the book's parent folder."""
        return self._path

    @cached_property
    def slug(self) -> str:
        """Its id: the stem of the file."""
        return PurePosixPath(self._path).stem

    @cached_property
    def folder(self) -> str:
        """The name of the folder that holds its file."""
        return PurePosixPath(self._path).parent.name


class Role(Entity):
    """A kind of work that a person can hold."""

    title: Line = field("Name of the role, as readers know it.", "Lamp trimmer")
    also_called: tuple[Line, ...] = field("Other names and abbreviations; search finds them.", ["wick trimmer"], ())
    kind: Kind = field("`job` (paid by hour or case, flexible) or `career` (full time, a trajectory).", "job")
    kind_because: Claim = field("Why it is the one and not the other.", "Paid by the day. [^board-2025]")
    summary: Prose = field("One sentence that says what the person does.", "Trims the wicks and cleans the lens.")
    facets: dict[Slug, Terms] = field("Facet and its term or terms, from the vocabulary.", {"place": ["rock"]})
    hours: Annotated[Hours, Rising] | None = field(
        "How much time it takes.", {"low": 30, "high": 40, "per": "week", "sources": ["board-2025"]}, None
    )
    does: tuple[Claim, ...] = field("What the person does.", ["Trims the wick at dusk. [^board-2025]"], min_length=3)
    week: tuple[Claim, ...] = field("What a typical week looks like.", ["Six mornings at the lens. [^board-2025]"], ())
    measured_by: tuple[Claim, ...] = field(
        "How the work is measured.", ["Soot on the glass at noon. [^board-2025]"], ()
    )
    good_fit: tuple[Prose, ...] = field("Good fit if …", ["You like work that shows."], min_length=2)
    poor_fit: tuple[Prose, ...] = field("Poor fit if …", ["You cannot climb 200 steps."], min_length=2)
    gates: tuple[Gate, ...] = field("What is asked before entry.", None, ())
    pay: tuple[Annotated[Pay, Rising], ...] = field(
        "Figures for pay, each with its own source, year and place.", None, ()
    )
    pay_notes: tuple[Claim, ...] = field(
        "How pay works: basis, tax form, benefits.", ["Food is free. [^board-2025]"], ()
    )
    entry: tuple[Claim, ...] = field("What to do to get in.", ["Write before February. [^board-2025]"], ())
    rejected_for: tuple[Claim, ...] = field("Why applications fail.", ["Fear of ladders. [^board-2025]"], ())
    first_income: Claim | None = field(
        "How long until the first income.", "At the end of the first month. [^board-2025]", None
    )
    likes: tuple[Claim, ...] = field("What people like.", ["The mornings. [^pilot-2019]"], ())
    dislikes: tuple[Claim, ...] = field("What people dislike or regret.", ["The fog bell. [^pilot-2019]"], ())
    cautions: tuple[Caution, ...] = field("What to settle before the start.", None, ())
    accounts: tuple[Account, ...] = field("What single people told.", None, ())
    employers: tuple[Organization, ...] = field("Who hires.", None, ())
    search_for: tuple[Line, ...] = field("Titles to type into a job search.", ["lamp hand"], ())
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
    replaced_by: Slug | None = field("The role that took its place, if retired.", "relief-keeper", None)
    former_slugs: tuple[Slug, ...] = field("Old slugs whose addresses lead here.", ["wick-trimmer"], ())
    exceptions: tuple[Waiver, ...] = field("Rules that do not hold for this file.", None, ())


class Family(Entity):
    """A folder of roles."""

    title: Line = field("Name of the family.", "In the tower")
    summary: Prose = field("One sentence that says what its roles share.", "Work that keeps the light.")
    order: int = field("Place among the families, from 1.", 1)
    about: tuple[Claim, ...] = field("What holds for the family as a whole.", None, ())
    sources: Sources = field("The sources cited above.", None, {})

    @cached_property
    def slug(self) -> str:
        """Its id: the name of the folder."""
        return self.folder


class Ladder(Entity):
    """A named sequence of roles, each joined to the next by a step."""

    title: Line = field("Name of the ladder.", "From wick to watch")
    summary: Prose = field("One sentence: from where to where.", "A trimmer becomes the keeper of the light.")
    rungs: tuple[Slug, ...] = field("Its roles, lowest first.", ["lamp-trimmer", "assistant-keeper"], min_length=2)
    within_careers: bool = field("Whether it leads from career to career, and is told all the same.", True, False)
    moves: tuple[Move, ...] = field("What each move looks like here.", None, ())
    stalls: tuple[Claim, ...] = field(
        "Where people get stuck.", ["Most stay for one season. [^pilot-2019]"], min_length=1
    )
    sources: Sources = field("The sources cited above.", None, {})
    reviewed: Month = field("When the whole file was last read against its sources.", "2026-11")


class Vocabulary(Entity):
    """The words that role files may use, and what they mean."""

    kinds: Kinds = field("What jobs and careers are called.")
    facets: dict[Slug, Facet] = field("The questions asked of every role, in display order.")
    gates: tuple[Term, ...] = field("Kinds of gate, in display order.")
    moves: tuple[Term, ...] = field("What people do to rise.")
    topics: tuple[Term, ...] = field("Topics of cautions.")
    pay_units: tuple[Term, ...] = field("Units of pay.")
    source_kinds: tuple[SourceKind, ...] = field("Sorts of source, strongest first.")
    synonyms: dict[Line, Line] = field("Words that readers type, and the book's own words for them.", None, {})
    situations: tuple[Situation, ...] = field("Readers' circumstances.", None, ())
    guides: tuple[Guide, ...] = field("Hand-written pages that texts may link to as `[[guide:id]]`.", None, ())
    distinctions: tuple[Distinction, ...] = field("Jobs compared with careers.", None, ())
    sources: Sources = field("The sources cited above.", None, {})

    @classmethod
    def empty(cls) -> Self:
        """A vocabulary without words, for a book whose own cannot be read."""
        lists = dict.fromkeys(("gates", "moves", "topics", "pay-units", "source-kinds"), ())
        kinds = {
            "job": {"label": "Job", "plural": "Jobs", "help": "Not described."},
            "career": {"label": "Career", "plural": "Careers", "help": "Not described."},
        }
        return cls.model_validate({"kinds": kinds, "facets": {}, **lists})


class Links(Entity):
    """The addresses that are known to be dead; `rolebook links --record` writes it."""

    dead: tuple[DeadLink, ...] = field("The dead addresses, in alphabetical order.", None, ())
