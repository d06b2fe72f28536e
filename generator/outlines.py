"""A file in outline: all that the rules between files ask of it, and nothing else; no page could be made of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from generator.model import Ladder, Prose, Record, Role, Similar, Source, Step

R = TypeVar("R", bound=Record)


def outlined(entity: Role | Ladder) -> dict[str, Any]:
    """What the rules between files ask of a role or ladder, as plain values."""
    links = dict.fromkeys(slug for _, text in entity.said.linking for slug in text.links)
    hosts = [f"https://{name}" for name in entity.said.hosts]
    common = {
        "links": [*links],
        "hosts": [*hosts, *dict(entity.said.open).values()],
        "title": entity.title,
        "reviewed": entity.reviewed,
    }
    if isinstance(entity, Ladder):
        return {**common, "rungs": entity.rungs, "within_careers": entity.within_careers}
    return {
        **common,
        "also_called": entity.also_called,
        "kind": entity.kind,
        "steps": [(step.role, step.lateral, step.evidence) for step in entity.leads_to],
        "others": [other.role for other in entity.similar],
        "status": entity.status,
        "replaced_by": entity.replaced_by,
        "former_slugs": entity.former_slugs,
    }


def recalled(values: Mapping[str, Any]) -> Role | Ladder:
    """The outline made of such values; every other field is empty."""
    common = {
        "title": values["title"],
        "reviewed": values["reviewed"],
        "summary": Prose(" ".join(f"[[{slug}]]" for slug in values["links"])),
        "sources": {host: _blank(Source, url=host) for host in values["hosts"]},
    }
    if "rungs" in values:
        return _blank(Ladder, **common, rungs=tuple(values["rungs"]), within_careers=values["within_careers"])
    return _blank(
        Role,
        **common,
        also_called=tuple(values["also_called"]),
        kind=values["kind"],
        leads_to=tuple(_blank(Step, role=to, lateral=aside, evidence=how) for to, aside, how in values["steps"]),
        similar=tuple(_blank(Similar, role=slug) for slug in values["others"]),
        status=values["status"],
        replaced_by=values["replaced_by"],
        former_slugs=tuple(values["former_slugs"]),
    )


BLANKS: dict[type[Record], Record] = {
    record: record.model_construct(None, **dict.fromkeys(record.model_fields, cast("Any", ())))
    for record in (Role, Ladder, Source, Step, Similar)
}


def _blank(record: type[R], **values: Any) -> R:
    """A record without checks, with these values and nothing else."""
    return cast("R", BLANKS[record].model_copy(update=values))
