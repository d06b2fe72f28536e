"""The same pages as a MkDocs site without the generator: `python -m tests.benchmarks.plain FOLDER SITE`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mkdocs.utils.yaml import yaml_load

from generator.pages import Page
from generator.pipeline import Outcome, Pipeline
from generator.site import EXTENSIONS
from tests.helpers import ROOT


def main(folder: Path, site: Path) -> None:
    """Write the Markdown of a book's pages, and settings that build it, into a new folder."""
    outcome = Pipeline(folder, folder.name).run()
    pages = [Page("index.md", "# The lights of an invented coast\n"), *outcome.pages()]
    for page in pages:
        file = site / "docs" / page.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page.text, "utf-8")
    # JSON is YAML too.
    (site / "mkdocs.yml").write_text(json.dumps(settings(outcome, pages)), "utf-8")


def settings(outcome: Outcome, pages: Sequence[Page]) -> dict[str, Any]:
    """The settings of the site in this repository, with the theme as it comes and without our plugin."""
    with (ROOT / "mkdocs.yml").open("rb") as file:
        ours = yaml_load(file)
    ours["theme"].pop("custom_dir", None)
    # The theme as it comes knows none of our icons.
    ours["theme"].pop("icon", None)
    for scheme in ours["theme"]["palette"]:
        scheme["toggle"]["icon"] = "material/brightness-4"
    extensions = ours["markdown_extensions"]
    return {
        "site_name": "Lights",
        "theme": ours["theme"],
        "plugins": [plugin for plugin in ours["plugins"] if not _names([plugin]) & {"rolebook", "incremental"}],
        "markdown_extensions": [*extensions, *(name for name in EXTENSIONS if name not in _names(extensions))],
        "validation": ours["validation"],
        "nav": [{"Home": "index.md"}, {"Families": [*families(outcome)]}, *sections(pages)],
    }


def families(outcome: Outcome) -> Iterator[str | dict[str, list[str]]]:
    """The families in the navigation, each with its roles, as our plugin puts them there."""
    yield "families/index.md"
    for family in outcome.book.families.values():
        roles = [f"roles/{role.slug}.md" for role in outcome.book.roles.values() if role.folder == family.slug]
        yield {family.title: [f"families/{family.slug}.md", *roles]}


def sections(pages: Sequence[Page]) -> list[Any]:
    """The rest of the navigation."""
    ladders = [page.path for page in pages if page.path.startswith("ladders/")]
    return [{"Ladders": ladders}, "roles/index.md", "sources.md", "contribute/fields.md", "contribute/rules.md"]


def _names(extensions: Sequence[str | dict[str, Any]]) -> set[str]:
    return {name for entry in extensions for name in ([entry] if isinstance(entry, str) else entry)}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
