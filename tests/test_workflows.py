"""The workflows: what each half may do."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.helpers import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
UNPRIVILEGED = ("check.yml", "ci.yml")


def workflow(name: str) -> dict[Any, Any]:
    read: dict[Any, Any] = yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text("utf-8"))
    return read


def steps(name: str) -> list[dict[str, Any]]:
    return [step for job in workflow(name)["jobs"].values() for step in job["steps"]]


def test_zizmor_finds_nothing() -> None:
    command = [
        str(Path(sys.executable).parent / "zizmor"),
        "--offline",
        "--color",
        "never",
        "--persona",
        "auditor",
        ".github",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

    assert (done.returncode, done.stdout) == (0, "No findings to report. Good job! (1 ignored)\n")


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_each_action_is_pinned_by_its_full_hash_and_names_its_version(file: Path) -> None:
    uses = [line for line in file.read_text("utf-8").splitlines() if re.match(r"\s*(- )?uses:", line)]

    assert [line for line in uses if not re.search(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)] == []


def test_one_action_has_one_hash() -> None:
    found = {tuple(step["uses"].split("@")) for file in WORKFLOWS for step in steps(file.name) if "uses" in step}

    assert len(found) == len({action for action, _ in found})


@pytest.mark.parametrize("name", UNPRIVILEGED)
def test_the_half_that_runs_foreign_code_may_only_read(name: str) -> None:
    read = workflow(name)
    granted = [read["permissions"], *(job["permissions"] for job in read["jobs"].values())]

    assert granted == [{}, {"contents": "read"}]
    assert "secrets" not in json.dumps(read)
    assert "github.token" not in json.dumps(read)


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_no_checkout_leaves_its_token_behind(file: Path) -> None:
    checkouts = [step for step in steps(file.name) if step.get("uses", "").startswith("actions/checkout@")]

    assert [step["with"]["persist-credentials"] for step in checkouts] == [False] * len(checkouts)


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_no_value_is_pasted_into_a_script(file: Path) -> None:
    assert [step["run"] for step in steps(file.name) if "${{" in step.get("run", "")] == []


def test_the_half_that_comments_checks_nothing_out_and_may_write_to_pull_requests_only() -> None:
    (job,) = workflow("comment.yml")["jobs"].values()

    assert [step for step in job["steps"] if "uses" in step or "checkout" in step.get("run", "")] == []
    assert {scope for scope, access in job["permissions"].items() if access == "write"} == {"pull-requests"}


def test_the_half_that_comments_waits_for_the_one_that_checks() -> None:
    # YAML 1.1 reads the key `on` as true.
    assert workflow("comment.yml")[True]["workflow_run"]["workflows"] == [workflow("check.yml")["name"]]
