"""Whether a run has anything to do, told before anything heavy is loaded.

``derived/last_run.key.json`` holds a key of all that the last run was made from (`take_inputs`,
what was asked for, the program, the libraries, the font), its outputs and what it said. Where the
key is the same and every output is whole, a run would say the same again and write nothing. In
any doubt (a file that cannot be read, a font that only a search of the system finds) it is made.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analysis.build.outputs import RECORD, is_whole_figure, list_outputs, stamp_store
from analysis.build.telling.closing import tell_places, tell_work
from analysis.corpus.files import write_if_changed
from analysis.corpus.inputs import Inputs, hash_file, stamp, take_inputs
from analysis.corpus.listing import hash_bytes
from analysis.corpus.lock import LOCK
from analysis.corpus.readers.office import find_libreoffice
from analysis.corpus.study import Study
from analysis.errors import PlanError
from analysis.figures.font_files import asked_font, find_font_file

_TRACED = os.name != "nt"
_PASSING = ("E-LIM-", "E-DOC-09", "E-FMT-04", "E-FILE-01", "E-FILE-04")
"""Refusals that the next run may not repeat: for time, memory, a program that broke down."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of a run, as far as it moves an output."""

    robust: bool = False
    with_texts: bool = False


@dataclass(frozen=True, slots=True)
class Sight:
    """What a run is made from: the study's inputs, what was asked for, this machine."""

    inputs: Inputs
    asked: Asked
    machine: Mapping[str, Any]

    @property
    def key(self) -> str:
        """One hash of it all."""
        told = [self.inputs.key, asdict(self.asked), self.machine]
        return hash_bytes(json.dumps(told, ensure_ascii=False, sort_keys=True).encode())


@dataclass(frozen=True, slots=True)
class Said:
    """What a run says when nothing is new: the lines around the one on work, and its exit code."""

    before: Sequence[str]
    after: Sequence[str]
    code: int


@dataclass(frozen=True, slots=True)
class Recalled:
    """What a run need not be made for."""

    text: str
    code: int


def recall_run(study: Study, asked: Asked) -> Recalled | None:
    """Return what a run would say where it would change nothing, None where it must be made."""
    began = time.monotonic()
    record = _read_record(study)
    if record is None or (study.derived / LOCK).exists():
        return None
    seen = look_at(study, asked)
    if seen is None or not is_current(study, seen):
        return None
    work = tell_work(0, 0, 0, time.monotonic() - began, "")
    places = tell_places(study.derived, study.figures)
    lines = [*record["before"], work, *record["after"], *places]
    return Recalled("\n".join(lines), int(record["code"]))


def look_at(study: Study, asked: Asked) -> Sight | None:
    """Return what a run would be made from now, None where some of it cannot be known."""
    try:
        machine = _tell_machine()
        return Sight(take_inputs(study), asked, machine) if machine else None
    except (OSError, PlanError):
        return None


def is_current(study: Study, seen: Sight) -> bool:
    """Tell whether the outputs are those of a run made from what was seen, every one whole."""
    record = _read_record(study)
    if record is None or record["key"] != seen.key or not _is_program_of_disk():
        return False
    return _is_whole(study, record)


def list_known(study: Study, seen: Sight) -> dict[Path, str]:
    """Return the hashes of outputs that a run made from the same left; none of other inputs."""
    record = _read_record(study)
    if record is None or record["key"] != seen.key:
        return {}
    known = {name: str(told[0]) for name, told in record["outputs"].items()}
    return {path: known[name] for name, path in list_outputs(study) if name in known}


def keep_run(
    study: Study,
    seen: Sight | None,
    said: Said,
    refused: Sequence[str],
    put: Mapping[Path, str],
) -> None:
    """Keep what a whole run was made from, wrote and said.

    Parameters
    ----------
    seen
        What it was made from, looked at before it began; where that is no longer so, or not
        known, nothing is kept: who can tell which of the two was read.
    refused
        Codes of the documents that were refused; nothing is kept where one may be read next time.
    put
        Hashes of what the run put in place; nothing is kept where a file is another by now, for
        somebody wrote into it while the run went on.
    """
    path = study.derived / RECORD
    if (
        seen is None
        or seen != look_at(study, seen.asked)
        or not _is_program_of_disk()
        or any(code.startswith(_PASSING) for code in refused)
    ):
        path.unlink(missing_ok=True)
        return
    record = _read_record(study)
    told = {name: value if name == "code" else list(value) for name, value in asdict(said).items()}
    same = record is not None and all(record.get(name) == value for name, value in told.items())
    if same and is_current(study, seen):
        return
    outputs = {}
    for name, file in list_outputs(study):
        stamped = stamp(file)
        outputs[name] = [hash_file(file), *stamped]
        put_there = put.get(file, outputs[name][0])
        if put_there != outputs[name][0] or not is_whole_figure(file):
            path.unlink(missing_ok=True)
            return
    fresh = {"key": seen.key, **told, "going_on_from": stamp_store(study), "outputs": outputs}
    sealed = {"checksum": _seal(fresh), **fresh}
    write_if_changed(path, json.dumps(sealed, ensure_ascii=False, indent=0).encode())


def _tell_machine() -> dict[str, Any] | None:
    """Tell the program, the libraries and the font; None where the font is not known."""
    font = find_font_file()
    if font is None:
        return None
    return {
        "program": _hash_program(),
        "python": [sys.version, sys.platform, platform.machine()],
        "libraries": _list_installed(),
        "libreoffice": find_libreoffice(),
        "font": [asked_font(), font.name, hash_file(font)],
    }


@cache
def _hash_program() -> str:
    """Return a hash of the package as it was when this process began to use it."""
    return _hash_package()


def _is_program_of_disk() -> bool:
    """Tell whether this process still is the program on the disk; in a long session it may not."""
    return _hash_program() == _hash_package()


def _hash_package() -> str:
    package = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _list_installed() -> list[str]:
    """Name every installed library with its version, as its folder beside the others does."""
    found: set[str] = set()
    for place in map(Path, filter(None, sys.path)):
        if place.is_dir():
            names = (entry.name for entry in os.scandir(place))
            found |= {name for name in names if name.endswith((".dist-info", ".egg-info"))}
    return sorted(found)


def _read_record(study: Study) -> dict[str, Any] | None:
    """Return the record of the last run, if it is as it was written."""
    try:
        held: dict[str, Any] = json.loads((study.derived / RECORD).read_bytes())
        return held if held.pop("checksum") == _seal(held) else None
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return None


def _seal(record: Mapping[str, Any]) -> str:
    return hash_bytes(json.dumps(record, ensure_ascii=False, sort_keys=True).encode())


def _is_whole(study: Study, record: Mapping[str, Any]) -> bool:
    """Tell whether the outputs are those of the record, none gone, none more, none changed.

    A file whose size and times are those of the record is the same; of others the content decides,
    and of all on Windows, where a time of change that was set back leaves no trace.
    """
    try:
        if record["going_on_from"] != stamp_store(study):
            return False
        there, known = dict(list_outputs(study)), record["outputs"]
        return there.keys() == known.keys() and all(
            (_TRACED and known[name][1:] == list(stamp(file))) or known[name][0] == hash_file(file)
            for name, file in there.items()
        )
    except OSError:
        return False
