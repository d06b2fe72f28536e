"""Who changed what and when, as values, from the words of `git log`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from pathlib import PurePosixPath

from generator.diagnostics import printable
from generator.model import Book

# Sign, id, date, author, parents, subject, co-authors; all but the sign may be anything, so their number is fixed.
MARK = "commit"
FIELDS = 7
FORMAT = f"%x00{MARK}%x00%H%x00%cI%x00%aN%x00%P%x00%s%x00%(trailers:key=Co-authored-by,valueonly,separator=%x1F)"
CONTACT = re.compile(r"[^<>\n]*[^<>\s] <[^<>\s]+>")
LINK = "120000"
MAIL = re.compile(r"<?[\w.+-]+@[\w-]+(\.[\w-]+)+>?")
SUBJECT = 200
RECENT = 50


@dataclass(frozen=True)
class Touch:
    """One file in one commit; `former` is its path before, the blobs are empty where it was not there."""

    path: str
    former: str
    before: str
    after: str


@dataclass(frozen=True)
class Commit:
    """One commit that touched the book; `people` are its author and co-authors, by name alone."""

    id: str
    date: str
    people: tuple[str, ...]
    subject: str
    touches: tuple[Touch, ...]


@dataclass(frozen=True)
class Entry:
    """What a change did to one file, in words where they are known; `path` is where the file is now."""

    path: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """One commit as readers see it."""

    id: str
    date: str
    people: tuple[str, ...]
    subject: str
    entries: tuple[Entry, ...]

    @property
    def anchor(self) -> str:
        """Its place on the page of changes."""
        return f"c-{self.id[:12]}"


@dataclass(frozen=True)
class History:
    """The commits that touched a book, newest first.

    `known` is false where there is no git; `complete` is false in a shallow clone, whose oldest commits are left out
    because git shows them as if they had made everything. `words` tell what a touch changed, where that is known.
    """

    commits: tuple[Commit, ...] = ()
    known: bool = False
    complete: bool = True
    words: Mapping[Touch, tuple[str, ...]] = field(default_factory=dict)
    heirs: Mapping[str, str] = field(default_factory=dict)

    def of_book(self, book: Book) -> History:
        """The same history, in which the files of a book are known by their former slugs too."""
        heirs = {slug: role.path for role in book.roles.values() for slug in role.former_slugs}
        return replace(self, heirs={slug: path for slug, path in heirs.items() if slug not in book.roles})

    def recent(self) -> list[Change]:
        """The last fifty changes, newest first."""
        return list(self._changes[:RECENT])

    def months(self) -> list[tuple[str, list[Change]]]:
        """The last fifty changes by month, newest first."""
        return [(month, list(group)) for month, group in groupby(self.recent(), key=lambda change: change.date[:7])]

    def changes_of(self, path: str, limit: int = 5) -> list[Change]:
        """The last changes of one file, each with the words for that file alone."""
        return [
            replace(change, entries=tuple(entry for entry in change.entries if entry.path == path))
            for change in self._by_path.get(path, ())[:limit]
        ]

    def contributors(self, path: str) -> list[str]:
        """Everybody who changed a file, in the order of their first change."""
        changes = reversed(self._by_path.get(path, ()))
        return list(dict.fromkeys(person for change in changes for person in change.people))

    @cached_property
    def _changes(self) -> tuple[Change, ...]:
        """All changes, with each file under the path that it has now."""
        now: dict[str, str] = {}
        return tuple(self._change(commit, now) for commit in self.commits)

    def _change(self, commit: Commit, now: dict[str, str]) -> Change:
        """One commit's change; notes in `now` what the files that it renamed are called today."""
        found = [(touch, self._today(touch.path, now)) for touch in commit.touches]
        now.update({touch.former: path for touch, path in found})
        entries = tuple(Entry(path, self.words.get(touch, ())) for touch, path in found)
        return Change(commit.id, commit.date, commit.people, commit.subject, entries)

    def _today(self, path: str, now: Mapping[str, str]) -> str:
        return now.get(path) or self.heirs.get(PurePosixPath(path).stem) or path

    @cached_property
    def _by_path(self) -> Mapping[str, tuple[Change, ...]]:
        found: dict[str, dict[str, Change]] = {}
        for change in self._changes:
            for entry in change.entries:
                found.setdefault(entry.path, {})[change.id] = change
        return {path: tuple(changes.values()) for path, changes in found.items()}


def commits(log: str, label: str, mailmap: Mapping[str, str], *, shallow: bool) -> tuple[Commit, ...]:
    """The commits that `git log -z --raw --relative --format=FORMAT` tells of, newest first; paths begin with `label`.

    Those without files (merges) are left out, and in a shallow clone those without parents. `mailmap` gives the names
    of co-authors, whom git does not look up by itself.
    """
    return tuple(
        Commit(id, date, _persons([author, *_named(others, mailmap)]), _subject(subject), touches)
        for (_, id, date, author, parents, subject, others), touches in _records(log, label)
        if touches and (parents or not shallow)
    )


def co_authors(log: str) -> list[str]:
    """Every co-author that a log names, as `name <address>`, in order."""
    contacts = {contact for fields, _ in _records(log, "") for contact in _contacts(fields[-1])}
    return sorted(contacts)


def _records(log: str, label: str) -> Iterator[tuple[list[str], tuple[Touch, ...]]]:
    """Each commit of a log as the fields of `FORMAT` and the files that it touched."""
    tokens, at = log.split("\0"), 0
    while at + FIELDS <= len(tokens):
        if tokens[at] != MARK:
            at += 1
            continue
        fields, touches = tokens[at : at + FIELDS], []
        at += FIELDS
        while at < len(tokens) and tokens[at].lstrip("\n").startswith(":"):
            _, mode, before, after, status = tokens[at].split()
            both = status[0] in "RC"
            former, path = tokens[at + 1], tokens[at + 1 + both]
            at += 2 + both
            if mode != LINK and path.endswith(".yml"):
                touches.append(Touch(f"{label}/{path}", f"{label}/{former}", _blob(before), _blob(after)))
        yield fields, tuple(touches)


def _blob(id: str) -> str:
    return id if id.strip("0") else ""


def _contacts(others: str) -> list[str]:
    return [contact for line in others.split("\x1f") if CONTACT.fullmatch(contact := line.strip())]


def _named(others: str, mailmap: Mapping[str, str]) -> list[str]:
    return [mailmap.get(contact, contact).split("<")[0] for contact in _contacts(others)]


def _persons(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(_person, names)))) or ("unknown",)


def _person(name: str) -> str:
    """The name without an address, which some people give as their name."""
    return printable(" ".join(name.split())).split("@")[0].strip(" <>")


def _subject(text: str) -> str:
    flat = MAIL.sub("…", printable(" ".join(text.split())))
    return (flat if len(flat) <= SUBJECT else flat[: SUBJECT - 1] + "…") or "no subject"
