"""A named snapshot of what a study said, and what differs from it, by how much and why.

``baseline/NAME/`` holds every table as CSV and ``manifest.json``: hashes of the lexicon and of
each plan's corrections, documents and plans, groups, labels, choices of the study, the program;
``groups.csv`` holds the groups' names, for people to change.
A baseline is an input: only `freeze` writes one, whole or not at all, and never a second time.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.build.documents.store import hash_code
from analysis.build.measures.manifests import (
    GROUP_NAMES,
    hash_data,
    list_baselines,
    pack_groups,
    read_manifest,
    tell_damaged,
    write_names,
    write_plain,
)
from analysis.build.measures.results import Results
from analysis.corpus.background import read_background
from analysis.corpus.corrections import read_corrections
from analysis.corpus.files import write_if_changed
from analysis.corpus.inputs import CORRECTIONS, hash_file, list_choices, list_sheets
from analysis.corpus.lexicon import Lexicon
from analysis.corpus.study import Study
from analysis.errors import StudyError
from analysis.tables.frames import to_csv

_NAME = re.compile(r"\w(?:[\w .-]{0,62}\w)?")
_NO_FOLDER = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""What Windows allows no file to be called."""
_CODE = ("model.py", "codebook.py", "text", "extract", "stats", "tables", "build")
_UNFINISHED = ".tmp-"
_THEMES = "themes.toml"


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a study said and what it was made from; `tables` are CSV as written."""

    name: str
    number: int
    """Baselines of a study are counted 1, 2, 3 …; the highest is the latest."""
    made_from: dict[str, Any]
    labels: dict[str, str]
    """Plan id -> what figures call it."""
    tables: dict[str, bytes]


def freeze(results: Results, name: str) -> Path:
    """Keep what a study says now as ``baseline/NAME/`` and return that folder.

    Raises
    ------
    StudyError
        The name is taken or is no name for a folder, or the disk refuses.
    """
    study = results.corpus.study
    home = study.root / "baseline"
    held = list_baselines(study)
    _check_name(name, [known for _, known in held], home)
    number = max((n for n, _ in held), default=0) + 1
    now = take_stock(results, name, number)
    manifest = {
        "name": now.name,
        "number": now.number,
        "made_from": now.made_from,
        "labels": now.labels,
        "groups": _tell_groups(results),
        "tables": {table: hash_data(data) for table, data in now.tables.items()},
    }
    try:
        home.mkdir(parents=True, exist_ok=True)
        for left in home.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)
        part = Path(tempfile.mkdtemp(dir=home, prefix=_UNFINISHED))
        try:
            for table, data in now.tables.items():
                write_if_changed(part / "tables" / f"{table}.csv", data)
            write_if_changed(part / "manifest.json", _to_json(manifest))
            if model := results.lasting.model:
                write_if_changed(part / GROUP_NAMES, write_names(model))
            part.chmod(0o755)
            part.rename(home / name)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    except OSError as error:
        raise StudyError(
            "E-BAS-04",
            f"the baseline could not be written ({error.strerror}); nothing was left behind",
            where=str(home / name),
            fix="free disk space or make the folder writable, and freeze again",
        ) from None
    return home / name


def take_stock(results: Results, name: str = "", number: int = 0) -> Baseline:
    """Return what a study says now in the form of a baseline; nothing is written."""
    return Baseline(
        name=name,
        number=number,
        made_from=list_inputs(results),
        labels=dict(results.corpus.names),
        tables={table: to_csv(frame) for table, frame in results.tables.items()},
    )


def list_inputs(results: Results) -> dict[str, Any]:
    """List all that results were made from: hashes, places and choices as plain values."""
    corpus, study = results.corpus, results.corpus.study
    rows = results.tables["documents"][["path", "doc_id"]].itertuples(index=False)
    return {
        "documents": {path: doc_id if isinstance(doc_id, str) else "" for path, doc_id in rows},
        "plans": {
            plan_id: [plan.doc_id, plan.number, corpus.doc_names[plan.doc_id]]
            for plan_id, plan in corpus.plans.items()
        },
        "lexicon": dict(corpus.lexicon.hashes),
        "corrections": _hash_corrections(study),
        "choices": {
            **list_choices(study),
            **_tell_background(study),
        },
        "sheets": {
            name: hash_file(path)
            for name, path in list_sheets(study).items()
            if name != CORRECTIONS
        },
        "program": hash_code(*_CODE),
    }


def find_other_themes(study: Study, lexicon: Lexicon) -> str | None:
    """Name the latest baseline if it was made with other theme words: theirs were chosen before.

    Shares by words that were changed after results were seen are exploratory. None without a
    baseline, and where the latest one is damaged, of which `read_baseline` tells.
    """
    try:
        held = list_baselines(study)
        manifest = read_manifest(study.root / "baseline" / held[-1][1]) if held else {}
    except StudyError:
        return None
    former = manifest.get("made_from", {}).get("lexicon", {}).get(_THEMES)
    return held[-1][1] if former and former != lexicon.hashes[_THEMES] else None


def read_baseline(study: Study, name: str | None = None) -> Baseline:
    """Read a baseline by name, the latest by default.

    Raises
    ------
    StudyError
        There is none, none of that name, or it is not as it was written.
    """
    held = [known for _, known in list_baselines(study)]
    if not held or (name is not None and name not in held):
        called = f" called {name}" if held else ""
        known = f"name one of {', '.join(held)}, or run" if held else "make one:"
        raise StudyError(
            "E-BAS-01",
            f"there is no baseline{called} to compare with",
            where=str(study.root / "baseline"),
            fix=f"{known} townplans freeze {name or 'NAME'}",
        )
    folder = study.root / "baseline" / (name or held[-1])
    manifest = read_manifest(folder)
    tables: dict[str, bytes] = {}
    for table, digest in manifest["tables"].items():
        path = folder / "tables" / f"{table}.csv"
        tables[table] = path.read_bytes() if path.is_file() else b""
        if hash_data(tables[table]) != digest:
            raise tell_damaged(path)
    return Baseline(
        folder.name, manifest["number"], manifest["made_from"], manifest["labels"], tables
    )


def _check_name(name: str, held: list[str], home: Path) -> None:
    if not _NAME.fullmatch(name) or _NO_FOLDER.fullmatch(name):
        raise StudyError(
            "E-BAS-02",
            f"{name!r} cannot be the name of a folder",
            where=str(home),
            fix="use up to 64 letters, digits, Chinese characters, -, _ or . inside",
        )
    taken = (home / name).exists() or name.casefold() in (known.casefold() for known in held)
    if taken:
        raise StudyError(
            "E-BAS-05",
            f"there is a baseline called {name} already; it was left as it is",
            where=str(home / name),
            fix="choose another name, or delete that folder first",
        )


def _hash_corrections(study: Study) -> dict[str, str]:
    """Return a hash of each corrected plan's corrections, in the order of the file."""
    told: dict[str, list[str]] = {}
    for correction in read_corrections(study.root / "corrections.csv"):
        words = {n: getattr(correction, n) for n in correction.__slots__ if n != "row"}
        told.setdefault(correction.plan_id, []).append(write_plain(words).decode())
    return {plan_id: hash_data("\n".join(lines).encode()) for plan_id, lines in told.items()}


def _tell_background(study: Study) -> dict[str, str]:
    """Return the hash of the background list as a choice; nothing where the study has none."""
    if study.background is None:
        return {}
    held = read_background(study.background)
    return {"background": f"{held.name} {held.hash}"}


def _tell_groups(results: Results) -> dict[str, Any]:
    grouping = results.grouping
    cut = dict(zip(grouping.plan_ids, map(int, grouping.cut), strict=False))
    model = results.lasting.model
    kept = {"model": pack_groups(model)} if model else {}
    return {"verdict": grouping.verdict, "cut": cut, **kept}


def _to_json(manifest: dict[str, Any]) -> bytes:
    sealed = manifest | {"checksum": hash_data(write_plain(manifest))}
    return (json.dumps(sealed, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
