"""The files of a site that stay as the last build left them: pages whose template reads nothing new, and copies."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from generator.incremental import trust
from generator.incremental.marks import Unmarkable, digest
from generator.incremental.stage import Print
from generator.incremental.store import Row, Store
from generator.incremental.templates import Reader, Reading, Readings, World

VIEW, READINGS, COPY, FOLDER = "view", "readings", "copy", "folder"


class Views:
    """What is known of the files of one site; `found` are those of the last build, and `kept` those that stay."""

    def __init__(self, store: Store, site: str, found: Mapping[str, Print]) -> None:
        self._store, self._site, self.found = store, site, found
        row = store.row(READINGS, "", site)
        self._readings = Readings(row.data if row else b"[]")
        # By path: what is to be remembered of a file, and under what name, once it is written.
        self._fresh: dict[str, tuple[str, str, Row]] = {}
        self.kept: set[str] = set()
        self.skipped: set[str] = set()
        # By path: what a folder of somebody else hangs on, once it is written.
        self._folders: dict[str, bytes] = {}
        # By path: pages that were written ahead, with what they hang on, and the marks of copies made ahead.
        self._ahead: dict[str, Row] = {}
        self.copied: dict[str, bytes] = {}

    def keeps(self, path: str, row: Row) -> bool:
        """Whether the file of the last build is still there as it was left; if so, it is kept."""
        there = self.found.get(path)
        if there is None or not row.data.startswith(_left(path, there)):
            return False
        self.kept.add(path)
        return True

    def keeps_folder(self, folder: str, key: bytes) -> bool:
        """Whether a folder is there as it was left under a key, and so is kept; if not, it is about to be written."""
        row = self.row(FOLDER, folder)
        left = json.loads(row.data) if row and row.key == key else []
        if not left or any(self.found.get(path) != Print(*there) for path, *there in left):
            self._folders[folder] = key
            return False
        self.kept.update(path for path, *_ in left)
        return True

    def row(self, sort: str, name: str) -> Row | None:
        """What is remembered of a file."""
        return self._store.row(sort, name, self._site)

    def readings(self, row: Row) -> list[Reading] | None:
        """What the template of a page read when it was last written out."""
        try:
            return self._readings.unpacked(row.data[row.data.index(b"\n") + 1 :])
        except (IndexError, ValueError):
            return None

    def written(self, sort: str, name: str, path: str, key: bytes, readings: list[Reading] | None = None) -> None:
        """Note what a file hangs on that is about to be written."""
        self._fresh[path] = sort, name, Row(key, self._readings.packed(readings) if readings else b"")

    def written_ahead(self, path: str, key: bytes, readings: list[Reading]) -> None:
        """Note what a page hangs on that another process wrote."""
        # Thousands of pages read the same of hundreds of entries: as numbers that is little.
        self._ahead[path] = Row(key, self._readings.packed(readings))

    def ahead(self, path: str) -> tuple[bytes, list[Reading]] | None:
        """What a page hangs on that another process wrote, asked for once."""
        row = self._ahead.pop(path, None)
        return (row.key, self._readings.unpacked(row.data)) if row else None

    def remember(self, built: Mapping[str, Print]) -> None:
        """Put all that was written into the memory, as it now lies in the site."""
        for path, (sort, name, row) in self._fresh.items():
            if path in built:
                self._store.put(sort, name, Row(row.key, _left(path, built[path]) + row.data), self._site)
        for folder, key in self._folders.items():
            # Whatever else of the site lies there has a source of its own.
            left = [[path, *built[path]] for path in sorted(built) if path.startswith(f"{folder}/")]
            data = json.dumps([entry for entry in left if entry[0] not in self._fresh]).encode()
            self._store.put(FOLDER, folder, Row(key, data), self._site)
        self._store.put(READINGS, "", Row(b"", self._readings.data()), self._site)


def _left(path: str, there: Print) -> bytes:
    return f"{there.size} {there.time} {path}\n".encode("utf-8", "surrogateescape")


class Copy(File):
    """A file that is not copied if its copy is there."""

    views: Views
    # The mark of what else than its content a sort of file goes by.
    by: bytes

    @classmethod
    def of(cls, files: Files, config: MkDocsConfig, views: Views) -> None:
        """Make such files of those to be copied, unless one is written over by something else."""
        places = contested(files, config)
        copies = {sort: cls._of_sort(sort, views) for sort in {type(file) for file in files}}
        for file in files:
            copy = copies[type(file)]
            if copy is not None and not file.is_documentation_page() and file.dest_uri not in places:
                file.__class__ = copy

    @classmethod
    def _of_sort(cls, sort: type[File], views: Views) -> type[File] | None:
        """The class of such files of another sort; nothing if that does not say what it goes by."""
        by = trust.file(sort)
        bases = (cls,) if sort is File else (cls, sort)
        # A template that prints a file whole prints the name of its sort.
        return None if by is None else type(sort.__name__, bases, {"views": views, "by": digest(by)})

    @property
    def is_new(self) -> bool:
        """Whether nothing is known of a copy."""
        return self.views.row(COPY, self.src_uri) is None

    def copy_ahead(self) -> bytes:
        """Copy the file; tells the mark of what was there before, so that what is saved meanwhile is copied again."""
        key = self._key()
        super().copy_file()
        return key

    def copy_file(self, dirty: bool = False) -> None:
        """Copy the file, if its copy is not as it should be."""
        key, row = self._key(), self.views.row(COPY, self.src_uri)
        if row is None or row.key != key or not self.views.keeps(self.dest_uri, row):
            if self.views.copied.get(self.dest_uri) != key:
                super().copy_file(dirty)
            self.views.written(COPY, self.src_uri, self.dest_uri, key)

    def _key(self) -> bytes:
        return digest(trust.content(self) or self.content_bytes, self.by)


def contested(files: Files, config: MkDocsConfig) -> set[str]:
    """The places to which more than one thing is written, of which the last one stays."""
    places = Counter(file.dest_uri for file in files)
    places.update([*config.theme.static_templates, *config.extra_templates])
    return {place for place, count in places.items() if count > 1}


class Templates:
    """Hands out templates that write a page only if its file would not be the same."""

    def __init__(self, env: Any, world: World, views: Views, settled: bytes, places: set[str]) -> None:
        self.plain, self._world, self._views = env.get_template, world, views
        self._settled, self._contested = settled, places
        self._reader = Reader(world, env)
        env.get_template = self.get_template

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> Any:
        """The template; one for a page, and not for another template, may find that it has nothing to do."""
        template = self.plain(name, parent, globals)
        return template if parent is not None or globals is not None else Template(template, name, self)

    def contested(self, path: str) -> bool:
        """Whether more than one thing is written to a place."""
        return path in self._contested

    def apart(self, views: Views) -> None:
        """Note what is read for somebody else, from now on."""
        self._views = views

    def write(self, template: Any, name: str, context: Mapping[str, Any]) -> str:
        """What a template makes of a page; nothing, if the file is kept."""
        page: Page = context["page"]
        uri, path = page.file.src_uri, page.file.dest_uri
        self._world.context = context
        row = self._views.row(VIEW, uri)
        if row and path not in self._contested:
            readings = self._views.readings(row)
            if readings and self._key(page, name, readings) == row.key and self._views.keeps(path, row):
                self._views.skipped.add(uri)
                return ""
        ahead = self._views.ahead(path)
        if ahead and self._key(page, name, ahead[1]) == ahead[0]:
            self._views.written(VIEW, uri, path, *ahead)
            self._views.skipped.add(uri)
            return ""
        text, readings = self._reader.read(lambda: str(template.render(context)), context)
        if self._reader.doubt is None and readings and (key := self._key(page, name, readings)):
            self._views.written(VIEW, uri, path, key, readings)
        return text

    def _key(self, page: Page, name: str, readings: list[Reading]) -> bytes | None:
        """The mark of all that the page's file hangs on, if there is one."""
        try:
            found = self._world.marked(readings, page)
            return digest(self._settled, name.encode(), self._world.place(page), found)
        except Unmarkable:
            return None


class Template:
    """A template as MkDocs asks for it."""

    def __init__(self, template: Any, name: Any, templates: Templates) -> None:
        self._template, self._name, self._templates = template, name, templates

    def render(self, *contexts: Any, **values: Any) -> str:
        """What the template makes of a context."""
        context = dict(*contexts, **values)
        if context.get("page") is None or not isinstance(self._name, str):
            return str(self._template.render(context))
        return self._templates.write(self._template, self._name, context)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._template, name)
