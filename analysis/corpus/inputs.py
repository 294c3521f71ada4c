"""What a study is made from: every file and every choice, each told by its content.

The one list of a study's inputs. A run that finds them, the program and its own outputs as it
left them has nothing to do; a baseline tells by them what differs. Nothing heavy is loaded here.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from analysis.corpus.gold import find_gold
from analysis.corpus.listing import hash_bytes, list_files, read_bytes
from analysis.corpus.study import Study, find_bundled
from analysis.errors import RefusedDocumentError

CORRECTIONS = "corrections.csv"
SHEETS = ("register.csv", "register.xlsx", "frame.csv", CORRECTIONS)
"""What people write beside the plans."""
_WORDING = ("name", "name_en", "language")
"""Settings that move no number."""
_ALWAYS_TOLD = ("year", "county", "min_sentences")
"""Choices that are told of even where they are the usual ones."""
_LASTING = ("E-FILE-02", "E-FILE-03")
"""Refusals for what a file is; others (it is locked, it is being written) may soon be over."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of a study at one moment."""

    digests: Mapping[str, str]
    """Name -> hash of the content, or what was chosen."""
    stamps: Mapping[str, tuple[int, ...]]
    """Name of a file -> its size and the times of its last changes."""

    @property
    def key(self) -> str:
        """One hash of all names and contents, wherever the study lies."""
        told = json.dumps(dict(self.digests), ensure_ascii=False, sort_keys=True)
        return hash_bytes(told.encode("utf-8", "surrogatepass"))


def take_inputs(study: Study) -> Inputs:
    """Read and hash every input of a study as it is now; documents in ``inbox/`` are none.

    Files are read, not only looked at: a time of change can be set back, and two changes within
    one tick of a clock look alike.

    Raises
    ------
    OSError, PlanError
        One of them cannot be read.
    """
    digests = {f"study.{name}": repr(value) for name, value in list_settings(study).items()}
    stamps: dict[str, tuple[int, ...]] = {}
    for name, path in list_files([study.plans]):
        known = f"plans/{name}"
        stamps[known] = stamp(path)
        digests[known] = _hash_plan(name, path)
    for known, path in list_companions(study):
        stamps[known] = stamp(path)
        digests[known] = hash_file(path)
    bundled = find_bundled()
    digests["study.gold"] = repr(find_gold(study) == bundled / "gold")
    return Inputs(digests, stamps)


def list_companions(study: Study) -> Iterator[tuple[str, Path]]:
    """Name every file besides the plans that a run looks into."""
    for name, path in list_sheets(study).items():
        yield name, path
    bundled = find_bundled() / "lexicon"
    folders = {"lexicon": study.lexicon, "baseline": study.root / "baseline"}
    if bundled.resolve() != study.lexicon.resolve():
        folders["bundled lexicon"] = bundled
    if gold := find_gold(study):
        folders["gold"] = gold
    for called, folder in folders.items():
        for path in _list_below(folder):
            yield f"{called}/{path.relative_to(folder).as_posix()}", path
    if study.background is not None:
        yield f"background/{study.background.name}", study.background


def list_sheets(study: Study) -> dict[str, Path]:
    """Return the sheets that people keep beside the plans, those that are there, by name."""
    return {name: path for name in SHEETS if (path := study.root / name).exists()}


def list_choices(study: Study) -> dict[str, Any]:
    """Return the choices of a study that move its numbers and are not the usual ones."""
    usual = {part.name: part.default for part in fields(study)}
    return {
        name: value
        for name, value in list_settings(study).items()
        if name not in _WORDING and (name in _ALWAYS_TOLD or value != usual[name])
    }


def list_settings(study: Study) -> dict[str, Any]:
    """Return every setting of a study but where its files lie."""
    settings = {part.name: getattr(study, part.name) for part in fields(study)}
    return {name: value for name, value in settings.items() if not isinstance(value, Path)}


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stamp(path: Path | str) -> tuple[int, ...]:
    """Return a file's size and the times of its last changes; nothing where there is none."""
    try:
        held = os.stat(path)  # noqa: PTH116 - of thousands, where a Path takes longer than the disk
    except OSError:
        return ()
    return held.st_size, held.st_mtime_ns, held.st_ctime_ns


def is_hidden(name: str) -> bool:
    """Tell whether a file is the system's or an office program's own, by its name."""
    return name.startswith((".", "~$"))


def _hash_plan(name: str, path: Path) -> str:
    """Return the hash of a plan's bytes, or why they are refused."""
    try:
        return hash_bytes(read_bytes(name, path))
    except RefusedDocumentError as refused:
        if refused.code not in _LASTING:
            raise
        return f"{refused.code} {refused.what}"


def _list_below(folder: Path) -> list[Path]:
    found = sorted(folder.rglob("*"))
    return [
        path
        for path in found
        if path.is_file() and not any(map(is_hidden, path.relative_to(folder).parts))
    ]
