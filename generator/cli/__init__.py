"""The command `rolebook`: one module a subcommand."""

from __future__ import annotations

import sys

import click

from generator.cli.check import check
from generator.cli.diff import diff
from generator.cli.explain import explain
from generator.cli.fmt import fmt
from generator.cli.from_issue import from_issue
from generator.cli.issue_form import issue_form
from generator.cli.new import new
from generator.cli.routes import routes
from generator.cli.schema import schema


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rolebook")
def main() -> None:
    """Check and query a book of roles: small YAML files that become a site."""
    # Contributors' terminals are not always UTF-8; a message with a replaced mark beats a traceback.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


for command in (check, diff, explain, fmt, from_issue, issue_form, new, routes, schema):
    main.add_command(command)
