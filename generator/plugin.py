"""The MkDocs edge: the only module that knows MkDocs."""

from __future__ import annotations

import posixpath
import shutil
from collections.abc import Iterable, Mapping
from logging import INFO, WARNING
from pathlib import Path
from typing import Any, Literal

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as SitePage

from generator.diagnostics import as_concise, as_text
from generator.pages import TEMPLATES, Blocks, Page, Site, TemplateFault
from generator.pipeline import Outcome, Pipeline
from generator.revisions import Chronicle

HERE = Path(__file__).parent
ASSETS = HERE / "assets"
THEME = HERE / "theme"
FEED = "feed.xml"
# What the pages are written in.
EXTENSIONS = ("attr_list", "def_list", "footnotes", "md_in_html", "pymdownx.superfences", "tables")

log = get_plugin_logger("rolebook")


class RolebookConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves this untyped
    """The plugin's options."""

    roles = config_options.Type(str, default="roles")
    # Where false, warnings of the book end no build, not even a strict one.
    strict = config_options.Type(bool, default=True)


class RolebookPlugin(BasePlugin[RolebookConfig]):  # type: ignore[no-untyped-call]  # MkDocs leaves this untyped
    """Adds the pages of a book of roles to a site.

    One instance lives across the rebuilds of `mkdocs serve`, because it defines `on_startup`; it keeps what was read,
    and the last pages that could be written.
    """

    def __init__(self) -> None:
        self._serving = False
        self._pipeline: Pipeline | None = None
        self._chronicle: Chronicle | None = None
        self._outcome: Outcome | None = None
        self._pages: list[Page] = []
        self._blocks: Blocks | None = None
        self._kept: KeptSite | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Note whether faults may be shown on pages, as they may while serving."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Watch the book and the templates, and add what the pages need."""
        root = Path(config.config_file_path).parent / self.config.roles
        if not root.is_dir():
            raise PluginError(f"rolebook: there is no folder {self.config.roles!r} beside mkdocs.yml")
        if self._pipeline is None or self._pipeline.root != root:
            self._pipeline = Pipeline(root, self.config.roles, forgiving=self._serving)
            self._chronicle = Chronicle(root, self.config.roles, self._pipeline.known)
        config.watch += [str(folder) for folder in (root, TEMPLATES, THEME, ASSETS)]
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
        config.markdown_extensions += [name for name in EXTENSIONS if name not in config.markdown_extensions]
        config.extra_css.insert(0, "assets/rolebook.css")
        config.extra["rolebook_folder"] = posixpath.relpath(root.as_posix(), Path(config.docs_dir).as_posix())
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read the book; a faulty one ends a build here, before anything of the last site is touched."""
        assert self._pipeline is not None  # noqa: S101  # set in on_config, which always comes first
        self._outcome = self._pipeline.run()
        if self._serving:
            self._report_served(self._outcome)
        elif self._outcome.errors or (config.strict and self.config.strict and self._outcome.faults):
            raise PluginError("the book has faults\n\n" + as_text(list(self._outcome.faults)).rstrip())
        else:
            for line in as_concise(list(self._outcome.faults)).splitlines():
                log.log(WARNING if self.config.strict else INFO, line)
        self._write(self._outcome, config)
        config.extra["rolebook_feed"] = next((page.path for page in self._pages if page.path == FEED), "")
        if not self._serving:
            self._kept = KeptSite(Path(config.site_dir))

    def _report_served(self, outcome: Outcome) -> None:
        if outcome.faults:
            log.error(
                "the book has faults; the pages show the last version without any\n\n%s", as_text(list(outcome.faults))
            )

    def _write(self, outcome: Outcome, config: MkDocsConfig) -> None:
        history = self._chronicle.history() if self._chronicle else None
        site = Site(config.site_name, config.site_url or "", config.use_directory_urls)
        try:
            self._pages, self._blocks = [*outcome.pages(history, site), *outcome.exports()], outcome.blocks()
        except TemplateFault as fault:
            if not self._serving or self._blocks is None:
                raise PluginError(str(fault)) from None
            log.error("%s; the pages are those of the last build", fault)  # noqa: TRY400  # a builder needs no traceback

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the book's pages and assets, each with the address at which its source is edited."""
        made = [*self._pages, *_assets()]
        for page in made:
            if (own := files.get_file_from_path(page.path)) is not None:
                files.remove(own)
            file = File.generated(config, page.path, content=page.text)
            if page.source:
                file.edit_uri = posixpath.relpath(
                    posixpath.join(Path(config.config_file_path).parent.as_posix(), page.source), config.docs_dir
                )
            files.append(file)
        if config.nav is not None and self._outcome is not None:
            config.nav = list(_expanded(config.nav, _sections(self._outcome, self._pages)))
        return files

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:  # noqa: ARG002
        """Keep the blank lines of the theme's template tags out of the pages: a third of a page is nothing else."""
        env.trim_blocks = env.lstrip_blocks = True
        return env

    def on_page_markdown(self, markdown: str, *, page: SitePage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Fill hand-written pages with the lists and role links that they ask for."""
        if page.file.generated_by is not None or self._blocks is None:
            return markdown
        source = page.file.src_uri
        return self._blocks.fill(source, markdown, lambda message: log.warning("%s: %s", source, message))

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002
        """Put the last good site back."""
        if self._kept:
            self._kept.restore()

    def on_shutdown(self) -> None:
        """Drop the last site once the new one stands."""
        if self._kept:
            self._kept.drop()


class KeptSite:
    """The last site, kept aside while a new one is built, because MkDocs empties the folder at the start."""

    def __init__(self, site: Path) -> None:
        self._site, self._aside = site, site.with_name(f".{site.name}.last")
        if self._aside.exists():
            # A build was killed: what it left is half a site, and the one kept aside is the last whole one.
            self.restore()
        if site.exists():
            site.rename(self._aside)

    def restore(self) -> None:
        """Put the last site back in place of whatever stands there."""
        if self._aside.exists():
            shutil.rmtree(self._site, ignore_errors=True)
            self._aside.rename(self._site)

    def drop(self) -> None:
        """Delete what was kept aside."""
        shutil.rmtree(self._aside, ignore_errors=True)


def _assets() -> Iterable[Page]:
    for file in sorted(file for file in ASSETS.rglob("*") if file.is_file()):
        yield Page(f"assets/{file.relative_to(ASSETS).as_posix()}", file.read_text("utf-8"))


def _sections(outcome: Outcome, pages: Iterable[Page]) -> Mapping[str, list[Any]]:
    """What stands beneath the index pages of families and ladders in the navigation."""
    members: dict[str, list[str]] = {}
    for page in pages:
        if page.source and page.path.startswith("roles/"):
            members.setdefault(Path(page.source).parent.name, []).append(page.path)
    families = sorted(outcome.book.families.values(), key=lambda family: (family.order, family.title))
    return {
        "families/index.md": [
            {family.title: [f"families/{family.slug}.md", *members.get(family.slug, [])]} for family in families
        ],
        "ladders/index.md": [page.path for page in pages if page.source and page.path.startswith("ladders/")],
    }


def _expanded(nav: Iterable[Any], sections: Mapping[str, list[Any]]) -> Iterable[Any]:
    for item in nav:
        if not isinstance(item, dict):
            yield item
            continue
        for title, target in item.items():
            if isinstance(target, list):
                yield {title: list(_expanded(target, sections))}
            elif target in sections:
                yield {title: [target, *sections[target]]}
            else:
                yield {title: target}
