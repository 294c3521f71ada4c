"""Writing that leaves either the old file or the new one, never a half."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from analysis.errors import StudyError


def write_if_changed(path: Path, data: bytes) -> bool:
    """Put `data` into `path` in one step; leave the file alone when it holds them already.

    Returns
    -------
    True if the file was written.

    Raises
    ------
    StudyError
        The disk is full, the folder is read-only, or the file is open in Excel.
    """
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".tmp-", delete=False) as part:
            part.write(data)
            part.flush()
            os.fsync(part.fileno())
        try:
            Path(part.name).chmod(0o644)
            Path(part.name).replace(path)
        except OSError:
            Path(part.name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StudyError(
            "E-OUT-01",
            f"could not be written ({error.strerror}); the former file is untouched",
            where=str(path),
            fix="close it in Excel, free disk space or choose another output folder (--out)",
        ) from None
    return True


def sweep_unfinished(folder: Path) -> int:
    """Remove what a killed run left half written below `folder`; return how many files."""
    if not folder.is_dir():
        return 0
    found = [path for path in folder.rglob(".tmp-*") if path.is_file()]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)
