"""One writer at a time: ``derived/run.lock`` tells which process writes into a study, since when.

The lock is a plain file, so it works on every system and on network disks. Its process is known
by computer, number and age: when that process has ended, when its number was given to another,
or when the computer was started anew, nobody holds the lock and the next run takes it over.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import platform
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import psutil

from analysis.corpus.files import check_writable, sweep_unfinished
from analysis.corpus.study import Study
from analysis.errors import StudyError, explain_fault

LOCK = "run.lock"
PATIENCE = 60.0
"""Seconds that readers and small changes wait for another process; a run stops at once."""
_LOOK_AGAIN_SECONDS = 0.05
_HALF_WRITTEN_SECONDS = 1.0
"""A lock that tells no holder for so long is being written by nobody."""
_SAME_AGE_SECONDS = 2.0
"""Systems tell when they were started to the second, and not always the same one."""
_held: set[Path] = set()


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that writes."""

    host: str
    pid: int
    age: float
    """Seconds from the start of the computer to that of the process; no clock moves it."""
    since: str
    token: str
    """Of this one time; a process may hold a lock more than once."""


@contextmanager
def write_alone(study: Study, *, draw: bool, patience: float = 0.0) -> Iterator[tuple[str, ...]]:
    """Write into a study with no other process beside, having seen that it can be written.

    What a killed run left half written is swept; what the machine refuses while the block runs
    is said in a sentence. For the parameters and what is yielded, see `hold_alone`.

    Raises
    ------
    StudyError
        Another process writes there, a folder of the study or a result in it cannot be written
        to, or the machine refused something.
    """
    folders = [study.derived, study.derived / "tables", *([study.figures] if draw else [])]
    try:
        with hold_alone(study.derived, patience=patience) as notes:
            for folder in folders:
                check_writable(folder)
            for folder in (study.derived, study.figures):
                sweep_unfinished(folder)
            yield notes
    except BrokenPipeError:
        raise
    except (OSError, MemoryError) as error:
        raise explain_fault(error, str(study.derived)) from error


@contextmanager
def hold_alone(folder: Path, *, patience: float = 0.0) -> Iterator[tuple[str, ...]]:
    """Keep other processes from writing into `folder` while the block runs.

    Parameters
    ----------
    patience
        Seconds to wait for another process to end its work.

    Yields
    ------
    Sentences about a lock that a dead process left and that was taken over.

    Raises
    ------
    StudyError
        Another process writes there, or the folder cannot be written to.
    """
    path = folder.resolve() / LOCK
    own = Holder(
        host=platform.node(),
        pid=os.getpid(),
        age=_measure_age(os.getpid()) or 0.0,
        since=datetime.now().astimezone().isoformat(" ", "seconds"),
        token=secrets.token_hex(8),
    )
    mine = json.dumps(asdict(own)).encode("ascii")
    notes: list[str] = []
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _take(path, mine, patience, notes)
    except OSError as error:
        raise StudyError(
            "E-OUT-02",
            f"the folder cannot be written to ({error.strerror}); nothing was computed",
            where=str(folder),
            fix="free disk space, make it writable or choose another output folder (--out)",
        ) from None
    _held.add(path)
    try:
        yield tuple(notes)
    finally:
        _held.discard(path)
        with contextlib.suppress(OSError):
            if path.read_bytes() == mine:
                path.unlink()


def find_holder(folder: Path) -> Holder | None:
    """Return the process that writes into `folder` now, None where nobody does."""
    holder = _parse(_read(folder.resolve() / LOCK))
    return holder if holder and _is_alive(holder, folder.resolve() / LOCK) else None


def _take(path: Path, mine: bytes, patience: float, notes: list[str]) -> None:
    until = time.monotonic() + patience
    half_written_until = time.monotonic() + _HALF_WRITTEN_SECONDS
    while not _create(path, mine):
        there = _read(path)
        holder = _parse(there)
        if holder is not None and _is_alive(holder, path):
            if time.monotonic() >= until:
                raise _refuse(holder, path)
        elif there is not None and (holder or time.monotonic() >= half_written_until):
            if _clear(path, there):
                notes.append(_tell_clearing(holder, path))
            continue
        elif there is None and time.monotonic() >= max(until, half_written_until):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        time.sleep(_LOOK_AGAIN_SECONDS)


def _create(path: Path, mine: bytes) -> bool:
    """Write the lock if there is none; never over another's."""
    try:
        file = path.open("xb")
    except FileExistsError:
        return False
    except PermissionError:
        # Windows says so while a file of this name is being deleted
        if path.exists():
            return False
        raise
    try:
        with file:
            file.write(mine)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return True


def _read(path: Path) -> bytes | None:
    """Return what a lock says, None where there is none (any more)."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except PermissionError:
        if os.name == "nt":
            return None
        raise


def _parse(there: bytes | None) -> Holder | None:
    try:
        told = json.loads(there or b"")
        return Holder(
            str(told["host"]),
            int(told["pid"]),
            float(told["age"]),
            str(told["since"]),
            str(told["token"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _is_alive(holder: Holder, path: Path) -> bool:
    if holder.host != platform.node():
        return True
    if holder.pid == os.getpid():
        return path in _held
    age = _measure_age(holder.pid)
    return age is not None and abs(age - holder.age) < _SAME_AGE_SECONDS


def _measure_age(pid: int) -> float | None:
    """Return how long after the computer's start a process began; None if there is none."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return float(process.create_time() - psutil.boot_time())
    except psutil.Error:
        return None


def _clear(path: Path, there: bytes) -> bool:
    """Remove the lock of a dead process; put it back if another was quicker and holds it now."""
    aside = path.with_name(f".{LOCK}-{secrets.token_hex(4)}")
    try:
        path.rename(aside)
        taken = aside.read_bytes()
    except FileNotFoundError:
        return False
    if taken != there:
        with contextlib.suppress(OSError):
            _create(path, taken)
    aside.unlink(missing_ok=True)
    return taken == there


def _tell_clearing(holder: Holder | None, path: Path) -> str:
    who = "" if holder is None else f"（进程 process {holder.pid}，自 since {holder.since}）"
    return (
        f"{path.name}: 上一次运行{who}没有做完就停了，现由本次接着做 a run before this one "
        "ended without finishing; this one goes on from what it kept"
    )


def _refuse(holder: Holder, path: Path) -> StudyError:
    if holder.pid == os.getpid() and holder.host == platform.node():
        who, fix = "this very program", "wait until the other cell or thread is done"
    elif holder.host == platform.node():
        who = f"process {holder.pid}"
        fix = f"wait until it is done, or end it (process {holder.pid}), and run again"
    else:
        who = f"process {holder.pid} on the computer {holder.host}"
        fix = f"wait until it is done; if nothing runs there any more, delete {path.name}"
    return StudyError(
        "E-LCK-01",
        f"{who} has been writing into this study since {holder.since}",
        where=str(path),
        fix=fix,
    )
