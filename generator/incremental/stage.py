"""The folder beside the site into which a build writes, and the move from there."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

# What a killed build left is cleared away by another one, which must not take it from one that is still running.
ABANDONED = 3600


class Print(NamedTuple):
    """What tells a file that was left alone from one that somebody wrote to."""

    size: int
    time: int


def ends(command: str) -> bool:
    """Whether nobody looks at the site before `on_shutdown`, so that it may stay as it is until then."""
    # `mkdocs serve --clean` says that it builds.
    return command in ("build", "gh-deploy") and "mkdocs.commands.serve" not in sys.modules


class Stage:
    """A new, empty folder beside the site, which takes the site's place file by file once the build is done."""

    def __init__(self, site: Path) -> None:
        self.site = site = site.resolve() if site.is_symlink() else site
        for old in site.parent.glob(f".{site.name}.*.next"):
            with suppress(OSError):
                if time.time() - old.stat().st_mtime > ABANDONED:
                    shutil.rmtree(old, ignore_errors=True)
        self.folder = site.with_name(f".{site.name}.{os.getpid()}.next")
        self.drop()
        self.folder.mkdir(parents=True)

    def drop(self) -> None:
        """Delete what was built; the site stays as it is."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def move(self, kept: AbstractSet[str] = frozenset(), old: Mapping[str, Print] | None = None) -> dict[str, Print]:
        """Put what was built into the site, and delete all that is neither built nor kept; tells what was built.

        Where `old` is known, that is what was in the site. As MkDocs does, this leaves alone what is hidden in the
        site's own folder.
        """
        built, old = dict(prints(self.folder)), old or dict(prints(self.site))
        if not old and not self._hidden():
            shutil.rmtree(self.site, ignore_errors=True)
            self.folder.rename(self.site)
            return built
        gone = old.keys() - built.keys() - kept
        for path in gone:
            (self.site / path).unlink(missing_ok=True)
        made: set[Path] = set()
        for path in built:
            target = self.site / path
            if target.parent not in made:
                _make_room(self.site, target.parent)
                made.add(target.parent)
            if target.is_dir() and not target.is_symlink():
                shutil.rmtree(target)
            (self.folder / path).replace(target)
        if gone:
            _prune(self.site, top=True)
        self.drop()
        return built

    def _hidden(self) -> bool:
        return self.site.is_dir() and any(entry.name.startswith(".") for entry in self.site.iterdir())


def prints(folder: Path) -> Iterator[tuple[str, Print]]:
    """Each file of a site by its path there, but for what is hidden in its own folder."""
    if folder.is_dir():
        for entry in os.scandir(folder):
            if not entry.name.startswith("."):
                yield from _below(entry, entry.name)


def _below(entry: os.DirEntry[str], path: str) -> Iterator[tuple[str, Print]]:
    if entry.is_dir(follow_symlinks=False):
        with os.scandir(entry.path) as entries:
            for inner in entries:
                yield from _below(inner, f"{path}/{inner.name}")
    else:
        found = entry.stat(follow_symlinks=False)
        yield path, Print(found.st_size, found.st_mtime_ns)


def _make_room(site: Path, folder: Path) -> None:
    """Make a folder of the site, in place of a file or link if one stands in the way."""
    for part in (*reversed(folder.parents), folder):
        if part.is_relative_to(site) and part != site and (part.is_symlink() or part.is_file()):
            part.unlink()
    folder.mkdir(parents=True, exist_ok=True)


def _prune(folder: Path, *, top: bool = False) -> bool:
    """Delete the folders in which nothing is left; whether this one was."""
    with os.scandir(folder) as found:
        entries = list(found)
    left = [
        entry
        for entry in entries
        if (top and entry.name.startswith("."))
        or not entry.is_dir(follow_symlinks=False)
        or not _prune(Path(entry.path))
    ]
    if not left and not top:
        folder.rmdir()
    return not left
