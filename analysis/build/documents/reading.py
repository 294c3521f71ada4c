"""Every document of a study, read and cut: what is new one after another, or many at once.

What the store holds is taken from it. The rest is work for one process as long as starting others
costs more than they save; beyond that for as many as there are cores, or for any executor (of
another library, on other machines that share the study's folder). Each document's results are
kept as soon as they are made, so that a run that is stopped goes on from there. Who did the work
changes no byte.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import lru_cache
from multiprocessing import get_context, parent_process
from pathlib import Path
from types import ModuleType

from analysis.build.documents.stages import DocumentResult, Stages
from analysis.build.documents.store import Store
from analysis.build.progress import track
from analysis.corpus.documents import decode_document
from analysis.corpus.lexicon import Lexicon, read_lexicon
from analysis.corpus.listing import hash_bytes, list_files, read_bytes
from analysis.corpus.received import ReceivedTexts
from analysis.corpus.study import Study
from analysis.errors import RefusedDocumentError
from analysis.model import Document, DocumentWarning, Quarantined

WORTH_A_PROCESS = 300_000
"""Bytes of new documents from which one more process saves more than it takes to start."""
_CHUNK = 60_000
"""Bytes handed over at a time; a run that is stopped waits for what is in hand."""
_MOST_PROCESSES = 61
"""Windows waits for no more at once."""

_turn = threading.Lock()
"""Threads of one process take turns: they share a cutter."""

Files = Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one file: a result, or why it is refused."""

    name: str
    result: DocumentResult | Quarantined
    computed: bool = False
    """Whether a stage of it was computed now."""
    engine: str = ""
    """What cut its words, if they were cut now."""


@dataclass(slots=True)
class ReadDocuments:
    """All documents of a study."""

    done: dict[str, DocumentResult] = field(default_factory=dict)
    """Document id -> what it gave, in the order of the files' names."""
    quarantined: list[Quarantined] = field(default_factory=list)
    doubled: list[DocumentWarning] = field(default_factory=list)
    computed: set[str] = field(default_factory=set)
    """Ids of documents that were not in the store, or not as they are now."""
    engine: str = ""

    def take_in(self, found: Found) -> None:
        """Put a file where it belongs."""
        self.engine = found.engine or self.engine
        if isinstance(found.result, Quarantined):
            self.quarantined.append(found.result)
            return
        doc_id = found.result.reading.document.doc_id
        kept = self.done.setdefault(doc_id, found.result)
        if kept is not found.result:
            words = f"the same bytes as {kept.reading.document.path}; counted once"
            self.doubled.append(DocumentWarning(found.name, "W-DUP-01", words))
        elif found.computed:
            self.computed.add(doc_id)


@dataclass(frozen=True, slots=True)
class Task:
    """Some files, with what another process needs to read and cut them."""

    files: tuple[tuple[str, Path], ...]
    derived: Path
    lexicon: Path
    hashes: tuple[tuple[str, str], ...]
    """What the files of the lexicon were when the run began."""


class DocumentReader:
    """Reads files for one lexicon, into one store."""

    def __init__(self, derived: Path, lexicon: Lexicon) -> None:
        self._store, self._texts = Store(derived / "store"), ReceivedTexts(derived / "text")
        self._stages = Stages(lexicon, self._store)

    def read(self, name: str, path: Path) -> Found:
        """Read a file and compute what the store does not hold of it."""
        document = self._receive(name, path)
        return Found(name, document) if isinstance(document, Quarantined) else self._run(document)

    def read_twin(self, name: str, path: Path, done: Mapping[str, DocumentResult]) -> Found:
        """Read a file whose bytes may be those of another, which are not computed twice."""
        document = self._receive(name, path)
        if isinstance(document, Quarantined):
            return Found(name, document)
        if document.doc_id in done:
            again = done[document.doc_id]
            return Found(name, replace(again))
        return self._run(document)

    def recall(self, name: str, path: Path, doc_id: str) -> Found | None:
        """Return what came of a file before; None where some of it is to be computed."""
        if not self._store.knows(doc_id):
            return None
        document = self._receive(name, path)
        if isinstance(document, Quarantined):
            return Found(name, document)
        held = self._stages.recall(document)
        return None if held is None else Found(name, held)

    def forget_others(self, doc_ids: Collection[str]) -> None:
        """Drop what is kept of documents that are no longer in the study."""
        self._texts.forget_others(doc_ids)
        self._store.forget_others(doc_ids)

    def _run(self, document: Document) -> Found:
        result = self._stages.run(document)
        computed = document.doc_id in self._store.made
        return Found(document.path, result, computed, self._stages.engine if computed else "")

    def _receive(self, name: str, path: Path) -> Document | Quarantined:
        raw = b""
        try:
            raw = read_bytes(name, path)
            return decode_document(name, raw, self._texts)
        except RefusedDocumentError as refused:
            sha256 = hash_bytes(raw) if raw else ""
            return Quarantined(name, sha256, refused.code, refused.what, refused.fix)


def read_study_documents(
    study: Study,
    lexicon: Lexicon,
    *,
    progress: bool = True,
    executor: Executor | None = None,
    workers: int | None = None,
) -> ReadDocuments:
    """Read every file of a study.

    Parameters
    ----------
    executor
        Who does the work on new documents; without one, this process and, where that pays, more.
    workers
        How many processes at most, 1 for this one alone; without, one a core.
    """
    files = dict(list_files([study.plans]))
    reader = DocumentReader(study.derived, lexicon)
    found, new, met = {}, {}, set()
    for name, path in track(files.items(), "读取 read", "文件", show=progress):
        doc_id, size = _identify(name, path)
        if doc_id in met:
            continue
        met.add(doc_id)
        held = reader.recall(name, path, doc_id) if size else reader.read(name, path)
        if held is None:
            new[name] = size
        else:
            found[name] = held
    processes = _count_processes(sum(new.values()), workers)
    with _open_pool(processes) if executor is None else nullcontext(executor) as pool:
        fresh: Iterator[Found]
        if pool is None:
            fresh = (reader.read(name, files[name]) for name in new)
        else:
            tasks = [
                Task(part, study.derived, study.lexicon, tuple(lexicon.hashes.items()))
                for part in _share_out(new, files)
            ]
            fresh = _hand_over(pool, tasks, reader)
        shown = track(fresh, "新文件 new", "文件", show=progress and bool(new), total=len(new))
        found |= {one.name: one for one in shown}
    told = ReadDocuments()
    for name, path in files.items():
        told.take_in(found.get(name) or reader.read_twin(name, path, told.done))
    reader.forget_others(told.done)
    return told


def read_here(task: Task) -> list[Found] | None:
    """Do a task in this process; None where the lexicon is no longer the one of the run."""
    with _turn:
        reader = _open_reader(task.derived, task.lexicon, task.hashes)
        return None if reader is None else [reader.read(name, path) for name, path in task.files]


@lru_cache(maxsize=1)
def _open_reader(
    derived: Path, folder: Path, hashes: tuple[tuple[str, str], ...]
) -> DocumentReader | None:
    lexicon = read_lexicon(folder)
    return DocumentReader(derived, lexicon) if lexicon.hashes == dict(hashes) else None


def _identify(name: str, path: Path) -> tuple[str, int]:
    """Return a document's id and size; no size where its bytes are refused."""
    try:
        raw = read_bytes(name, path)
    except RefusedDocumentError:
        return name, 0
    return hash_bytes(raw)[:12], len(raw)


def _count_processes(size: int, workers: int | None) -> int:
    """Return how many processes are worth it for so many bytes of new documents."""
    cores = os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    return min(workers or cores, _MOST_PROCESSES, size // WORTH_A_PROCESS)


def _share_out(new: Mapping[str, int], files: Files) -> Iterator[tuple[tuple[str, Path], ...]]:
    part: list[tuple[str, Path]] = []
    size = 0
    for name, held in new.items():
        part.append((name, files[name]))
        size += held
        if size >= _CHUNK:
            yield tuple(part)
            part, size = [], 0
    if part:
        yield tuple(part)


def _hand_over(pool: Executor, tasks: Sequence[Task], reader: DocumentReader) -> Iterator[Found]:
    """Yield what comes of tasks, in any order; what nobody else can do is done here."""
    with _without_main():
        futures = {pool.submit(read_here, task): task for task in tasks}
    try:
        for future in as_completed(futures):
            task = futures[future]
            try:
                made = future.result()
            except BrokenExecutor:
                made = None
            yield from made or (reader.read(name, path) for name, path in task.files)
    finally:
        for future in futures:
            future.cancel()


@contextmanager
def _open_pool(processes: int) -> Iterator[Executor | None]:
    """Start processes of our own; none where one would be all."""
    if processes < 2:
        yield None
        return
    pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=_begin)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """Leave Ctrl-C to the process that started this one, and end with it however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


@contextmanager
def _without_main() -> Iterator[None]:
    """Start processes that do not run the user's script again, which nothing here stands in."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
