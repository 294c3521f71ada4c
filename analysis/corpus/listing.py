"""Which files a plans folder holds, and their bytes, in an order that does not depend on the disk.

Nothing heavy is loaded for it: a run that finds all as it was looks no further.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from analysis.errors import RefusedDocumentError, StudyError

LARGEST_BYTES = 64 * 1024 * 1024
_READINGS = 3
_PLAN_ENDINGS = (".txt", ".docx", ".doc", ".wps", ".rtf", ".pdf", ".html", ".htm", ".md")


def list_files(places: Iterable[Path]) -> list[tuple[str, Path]]:
    """Name every file below `places` (folders or single files).

    Hidden files and a README are not plans. A folder or a link to one is listed where it stands
    for a plan, so that it is refused with a sentence and not passed over.

    Returns
    -------
    Pairs of the name used everywhere (relative to its folder, forward slashes) and the path,
    sorted by name.

    Raises
    ------
    StudyError
        A place does not exist.
    """
    found: dict[str, Path] = {}
    for place in places:
        if place.is_dir():
            for path in sorted(place.rglob("*")):
                inner = path.relative_to(place)
                hidden = any(part.startswith((".", "~$")) for part in inner.parts)
                if not _is_mere_folder(path) and not hidden and path.stem.upper() != "README":
                    found[_write_name(inner)] = path
        elif place.exists():
            found[_write_name(Path(place.name))] = place
        else:
            raise StudyError(
                "E-PATH-01",
                "there is no such file or folder",
                where=str(place),
                fix="check the spelling; put quotes around a path with blanks",
            )
    return sorted(found.items())


def _write_name(path: Path) -> str:
    """Write a name that any table can hold; bytes that are no UTF-8 as their hexadecimals."""
    return path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _is_mere_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink() and path.suffix.lower() not in _PLAN_ENDINGS


def read_bytes(name: str, path: Path) -> bytes:
    """Return the bytes of a regular file of bearable size.

    Raises
    ------
    RefusedDocumentError
        It is no regular file, leads out of the plans folder, is too large, or the system
        refuses it.
    """
    try:
        if _leads_out(name, path):
            raise RefusedDocumentError(
                "E-FILE-02",
                "a link that leads out of the plans folder",
                where=name,
                fix="put a copy of the plan there",
            )
        if not path.is_file():
            raise RefusedDocumentError(
                "E-FILE-02", "not a regular file", where=name, fix="put a copy of the plan there"
            )
        if path.stat().st_size > LARGEST_BYTES:
            raise RefusedDocumentError(
                "E-FILE-03",
                f"larger than {LARGEST_BYTES // 1024**2} MB",
                where=name,
                fix="split it into one file per plan",
            )
        return _read_at_rest(name, path)
    except OSError as error:
        raise RefusedDocumentError(
            "E-FILE-01",
            f"the system does not let it be read ({error.strerror})",
            where=name,
            fix="check that it is there, not open elsewhere, and yours to read",
        ) from None


def _read_at_rest(name: str, path: Path) -> bytes:
    """Read a file that nobody writes meanwhile; one that is being saved is read again."""
    for _ in range(_READINGS):
        before = path.stat()
        raw = path.read_bytes()
        after = path.stat()
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
            return raw
    raise RefusedDocumentError(
        "E-FILE-04",
        "it changed while it was read",
        where=name,
        fix="wait until it is saved or downloaded, and run again",
    )


def _leads_out(name: str, path: Path) -> bool:
    """Tell whether `path`, called `name` inside its folder, is a link to another place."""
    depth = len(PurePosixPath(name).parts)
    if not path.is_symlink() or not path.exists() or str(path) == name:
        return False
    return not path.resolve().is_relative_to(path.absolute().parents[depth - 1].resolve())


def hash_bytes(raw: bytes) -> str:
    """Return the SHA-256 of `raw` in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()
