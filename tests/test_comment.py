"""The comment on a pull request: what the privileged half of the workflows makes of a hostile report."""

from __future__ import annotations

import io
import json
import os
import runpy
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.git import commit, example_repository, git
from tests.helpers import ROOT, replace
from tests.test_workflows import steps

SCRIPT = ROOT / ".github" / "scripts" / "comment.py"
FILE = "roles/tower/lamp-trimmer.yml"


@dataclass
class Hub:
    """What the server holds and what it was told."""

    report: dict[str, str] = field(default_factory=dict)
    head: dict[str, Any] = field(default_factory=lambda: {"sha": "a" * 40, "repo": {"id": 7}})
    state: str = "open"
    files: list[dict[str, str]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    leaked: bool = False

    def answer(self, path: str, told: Any) -> object:
        """What a real GitHub would answer; `told` is what was sent, if anything was."""
        place = path.removeprefix("/repos/board/book/")
        if told is None:
            return {
                "actions/runs/5/artifacts": {"artifacts": [{"id": 9, "name": "report", "expired": False}]},
                "pulls/12": {"number": 12, "head": self.head, "state": self.state},
                "pulls/12/files": self.files,
                "pulls/12/comments": self.notes,
                "issues/12/comments": self.comments,
            }[place]
        if place == "pulls/12/reviews":
            self.notes += told["comments"]
        elif place == "issues/12/comments":
            self.comments.append({"id": len(self.comments), "user": {"login": "github-actions[bot]"}, **told})
        else:
            self.comments[int(place.removeprefix("issues/comments/"))] |= told
        return {}

    @property
    def archive(self) -> bytes:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
            for name, text in self.report.items():
                made.writestr(name, text)
        return data.getvalue()


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A server, and the environment of a run that knows it."""
    held = Hub()

    class Handler(BaseHTTPRequestHandler):
        def reply(self) -> None:
            path = self.path.split("?")[0]
            told = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "null")
            if path.endswith("/zip"):
                self.send_response(302)
                self.send_header("Location", "/elsewhere")
                self.end_headers()
                return
            if path == "/elsewhere":
                held.leaked = "Authorization" in self.headers
                data = held.archive
            else:
                data = json.dumps(held.answer(path, told)).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = reply  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        monkeypatch.setenv("GITHUB_API_URL", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setenv("GITHUB_REPOSITORY", "board/book")
        monkeypatch.setenv("GITHUB_EVENT_PATH", str(tmp_path / "event.json"))
        monkeypatch.setenv("GH_TOKEN", "secret")
        yield held
        server.shutdown()


def comment(tmp_path: Path, conclusion: str = "failure") -> str:
    """Run the script as the workflow does, against the server; what it ends with, if not well."""
    run = {"id": 5, "head_sha": "a" * 40, "head_repository": {"id": 7}, "conclusion": conclusion, "html_url": "/run/5"}
    (tmp_path / "event.json").write_text(json.dumps({"workflow_run": run}), "utf-8")
    try:
        runpy.run_path(str(SCRIPT), run_name="__main__")
    except SystemExit as end:
        return str(end.code)
    return ""


# --- What the script does with a report


def test_a_report_becomes_one_comment_that_the_next_run_renews(hub: Hub, tmp_path: Path) -> None:
    hub.report = {"number": "12\n", "changes.md": "- pay of lamp-trimmer: **85** → **90**\n"}
    ended = comment(tmp_path)
    hub.report["changes.md"] = "- nothing but a comma\n"
    comment(tmp_path, "success")

    assert ended == ""
    assert len(hub.comments) == 1
    assert "found nothing wrong" in hub.comments[0]["body"]
    assert hub.comments[0]["body"].endswith("- nothing but a comma\n\n")


def test_a_comment_of_somebody_else_is_left_alone(hub: Hub, tmp_path: Path) -> None:
    hub.comments = [{"id": 0, "user": {"login": "a-reader"}, "body": "<!-- rolebook report --> mine"}]
    hub.report = {"number": "12"}

    comment(tmp_path)

    assert (len(hub.comments), hub.comments[0]["body"]) == (2, "<!-- rolebook report --> mine")


def test_the_token_does_not_follow_the_archive_to_another_host(hub: Hub, tmp_path: Path) -> None:
    hub.report = {"number": "12"}

    assert (comment(tmp_path), hub.leaked) == ("", False)


@pytest.mark.parametrize("number", ["", "13x", "12; rm", "-1", "0", "../12", "１２"])
def test_what_is_no_number_is_refused(hub: Hub, tmp_path: Path, number: str) -> None:
    hub.report = {"number": number}

    assert comment(tmp_path) == "no comment: 'the report names no pull request'"


@pytest.mark.parametrize(
    "other",
    [
        {"head": {"sha": "b" * 40, "repo": {"id": 7}}},
        {"head": {"sha": "a" * 40, "repo": {"id": 8}}},
        {"head": {"sha": "a" * 40, "repo": None}},
        {"state": "closed"},
    ],
    ids=["other commit", "other repository", "repository gone", "closed"],
)
def test_a_pull_request_that_the_run_was_not_for_gets_no_comment(
    hub: Hub, tmp_path: Path, other: dict[str, Any]
) -> None:
    hub.report = {"number": "12"}
    for name, value in other.items():
        setattr(hub, name, value)

    assert (comment(tmp_path)[:12], hub.comments) == ("no comment: ", [])


def test_hostile_text_calls_nobody_and_hides_nothing(hub: Hub, tmp_path: Path) -> None:
    text = "@everyone <img src=x> ![a](https://e.test/p.png) [safe](https://e.test) &#64;all #1 \u202eevil\n[x]: http://e.test\n"
    hub.report = {"number": "12", "changes.md": text}

    comment(tmp_path)

    body = hub.comments[0]["body"].split("---", 1)[1]
    assert [mark for mark in ("@e", "<i", "](", "]:", "&#", "#1", "\u202e") if mark in body] == []


def test_a_long_text_is_cut(hub: Hub, tmp_path: Path) -> None:
    hub.report = {"number": "12", "changes.md": "- @one more\n" * 100_000}

    comment(tmp_path)

    assert len(hub.comments[0]["body"]) < 65_536
    assert "… and more" in hub.comments[0]["body"]


def test_an_archive_past_the_limit_is_refused(hub: Hub, tmp_path: Path) -> None:
    hub.report = {"number": "12", "other": os.urandom(1_000_000).hex()}

    assert (comment(tmp_path)[:12], hub.comments) == ("no comment: ", [])


# --- The fixer's patch as suggestions


def patched(folder: Path, *edits: tuple[str, str]) -> str:
    """The `git diff` of a file of an example book after edits."""
    file = folder / "roles" / "tower" / "lamp-trimmer.yml"
    for old, new in edits:
        replace(file, old, new)
    return f"{git(folder, 'diff')}\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An example book under git, with one commit."""
    return example_repository(tmp_path)


def adds(*lines: int) -> list[dict[str, str]]:
    """What GitHub says of a pull request that adds these lines of the file."""
    return [{"filename": FILE, "patch": "\n".join(f"@@ -{line},0 +{line},1 @@\n+…" for line in lines)}]


def test_a_fix_inside_the_changed_lines_is_a_suggestion_once(hub: Hub, book: Path, tmp_path: Path) -> None:
    patch = patched(book, ("also-called:", "also-known:"), ("kind: job", "kind: career"), ("# A job", "# The job"))
    hub.report, hub.files = {"number": "12", "fixes.patch": patch}, adds(3, 4)

    comment(tmp_path)
    comment(tmp_path)

    assert [(note["path"], note.get("start_line"), note["line"]) for note in hub.notes] == [(FILE, 3, 4)]
    assert hub.notes[0]["body"] == "```suggestion\nalso-known: [wick trimmer, lamp hand]\nkind: career\n```"
    assert "Fixes elsewhere: 1" in hub.comments[0]["body"]


def test_an_insertion_and_a_deletion_have_their_places(hub: Hub, book: Path, tmp_path: Path) -> None:
    patch = patched(book, ("kind: job\n", "kind: job\nstatus: active\n"), ("reviewed: 2026-11\n", ""))
    last = len((book / FILE).read_text("utf-8").splitlines()) - 1
    hub.report, hub.files = {"number": "12", "fixes.patch": patch}, adds(4, last)

    comment(tmp_path)

    assert [(note["line"], note["body"]) for note in hub.notes] == [
        (4, "```suggestion\nkind: job\nstatus: active\n```"),
        (last, "```suggestion\n```"),
    ]


def test_a_suggestion_cannot_end_its_own_block(hub: Hub, book: Path, tmp_path: Path) -> None:
    hub.report["number"], hub.files = "12", adds(4)
    hub.report["fixes.patch"] = patched(book, ("kind: job", "```` @everyone"))

    comment(tmp_path)

    assert hub.notes[0]["body"].startswith("`````suggestion\n")


@pytest.mark.parametrize(
    "patch", ["@@", "diff --git a b\n@@ -x +y @@\n", "+++ b/x\n@@ -1 +1 @@\n-\n+\n", "\0", "@@ -1 +1 @@"]
)
def test_a_patch_that_is_none_suggests_nothing(hub: Hub, tmp_path: Path, patch: str) -> None:
    hub.report, hub.files = {"number": "12", "fixes.patch": patch}, adds(1)

    assert (comment(tmp_path), hub.notes) == ("", [])


def test_what_the_other_half_reports_is_what_this_half_reads(
    hub: Hub, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(book, "switch", "--quiet", "--create", "proposal")
    replace(book / FILE, "low: 85, high: 95", "low: 90, high: 95")
    replace(book / FILE, "also-called:", "also-caled:")
    commit(book, "a proposal")
    (script,) = [step["run"] for step in steps("check.yml") if "rolebook diff" in step.get("run", "")]
    told = {"BASE": "main", "HEAD": "proposal", "NUMBER": "12", "RUNNER_TEMP": str(tmp_path), "GITHUB_ACTIONS": "true"}
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    subprocess.run(["bash", "-e", "-c", script], cwd=book, check=True, capture_output=True, timeout=60)
    hub.report = {file.name: file.read_text("utf-8") for file in (tmp_path / "report").iterdir()}
    hub.files = adds(3)

    assert comment(tmp_path) == ""
    assert [note["body"] for note in hub.notes] == ["```suggestion\nalso-called: [wick trimmer, lamp hand]\n```"]
    assert FILE in hub.comments[0]["body"]
