"""Post what the unprivileged half found on a pull request: one comment, and the fixer's patch as suggestions.

It runs with a token that may write to pull requests, so it trusts the event and GitHub's API and nothing else.
The report was made by code that the pull request may have changed: it is read as text, in memory, up to a limit.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

MARK = "<!-- rolebook report -->"
AUTHOR = "github-actions[bot]"
ARCHIVE_LIMIT = 1_000_000
TEXT_LIMIT = 25_000
PATCH_LIMIT = 200_000
MOST_SUGGESTIONS = 20
SUGGESTION_LIMIT = 5_000
HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@")


class Refused(Exception):
    """A report that does not fit what GitHub says of the run."""


@dataclass(frozen=True)
class Change:
    """Lines of a file at the pull request's head, first to last, and what the fixer writes instead."""

    path: str
    first: int
    last: int
    lines: tuple[str, ...]


class GitHub:
    """The part of GitHub's API that is needed here, for one repository."""

    def __init__(self, api: str, repository: str, token: str) -> None:
        self.root = f"{api}/repos/{repository}"
        self.token = token

    def call(self, path: str, body: object = None, method: str | None = None) -> Any:
        """What the API answers, as JSON."""
        return json.loads(self.read(path, 20_000_000, body, method))

    def read(self, path: str, limit: int, body: object = None, method: str | None = None) -> bytes:
        """What the API answers, in bytes; refused where it is longer than the limit."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Accept": "application/vnd.github+json", "Content-Type": "application/json"}
        request = Request(f"{self.root}{path}", data, headers, method=method)  # noqa: S310
        # An archive lies on another host; the token stays with this one.
        request.add_unredirected_header("Authorization", f"Bearer {self.token}")
        with urlopen(request, timeout=60) as answer:  # noqa: S310
            found: bytes = answer.read(limit + 1)
        if len(found) > limit:
            raise Refused(f"an answer is longer than {limit} bytes")
        return found

    def all(self, path: str) -> Iterator[Any]:
        """Every entry of a list, page by page."""
        for page in range(1, 31):
            found = self.call(f"{path}?{urlencode({'per_page': 100, 'page': page})}")
            yield from found
            if len(found) < 100:  # noqa: PLR2004
                return


def main() -> None:
    """Nothing; the comment stands on the pull request, or the reason why not is in the log."""
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text("utf-8"))
    github = GitHub(os.environ["GITHUB_API_URL"], os.environ["GITHUB_REPOSITORY"], os.environ["GH_TOKEN"])
    try:
        report = read_report(github, event["workflow_run"]["id"])
        pull = pull_request(github, event["workflow_run"], report.get("number", ""))
        patch = report.get("fixes.patch", "")
        changes = list(parse_patch(patch if len(patch) <= PATCH_LIMIT else ""))
        inside = within(github, pull["number"], changes)
        text = body(event["workflow_run"], report.get("changes.md", ""), inside, changes)
        comment(github, pull["number"], text)
        suggest(github, pull, inside)
    except (Refused, RuntimeError, zipfile.BadZipFile) as reason:
        sys.exit(f"no comment: {str(reason)!a}")


def read_report(github: GitHub, run: int) -> dict[str, str]:
    """The texts of the run's artifact `report` by name; none is written to disk, and none is long."""
    listed = github.call(f"/actions/runs/{int(run)}/artifacts?name=report")["artifacts"]
    found = [one for one in listed if one["name"] == "report" and not one["expired"]]
    if not found:
        raise Refused("the run left no report")
    data = github.read(f"/actions/artifacts/{int(found[0]['id'])}/zip", ARCHIVE_LIMIT)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: _member(archive, name)
            for name in ("number", "changes.md", "fixes.patch")
            if name in archive.namelist()
        }


def _member(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as file:
        return file.read(PATCH_LIMIT + 1).decode("utf-8", "replace")


def pull_request(github: GitHub, run: dict[str, Any], number: str) -> dict[str, Any]:
    """The open pull request of that number, if its head is the very commit and repository that the run was for."""
    if not re.fullmatch(r"[1-9]\d{0,8}\n?", number, re.ASCII):
        raise Refused("the report names no pull request")
    pull: dict[str, Any] = github.call(f"/pulls/{int(number)}")
    head = pull["head"]
    if head["sha"] != run["head_sha"] or (head["repo"] or {}).get("id") != run["head_repository"]["id"]:
        raise Refused(f"the run was not for the head of #{int(number)}")
    if pull["state"] != "open":
        raise Refused(f"#{int(number)} is not open")
    return pull


def parse_patch(patch: str) -> Iterator[Change]:
    """The changes of a `git diff`, which may be any text; quoted paths are not understood and left out."""
    for file in re.split(r"^(?=diff --git )", patch, flags=re.MULTILINE):
        path = re.search(r"^\+\+\+ b/(.+)$", file, re.MULTILINE)
        for hunk in re.split(r"^(?=@@ )", file, flags=re.MULTILINE)[1:]:
            if path and (match := HUNK.match(hunk)):
                yield from _changes(path[1], int(match[1]), hunk.split("\n")[1:])


def _changes(path: str, at: int, lines: list[str]) -> Iterator[Change]:
    """A change for each run of edited lines; an insertion takes in the line before it, so that it has a place."""
    removed, added, before = 0, list[str](), ""
    for line in [*lines, " "]:
        if line.startswith("-"):
            removed += 1
        elif line.startswith("+"):
            added.append(line[1:])
        elif line.startswith(" "):
            if removed:
                yield Change(path, at, at + removed - 1, tuple(added))
            elif added:
                yield Change(path, at - 1, at - 1, (before, *added))
            at, removed, added, before = at + removed + 1, 0, [], line[1:]


def added_lines(patch: str) -> set[int]:
    """The numbers of the lines that a pull request's patch of one file adds."""
    found, at = set(), 0
    for line in patch.split("\n"):
        if match := HUNK.match(line):
            at = int(match[2])
        elif line.startswith("+"):
            found.add(at)
            at += 1
        elif line.startswith(" "):
            at += 1
    return found


def within(github: GitHub, number: int, changes: list[Change]) -> list[Change]:
    """The changes to lines that the pull request itself added; the rest is not its author's business."""
    if not changes:
        return []
    files = {file["filename"]: added_lines(file.get("patch", "")) for file in github.all(f"/pulls/{number}/files")}
    kept = (one for one in changes if {*range(one.first, one.last + 1)} <= files.get(one.path, set()))
    return [one for one in kept if _readable("".join(one.lines))][:MOST_SUGGESTIONS]


def _readable(text: str) -> bool:
    return len(text) <= SUGGESTION_LIMIT and all(mark == "\t" or unicodedata.category(mark)[0] != "C" for mark in text)


def suggest(github: GitHub, pull: dict[str, Any], changes: list[Change]) -> None:
    """Nothing; each change stands on the pull request as a suggestion, those of an earlier run only once."""
    path = f"/pulls/{pull['number']}"
    standing = {(one["path"], one["line"], one["body"]) for one in github.all(f"{path}/comments")} if changes else set()
    fresh = [one for one in map(_suggestion, changes) if (one["path"], one["line"], one["body"]) not in standing]
    if fresh:
        words = "The fixer proposes this; press **Commit suggestion** to take it."
        review = {"commit_id": pull["head"]["sha"], "event": "COMMENT", "body": words, "comments": fresh}
        github.call(f"{path}/reviews", review)


def _suggestion(change: Change) -> dict[str, Any]:
    text = "".join(f"{line}\n" for line in change.lines)
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    start = {"start_line": change.first, "start_side": "RIGHT"} if change.first < change.last else {}
    body = f"{fence}suggestion\n{text}{fence}"
    return {"path": change.path, "line": change.last, "side": "RIGHT", "body": body, **start}


def body(run: dict[str, Any], text: str, inside: list[Change], changes: list[Change]) -> str:
    """The comment: our own words first, so that nothing in the text can swallow them."""
    passed = run["conclusion"] == "success"
    checked = (
        "The check found nothing wrong." if passed else "The check found something; it is marked beside the lines."
    )
    lines = [MARK, f"{checked} [Its log, and the site built from this change]({run['html_url']})."]
    if inside:
        lines.append(f"Fixes proposed beside the lines: {len(inside)}.")
    if more := len(changes) - len(inside):
        lines.append(f"Fixes elsewhere: {more}; `rolebook check --fix` makes them.")
    if text.strip():
        lines += ["What follows was made from the files of this pull request.", "---", tamed(text)]
    return "\n\n".join(lines) + "\n"


def tamed(text: str) -> str:
    """The text with no mention, no HTML, image or hidden link target: a space of no width breaks what begins one."""
    cut = (
        text[:TEXT_LIMIT].rsplit("\n", 1)[0] + "\n\n… and more; the whole text is in the run's `report`."
        if len(text) > TEXT_LIMIT
        else text
    )
    shown = "".join(mark for mark in cut if mark in "\n\t" or unicodedata.category(mark)[0] != "C")
    return re.sub(r"[&@!<\]](?=\S)|#(?=\d)", "\\g<0>\N{ZERO WIDTH SPACE}", shown)


def comment(github: GitHub, number: int, text: str) -> None:
    """Nothing; the text is the pull request's one comment of ours."""
    ours = (
        one["id"]
        for one in github.all(f"/issues/{number}/comments")
        if one["user"]["login"] == AUTHOR and one["body"].startswith(MARK)
    )
    if (standing := next(ours, None)) is not None:
        github.call(f"/issues/comments/{standing}", {"body": text}, "PATCH")
    else:
        github.call(f"/issues/{number}/comments", {"body": text})


if __name__ == "__main__":
    main()
