"""Work shared among as many processes as there are processors."""

from __future__ import annotations

import gc
import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar, cast

# Fewer pages than this are converted before a process has started, and fewer roles told: each process begins
# without what the others have looked up already. See docs/performance.md.
WORTHWHILE = 48
MANY = 400

T = TypeVar("T")
R = TypeVar("R")


def processes() -> int:
    """How many processes can work at once; 1 where a running program cannot be copied safely."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def shares(tasks: Sequence[T], least: int, *, neighbours: bool = False) -> list[Sequence[T]]:
    """The tasks in a share for each process; one share if there are fewer than so many.

    They are dealt out in turn, or, where neighbours have something in common, cut into as many parts.
    """
    count = max(1, min(processes(), len(tasks) // (least // 2)))
    size = -(-len(tasks) // count)
    return [tasks[at * size : (at + 1) * size] if neighbours else tasks[at::count] for at in range(count)]


class Spread(Generic[T, R]):
    """Some shares of work, each in a process of its own from now on; one share alone is left undone.

    `work` must not count on threads, nor on connections that this process has open. What it says is not shown.
    """

    def __init__(self, shares: Sequence[Sequence[T]], work: Callable[[Sequence[T]], Iterator[R]]) -> None:
        self._running: dict[Connection, tuple[int, Any]] = {}
        if len(shares) < 2:  # noqa: PLR2004  # this process does it as well as another one
            return
        context = get_context("fork")
        # A collector that looks at every object would have each of them copied into each process.
        gc.freeze()
        with suppress(OSError):  # which is what a system says that has no room for another process
            for number, share in enumerate(shares):
                ours, theirs = context.Pipe(duplex=False)
                told = [*self._running, ours]
                process = context.Process(target=_work, args=(share, work, theirs, told), daemon=True)
                process.start()
                theirs.close()
                self._running[ours] = number, process
        gc.unfreeze()

    def found(self) -> Iterator[tuple[int, R]]:
        """What comes of the work, as it comes, each with the number of its share; what fails is left undone."""
        while self._running:
            for ready in wait(list(self._running)):
                end = cast("Connection", ready)
                try:
                    yield self._running[end][0], end.recv()
                except (EOFError, OSError):
                    self._running.pop(end)[1].join()


def _work(
    share: Sequence[T], work: Callable[[Sequence[T]], Iterator[R]], to: Connection, told: Sequence[Connection]
) -> None:
    # Else nobody would notice that whoever waits for the work is gone.
    for end in told:
        end.close()
    # Whoever does again what was left undone says again what there is to say.
    for logger in (logging.getLogger(), logging.getLogger("mkdocs")):
        logger.handlers = [logging.NullHandler()]
    with suppress(Exception):
        for found in work(share):
            to.send(found)
    to.close()
