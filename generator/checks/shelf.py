"""Rules on the roles as a collection: titles, addresses, steps and ladders that fit together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from generator.checks.ground import Ground
from generator.diagnostics import Diagnostic
from generator.model import Entity, Location, Role

RESERVED = frozenset({"index"})
# Titles as short as this differ by a letter and mean other things.
SHORT = 8


def duplicate_title(ground: Ground) -> Iterator[Diagnostic]:
    """Two roles have the same title."""
    first: dict[str, Role] = {}
    for role in ground.book.roles.values():
        title = _folded(role.title)
        if title in first:
            note = f"the other one is {first[title].path}"
            message = f"another role is called `{role.title}` too"
            yield ground.fault("duplicate-title", role, ("title",), message, "say what sets it apart", notes=(note,))
        else:
            first[title] = role


def near_duplicate(ground: Ground) -> Iterator[Diagnostic]:
    """Two roles look like one: their titles differ by order or a letter, or one is the other's second name."""
    roles = ground.book.roles.values()
    names = {_folded(name): role for role in reversed(list(roles)) for name in role.also_called}
    first: dict[str, Role] = {}
    reported = set()
    for role in roles:
        others = [first.setdefault(key, role) for key in _keys(role.title)]
        others += [names[_folded(role.title)]] if _folded(role.title) in names else []
        for other in others:
            if other is role:
                continue
            pair = frozenset((other.slug, role.slug))
            if pair not in reported and _folded(other.title) != _folded(role.title):
                reported.add(pair)
                message = f"`{role.title}` looks like `{other.title}`"
                help = "join the two files, or list the rule under `exceptions` with the reason why they differ"
                notes = (f"the other one is {other.path}",)
                yield ground.fault("near-duplicate", role, ("title",), message, help, notes=notes, severity="warning")


def lookalikes(title: str, also_called: Iterable[str], roles: Iterable[Role]) -> list[Role]:
    """The roles that a new one may be the same as: their titles are alike, or they share a name."""
    keys, names = {*_keys(title)}, {_folded(name) for name in (title, *also_called)}
    return [
        role
        for role in roles
        if keys & {*_keys(role.title)} or names & {_folded(name) for name in (role.title, *role.also_called)}
    ]


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _keys(title: str) -> Iterator[str]:
    """What two titles of one role would share: their words, and their letters short of any one."""
    yield " ".join(sorted(word.removesuffix("s") for word in re.findall(r"\w+", title.casefold())))
    letters = "".join(re.findall(r"\w", title.casefold()))
    if len(letters) > SHORT:
        yield from {letters, *(letters[:index] + letters[index + 1 :] for index in range(len(letters)))}


def slug_taken(ground: Ground) -> Iterator[Diagnostic]:
    """A slug, present or former, is the address of another page."""
    owners: dict[str, Role] = dict(ground.book.roles)
    for role in ground.book.roles.values():
        if role.slug in RESERVED:
            yield ground.file_fault(
                "slug-taken", role, f"`{role.slug}` is the address of another page", "rename the file"
            )
        for index, slug in enumerate(role.former_slugs):
            owner = owners.setdefault(slug, role)
            if owner is not role or slug == role.slug or slug in RESERVED:
                at: Location = ("former-slugs", index)
                notes = (f"it belongs to {owner.path}",) if owner is not role else ()
                message = f"`{slug}` is the address of another page"
                yield ground.fault("slug-taken", role, at, message, "delete it here", notes=notes)


def step_to_itself(ground: Ground, role: Entity) -> Iterator[Diagnostic]:
    """A role leads to itself, or is compared with itself."""
    if isinstance(role, Role):
        for field, slugs in _pointers(role):
            for index, slug in enumerate(slugs):
                if slug == role.slug:
                    message, help = f"`{slug}` is the role of this file itself", "name the other role"
                    yield ground.fault("step-to-itself", role, (field, index, "role"), message, help)


def duplicate_step(ground: Ground, role: Entity) -> Iterator[Diagnostic]:
    """A role lists two steps to the same role, or compares itself twice with one."""
    if isinstance(role, Role):
        for field, slugs in _pointers(role):
            for index, slug in enumerate(slugs):
                if slug in slugs[:index]:
                    message, help = f"`{slug}` stands above already", "join the two entries"
                    yield ground.fault("duplicate-step", role, (field, index, "role"), message, help)


def _pointers(role: Role) -> tuple[tuple[str, list[str]], ...]:
    return ("leads-to", [step.role for step in role.leads_to]), ("similar", [other.role for other in role.similar])


def missing_step(ground: Ground) -> Iterator[Diagnostic]:
    """Two neighbours on a ladder are joined by no step."""
    for ladder in ground.book.ladders.values():
        for index, (low, high) in enumerate(pairwise(ladder.rungs)):
            if not {low, high} <= ground.book.roles.keys() or ground.graph.move(low, high):
                continue
            role = ground.book.roles[low]
            if low == high:
                yield ground.fault("missing-step", ladder, ("rungs", index + 1), f"`{low}` stands twice", "keep one")
            elif all(step.role in ground.roles - {low} for step in role.leads_to):  # else a wrong step is the fault
                help = f"add a step to `{high}` under `leads-to` in {role.path}, or take the rung out"
                message = f"no step leads from `{low}` to `{high}`"
                yield ground.fault("missing-step", ladder, ("rungs", index + 1), message, help)


def ladder_without_conversion(ground: Ground) -> Iterator[Diagnostic]:
    """A ladder never leads from a job to a career."""
    for ladder in ground.book.ladders.values():
        pairs = [ground.graph.move(low, high) for low, high in pairwise(ladder.rungs)]
        converts = any(move and move.way == "conversion" for move in pairs)
        if all(pairs) and not converts and not ladder.within_careers:
            message = "no rung of this ladder leads from a job to a career"
            help = "begin it with a job from which people came, if a source names one, or write `within-careers: true`"
            yield ground.fault(
                "ladder-without-conversion", ladder, ("rungs",), message, help, key=True, severity="warning"
            )
        elif converts and ladder.within_careers:
            message, help = "a rung of this ladder does lead from a job to a career", "delete `within-careers`"
            yield ground.fault("stale-exception", ladder, ("within-careers",), message, help, key=True)


def cycle(ground: Ground) -> Iterator[Diagnostic]:
    """Advances lead in a circle."""
    for chain in ground.graph.cycles():
        role = ground.book.roles[chain[0]]
        index = next(index for index, step in enumerate(role.leads_to) if step.role == chain[1])
        message = f"these steps lead in a circle: {' → '.join([*chain, chain[0]])}"
        help = "mark the step that does not lead upwards with `lateral: true`"
        notes = tuple(f"{ground.book.roles[slug].path} is part of it" for slug in chain[1:])
        yield ground.fault("cycle", role, ("leads-to", index, "role"), message, help, notes=notes)


def orphan_role(ground: Ground) -> Iterator[Diagnostic]:
    """Nothing joins a role to any other."""
    graph = ground.graph
    for role in ground.book.roles.values() if not ground.broken else ():
        steps = (*graph.leads_to(role.slug), *graph.comes_from(role.slug))
        if not (steps or role.similar or graph.backlinks(role.slug)) and role.status == "active":
            message = "no step, ladder or comparison joins this role to another"
            help = "add a role worth comparing under `similar`, a step under `leads-to`, or a `[[link]]` in a text"
            yield ground.fault("orphan-role", role, ("title",), message, help, key=True, severity="warning")


def retired_target(ground: Ground) -> Iterator[Diagnostic]:
    """A step, ladder or comparison points to a retired role, or a retired role names no successor."""
    roles = ground.book.roles
    for role in roles.values():
        if role.status == "retired" and not role.replaced_by:
            message, help = "a retired role names the role that took its place", "add `replaced-by: …`"
            yield ground.fault("retired-target", role, ("status",), message, help)
        if role.replaced_by and (role.status != "retired" or role.replaced_by == role.slug):
            message = (
                "only a retired role has another in its place"
                if role.status != "retired"
                else "a role cannot replace itself"
            )
            yield ground.fault("retired-target", role, ("replaced-by",), message, "delete it, or add `status: retired`")
        for field, slugs in _pointers(role) if role.status != "retired" else ():
            for index, slug in enumerate(slugs):
                if slug in roles and roles[slug].status == "retired":
                    at: Location = (field, index, "role")
                    yield ground.fault("retired-target", role, at, f"`{slug}` is retired", _successor(roles[slug]))
    for ladder in ground.book.ladders.values():
        for index, slug in enumerate(ladder.rungs):
            if slug in roles and roles[slug].status == "retired":
                yield ground.fault(
                    "retired-target", ladder, ("rungs", index), f"`{slug}` is retired", _successor(roles[slug])
                )


def _successor(role: Role) -> str:
    return f"its place was taken by `{role.replaced_by}`" if role.replaced_by else "take it out"
