"""The settings of a site, read and changed with everything else in them left as it is."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import LiteralScalarString

# What only our own plugins do, or what would lead to files that are not there.
PLUGINS = ("rolebook", "incremental")
FEATURES = ("content.action.edit", "content.action.view")
ENV = "!ENV"


class BadSettings(Exception):
    """Settings that cannot be read."""


class Settings:
    """The settings of a site that our plugin builds, on their way to an engine that knows nothing of it."""

    def __init__(self, text: str, environment: Mapping[str, str]) -> None:
        self._yaml, self._environment = YAML(), environment
        self._yaml.width = 10_000
        self._yaml.indent(mapping=2, sequence=4, offset=2)
        try:
            self._root: Any = self._yaml.load(text)
        except YAMLError as error:
            raise BadSettings(" ".join(str(error).split())) from None
        if not isinstance(self._root, dict):
            raise BadSettings("they are no mapping")

    def told(self, name: str, default: Any) -> Any:
        """A setting, with what it takes from the environment."""
        return self._plain(self._root.get(name, default), default)

    def plugin(self, name: str, option: str, default: str) -> str:
        """An option of a plugin."""
        entries = (entry for entry in _listed(self._root.get("plugins")) if isinstance(entry, dict) and name in entry)
        options = next(entries, {}).get(name) or {}
        return str(self._plain(options.get(option, default), default))

    @property
    def overrides(self) -> str:
        """The folder of the site's own templates, if it has one."""
        theme = self._root.get("theme")
        return str(theme.get("custom_dir") or "") if isinstance(theme, dict) else ""

    def without_plugin(
        self,
        extensions: Iterable[str],
        style: str,
        extra: Mapping[str, str],
        hidden: Iterable[str],
        navigation: Callable[[Iterable[Any]], list[Any]],
    ) -> None:
        """Put in what the plugin would add, and take out the plugin; templates are looked for in `theme`."""
        root = self._root
        root["plugins"] = [entry for entry in _listed(root.get("plugins")) if not _names([entry]) & {*PLUGINS}]
        known = _listed(root.get("markdown_extensions"))
        root["markdown_extensions"] = [*known, *(name for name in extensions if name not in _names(known))]
        root["extra_css"] = [style, *_listed(root.get("extra_css"))]
        root["extra"] = {**(root.get("extra") or {}), **extra}
        theme = root.get("theme")
        theme = theme if isinstance(theme, dict) else {"name": theme or "material"}
        root["theme"] = theme | {"custom_dir": "theme"}
        if features := [name for name in _listed(theme.get("features")) if name not in FEATURES]:
            root["theme"]["features"] = features
        if patterns := [*str(root.get("not_in_nav") or "").splitlines(), *hidden]:
            root["not_in_nav"] = LiteralScalarString("\n".join(patterns) + "\n")
        if isinstance(root.get("nav"), list):
            root["nav"] = navigation(root["nav"])
        root["docs_dir"] = "docs"
        for name in ("site_dir", "watch", "hooks"):
            root.pop(name, None)

    def text(self) -> str:
        """The settings as the text of a file."""
        stream = io.StringIO()
        self._yaml.dump(self._root, stream)
        return stream.getvalue()

    def _plain(self, value: Any, default: Any) -> Any:
        if str(getattr(getattr(value, "tag", None), "value", "")) != ENV:
            return value
        if not isinstance(value, list):
            return self._environment.get(str(value.value), default)
        *names, other = value if len(value) > 1 else [*value, default]
        return next((self._environment[name] for name in names if name in self._environment), other)


def _listed(value: Any) -> list[Any]:
    """The entries of a list, or of a mapping that may stand in its place."""
    return [{name: value[name]} for name in value] if isinstance(value, dict) else [*(value or ())]


def _names(entries: Iterable[Any]) -> set[str]:
    return {str(name) for entry in entries for name in (entry if isinstance(entry, dict) else [entry])}
