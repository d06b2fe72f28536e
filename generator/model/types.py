"""The scalar types of role files: prose, slugs, dates and amounts, with the faults they can have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

Location = tuple[str | int, ...]

CITATION = re.compile(r"\[\^([^\]]+)\]")
ROLE_LINK = re.compile(r"\[\[([^\]|]+)(?:\|([^\]]+))?\]\]")
# Begins the name of a guide where else a role's would stand.
GUIDE = "guide:"
UNKNOWN = "unknown"
# Begins every text that somebody still has to write.
GAP = "TODO"
AMOUNT = r"\d{1,12}(\.\d{1,2})?"


class Prose(str):
    """Inline Markdown in which `[[slug]]` links a role, `[[guide:id]]` a guide, and `[^id]` cites a source.

    White space is folded.
    """

    __slots__ = ()

    @property
    def citations(self) -> tuple[str, ...]:
        """The ids of the sources cited, in the order of the text."""
        return tuple(CITATION.findall(self)) if "[^" in self else ()

    @property
    def links(self) -> tuple[str, ...]:
        """The slugs of the roles linked, in the order of the text."""
        return tuple(match[1] for match in self._marked if not match[1].startswith(GUIDE))

    @property
    def guides(self) -> tuple[str, ...]:
        """The ids of the guides linked, in the order of the text."""
        named = (match[1] for match in self._marked if match[1].startswith(GUIDE))
        return tuple(name.removeprefix(GUIDE) for name in named)

    @property
    def _marked(self) -> Iterable[re.Match[str]]:
        return ROLE_LINK.finditer(self) if "[[" in self else ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema(min_length=1, max_length=700, strip_whitespace=True)
        return core_schema.no_info_after_validator_function(lambda value: cls(_folded(value)), text)


class Claim(Prose):
    """A sentence that somebody could doubt, and that therefore cites a source."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(core), "format": "claim"}


def _folded(value: object) -> Any:
    if not isinstance(value, str):
        return value
    plain = value.isascii() and not ("\n" in value or "  " in value or "\t" in value)
    return value.strip() if plain else " ".join(value.split())


def _fault(code: str, message: str, help: str) -> PydanticCustomError:
    # Braces are pydantic's own placeholders, so the texts travel as values.
    return PydanticCustomError(code, "{message}", {"message": message, "help": help})


def _matching(pattern: str, code: str, what: str, help: str) -> BeforeValidator:
    compiled = re.compile(pattern)

    def check(value: object) -> object:
        if isinstance(value, str) and value and not compiled.fullmatch(value):
            raise _fault(code, f"`{value}` is not {what}", help)
        return value

    return BeforeValidator(check)


def _year(value: object) -> object:
    if value == UNKNOWN:
        return None
    if isinstance(value, str) and value and not re.fullmatch(r"(19|20)\d\d", value):
        raise _fault("invalid-value", f"`{value}` is not a year", "write four digits such as `2024`, or `unknown`")
    return value


def _amount(value: object) -> object:
    if isinstance(value, str) and value and not re.fullmatch(AMOUNT, value):
        raise _fault(
            "invalid-value", f"`{value}` is not a number", "write digits only, without commas or signs: `1500`"
        )
    return value


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _rising(figure: Any) -> Any:
    if figure.low > figure.high:
        raise _fault("invalid-value", "`low` is above `high`", "write the lower figure first")
    return figure


SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
Slug = Annotated[
    str,
    Field(min_length=1, max_length=80),
    _matching(SLUG, "bad-slug", "a slug", "use small letters, digits and single hyphens: `lamp-trimmer`"),
    WithJsonSchema({"type": ["string", "integer"], "minimum": 0, "pattern": f"^{SLUG}$", "maxLength": 80}),
]
# An editor takes `2024` for a number, as it does all that looks like one; the reader takes it for text.
YEARS: dict[str, Any] = {"type": ["string", "integer"], "minimum": 1900, "maximum": 2099}
DATE = r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
Date = Annotated[
    str,
    Field(min_length=1),
    _matching(f"{DATE}|unknown", "invalid-value", "a date", "write year and month, such as `2026-11`, or `unknown`"),
    WithJsonSchema({**YEARS, "pattern": f"^({DATE}|unknown)$"}),
]
Month = Annotated[
    str,
    Field(min_length=1),
    _matching(DATE, "invalid-value", "a date", "write year and month, such as `2026-11`"),
    WithJsonSchema({**YEARS, "pattern": f"^({DATE})$"}),
]
Year = Annotated[int | None, BeforeValidator(_year), WithJsonSchema({**YEARS, "pattern": r"^((19|20)\d\d|unknown)$"})]
Amount = Annotated[
    float, BeforeValidator(_amount), WithJsonSchema({"type": "number", "minimum": 0, "pattern": f"^{AMOUNT}$"})
]
Currency = Annotated[
    str,
    Field(min_length=1),
    _matching(r"[A-Z]{3}", "invalid-value", "a currency", "write the three capitals of ISO 4217, such as `USD`"),
    WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3}$"}),
]
# Whether an address is safe is asked by a rule; editors and the form are told of it at once.
Url = Annotated[
    str,
    Field(min_length=1, max_length=600),
    WithJsonSchema({"type": "string", "maxLength": 600, "pattern": r"""^https?://[^\s"'<>`\\/?#][^\s"'<>`\\]*$"""}),
]
PAGE = r"[a-z0-9][a-z0-9_-]*(/[a-z0-9][a-z0-9_-]*)*\.md"
Markdown = Annotated[
    str,
    Field(min_length=1, max_length=160),
    _matching(PAGE, "invalid-value", "a page", "write its path inside the folder of pages: `guides/landing.md`"),
    WithJsonSchema({"type": "string", "maxLength": 160, "pattern": f"^{PAGE}$"}),
]
Line = Annotated[str, Field(min_length=1, max_length=160), BeforeValidator(_folded)]
Word = Annotated[str, Field(min_length=1, max_length=80)]
Terms = Annotated[tuple[Word, ...], Field(min_length=1), BeforeValidator(_one_or_more)]
Rising = AfterValidator(_rising)
Kind = Literal["job", "career"]
Level = Literal["required", "usual", "helps", "not-asked"]
Evidence = Literal["several-cases", "one-case", "stated", "inferred"]


def field(help: str, example: Any = None, default: Any = ..., **limits: Any) -> Any:
    """A pydantic field that carries the help and the example shown to editors."""
    return Field(default, description=help, examples=[] if example is None else [example], **limits)


class Record(BaseModel):
    """A mapping of a file: fields in kebab-case, none unknown, nothing changed after reading."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=lambda name: name.rstrip("_").replace("_", "-"),
        populate_by_name=False,
    )


def strings(record: Record) -> tuple[tuple[Location, str], ...]:
    """Every text inside a record, with its location, in the order of declaration."""
    found: list[tuple[Location, str]] = []
    _collect(record, (), found)
    return tuple(found)


def _collect(value: object, at: Location, found: list[tuple[Location, str]]) -> None:
    items: Iterable[tuple[str | int, object]]
    if isinstance(value, tuple):
        items = enumerate(value)
    elif isinstance(value, Record):
        values = value.__dict__
        items = [(alias, inner) for name, alias in _fields(value.__class__) if (inner := values[name])]
    elif isinstance(value, dict):
        items = value.items()
    else:
        return
    for part, inner in items:
        if isinstance(inner, str):  # by far the most; a call for each would double the time
            found.append(((*at, part), inner))
        elif inner:
            _collect(inner, (*at, part), found)


@cache
def _fields(record: type[Record]) -> tuple[tuple[str, str], ...]:
    """The names of a record's fields, in Python and in files."""
    return tuple((name, declared.alias or name) for name, declared in record.model_fields.items())
