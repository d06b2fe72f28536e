"""The generator alone, as a process to be measured: `python -m tests.benchmarks.generate FOLDER`.

Prints as JSON how much CPU time each stage took. The graph looks up backlinks when somebody first asks for them, which
then counts as a part of the checks or the pages; `rest` is what the pipeline does between the stages.
"""

from __future__ import annotations

import atexit
import gc
import json
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import ParamSpec, TypeVar

from generator import pipeline
from generator.diagnostics import as_text

P = ParamSpec("P")
T = TypeVar("T")

# What the pipeline calls → the stage that it is.
STAGES = {"read": "read", "check": "check", "Graph": "graph"}


class Stopwatch:
    """The CPU seconds of each stage, which may be gone through many times."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def timed(self, stage: str, function: Callable[P, T]) -> Callable[P, T]:
        """The same function, whose time is added to a stage."""

        def run(*values: P.args, **named: P.kwargs) -> T:
            start = process_time()
            try:
                return function(*values, **named)
            finally:
                self.seconds[stage] += process_time() - start

        return run


def main(folder: Path) -> None:
    """Make all pages of the book in a folder, in memory."""
    atexit.register(gc.freeze)  # as a build does
    watch, start = Stopwatch(), process_time()
    for name, stage in STAGES.items():
        setattr(pipeline, name, watch.timed(stage, getattr(pipeline, name)))
    outcome = pipeline.Pipeline(folder, folder.name).run()
    if outcome.errors:
        sys.exit(as_text(list(outcome.faults)))
    between = process_time() - start - sum(watch.seconds.values())
    pages = watch.timed("pages", lambda: list(outcome.pages()))()
    print(json.dumps({"pages": len(pages), "seconds": {**watch.seconds, "rest": between}}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
