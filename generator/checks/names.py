"""Rules on what a file may name: roles, terms, facets, families and sources that exist."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from generator.checks.ground import Ground
from generator.diagnostics import Diagnostic, listed, similar
from generator.model import UNKNOWN, Entity, Ladder, Location, Role, Vocabulary, source_uses, texts


def unknown_role(ground: Ground) -> Iterator[Diagnostic]:
    """A role is named that has no file."""
    for entity, at, slug in _named_roles(ground):
        if slug not in ground.roles:
            near = similar(slug, ground.book.roles)
            help = (
                f"a role with a similar name exists: `{near}`"
                if near
                else "write the name of a role's file without `.yml`"
            )
            yield ground.fault("unknown-role", entity, at, f"no role is called `{slug}`", help, token=slug)


def _named_roles(ground: Ground) -> Iterator[tuple[Entity, Location, str]]:
    for role in ground.book.roles.values():
        yield from ((role, ("leads-to", index, "role"), step.role) for index, step in enumerate(role.leads_to))
        yield from ((role, ("similar", index, "role"), other.role) for index, other in enumerate(role.similar))
        if role.replaced_by:
            yield role, ("replaced-by",), role.replaced_by
    for ladder in ground.book.ladders.values():
        yield from ((ladder, ("rungs", index), slug) for index, slug in enumerate(ladder.rungs))
    for entity in ground.book.entities:
        for at, text in texts(entity):
            yield from ((entity, at, slug) for slug in dict.fromkeys(text.links))


def unknown_family(ground: Ground) -> Iterator[Diagnostic]:
    """A role lies in a folder without a `_family.yml`."""
    for role in ground.book.roles.values():
        if role.folder not in ground.families:
            near = similar(role.folder, ground.book.families)
            help = (
                f"a similar folder is a family: `{near}`"
                if near
                else f"add `{role.folder}/_family.yml`, or move the file"
            )
            yield ground.file_fault("unknown-family", role, f"the folder `{role.folder}` is not a family", help)


def unknown_facet(ground: Ground) -> Iterator[Diagnostic]:
    """A facet is used that the vocabulary does not declare, or a required one is not answered."""
    vocabulary = ground.book.vocabulary
    for role in ground.book.roles.values() if ground.has_vocabulary else ():
        unknown = {name: similar(name, vocabulary.facets) for name in role.facets if name not in vocabulary.facets}
        for name, near in unknown.items():
            help = f"a similar facet exists: `{near}`" if near else f"the facets are {listed(vocabulary.facets)}"
            yield ground.fault("unknown-facet", role, ("facets", name), f"`{name}` is not a facet", help, key=True)
        for name, facet in vocabulary.facets.items():
            if facet.required and name not in role.facets and name not in unknown.values():
                terms = listed([*(term.id for term in facet.terms), UNKNOWN])
                yield ground.fault(
                    "unknown-facet",
                    role,
                    ("facets",),
                    f"the facet `{name}` is not answered",
                    f"add one of {terms}",
                    key=True,
                )


def unknown_term(ground: Ground) -> Iterator[Diagnostic]:
    """A word is used that the vocabulary does not declare in that place."""
    vocabulary = ground.book.vocabulary
    if not ground.has_vocabulary:
        return
    for role in ground.book.roles.values():
        for name, terms in role.facets.items():
            if facet := vocabulary.facets.get(name):
                allowed = {*(term.id for term in facet.terms), UNKNOWN}
                yield from _not_among(ground, role, f"a term of `{name}`", allowed, [(("facets", name), terms)])
                if not facet.many and len(terms) > 1:
                    message, help = f"`{name}` takes one term, not {len(terms)}", "keep the one that holds most often"
                    yield ground.fault("unknown-term", role, ("facets", name), message, help)
        for entity_at, what, allowed in _vocabulary_uses(role, vocabulary):
            yield from _not_among(ground, role, what, allowed, entity_at)
    for ladder in ground.book.ladders.values():
        moves = [(("moves", index, "move"), (move.move,)) for index, move in enumerate(ladder.moves)]
        yield from _not_among(ground, ladder, "a move", {move.id for move in vocabulary.moves}, moves)
    kinds = {kind.id for kind in vocabulary.source_kinds}
    for entity in ground.book.entities:
        if isinstance(entity, Role | Ladder | Vocabulary):
            used = [(("sources", id, "kind"), (source.kind,)) for id, source in entity.sources.items()]
            yield from _not_among(ground, entity, "a kind of source", kinds, used)
    yield from _situations(ground)


Uses = Sequence[tuple[Location, tuple[str, ...]]]


def _vocabulary_uses(role: Role, vocabulary: Vocabulary) -> Iterator[tuple[Uses, str, set[str]]]:
    def uses(field: str, word: str, values: Collection[object]) -> Uses:
        return [((field, index, word), (getattr(value, word),)) for index, value in enumerate(values)]

    yield uses("gates", "kind", role.gates), "a kind of gate", {term.id for term in vocabulary.gates}
    yield uses("cautions", "topic", role.cautions), "a topic of cautions", {term.id for term in vocabulary.topics}
    yield uses("pay", "per", role.pay), "a unit of pay", {term.id for term in vocabulary.pay_units}


def _situations(ground: Ground) -> Iterator[Diagnostic]:
    vocabulary = ground.book.vocabulary
    gates = {term.id for term in vocabulary.gates}
    for index, situation in enumerate(vocabulary.situations):
        at: Location = ("situations", index, "gates-not-asked")
        yield from _not_among(ground, vocabulary, "a kind of gate", gates, [(at, situation.gates_not_asked)])
        for name, terms in situation.facets.items():
            place: Location = ("situations", index, "facets", name)
            if name not in vocabulary.facets:
                help = f"the facets are {listed(vocabulary.facets)}"
                yield ground.fault("unknown-facet", vocabulary, place, f"`{name}` is not a facet", help, key=True)
                continue
            allowed = {term.id for term in vocabulary.facets[name].terms}
            yield from _not_among(ground, vocabulary, f"a term of `{name}`", allowed, [(place, terms)])


def _not_among(ground: Ground, entity: Entity, what: str, allowed: set[str], used: Uses) -> Iterator[Diagnostic]:
    for at, words in used:
        for word in words:
            if word not in allowed:
                near = similar(word, sorted(allowed))
                help = f"a similar one exists: `{near}`" if near else f"write one of {listed(sorted(allowed))}"
                yield ground.fault("unknown-term", entity, at, f"`{word}` is not {what}", help, token=word)


def unknown_source(ground: Ground) -> Iterator[Diagnostic]:
    """A source is cited that the file does not declare."""
    for entity in ground.book.entities:
        declared = getattr(entity, "sources", {})
        for at, id, token in _citations(entity):
            if id not in declared:
                near = similar(id, declared)
                help = f"a source with a similar id exists: `{near}`" if near else f"declare `{id}` under `sources`"
                message = f"no source `{id}` is declared in this file"
                yield ground.fault("unknown-source", entity, at, message, help, token=token)


def unused_source(ground: Ground) -> Iterator[Diagnostic]:
    """A source is declared that nothing in the file cites."""
    for entity in ground.book.entities:
        cited = {id for _, id, _ in _citations(entity)}
        for id in getattr(entity, "sources", {}):
            if id not in cited:
                yield ground.fault(
                    "unused-source",
                    entity,
                    ("sources", id),
                    f"nothing cites the source `{id}`",
                    f"cite it as `[^{id}]` where it belongs, or delete it",
                    key=True,
                    severity="warning",
                )


def _citations(entity: Entity) -> Iterator[tuple[Location, str, str]]:
    for at, text in texts(entity):
        yield from ((at, id, f"[^{id}]") for id in dict.fromkeys(text.citations))
    yield from ((at, id, id) for at, id in source_uses(entity))
