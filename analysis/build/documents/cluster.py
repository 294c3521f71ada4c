"""New documents read by the workers of a Dask cluster that see the study's folder.

Who does the work must change no byte. So a worker that is another program (its source, Python or
libraries), or that does not find the lock of this very run in the study's folder, does nothing.
What is lost with a worker is tried again on others; what they cannot do, because the last worker
or the scheduler is gone, breaks as with any executor, and the run does it itself.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from threading import Event, Thread
from typing import Any

from analysis.build.documents.store import hash_code
from analysis.corpus.lock import LOCK
from analysis.corpus.readers.office import find_libreoffice
from analysis.errors import StudyError

_PATIENCE = 4.0
"""Seconds to find the scheduler, and once more to find a worker."""
_LOST = 30.0
"""Seconds without a worker after which none is waited for; one that died is back before."""
_LOOK, _ASK = 0.05, 2.0
"""Seconds between looks at what is done, and between questions who works."""
_RETRIES = 2
_READERS = ("trafilatura", "lxml", "python-docx", "pypdfium2", "rapidocr", "onnxruntime")
_LIBRARIES = (*_READERS, "opencc", "jieba", "numpy")
"""What the text, the claims and the words of a document depend on."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a worker must be, and see, to work for a run."""

    program: Mapping[str, str]
    derived: Path
    lock: bytes
    """What the lock says that this run holds; no other run ever says the same."""


@contextmanager
def join_cluster(address: str, derived: Path) -> Iterator[Executor]:
    """Connect to a scheduler and hand its workers what is submitted in the block.

    Raises
    ------
    StudyError
        Dask is not installed, nobody answers, there is no worker, or one of them is another
        program or does not see `derived`.
    """
    client = _connect(address)
    try:
        run = Run(tell_program(), derived, _read_lock(derived))
        _check_workers(client, run, address)
        pool = _Cluster(client, run)
        try:
            yield pool
        finally:
            pool.shutdown()
    finally:
        with suppress(Exception):  # a scheduler that is gone cannot be told good-bye
            client.close(timeout=_PATIENCE)


def _connect(address: str) -> Any:
    try:
        import distributed  # noqa: PLC0415 - an extra
    except ImportError:
        raise StudyError(
            "E-CLU-01",
            "the extra for clusters is not installed",
            where=address,
            fix="install it (uv sync --extra cluster; without a network: the wheels of "
            "distributed from another computer, pip install --no-index --find-links FOLDER "
            "distributed), or run without --cluster",
        ) from None
    dask: Any = distributed
    try:
        with ThreadPoolExecutor(1) as apart:  # a notebook has a loop of its own
            apart.submit(asyncio.run, _knock(dask, address)).result()
        return dask.Client(address, timeout=_PATIENCE, set_as_default=False, name="townplans")
    except Exception as error:  # by what answers there: no address, no TLS, no Dask, nobody
        raise StudyError(
            "E-CLU-02",
            f"no Dask scheduler answers ({str(error) or 'in time'})",
            where=address,
            fix="start one (dask scheduler) and give its address as tcp://HOST:8786, or run "
            "without --cluster",
        ) from None


async def _knock(dask: Any, address: str) -> None:
    """See whether a scheduler answers; where none does, Dask's usual client may hang or mutter."""
    client = dask.Client(address, timeout=_PATIENCE, set_as_default=False, asynchronous=True)

    async def enter() -> None:
        await client

    try:
        await asyncio.wait_for(enter(), _PATIENCE)
    finally:
        await client.close()


def _check_workers(client: Any, run: Run, address: str) -> None:
    """Ask every worker for what differs."""
    with suppress(TimeoutError):
        client.wait_for_workers(1, timeout=_PATIENCE)
    told = client.run(find_difference, run, on_error="return")
    if not told:
        raise StudyError(
            "E-CLU-02",
            "the scheduler has no worker",
            where=address,
            fix=f"start some in the project's folder (dask worker {address} --nthreads 1)",
        )
    for worker, differs in sorted(told.items()):
        if isinstance(differs, OSError):  # it has just gone
            continue
        if isinstance(differs, Exception):
            differs = f"townplans, or none ({differs})"  # noqa: PLW2901
        if differs == LOCK:
            raise StudyError(
                "E-CLU-04",
                "this worker does not see the study's folder as this computer does",
                where=worker,
                fix=f"share {run.derived.parent} under the same path, to be written to as well",
            )
        if differs:
            raise StudyError(
                "E-CLU-03",
                f"this worker has another {differs}",
                where=worker,
                fix="install the same versions there, start the worker again, and run again",
            )


def find_difference(run: Run) -> str:
    """Name what keeps this process from working for a run; empty where nothing does."""
    here = tell_program()
    for name, told in run.program.items():
        if here.get(name) != told:
            return f"{name} ({here.get(name) or 'none'} for {told or 'none'})"
    return "" if _read_lock(run.derived) == run.lock else LOCK


@cache
def tell_program() -> dict[str, str]:
    """Tell what this process reads documents with: its source, Python and libraries."""
    told = {"Python": "{}.{}".format(*sys.version_info), "townplans": hash_code("")}
    for library in _LIBRARIES:
        told[library] = ""
        with suppress(PackageNotFoundError):
            told[library] = version(library)
    return told | {"LibreOffice": "one" if find_libreoffice() else ""}


def work_for(run: Run, work: Callable[..., Any], *args: Any) -> Any:
    """Do a piece of work for a run, in a worker.

    Raises
    ------
    BrokenExecutor
        This worker, which may have come late, is not one to do it.
    """
    if differs := find_difference(run):
        raise BrokenExecutor(differs)
    return work(*args)


def _read_lock(derived: Path) -> bytes:
    with suppress(OSError):
        return (derived / LOCK).read_bytes()
    return b""


class _Cluster(Executor):
    """The workers of a client, as an executor whose futures always come to an end.

    Dask's own executor leaves a future open for ever where the scheduler dies while a result is
    fetched, and waits for ever where no worker is left.
    """

    def __init__(self, client: Any, run: Run) -> None:
        self._client, self._run = client, run
        self._open: dict[Any, Future[Any]] = {}
        self._over = Event()
        Thread(target=self._carry_back, daemon=True).start()

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand over a piece of work; whatever goes wrong with it is a `BrokenExecutor`."""
        near = Future[Any]()
        try:
            far = self._client.submit(
                work_for, self._run, work, *args, **kwargs, pure=False, retries=_RETRIES
            )
        except Exception as error:
            near.set_exception(BrokenExecutor(str(error)))
        else:
            self._open[far] = near
        return near

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002
        """Carry nothing back any more; what is not begun is given up when the client closes."""
        self._over.set()

    def _carry_back(self) -> None:
        asked = met = time.monotonic()
        while not self._over.wait(_LOOK):
            for far in [far for far in list(self._open) if far.done()]:
                self._settle(far)
            now = time.monotonic()
            if now - asked < _ASK:
                continue
            asked = now
            if self._has_worker():
                met = time.monotonic()
            elif time.monotonic() - met > _LOST:
                for far in list(self._open):
                    self._settle(far, lost=True)

    def _has_worker(self) -> bool:
        try:
            return bool(self._client.nthreads())
        except Exception:  # the scheduler may be back soon, too
            return False

    def _settle(self, far: Any, *, lost: bool = False) -> None:
        near = self._open.pop(far)
        if not near.set_running_or_notify_cancel():
            return
        try:
            if lost:
                raise TimeoutError("no worker is left")
            near.set_result(far.result(timeout=_LOST))
        except Exception as error:
            near.set_exception(BrokenExecutor(str(error)))
