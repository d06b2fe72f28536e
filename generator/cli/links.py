"""`rolebook links`."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

import click

from generator.addresses import Memory, addresses, as_text, dead, due, from_text, remembered
from generator.cli.book import EXISTING, read_book
from generator.cli.files import write
from generator.folder import LINKS
from generator.model import Book, Links
from generator.network import ask_all
from generator.schema import modeline
from generator.writer import written

TRUSTED_DAYS = 30
# What a person should look at, the worst first.
SHOWN = ("gone", "silent", "moved", "unsure")


@click.command()
@click.option("--limit", type=click.IntRange(min=1), help="Ask for at most so many addresses.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="Trust answers since this day.  [default: 30 days ago]"
)
@click.option("--record", is_flag=True, help=f"Write the dead addresses into the book's {LINKS}, for the checks.")
@click.option("--timeout", default=20.0, show_default=True, help="Seconds to wait for an answer.")
@click.option("--pause", default=1.0, show_default=True, help="Seconds between two requests to one host.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How it is shown.")
@click.option("--roles", "root", type=EXISTING, default=Path("roles"), show_default=True, help="The book's folder.")
def links(  # noqa: PLR0913, PLR0917  # one for each option
    limit: int | None, since: date | None, record: bool, timeout: float, pause: float, form: str, root: Path
) -> None:
    """Ask the servers whether the addresses of sources, employers and associations are still there.

    One request at a time goes to each host. Answers are remembered in `.cache/rolebook` beside the book's folder. Only
    404 and 410, or no server for two weeks, make an address dead: many servers refuse programs and serve readers.
    Ends with 1 if an address is dead.

    Example: rolebook links --limit 100 --record
    """
    book = read_book(root).book
    file = root.absolute().parent / ".cache" / "rolebook" / "links.json"
    memory = from_text(file.read_text("utf-8", "replace")) if file.is_file() else {}
    wanted, today = addresses(book), _today()
    day = str(since)[:10] if since else str(date.fromisoformat(today) - timedelta(days=TRUSTED_DAYS))
    waiting = due(wanted, memory, day)[:limit]
    try:
        fresh = _asked(waiting, memory, today, timeout, pause)
    finally:
        memory = {address: memory[address] for address in wanted if address in memory}
        file.parent.mkdir(parents=True, exist_ok=True)
        write(file, as_text(memory))
    if record:
        _record(root / LINKS, book, wanted, memory)
    click.echo((_as_json if form == "json" else _as_text)(wanted, memory, fresh), nl=False)
    sys.exit(any(memory[address].dead for address in memory))


def _asked(waiting: list[str], memory: dict[str, Memory], today: str, timeout: float, pause: float) -> int:
    """How many addresses were answered for; what was answered is added to the memory as it comes in."""
    kept, found = dict(memory), list[str]()
    with click.progressbar(length=len(waiting), label="asking", file=sys.stderr) as bar:
        for address, answer in ask_all(waiting, timeout, pause):
            memory[address] = remembered(kept.get(address), answer, today)
            found.append(address)
            bar.update(1)
    if len(found) > 1 and all(memory[address].state == "silent" for address in found):
        memory.clear()
        memory.update(kept)
        raise click.ClickException("no server answers at all: this machine seems to be cut off; nothing is remembered")
    return len(found)


def _record(file: Path, book: Book, wanted: Iterable[str], memory: Mapping[str, Memory]) -> None:
    entries = dead(book, wanted, memory)
    if entries:
        write(file, written({"dead": entries}, (modeline(LINKS),), Links))
    else:
        file.unlink(missing_ok=True)
    click.echo(f"{file}: {len(entries)} dead", err=True)


def _as_text(wanted: Mapping[str, list[str]], memory: Mapping[str, Memory], fresh: int) -> str:
    lines = []
    for state in SHOWN:
        for address in (address for address in wanted if address in memory and memory[address].state == state):
            one = memory[address]
            told = f"{state} since {one.since}" if state in ("gone", "silent") else state
            lines += [f"{told}: {address}  ({one.words}){f' → {one.to}' if one.to else ''}"]
            lines += [f"    {path}" for path in wanted[address]]
    known = [memory[address].state for address in wanted if address in memory]
    counts = [f"{known.count(state)} {state}" for state in ("found", *reversed(SHOWN)) if state in known]
    never = len(wanted) - len(known)
    total = f"{len(wanted)} addresses: {', '.join([*counts, *([f'{never} never asked for'] if never else [])])}"
    return "\n".join([*lines, *([""] if lines else []), f"{total}; {fresh} asked for now"]) + "\n"


def _as_json(wanted: Mapping[str, list[str]], memory: Mapping[str, Memory], _: int) -> str:
    found = []
    for address, files in wanted.items():
        one = memory.get(address)
        told = {"state": one.state, "dead": one.dead, "answer": one.words, "asked": one.asked} if one else {}
        more = {"since": one.since, "to": one.to or None} if one else {}
        found.append({"url": address, "files": files, **told, **more})
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _today() -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(float(os.environ.get("SOURCE_DATE_EPOCH") or time.time())))
