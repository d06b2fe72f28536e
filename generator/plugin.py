"""The MkDocs edge: the only module that knows both MkDocs and the book."""

from __future__ import annotations

import gc
import inspect
import posixpath
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from itertools import chain
from logging import INFO, WARNING
from pathlib import Path
from typing import Any, Literal

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as SitePage

from generator import pagefind
from generator.diagnostics import as_concise, as_text
from generator.history import History
from generator.incremental.addresses import work_out_once
from generator.incremental.idle import clear_up_soon
from generator.incremental.plugin import IncrementalPlugin
from generator.incremental.sections import list_sections
from generator.incremental.stage import Stage, ends
from generator.pages import TEMPLATES, Blocks, Page, Site, TemplateFault, Unindented
from generator.pipeline import Outcome, Pipeline
from generator.ready import ReadyPage
from generator.remembered import PageMemory, remembered
from generator.revisions import Chronicle
from generator.site import ASSETS, EXTENSIONS, FEED, STYLES, THEME, assets, navigation
from generator.spool import Damaged, Joined, Spool, Text
from generator.spooled import Repair, SpooledFile

log = get_plugin_logger("rolebook")

# Where so many pages, and so much of them, had to be made, looking for what nobody needs any more is worth its time.
MUCH = 1000
# After Material's search has written its index, and before the site is moved into its place.
LATE = -50


class RolebookConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves this untyped
    """The plugin's options."""

    roles = config_options.Type(str, default="roles")
    # Where false, warnings of the book end no build, not even a strict one.
    strict = config_options.Type(bool, default=True)
    # The number of roles above which Pagefind searches the book, and not Material.
    pagefind_above = config_options.Optional(config_options.Type(int))


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
        # The pages, whose texts wait on disk, and what makes one again that is damaged there.
        self._pages: list[Page] = []
        self._repair: Repair | None = None
        self._blocks: Blocks | None = None
        # The hand-written pages of a build that are still to be filled.
        self._unfilled: set[str] = set()
        # Whether most was made in this build, and not remembered.
        self._laborious = True
        self._ends = False
        self._config: MkDocsConfig | None = None
        self._stage: Stage | None = None
        self._built = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Note whether faults may be shown on pages, as they may while serving."""
        self._ends, self._serving = ends(command), command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Watch the book and the templates, and add what the pages need."""
        root = Path(config.config_file_path).parent / self.config.roles
        if not root.is_dir():
            raise PluginError(f"rolebook: there is no folder {self.config.roles!r} beside mkdocs.yml")
        if self.config.pagefind_above is not None:
            with _told():
                pagefind.program()
        if self._pipeline is None or self._pipeline.root != root:
            self._pipeline = Pipeline(root, self.config.roles, forgiving=self._serving)
            self._chronicle = Chronicle(root, self.config.roles, self._pipeline.known)
        config.watch += [str(folder) for folder in (root, TEMPLATES, THEME, ASSETS)]
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
        config.markdown_extensions += [name for name in EXTENSIONS if name not in config.markdown_extensions]
        config.extra_css.insert(0, STYLES)
        config.extra["rolebook_folder"] = posixpath.relpath(root.as_posix(), Path(config.docs_dir).as_posix())
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read the book; a faulty one ends a build here, before anything of the last site is touched."""
        assert self._pipeline is not None  # noqa: S101  # set in on_config, which always comes first
        with _memory(config) as memory:
            self._outcome = self._pipeline.run(memory)
            self._report(self._outcome, config)
            self._write(self._outcome, config, memory)
            self._laborious = memory is None or memory.kept > MUCH
        above, roles = self.config.pagefind_above, len(self._outcome.book.roles)
        config.extra["rolebook_pagefind"] = above is not None and roles > above and _searched(config)
        config.extra["rolebook_feed"] = next((page.path for page in self._pages if page.path == FEED), "")
        if self._ends and not _incremental(config):
            self._config, self._built, self._stage = config, False, Stage(Path(config.site_dir))
            config.site_dir = str(self._stage.folder)

    def _report(self, outcome: Outcome, config: MkDocsConfig) -> None:
        faults = list(outcome.faults)
        if self._serving:
            if faults:
                log.error("the book has faults; the pages show the last version without any\n\n%s", as_text(faults))
        elif outcome.errors or (config.strict and self.config.strict and faults):
            raise PluginError("the book has faults\n\n" + as_text(faults).rstrip())
        else:
            for line in as_concise(faults).splitlines():
                log.log(WARNING if self.config.strict else INFO, line)

    def _write(self, outcome: Outcome, config: MkDocsConfig, memory: PageMemory | None) -> None:
        history = self._chronicle.history() if self._chronicle else None
        site = Site(config.site_name, config.site_url or "", config.use_directory_urls)
        made: dict[str, Page] = {}
        try:
            spool = Spool()
            for page in chain(outcome.pages(history, site, memory), outcome.exports(memory)):
                waits = isinstance(page.content, Text | Joined)
                made[page.path] = page if waits else replace(page, content=spool.put(page.data))
        except Damaged:
            self._write(outcome, config, memory if memory and memory.renew() else None)
        except OSError as error:
            raise PluginError(f"rolebook: the texts of the pages cannot be kept: {error}") from None
        except TemplateFault as fault:
            if not self._serving or self._blocks is None:
                raise PluginError(str(fault)) from None
            log.error("%s; the pages are those of the last build", fault)  # noqa: TRY400  # a builder needs no traceback
        else:
            self._pages = [made[path] for path in sorted(made)]
            self._blocks = outcome.blocks()
            root = Path(config.config_file_path).parent / self.config.roles
            self._repair = Repair(partial(self._made_again, root, history, site))

    def _made_again(self, root: Path, history: History | None, site: Site) -> Iterator[Page]:
        outcome = (self._pipeline or Pipeline(root, self.config.roles)).run()
        return chain(outcome.pages(history, site), outcome.exports())

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the book's pages and assets, each with the address at which its source is edited."""
        for page in [*self._pages, *assets()]:
            if (own := files.get_file_from_path(page.path)) is not None:
                files.remove(own)
            file = self._file(page, config)
            if page.source:
                file.edit_uri = posixpath.relpath(
                    posixpath.join(Path(config.config_file_path).parent.as_posix(), page.source), config.docs_dir
                )
            files.append(file)
        for guide in self._outcome.book.vocabulary.guides if self._outcome else ():
            if files.get_file_from_path(guide.page) is None:
                log.warning("the guide `%s` has no page: write %s/%s", guide.id, Path(config.docs_dir).name, guide.page)
        if config.nav is not None and self._outcome is not None:
            config.nav = navigation(config.nav, self._outcome.book, self._pages)
        if not self._serving:
            # A build reads the book once, and what was read takes much memory.
            self._pipeline = self._chronicle = self._outcome = None
        return files

    def _file(self, page: Page, config: MkDocsConfig) -> File:
        """The file of a page, whose text waits on disk, or of an asset, which brings its own."""
        shelf = InclusionLevel.UNDEFINED if page.in_nav else InclusionLevel.NOT_IN_NAV
        if isinstance(page.content, Text | Joined):
            assert self._repair  # noqa: S101  # set with the pages
            return SpooledFile.of(config, page, shelf, self._repair)
        return File.generated(config, page.path, content=page.text, inclusion=shelf)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002
        """Have sections tell what stands in them, and pages that are ready stay so."""
        list_sections(nav.items)
        shown = files.documentation_pages(inclusion=InclusionLevel.is_included)
        self._unfilled = {file.src_uri for file in shown if file.generated_by is None}
        ready = {page.path for page in self._pages if page.ready}
        for file in files.documentation_pages():
            if file.src_uri in ready and type(file.page) is SitePage:
                ReadyPage.of(file.page)
        return nav

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:  # noqa: ARG002
        """Keep the blank lines of the theme's template tags out of the pages: a third of a page is nothing else.

        What sections tell of those in them leads from there.
        """
        work_out_once(env)
        env.trim_blocks = env.lstrip_blocks = True
        env.add_extension(Unindented)
        return env

    def on_page_markdown(self, markdown: str, *, page: SitePage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Fill hand-written pages with the lists and role links that they ask for."""
        if page.file.generated_by is not None or self._blocks is None:
            return markdown
        source = page.file.src_uri
        filled = self._blocks.fill(source, markdown, lambda message: log.warning("%s: %s", source, message))
        self._unfilled.discard(source)
        if not self._unfilled and not self._serving:
            self._forget_book()
        return filled

    def _forget_book(self) -> None:
        """Give up what was read, which takes much memory, before MkDocs fills as much with what it makes."""
        self._blocks = None
        if self._laborious and len(self._pages) > MUCH:
            gc.collect()  # contexts of Jinja's hold each other, and through them the book

    def incremental_leaves(self, file: File) -> bool:
        """Whether the source of a page is of no concern to its events, and handed on as it is."""
        return file.generated_by is not None

    def incremental_inputs(self) -> str:
        """What its events do to a page besides what stands on it hangs on nothing but its own code."""
        return "".join(inspect.getsource(part) for part in (type(self).on_env, Unindented))

    @event_priority(LATE)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Have a large book's search indexed, and note that the site is whole."""
        plugin = _incremental(config)
        if config.extra["rolebook_pagefind"]:
            stays = plugin.stays if plugin else lambda *_: False
            with _told():
                pagefind.move_entries(Path(config.site_dir), config.theme.get("language", "en"), stays)
        self._built = True
        if not self._ends and not plugin:
            clear_up_soon()

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002
        """Leave the last good site as it is."""
        self._built = False

    def on_shutdown(self) -> None:
        """Put the new site in place of the last one, if it is whole."""
        if self._stage and self._config:
            self._config.site_dir = str(self._stage.site)
            if self._built:
                self._stage.move()
            self._stage.drop()
        self._stage = self._config = None


def _incremental(config: MkDocsConfig) -> IncrementalPlugin | None:
    """The plugin that remembers builds and takes care of the last good site, if it is at work."""
    found = (plugin for plugin in config.plugins.values() if isinstance(plugin, IncrementalPlugin) and plugin.staging)
    return next(found, None)


def _memory(config: MkDocsConfig) -> AbstractContextManager[PageMemory | None]:
    """What was made of roles at the last build, where builds are remembered."""
    plugin = _incremental(config)
    return remembered(plugin.memory(config, "-roles")) if plugin else nullcontext()


def _searched(config: MkDocsConfig) -> bool:
    """Whether the site has Material's search, whose entries Pagefind gets."""
    found = (plugin for name, plugin in config.plugins.items() if name.rpartition("/")[2] == "search")
    return any(plugin.config.get("enabled", True) for plugin in found)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except pagefind.PagefindFault as fault:
        raise PluginError(f"rolebook: {fault}") from None
