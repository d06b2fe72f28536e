"""The shape stage: plain values → records, with pydantic's complaints told as faults of the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from generator.diagnostics import Diagnostic, listed, only_similar, similar
from generator.model import SLUG, Entity, Links, Location, Record
from generator.reader.advice import QUOTE
from generator.reader.document import Document

E = TypeVar("E", bound=Entity)

# More fields than this are no help in a message.
FEW = 12


def validate(model: type[E], document: Document, values: Any) -> E | list[Diagnostic]:
    """The record that the values make, or every fault of their shape."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        details = error.errors(include_url=False)
    faults, misspelt = [], set()
    for detail in details:
        if detail["type"] == "extra_forbidden":
            record, at = record_at(model, detail["loc"][:-1]), detail["loc"]
            meant = _meant(str(at[-1]), fields(record), cut=detail["input"] == "")
            misspelt.add((*at[:-1], meant))
            faults.append(_unknown_field(record, document, at, meant, cut=detail["input"] == ""))
        elif detail["type"] == "too_short" and any(_inside(other["loc"], detail["loc"]) for other in details):
            continue  # the entries with faults were not counted
        elif detail["type"] != "missing":
            faults.append(_fault(document, detail))
    missing = [detail["loc"] for detail in details if detail["type"] == "missing" and detail["loc"] not in misspelt]
    for at in dict.fromkeys(place[:-1] for place in missing):
        names = [str(place[-1]) for place in missing if place[:-1] == at]
        faults.append(_missing_fields(record_at(model, at), document, at, names))
    return faults


def _inside(inner: Location, outer: Location) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def _meant(name: str, known: Collection[str], *, cut: bool) -> str | None:
    """The field that an unknown name stands for, if any; one without a value may hold both name and value."""
    near = similar(name, known)
    first = re.match(r"[\w-]+", name)
    return near if near or not cut or not first else next((one for one in known if one == first[0]), None)


def _fault(document: Document, detail: ErrorDetails) -> Diagnostic:
    at = detail["loc"]
    if at and isinstance(at[-1], int) and not document.is_list(at[:-1]):
        at = at[:-1]  # one value, taken for a list of one
    code, message, help = _told(detail, at)
    if at and at[-1] == "[key]":
        return document.fault(code, message, document.key_span(at[:-1]), help)
    if code == "missing-field":
        span = document.key_span(at)
        if re.search(r"[:-]\s+#\S", document.lines[span.line - 1][span.column - 1 :]):
            help = "a `#` after a space begins a comment: put the text in double quotes"
        return document.fault(code, message, span, help)
    span, value = document.span(at), str(detail["input"])
    if code == "bad-slug" and re.fullmatch(SLUG, slug := _slug(value)):
        return document.fault(code, message, span, f"write `{slug}`: small letters, digits and single hyphens")
    choices = _words(detail["ctx"]) if detail["type"] == "literal_error" else []
    near = similar(value, choices)
    sure = near == only_similar(value, choices)
    return document.fault(
        code, message, span, help, fix=document.respelling(span, value, near, safe=sure) if near else None
    )


def _slug(value: str) -> str:
    """The slug that somebody who wrote a title or a file's name most likely meant."""
    return "-".join(re.findall(r"[a-z0-9]+", value.casefold().removesuffix(".yml")))


def _unknown_field(
    record: type[Record], document: Document, at: Location, meant: str | None, *, cut: bool
) -> Diagnostic:
    name, span = str(at[-1]), document.key_span(at)
    help = f"a field with a similar name exists: `{meant}`"
    if meant and cut and not similar(name, fields(record)):
        help = f"write `{meant}: {re.sub('^[^a-zA-Z0-9]*', '', name.removeprefix(meant))}`, with a colon and a space"
    elif cut and not meant and name.isdigit():
        help = "write figures without commas: `1500`"
    elif cut and not meant:
        help = "a comma inside braces starts a new field: put a text with a comma in double quotes"
    elif not meant:
        few = len(fields(record)) <= FEW
        help = f"the fields are {listed(fields(record))}" if few else "all fields are listed at /contribute/fields/"
    message = f"`{name}` is not a field of {_named(record, at[:-1])}"
    fix = None
    if meant and similar(name, fields(record)) and not document.has((*at[:-1], meant)):
        fix = document.respelling(span, name, meant, safe=only_similar(name, fields(record)) == meant)
    return document.fault("unknown-field", message, span, help, fix=fix)


def _missing_fields(record: type[Record], document: Document, at: Location, names: list[str]) -> Diagnostic:
    message = f"{_named(record, at)} needs the field{'s' if len(names) > 1 else ''} {listed(names)}"
    examples = ((name, record.model_fields[fields(record)[name]].examples) for name in names)
    help = "add " + ", ".join(f"`{name}: {yaml(example[0]) if example else '…'}`" for name, example in examples)
    span = document.key_span(at) if at else document.span()
    return document.fault("missing-field", message, span, help)


def _told(detail: ErrorDetails, at: Location) -> tuple[str, str, str]:
    """Code, message and help for a pydantic error about one value."""
    context = detail.get("ctx", {})
    if "-" in detail["type"]:
        return detail["type"], str(context["message"]), str(context["help"])
    words = [str(part) for part in at if isinstance(part, str) and part != "[key]"]
    entry = bool(at) and isinstance(at[-1], int)
    name = f"an entry of `{words[-1]}`" if entry else f"`{words[-1]}`" if words else "the file"
    if detail["input"] == "" and detail["type"] != "too_short":
        help = (
            "write it after the hyphen, or delete the line" if entry else "write it after the colon, or delete the line"
        )
        return "missing-field", f"{name} has no value", help
    told = TELLINGS.get(detail["type"])
    return told(name, detail["input"], context) if told else ("invalid-value", f"{name}: {detail['msg'].lower()}", "")


Telling = tuple[str, str, str]


def _wrong_text(name: str, value: object, _: dict[str, Any]) -> Telling:
    if isinstance(value, dict):
        return "wrong-type", f"{name} is a text, and a colon with a space has made fields of it", QUOTE
    return "wrong-type", f"{name} is a text, and brackets or hyphens have made a list of it", QUOTE


def _wrong_list(name: str, *_: object) -> Telling:
    return "wrong-type", f"{name} is a list", "write `[first, second]`, or each entry on a line of its own after `- `"


def _wrong_fields(name: str, *_: object) -> Telling:
    return "wrong-type", f"{name} is made of fields", "write `{field: value, field: value}`"


def _too_few(name: str, _: object, context: dict[str, Any]) -> Telling:
    least, has = context["min_length"], context["actual_length"]
    return "too-few", f"{name} has {has} of at least {least} entries", "add what is missing"


def _too_long(name: str, value: object, context: dict[str, Any]) -> Telling:
    length = len(value) if isinstance(value, str) else 0
    split = ", or split it into two entries" if name.startswith("an entry") else ""
    return "too-long", f"{name} has {length} characters, more than {context['max_length']}", f"shorten it{split}"


def _not_a_choice(name: str, value: object, context: dict[str, Any]) -> Telling:
    choices = _words(context)
    if not isinstance(value, str):
        return "wrong-type", f"{name} takes one word", f"write one of {listed(choices)}"
    near = similar(value, choices)
    help = f"a similar word is allowed: `{near}`" if near else f"write one of {listed(choices)}"
    return "invalid-value", f"`{value}` is not a value of {name}", help


def _words(context: dict[str, Any]) -> list[str]:
    """The words that pydantic would have taken."""
    return str(context["expected"]).replace("'", "").replace(" or ", ", ").split(", ")


def _not_a_number(name: str, *_: object) -> Telling:
    return "wrong-type", f"{name} is a number", "write digits only"


def _not_a_truth(name: str, value: object, _: dict[str, Any]) -> Telling:
    return "invalid-value", f"`{value}` is not a value of {name}", "write `true` or `false`"


TELLINGS: dict[str, Callable[[str, object, dict[str, Any]], Telling]] = {
    "string_type": _wrong_text,
    "tuple_type": _wrong_list,
    "model_type": _wrong_fields,
    "model_attributes_type": _wrong_fields,
    "dict_type": _wrong_fields,
    "string_too_long": _too_long,
    "too_short": _too_few,
    "literal_error": _not_a_choice,
    "bool_parsing": _not_a_truth,
    "bool_type": _not_a_truth,
    "float_parsing": _not_a_number,
    "float_type": _not_a_number,
    "int_parsing": _not_a_number,
    "int_type": _not_a_number,
}


def fields(record: type[Record]) -> dict[str, str]:
    """The record's fields: name in files → name in Python."""
    return {declared.alias or name: name for name, declared in record.model_fields.items()}


def record_at(model: type[Record], at: Location) -> type[Record]:
    """The sort of record that stands at a location of a model."""
    for part in at:
        name = fields(model).get(str(part))
        inner = name and record_in(model.model_fields[name].annotation)
        model = inner or model
    return model


def _named(record: type[Record], at: Location) -> str:
    if record is Links:
        return "the list of dead links"
    if not at:
        return f"{'an' if record.__name__[0] in 'AEIOU' else 'a'} {record.__name__.lower()}"
    if isinstance(at[-1], int):
        return f"an entry of `{next(part for part in reversed(at) if isinstance(part, str))}`"
    return f"`{at[-1]}`"


def record_in(annotation: Any) -> type[Record] | None:
    """The sort of record that a field's annotation holds, alone or in a list or mapping."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((found for inner in get_args(annotation) if (found := record_in(inner))), None)


def yaml(example: Any) -> str:
    """An example value as it would stand in a file."""
    if isinstance(example, list):
        return f"[{', '.join(map(yaml, example))}]"
    if isinstance(example, dict):
        return "{" + ", ".join(f"{key}: {yaml(value)}" for key, value in example.items()) + "}"
    text = str(example)
    return f'"{text}"' if any(mark in text for mark in ("[", ": ", ", ")) else text
