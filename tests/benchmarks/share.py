"""The generator's share in building a site, measured side by side: `python -m tests.benchmarks.share`.

The one side reads, checks and joins a made-up book and writes its pages, in memory. The other is MkDocs with Material,
which builds a site from the very Markdown that the generator wrote, without our plugin. They run in turn, each in a
fresh process, and only their ratio is judged: seconds tell about a machine. Needs a system with `wait4`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks.books import write_book
from tests.benchmarks.crew import MOST
from tests.benchmarks.measure import Cost, cost

# At 1,000 roles the generator may take a tenth of what MkDocs takes; a noisy neighbour may add a tenth to that.
BUDGET = 0.10
MARGIN = 0.10
WARM_UP = 20


@dataclass(frozen=True)
class Arena:
    """A folder with a book and with a plain site of the same pages."""

    folder: Path

    @classmethod
    def made(cls, folder: Path, roles: int) -> Arena:
        """A book of so many roles and its pages, in a new folder."""
        write_book(folder / "roles", roles)
        cost("tests.benchmarks.plain", folder / "roles", folder)
        return cls(folder)

    def round(self) -> tuple[Cost, Cost]:
        """What the generator costs, and then MkDocs."""
        ours = cost("tests.benchmarks.generate", self.folder / "roles")
        theirs = cost("mkdocs", "build", "--quiet", "--config-file", self.folder / "mkdocs.yml")
        shutil.rmtree(self.folder / "site")
        return ours, theirs


def main() -> int:
    """Run the contest and print its tables; 1 if the generator is above its budget."""
    options = arguments()
    with TemporaryDirectory() as name:
        try:
            rounds = list(contest(Path(name), options.roles, options.rounds))
        except subprocess.CalledProcessError as error:
            sys.exit(f"{' '.join(error.cmd)} ended with {error.returncode}\n{error.output}")
    pages = json.loads(rounds[0][0].output)["pages"]
    print(f"{options.roles} roles, {pages} pages, medians of {options.rounds} rounds, both sides in turn\n")
    print("\n".join(comparison(rounds)), end="\n\n")
    print("\n".join(split([ours for ours, _ in rounds])), end="\n\n")
    ratios = sorted(ours.cpu / theirs.cpu for ours, theirs in rounds)
    above = median(ratios) > BUDGET * (1 + MARGIN)
    print(f"CPU ratio {median(ratios):.3f} ({ratios[0]:.3f} to {ratios[-1]:.3f}): ", end="")
    print(f"{'above' if above else 'within'} the budget of {BUDGET:.2f} with its margin of {MARGIN:.0%}")
    return int(above)


def contest(folder: Path, roles: int, rounds: int) -> Iterator[tuple[Cost, Cost]]:
    """The costs of each round, after one with a small book that is not counted."""
    Arena.made(folder / "small", WARM_UP).round()
    arena = Arena.made(folder / "book", roles)
    for number in range(rounds):
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
        yield arena.round()


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.share", description="Measure the generator's share."
    )
    parser.add_argument("--roles", type=int, default=1000, metavar="N", help="roles in the book (default: 1000)")
    parser.add_argument("--rounds", type=int, default=3, metavar="R", help="how often both run (default: 3)")
    options = parser.parse_args()
    if not 1 <= options.roles <= MOST or options.rounds < 1:
        parser.error(f"N is from 1 to {MOST}, R at least 1")
    return options


def comparison(rounds: Sequence[tuple[Cost, Cost]]) -> Iterator[str]:
    """A table of both sides and their ratio; ratios are medians of the rounds' own."""
    yield "|                    |   CPU s |  wall s | peak MiB |"
    yield "|--------------------|---------|---------|----------|"
    for side, label in enumerate(("generator", "MkDocs + Material")):
        figures = [(one[side].cpu, one[side].wall, one[side].memory) for one in rounds]
        cpu, wall, memory = map(median, zip(*figures, strict=True))
        yield f"| {label:18} | {cpu:7.2f} | {wall:7.2f} | {memory:8.0f} |"
    ratios = [(a.cpu / b.cpu, a.wall / b.wall, a.memory / b.memory) for a, b in rounds]
    cpu, wall, memory = map(median, zip(*ratios, strict=True))
    yield f"| {'ratio':18} | {cpu:7.3f} | {wall:7.3f} | {memory:8.2f} |"


def split(runs: Sequence[Cost]) -> Iterator[str]:
    """A table of the generator's stages; `start and end` is the interpreter, the imports and the clearing away."""
    stages = [json.loads(run.output)["seconds"] for run in runs]
    for run, seconds in zip(runs, stages, strict=True):
        seconds["start and end"] = run.cpu - sum(seconds.values())
    whole = median(run.cpu for run in runs)
    yield "| generator          |   CPU s |   share |"
    yield "|--------------------|---------|---------|"
    for stage in ("start and end", "read", "graph", "check", "rest", "pages"):
        cpu = median(seconds[stage] for seconds in stages)
        yield f"| {stage:18} | {cpu:7.2f} | {cpu / whole:7.1%} |"


if __name__ == "__main__":
    sys.exit(main())
