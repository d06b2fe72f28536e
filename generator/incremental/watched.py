"""Changes of files that the system tells a server, which looks for them only now and then.

MkDocs looks at every file twice a second, since there are folders of whose changes no system tells: those of another
machine, or behind links. With thousands of files that keeps a third of a processor busy, and whoever builds waits.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mkdocs.plugins import get_plugin_logger
from watchdog.events import (
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

# Seconds between two looks at all files: where the system tells of changes, and where it does not.
SELDOM, OFTEN = 5.0, 0.5
# Not that a file was opened: a build opens them all.
CHANGES: list[type[FileSystemEvent]] = [FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent]

log = get_plugin_logger("incremental")


class Watching:
    """What a server has watch its files, in place of the observer that is given.

    As soon as a look finds a change of which nobody told, files are looked at as often as MkDocs does.
    """

    def __init__(self, given: BaseObserver) -> None:
        self._told, self._often = Observer(), PollingObserver(timeout=OFTEN)
        self._seldom = PollingObserver(timeout=SELDOM)
        # Somebody may have asked the observer in whose place this is. What begins last is there for what fails before.
        self._observers = [given, self._told, self._seldom, self._often]
        self._watches: dict[ObservedWatch, list[tuple[BaseObserver, ObservedWatch]]] = {}
        # What is to be done about a change in each folder of which the system is believed to tell.
        self._believed: dict[ObservedWatch, FileSystemEventHandler] = {}
        # When it told of a change of a file.
        self._heard: dict[str, float] = {}
        # Some systems have each file kept open, and soon there are too many.
        self._deaf = "kqueue" in type(self._told).__module__

    def schedule(self, handler: FileSystemEventHandler, path: str, *, recursive: bool = False) -> ObservedWatch:
        """Watch a folder, or a file."""
        watch = ObservedWatch(path, recursive=recursive)
        self._watches[watch] = []
        # Who saves a file may put a new one in its place, of which nobody hears who watches the old one.
        if self._deaf or not Path(path).is_dir():
            self._add(self._often, watch, handler)
            return watch
        self._believed[watch] = handler
        self._add(self._seldom, watch, _Handler(lambda event: self._look(handler, event)))
        with self._listening():
            self._add(self._told, watch, _Handler(lambda event: self._hear(handler, event)), CHANGES)
        return watch

    def _add(
        self,
        observer: BaseObserver,
        watch: ObservedWatch,
        handler: FileSystemEventHandler,
        events: list[type[FileSystemEvent]] | None = None,
    ) -> None:
        own = observer.schedule(handler, watch.path, recursive=watch.is_recursive, event_filter=events)
        self._watches[watch].append((observer, own))

    def unschedule(self, watch: ObservedWatch) -> None:
        """Watch something no longer."""
        self._believed.pop(watch, None)
        for observer, own in self._watches.pop(watch):
            with suppress(KeyError):
                observer.unschedule(own)

    def start(self) -> None:
        """Begin to watch."""
        for observer in self._observers:
            if observer is self._told:
                with self._listening():
                    observer.start()
            else:
                observer.start()

    def stop(self) -> None:
        """Come to an end by and by."""
        for observer in self._observers:
            observer.stop()

    def join(self) -> None:
        """Wait for the end."""
        for observer in self._observers:
            if observer.is_alive():
                observer.join()

    def _hear(self, handler: FileSystemEventHandler, event: FileSystemEvent) -> None:
        for path in _paths(event):
            self._heard[path] = time.monotonic()
        handler.dispatch(event)

    def _look(self, handler: FileSystemEventHandler, event: FileSystemEvent) -> None:
        lately = time.monotonic() - 2 * SELDOM
        self._heard = {path: told for path, told in self._heard.items() if told > lately}
        if event.is_directory or self._deaf or any(path in self._heard for path in _paths(event)):
            return
        self._give_up()
        handler.dispatch(event)

    @contextmanager
    def _listening(self) -> Iterator[None]:
        try:
            yield
        except OSError:  # which is what a system says that has no room for another listener
            self._give_up()

    def _give_up(self) -> None:
        """From now on, look."""
        if not self._deaf:
            self._deaf = True
            log.info("this system does not tell of every change; files are looked at every %s seconds", OFTEN)
            for watch, handler in self._believed.items():
                self._add(self._often, watch, handler)


class _Handler(FileSystemEventHandler):
    def __init__(self, take: Callable[[FileSystemEvent], None]) -> None:
        self._take = take

    def on_any_event(self, event: FileSystemEvent) -> None:
        self._take(event)


def _paths(event: FileSystemEvent) -> list[str]:
    return [str(path) for path in (event.src_path, event.dest_path) if path]
