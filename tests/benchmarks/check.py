"""What `rolebook check` costs: `python -m tests.benchmarks.check`.

Three sorts of run over a made-up book, each in a fresh process: the first time, with nothing changed since, and with
one role changed; once with short roles of some 8 kB, and once with roles as long as those of the book in this
repository. Prints the CPU seconds of the best of some rounds, as whatever else a machine does can only add to them; 1
if a budget is exceeded. What long files take the first time is held to a ratio: to what PyYAML's C loader alone takes
for them. Needs a system with `wait4`.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from tests.benchmarks.books import write_book
from tests.benchmarks.measure import command_cost, cost

# CPU seconds for 1,000 roles.
BUDGETS = {"first": 2.0, "unchanged": 0.5, "one changed": 0.5}
# The first check of long files over PyYAML alone.
FIRST = 2.0
ALONE = """
import sys, yaml
from pathlib import Path
from shutil import rmtree
for file in Path(sys.argv[1]).rglob("*.yml"):
    yaml.load(file.read_bytes(), Loader=yaml.CBaseLoader)
"""


def main() -> int:
    """Check a book again and again; 1 if that takes longer than it may."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.check", description="Measure `rolebook check`.")
    parser.add_argument("--roles", type=int, default=1000, metavar="N", help="roles in the book (default: 1000)")
    parser.add_argument("--rounds", type=int, default=3, metavar="R", help="how often each is run (default: 3)")
    options = parser.parse_args()
    os.environ.pop("CI", None)  # there, nothing is remembered
    exceeded = [raced(options.roles, options.rounds, short=short) for short in (True, False)]
    return int(any(exceeded))


def raced(roles: int, rounds: int, *, short: bool) -> bool:
    """Check a book again and again and print what it took; whether that is more than it may be."""
    with TemporaryDirectory() as name:
        root = Path(name) / "roles"
        write_book(root, roles, short=short)
        files = [file.stat().st_size for file in root.glob("[a-z]*/[a-z]*.yml")]
        alone = min(command_cost([sys.executable, "-c", ALONE, str(root)], root).cpu for _ in range(rounds))
        seconds = {
            "first": min(first(root) for _ in range(rounds)),
            "unchanged": min(checked(root) for _ in range(rounds)),
            "one changed": min(changed(root, number) for number in range(rounds)),
        }
    print(f"{len(files)} roles of {sum(files) / len(files) / 1000:.1f} kB")
    budgets = BUDGETS if short else {**BUDGETS, "first": FIRST * alone}
    for label, cpu in seconds.items():
        print(f"{label:12} {cpu:6.2f} s CPU, budget {budgets[label]:.2f}")
    print(f"PyYAML alone {alone:6.2f} s CPU; the first check takes {seconds['first'] / alone:.2f} times as long")
    return any(seconds[label] > budget for label, budget in budgets.items())


def first(root: Path) -> float:
    """The CPU seconds of one check of a book of which nothing is remembered."""
    rmtree(root.parent / ".cache", ignore_errors=True)
    return checked(root)


def checked(root: Path) -> float:
    """The CPU seconds of one check of a book without faults."""
    return cost("generator", "check", "--strict", root).cpu


def changed(root: Path, number: int) -> float:
    """The CPU seconds of one check after a change to one role."""
    file = next(file for file in sorted(root.glob("[a-z]*/[a-z]*.yml")))
    file.write_text(f"# change {number}\n{file.read_text('utf-8')}", "utf-8")
    return checked(root)


if __name__ == "__main__":
    sys.exit(main())
