"""The audit of the site: `python -m tests.audit`.

Builds the site of this repository, or takes one that is built, and holds its pages to `budgets.toml`: what axe finds,
what they weigh, and, with `--lighthouse`, what Lighthouse says. Prints a table; ends with 1 if a budget is exceeded.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.audit.access import violations
from tests.audit.finding import Finding
from tests.audit.lighthouse import command, marks
from tests.audit.site import Site, served
from tests.audit.weight import weights
from tests.helpers import ROOT

BUDGETS = Path(__file__).with_name("budgets.toml")
SHOWN = 5


def main() -> int:
    """Audit, print, and say whether every budget is kept."""
    options = arguments()
    budgets = tomllib.loads(BUDGETS.read_text("utf-8"))
    with TemporaryDirectory() as name:
        folder = options.site or built(Path(name) / "site")
        findings = list(audit(Site(folder, budgets["pages"]), budgets, lighthouse=options.lighthouse))
    report = "\n".join(table(findings))
    print(report)
    if options.out:
        options.out.write_text(report + "\n", "utf-8")
    return int(not all(finding.holds for finding in findings))


def audit(site: Site, budgets: dict[str, Any], *, lighthouse: bool) -> Iterator[Finding]:
    """Everything that is measured, in the order in which it is told."""
    yield from weights(site, budgets)
    with served(site.folder) as address:
        yield from violations(address, site.examples, budgets["axe"])
        if lighthouse:
            start = command()
            if start is None:
                sys.exit("Lighthouse needs Node.js: install it, or leave out --lighthouse")
            yield from marks(address, site.examples, budgets["lighthouse"], start)


def built(folder: Path) -> Path:
    """The site of this repository, built into a folder."""
    build = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True)
    return folder


def table(findings: Sequence[Finding]) -> Iterator[str]:
    """The findings as a Markdown table, and beneath it what is behind those that exceed their budgets."""
    yield "| Measured | Page | Found | Budget | |"
    yield "|---|---|---:|---:|---|"
    for one in findings:
        yield f"| {one.subject} | {one.page} | {one.measured} | {one.budget} | {'' if one.holds else '**exceeded**'} |"
    for one in findings:
        if not one.holds and one.details:
            yield f"\n{one.subject}, {one.page}:"
            yield from (f"- {text}" for text in one.details[:SHOWN])
            if len(one.details) > SHOWN:
                yield f"- and {len(one.details) - SHOWN} more"


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.audit", description="Hold the site to its budgets.")
    parser.add_argument("--site", type=Path, metavar="DIR", help="a built site (default: build this one)")
    parser.add_argument("--lighthouse", action="store_true", help="ask Lighthouse too; needs Node.js")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the table there as well")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
