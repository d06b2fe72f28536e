"""Questions at the terminal, each with its help, its example and a check of the answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, get_args

import click
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from generator.cli.drafts import this_month
from generator.model import GAP, UNKNOWN, Book, Facet, Kind, Role, Source
from generator.reader.shape import fields
from generator.writer.draft import cited, is_text_list

# Asked one by one; the rest of the file is for an editor.
ASKED = ("kind", "kind-because", "summary", "also-called", "does", "good-fit", "poor-fit")


def ask_family(book: Book) -> str:
    """The slug of one of the book's families."""
    return _chosen("family", "The family that it belongs to.", {slug: one.title for slug, one in book.families.items()})


def ask_title() -> str:
    """The title of the role."""
    return _line("title", Role.model_fields["title"], required=True)


def ask_rest(book: Book, values: dict[str, Any]) -> dict[str, Any]:
    """The values with answers for what they lack; an empty answer leaves a gap."""
    click.echo(
        f"An empty answer leaves a gap, marked `{GAP}`. End a claim with the mark of its source: `[^board-2025]`."
    )
    answers = dict(values)
    for name in ASKED:
        declared = Role.model_fields[fields(Role)[name]]
        if name in answers:
            continue
        if name == "kind":
            kinds = {kind: getattr(book.vocabulary.kinds, kind).help for kind in get_args(Kind)}
            answer: Any = _chosen(name, declared.description or "", kinds)
        else:
            answer = _lines(name, declared) if is_text_list(declared.annotation) else _line(name, declared)
        answers |= {name: answer} if answer else {}
    facets = book.vocabulary.facets.items()
    given = answers.get("facets", {})
    asked = {name: _terms(name, facet) for name, facet in facets if name not in given}
    answers["facets"] = {**given, **{name: terms for name, terms in asked.items() if terms}}
    answers["sources"] = {id: _source(id, book) for id in cited(answers)}
    return answers


def _chosen(name: str, help: str, options: Mapping[str, str]) -> str:
    _explain(name, help)
    for id, meaning in options.items():
        click.echo(f"  {id}: {meaning}")
    return str(click.prompt(f"{name}", type=click.Choice([*options]), show_choices=False))


def _line(name: str, declared: FieldInfo, *, required: bool = False, default: str = "") -> str:
    _explain(name, declared.description or "", declared.examples)
    proc = _checked(declared, required=required)
    return str(click.prompt(name, default=None if required else default, show_default=bool(default), value_proc=proc))


def _lines(name: str, declared: FieldInfo) -> list[str]:
    """Answers until an empty one."""
    _explain(name, f"{declared.description} One entry a line, then an empty line.", declared.examples)
    one, found = FieldInfo(annotation=get_args(declared.annotation)[0]), list[str]()
    while answer := click.prompt(f"{name} {len(found) + 1}", default="", show_default=False, value_proc=_checked(one)):
        found.append(answer)
    return found


def _terms(name: str, facet: Facet) -> str | list[str]:
    _explain(name, facet.help + (" Several may hold: put commas between them." if facet.many else ""))
    for term in facet.terms:
        click.echo(f"  {term.id}: {term.help}")
    allowed = {term.id for term in facet.terms} | {UNKNOWN}

    def proc(answer: str) -> list[str]:
        terms = [term for term in re.split(r"[\s,]+", answer) if term]
        if set(terms) - allowed or (len(terms) > 1 and (not facet.many or UNKNOWN in terms)):
            raise click.BadParameter(f"write {'some' if facet.many else 'one'} of {', '.join(sorted(allowed))}")
        return terms

    default = UNKNOWN if facet.required else ""
    terms: list[str] = click.prompt(name, default=default, show_default=bool(default), value_proc=proc)
    return terms if facet.many and terms != [UNKNOWN] else "".join(terms)


def _source(id: str, book: Book) -> dict[str, str]:
    """What there is to say of a source that an answer cites."""
    click.echo(f"\nThe source `{id}`:")
    defaults = {"published": UNKNOWN, "accessed": this_month()}
    found = {}
    for name, inner in fields(Source).items():
        declared = Source.model_fields[inner]
        if name == "checked":
            continue  # which is for somebody else to say
        if name == "kind" and book.vocabulary.source_kinds:
            kinds = {kind.id: kind.help for kind in book.vocabulary.source_kinds}
            answer = _chosen(name, declared.description or "", kinds)
        else:
            answer = _line(name, declared, default=defaults.get(name, ""))
        if answer or declared.is_required():
            found[name] = answer or f"{GAP}: {declared.description}"
    return found


def _explain(name: str, help: str, examples: list[Any] | None = None) -> None:
    example = examples[0] if examples else None
    shown = example[0] if isinstance(example, list) else example
    click.echo(f"\n{name}: {help}" + (f" Example: {shown}" if shown else ""))


def _checked(declared: FieldInfo, *, required: bool = False) -> Callable[[str], str]:
    """What makes click ask again where the field would not take an answer."""
    annotation: Any = declared.annotation
    adapter: TypeAdapter[Any] = TypeAdapter(
        Annotated[(annotation, *declared.metadata)] if declared.metadata else annotation
    )

    def proc(answer: str) -> str:
        answer = " ".join(answer.split())
        if answer or required:
            try:
                adapter.validate_python(answer)
            except ValidationError as error:
                fault = error.errors()[0]
                told = fault.get("ctx", {})
                message = f"{told['message']}; {told['help']}" if "help" in told else fault["msg"]
                raise click.BadParameter(message) from None
        return answer

    return proc
