"""What `rolebook check` costs: `python -m tests.benchmarks.check`.

Three runs over one made-up book, each in a fresh process: the first time, with nothing changed since, and with one role
changed. Prints CPU seconds; 1 if a budget is exceeded. The first time depends on how much there is to read, and is held
to a ratio: to what PyYAML's C loader alone takes for the same files. Needs a system with `wait4`.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks.books import write_book
from tests.benchmarks.measure import command_cost, cost

# CPU seconds for 1,000 roles.
BUDGETS = {"unchanged": 0.5, "one changed": 0.5}
# The first check over PyYAML alone.
FIRST = 2.2
ALONE = """
import sys, yaml
from pathlib import Path
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
    with TemporaryDirectory() as name:
        root = Path(name) / "roles"
        write_book(root, options.roles)
        alone = command_cost([sys.executable, "-c", ALONE, str(root)], root).cpu
        seconds = {"first": checked(root), "unchanged": median(checked(root) for _ in range(options.rounds))}
        seconds["one changed"] = median(changed(root, number) for number in range(options.rounds))
    for label, cpu in seconds.items():
        budget = f"{BUDGETS[label]:.2f}" if label in BUDGETS else "none"
        print(f"{label:12} {cpu:6.2f} s CPU, budget {budget}")
    ratio = seconds["first"] / alone
    print(f"PyYAML alone {alone:6.2f} s CPU; the first check takes {ratio:.2f} times as long, budget {FIRST:.2f}")
    return int(ratio > FIRST or any(seconds[label] > budget for label, budget in BUDGETS.items()))


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
