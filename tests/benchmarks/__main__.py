"""The race of builds: `python -m tests.benchmarks`.

Builds made-up books of several sizes with this project, cold and after each kind of change, and the same pages with
stock MkDocs and Material, `mkdocs build --dirty`, Zensical and Hugo where they are installed. All run in turn, round
after round, each in a fresh process; the table gives medians and the medians of the ratios to stock MkDocs within one
round. Ends with 1 if a ratio of `budget.toml` is exceeded. Needs a system with `wait4`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks.crew import MOST
from tests.benchmarks.measure import Cost
from tests.benchmarks.racers import STOCK, Arena, Racer

BUDGET = tomllib.loads(Path(__file__).with_name("budget.toml").read_text("utf-8"))
SHORT = 150

Results = Mapping[str, Sequence[tuple[Cost, int]]]


def main() -> int:
    """Run the races and print their tables; 1 if a budget is exceeded."""
    options = arguments()
    exceeded: list[str] = []
    for roles in options.roles:
        with TemporaryDirectory() as name:
            try:
                results = race(list(Arena(Path(name), roles).racers()), options.rounds)
            except subprocess.CalledProcessError as error:
                sys.exit(f"{' '.join(error.cmd)} ended with {error.returncode}\n{error.output}")
        print(f"{roles} roles, medians of {options.rounds} rounds\n")
        print("\n".join(table(results)), end="\n\n")
        exceeded += above(roles, results)
    print("\n".join(exceeded) or "every ratio is within its budget")
    return int(bool(exceeded))


def race(racers: Sequence[Racer], rounds: int) -> Results:
    """The costs of each racer and the bytes of its site, by round; a first round warms up and is not counted."""
    results: dict[str, list[tuple[Cost, int]]] = {racer.name: [] for racer in racers}
    for number in range(rounds + 1):
        for racer in racers:
            print(f"round {number} of {rounds}: {racer.name}", file=sys.stderr)
            result = racer.round(number)
            if number:
                results[racer.name].append((result, weight(racer.site)))
    return results


def weight(folder: Path) -> int:
    """The bytes of all files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def table(results: Results) -> Iterator[str]:
    """The medians of each racer, and its ratios to stock MkDocs."""
    yield "| | CPU s | wall s | peak MiB | site MB | CPU ratio | wall ratio | memory ratio |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for name, rounds in results.items():
        cpu, wall, memory = (median(getattr(cost, what) for cost, _ in rounds) for what in ("cpu", "wall", "memory"))
        size = median(bytes_ for _, bytes_ in rounds) / 1e6
        yield (
            f"| {name} | {cpu:.2f} | {wall:.2f} | {memory:.0f} | {size:.1f} "
            f"| {ratio(results, name, 'cpu'):.3f} | {ratio(results, name, 'wall'):.3f} "
            f"| {ratio(results, name, 'memory'):.2f} |"
        )


def ratio(results: Results, name: str, what: str) -> float:
    """The median of a racer's ratios to stock MkDocs, each within one round."""
    pairs = zip(results[name], results[STOCK], strict=True)
    return float(median(getattr(own, what) / getattr(stock, what) for (own, _), (stock, _) in pairs))


def above(roles: int, results: Results) -> Iterator[str]:
    """A sentence for each ratio above its budget with the margin."""
    budgets: Mapping[str, Mapping[str, Any]] = BUDGET.get(str(roles), {})
    for what, limits in budgets.items():
        for name, limit in limits.items():
            found = ratio(results, name, what)
            if found > limit * (1 + BUDGET["margin"]):
                yield f"{roles} roles, {name}: {what} ratio {found:.3f} is above {limit} with its margin"


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Race the builds.")
    parser.add_argument(
        "--roles", type=int, nargs="+", default=[100, 1000], metavar="N", help="sizes of books (default: 100 1000)"
    )
    parser.add_argument("--rounds", type=int, default=3, metavar="R", help="how often each runs (default: 3)")
    parser.add_argument("--short", action="store_true", help=f"one book of {SHORT} roles, as in CI")
    options = parser.parse_args()
    if options.short:
        options.roles = [SHORT]
    if not all(1 <= roles <= MOST for roles in options.roles) or options.rounds < 1:
        parser.error(f"N is from 1 to {MOST}, R at least 1")
    return options


if __name__ == "__main__":
    sys.exit(main())
