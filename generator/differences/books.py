"""Two books compared: what came, went and was renamed, then each file with its former version."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from generator.differences.phrases import named, quoted
from generator.differences.records import fields
from generator.differences.values import Change, Difference
from generator.model import Book, Entity, Family, Ladder, Links, Role, Vocabulary


def compare(old: Book, new: Book, unread: Collection[str] = ()) -> tuple[Difference, ...]:
    """What changed from one book to another, by file; files that were unread in one of them are left out.

    A role is renamed where a new one names it among its former slugs.
    """
    found = [*compare_entities(old.vocabulary, new.vocabulary)] if old.vocabulary.path not in unread else []
    if (old.links or new.links) and not {one.path for one in (old.links, new.links) if one} & {*unread}:
        found += compare_entities(old.links, new.links)
    renamed = _renamed(old.roles, new.roles)
    for before, after in (
        *_pairs(old.families, new.families, {}),
        *_pairs(old.roles, new.roles, renamed),
        *_pairs(old.ladders, new.ladders, {}),
    ):
        if not any(entity and entity.path in unread for entity in (before, after)):
            heir = _heir(before, new) if before and not after else ""
            found += compare_entities(before, after, heir)
    return tuple(sorted(found, key=lambda difference: difference.path))


def compare_entities(old: Entity | None, new: Entity | None, heir: str = "") -> Iterator[Difference]:
    """What changed in one file, which may have been added or removed; `heir` is the role that took its address."""
    entity = new or old
    assert entity is not None  # noqa: S101  # nothing was never compared with nothing
    if isinstance(entity, Links):
        yield from _listed(entity.path, old, new)
        return

    def difference(field: str, change: Change, text: str) -> Difference:
        return Difference(entity.path, entity.slug, field, change, text)

    sort, slug = type(entity).__name__.lower(), named(entity.slug)
    if not new:
        leads = f", its address leads to {named(heir)}" if heir else ""
        yield difference("", "removed", f"{sort} {slug} removed{leads}")
    elif not old:
        yield difference("", "added", f"{sort} {slug} added: {_introduced(new)}")
    else:
        if old.slug != new.slug:
            yield difference("", "renamed", f"{sort} {named(old.slug)} renamed to {slug}")
        if isinstance(new, Role) and old.folder != new.folder:
            moved = f"role {slug} moved from family {named(old.folder)} to family {named(new.folder)}"
            yield difference("", "moved", moved)
        name = slug if isinstance(new, Role) else "the vocabulary" if isinstance(new, Vocabulary) else f"{sort} {slug}"
        for field, change, text in fields(old, new, name):
            yield difference(field, change, text)


def _listed(path: str, old: Entity | None, new: Entity | None) -> Iterator[Difference]:
    """What came to the list of dead links, and what went."""
    before, after = ({link.url for link in one.dead} if isinstance(one, Links) else set() for one in (old, new))
    for url in sorted(before ^ after):
        change: Change = "added" if url in after else "removed"
        text = f"{quoted(url)} is dead" if url in after else f"{quoted(url)} is no longer listed as dead"
        yield Difference(path, "", "dead", change, text)


def _introduced(entity: Entity) -> str:
    if isinstance(entity, Role):
        return f"{quoted(entity.title)}, a {entity.kind} in family {named(entity.folder)}"
    if isinstance(entity, Ladder):
        return f"{quoted(entity.title)}, " + ", ".join(map(named, entity.rungs))
    return quoted(entity.title) if isinstance(entity, Family) else "the words of the book"


def _pairs(
    old: Mapping[str, Entity], new: Mapping[str, Entity], renamed: Mapping[str, str]
) -> Iterator[tuple[Entity | None, Entity | None]]:
    for slug, entity in old.items():
        yield entity, new.get(renamed.get(slug, slug))
    for slug, entity in new.items():
        if slug not in old and slug not in renamed.values():
            yield None, entity


def _renamed(old: Mapping[str, Role], new: Mapping[str, Role]) -> dict[str, str]:
    """The new slug of each role that lives on under another one."""
    renamed: dict[str, str] = {}
    for slug, role in new.items():
        former = next((name for name in role.former_slugs if name in old and name not in new), None)
        if former and slug not in old and former not in renamed:
            renamed[former] = slug
    return renamed


def _heir(gone: Entity, book: Book) -> str:
    """The slug of the role whose page the address of a removed role leads to, if there is one."""
    return next((slug for slug, role in book.roles.items() if gone.slug in role.former_slugs), "")
