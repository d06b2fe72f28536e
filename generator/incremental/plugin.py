"""The MkDocs plugin `incremental`."""

from __future__ import annotations

import atexit
import gc
import logging
import os
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Literal

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation

from generator.incremental import trust
from generator.incremental.addresses import work_out_once
from generator.incremental.ahead import Builder
from generator.incremental.bytecode import Bytecode
from generator.incremental.idle import clear_up_soon
from generator.incremental.marks import Unmarkable, digest
from generator.incremental.pages import RememberedPage
from generator.incremental.search import remember_entries
from generator.incremental.sections import list_sections
from generator.incremental.served import Served
from generator.incremental.stage import Stage, ends, prints
from generator.incremental.store import Store
from generator.incremental.templates import World
from generator.incremental.views import Copy, Templates, Views, contested
from generator.incremental.watched import Watching
from generator.incremental.workers import convert_ahead

FIRST, LAST = 100, -100
# Set to `0`, everything is built.
SWITCH = "MKDOCS_INCREMENTAL"
# Seconds for which a build waits for another one before it moves its site into place.
WAIT = 60
# Objects made, and looks at the young and at the middle-aged among them, between looks for circles at each age.
PATIENCE = (10_000, 20, 20)

log = get_plugin_logger("incremental")
build_log = logging.getLogger("mkdocs.commands.build")


class IncrementalConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves this untyped
    """The plugin's options."""

    enabled = config_options.Type(bool, default=True)
    # A folder, from that of mkdocs.yml.
    cache = config_options.Type(str, default=".cache/incremental")


class IncrementalPlugin(BasePlugin[IncrementalConfig]):  # type: ignore[no-untyped-call]  # MkDocs leaves this untyped
    """Builds what has changed since the last build, and leaves a site as it is when a build fails."""

    def __init__(self) -> None:
        self._command = ""
        self._dirty = False
        self._config: MkDocsConfig | None = None
        self._stage: Stage | None = None
        self._store: Store | None = None
        self._views: Views | None = None
        self._nav: Navigation | None = None
        self._unknown: list[RememberedPage] = []
        self._built = False
        self._served: Served | None = None

    @property
    def staging(self) -> bool:
        """Whether the site is left as it is until the build is done."""
        return self._stage is not None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Note whether the build ends with a call of `on_shutdown`."""
        self._command, self._dirty = command, dirty
        # When all is over, nobody needs to look for circles among what the system takes back as a whole.
        atexit.register(gc.freeze)

    @event_priority(FIRST)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Have everything written beside the site."""
        self._drop()
        if self.config.enabled and not self._dirty and os.environ.get(SWITCH) != "0":
            if self._command == "serve" and self._served is None:
                self._served = self._left(config)
            self._config, self._stage, self._built = config, Stage(Path(config.site_dir)), False
            config.site_dir = str(self._stage.folder)
            build_log.addFilter(self._told)
            # A build makes objects by the hundred thousand, and keeps nearly all: circles are looked for less often.
            gc.set_threshold(*PATIENCE)
        return config

    def _left(self, config: MkDocsConfig) -> Served:
        """The site that the last server left, in the folder of this one."""
        memory = self.memory(config)
        site, rest = Path(config.site_dir), memory.with_name(f"{memory.stem}-served")
        served = Served(site, rest, partial(Store.opened, memory, trust.program()))
        served.take()
        return served

    @event_priority(LAST)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Have pages remember, now that all of them are there."""
        self._nav = nav
        if self._stage is None:
            return nav
        list_sections(nav.items)
        self._store = Store.opened(self.memory(config), trust.program())
        if self._store is None:
            log.info("another build is using the memory; everything is built")
            return nav
        try:
            converter = trust.markdown(config)
        except Unmarkable as why:
            log.info("every page is converted, because of %s", why)
            return nav
        untouched, unseen = not config.plugins.events["page_content"], trust.unseen(config)
        for file in files.documentation_pages():
            if file.page is not None and (by := trust.page(type(file.page))) is not None:
                mark, alone = digest(converter, by), untouched and unseen(file)
                RememberedPage.of(file.page, self._store, mark, untouched=untouched, unseen=alone)
        self._unknown = convert_ahead(config, files, self._store, converter)
        return nav

    def memory(self, config: MkDocsConfig, part: str = "") -> Path:
        """The file in which a site's builds are remembered; other plugins may keep a part of their own beside it."""
        file = Path(config.config_file_path)
        return file.parent / self.config.cache / f"{file.stem}{part}.sqlite"

    def stays(self, folder: str, key: bytes) -> bool:
        """Whether a folder that another plugin writes late in a build, and that hangs on a key alone, is there."""
        return self._views is not None and self._views.keeps_folder(folder, key)

    @event_priority(LAST)
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Have templates remember, now that all pages are converted."""
        if self._stage is None:
            return env
        work_out_once(env)
        if self._store is None or self._nav is None:
            return env
        try:
            settled = trust.templates(config, env)
        except Unmarkable as why:
            log.info("every page is written, because of %s", why)
            return env
        self._views = Views(self._store, str(self._stage.site), dict(prints(self._stage.site)))
        Copy.of(files, config, self._views)
        env.bytecode_cache = Bytecode(self._store, env)
        entries = remember_entries(config, self._store)
        templates = Templates(env, World(self._nav, files), self._views, settled, contested(files, config))
        shown = files.documentation_pages(inclusion=self._seen)
        builder = Builder(config, self._nav, shown, templates, entries)
        copies = [file for file in files if isinstance(file, Copy) and self._seen(file.inclusion) and file.is_new]
        builder.write_ahead(self._unknown, copies, self._views, self._store)
        return env

    def _seen(self, level: InclusionLevel) -> bool:
        """Whether this build writes files of a level, as MkDocs decides it."""
        serving = self._command == "serve"
        return bool(level.is_in_serve() if serving else level.is_included())  # type: ignore[no-untyped-call]  # MkDocs's

    def _told(self, record: logging.LogRecord) -> bool:
        """Whether a message is to be shown: not that a page was skipped because it is there already."""
        message = record.getMessage()
        if self._stage and str(self._stage.folder) in message:
            record.msg, record.args = message.replace(str(self._stage.folder), str(self._stage.site)), ()
        if not message.startswith("Page skipped: '") or self._views is None:
            return True
        return message.split("'")[1] not in self._views.skipped

    @event_priority(LAST)
    def on_post_build(self, *, config: MkDocsConfig) -> None:  # noqa: ARG002
        """Under `serve`, and where nobody says when all is over, move the new site into its place."""
        self._built = True
        if not ends(self._command):
            self._finish()
            clear_up_soon()

    @event_priority(FIRST)
    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:  # noqa: ARG002
        """Have the system tell of changes."""
        if self._served is None:
            return server
        watched = []
        for path in (config.docs_dir, config.config_file_path, *config.theme.dirs):
            with suppress(KeyError):  # not everything is watched
                server.unwatch(path)
                watched.append(path)
        server.observer = Watching(server.observer)  # type: ignore[assignment]  # it does as much as is asked of one
        for path in watched:
            server.watch(path)
        return server

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002
        """Leave the last site as it is, and keep what is known of pages."""
        self._built = False
        self._drop()

    @event_priority(LAST)
    def on_shutdown(self) -> None:
        """Move the new site into its place, if it was built."""
        if self._built:
            self._finish()
        self._drop()
        if self._served:
            self._served.leave()
            self._served = None

    def _finish(self) -> None:
        if self._stage is None or self._config is None:
            return
        # A build that was alone with itself must not disturb one that counts on the files of the site.
        store = self._store or Store.opened(self.memory(self._config), trust.program(), WAIT)
        built = self._stage.move(self._views.kept, self._views.found) if self._views else self._stage.move()
        self._config.site_dir = str(self._stage.site)
        if store and self._views:
            self._views.remember(built)
        if self._store:
            self._store.save(str(self._stage.site))
        elif store:
            store.close()
        self._drop()

    def _drop(self) -> None:
        build_log.removeFilter(self._told)
        if self._store:
            self._store.save()
            self._store.close()
        if self._stage:
            self._stage.drop()
            if self._config is not None:
                self._config.site_dir = str(self._stage.site)
        self._stage = self._store = self._views = self._nav = self._config = None
        self._unknown = []
