"""What lies where a study's outputs lie: every file of its tables, report and figures."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from analysis.corpus.inputs import hash_file, is_hidden, stamp
from analysis.corpus.lock import LOCK
from analysis.corpus.study import Study

RECORD = "last_run.key.json"
"""What a run keeps for the next one (`recall`), in `derived`."""
_MADE_OVER = ("store", "text")
"""Folders in `derived` that a run goes on from; what lies there is no output."""
_UNFINISHED = (".tmp-", ".writing-")


def list_outputs(study: Study) -> Iterator[tuple[str, Path]]:
    """Name every file where outputs lie; one that somebody put there is taken for one."""
    for path in _walk(study.derived, lambda name: name not in _MADE_OVER):
        inner = path.relative_to(study.derived).as_posix()
        if inner not in {RECORD, LOCK}:
            yield f"derived/{inner}", path
    for path in _walk(study.figures, lambda name: name == "data"):
        yield f"figures/{path.relative_to(study.figures).as_posix()}", path


def is_whole_figure(file: Path) -> bool:
    """Tell of the card of a figure whether its files are those it was written for."""
    if file.suffix != ".json" or file.parent.name != "data":
        return True
    try:
        files: dict[str, str] = json.loads(file.read_bytes()).get("files", {})
    except (ValueError, AttributeError):
        return True
    data, pictures = file.parent, file.parent.parent
    places = {(data if held.endswith(".csv") else pictures) / held: files[held] for held in files}
    return all(p.is_file() and hash_file(p).startswith(known) for p, known in places.items())


def _walk(folder: Path, enters: Callable[[str], bool]) -> Iterator[Path]:
    """Yield the files below a folder but for hidden ones; half-written ones are no hidden ones."""
    if not folder.is_dir():
        return
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if is_hidden(entry.name) and not entry.name.startswith(_UNFINISHED):
            continue
        if not entry.is_dir():
            yield Path(entry.path)
        elif enters(entry.name):
            yield from _walk(Path(entry.path), enters)


def stamp_store(study: Study) -> str:
    """Return a hash of names, sizes and times of what a run goes on from."""
    digest = hashlib.sha256()
    for folder in _MADE_OVER:
        for path in _walk(study.derived / folder, lambda _: True):
            size, changed, *_ = stamp(path) or (0, 0)
            inner = path.relative_to(study.derived).as_posix()
            digest.update(f"{inner} {size} {changed}\n".encode())
    return digest.hexdigest()
