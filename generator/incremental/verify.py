"""Whether a site that was built with the memory is, file for file, the one that is built without it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory
from time import time

from mkdocs.config import load_config

from generator.incremental.plugin import SWITCH
from generator.incremental.stage import prints


def differences(one: Path, other: Path) -> Iterator[str]:
    """What a file for file comparison of two sites finds, in words."""
    here, there = dict(prints(one)), dict(prints(other))
    for path in sorted(here.keys() | there.keys()):
        if path not in there:
            yield f"{path}: a clean build does not write it"
        elif path not in here:
            yield f"{path}: it is missing"
        elif (one / path).read_bytes() != (other / path).read_bytes():
            yield f"{path}: {_where((one / path).read_bytes(), (other / path).read_bytes())}"


def _where(one: bytes, other: bytes) -> str:
    at = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    at = min(len(one), len(other)) if at is None else at
    show = slice(max(at - 30, 0), at + 50)
    return f"differs at byte {at}\n    built: {one[show]!r}\n    clean: {other[show]!r}"


def verify(config: Path, *, strict: bool = False) -> Iterator[str]:
    """Build a site as `mkdocs build` does, and once more from nothing elsewhere, and tell every difference."""
    site = Path(load_config(str(config)).site_dir)
    # Both are built on the same day, whatever the time.
    settings = {"SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", str(int(time())))}
    words = ["--config-file", str(config), *(["--strict"] if strict else [])]
    with TemporaryDirectory() as clean:
        failed, said = _build(words, settings)
        failed_clean, said_clean = _build([*words, "--site-dir", clean], {**settings, SWITCH: "0"})
        if failed != failed_clean:
            yield f"the build {'failed' if failed else 'succeeded'}, and the clean one did not"
        for line in sorted(said ^ said_clean):
            yield f"a message of the {'build' if line in said else 'clean build'} only: {line}"
        if not failed and not failed_clean:
            yield from differences(site, Path(clean))


def _build(words: list[str], settings: dict[str, str]) -> tuple[bool, set[str]]:
    """Whether a build failed, and its warnings and errors."""
    command = [sys.executable, "-m", "mkdocs", "build", *words]
    done = run(command, env={**os.environ, **settings}, capture_output=True, text=True, check=False)  # noqa: S603
    lines = done.stderr.splitlines()
    return done.returncode != 0, {line for line in lines if line.startswith(("WARNING", "ERROR"))}


def main() -> int:
    """Print what was found; 1 if it is anything."""
    parser = argparse.ArgumentParser(
        prog="python -m generator.incremental",
        description="Build a site with the memory and without it, and tell every difference.",
    )
    parser.add_argument("-f", "--config-file", type=Path, default=Path("mkdocs.yml"), help="default: mkdocs.yml")
    parser.add_argument("--strict", action="store_true", help="end the builds at warnings")
    options = parser.parse_args()
    found = list(verify(options.config_file, strict=options.strict))
    print("\n".join(found) or "no file differs")  # noqa: T201  # this is a command
    return int(bool(found))
