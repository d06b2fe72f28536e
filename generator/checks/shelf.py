"""Rules on the roles as a collection: titles, addresses, steps and ladders that fit together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from generator.checks.ground import Ground
from generator.diagnostics import Diagnostic
from generator.model import Location, Role

RESERVED = frozenset({"index"})


def duplicate_title(ground: Ground) -> Iterator[Diagnostic]:
    """Two roles have the same title."""
    first: dict[str, Role] = {}
    for role in ground.book.roles.values():
        title = " ".join(role.title.casefold().split())
        if title in first:
            note = f"the other one is {first[title].path}"
            message = f"another role is called `{role.title}` too"
            yield ground.fault("duplicate-title", role, ("title",), message, "say what sets it apart", notes=(note,))
        else:
            first[title] = role


def near_duplicate(ground: Ground) -> Iterator[Diagnostic]:
    """Two roles look like one: a title that is the same but for order, endings or one letter, or the other's name."""
    first: dict[str, Role] = {}
    reported = set()
    for role in ground.book.roles.values():
        for key in _keys(role):
            other = first.setdefault(key, role)
            pair = (other.slug, role.slug)
            same = " ".join(other.title.casefold().split()) == " ".join(role.title.casefold().split())
            if other is not role and not same and pair not in reported:
                reported.add(pair)
                yield ground.fault(
                    "near-duplicate",
                    role,
                    ("title",),
                    f"`{role.title}` looks like `{other.title}`",
                    "join the two files, or waive the rule under `exceptions` with a reason",
                    notes=(f"the other one is {other.path}",),
                    severity="warning",
                )


def _keys(role: Role) -> Iterator[str]:
    """What two files of one role would share: the words of the title, and the title short of any one letter."""
    words = sorted(re.findall(r"\w+", role.title.casefold()))
    yield " ".join(word.removesuffix("s") for word in words)
    title = "".join(re.findall(r"\w", role.title.casefold()))
    if len(title) > 8:  # noqa: PLR2004  # short titles differ by a letter and mean other things
        yield from {title, *(title[:index] + title[index + 1 :] for index in range(len(title)))}


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


def step_to_itself(ground: Ground) -> Iterator[Diagnostic]:
    """A step leads to the role that it leaves."""
    for role in ground.book.roles.values():
        for index, step in enumerate(role.leads_to):
            if step.role == role.slug:
                message, help = f"the step leads from `{role.slug}` to itself", "name the role that it leads to"
                yield ground.fault("step-to-itself", role, ("leads-to", index, "role"), message, help)


def duplicate_step(ground: Ground) -> Iterator[Diagnostic]:
    """A role lists two steps to the same role."""
    for role in ground.book.roles.values():
        seen = Counter[str]()
        for index, step in enumerate(role.leads_to):
            seen[step.role] += 1
            if seen[step.role] > 1:
                message = f"a step to `{step.role}` stands above already"
                help = "join them: several ways belong in one `how`"
                yield ground.fault("duplicate-step", role, ("leads-to", index, "role"), message, help)


def missing_step(ground: Ground) -> Iterator[Diagnostic]:
    """Two neighbours on a ladder are joined by no step."""
    for ladder in ground.book.ladders.values():
        for index, (low, high) in enumerate(pairwise(ladder.rungs)):
            if {low, high} <= ground.book.roles.keys() and not ground.graph.move(low, high):
                path = ground.book.roles[low].path
                help = f"add a step to `{high}` under `leads-to` in {path}, or take the rung out"
                message = f"no step leads from `{low}` to `{high}`"
                yield ground.fault("missing-step", ladder, ("rungs", index + 1), message, help)


def ladder_without_conversion(ground: Ground) -> Iterator[Diagnostic]:
    """A ladder never leads from a job to a career."""
    for ladder in ground.book.ladders.values():
        pairs = [ground.graph.move(low, high) for low, high in pairwise(ladder.rungs)]
        if all(pairs) and not any(move and move.way == "conversion" for move in pairs):
            message = "no rung of this ladder leads from a job to a career"
            help = "begin it with a job from which people came, if a source names one"
            yield ground.fault(
                "ladder-without-conversion", ladder, ("rungs",), message, help, key=True, severity="warning"
            )


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
            help = "add a role worth comparing under `similar`, or a step under `leads-to`"
            yield ground.fault("orphan-role", role, ("title",), message, help, key=True, severity="warning")


def retired_target(ground: Ground) -> Iterator[Diagnostic]:
    """A step, ladder or comparison points to a retired role, or a retired role names no successor."""
    roles = ground.book.roles
    for role in roles.values():
        if role.status == "retired" and not role.replaced_by:
            message, help = "a retired role names the role that took its place", "add `replaced-by: …`"
            yield ground.fault("retired-target", role, ("status",), message, help)
        steps = [(("leads-to", index, "role"), step.role) for index, step in enumerate(role.leads_to)]
        others = [(("similar", index, "role"), other.role) for index, other in enumerate(role.similar)]
        for at, slug in [*steps, *others] if role.status != "retired" else []:
            if slug in roles and roles[slug].status == "retired":
                yield ground.fault("retired-target", role, at, f"`{slug}` is retired", _successor(roles[slug]))
    for ladder in ground.book.ladders.values():
        for index, slug in enumerate(ladder.rungs):
            if slug in roles and roles[slug].status == "retired":
                yield ground.fault(
                    "retired-target", ladder, ("rungs", index), f"`{slug}` is retired", _successor(roles[slug])
                )


def _successor(role: Role) -> str:
    return f"its place was taken by `{role.replaced_by}`" if role.replaced_by else "take it out"
