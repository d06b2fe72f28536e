"""Builds of a site in this process, with the memory of the last ones and without it."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from generator.incremental.plugin import SWITCH

MAIN = logging.getLogger("mkdocs")


class Said(logging.Handler):
    """The warnings and errors of a build."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        self.lines.append(f"{record.levelname}: {record.getMessage()}")


def made(folder: Path, site: Path | None = None, *, strict: bool = False, clean: bool = False) -> list[str]:
    """Build the site in a folder as `mkdocs build` does; tells its warnings and errors."""
    with said() as lines, switched(clean=clean):
        settings = {"site_dir": str(site)} if site else {}
        config = load_config(str(folder / "mkdocs.yml"), strict=strict, **settings)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        except MkDocsException as error:
            lines.append(f"failed: {error}")
        finally:
            config.plugins.on_shutdown()
    return lines


@contextmanager
def said() -> Iterator[list[str]]:
    """What is said of a build."""
    handler, level, spread = Said(), MAIN.level, MAIN.propagate
    MAIN.addHandler(handler)
    MAIN.setLevel(logging.INFO)
    MAIN.propagate = False
    try:
        yield handler.lines
    finally:
        MAIN.removeHandler(handler)
        MAIN.setLevel(level)
        MAIN.propagate = spread


@contextmanager
def switched(*, clean: bool) -> Iterator[None]:
    """Whether builds do without the memory, on one day for all."""
    before = {name: os.environ.get(name) for name in (SWITCH, "SOURCE_DATE_EPOCH")}
    os.environ.update({SWITCH: "0" if clean else "1", "SOURCE_DATE_EPOCH": "1790000000"})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
