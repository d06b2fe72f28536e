"""The book as git knows it: what stood in it at a revision, and who changed it when."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from generator.differences import compare_entities
from generator.folder import model_of
from generator.history import FORMAT, RECENT, Commit, History, Touch, co_authors, commits
from generator.model import Entity
from generator.reader import read

# The words of a commit that touches more files than this are left to its subject: nobody reads so many.
FILES_TOLD = 8
# Older versions are read for their words up to so many bytes, newest first: about a fifth of a second.
BYTES_READ = 400_000
TIMEOUT = 60
# A hook of git tells its children of another folder and index than those of the book.
OTHERS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
# Nothing is asked of a person or of another host, nothing is locked, and messages are in one language.
QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
LOG = (
    *("log", "-z", "--raw", "--relative", "--no-abbrev", "--find-renames", "--no-color", "--no-ext-diff"),
    *("--no-show-signature", "--encoding=UTF-8", f"--format={FORMAT}", "HEAD", "--", "."),
)


class NoRevision(Exception):
    """Why git cannot give what was asked for, in plain words."""


def commit_of(root: Path, revision: str) -> str:
    """The id of the commit that a revision names; raises `NoRevision`."""
    if _git(root, "rev-parse", "--git-dir") is None:
        raise NoRevision(f"`{root}` is in no repository that git can read, or git is not installed")
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found is None:
        cut = _text(_git(root, "rev-parse", "--is-shallow-repository")) == "true"
        why = "; this is a shallow clone: fetch more of it with `git fetch --unshallow`" if cut else ""
        raise NoRevision(f"git knows no revision `{revision}`{why}")
    return _text(found)


def unpack(root: Path, commit: str, folder: Path) -> None:
    """Write the files of the book at a commit into a folder; links are left out; raises `NoRevision`."""
    listed = _git(root, "ls-tree", "-r", "-z", commit, "--", ".")
    if listed is None:
        raise NoRevision(f"git cannot list the files of `{commit}`")
    ids: dict[str, str] = {}
    for line in filter(None, listed.decode("utf-8", "replace").split("\0")):
        entry, path = line.split("\t", 1)
        mode, sort, id = entry.split()
        if sort == "blob" and mode != "120000" and ".." not in PurePosixPath(path).parts:
            ids[path] = id
    contents = _blobs(root, ids.values())
    for path, id in ids.items():
        if id not in contents:
            raise NoRevision(f"git has no content for `{path}` at `{commit}`")
        file = folder / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(contents[id])


def changed_since(root: Path, revision: str) -> set[Path]:
    """The files in the folder that differ from where HEAD left a revision, uncommitted and new ones too.

    Raises `NoRevision`.
    """
    left = _git(root, "merge-base", commit_of(root, revision), "HEAD")
    if left is None:
        raise NoRevision(f"git knows no commit that both `{revision}` and HEAD come from")
    edited = _git(root, "diff", "--name-only", "--relative", "--no-ext-diff", "-z", _text(left), "--", ".")
    added = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    if edited is None or added is None:
        raise NoRevision(f"git cannot tell what has changed since `{revision}`")
    return {(root / os.fsdecode(name)).resolve() for name in (edited + added).split(b"\0") if name}


@dataclass
class Chronicle:
    """Tells the history of one folder again and again; asks git anew only when there is a new commit.

    `known` gives the record of a file for its bytes, if they have been read already.
    """

    root: Path
    label: str
    known: Callable[[str, bytes], Entity | None] = lambda _path, _data: None
    _head: str = ""
    _history: History = field(default_factory=History)
    # What each touch was found to have changed, kept when there is a new commit.
    _words: dict[Touch, tuple[str, ...]] = field(default_factory=dict)

    def history(self) -> History:
        """The history as of now; unknown where there is no git, no repository or no commit."""
        head = _text(_git(self.root, "rev-parse", "--is-shallow-repository", "HEAD"))
        if head != self._head:
            self._head, self._history = head, self._read(shallow=head.startswith("true")) if head else History()
        return self._history

    def _read(self, *, shallow: bool) -> History:
        log = _git(self.root, *LOG)
        if log is None:
            return History()
        text = log.decode("utf-8", "replace")
        found = commits(text, self.label, self._mailmap(co_authors(text)), shallow=shallow)
        return History(found, known=True, complete=not shallow, words=self._told(found[:RECENT]))

    def _mailmap(self, contacts: list[str]) -> Mapping[str, str]:
        names = _git(self.root, "check-mailmap", "--stdin", given="".join(f"{contact}\n" for contact in contacts))
        lines = _text(names).splitlines() if contacts else []
        return dict(zip(contacts, lines, strict=True)) if len(lines) == len(contacts) else {}

    def _told(self, recent: Iterable[Commit]) -> Mapping[Touch, tuple[str, ...]]:
        wanted = [touch for commit in recent if len(commit.touches) <= FILES_TOLD for touch in commit.touches]
        new = [touch for touch in wanted if touch not in self._words]
        library = Library(_blobs(self.root, (id for touch in new for id in (touch.before, touch.after))), self.known)
        for touch in new:
            before, after = library.record(touch.former, touch.before), library.record(touch.path, touch.after)
            # A version that today's rules refuse, or that was not read, is no sign that a file came or went.
            whole = bool(touch.before) == bool(before) and bool(touch.after) == bool(after)
            found = compare_entities(before, after) if whole else ()
            self._words[touch] = tuple(difference.text for difference in found)
        self._words = {touch: self._words[touch] for touch in wanted}
        return self._words


@dataclass
class Library:
    """Records by path and blob, each read once, and none any more when enough was read."""

    contents: Mapping[str, bytes]
    known: Callable[[str, bytes], Entity | None]
    _left: int = BYTES_READ
    _records: dict[tuple[str, str], Entity | None] = field(default_factory=dict)

    def record(self, path: str, id: str) -> Entity | None:
        """The record that a blob made at a path, if it made one and there is time for it."""
        if (path, id) not in self._records and id in self.contents:
            self._records[path, id] = self.known(path, self.contents[id]) or self._read(path, self.contents[id])
        return self._records.get((path, id))

    def _read(self, path: str, data: bytes) -> Entity | None:
        self._left -= len(data)
        return read(model_of(path), path, data).value if self._left > 0 else None


def _blobs(root: Path, ids: Iterable[str]) -> dict[str, bytes]:
    """The contents by id; those that git does not have are missing."""
    wanted = sorted({*ids} - {""})
    answer = _git(root, "cat-file", "--batch", given="".join(f"{id}\n" for id in wanted)) if wanted else None
    return dict(_contents(answer or b""))


def _contents(answer: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    while (end := answer.find(b"\n", at)) >= 0:
        id, *more = answer[at:end].decode("ascii", "replace").split()
        at = end + 1
        if len(more) == 2:  # noqa: PLR2004  # sort and size; a missing one has a single word
            size = int(more[1])
            yield id, answer[at : at + size]
            at += size + 1


def _git(root: Path, *words: str, given: str = "") -> bytes | None:
    """What git prints, asked in the folder, or None where it fails or is not there."""
    try:
        done = subprocess.run(  # noqa: S603  # no shell, and revisions stand behind --end-of-options
            ["git", "--no-pager", *words],  # noqa: S607  # the git of the person who asks
            cwd=root,
            input=given.encode(),
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
            env={**{name: value for name, value in os.environ.items() if name not in OTHERS}, **QUIET},
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return None if done.returncode else done.stdout


def _text(answer: bytes | None) -> str:
    return (answer or b"").decode("utf-8", "replace").strip()
