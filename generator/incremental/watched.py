"""Changes of files that the system tells a server, which looks for them only now and then.

MkDocs looks at every file twice a second, since there are folders of whose changes no system tells: those of another
machine, or behind links. With thousands of files that keeps a third of a processor busy, and whoever builds waits.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR

from mkdocs.plugins import get_plugin_logger
from watchdog import events
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.utils.dirsnapshot import DirectorySnapshot

# Seconds between two looks at all files of a folder: where the system tells of changes, and where it does not.
SELDOM, OFTEN = 5.0, 0.5
# Seconds in which the system tells of a change at the latest.
PATIENCE = 1.0
# Seconds for which changes are handed on as they come. Who waits for a pause then gets one.
BUNCH = 0.3
# Not that a file was opened: a build opens them all.
CHANGES: list[type[FileSystemEvent]] = [
    events.FileCreatedEvent,
    events.FileDeletedEvent,
    events.FileModifiedEvent,
    events.FileMovedEvent,
    events.DirCreatedEvent,
    events.DirDeletedEvent,
    events.DirMovedEvent,
    # That a file was touched, which older versions of watchdog call a change.
    getattr(events, "FileAttribEvent", events.FileModifiedEvent),
]

# When a file was changed, its size, and its number.
State = tuple[int, int, int]

log = get_plugin_logger("incremental")


class Watching:
    """What a server has watch its files, in place of the observer that is given.

    As soon as a look finds a change of which nobody told, files are looked at as often as MkDocs does.
    """

    def __init__(self, given: BaseObserver) -> None:
        # Somebody may have asked the observer in whose place this is.
        self._given = given
        self._told = _listener()
        self._deaf = self._told is None
        self._places: list[_Place] = []
        self._looking = threading.Thread(target=self._look_on, daemon=True)
        self._ended = threading.Event()
        # When the changes that are now handed on began to come, and when the last one came.
        self._first = self._last = 0.0

    def schedule(self, handler: FileSystemEventHandler, path: str, *, recursive: bool = False) -> ObservedWatch:
        """Watch a folder, or a file."""
        place = _Place(handler, path, recursive=recursive)
        # Who saves a file may put a new one in its place, of which nobody hears who watches the old one.
        if self._told and Path(path).is_dir():
            listener = _Handler(lambda event: self._hear(place, event))
            with suppress(OSError):  # which is what a system says that has no room for another listener
                place.told = self._told.schedule(listener, path, recursive=recursive, event_filter=CHANGES)
        self._places.append(place)
        return place.watch

    def unschedule(self, watch: ObservedWatch) -> None:
        """Watch something no longer."""
        places = [place for place in self._places if place.watch == watch]
        if not places:
            self._given.unschedule(watch)
        for place in places:
            self._places.remove(place)
            if self._told and place.told:
                with suppress(KeyError):
                    self._told.unschedule(place.told)

    def start(self) -> None:
        """Begin to watch."""
        self._given.start()
        if self._told:
            try:
                self._told.start()
            except OSError:
                self._told.stop()
                self._told = None
                self._give_up()
        self._looking.start()

    def stop(self) -> None:
        """Come to an end by and by."""
        self._ended.set()
        for observer in self._observers():
            observer.stop()

    def join(self) -> None:
        """Wait for the end."""
        for thread in (*self._observers(), self._looking):
            if thread.is_alive():
                thread.join()

    def _observers(self) -> Iterator[BaseObserver]:
        yield self._given
        if self._told:
            yield self._told

    def _hear(self, place: _Place, event: FileSystemEvent) -> None:
        for path in filter(None, map(os.fsdecode, (event.src_path, event.dest_path))):
            if path == place.path:
                self._give_up()  # of what is put in the place of the folder nobody tells
            self._hand_on(place, place.renew(path, whole=event.is_directory))

    def _hand_on(self, place: _Place, changes: Iterable[FileSystemEvent]) -> None:
        for change in changes:
            now = time.monotonic()
            if now - self._last > BUNCH:
                self._first = now
            elif now - self._first > BUNCH:
                self._ended.wait(OFTEN)
                self._first = time.monotonic()
            self._last = time.monotonic()
            place.handler.dispatch(change)

    def _look_on(self) -> None:
        pause = 0.0
        while not self._ended.wait(pause):
            for place in list(self._places):
                seldom = place.told and not self._deaf
                if place.looked is None or not seldom or time.monotonic() - place.looked > SELDOM:
                    self._look(place, doubtful=bool(seldom) and place.looked is not None)
            pause = OFTEN

    def _look(self, place: _Place, *, doubtful: bool) -> None:
        found = place.changed()
        if found and doubtful:
            self._ended.wait(PATIENCE)
        for path, state in found.items():
            changes = place.renew(path)
            # If it has changed once more meanwhile, somebody may be about to tell.
            if changes and doubtful and place.known.get(path) == state:
                self._give_up()
            self._hand_on(place, changes)
        place.looked = time.monotonic()

    def _give_up(self) -> None:
        """From now on, look."""
        if not self._deaf:
            self._deaf = True
            log.info("this system does not tell of every change; files are looked at every %s seconds", OFTEN)


class _Place:
    """A folder or a file that is watched, and what is known of the files in it."""

    def __init__(self, handler: FileSystemEventHandler, path: str, *, recursive: bool) -> None:
        self.handler, self.path, self._recursive = handler, path, recursive
        self.watch = ObservedWatch(path, recursive=recursive)
        # What stands for it where the system is asked, and when all of it was looked at.
        self.told: ObservedWatch | None = None
        self.looked: float | None = None
        self._lock = threading.Lock()
        self.known = _files(path, recursive=recursive)

    def changed(self) -> dict[str, State | None]:
        """The files that are not as they are known, each as it is now."""
        found = _files(self.path, recursive=self._recursive)
        with self._lock:
            return {path: found.get(path) for path, _ in found.items() ^ self.known.items()}

    def renew(self, path: str, *, whole: bool = False) -> list[FileSystemEvent]:
        """What has changed of a file, or of a whole folder; from now on it is known as it is."""
        whole = whole and self._recursive
        with self._lock:
            inside = [name for name in self.known if name.startswith(path + os.sep)] if whole else []
            before = {name: self.known.pop(name) for name in (path, *inside) if name in self.known}
            found = _files(path, recursive=True) if whole else _file(path)
            self.known |= found
        return [
            _change(name, before.get(name), found.get(name))
            for name in sorted(before.keys() | found.keys())
            if before.get(name) != found.get(name)
        ]


def _files(path: str, *, recursive: bool) -> dict[str, State]:
    """The files in a folder as they are, or the one file; none if it is not there."""
    with suppress(OSError):
        snapshot = DirectorySnapshot(path, recursive=recursive)
        return _told((os.fsdecode(name), snapshot.stat_info(name)) for name in snapshot.paths)
    return {}


def _file(path: str) -> dict[str, State]:
    """A file as it is; nothing if there is none."""
    with suppress(OSError):
        return _told([(path, Path(path).stat())])
    return {}


def _told(stats: Iterable[tuple[str, os.stat_result]]) -> dict[str, State]:
    return {path: (stat.st_mtime_ns, stat.st_size, stat.st_ino) for path, stat in stats if not S_ISDIR(stat.st_mode)}


def _change(path: str, before: State | None, after: State | None) -> FileSystemEvent:
    if before is None:
        return events.FileCreatedEvent(path)
    return events.FileDeletedEvent(path) if after is None else events.FileModifiedEvent(path)


class _Handler(FileSystemEventHandler):
    def __init__(self, take: Callable[[FileSystemEvent], None]) -> None:
        self._take = take

    def on_any_event(self, event: FileSystemEvent) -> None:
        self._take(event)


def _listener() -> BaseObserver | None:
    """Somebody whom the system tells of changes; nobody where there is none, or none without a cost."""
    try:
        found = Observer()
    except OSError:
        return None
    # Some have each file kept open, and soon there are too many; others look themselves.
    return None if type(found).__module__.endswith(("kqueue", "polling")) else found
