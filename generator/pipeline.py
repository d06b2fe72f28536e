"""Folder → book, graph, faults and pages; what has not changed is not read again."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from generator import processes
from generator.cache import Cache
from generator.checks import check
from generator.checks.ground import Ground
from generator.diagnostics import Diagnostic, Span, in_order
from generator.graph import Graph
from generator.history import History
from generator.model import Book, Entity, Family, Ladder, Links, Role, Vocabulary
from generator.processes import Spread, shares
from generator.reader import Document, Reading, read

if TYPE_CHECKING:
    from generator.pages import Blocks, Memory, Page, Site

VOCABULARY = "_vocabulary.yml"
FAMILY = "_family.yml"
LINKS = "_links.yml"
LADDERS = "_ladders"

E = TypeVar("E", bound=Entity)


@dataclass(frozen=True)
class Outcome:
    """What came of a folder: the book, its graph, and every fault of every file."""

    book: Book
    graph: Graph
    faults: tuple[Diagnostic, ...]
    unread: tuple[str, ...] = ()
    # The texts of the files from which the records come, by path.
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> bool:
        """Whether any fault is an error."""
        return any(fault.severity == "error" for fault in self.faults)

    @cached_property
    def faults_of(self) -> Mapping[str, list[Diagnostic]]:
        """The errors by file; warnings are no readers' business."""
        found: dict[str, list[Diagnostic]] = {}
        for fault in self.faults:
            if fault.severity == "error":
                found.setdefault(fault.path, []).append(fault)
        return found

    def pages(
        self, history: History | None = None, site: Site | None = None, memory: Memory | None = None
    ) -> Iterator[Page]:
        """Every page of the book, and one for each role and ladder that could never be read."""
        # A check makes no pages, and need not wait for what does.
        from generator.pages import Known, marked, pages  # noqa: PLC0415

        known = None
        if memory is not None:
            known = Known(memory, {path: marked(text) for path, text in self.texts.items()})
        with uncollected():
            yield from pages(self.book, self.graph, self.faults_of, history, site, known)
            yield from self._fault_pages()

    def _fault_pages(self) -> Iterator[Page]:
        from generator.pages import fault_page  # noqa: PLC0415

        for path in self.unread:
            name = PurePosixPath(path)
            folder = "ladders" if name.parent.name == LADDERS else "roles"
            if not name.stem.startswith("_") and name.stem not in (*self.book.roles, *self.book.ladders):
                yield fault_page(f"{folder}/{name.stem}.md", path, self.faults_of[path])

    def exports(self) -> Iterator[Page]:
        """The book as data."""
        from generator.exports import exports  # noqa: PLC0415

        return exports(self.book, self.graph)

    def blocks(self) -> Blocks:
        """What hand-written pages may ask for."""
        from generator.pages import Blocks  # noqa: PLC0415

        return Blocks(self.book, self.graph)


@dataclass
class Pipeline:
    """Reads one folder again and again; `label` is the folder's name in messages.

    With `forgiving`, a file with faults is replaced by its last version without any, so that a site can go on.
    With `cache`, faults are all that is wanted: files known to have none are in the book by their outlines only.
    """

    root: Path
    label: str
    forgiving: bool = False
    cache: Cache | None = None
    # The files that stand in the book by their outlines, and those in whose outlines a fault was found.
    _outlined: set[str] = field(default_factory=set)
    _suspect: set[str] = field(default_factory=set)
    # Both by path: the bytes last read with what came of them, and the last reading that made a record.
    _read: dict[str, tuple[bytes, Reading[Entity]]] = field(default_factory=dict)
    _good: dict[str, Reading[Entity]] = field(default_factory=dict)

    def run(self) -> Outcome:
        """Read, check and join the folder as it is now; never raises for what stands in it."""
        with uncollected():
            return self._run()

    def _run(self) -> Outcome:
        found = dict(self._files())
        if not self._read and not self.cache:
            self._read_ahead(found)
        readings = {path: self._reading(path, file) for path, file in found.items()}
        self._read = {path: entry for path, entry in self._read.items() if path in found}
        self._good = {path: reading for path, reading in self._good.items() if path in found}
        broken = frozenset(path for path, reading in readings.items() if reading.value is None)
        stood_in = {path: self._good[path] for path in broken if path in self._good} if self.forgiving else {}
        whole = {**{path: readings[path] for path in readings if path not in broken}, **stood_in}
        book, duplicates = _shelve(f"{self.label}/{VOCABULARY}", whole)
        graph = Graph(book)
        lost = broken - stood_in.keys()
        if book.vocabulary.path not in found:
            lost |= {book.vocabulary.path}
        documents = {path: reading.document for path, reading in whole.items()}
        documents.setdefault(book.vocabulary.path, Document(book.vocabulary.path, ""))
        own = [fault for reading in readings.values() for fault in reading.faults]
        ground = Ground(book, graph, documents, lost, frozenset(self._outlined))
        later = [fault for fault in check(ground) if fault.path not in broken]
        faults = in_order([*own, *duplicates, *later, *self._no_vocabulary(found)])
        if self._outlined & {fault.path for fault in faults}:
            return self._looked_into(faults)
        self._remember(faults)
        texts = {path: document.text for path, document in documents.items()}
        return Outcome(book, graph, tuple(faults), tuple(sorted(lost & found.keys())), texts)

    def _read_ahead(self, found: Mapping[str, Path]) -> None:
        """Read the files for the first time, shared among processes; what fails there is read again."""
        placed = [(path, file) for path, file in found.items() if not self._misplaced(path, file)]
        for _, (path, data, reading) in Spread(shares(placed, processes.MANY), _first_readings).found():
            self._read[path] = data, reading

    def _misplaced(self, path: str, file: Path) -> Diagnostic | None:
        return _misplaced(PurePosixPath(path).relative_to(self.label), path, file)

    def _looked_into(self, faults: Iterable[Diagnostic]) -> Outcome:
        """What comes of the folder if the files with faults are read themselves, and not their outlines."""
        self._suspect |= {fault.path for fault in faults}
        self._outlined = set()
        return self._run()

    def _remember(self, faults: Iterable[Diagnostic]) -> None:
        if self.cache:
            faulty = {fault.path for fault in faults}
            for path, (data, reading) in self._read.items():
                if reading.value is not None and path not in faulty:
                    self.cache.keep(reading.value, data)
                else:
                    self.cache.forget(path)
            self.cache.save()

    def readings(self, wanted: Callable[[Path], bool]) -> dict[str, Reading[Entity]]:
        """What came of each wanted file by itself, by path; nothing is checked across files."""
        return {path: self._reading(path, file) for path, file in self._files() if wanted(file)}

    def known(self, path: str, data: bytes) -> Entity | None:
        """The record of a file, if these are the bytes that were last read from it."""
        last = self._read.get(path)
        return last[1].value if last and last[0] == data else None

    def _files(self) -> Iterator[tuple[str, Path]]:
        for file in sorted(self.root.rglob("*")):
            inner = file.relative_to(self.root)
            if re.search(r"\.ya?ml", file.name, re.IGNORECASE) and not any(
                part.startswith(".") for part in inner.parts
            ):
                yield f"{self.label}/{inner.as_posix()}", file

    def _reading(self, path: str, file: Path) -> Reading[Entity]:
        if fault := self._misplaced(path, file):
            return Reading(Document(path, ""), None, (fault,))
        data = file.read_bytes()
        if self.cache and path not in self._suspect and (outline := self.cache.outline(path, data)):
            self._outlined.add(path)
            return Reading(Document(path, ""), outline)
        if path not in self._read or self._read[path][0] != data:
            self._read[path] = data, read(model_of(path), path, data)
        reading = self._read[path][1]
        if reading.value is not None:
            self._good[path] = reading
        return reading

    def _no_vocabulary(self, found: Iterable[str]) -> Iterator[Diagnostic]:
        path = f"{self.label}/{VOCABULARY}"
        if path not in found:
            message, help = "the book has no vocabulary", f"add `{path}` with `kinds`, `facets` and the other words"
            yield Document(path, "").fault("missing-vocabulary", message, Span(), help)


def _first_readings(files: Sequence[tuple[str, Path]]) -> Iterator[tuple[str, bytes, Reading[Entity]]]:
    for path, file in files:
        data = file.read_bytes()
        yield path, data, read(model_of(path), path, data)


@contextmanager
def uncollected() -> Iterator[None]:
    """Meanwhile nobody looks for circles of objects: reading makes millions of objects, and no circles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # Whatever is there counts as old, so that nobody looks through all of it for what is new.
        gc.freeze()
        gc.unfreeze()
        if enabled:
            gc.enable()


def _misplaced(inner: PurePosixPath, path: str, file: Path) -> Diagnostic | None:
    """Why a file is not read, if its place or name says that it is none of the book's."""
    special = inner.name.startswith("_")
    if inner.suffix != ".yml":
        message, help = (
            f"the name `{inner.name}` does not end in `.yml`",
            f"rename it to `{inner.name.split('.')[0]}.yml`",
        )
    elif file.is_symlink() or not file.is_file():
        message, help = "this is a link, not a file", "put the file itself here"
    elif len(inner.parts) != (1 if inner.name in (VOCABULARY, LINKS) else 2):
        message = f"`{inner}` lies where nothing is looked for"
        help = "put it into the folder of its family" if not special else "put it into a folder of its own family"
    elif special and inner.name not in (VOCABULARY, FAMILY, LINKS):
        message, help = f"`{inner.name}` begins with `_`", "give a role a name without it"
    else:
        return None
    return Document(path, "").fault("misplaced-file", message, Span(), help)


def model_of(path: str) -> type[Entity]:
    """The sort of record that a file holds, by its name and folder."""
    name = PurePosixPath(path)
    if name.name == VOCABULARY:
        return Vocabulary
    if name.name in (FAMILY, LINKS):
        return Family if name.name == FAMILY else Links
    return Ladder if name.parent.name == LADDERS else Role


def _shelve(vocabulary: str, readings: Mapping[str, Reading[Entity]]) -> tuple[Book, list[Diagnostic]]:
    """The book that the readings make, and a fault for each slug that stands twice; the first file keeps it."""
    faults: list[Diagnostic] = []
    entities = [reading.value for path, reading in sorted(readings.items()) if reading.value is not None]

    def by_slug(sort: type[E]) -> dict[str, E]:
        found: dict[str, E] = {}
        for entity in sorted((one for one in entities if isinstance(one, sort)), key=lambda one: (one.slug, one.path)):
            if entity.slug in found:
                message = f"another file is called `{entity.slug}` too"
                notes = (f"the other one is {found[entity.slug].path}",)
                document = readings[entity.path].document
                faults.append(document.fault("duplicate-slug", message, Span(), "rename one of the files", notes))
            else:
                found[entity.slug] = entity
        return found

    words = next((one for one in entities if isinstance(one, Vocabulary)), Vocabulary.empty().at(vocabulary))
    links = next((one for one in entities if isinstance(one, Links)), None)
    return Book(words, by_slug(Family), by_slug(Role), by_slug(Ladder), links), faults
