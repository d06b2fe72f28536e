"""What is known to hang on nothing but what the marks cover; whatever is not known here is built each time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from generator.incremental.addresses import Addresses
from generator.incremental.marks import Unmarkable, digest, mark, of_files

DISTRIBUTIONS = (
    "babel",
    "jinja2",
    "markdown",
    "markupsafe",
    "mkdocs",
    "mkdocs-material",
    "pygments",
    "pymdown-extensions",
)
# Extensions of Markdown that read nothing but the text and their settings.
EXTENSIONS = frozenset(
    """
    abbr admonition attr_list codehilite def_list extra fenced_code footnotes legacy_attrs legacy_em md_in_html
    nl2br sane_lists smarty tables toc wikilinks
    pymdownx.arithmatex pymdownx.betterem pymdownx.blocks.admonition pymdownx.blocks.caption
    pymdownx.blocks.definition pymdownx.blocks.details pymdownx.blocks.html pymdownx.blocks.tab pymdownx.caret
    pymdownx.critic pymdownx.details pymdownx.emoji pymdownx.escapeall pymdownx.extra pymdownx.highlight
    pymdownx.inlinehilite pymdownx.keys pymdownx.magiclink pymdownx.mark pymdownx.progressbar pymdownx.saneheaders
    pymdownx.smartsymbols pymdownx.striphtml pymdownx.superfences pymdownx.tabbed pymdownx.tasklist pymdownx.tilde
    """.split()  # noqa: SIM905  # read as prose
)
# Events through which a plugin can change, or look at, a page after all that the marks cover is settled.
LATE = ("env", "page_context", "post_page", "post_build", "shutdown")
# Events through which one can look at, or change, the source of a page.
EARLY = ("pre_page", "page_read_source", "page_markdown")
# A plugin that has such events, and what is done about it: see `search`.
SEARCH = "material.plugins.search.plugin.SearchPlugin"
# One that reads pages, changes those that list tags before any is written, and gives templates what they may read.
TAGS = "material.plugins.tags.plugin.TagsPlugin"
# Settings on which no page hangs; one that a template reads all the same is not known to be as it was.
ELSEWHERE = frozenset(
    "config_file_path dev_addr docs_dir draft_docs exclude_docs hooks nav not_in_nav plugins site_dir watch".split()  # noqa: SIM905
)


def program() -> bytes:
    """The mark of the programs that make pages: with another one, nothing is remembered."""
    versions = [f"{name} {_version(name)}" for name in DISTRIBUTIONS]
    own = of_files(Path(__file__).parent, contents=True)
    return digest(own, sys.version.encode(), *(line.encode() for line in versions))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def markdown(config: MkDocsConfig) -> bytes:
    """The mark of all that turns Markdown into HTML; raises `Unmarkable`."""
    for extension in config.markdown_extensions:
        name = extension.removeprefix("markdown.extensions.") if isinstance(extension, str) else extension
        if name not in EXTENSIONS or _reads_icons((config.mdx_configs or {}).get(extension)):
            raise Unmarkable(f"the extension {extension}")
    settings = [config.markdown_extensions, dict(config.mdx_configs or {}), config.use_directory_urls]
    return digest(mark(settings), mark(_plain(config.validation)))


def _reads_icons(settings: Any) -> bool:
    """Whether icons come from a folder; a server goes on with those that it has read once, whatever is there now."""
    options = settings.get("options") if isinstance(settings, Mapping) else None
    return isinstance(options, Mapping) and bool(options.get("custom_icons"))


@cache
def page(sort: type[Page]) -> bytes | None:
    """The mark of what a sort of page does on its own to its source; none for one that does not say."""
    return b"" if sort is Page else _said(sort)


def file(sort: type[File]) -> bytes | None:
    """The mark of what a sort of file goes by besides its content; none for one that does not say."""
    return b"" if sort is File else _said(sort)


def content(found: File) -> bytes | None:
    """The mark of a file's content, where the file tells one; it must have another one for any other content."""
    told = getattr(found, "content_mark", None)
    return digest(b"told", told) if isinstance(told, bytes) else None


def fetcher(found: File) -> Callable[[], str] | None:
    """What fetches a file's content as it is now, whatever is put in its place, if the file can say that."""
    fetch = getattr(found, "content_fetcher", None)
    return fetch if callable(fetch) else None


def harmless(config: MkDocsConfig) -> bool:
    """Whether what plugins do to the text of a page may be done twice."""
    methods = [method for event in EARLY for method in config.plugins.events[event]]
    plugins = [getattr(method, "__self__", None) for method in methods]
    return all(hasattr(plugin, "incremental_inputs") or is_the(TAGS, plugin) for plugin in plugins)


def is_the(name: str, plugin: object) -> bool:
    """Whether a plugin is the one of a name, and no other that only builds on it."""
    return f"{type(plugin).__module__}.{type(plugin).__qualname__}" == name


def unseen(config: MkDocsConfig) -> Callable[[File], bool]:
    """Tells whether nobody looks at the source of a page before it is HTML, as far as plugins say that of a file."""
    methods = [method for event in EARLY for method in config.plugins.events[event]]
    asked = [getattr(getattr(method, "__self__", None), "incremental_leaves", None) for method in methods]
    return lambda found: all(leaves is not None and leaves(found) for leaves in asked)


def _said(sort: type) -> bytes | None:
    say = getattr(sort, "incremental_inputs", None)
    return str(say()).encode() if callable(say) else None


def templates(config: MkDocsConfig, env: Any) -> bytes:
    """The mark of all that turns any page into a file, but for what templates read of pages; raises `Unmarkable`."""
    theme, found = config.theme, []
    for name, plugin in config.plugins.items():
        found.append(mark([name, _plain(getattr(plugin, "config", None))]))
        found.append(_inputs(config, name, plugin))
    settings = {key: _plain(value) for key, value in config.items() if key not in ELSEWHERE | {"theme"}}
    folders = [_folder(Path(folder)) for folder in theme.dirs]
    return digest(*found, mark(settings), mark([dict(theme), theme.dirs]), *folders, _environment(env))


def _inputs(config: MkDocsConfig, name: str, plugin: Any) -> bytes:
    """What a plugin says that its late events hang on; a plugin that says nothing must not have any."""
    if is_the(SEARCH, plugin) or is_the(TAGS, plugin) or type(plugin).__module__.startswith(__package__ or "-"):
        return b""
    if callable(say := getattr(plugin, "incremental_inputs", None)):
        return str(say()).encode()
    for event in LATE:
        for method in config.plugins.events[event]:
            if getattr(method, "__self__", None) is plugin or _origin(config, method) == name:
                raise Unmarkable(f"the plugin {name}, which takes part in {event}")
    return b""


def _origin(config: MkDocsConfig, method: Any) -> str | None:
    return config.plugins._event_origins.get(method)  # noqa: SLF001  # hooks are functions, which know no plugin


def _plain(value: Any) -> Any:
    """Settings as plain dictionaries and lists."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return vars(value) if type(value).__name__ == "ExtraScriptValue" else value


def _folder(folder: Path) -> bytes:
    """The mark of a folder of templates; those of installed packages are told by sizes and times."""
    if not folder.is_dir():
        return b""
    if not {"site-packages", "dist-packages"} & {*folder.parts}:
        return of_files(folder, contents=True)
    # Thousands of icons stand here, which no release changes without changing its version.
    pages = [file for place in (folder, folder / "partials") for file in place.rglob("*.html")] if folder else []
    return digest(str(folder).encode(), *(f"{file} {file.stat().st_mtime_ns}".encode() for file in sorted(pages)))


def _environment(env: Any) -> bytes:
    """The mark of how templates are read, if all that they may call is known."""
    flags = [env.trim_blocks, env.lstrip_blocks, env.newline_sequence, env.keep_trailing_newline, env.autoescape]
    delimiters = [env.block_start_string, env.variable_start_string, env.comment_start_string]
    names: list[Iterable[str]] = [env.extensions, env.filters, env.tests, env.globals]
    if env.finalize is not None:
        raise Unmarkable("an environment that changes what is printed")
    for callables in (env.filters, env.tests, env.globals):
        for name, value in callables.items():
            _known(name, value)
    return mark([flags, delimiters, env.undefined.__name__, *(sorted(found) for found in names)])


def _known(name: str, value: Any) -> None:
    owner = getattr(value, "__self__", None)
    if isinstance(owner, Addresses):
        _known(name, owner.given)
        return
    module = getattr(value, "__module__", None) or type(owner if owner is not None else value).__module__
    if module.partition(".")[0] not in {
        "babel",
        "builtins",
        "_operator",
        "operator",
        "gettext",
        "jinja2",
        "markupsafe",
        "mkdocs",
    }:
        raise Unmarkable(f"`{name}` of the environment, from {module}")


def is_plugin(value: object) -> bool:
    """Whether a template got hold of a plugin."""
    return isinstance(value, BasePlugin)
