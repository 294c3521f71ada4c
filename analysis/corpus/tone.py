"""tone.toml: codings that give each target a class by how firmly it is promised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any, Literal, get_args

from analysis.errors import StudyError
from analysis.model import Commitment, Qualifier

ToneState = Literal["stated", "zero", "relative", "masked", "none"]
ToneCase = tuple[ToneState, Commitment, Qualifier]
"""What a class is told by; ``zero`` is nought in words (零事故), ``none`` a core indicator of which
the plan says nothing."""

UNSAID: ToneCase = ("none", "plain", "exact")
_KINDS: Mapping[str, tuple[str, ...]] = {
    "state": get_args(ToneState),
    "commitment": get_args(Commitment),
    "qualifier": get_args(Qualifier),
}
_NEEDED = {"key", "zh", "en", "match"}


@dataclass(frozen=True, slots=True)
class ToneClass:
    """One class of a coding; without a score it takes no part in a mean."""

    key: str
    zh: str
    en: str
    score: float | None
    cases: frozenset[ToneCase]


@dataclass(frozen=True)
class ToneCoding:
    """One coding; `classes` stand from hard to soft and share out all cases."""

    key: str
    zh: str
    en: str
    classes: tuple[ToneClass, ...]

    @cached_property
    def by_case(self) -> Mapping[ToneCase, ToneClass]:
        """Every case -> its one class."""
        return {case: held for held in self.classes for case in held.cases}


def make_tone(table: Mapping[str, Any], path: Path) -> tuple[ToneCoding, ...]:
    """Check the codings, in the file's order.

    Raises
    ------
    StudyError
        Something is missing or unknown, or a case falls into no class or into two.
    """
    if not table:
        raise _refuse("the file holds no coding", path)
    return tuple(_read_coding(key, entry, path) for key, entry in table.items())


def _read_coding(name: str, entry: object, path: Path) -> ToneCoding:
    if not isinstance(entry, dict) or entry.keys() != {"zh", "en", "class"}:
        raise _refuse(f"[{name}] must say exactly zh, en and class", path)
    if not isinstance(entry["class"], list):
        raise _refuse(f"the classes of [{name}] are not written as [[{name}.class]]", path)
    classes = tuple(_read_class(name, held, path) for held in entry["class"])
    keys = [held.key for held in classes]
    doubled = sorted({key for key in keys if keys.count(key) > 1})
    if doubled:
        raise _refuse(f"[{name}] has two classes called {', '.join(doubled)}", path)
    for case in _all_cases():
        holders = [held.key for held in classes if case in held.cases]
        if len(holders) != 1:
            into = f"both {' and '.join(holders)}" if holders else "no class"
            said = "state none" if case == UNSAID else "state {}, commitment {}, qualifier {}"
            raise _refuse(f"in [{name}] {said.format(*case)} falls into {into}", path)
    return ToneCoding(name, str(entry["zh"]), str(entry["en"]), classes)


def _read_class(coding: str, entry: object, path: Path) -> ToneClass:
    given = entry if isinstance(entry, dict) else {}
    where = f"class {given.get('key', '?')} of [{coding}]"
    if not _NEEDED <= given.keys() <= _NEEDED | {"score"}:
        raise _refuse(f"{where} must say key, zh, en and match, may say score", path)
    score = given.get("score")
    if score is not None and (isinstance(score, bool) or not isinstance(score, int | float)):
        raise _refuse(f"the score of {where} is no number", path)
    if not isinstance(given["match"], list):
        raise _refuse(f"match of {where} is no list", path)
    cases = {case for line in given["match"] for case in _read_cases(line, where, path)}
    return ToneClass(
        key=str(given["key"]),
        zh=str(given["zh"]),
        en=str(given["en"]),
        score=None if score is None else float(score),
        cases=frozenset(cases),
    )


def _read_cases(line: object, where: str, path: Path) -> Iterator[ToneCase]:
    """Yield the cases that one line of `match` holds."""
    if not isinstance(line, dict) or "state" not in line:
        raise _refuse(f"a line of match of {where} says no state", path)
    for kind, words in line.items():
        known = _KINDS.get(kind)
        if known is None:
            raise _refuse(f"match of {where} knows no {kind}", path)
        if not isinstance(words, list) or not words:
            raise _refuse(f"{kind} of {where} is no list of words", path)
        strangers = [str(word) for word in words if word not in known]
        if strangers:
            told = f"{', '.join(strangers)}; known are {', '.join(known)}"
            raise _refuse(f"{kind} of {where} knows no {told}", path)
    yield from (
        case
        for case in _all_cases()
        if all(case[place] in line.get(kind, known) for place, (kind, known) in enumerate(_SPACE))
    )


_SPACE = tuple(_KINDS.items())


def _all_cases() -> Iterator[ToneCase]:
    for state, commitment, qualifier in product(
        get_args(ToneState), get_args(Commitment), get_args(Qualifier)
    ):
        if state != UNSAID[0] or (state, commitment, qualifier) == UNSAID:
            yield state, commitment, qualifier


def _refuse(what: str, path: Path) -> StudyError:
    fix = "compare with the project's data/lexicon/tone.toml, whose comments say how it is read"
    return StudyError("E-LEX-09", what, where=str(path), fix=fix)
