"""Writing that leaves either the old file or the new one, never a half."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from analysis.errors import StudyError

_UNFINISHED = ".tmp-"
_ledgers: list[dict[Path, str]] = []
_NO_SUCH_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM, errno.EBADF}
"""What file systems say that cannot sync a folder."""


def write_if_changed(path: Path, data: bytes, *, lasting: bool = True) -> bool:
    """Put `data` into `path` in one step; leave the file alone when it holds them already.

    Parameters
    ----------
    lasting
        Outlive a power cut, too: the disk confirms the file and its name. Files that are
        checked when they are read and made again where they are damaged need no such care.

    Returns
    -------
    True if the file was written.

    Raises
    ------
    StudyError
        The disk is full, the folder is read-only, or the file is open in Excel.
    """
    for ledger in _ledgers:
        ledger[path] = hashlib.sha256(data).hexdigest()
    if holds(path, data):
        return False
    try:
        _put_in_place(path, data, lasting)
    except OSError as error:
        state = "the new file is there" if holds(path, data) else "the former file is untouched"
        raise StudyError(
            "E-OUT-01",
            f"could not be written ({error.strerror}); {state}",
            where=str(path),
            fix="close it in Excel, free disk space or choose another output folder (--out)",
        ) from None
    return True


@contextmanager
def note_writing() -> Iterator[Mapping[Path, str]]:
    """Collect the SHA-256 of all that is put into place, or was there already, in the block."""
    ledger: dict[Path, str] = {}
    _ledgers.append(ledger)
    try:
        yield ledger
    finally:
        # by place, not by value: two empty ledgers are equal
        _ledgers[:] = [held for held in _ledgers if held is not ledger]


def holds(path: Path, data: bytes) -> bool:
    """Tell whether `path` holds `data`; what cannot be read is written anew."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def check_writable(folder: Path) -> None:
    """Find out, before anything is computed, whether results can be put into `folder`.

    Raises
    ------
    StudyError
        It is read-only or full, or a file in it is write-protected or open in another program.
    """
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    tried = place
    try:
        handle, probe = tempfile.mkstemp(dir=place, prefix=_UNFINISHED)
        os.close(handle)
        Path(probe).unlink()
        for tried in sorted(folder.glob("*")):
            if tried.is_file():
                tried.open("r+b").close()
    except OSError as error:
        raise StudyError(
            "E-OUT-03",
            f"cannot be written to ({error.strerror}); nothing was computed",
            where=str(tried),
            fix="close it in Excel, make it writable or choose another output folder (--out)",
        ) from None


def sweep_unfinished(folder: Path) -> int:
    """Remove what a killed run left half written below `folder`; return how many files."""
    if not folder.is_dir():
        return 0
    found = [path for path in folder.rglob(f"{_UNFINISHED}*") if path.is_file()]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def _put_in_place(path: Path, data: bytes, lasting: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_UNFINISHED)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        part.chmod(0o644)
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    if lasting:
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Have the disk confirm the names in a folder, where the system can (Windows cannot)."""
    if os.name == "nt":
        return
    handle = -1
    try:
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_SUCH_SYNC:
            raise
    finally:
        if handle >= 0:
            os.close(handle)
