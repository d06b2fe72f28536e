"""Dead links: what real servers on this machine answer, what is remembered of it, and what the checks make of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import chdir
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from time import monotonic, sleep
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.addresses import Memory, from_text
from generator.cli import main
from generator.network import Answer, ask, ask_all
from tests.helpers import copy_example, replace, rolebook

DAY = "1795305600"  # 2026-11-22
LATER = "1796774400"  # 2026-12-09


class Server(ThreadingHTTPServer):
    """Answers by the first part of the path, and notes what was asked and how many asked at once."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.now = self.most = 0
        self.lock = Lock()

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{path}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        path = self.path.strip("/")
        with self.server.lock:
            self.server.seen.append((self.command, path))
            self.server.agents.add(self.headers["User-Agent"])
            self.server.now += 1
            self.server.most = max(self.server.most, self.server.now)
        sleep(0.02)
        word, _, rest = path.partition("?")[0].partition("/")
        if word == "slow":
            sleep(1.5)
        status = {"no-head": 405 if self.command == "HEAD" else 200}.get(word) or int(word if word.isdigit() else 200)
        with self.server.lock:
            self.server.now -= 1
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", rest if "://" in rest else f"/{rest}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as started:
        Thread(target=started.serve_forever, daemon=True).start()
        yield started
        started.shutdown()


@pytest.mark.parametrize(
    ("path", "state", "words"),
    [
        ("200", "found", "200 OK"),
        ("no-head", "found", "200 OK"),
        ("404", "gone", "404 Not Found"),
        ("410", "gone", "410 Gone"),
        ("403", "unsure", "403 Forbidden"),
        ("429", "unsure", "429 Too Many Requests"),
        ("500", "unsure", "500 Internal Server Error"),
        ("slow", "unsure", "no answer in time"),
        ("301/404", "gone", "404 Not Found"),
        ("302/200", "found", "200 OK"),
        ("301/301/301/301/301/301/200", "unsure", "redirected more than 5 times"),
        ("301/file:///etc/passwd", "unsure", "redirected to file:///etc/passwd"),
    ],
)
def test_an_answer_is_put_into_words(server: Server, path: str, state: str, words: str) -> None:
    answer = ask(server.at(path), timeout=0.5)

    assert (answer.state, answer.words) == (state, words)


def test_only_a_move_for_good_gives_a_new_address(server: Server) -> None:
    assert ask(server.at("301/200#part"), 2).to == server.at("200")
    assert ask(server.at("302/301/200"), 2).to == ""


def test_no_server_is_silence() -> None:
    with Server() as closed:
        address = closed.at("200")

    assert ask(address, 2) == Answer("silent", "no server answers")


def test_a_page_is_asked_for_by_its_head_and_only_then_by_itself(server: Server) -> None:
    ask(server.at("200"), 2)
    ask(server.at("404"), 2)

    assert server.seen == [("HEAD", "200"), ("HEAD", "404"), ("GET", "404")]
    assert all(agent.startswith("rolebook") for agent in server.agents)


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause(server: Server) -> None:
    start = monotonic()
    answers = dict(ask_all([server.at(f"200?{number}") for number in range(5)], 2, 0.05))

    assert {answer.state for answer in answers.values()} == {"found"}
    assert len(answers) == 5
    assert server.most == 1
    assert monotonic() - start >= 4 * 0.05


def test_hosts_are_asked_side_by_side() -> None:
    started: dict[str, float] = {}

    def slow(address: str, timeout: float) -> Answer:  # noqa: ARG001  # as it is called
        started[address] = monotonic()
        sleep(0.2)
        return Answer("found", "200 OK")

    assert len(list(ask_all(["http://a.example/", "http://b.example/"], 1, 0, slow))) == 2
    assert abs(started["http://a.example/"] - started["http://b.example/"]) < 0.15


def test_a_host_that_wants_to_be_left_alone_is(server: Server) -> None:
    answers = dict(ask_all([server.at("429"), server.at("200")], 2, 0))

    assert [*answers] == [server.at("429")]
    assert [path for _, path in server.seen] == ["429"]


@pytest.fixture
def folder(tmp_path: Path, server: Server) -> Path:
    """A copy of the example whose addresses lead to the server: one found, one gone, one moved, the others found."""
    folder = copy_example(tmp_path)
    for file in (folder / "roles").rglob("*.yml"):
        file.write_text(file.read_text("utf-8").replace("https://example.org/", server.at("200?")), "utf-8")
    trimmer = folder / "roles" / "tower" / "lamp-trimmer.yml"
    replace(trimmer, server.at("200?pilot/lens"), server.at("404?lens"))
    replace(trimmer, server.at("200?board/summer"), server.at("301/200"))
    return folder


def links(folder: Path, *words: str, day: str = DAY) -> Result:
    with chdir(folder):
        result = CliRunner().invoke(main, ["links", "--pause", "0", *words], env={"SOURCE_DATE_EPOCH": day})
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_the_command_tells_what_is_dead_or_moved_and_who_names_it(folder: Path, server: Server) -> None:
    done = links(folder)

    assert done.exit_code == 1
    assert f"gone since 2026-11-22: {server.at('404?lens')}  (404 Not Found)\n    roles/tower/lamp-trimmer.yml" in (
        done.stdout
    )
    assert f"moved: {server.at('301/200')}  (200 OK) → {server.at('200')}" in done.stdout
    assert "1 moved, 1 gone" in done.stdout


def test_what_was_answered_lately_is_not_asked_again(folder: Path, server: Server) -> None:
    links(folder)
    asked = len(server.seen)
    again = links(folder)

    assert len(server.seen) == asked
    assert again.exit_code == 1
    assert again.stdout.endswith("; 0 asked for now\n")

    links(folder, "--since", "2026-11-23")

    assert len(server.seen) == 2 * asked


def test_a_limit_asks_for_the_others_the_next_time(folder: Path, server: Server) -> None:
    first = links(folder, "--limit", "3")
    seen = {path for _, path in server.seen}
    links(folder, "--limit", "3")

    assert "never asked for; 3 asked for now" in first.stdout
    assert len({path for _, path in server.seen} - seen) >= 3


def test_what_is_recorded_is_told_by_the_checks_until_it_is_mended(folder: Path, server: Server) -> None:
    links(folder, "--record")
    check = rolebook("check", "--strict", "--format", "concise", cwd=folder)

    assert check.returncode == 1
    assert check.stdout.count("warning[dead-link]") == 1
    assert f"`{server.at('404?lens')}` is dead since 2026-11: 404 Not Found" in check.stdout
    assert rolebook("fmt", "--check", "roles/_links.yml", cwd=folder).returncode == 0

    replace(folder / "roles" / "tower" / "lamp-trimmer.yml", server.at("404?lens"), server.at("200?lens"))
    done = links(folder, "--record")

    assert done.exit_code == 0
    assert not (folder / "roles" / "_links.yml").exists()


def test_what_is_recorded_keeps_its_month_without_the_memory(folder: Path) -> None:
    links(folder, "--record")
    (folder / ".cache" / "rolebook" / "links.json").unlink()
    links(folder, "--record", day=LATER)

    assert "since: 2026-11," in (folder / "roles" / "_links.yml").read_text("utf-8")


def test_a_silent_server_is_dead_after_two_weeks_only(folder: Path, server: Server) -> None:
    with Server() as closed:
        address = closed.at("200")
    replace(folder / "roles" / "tower" / "lamp-trimmer.yml", server.at("404?lens"), address)

    assert links(folder).exit_code == 0
    later = links(folder, "--since", "2026-12-09", day=LATER)

    assert later.exit_code == 1
    assert f"silent since 2026-11-22: {address}" in later.stdout


def test_a_machine_that_is_cut_off_remembers_nothing(folder: Path, server: Server) -> None:
    links(folder)
    before = (folder / ".cache" / "rolebook" / "links.json").read_text("utf-8")
    server.shutdown()
    server.server_close()
    done = links(folder, "--since", "2026-12-09", day=LATER)

    assert done.exit_code == 1
    assert "cut off" in done.stderr
    assert (folder / ".cache" / "rolebook" / "links.json").read_text("utf-8") == before


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 100_000, '{"a": 1}', '{"a": {"state": "gone"}}'])
def test_a_damaged_memory_is_an_empty_one(text: str) -> None:
    assert from_text(text) == {}


def test_json_tells_every_address(folder: Path) -> None:
    found = json.loads(links(folder, "--format", "json").stdout)
    states = Counter(one["state"] for one in found)

    assert states["gone"] == states["moved"] == 1
    assert all(one["files"] for one in found)
    assert [one["url"] for one in found if one["dead"]] == [one["url"] for one in found if one["state"] == "gone"]


def test_a_memory_knows_when_it_means_dead() -> None:
    assert Memory("gone", "404", "2026-11-22", "2026-11-22").dead
    assert not Memory("unsure", "403", "2026-11-22", "2025-11-22").dead
