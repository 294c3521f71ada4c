"""Processes of our own: started as programs, on every system alike, and gone with this one."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from types import ModuleType

_MOST_PROCESSES = 61
"""Windows waits for no more at once."""


def count_processes(worth: int, workers: int | None) -> int:
    """Return how many processes to use where `worth` would pay and people allow `workers`."""
    cores = os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    return min(workers or cores, _MOST_PROCESSES, worth)


@contextmanager
def open_pool(processes: int) -> Iterator[Executor | None]:
    """Start processes as work is handed over; None where there are to be none, or can be none."""
    pool = None
    if processes > 0:
        # some systems give a program no semaphores to speak to its processes by
        with suppress(OSError, ImportError, NotImplementedError):
            pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=_begin)
    if pool is None:
        yield None
        return
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
def without_main() -> Iterator[None]:
    """Hand over work to processes that do not run the user's script again."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
