"""What people decided about words: thresholds (words.toml), new words, background sentences."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from analysis.errors import StudyError

Decision = Literal["accepted", "rejected"]
_COLUMNS = ["word", "decision", "reason"]
_KINDS: Mapping[str, Mapping[str, type]] = {
    "new_words": {
        "shortest": int, "longest": int, "count": int, "towns": int, "pmi": float,
        "entropy": float, "never_first": str, "never_last": str,
    },
    "keyness": {"towns": int},
    "boilerplate": {
        "shingle_chars": int, "likeness": float, "least_letters": int, "common_towns": int,
        "common_share": float,
    },
    "robustness": {"firm": float, "choices": list},
}  # fmt: skip
STOP = "stop:"
"""Before the name of a stop layer: the choice to do without it."""
INDICATORS = "indicators"
"""The stop layer that no file holds: names of the lexicon's indicators."""
_CHOICES = ("dictionary", "hmm", "boilerplate", "review", "weighting", "theme_words")


@dataclass(frozen=True, slots=True)
class JudgedWord:
    """A candidate that a person let into the cutter's dictionary, or kept out."""

    word: str
    decision: Decision
    reason: str


@dataclass(frozen=True, slots=True)
class CandidateLimits:
    """What a run of characters must reach to be shown as a new word."""

    shortest: int
    longest: int
    count: int
    towns: int
    pmi: float
    entropy: float
    never_first: frozenset[str]
    never_last: frozenset[str]


@dataclass(frozen=True, slots=True)
class BoilerplateLimits:
    """When two sentences are near-identical, and from how many towns on one is common."""

    shingle_chars: int
    likeness: float
    least_letters: int
    common_towns: int
    common_share: float


@dataclass(frozen=True, slots=True)
class RobustnessLimits:
    """What `townplans run --robustness` varies, and in how many variants a statement is firm."""

    firm: float
    """Share of the variants."""
    choices: tuple[str, ...]
    """A stop layer as ``stop:`` and its name."""


@dataclass(frozen=True, slots=True)
class Workbench:
    """``lexicon/words.toml``, ``new_words.csv`` and ``background*.txt``."""

    candidates: CandidateLimits
    keyness_towns: int
    boilerplate: BoilerplateLimits
    robustness: RobustnessLimits
    judged: tuple[JudgedWord, ...]
    background: tuple[str, ...]
    """Sentences of national papers; empty where the lexicon has no such list."""

    @property
    def accepted(self) -> tuple[str, ...]:
        """The new words that the cutter keeps whole."""
        return tuple(held.word for held in self.judged if held.decision == "accepted")


def read_workbench(
    folder: Path, table_of: Callable[[str], Mapping[str, Any]], text_of: Callable[[str], str]
) -> Workbench:
    """Read and check the thresholds, the decisions and the background, if there is one.

    Parameters
    ----------
    folder
        The lexicon's.
    table_of, text_of
        Read a file of it by name, as TOML or as text, and note its hash.

    Raises
    ------
    StudyError
        A threshold is missing, unknown or of another type; a word is decided on twice, or how
        is not understood.
    """
    table, path = table_of("words.toml"), folder / "words.toml"
    parts = {name: _read_part(name, table, path) for name in _KINDS}
    unknown = sorted(table.keys() - _KINDS.keys())
    if unknown:
        raise _refuse(f"[{unknown[0]}] is not known", path)
    found = parts["new_words"]
    first, last = (frozenset(found.pop(name)) for name in ("never_first", "never_last"))
    background = [text_of(held.name) for held in sorted(folder.glob("background*.txt"))]
    lines = (line.strip() for text in background for line in text.splitlines())
    return Workbench(
        candidates=CandidateLimits(**found, never_first=first, never_last=last),
        keyness_towns=parts["keyness"]["towns"],
        boilerplate=BoilerplateLimits(**parts["boilerplate"]),
        robustness=RobustnessLimits(
            firm=parts["robustness"]["firm"],
            choices=_check_choices(parts["robustness"]["choices"], folder),
        ),
        judged=_read_judged(text_of("new_words.csv"), folder / "new_words.csv"),
        background=tuple(line for line in lines if line and not line.startswith("#")),
    )


def _read_part(name: str, table: Mapping[str, Any], path: Path) -> dict[str, Any]:
    part, kinds = table.get(name), _KINDS[name]
    if not isinstance(part, dict) or part.keys() != kinds.keys():
        raise _refuse(f"[{name}] must say exactly {', '.join(kinds)}", path)
    for key, value in part.items():
        wanted = (int, float) if kinds[key] is float else kinds[key]
        if isinstance(value, bool) or not isinstance(value, wanted):
            raise _refuse(f"{key} = {value!r} of [{name}] is no {kinds[key].__name__}", path)
    return dict(part)


def _check_choices(choices: Sequence[Any], folder: Path) -> tuple[str, ...]:
    layers = {INDICATORS, *(p.stem.removeprefix("stop_") for p in folder.glob("stop_*.txt"))}
    known = (*_CHOICES, *(STOP + layer for layer in sorted(layers)))
    wrong = [c for i, c in enumerate(choices) if c not in known or c in choices[:i]]
    if wrong:
        said = f"{wrong[0]!r} of [robustness] is not known or stands twice; known: "
        raise _refuse(said + ", ".join(known), folder / "words.toml")
    return tuple(choices)


def _read_judged(text: str, path: Path) -> tuple[JudgedWord, ...]:
    rows = csv.reader(text.splitlines())
    if next(rows, []) != _COLUMNS:
        raise _refuse(f"the first row must read {','.join(_COLUMNS)}", path)
    found: dict[str, JudgedWord] = {}
    for number, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row):
            continue
        word, decision, reason = ([cell.strip() for cell in row] + ["", "", ""])[:3]
        if decision not in get_args(Decision):
            raise _refuse(f"row {number}: {decision!r} is neither accepted nor rejected", path)
        if not word or not reason:
            raise _refuse(f"row {number}: a decision needs its word and its reason", path)
        if word in found:
            raise _refuse(f"row {number}: {word} is decided on twice", path)
        found[word] = JudgedWord(word, "accepted" if decision == "accepted" else "rejected", reason)
    return tuple(found.values())


def _refuse(what: str, path: Path) -> StudyError:
    fix = f"compare with the project's data/lexicon/{path.name}"
    return StudyError("E-LEX-10", what, where=str(path), fix=fix)
