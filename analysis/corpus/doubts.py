"""doubts.toml: what each doubt takes off the confidence of a claim, and what raises it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import StudyError

_WEIGHTS = frozenset({
    "repaired", "assumed", "slipped", "unlisted", "loose", "by_wording", "impossible", "no_unit",
    "behind", "behind_listed", "short_tie", "of_list", "condition", "superior", "result_words",
    "folded",
    "result_near", "other_value", "no_results", "odd_block", "number_behind",
    "unlisted_in_block", "unlisted_assumed", "unlisted_left_out", "unlisted_done",
})  # fmt: skip
_BOUNDS = frozenset({"start", "unlisted_most", "near", "odd_share", "many_targets", "few_results"})
_PATTERNS = frozenset({"result", "superior", "condition", "folded"})


@dataclass(frozen=True, slots=True)
class DoubtRules:
    """How doubts are weighed: nothing here makes or drops a claim."""

    weights: Mapping[str, float]
    """Doubt -> what it takes off."""
    bounds: Mapping[str, float]
    patterns: Mapping[str, re.Pattern[str]]
    """What must stand in or beside a claim for the doubt of that name."""


def make_doubts(table: Mapping[str, Any], path: Path) -> DoubtRules:
    """Check the table.

    Raises
    ------
    StudyError
        A list or number is missing, or a weight is none.
    """
    parts = {name: table.get(name, {}) for name in ("weights", "bounds", "patterns")}
    wanted = {"weights": _WEIGHTS, "bounds": _BOUNDS, "patterns": _PATTERNS}
    missing = sorted(f"[{n}] {key}" for n, keys in wanted.items() for key in keys - set(parts[n]))
    if missing:
        raise StudyError(
            "E-LEX-06",
            f"missing: {', '.join(missing)}",
            where=str(path),
            fix="copy these from the project's data/lexicon",
        )
    numbers = {**parts["weights"], **parts["bounds"]}
    wrong = sorted(k for k, v in numbers.items() if type(v) not in (int, float) or v < 0)
    wrong += sorted(k for k, v in parts["weights"].items() if k not in wrong and v > 1)
    if wrong:
        raise StudyError(
            "E-LEX-06",
            f"no weight: {', '.join(wrong)}",
            where=str(path),
            fix="write a number from 0 to 1 (a bound: 0 or more)",
        )
    try:
        patterns = {name: re.compile(pattern) for name, pattern in parts["patterns"].items()}
    except re.error as error:
        raise StudyError(
            "E-LEX-06",
            f"no regular expression in [patterns]: {error}",
            where=str(path),
            fix="mend the line it names",
        ) from None
    return DoubtRules(
        weights={k: float(v) for k, v in parts["weights"].items()},
        bounds={k: float(v) for k, v in parts["bounds"].items()},
        patterns=patterns,
    )
