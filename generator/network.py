"""What servers answer: one request at a time to each host, and never more than is needed to know."""

from __future__ import annotations

import socket
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from queue import Queue
from threading import Event
from typing import Literal
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request

# `gone`: the server says so; `silent`: no server answers; `unsure`: it answers, but not to a program.
State = Literal["found", "moved", "gone", "silent", "unsure"]

HEADERS = {"User-Agent": "rolebook (looks whether cited pages are still there)", "Accept": "*/*"}
OK, BAD, GONE, WAIT = 200, 400, (404, 410), (429, 503)
TEMPORARY, PERMANENT = (302, 303, 307), (301, 308)
RESERVED = "%/:=&?~#+!$,;'@()*[]"
HOPS = 5
WORKERS = 8


@dataclass(frozen=True)
class Answer:
    """What came of asking for an address; `to` is where it lives now, if it has moved for good."""

    state: State
    words: str
    to: str = ""
    status: int = 0


@dataclass(frozen=True)
class _Reply:
    status: int
    reason: str
    location: str = ""


def ask(address: str, timeout: float) -> Answer:
    """What the server of an address answers: to HEAD, and to GET where HEAD is not answered well."""
    at, moved = urldefrag(address).url, True
    for _ in range(HOPS + 1):
        try:
            reply = _reply(at, "HEAD", timeout)
            if reply.status >= BAD and reply.status not in WAIT:
                reply = _reply(at, "GET", timeout)
        except (OSError, HTTPException, ValueError) as error:
            return _silence(error)
        if reply.status not in (*TEMPORARY, *PERMANENT) or not reply.location:
            return _told(reply, at if moved and at != urldefrag(address).url else "")
        moved = moved and reply.status in PERMANENT
        at = urldefrag(urljoin(at, reply.location)).url
        if urlsplit(at).scheme not in ("http", "https"):
            return Answer("unsure", f"redirected to {at[:80]}")
    return Answer("unsure", f"redirected more than {HOPS} times")


def ask_all(
    addresses: Iterable[str], timeout: float, pause: float, asked: Callable[[str, float], Answer] = ask
) -> Iterator[tuple[str, Answer]]:
    """What the servers answer, as it comes in; between two requests to one host there is a pause, in seconds.

    A host that asks to be left alone (429, 503) is asked for nothing more.
    """
    hosts: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        hosts[urlsplit(address).netloc.casefold()].append(address)
    answers: Queue[tuple[str, Answer] | None] = Queue()
    stop = Event()

    def host(own: list[str]) -> None:
        try:
            for index, address in enumerate(own):
                if stop.is_set() or (index and stop.wait(pause)):
                    return
                answer = asked(address, timeout)
                answers.put((address, answer))
                if answer.status in WAIT:
                    return
        finally:
            answers.put(None)

    with ThreadPoolExecutor(WORKERS) as pool:
        # The host with most to ask comes first, since it takes longest.
        for own in sorted(hosts.values(), key=len, reverse=True):
            pool.submit(host, own)
        left = len(hosts)
        try:
            while left:
                if (answer := answers.get()) is None:
                    left -= 1
                else:
                    yield answer
        finally:
            stop.set()


def _reply(address: str, method: str, timeout: float) -> _Reply:
    """The head of what a server sends; the rest is never read."""
    request = Request(_ascii(address), headers=HEADERS, method=method)  # noqa: S310  # only http and https are opened
    with _opener().open(request, timeout=timeout) as response:
        return _Reply(response.status, response.reason or "", response.headers.get("Location") or "")


def _ascii(address: str) -> str:
    """The address as it is sent: other alphabets in the form that servers know."""
    parts = urlsplit(address)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    return quote(urlunsplit(parts._replace(netloc=host)), safe=RESERVED)


def _opener() -> OpenerDirector:
    """What opens addresses of the web, follows no redirection and takes every status for an answer."""
    opener = OpenerDirector()
    for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler()):
        opener.add_handler(handler)
    return opener


def _told(reply: _Reply, to: str) -> Answer:
    words = f"{reply.status} {reply.reason}".strip()
    if reply.status in GONE:
        return Answer("gone", words, "", reply.status)
    if OK <= reply.status < BAD:
        return Answer("moved" if to else "found", words, to, reply.status)
    return Answer("unsure", words, "", reply.status)


def _silence(error: Exception) -> Answer:
    reason = error.reason if isinstance(error, URLError) and not isinstance(error, HTTPError) else error
    if isinstance(reason, TimeoutError):
        return Answer("unsure", "no answer in time")
    if isinstance(reason, socket.gaierror):
        return Answer("silent", "no server of this name")
    if isinstance(reason, ConnectionRefusedError):
        return Answer("silent", "no server answers")
    return Answer("unsure", " ".join(str(reason).split())[:100] or type(reason).__name__)
