"""The Jinja environment: nothing is printed unescaped, and a misspelt name is an error."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import blake2b
from keyword import iskeyword
from pathlib import Path
from traceback import extract_tb
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.nodes import Call, Expr
from markupsafe import Markup

from generator.pages.prose import escape, escaped, plain, quoted
from generator.wording import EVIDENCE_WORDS, LEVEL_WORDS, amount, day, month, next_year, span

TEMPLATES = Path(__file__).parent.parent / "templates"


class _Printer(CodeGenerator):
    """Jinja's code without its own escaping of each expression, which `finalize` has done already.

    Nothing but time hangs on it: should a later Jinja not ask this method, each expression is escaped once more, which
    leaves what is escaped as it is.
    """

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002  # as Jinja calls it
        self.write("environment.printed(" if finalize.src is None else "environment.printed((")

    def visit_Call(self, node: Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802  # as Jinja calls it
        """Call without a look at whether what is called wants to be told of the template; nothing of ours does."""
        if forward_caller or node.dyn_args or node.dyn_kwargs or any(iskeyword(named.key) for named in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for part in (*node.args, *node.kwargs):
            self.visit(part, frame)
            self.write(", ")
        self.write(")")


class _Environment(Environment):
    code_generator_class = _Printer

    @staticmethod
    def printed(value: object) -> str:
        """What `finalize` makes of a value, as a plain string."""
        return value if isinstance(value, Markup) else escaped(str(value))


def environment() -> Environment:
    """A fresh environment, so that an edited template shows at the next build."""
    made: Environment = _Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_compiled(),
    )
    made.filters |= {
        "plain": plain,
        "amount": amount,
        "range": span,
        "day": day,
        "month": month,
        "quoted": quoted,
        "next_year": next_year,
        "json": _json,
        "inert": _inert,
        "ticks": _ticks,
    }
    made.globals |= {"evidence_words": EVIDENCE_WORDS, "levels": LEVEL_WORDS}
    return made


@cache
def _compiled() -> BytecodeCache | None:
    """Where compiled templates are kept from one build to the next, in a folder that only this user can write to.

    Jinja finds a template there if its source is the same; that the program is the same, the names of the files say.
    """
    program = blake2b(digest_size=8)
    for file in sorted(TEMPLATES.parent.rglob("*.py")):
        program.update(file.read_bytes())
    try:
        return FileSystemBytecodeCache(pattern=f"rolebook-{program.hexdigest()}-%s")
    except (RuntimeError, OSError):
        return None  # there is no such folder


class Unindented(Extension):
    """Keeps the indentation and empty lines of a theme's templates out of pages: a tenth of a page is nothing else.

    With them goes the line that names the program, which the foot of each page does too.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002  # as Jinja calls it
        """The template without them, unless it holds something in which they have a meaning."""
        source = re.sub(r"^[ \t]*<meta name=\"generator\".*\n", "", source, flags=re.MULTILINE)
        if re.search(r"<pre|<textarea|`", source):
            return source
        return re.sub(r"\n\s*\n", "\n", re.sub(r"^[ \t]+", "", source, flags=re.MULTILINE))


class TemplateFault(Exception):
    """A template that cannot be written out, with its name and the reason."""


def write(template: Template | Callable[[], Template], context: Mapping[str, object]) -> str:
    """The template's text for a context; raises `TemplateFault`."""
    try:
        return (template if isinstance(template, Template) else template()).render(context)
    except TemplateSyntaxError as error:
        raise TemplateFault(f"{error.name or 'a template'}:{error.lineno}: {error.message}") from error
    except TemplateError as error:
        raise TemplateFault(f"{_place(error)}: {error.message}") from error


def _place(error: TemplateError) -> str:
    """The innermost template line that a failed rendering came through."""
    frames = extract_tb(error.__traceback__)
    inside = [frame for frame in frames if Path(frame.filename).is_relative_to(TEMPLATES)]
    return f"{Path(inside[-1].filename).name}:{inside[-1].lineno}" if inside else "a template"


def _printed(value: object) -> Markup:
    return value if isinstance(value, Markup) else escape(str(value))


def _ticks(text: str) -> Markup:
    parts = enumerate(text.split("`"))
    return Markup("").join(
        Markup("<code>{}</code>").format(escape(part)) if at % 2 else escape(part) for at, part in parts
    )


def _inert(text: str) -> str:
    """The text of a title or description as it may stand in front matter, which the theme prints as it is."""
    return text.replace("<", "&lt;").replace('"', "&quot;")


def _json(value: object) -> Markup:
    # JSON is YAML too, which makes it the one safe way to write front matter.
    return Markup(json.dumps(value, ensure_ascii=False))  # noqa: S704
