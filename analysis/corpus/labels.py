"""Words on figures and tables (``lexicon/labels.toml``), whole and with the places they know.

What fills the places with numbers, and the numbers that stand in the words, have their origins in
``lexicon/told.toml``; those belong to the code, so that the project's own file is always read.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from analysis.corpus.study import find_bundled
from analysis.errors import StudyError

FILE = "labels.toml"
ORIGINS = "told.toml"
EVERY = "every"
_LIKE = "like"
Both = Mapping[str, str]
_TOLD = 6
"""Of many labels that are missing, so many are named."""


def make_labels(table: Mapping[str, Any], path: Path) -> dict[str, Both]:
    """Check the labels of a study against the project's own, by which code asks for them.

    Raises
    ------
    StudyError
        A label is missing or lacks a language, or asks for a value that there is none of.
    """
    labels = {key: _make_label(key, value, path) for key, value in table.items()}
    known = _read_bundled()
    if missing := [key for key in known if key not in labels]:
        more = f" and {len(missing) - _TOLD} more" if len(missing) > _TOLD else ""
        raise _refuse(
            f"missing: {', '.join(missing[:_TOLD])}{more}",
            str(path),
            f"copy them from the project's data/lexicon/{FILE}, which is newer than this file",
        )
    for key in known.keys() & labels.keys():
        for lang, words in labels[key].items():
            if unknown := _list_slots(words, key, path) - _list_slots(known[key][lang], key, path):
                slots = ", ".join(f"{{{name}}}" for name in sorted(unknown))
                fix = f"compare with [{key}] of the project's data/lexicon/{FILE}"
                raise _refuse(f"asks for {slots}, which it cannot have", f"{path} [{key}]", fix)
    return labels


@cache
def read_origins() -> Mapping[str, Mapping[str, Both]]:
    """Read what gives the numbers of labels: label -> its place, or the number in it -> words.

    The places of `EVERY` are those of all labels.
    """
    own = find_bundled() / "lexicon" / ORIGINS
    table = tomllib.loads(own.read_text(encoding="utf-8-sig"))
    told: dict[str, dict[str, Both]] = {}
    for label, entries in table.items():
        told[label] = dict(told[entries[_LIKE]]) if _LIKE in entries else {}
        told[label] |= {
            place: {"zh": said[0], "en": said[1]}
            for place, said in entries.items()
            if place != _LIKE
        }
    return told


def _make_label(key: str, value: Any, path: Path) -> Both:
    given = value if isinstance(value, dict) else {}
    missing = [language for language in ("zh", "en") if language not in given]
    if missing:
        fix = 'write it as key = { zh = "...", en = "..." }'
        raise _refuse(f"entry {key}: missing {missing}", str(path), fix)
    return {"zh": str(given["zh"]), "en": str(given["en"])}


def _list_slots(words: str, key: str, path: Path) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}
    except ValueError as error:
        fix = "write {name} for a value, {{ and }} for braces"
        raise _refuse(f"its braces cannot be read ({error})", f"{path} [{key}]", fix) from None


@cache
def _read_bundled() -> Mapping[str, Both]:
    own = find_bundled() / "lexicon" / FILE
    held: dict[str, Both] = tomllib.loads(own.read_text(encoding="utf-8-sig"))
    return held


def _refuse(what: str, where: str, fix: str) -> StudyError:
    return StudyError("E-LEX-06", what, where=where, fix=fix)
