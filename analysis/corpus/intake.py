"""Files that come in: which ones are meant, what they may be called, how they are copied."""

from __future__ import annotations

import glob
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from analysis.corpus.cells import find_file_fault
from analysis.corpus.files import write_if_changed
from analysis.corpus.listing import list_files, read_bytes
from analysis.errors import RefusedDocumentError, StudyError


def expand_patterns(patterns: Sequence[str]) -> list[tuple[str, Path | None]]:
    """Return every file the patterns name, once; None where a pattern names nothing.

    Patterns are expanded here because the command line of Windows does not do it.
    """
    found: dict[Path, tuple[str, Path | None]] = {}
    for pattern in patterns:
        place = Path(pattern).expanduser()
        matches = [place]
        if not place.exists():
            matches = [Path(m) for m in sorted(glob.glob(str(place), recursive=True))]  # noqa: PTH207
        files: list[Path] = []
        for match in matches:
            files += [path for _, path in list_files([match])] if match.is_dir() else [match]
        for path in files:
            found.setdefault(path.resolve(), (str(path), path))
        if not files:
            found.setdefault(place, (pattern, None))
    return list(found.values())


def read_arrival(source: str, found: Path | None) -> tuple[str, bytes]:
    """Return the name a file may have in the plans folder, and its bytes.

    Raises
    ------
    RefusedDocumentError
        There is no such file, it cannot be read, or its name is none for a plan.
    """
    if found is None:
        raise RefusedDocumentError(
            "E-PATH-01",
            "there is no such file",
            where=source,
            fix='check the spelling; put " around a path with blanks',
        )
    name = unicodedata.normalize("NFC", found.name)
    fault = find_file_fault(name.replace("\\", ":"))
    if name.startswith((".", "~$")) or found.stem.upper() == "README":
        fault = "a file called so is not read as a plan"
    if fault:
        raise RefusedDocumentError(
            "E-ADD-03", fault, where=source, fix="rename it and add it again"
        )
    return name, read_bytes(source, found)


def copy_new(copies: Mapping[Path, bytes]) -> None:
    """Write new files, all or none; a name that is taken is never written to.

    Raises
    ------
    StudyError
        One could not be written; none is left.
    """
    done: list[Path] = []
    try:
        for path, raw in copies.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.open("xb").close()
            done.append(path)
            write_if_changed(path, raw)
    except (OSError, StudyError) as error:
        take_back(done)
        raise StudyError(
            "E-ADD-04",
            f"could not be written ({error}); nothing was added",
            where=str(path),
            fix="free the disk, check that the folder is yours to write, and add again",
        ) from None


def take_back(copies: Iterable[Path]) -> None:
    """Remove copies made a moment ago, so that a failed add leaves the folder as it was."""
    for path in copies:
        path.unlink(missing_ok=True)


def free_name(name: str, taken: set[str]) -> str:
    """Return `name`, or ``name-2`` and so on while a folder holds it; note it in `taken`."""
    path, free, count = Path(name), name, 1
    while fold_name(free) in taken:
        count += 1
        free = f"{path.stem}-{count}{path.suffix}"
    taken.add(fold_name(free))
    return free


def fold_name(name: str) -> str:
    """Return what two names share that one file system takes for the same."""
    return unicodedata.normalize("NFC", name).casefold()
