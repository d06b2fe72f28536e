"""All rules in one place, and the exceptions that files take from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from generator import processes
from generator.checks import age, editorial, names, shelf, slips
from generator.checks.ground import Ground
from generator.diagnostics import Diagnostic, in_order, similar
from generator.model import Entity, Said
from generator.processes import Spread, shares

Rule = Callable[[Ground], Iterator[Diagnostic]]
FileRule = Callable[[Ground, Entity], Iterator[Diagnostic]]

# What a file says, beside the vocabulary.
FILE_RULES: tuple[FileRule, ...] = (
    names.unknown_facet,
    names.unknown_term,
    names.unknown_source,
    names.unused_source,
    names.unknown_guide,
    shelf.step_to_itself,
    shelf.duplicate_step,
    editorial.unsourced_claim,
    editorial.gap_left,
    editorial.unbalanced_fit,
    editorial.raw_html,
    editorial.unsafe_url,
    age.stale_pay,
    age.weak_source,
    age.dead_link,
    slips.comment_in_text,
    slips.stray_quote,
    slips.unfinished_link,
)
# What the files say together.
RULES: tuple[Rule, ...] = (
    names.unknown_role,
    names.unknown_family,
    names.duplicate_term,
    shelf.duplicate_title,
    shelf.near_duplicate,
    shelf.slug_taken,
    shelf.missing_step,
    shelf.ladder_without_conversion,
    shelf.cycle,
    shelf.orphan_role,
    shelf.retired_target,
    editorial.insecure_url,
    age.stale_review,
)

CODES = tuple(rule.__name__.replace("_", "-") for rule in (*FILE_RULES, *RULES))


def check(ground: Ground) -> list[Diagnostic]:
    """Every fault of the book that takes more than one file, or judgement, to see."""
    together = (fault for rule in RULES for fault in rule(ground))
    found = in_order([*_alone(ground), *together])
    roles = ground.book.roles.values()
    waived = {(role.path, similar(waiver.rule, CODES)) for role in roles for waiver in role.exceptions}
    kept = [fault for fault in found if (fault.path, fault.code) not in waived or fault.severity == "error"]
    return in_order([*kept, *_stale_exceptions(ground, set(found) - set(kept))])


def _alone(ground: Ground) -> Iterator[Diagnostic]:
    """The faults that files have by themselves; many files are shared among processes."""
    unsure = {entity.path: entity for entity in ground.book.entities if entity.path not in ground.clean}
    parts = shares([*unsure.values()], processes.MANY)
    for _, (path, faults, said) in Spread(parts, lambda part: _looked_at(ground, part)).found():
        unsure.pop(path).tell(said)
        yield from faults
    for _, faults, _ in _looked_at(ground, unsure.values()):
        yield from faults


def _looked_at(ground: Ground, entities: Iterable[Entity]) -> Iterator[tuple[str, list[Diagnostic], Said]]:
    """The faults of some files by path, and what their texts tell other files, which somebody will ask for."""
    for entity in entities:
        yield entity.path, [fault for rule in FILE_RULES for fault in rule(ground, entity)], entity.said


def _stale_exceptions(ground: Ground, waived: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    needed = {(fault.path, fault.code) for fault in waived}
    for role in ground.book.roles.values() if not ground.broken else ():
        for index, waiver in enumerate(role.exceptions):
            near = similar(waiver.rule, CODES)
            if waiver.rule not in CODES:
                message = f"no rule is called `{waiver.rule}`"
                help = f"a rule with a similar name exists: `{near}`" if near else "the rules are at /contribute/rules/"
                yield ground.fault("stale-exception", role, ("exceptions", index, "rule"), message, help)
            elif (role.path, waiver.rule) not in needed:
                message, help = f"without this exception `{waiver.rule}` would say nothing", "delete it"
                yield ground.fault("stale-exception", role, ("exceptions", index, "rule"), message, help)
