"""Whatever is edited in whatever order, a build with a memory is, file for file, a clean one.

`ROLEBOOK_SEQUENCES=2000 pytest -m slow tests/test_incremental_states.py` tries as many sequences of edits.
"""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from generator import processes
from generator.incremental.verify import differences
from tests.helpers import copy_example
from tests.sites import made

pytestmark = pytest.mark.slow
SEQUENCES = int(os.environ.get("ROLEBOOK_SEQUENCES", "1"))
WORDS = st.sampled_from(["Wick", "Lens & lamp", "Fog <b>", "Øre"])
MAIN = '{{% extends "base.html" %}}{{% block footer %}}{text} {{{{ super() }}}}{{% endblock %}}'
OVERRIDES = {
    "main.html": ["", "{{ page.meta.kind if page }}", "{% for file in pages %}{{ file.page.title }},{% endfor %}"],
    "partials/copyright.html": ["<p>one</p>", "<p>{{ nav.items | length }}</p>"],
}
SETTINGS = [
    ("site_name: Work at the lights", "site_name: At the lights"),
    ("  font: false\n", "  font: false\n  features: [navigation.indexes, navigation.tabs, navigation.prune]\n"),
    ("      permalink: true", "      permalink: false"),
    ("site_url: https://example.org/lights/", "site_url: https://example.net/"),
    ("markdown_extensions:\n", "markdown_extensions:\n  - admonition\n"),
    ("  - Ladders: ladders/index.md\n", ""),
    ("  - Home: index.md\n", "  - Start: index.md\n"),
    ("  - search\n", ""),
    ("  - search\n", "  - search\n  - tags\n"),
]


@cache
def room() -> Path:
    """A folder in which all sequences begin with the same first build, in the one place that its memory is bound to."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def contents(site: Path) -> dict[str, bytes]:
    """Every file of a site."""
    return {str(file.relative_to(site)): file.read_bytes() for file in site.rglob("*") if file.is_file()}


class Site(RuleBasedStateMachine):
    """A copy of the example, with what is edited in it, and what stands in its site."""

    @initialize()
    def begin(self) -> None:
        """Have the example, built for the first time."""
        # Even so small a site is converted and written by processes, where there may be any.
        processes.WORTHWHILE = processes.MANY = 8
        self.home, self.added = room() / "home", 0
        self.folder, built = self.home / "example", room() / "built"
        if built.exists():
            shutil.copytree(built, self.home)
        else:
            self.home.mkdir()
            copy_example(self.home)
            (self.folder / "theme" / "partials").mkdir(parents=True)
            self.change(self.folder / "mkdocs.yml", "  name: material\n", "  name: material\n  custom_dir: theme\n")
            self.build()
            shutil.copytree(self.home, built)

    def teardown(self) -> None:
        """See what the last edits came to."""
        if hasattr(self, "home"):
            self.build()
            shutil.rmtree(self.home)

    @rule()
    def build(self) -> None:
        """Build both ways; what fails leaves the site as it was, with whatever was done to it."""
        site, clean = self.folder / "site", self.home / "clean"
        before = contents(site)
        messages, clean_messages = made(self.folder), made(self.folder, clean, clean=True)

        assert messages == clean_messages
        if any(message.startswith("failed: ") for message in messages):
            assert contents(site) == before
        else:
            assert list(differences(site, clean)) == []
        gc.collect()  # two thousand sites held at once would be too many

    def role(self, number: int) -> Path:
        """One of the roles there are."""
        found = sorted(file for file in (self.folder / "roles").rglob("*.yml") if not file.name.startswith("_"))
        found = [file for file in found if file.parent.name != "_ladders"]
        return found[number % len(found)]

    def change(self, file: Path, old: str, new: str) -> None:
        """Replace a piece of a file, if it is there."""
        text = file.read_text("utf-8")
        file.write_text(text.replace(old, new, 1), "utf-8")

    @rule(number=st.integers(0, 20), word=WORDS)
    def edit_role(self, number: int, word: str) -> None:
        """Add a word to the summary."""
        self.change(self.role(number), "summary: ", f"summary: {word.split(maxsplit=1)[0]} ")

    @rule(number=st.integers(0, 20), word=WORDS)
    def edit_body(self, number: int, word: str) -> None:
        """Add a reader whom the role suits."""
        self.change(self.role(number), "good-fit:\n", f'good-fit:\n  - "You want to {word}."\n')

    @rule(number=st.integers(0, 20), word=WORDS)
    def rename_title(self, number: int, word: str) -> None:
        """Change a title."""
        self.change(self.role(number), "title: ", f"title: {word.split(maxsplit=1)[0]} ")

    @rule(number=st.integers(0, 20))
    def rename_role(self, number: int) -> None:
        """Change a slug; what refers to it is mended, and the old address leads on."""
        file, old = self.role(number), self.role(number).stem
        new = f"{old[:12].rstrip('-')}-{self.added}"
        self.added += 1
        file.rename(file.with_stem(new))
        for other in (self.folder / "roles").rglob("*.yml"):
            text = other.read_text("utf-8")
            for before, after in (
                (f"role: {old}", f"role: {new}"),
                (f"- {old}\n", f"- {new}\n"),
                (f"[[{old}]]", f"[[{new}]]"),
            ):
                text = text.replace(before, after)
            other.write_text(text, "utf-8")

    @rule(number=st.integers(0, 20))
    def add_role(self, number: int) -> None:
        """Add a role much like another one."""
        file = self.role(number)
        self.added += 1
        text = file.read_text("utf-8").replace("title: ", f"title: Second{self.added} ", 1)
        file.with_stem(f"second-{self.added}").write_text(text, "utf-8")

    @rule(number=st.integers(0, 20))
    def delete_role(self, number: int) -> None:
        """Delete a role; the book may have faults then, and no site comes of it."""
        file = self.role(number)
        if len(list((self.folder / "roles").rglob("*.yml"))) > 8:
            file.unlink()

    @rule()
    def put_roles_back(self) -> None:
        """Have the roles of the example again."""
        shutil.rmtree(self.folder / "roles")
        shutil.copytree(copy_example(Path(tempfile.mkdtemp(dir=self.home))) / "roles", self.folder / "roles")

    @rule(word=WORDS)
    def edit_vocabulary(self, word: str) -> None:
        """Change a label."""
        self.change(self.folder / "roles" / "_vocabulary.yml", "label: ", f"label: {word.split(maxsplit=1)[0]} ")

    @rule(setting=st.sampled_from(SETTINGS), back=st.booleans())
    def edit_settings(self, setting: tuple[str, str], back: bool) -> None:
        """Change a setting, or change it back."""
        old, new = reversed(setting) if back and setting[1] else setting
        self.change(self.folder / "mkdocs.yml", old, new)

    @rule(word=WORDS, name=st.sampled_from(["index", "compared", "extra"]))
    def edit_document(self, word: str, name: str) -> None:
        """Write into a document, new or old."""
        with (self.folder / "docs" / f"{name}.md").open("a", encoding="utf-8") as page:
            page.write(f"\n## {word}\n\n[a role](roles/lamp-trimmer.md#pay) and [a page](extra.md#wick)\n")

    @rule(word=WORDS, name=st.sampled_from(["index", "compared", "extra"]), listed=st.booleans())
    def tag_document(self, word: str, name: str, listed: bool) -> None:
        """Have a document, new or old, tagged, or list what is tagged."""
        page = self.folder / "docs" / f"{name}.md"
        text = page.read_text("utf-8") if page.exists() else "---\ntitle: More\n---\n\n## Wick\n"
        if text.startswith("---\n") and "\ntags: " not in text:
            text = text.replace("---\n", f"---\ntags: ['{word}']\n", 1)
        page.write_text(text + ("\n<!-- material/tags -->\n" if listed else ""), "utf-8")

    @precondition(lambda self: (self.folder / "docs" / "extra.md").exists())
    @rule()
    def delete_document(self) -> None:
        """Delete a document, to which others may link."""
        (self.folder / "docs" / "extra.md").unlink()

    @rule(name=st.sampled_from(sorted(OVERRIDES)), number=st.integers(0, 2))
    def override(self, name: str, number: int) -> None:
        """Put a template of our own before the theme's."""
        text = OVERRIDES[name][number % len(OVERRIDES[name])]
        (self.folder / "theme" / name).write_text(MAIN.format(text=text) if name == "main.html" else text, "utf-8")

    @rule(name=st.sampled_from(sorted(OVERRIDES)))
    def drop_override(self, name: str) -> None:
        """Have the theme's template again."""
        (self.folder / "theme" / name).unlink(missing_ok=True)

    @rule(text=st.sampled_from(["one", "two"]))
    def edit_asset(self, text: str) -> None:
        """Change a file that is copied."""
        (self.folder / "docs" / "note.txt").write_text(text, "utf-8")

    @rule(number=st.integers(0, 1000), harm=st.booleans())
    def touch_site(self, number: int, harm: bool) -> None:
        """Delete a file of the site, or write into it."""
        files = sorted(file for file in (self.folder / "site").rglob("*") if file.is_file())
        file = files[number % len(files)]
        if harm:
            file.write_bytes(file.read_bytes() + b"!")
        else:
            file.unlink()

    @rule(
        harm=st.sampled_from(["gone", "torn", "wrong"]),
        files=st.sampled_from(["*.sqlite", "*.texts", "mkdocs.sqlite", "*-roles.*"]),
    )
    def harm_memory(self, harm: str, files: str) -> None:
        """Lose the memory, or a part of it."""
        for file in (self.folder / ".cache").rglob(files):
            data = file.read_bytes()
            if harm == "gone":
                file.unlink()
            else:
                half = data[: len(data) // 2]
                file.write_bytes(half if harm == "torn" else half + bytes(len(data) - len(half)))


TestSite = Site.TestCase
TestSite.settings = settings(
    max_examples=SEQUENCES,
    stateful_step_count=8 if SEQUENCES > 1 else 4,
    deadline=None,
    derandomize=SEQUENCES <= 100,  # the same ones each time, unless many are asked for
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
