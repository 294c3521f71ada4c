"""The words of the report (``lexicon/report.toml``); the bundled ones where a lexicon has none."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from analysis.corpus.lexicon import Lexicon
from analysis.corpus.study import find_bundled
from analysis.errors import StudyError
from analysis.report.parts import Both

FILE = "report.toml"
_KINDS = {"ui", "section", "sheet", "field", "recipe", "value"}
_OF_LABELS = {
    "state": "state_", "open": "open_", "gap": "gap_",
}  # fmt: skip
"""Group of values -> how its words begin in labels.toml."""
_TOLD = 6
"""Of many words that are missing, so many are named."""
Words = dict[str, dict[str, Both]]


def read_words(folder: Path) -> Words:
    """Read the words, by kind and key; those of values by ``<group>.<code>``.

    Raises
    ------
    StudyError
        The file is no TOML, or a word is missing or lacks a language.
    """
    words = _read_file(folder)
    known = (
        words if folder == find_bundled() / "lexicon" else _read_file(find_bundled() / "lexicon")
    )
    if missing := [
        f"{k}.{key}" for k, held in known.items() for key in held if key not in words[k]
    ]:
        more = f" and {len(missing) - _TOLD} more" if len(missing) > _TOLD else ""
        raise _refuse(f"missing: {', '.join(missing[:_TOLD])}{more}", str(folder / FILE))
    return words


def _read_file(folder: Path) -> Words:
    path = folder / FILE
    if not path.is_file():
        path = find_bundled() / "lexicon" / FILE
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _refuse(f"cannot be read: {error}", str(path)) from None
    if unknown := table.keys() - _KINDS:
        raise _refuse(f"does not know {sorted(unknown)}", str(path))
    return {kind: dict(_read_kind(table.get(kind, {}), path, kind)) for kind in sorted(_KINDS)}


def _read_kind(entries: object, path: Path, kind: str) -> Iterator[tuple[str, Both]]:
    if not isinstance(entries, dict):
        raise _refuse("a table was expected", f"{path} [{kind}]")
    for key, entry in entries.items():
        where = f"{path} [{kind}.{key}]"
        if isinstance(entry, list) and len(entry) == 2 and all(isinstance(w, str) for w in entry):
            yield key, {"zh": entry[0], "en": entry[1]}
        elif isinstance(entry, dict):
            yield from ((f"{key}.{c}", w) for c, w in _read_kind(entry, path, f"{kind}.{key}"))
        else:
            raise _refuse('words are written as ["中文", "English"]', where)


def add_lexicon(words: Words, lexicon: Lexicon) -> Words:
    """Add the words of indicators, themes and labels."""
    value = dict(words["value"])
    value |= {f"indicator.{k}": {"zh": i.zh, "en": i.en} for k, i in lexicon.indicators.items()}
    value |= {f"theme.{t.key}": {"zh": t.zh, "en": t.en} for t in lexicon.themes}
    for group, begin in _OF_LABELS.items():
        for key, held in lexicon.labels.items():
            if key.startswith(begin):
                value[f"{group}.{key.removeprefix(begin)}"] = held
    value |= {f"sheet.{key}": held for key, held in words["sheet"].items()}
    return words | {"value": value}


def _refuse(what: str, where: str) -> StudyError:
    fix = f"compare with the project's data/lexicon/{FILE}; what is missing can be copied from it"
    return StudyError("E-LEX-12", what, where=where, fix=fix)
