"""`rolebook export`."""

from __future__ import annotations

import os
import posixpath
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from generator.cli.book import label_of
from generator.diagnostics import as_text
from generator.pages import Blocks, Page, Site, TemplateFault
from generator.pipeline import Pipeline
from generator.revisions import Chronicle
from generator.site import EXTENSIONS, FEED, STYLES, THEME, assets, navigation
from generator.writer import BadSettings, Settings

MARK = "# Made by `rolebook export`; what is changed here is lost at the next one.\n"
CONFIG = "mkdocs.yml"
# By engine, the partials that fit its theme, where not all do: most stand for one of Material's.
FITTING = {"mkdocs": None, "zensical": {"icon.html", "source.html"}}


@click.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder to write.")
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=Path(CONFIG),
    show_default=True,
    help="The settings of the site.",
)
@click.option("--for", "engine", type=click.Choice([*FITTING]), default="mkdocs", help="What builds the site.")
def export(out: Path, config: Path, engine: str) -> None:
    """Write the whole site as a folder that MkDocs with Material, or Zensical, builds without this program.

    It holds the pages as Markdown, hand-written ones with their lists filled in, the data, scripts, styles, templates
    and settings. Ends with 1 if the book has errors.

    Example: rolebook export --out build --for zensical
    """
    try:
        settings = Settings(config.read_text("utf-8"), os.environ)
    except BadSettings as fault:
        raise click.UsageError(f"{config} cannot be read: {fault}") from None
    home = config.absolute().parent
    docs, root = home / str(settings.told("docs_dir", "docs")), home / settings.plugin("rolebook", "roles", "roles")
    own = [home / settings.overrides] if settings.overrides else []
    for folder in (docs, root, *own):
        if not folder.is_dir():
            raise click.UsageError(f"there is no folder {folder}")
    _refuse(out, (docs, root, home))
    files = _site(settings, root, docs)
    for name in ("docs", "theme"):
        shutil.rmtree(out / name, ignore_errors=True)
    _copy(docs, out / "docs")
    for page in files:
        _write(out / "docs" / page.path, page.text)
    for theme in (THEME, *own):
        fitting = FITTING[engine] if theme == THEME else None
        shutil.copytree(theme, out / "theme", ignore=_but(fitting) if fitting else None, dirs_exist_ok=True)
    (out / CONFIG).write_text(MARK + settings.text(), "utf-8")
    click.echo(f"{len(files)} files in {out}")


def _site(settings: Settings, root: Path, docs: Path) -> list[Page]:
    """Every page and data file of the site; what else lies among the hand-written pages is copied as it is."""
    outcome = Pipeline(root, label_of(root)).run()
    if outcome.errors:
        click.echo(as_text([fault for fault in outcome.faults if fault.severity == "error"]), nl=False, err=True)
        sys.exit(1)
    name, url = str(settings.told("site_name", "")), str(settings.told("site_url", "") or "")
    site = Site(name, url, bool(settings.told("use_directory_urls", True)))
    try:
        made = [*outcome.pages(Chronicle(root, label_of(root)).history(), site), *outcome.exports(), *assets()]
    except TemplateFault as fault:
        raise click.ClickException(str(fault)) from None
    extra = {"rolebook_folder": posixpath.relpath(root.as_posix(), docs.as_posix())}
    extra["rolebook_feed"] = FEED if any(page.path == FEED for page in made) else ""
    hidden = sorted({f"/{posixpath.dirname(page.path)}/*.md" for page in made if not page.in_nav})
    settings.without_plugin(EXTENSIONS, STYLES, extra, hidden, lambda nav: navigation(nav, outcome.book, made))
    paths = {page.path for page in made}
    return made + [page for page in _written(docs, outcome.blocks()) if page.path not in paths]


def _written(docs: Path, blocks: Blocks) -> Iterator[Page]:
    """The hand-written pages, filled with the lists and links that they ask for."""

    def complain(path: str) -> Callable[[str], None]:
        return lambda message: click.echo(f"{path}: {message}", err=True)

    for file in sorted(docs.rglob("*.md")):
        path = file.relative_to(docs).as_posix()
        yield Page(path, blocks.fill(path, file.read_text("utf-8"), complain(path)))


def _but(fitting: set[str]) -> Callable[[str, list[str]], set[str]]:
    """Leaves out all partials but some."""
    return lambda folder, names: set(names) - fitting if Path(folder).name == "partials" else set()


def _copy(docs: Path, out: Path) -> None:
    for file in (file for file in sorted(docs.rglob("*")) if file.is_file() and file.suffix != ".md"):
        target = out / file.relative_to(docs)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def _refuse(out: Path, kept: tuple[Path, ...]) -> None:
    """Nothing, if the folder is free or an earlier export; else wrong use."""
    inside = out.absolute().resolve()
    if any(folder.resolve().is_relative_to(inside) for folder in kept):
        raise click.UsageError(f"{out} holds what is to be exported: name another folder")
    config = out / CONFIG
    if out.is_dir() and any(out.iterdir()) and not (config.is_file() and config.read_text("utf-8").startswith(MARK)):
        raise click.UsageError(f"{out} is not empty and not an earlier export: name another folder")
