"""A headless Chromium, and a site served to it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.helpers import ROOT

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium_path() -> str | None:
    """The program of this machine's Chromium, if it has one."""
    return os.environ.get("ROLEBOOK_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine, or Playwright's own; without either, tests are skipped, and fail under CI."""
    path = chromium_path()
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        except Error:
            if os.environ.get("CI"):
                raise
            pytest.skip("no Chromium: install it, or run `playwright install chromium`")
        yield browser
        browser.close()


def wait_until(page: Page, condition: str, patience: float = 30) -> None:
    """A page on which an expression has come true, asked for from outside.

    Where scripts are off, Playwright's `wait_for_function` looks once and never again.
    """
    end = time.monotonic() + patience
    while not page.evaluate(condition):
        assert time.monotonic() < end, f"never true: {condition}"
        page.wait_for_timeout(100)


@contextmanager
def serving(folder: Path, code: Path = ROOT, *options: str) -> Iterator[str]:
    """The address of a running `mkdocs serve` of a folder, with the generator that lies in another."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", *options, "--dev-addr", f"127.0.0.1:{port}"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(code)}
    with (folder / "serve.log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=environment)
        try:
            yield _address(folder / "serve.log", process)
        finally:
            process.terminate()
            process.wait(10)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Keep silent."""


@contextmanager
def hosting(site: Path) -> Iterator[str]:
    """The address at which the files of a built site are served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join(5)


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    """The address that the server says it listens at, without the last slash."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        if found := re.search(r"Serving on (http://\S+?)/?\s", log.read_text("utf-8")):
            return found[1]
        time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{log.read_text('utf-8')}")


def wait_for(address: str, text: str, without: str = "\0", seconds: float = 20) -> str:
    """The page at an address as soon as it holds one text and not another."""
    until = time.monotonic() + seconds
    page = ""
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                page = answer.read().decode()
        except OSError:
            page = ""
        if page and text in page and without not in page:
            return page
        time.sleep(0.1)
    pytest.fail(f"{text!r} did not show at {address} in {seconds} seconds")
