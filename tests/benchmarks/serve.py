"""How long it takes from saving a file to the new page: `python -m tests.benchmarks.serve`.

Starts each server on the same made-up book, saves a change, and asks for the page until it tells of it. All take their
turns, round after round, each in a fresh process; prints the medians in seconds of a clock and their ratios to stock
MkDocs. The theme and the pages are the same, but for this project, which makes its pages of roles first.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.error import URLError

from tests.benchmarks.racers import STOCK, Arena
from tests.helpers import ROOT

# Seconds after which a server that says nothing new is given up, and between two questions.
PATIENCE, PAUSE = 900.0, 0.1


@dataclass(frozen=True)
class Server:
    """A server of one folder; `edit` puts a word into the source of the page that is asked for."""

    name: str
    folder: Path
    command: Callable[[int], list[str]]
    edit: Callable[[str], None]
    page: str

    def answered(self, number: int) -> float:
        """The seconds from saving a change to the first answer that tells of it."""
        with serving(self) as address:
            until(address, "")
            word = f"xyzzy{number}"
            start = time.perf_counter()
            self.edit(word)
            until(address, word)
            return time.perf_counter() - start


def main() -> None:
    """Run the race and print its table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.serve", description="Measure servers.")
    parser.add_argument("--roles", type=int, default=1000, metavar="N", help="roles in the book (default: 1000)")
    parser.add_argument("--rounds", type=int, default=3, metavar="R", help="how often each is asked (default: 3)")
    options = parser.parse_args()
    with TemporaryDirectory() as name:
        servers = list(lineup(Arena(Path(name), options.roles)))
        seconds: dict[str, list[float]] = {server.name: [] for server in servers}
        for number in range(options.rounds):
            for server in servers:
                seconds[server.name].append(server.answered(number))
                print(f"round {number + 1}: {server.name} {seconds[server.name][-1]:.2f} s", file=sys.stderr)
    stock = seconds[STOCK]
    print(f"{options.roles} roles, from saving to the new page, medians of {options.rounds} rounds\n")
    print("| | seconds | over MkDocs |\n|---|---:|---:|")
    for label, own in seconds.items():
        ratio = median(one / other for one, other in zip(own, stock, strict=True))
        print(f"| {label} | {median(own):.2f} | {ratio:.3f} |")


def lineup(arena: Arena) -> Iterator[Server]:
    """The servers on one book."""
    racers = {racer.name for racer in arena.racers()}  # which makes their folders
    role = arena.first.stem
    page = f"roles/{role}/"

    def mkdocs(port: int) -> list[str]:
        return [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", f"127.0.0.1:{port}"]

    def added(folder: Path) -> Callable[[str], None]:
        def edit(word: str) -> None:
            with (folder / "docs" / "roles" / f"{role}.md").open("a", encoding="utf-8") as file:
                file.write(f"\n{word}\n")

        return edit

    def summed_up(word: str) -> None:
        text = arena.first.read_text("utf-8")
        arena.first.write_text(text.replace(". [^", f" {word}. [^", 1), "utf-8")

    plain, alone, zensical = (arena.plain.with_name(name) for name in (arena.plain.name, "incremental", "zensical"))
    yield Server(STOCK, plain, mkdocs, added(plain), page)
    yield Server("incremental alone", alone, mkdocs, added(alone), page)
    yield Server("rolebook", arena.ours, mkdocs, summed_up, page)
    if any(name.startswith("Zensical") for name in racers):
        program = str(Path(sys.executable).with_name("zensical"))
        yield Server(
            "Zensical",
            zensical,
            lambda port: [program, "serve", "--dev-addr", f"127.0.0.1:{port}"],
            added(zensical),
            page,
        )


@contextmanager
def serving(server: Server) -> Iterator[str]:
    """The address of a page, on a server that is asked to come up, and ended in the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet, environment = subprocess.DEVNULL, {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(server.command(port), cwd=server.folder, stdout=quiet, stderr=quiet, env=environment) as run:
        try:
            yield f"http://127.0.0.1:{port}/{server.page}"
        finally:
            run.terminate()


def until(address: str, word: str) -> None:
    """Ask for a page until it is there and holds a word; raises `TimeoutError`."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(URLError, OSError), urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            if word in answer.read().decode("utf-8", "replace"):
                return
        time.sleep(PAUSE)
    raise TimeoutError(f"{address} never told of {word!r}")


if __name__ == "__main__":
    main()
