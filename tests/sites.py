"""Builds of a site in this process, with the memory of the last ones and without it."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from generator.incremental.plugin import SWITCH
from generator.incremental.verify import differences

MAIN = logging.getLogger("mkdocs")
PLAIN = """
site_name: Plain
theme: {name: material, font: false, custom_dir: overrides, features: [navigation.indexes, navigation.tabs]}
plugins: [search, incremental]
markdown_extensions: [admonition, {toc: {permalink: true}}]
nav:
  - Home: index.md
  - Named so: one.md
  - Part:
      - part/index.md
      - part/two.md
      - three.md
"""


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


def plain_site(folder: Path) -> Path:
    """A site without roles, with a folder for overrides, built once."""
    (folder / "docs" / "part").mkdir(parents=True)
    (folder / "overrides").mkdir()
    (folder / "mkdocs.yml").write_text(PLAIN, "utf-8")
    for name in ("index", "one", "part/index", "part/two", "three"):
        front = f"---\ndescription: on {name}\n---\n"
        text = f"{front}# The page {name}\n\n## More\n\n[one]({'../' * name.count('/')}one.md#more)\n"
        (folder / "docs" / f"{name}.md").write_text(text, "utf-8")
    assert made(folder) == []
    return folder


def unlike_clean(folder: Path) -> list[str]:
    """What tells a build with the memory from a clean one: files and messages."""
    clean = folder.parent / "clean"
    messages, clean_messages = made(folder), made(folder, clean, clean=True)
    found = list(differences(folder / "site", clean))
    return found + ([] if messages == clean_messages else [f"{messages} {clean_messages}"])


def times(folder: Path) -> dict[str, int]:
    """When each page of a site was written."""
    return {str(file.relative_to(folder)): file.stat().st_mtime_ns for file in folder.rglob("*.html")}


def written(folder: Path, change: Callable[[], object] = lambda: None) -> set[str]:
    """The pages that a build writes after a change."""
    before = times(folder / "site")
    change()
    made(folder)
    return {path for path, time in times(folder / "site").items() if before.get(path) != time}
