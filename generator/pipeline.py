"""Folder → book, graph, faults and pages; what has not changed is not read again."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from generator.cache import Cache
from generator.checks import check
from generator.checks.ground import Ground
from generator.diagnostics import Diagnostic, Span, in_order
from generator.folder import LADDERS, LINKS, VOCABULARY, files, misplaced, model_of, shelve
from generator.graph import Graph
from generator.history import History
from generator.model import Book, Entity
from generator.reader import Document, Reading, read
from generator.readings import Memory, Readings, mark

if TYPE_CHECKING:
    from generator.pages import Blocks, Known, Page, Site


@dataclass(frozen=True)
class Outcome:
    """What came of a folder: the book, its graph, and every fault of every file."""

    book: Book
    graph: Graph
    faults: tuple[Diagnostic, ...]
    unread: tuple[str, ...] = ()
    # What tells the files from which the records come from others, by path.
    marks: Mapping[str, str] = field(default_factory=dict)
    # Marks of what stands in each of their fields, by path, where that is remembered.
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

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
        from generator.pages import pages  # noqa: PLC0415

        with uncollected():
            yield from pages(self.book, self.graph, self.faults_of, history, site, self._known(memory))
            yield from self._fault_pages()

    def _fault_pages(self) -> Iterator[Page]:
        from generator.pages import fault_page  # noqa: PLC0415

        for path in self.unread:
            name = PurePosixPath(path)
            folder = "ladders" if name.parent.name == LADDERS else "roles"
            if not name.stem.startswith("_") and name.stem not in (*self.book.roles, *self.book.ladders):
                yield fault_page(f"{folder}/{name.stem}.md", path, self.faults_of[path])

    def exports(self, memory: Memory | None = None) -> Iterator[Page]:
        """The book as data."""
        from generator.exports import exports  # noqa: PLC0415

        return exports(self.book, self.graph, self._known(memory))

    def _known(self, memory: Memory | None) -> Known | None:
        from generator.pages import Known  # noqa: PLC0415

        if memory is None:
            return None
        return Known(memory, self.marks, self.fields)

    def blocks(self) -> Blocks:
        """What hand-written pages may ask for."""
        from generator.pages import Blocks  # noqa: PLC0415

        return Blocks(self.book, self.graph)


class _File(NamedTuple):
    """The bytes that were last read from a file, what tells them from others, and what came of them."""

    data: bytes
    mark: str
    reading: Reading[Entity]


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
    # Both by path: what was last read, and the last that made a record.
    _read: dict[str, _File] = field(default_factory=dict)
    _good: dict[str, _File] = field(default_factory=dict)
    # What all files were checked against, and those that were found without a fault, each with the mark of its bytes.
    _shared: str = ""
    _sound: dict[str, str] = field(default_factory=dict)
    _known: Readings | None = None

    def run(self, memory: Memory | None = None) -> Outcome:
        """Read, check and join the folder as it is now; never raises for what stands in it.

        With a memory, what it knows of files is not found out again.
        """
        self._known = Readings(memory) if memory is not None else None
        with uncollected():
            return self._run()

    def _run(self) -> Outcome:
        found = dict(files(self.root, self.label))
        read = {path: self._file(path, file) for path, file in found.items()}
        self._read = {path: entry for path, entry in self._read.items() if path in found}
        self._good = {path: entry for path, entry in self._good.items() if path in found}
        broken = frozenset(path for path, entry in read.items() if entry.reading.value is None)
        stood_in = {path: self._good[path] for path in broken if path in self._good} if self.forgiving else {}
        whole = {**{path: entry for path, entry in read.items() if path not in broken}, **stood_in}
        readings = {path: entry.reading for path, entry in whole.items()}
        book, duplicates = shelve(f"{self.label}/{VOCABULARY}", readings)
        graph = Graph(book)
        lost = broken - stood_in.keys()
        if book.vocabulary.path not in found:
            lost |= {book.vocabulary.path}
        documents = {path: reading.document for path, reading in readings.items()}
        documents.setdefault(book.vocabulary.path, Document(book.vocabulary.path, ""))
        own = [fault for entry in read.values() for fault in entry.reading.faults]
        ground = Ground(book, graph, documents, lost, self._clean(found))
        later = [fault for fault in check(ground) if fault.path not in broken]
        faults = in_order([*own, *duplicates, *later, *self._no_vocabulary(found)])
        if self._outlined & {fault.path for fault in faults}:
            return self._looked_into(faults)
        self._remember({fault.path for fault in faults})
        marks = {path: entry.mark for path, entry in whole.items()}
        fields = {path: reading.marks for path, reading in readings.items()}
        return Outcome(book, graph, tuple(faults), tuple(sorted(lost & found.keys())), marks, fields)

    def _fresh(self, path: str, data: bytes) -> _File:
        """What comes of a file that this pipeline has not read yet."""
        model, known, own = model_of(path), self._known, mark(data)
        if known is None:
            return _File(data, own, read(model, path, data))
        recalled = known.recall(model, path, data, own)
        return _File(data, own, recalled or known.keep(path, own, read(model, path, data, keep=True)))

    def _clean(self, found: Mapping[str, Path]) -> frozenset[str]:
        """The files that by themselves have no fault, as far as that is known."""
        if self.cache:
            return frozenset(self._outlined)
        shared = [f"{self.label}/{name}" for name in (VOCABULARY, LINKS)]
        told = mark(*(self._read[path].data if path in found and path in self._read else b"" for path in shared))
        if told != self._shared:
            self._shared, self._sound = told, self._known.sound(told) if self._known else {}
        return frozenset(
            path for path, known in self._sound.items() if path in self._read and self._read[path].mark == known
        )

    def _looked_into(self, faults: Iterable[Diagnostic]) -> Outcome:
        """What comes of the folder if the files with faults are read themselves, and not their outlines."""
        self._suspect |= {fault.path for fault in faults}
        self._outlined = set()
        return self._run()

    def _remember(self, faulty: AbstractSet[str]) -> None:
        if self.cache:
            for path, (data, _, reading) in self._read.items():
                if reading.value is not None and path not in faulty:
                    self.cache.keep(reading.value, data)
                else:
                    self.cache.forget(path)
            self.cache.save()
            return
        # Whether an exception is needed shows only where its rule has its say.
        self._sound = {
            path: own
            for path, (_, own, reading) in self._read.items()
            if path not in faulty and reading.value is not None and not getattr(reading.value, "exceptions", ())
        }
        if self._known:
            self._known.keep_sound(self._shared, self._sound)
            for path in self._read:
                self._known.hold(path)

    def readings(self, wanted: Callable[[Path], bool]) -> dict[str, Reading[Entity]]:
        """What came of each wanted file by itself, by path; nothing is checked across files."""
        return {path: self._file(path, file).reading for path, file in files(self.root, self.label) if wanted(file)}

    def known(self, path: str, data: bytes) -> Entity | None:
        """The record of a file, if these are the bytes that were last read from it."""
        last = self._read.get(path)
        return last.reading.value if last and last.data == data else None

    def _file(self, path: str, file: Path) -> _File:
        if fault := misplaced(self.label, path, file):
            return _File(b"", "", Reading(Document(path, ""), None, (fault,)))
        data = file.read_bytes()
        if self.cache and path not in self._suspect and (outline := self.cache.outline(path, data)):
            self._outlined.add(path)
            return _File(data, "", Reading(Document(path, ""), outline))
        if path not in self._read or self._read[path].data != data:
            self._read[path] = self._fresh(path, data)
        entry = self._read[path]
        if entry.reading.value is not None:
            self._good[path] = entry
        return entry

    def _no_vocabulary(self, found: Iterable[str]) -> Iterator[Diagnostic]:
        path = f"{self.label}/{VOCABULARY}"
        if path not in found:
            message, help = "the book has no vocabulary", f"add `{path}` with `kinds`, `facets` and the other words"
            yield Document(path, "").fault("missing-vocabulary", message, Span(), help)


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
