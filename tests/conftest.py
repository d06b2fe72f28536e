"""Options and fixtures that several tests share."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator import processes
from generator.pipeline import Outcome, Pipeline
from tests.browser import chromium, hosting
from tests.helpers import EXAMPLE, copy_example, mkdocs


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write what the checks print now into tests/check/*.md")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built example."""
    folder = copy_example(tmp_path_factory.mktemp("example"))
    done = mkdocs("build", "-q", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def opened(site: Path) -> Iterator[tuple[Browser, str]]:
    """A browser, and the address of the built example."""
    with hosting(site) as address, chromium() as browser:
        yield browser, address


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    """What is read of the example."""
    return Pipeline(EXAMPLE / "roles", "roles").run()


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even little work is shared, by two processes."""
    if threading.active_count() > 1:
        pytest.skip("this process has threads, and does everything itself")
    monkeypatch.setattr(processes, "MANY", 2)
    monkeypatch.setattr(processes, "processes", lambda: 2)
