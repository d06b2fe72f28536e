"""How Lighthouse marks the pages on a phone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from typing import Any

from tests.audit.finding import Finding
from tests.browser import chromium_path

VERSION = "12.8.2"
MARKS = ("performance", "accessibility", "best-practices", "seo")


def command() -> list[str] | None:
    """The way to start Lighthouse here, or nothing where there is neither it nor npx."""
    if own := shutil.which("lighthouse"):
        return [own]
    return ["npx", "--yes", f"lighthouse@{VERSION}"] if shutil.which("npx") else None


def marks(address: str, pages: Mapping[str, str], budgets: Mapping[str, Any], start: list[str]) -> Iterator[Finding]:
    """A finding for each mark of each page that has a budget; the best of three runs where the machine is busy."""
    for name in budgets["pages"]:
        if name not in pages:
            continue
        reports = [_report(start, address + pages[name])]
        while len(reports) < 3 and _mark(reports, "performance") < budgets["performance"]:
            reports.append(_report(start, address + pages[name]))
        for mark in MARKS:
            best = _mark(reports, mark)
            failed = tuple(_failed(reports[-1], mark)) if best < budgets[mark] else ()
            yield Finding(
                f"Lighthouse, {mark}", name, f"{best:.0f}", f"≥ {budgets[mark]}", best >= budgets[mark], failed
            )


def _mark(reports: list[dict[str, Any]], mark: str) -> float:
    return max(100 * (report["categories"][mark]["score"] or 0) for report in reports)


def _failed(report: dict[str, Any], mark: str) -> Iterator[str]:
    for entry in report["categories"][mark]["auditRefs"]:
        audit = report["audits"][entry["id"]]
        if entry["weight"] and audit["score"] is not None and audit["score"] < 1:
            yield f"{audit['id']}: {audit.get('displayValue') or audit['title']}"


def _report(start: list[str], address: str) -> dict[str, Any]:
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    made = subprocess.run(
        [
            *start,
            address,
            "--quiet",
            "--output=json",
            "--output-path=stdout",
            f"--only-categories={','.join(MARKS)}",
            flags,
        ],
        env={**os.environ, "CHROME_PATH": chromium_path() or ""},
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    report: dict[str, Any] = json.loads(made.stdout)
    return report
