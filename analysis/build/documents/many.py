"""Every document of a study: what is new one after another, or many at once.

New documents are work for one process as long as starting others costs more than they save;
beyond that for as many as there are cores, for the workers of a cluster that share the study's
folder, or for any executor. A run that is stopped goes on from what was kept. Who did the work
changes no byte.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, as_completed
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import repeat
from pathlib import Path

from analysis.build.documents.cluster import join_cluster
from analysis.build.documents.reading import DocumentReader, Found, ReadDocuments
from analysis.build.processes import count_processes, open_pool, without_main
from analysis.build.progress import track
from analysis.corpus.lexicon import Lexicon, read_lexicon
from analysis.corpus.listing import list_files
from analysis.corpus.study import Study

WORTH_A_PROCESS = 300_000
"""Bytes of new documents from which one more process saves more than it takes to start."""
_CHUNK = 60_000
"""Bytes handed over at a time; a run that is stopped waits for what is in hand."""

_turn = threading.Lock()
"""Threads of one process take turns: they share a cutter."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that was not read before, as it was found."""

    name: str
    path: Path
    doc_id: str
    size: int


@dataclass(frozen=True, slots=True)
class Task:
    """Some files, with what another process needs to read and cut them."""

    files: tuple[NewFile, ...]
    derived: Path
    lexicon: Path
    hashes: tuple[tuple[str, str], ...]
    """What the files of the lexicon were when the run began."""


def read_study_documents(
    study: Study,
    lexicon: Lexicon,
    *,
    progress: bool = True,
    executor: Executor | None = None,
    cluster: str = "",
    workers: int | None = None,
) -> ReadDocuments:
    """Read every file of a study.

    Parameters
    ----------
    executor
        Who does the work on new documents; without one, this process and, where that pays, more.
    cluster
        Address of the Dask scheduler whose workers do it (`join_cluster`).
    workers
        How many processes at most, 1 for this one alone; without, one a core.
    """
    files = dict(list_files([study.plans]))
    reader = DocumentReader(study.derived, lexicon)
    found, new, met = {}, list[NewFile](), set()
    for name, path in track(files.items(), "读取 read", "文件", show=progress):
        doc_id, raw = reader.identify(name, path)
        if doc_id in met:
            continue
        met.add(doc_id)
        held = reader.recall(name, raw, doc_id) if raw else reader.read(name, path)
        if held is None:
            new.append(NewFile(name, path.absolute(), doc_id, len(raw)))
        else:
            found[name] = held
    pooled: AbstractContextManager[Executor | None] = nullcontext(executor)
    if executor is None and cluster and new:
        pooled = join_cluster(cluster, study.derived.absolute())
    elif executor is None:
        worth = sum(file.size for file in new) // WORTH_A_PROCESS
        processes = count_processes(worth, workers)
        pooled = open_pool(processes if processes > 1 else 0)

    def read(name: str) -> Found:
        return reader.read(name, files[name])

    with pooled as pool:
        fresh: Iterator[Found]
        if pool is None:
            fresh = (read(file.name) for file in new)
        else:
            places = study.derived.absolute(), study.lexicon.absolute()
            hashes = tuple(lexicon.hashes.items())
            tasks = [Task(part, *places, hashes) for part in _share_out(new)]
            fresh = _hand_over(pool, tasks, read)
        shown = track(fresh, "新文件 new", "文件", show=progress and bool(new), total=len(new))
        # all was new to this run, though a worker that was lost may have kept some of it
        found |= {one.name: replace(one, computed=True) for one in shown}
    told = ReadDocuments()
    for name, path in files.items():
        told.take_in(found.get(name) or reader.read_twin(name, path, told.done))
    reader.forget_others(told.done)
    return told


def read_here(task: Task) -> list[Found] | None:
    """Do a task in this process; None where the lexicon is no longer the one of the run."""
    with _turn:
        reader = _open_reader(task.derived, task.lexicon, task.hashes)
        if reader is None:
            return None
        return [reader.read(file.name, file.path) for file in task.files]


@lru_cache(maxsize=1)
def _open_reader(
    derived: Path, folder: Path, hashes: tuple[tuple[str, str], ...]
) -> DocumentReader | None:
    lexicon = read_lexicon(folder)
    return DocumentReader(derived, lexicon) if lexicon.hashes == dict(hashes) else None


def _share_out(new: Sequence[NewFile]) -> Iterator[tuple[NewFile, ...]]:
    part: list[NewFile] = []
    size = 0
    for file in new:
        part.append(file)
        size += file.size
        if size >= _CHUNK:
            yield tuple(part)
            part, size = [], 0
    if part:
        yield tuple(part)


def _hand_over(
    pool: Executor, tasks: Sequence[Task], read: Callable[[str], Found]
) -> Iterator[Found]:
    """Yield what comes of tasks, in any order; what nobody else can do is done here."""
    with without_main():
        futures = {pool.submit(read_here, task): task for task in tasks}
    try:
        for future in as_completed(futures):
            files, made = futures[future].files, None
            with suppress(BrokenExecutor):
                made = future.result()
            for file, found in zip(files, made or repeat(None), strict=False):
                if found is not None and found.doc_id == file.doc_id:
                    yield found
                else:
                    yield replace(read(file.name), given_back=True)
    finally:
        for future in futures:
            future.cancel()
