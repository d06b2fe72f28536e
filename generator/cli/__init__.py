"""The command `rolebook`: one module a subcommand."""

from __future__ import annotations

import atexit
import gc
import sys
from importlib import import_module

import click

NAMES = (
    "check",
    "coverage",
    "diff",
    "explain",
    "export",
    "fmt",
    "from-issue",
    "issue-form",
    "links",
    "new",
    "routes",
    "schema",
)


class Subcommands(click.Group):
    """A group that loads a subcommand when it is asked for, so that none waits for what the others need."""

    def list_commands(self, ctx: click.Context | None = None) -> list[str]:  # noqa: ARG002  # as click calls it
        """The names of all subcommands."""
        return [*NAMES]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The subcommand of a name: in the module that is called as it is, the command that is too."""
        if cmd_name not in NAMES:
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(f"generator.cli.{name}"), name)
        return command


@click.group(cls=Subcommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rolebook")
def main() -> None:
    """Check and query a book of roles: small YAML files that become a site."""
    # Contributors' terminals are not always UTF-8; a message with a replaced mark beats a traceback.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    # When all is over, nobody needs to look for circles among what the system takes back as a whole.
    atexit.register(gc.freeze)
