"""Figures that the program found against figures that people marked, one to one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from analysis.model import Kind, Status
from analysis.stats.validity import Found, measure_calibration

BINS = (0.98, 0.93, 0.8, 0.7, 0.0)
"""Lower ends of the bins of stated confidence; the first holds claims without a doubt."""
_LIKENESS = 0.5
"""Share of letter pairs that two wordings of an unlisted indicator have in common."""
_CLOSE = 1e-6
_LIKE_KINDS = frozenset({"ratio", "cap"})
_LIKE_AMOUNTS = frozenset({"count", "level"})
_LIKE_RELATIONS: Mapping[str, str] = MappingProxyType(
    {
        "steady_growth": "increase", "positive_growth": "increase", "rank_up": "increase",
        "higher_than": "faster_than", "not_lower_than": "not_below", "reach": "not_below",
        "not_higher_than": "not_above", "rank_front": "rank_top",
    }
)  # fmt: skip
"""Relations that annotators do not tell apart reliably."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure as it is scored: base units, received offsets."""

    status: Status
    kind: Kind
    indicator: str
    wording: str
    masked: bool
    low: float | None
    high: float | None
    unit: str | None
    relation: str | None
    headline: bool
    span: tuple[int, int]
    value_span: tuple[int, int] | None
    confidence: float = 1.0
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """One found target, and whether people marked the same; one that they left open is none."""

    confidence: float
    headline: bool
    right: bool


@dataclass(frozen=True, slots=True)
class TextScore:
    """One text's targets: the judged ones, and those nobody found."""

    judged: tuple[Judged, ...]
    right_headline: int
    """Right ones of those that people marked in the headline block."""
    missed: int
    missed_headline: int


def same_value(found: Mark, gold: Mark) -> bool:
    """Tell whether both hold one number: spans overlap, value, unit and mask equal.

    Signs do not decide; an open end equals any. A relation has no number: its words overlap.
    """
    if "relative" in (found.kind, gold.kind):
        return found.kind == gold.kind and _overlap(found.span, gold.span)
    if not _overlap(found.value_span, gold.value_span) or found.masked != gold.masked:
        return False
    if found.unit != gold.unit:
        return False
    if gold.masked:
        return True
    low, high = _is_close(found.low, gold.low), _is_close(found.high, gold.high)
    return (low and (high or None in (found.high, gold.high))) or (
        high and None in (found.low, gold.low)
    )


def same_claim(found: Mark, gold: Mark) -> bool:
    """Tell whether both hold one number of one kind for one indicator.

    Ratio and cap count as one kind; outside the headline block count and level do, and there
    likeness of the words stands in for an indicator that is listed for one of them only.
    """
    if not same_value(found, gold) or not _same_indicator(found, gold):
        return False
    if gold.kind == "relative":
        first, second = ((mark.relation or "").split(":")[0] for mark in (found, gold))
        return _LIKE_RELATIONS.get(first, first) == _LIKE_RELATIONS.get(second, second)
    kinds = {found.kind, gold.kind}
    return len(kinds) == 1 or kinds == _LIKE_KINDS or (not gold.headline and kinds == _LIKE_AMOUNTS)


def score_text(found: Sequence[Mark], gold: Sequence[Mark]) -> TextScore:
    """Pair the targets of one text with the marked ones, as many as can be.

    Found targets that only optional or multi-year figures answer are neither right nor wrong.
    """
    targets = [mark for mark in found if mark.status == "target"]
    wanted = [mark for mark in gold if mark.status == "target" and not mark.optional]
    spare = [mark for mark in gold if mark.optional or mark.status == "multi_year"]
    pairs = _pair(targets, wanted, same_claim)
    rest = [mark for i, mark in enumerate(targets) if i not in pairs]
    excused = _pair(rest, spare, same_value)
    wrong = [mark for i, mark in enumerate(rest) if i not in excused]
    hit = set(pairs.values())
    missed = [mark for j, mark in enumerate(wanted) if j not in hit]
    right = [Judged(targets[i].confidence, targets[i].headline, True) for i in sorted(pairs)]
    return TextScore(
        (*right, *(Judged(mark.confidence, mark.headline, False) for mark in wrong)),
        right_headline=sum(wanted[j].headline for j in hit),
        missed=len(missed),
        missed_headline=sum(mark.headline for mark in missed),
    )


def add_up(scores: Iterable[TextScore]) -> tuple[Found, Found]:
    """Return hits, false and missed targets over texts: all, and those of headline blocks."""
    held = list(scores)
    wrong = [mark for score in held for mark in score.judged if not mark.right]
    hits = sum(mark.right for score in held for mark in score.judged)
    missed = sum(score.missed for score in held)
    headline = Found(
        "headline",
        sum(score.right_headline for score in held),
        sum(mark.headline for mark in wrong),
        sum(score.missed_headline for score in held),
    )
    return Found("all", hits, len(wrong), missed), headline


def bin_confidence(scores: Iterable[TextScore]) -> tuple[tuple[float, int, int], ...]:
    """Count judged targets at each bin of stated confidence: (lower end, right ones, all)."""
    judged = [(mark.confidence, mark.right) for score in scores for mark in score.judged]
    totals = {least: [0, 0] for least in BINS}
    for confidence, right, n in measure_calibration(judged):
        held = totals[next(least for least in BINS if confidence >= least)]
        held[0] += right
        held[1] += n
    return tuple((least, right, n) for least, (right, n) in totals.items())


def _same_indicator(found: Mark, gold: Mark) -> bool:
    if found.indicator == gold.indicator != "other":
        return True
    if gold.headline and (found.indicator, gold.indicator) != ("other", "other"):
        return False
    first, second = _letter_pairs(found.wording), _letter_pairs(gold.wording)
    common, fewer = len(first & second), min(len(first), len(second))
    return fewer > 0 and common / fewer >= _LIKENESS


def _letter_pairs(wording: str) -> set[str]:
    letters = "".join(c for c in wording if c.isalnum())
    return {letters[i : i + 2] for i in range(len(letters) - 1)}


def _pair(
    found: Sequence[Mark], gold: Sequence[Mark], same: Callable[[Mark, Mark], bool]
) -> dict[int, int]:
    """Return a largest one-to-one pairing, index in `found` -> index in `gold`."""
    if not found or not gold:
        return {}
    edges = np.array([[same(mark, other) for other in gold] for mark in found])
    match = maximum_bipartite_matching(csr_matrix(edges), perm_type="column")
    return {i: int(j) for i, j in enumerate(match) if j >= 0}


def _overlap(first: tuple[int, int] | None, second: tuple[int, int] | None) -> bool:
    return (
        first is not None and second is not None and first[0] < second[1] and second[0] < first[1]
    )


def _is_close(first: float | None, second: float | None) -> bool:
    if first is None or second is None:
        return first is second
    return abs(abs(first) - abs(second)) < _CLOSE * max(1.0, abs(second))
