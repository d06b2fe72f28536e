"""The pages that are made of single records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.model import Ladder, Role
from generator.pages.form import role_values
from generator.pages.maker import Maker
from generator.pages.memory import World
from generator.pages.page import Page
from generator.pages.sheet import Sheet
from generator.pages.view import address


def of_ladder(maker: Maker, ladder: Ladder, world: World) -> Iterator[Page]:
    """The page of a ladder."""
    yield maker.render(world, "ladder.md.j2", address(ladder), ladder.path, Sheet, ladder=ladder)


def of_role(maker: Maker, role: Role, world: World) -> Iterator[Page]:
    """The page of a role, those where it used to be, what it is compared by, and what a form starts from."""
    yield maker.render(world, "role.md.j2", address(role), role.path, Sheet, role=role)
    for slug in role.former_slugs:
        old, new = f"roles/{slug}/index.html", f"../{role.slug}/"
        yield maker.render(world, "moved.html.j2", old, to=new, title=role.title)
    column = maker.comparison.data(role)
    yield from (Page(f"compare/columns/{slug}.json", column) for slug in (role.slug, *role.former_slugs))
    yield Page(f"contribute/values/{role.slug}.json", role_values(role))
    if world.index.peers(role):
        root = "../../" if maker.site.folders else "../"
        path, table = f"compare/{role.slug}.md", maker.comparison
        made = maker.render(world, "comparison.md.j2", path, None, Sheet, role=role, comparison=table, root=root)
        yield replace(made, in_nav=False)
