"""Rules on what a file may name: roles, terms, facets, families and sources that exist."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from generator.checks.ground import Ground
from generator.diagnostics import Diagnostic, listed, only_similar, similar
from generator.model import (
    GUIDE,
    UNKNOWN,
    Entity,
    Family,
    Guide,
    Ladder,
    Location,
    Role,
    Situation,
    Term,
    Vocabulary,
)


def unknown_role(ground: Ground) -> Iterator[Diagnostic]:
    """A role is named that has no file."""
    for entity, at, slug, token in _named_roles(ground):
        if slug not in ground.roles:
            near = similar(slug, ground.book.roles)
            help = (
                f"a role with a similar name exists: `{near}`"
                if near
                else "write the name of a role's file without `.yml`"
            )
            fault = ground.fault("unknown-role", entity, at, f"no role is called `{slug}`", help, token=token)
            yield ground.respelt(fault, slug, near, safe=False)


def _named_roles(ground: Ground) -> Iterator[tuple[Entity, Location, str, str]]:
    for role in ground.book.roles.values():
        yield from ((role, ("leads-to", index, "role"), step.role, "") for index, step in enumerate(role.leads_to))
        yield from ((role, ("similar", index, "role"), other.role, "") for index, other in enumerate(role.similar))
        if role.replaced_by:
            yield role, ("replaced-by",), role.replaced_by, ""
    for ladder in ground.book.ladders.values():
        yield from ((ladder, ("rungs", index), slug, "") for index, slug in enumerate(ladder.rungs))
    for entity in ground.book.entities:
        for at, text in entity.said.linking:
            yield from ((entity, at, slug, f"[[{slug}") for slug in dict.fromkeys(text.links))


def unknown_guide(ground: Ground, entity: Entity) -> Iterator[Diagnostic]:
    """A guide is linked that the vocabulary does not declare."""
    guides = ground.book.guides
    for at, text in ground.texts(entity) if ground.has_vocabulary else ():
        for id in dict.fromkeys(text.guides) if GUIDE in text else ():
            if id not in guides:
                near = similar(id, guides)
                help = f"write one of {listed(guides)}" if guides else "declare it under `guides` in the vocabulary"
                help = f"a guide with a similar name exists: `{near}`" if near else help
                token = f"[[{GUIDE}{id}"
                fault = ground.fault("unknown-guide", entity, at, f"no guide is called `{id}`", help, token=token)
                yield ground.respelt(fault, id, near, safe=False)


def unknown_family(ground: Ground) -> Iterator[Diagnostic]:
    """A role lies in a folder without a `_family.yml`."""
    for role in ground.book.roles.values():
        if role.folder not in ground.families:
            near = similar(role.folder, ground.book.families)
            help = (
                f"a similar folder is a family: `{near}`" if near else "add a `_family.yml` beside it, or move the file"
            )
            yield ground.file_fault("unknown-family", role, f"the folder `{role.folder}` is not a family", help)


def unknown_facet(ground: Ground, role: Entity) -> Iterator[Diagnostic]:
    """A facet is used that the vocabulary does not declare, or a required one is not answered."""
    vocabulary = ground.book.vocabulary
    if isinstance(role, Role) and ground.has_vocabulary:
        unknown = [name for name in role.facets if name not in vocabulary.facets]
        missing = [name for name, facet in vocabulary.facets.items() if facet.required and name not in role.facets]
        for name in unknown:
            # One word that is unknown and one that is missing are most likely one and the same.
            near = missing[0] if len(unknown) == len(missing) == 1 else similar(name, vocabulary.facets)
            missing = [other for other in missing if other != near]
            help = f"a similar facet exists: `{near}`" if near else f"the facets are {listed(vocabulary.facets)}"
            fault = ground.fault("unknown-facet", role, ("facets", name), f"`{name}` is not a facet", help, key=True)
            sure = near == only_similar(name, vocabulary.facets)
            yield ground.respelt(fault, name, None if near in role.facets else near, safe=sure)
        for name in missing:
            terms = listed([*(term.id for term in vocabulary.facets[name].terms), UNKNOWN])
            message, help = f"the facet `{name}` is not answered", f"add one of {terms}"
            yield ground.fault("unknown-facet", role, ("facets",), message, help, key=True)


def unknown_term(ground: Ground, entity: Entity) -> Iterator[Diagnostic]:
    """A word is used that the vocabulary does not declare in that place."""
    if not ground.has_vocabulary:
        return
    if isinstance(entity, Role):
        yield from _terms(ground, entity)
        for uses, what, allowed in _vocabulary_uses(ground, entity):
            yield from _not_among(ground, entity, what, allowed, uses)
    elif isinstance(entity, Ladder):
        moves = [(("moves", index, "move"), move.move) for index, move in enumerate(entity.moves)]
        yield from _not_among(ground, entity, "a move", ground.words["moves"], moves)
    elif isinstance(entity, Vocabulary):
        yield from _situations(ground)
    if isinstance(entity, Role | Family | Ladder | Vocabulary):
        cited: Uses = [(("sources", id, "kind"), source.kind) for id, source in entity.sources.items()]
        yield from _not_among(ground, entity, "a kind of source", ground.words["source-kinds"], cited)


def _terms(ground: Ground, role: Role) -> Iterator[Diagnostic]:
    for name, terms in role.facets.items():
        if facet := ground.book.vocabulary.facets.get(name):
            allowed = {*(term.id for term in facet.terms), UNKNOWN}
            used = [(("facets", name, index), term) for index, term in enumerate(terms)]
            yield from _not_among(ground, role, f"a term of `{name}`", allowed, used)
            if len(terms) > 1 and (not facet.many or UNKNOWN in terms):
                message = f"`{name}` takes one term" if not facet.many else f"`{UNKNOWN}` stands alone"
                help = "keep the one that holds most often"
                yield ground.fault("unknown-term", role, ("facets", name), message, help)


Uses = Sequence[tuple[Location, str]]


def _vocabulary_uses(ground: Ground, role: Role) -> Iterator[tuple[Uses, str, Collection[str]]]:
    def uses(field: str, word: str, values: Collection[object]) -> Uses:
        return [((field, index, word), getattr(value, word)) for index, value in enumerate(values)]

    yield uses("gates", "kind", role.gates), "a kind of gate", ground.words["gates"]
    yield uses("cautions", "topic", role.cautions), "a topic of cautions", ground.words["topics"]
    yield uses("pay", "per", role.pay), "a unit of pay", ground.words["pay-units"]


def _situations(ground: Ground) -> Iterator[Diagnostic]:
    vocabulary = ground.book.vocabulary
    for index, situation in enumerate(vocabulary.situations):
        at: Location = ("situations", index, "gates-not-asked")
        asked = [((*at, number), gate) for number, gate in enumerate(situation.gates_not_asked)]
        yield from _not_among(ground, vocabulary, "a kind of gate", ground.words["gates"], asked)
        for name, terms in situation.facets.items():
            place: Location = ("situations", index, "facets", name)
            if name not in vocabulary.facets:
                help = f"the facets are {listed(vocabulary.facets)}"
                yield ground.fault("unknown-facet", vocabulary, place, f"`{name}` is not a facet", help, key=True)
                continue
            allowed = {term.id for term in vocabulary.facets[name].terms}
            used = [((*place, number), term) for number, term in enumerate(terms)]
            yield from _not_among(ground, vocabulary, f"a term of `{name}`", allowed, used)


def _not_among(ground: Ground, entity: Entity, what: str, allowed: Collection[str], used: Uses) -> Iterator[Diagnostic]:
    for at, word in used:
        if word not in allowed:
            near = similar(word, sorted(allowed))
            help = f"a similar one exists: `{near}`" if near else f"write one of {listed(sorted(allowed))}"
            beside = {other for place, other in used if place[:-1] == at[:-1]}
            fault = ground.fault("unknown-term", entity, at, f"`{word}` is not {what}", help)
            sure = near == only_similar(word, sorted(allowed))
            yield ground.respelt(fault, word, None if near in beside else near, safe=sure)


def duplicate_term(ground: Ground) -> Iterator[Diagnostic]:
    """The vocabulary declares a word twice, or one that has a meaning of its own."""
    vocabulary = ground.book.vocabulary
    lists: list[tuple[Location, Sequence[Term | Situation | Guide]]] = [
        *((("facets", name, "terms"), facet.terms) for name, facet in vocabulary.facets.items()),
        (("gates",), vocabulary.gates),
        (("moves",), vocabulary.moves),
        (("topics",), vocabulary.topics),
        (("pay-units",), vocabulary.pay_units),
        (("source-kinds",), vocabulary.source_kinds),
        (("situations",), vocabulary.situations),
        (("guides",), vocabulary.guides),
    ]
    for at, terms in lists:
        seen = {UNKNOWN}
        for index, term in enumerate(terms):
            if term.id in seen:
                message = f"`{term.id}` is declared twice" if term.id != UNKNOWN else f"`{UNKNOWN}` is always allowed"
                yield ground.fault("duplicate-term", vocabulary, (*at, index, "id"), message, "delete or rename it")
            seen.add(term.id)
    for mark, what in (("scale", "the scale"), ("kept", "what routes keep")):
        marked = [name for name, facet in vocabulary.facets.items() if getattr(facet, mark)]
        for name in marked[1:]:
            message, help = f"`{marked[0]}` is {what} already", f"keep `{mark}` for one facet"
            yield ground.fault("duplicate-term", vocabulary, ("facets", name, mark), message, help)


def unknown_source(ground: Ground, entity: Entity) -> Iterator[Diagnostic]:
    """A source is cited that the file does not declare."""
    declared = getattr(entity, "sources", {})
    for at, id, token in ground.citations(entity):
        if id not in declared:
            near = similar(id, declared)
            help = f"a source with a similar id exists: `{near}`" if near else f"declare `{id}` under `sources`"
            message = f"no source `{id}` is declared in this file"
            fault = ground.fault("unknown-source", entity, at, message, help, token=token)
            yield ground.respelt(fault, id, near, safe=False)


def unused_source(ground: Ground, entity: Entity) -> Iterator[Diagnostic]:
    """A source is declared that nothing in the file cites."""
    declared = getattr(entity, "sources", {})
    cited = {id for _, id, _ in ground.citations(entity)}
    if cited >= declared.keys():
        return
    misspelt = {similar(id, declared) for id in cited - declared.keys()}
    swallowed = " ".join(comment for _, comment in ground.comments(entity).values())
    for id in declared:
        if id not in cited and id not in misspelt and f"[^{id}]" not in swallowed:
            at, message = ("sources", id), f"nothing cites the source `{id}`"
            help = f"cite it as `[^{id}]` where it belongs, or delete it"
            fault = ground.fault("unused-source", entity, at, message, help, key=True, severity="warning")
            document = ground.documents[entity.path]
            # Named elsewhere, if only in a comment, or with a citation that leads nowhere: perhaps it was meant.
            sure = cited <= declared.keys() and len(re.findall(rf"(?<![\w-]){id}(?![\w-])", document.text)) == 1
            fix = document.deletion(at)
            yield replace(fault, fix=fix and replace(fix, safe=sure))
