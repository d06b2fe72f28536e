"""A server hears of changes where the system tells of them, and finds them where it does not."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers.polling import PollingObserver

from generator.incremental import watched
from generator.incremental.plugin import IncrementalPlugin
from generator.incremental.watched import Watching
from tests.sites import plain_site

# Seconds in which a change is noticed, and in which one more would have been.
SOON, QUIET = 10.0, 1.5


class Noted(FileSystemEventHandler):
    """The files of which a change was told."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.times: list[float] = []

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note it, as a server does."""
        if not event.is_directory:
            self.times.append(time.monotonic())
            self.paths.extend(Path(str(path)).name for path in (event.src_path, event.dest_path) if path)


class Mute(PollingObserver):
    """A system that tells nothing."""

    def __init__(self) -> None:
        super().__init__(timeout=1000)


class Crowded(PollingObserver):
    """A system that has no room for anybody who listens."""

    def __init__(self) -> None:
        raise OSError("inotify instance limit reached")


class Full(PollingObserver):
    """A system that has no room for another listener."""

    def start(self) -> None:
        """Fail."""
        raise OSError("inotify watch limit reached")


@pytest.fixture(autouse=True)
def _everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "mkdocs")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "part").mkdir(parents=True)
    (tmp_path / "docs" / "part" / "one.md").write_text("one")
    return tmp_path / "docs"


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[[], Noted]]:
    """Begins to watch the folder."""
    begun: list[Watching] = []

    def begin() -> Noted:
        watching, noted = Watching(PollingObserver()), Noted()
        begun.append(watching)
        watching.schedule(noted, str(folder), recursive=True)
        watching.start()
        return noted

    yield begin
    for watching in begun:
        watching.stop()
        watching.join()


def wait(noted: Noted, name: str) -> None:
    end = time.monotonic() + SOON
    while name not in noted.paths:
        assert time.monotonic() < end, f"nobody told of {name}, but of {noted.paths}"
        time.sleep(0.02)


def replaced(file: Path) -> None:
    other = file.with_name("other.tmp")
    other.write_text("two")
    other.replace(file)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda folder: (folder / "part" / "one.md").write_text("two"), "one.md"),
        (lambda folder: replaced(folder / "part" / "one.md"), "one.md"),
        (lambda folder: (folder / "part" / "one.md").unlink(), "one.md"),
        (lambda folder: (folder / "two.md").write_text("two"), "two.md"),
        (lambda folder: (folder / "part").rename(folder / "other"), "one.md"),
        (lambda folder: shutil.copytree(folder / "part", folder / "a" / "b"), "one.md"),
    ],
    ids=["edited", "replaced", "deleted", "added", "renamed-folder", "new-folders"],
)
@pytest.mark.parametrize("system", [None, Mute, Full, Crowded])
def test_a_change_is_noticed(
    folder: Path,
    start: Callable[[], Noted],
    monkeypatch: pytest.MonkeyPatch,
    system: type[PollingObserver] | None,
    change: Callable[[Path], object],
    name: str,
) -> None:
    monkeypatch.setattr(watched, "SELDOM", 0.3 if system else 1000)
    if system:
        monkeypatch.setattr(watched, "Observer", system)
    noted = start()
    time.sleep(0.1)  # else a file may be as old as when it was first looked at
    change(folder)

    wait(noted, name)


def test_nobody_is_told_twice_or_of_files_that_are_read(
    folder: Path, start: Callable[[], Noted], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched, "SELDOM", 0.3)
    noted = start()
    (folder / "part" / "one.md").write_text("another")
    wait(noted, "one.md")
    time.sleep(0.1)
    noted.paths.clear()
    (folder / "part" / "one.md").read_text()
    time.sleep(QUIET)

    assert noted.paths == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda folder: (folder / "part" / "one.md").touch(), ["one.md"]),
        (lambda folder: (folder / "part" / "one.md").chmod(0o600), []),
        (lambda folder: (folder / "part").rename(folder.parent / "bin"), ["one.md"]),
        (lambda folder: (folder / "part" / "one.md").rename(folder.parent / "one.md"), ["one.md"]),
        (lambda folder: shutil.rmtree(folder / "part"), ["one.md"]),
    ],
    ids=["touched", "permitted", "folder-moved-out", "moved-out", "folder-deleted"],
)
def test_the_system_is_trusted_whatever_happens_to_files(
    folder: Path,
    start: Callable[[], Noted],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    change: Callable[[Path], object],
    told: list[str],
) -> None:
    monkeypatch.setattr(watched, "SELDOM", 0.1)
    monkeypatch.setattr(watched, "OFTEN", 0.1)
    noted = start()
    time.sleep(0.3)
    change(folder)
    time.sleep(QUIET)

    assert noted.paths == told
    assert "does not tell" not in caplog.text


def test_many_files_at_once_are_told_by_the_system(
    folder: Path, start: Callable[[], Noted], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(watched, "SELDOM", 0.01)
    monkeypatch.setattr(watched, "OFTEN", 0.01)
    noted = start()
    time.sleep(0.2)
    for text in ("one", "two", "three"):
        for number in range(300):
            (folder / f"{number}.md").write_text(text)
    (folder / "last.md").write_text("last")
    wait(noted, "last.md")

    assert {f"{number}.md" for number in range(300)} < set(noted.paths)
    assert "does not tell" not in caplog.text


def test_behind_a_link_files_are_looked_at_and_elsewhere_nothing_is_told_twice(
    folder: Path, start: Callable[[], Noted], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(watched, "SELDOM", 0.1)
    monkeypatch.setattr(watched, "OFTEN", 0.1)
    (folder.parent / "far").mkdir()
    (folder / "link").symlink_to(folder.parent / "far")
    noted = start()
    time.sleep(0.3)
    (folder.parent / "far" / "two.md").write_text("two")
    wait(noted, "two.md")
    noted.paths.clear()
    (folder / "part" / "one.md").write_text("another")
    time.sleep(QUIET)

    assert "does not tell" in caplog.text
    assert set(noted.paths) == {"one.md"}
    assert len(noted.paths) <= 2  # that it was emptied, and that it was written


def test_a_folder_that_is_put_back_is_still_watched(
    folder: Path, start: Callable[[], Noted], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched, "SELDOM", 1000)
    noted = start()
    time.sleep(0.2)
    shutil.copytree(folder, folder.parent / "copy")
    shutil.rmtree(folder)
    (folder.parent / "copy").rename(folder)
    time.sleep(QUIET)
    noted.paths.clear()
    (folder / "part" / "one.md").write_text("another")

    wait(noted, "one.md")


def test_a_file_that_changes_all_the_time_leaves_pauses_to_build_in(folder: Path, start: Callable[[], Noted]) -> None:
    noted = start()
    end = time.monotonic() + 2
    while time.monotonic() < end:
        with (folder / "log.md").open("a") as file:
            file.write("another line\n")
        time.sleep(0.04)

    pauses = [after - before for before, after in pairwise(noted.times)]
    assert len(pauses) > 4
    assert max(pauses) > 0.3


def test_where_nobody_tells_files_are_looked_at_often(
    folder: Path, start: Callable[[], Noted], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched, "SELDOM", 0.5)
    monkeypatch.setattr(watched, "OFTEN", 0.05)
    monkeypatch.setattr(watched, "Observer", Mute)
    noted = start()
    time.sleep(0.2)
    (folder / "two.md").write_text("two")
    wait(noted, "two.md")
    time.sleep(0.4)
    (folder / "three.md").write_text("three")
    begun = time.monotonic()
    wait(noted, "three.md")

    assert time.monotonic() - begun < 0.4
    time.sleep(QUIET)
    assert noted.paths.count("three.md") == 1


def test_a_single_file_is_watched_though_it_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "mkdocs.yml"
    file.write_text("one")
    watching, noted = Watching(PollingObserver()), Noted()
    watch = watching.schedule(noted, str(file))
    watching.start()
    try:
        for _ in range(2):
            time.sleep(0.1)
            replaced(file)
            wait(noted, "mkdocs.yml")
            noted.paths.clear()
        watching.unschedule(watch)
        replaced(file)
        time.sleep(QUIET)
        assert noted.paths == []
    finally:
        watching.stop()
        watching.join()


def test_of_a_single_file_the_neighbours_are_not_told(tmp_path: Path) -> None:
    file = tmp_path / "mkdocs.yml"
    file.write_text("one")
    watching, noted = Watching(PollingObserver()), Noted()
    watching.schedule(noted, str(file))
    watching.start()
    try:
        time.sleep(0.1)
        (tmp_path / "README.md").write_text("two")
        time.sleep(QUIET)
        assert noted.paths == []
    finally:
        watching.stop()
        watching.join()


def test_what_was_asked_of_the_observer_before_is_still_done(folder: Path) -> None:
    given, early = PollingObserver(timeout=0.05), Noted()
    watch = given.schedule(early, str(folder), recursive=True)
    watching = Watching(given)
    watching.start()
    try:
        time.sleep(0.3)
        (folder / "two.md").write_text("two")
        wait(early, "two.md")
        watching.unschedule(watch)
        (folder / "three.md").write_text("three")
        time.sleep(QUIET / 3)
        assert "three.md" not in early.paths
    finally:
        watching.stop()
        watching.join()


def test_a_folder_that_is_watched_no_longer_is_not_told_of(folder: Path) -> None:
    watching, noted = Watching(PollingObserver()), Noted()
    watch = watching.schedule(noted, str(folder), recursive=True)
    watching.start()
    watching.unschedule(watch)
    (folder / "two.md").write_text("two")
    time.sleep(QUIET / 3)
    watching.stop()
    watching.join()

    assert noted.paths == []


def test_a_server_builds_again_when_a_document_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "SELDOM", 1000)
    folder = plain_site(tmp_path / "plain")
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(tmp_path / "site"))
    plugin = config.plugins["incremental"]
    assert isinstance(plugin, IncrementalPlugin)
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(tmp_path))
    config.plugins.on_startup(command="serve", dirty=False)
    config.plugins.on_config(config)
    server.watch(config.docs_dir)
    server.watch(config.config_file_path)
    assert config.plugins.on_serve(server, config=config, builder=server.builder) is server
    server.observer.start()
    (folder / "docs" / "one.md").write_text("# Another")
    end = time.monotonic() + SOON
    try:
        while not server._want_rebuild:
            assert time.monotonic() < end
            time.sleep(0.05)
    finally:
        server.observer.stop()
        server.observer.join()
        server.server_close()
        config.plugins.on_shutdown()
