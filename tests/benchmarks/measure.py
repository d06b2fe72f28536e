"""What a process costs, as the operating system accounts for it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter

from tests.helpers import ROOT

# What `ru_maxrss` counts in: https://man7.org/linux/man-pages/man2/getrusage.2.html
UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Cost:
    """Seconds of CPU and of wall time, peak memory in MiB, and what was printed."""

    cpu: float
    wall: float
    memory: float
    output: str


def cost(*words: str | Path) -> Cost:
    """Run a module of this Python as a command from its first import to its end; raises `CalledProcessError`."""
    return command_cost([sys.executable, "-m", *map(str, words)], ROOT)


def command_cost(command: Sequence[str], folder: Path) -> Cost:
    """Run a command in a folder from its start to its end; raises `CalledProcessError`."""
    with TemporaryFile("w+", encoding="utf-8") as printed:
        start = perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=printed, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        output = printed.read()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output)
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * UNIT / 2**20, output)
