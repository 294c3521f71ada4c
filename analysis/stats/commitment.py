"""How firmly plans promise: the tone of each target, its counts, means and ranks of towns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from scipy.stats import rankdata

from analysis.corpus.tone import UNSAID, ToneCase, ToneClass, ToneCoding, ToneState
from analysis.model import Claim, Masked, Plan, Relative
from analysis.stats.coverage import MIN_CONFIDENCE, find_targets, tell_state

Over = Literal["headline", "whole_town"]
_ZERO = "zero"
_FEWEST_RANKED = 3
"""Two towns always rank alike or opposite."""


@dataclass(frozen=True, slots=True)
class ToneCount:
    """How many targets of one plan fall into one class of a coding."""

    plan_id: str
    coding: str
    tone: ToneClass
    n: int
    per_10k_chars: float | None
    """Per 10,000 characters of plan sentences; None for what is not said, and without any."""


@dataclass(frozen=True, slots=True)
class ToneScore:
    """One plan's mean score in one coding, and of how many targets it is the mean."""

    plan_id: str
    coding: str
    over: Over
    n: int
    """Targets whose class has a score."""
    mean: float | None
    """None when there is none."""


@dataclass(frozen=True, slots=True)
class ToneAgreement:
    """Whether two codings rank the towns alike."""

    first: str
    second: str
    over: Over
    n: int
    """Towns with a mean in both."""
    rho: float | None
    """Spearman's rank correlation of the means; None below three towns or without variance."""


def tell_tone(claim: Claim, coding: ToneCoding) -> ToneClass:
    """Return the class of a claim; a hidden or relative number falls by its state."""
    return coding.by_case[_tell_case(claim)]


def count_tones(
    claims_by_plan: Mapping[str, Sequence[Claim]],
    plans: Sequence[Plan],
    chars_plan: Mapping[str, int],
    codings: Sequence[ToneCoding],
    core: Collection[str],
    *,
    min_confidence: float = MIN_CONFIDENCE,
) -> tuple[ToneCount, ...]:
    """Count the targets of the whole town, one row a plan, coding and class.

    Parameters
    ----------
    claims_by_plan
        Plan id -> its claims.
    plans
        The rows.
    chars_plan
        Plan id -> characters of its plan sentences, blanks apart.
    codings
        As the lexicon orders them.
    core
        Indicators of which silence counts as a class: those whose state is ``not_stated``.
    min_confidence
        Readings below it wait for a person and are not counted.
    """
    rows: list[ToneCount] = []
    for plan in plans:
        targets = find_targets(claims_by_plan.get(plan.plan_id, ()))
        cases = Counter(_tell_case(c) for c in targets if c.confidence >= min_confidence)
        cases[UNSAID] = sum(
            tell_state([c for c in targets if c.indicator == key], plan) == "not_stated"
            for key in core
        )
        chars = chars_plan[plan.plan_id]
        for coding in codings:
            for tone in coding.classes:
                n = sum(cases[case] for case in tone.cases)
                said = chars > 0 and UNSAID not in tone.cases
                density = 10_000 * n / chars if said else None
                rows.append(ToneCount(plan.plan_id, coding.key, tone, n, density))
    return tuple(rows)


def score_tones(
    claims_by_plan: Mapping[str, Sequence[Claim]],
    plan_ids: Sequence[str],
    codings: Sequence[ToneCoding],
    *,
    min_confidence: float = MIN_CONFIDENCE,
) -> tuple[ToneScore, ...]:
    """Average the scores of each plan's targets, in the headline block and in the whole plan.

    Targets whose class has no score (hidden numbers, by the bundled codings) have no part in it.
    """
    rows: list[ToneScore] = []
    for plan_id in plan_ids:
        targets = [
            c
            for c in find_targets(claims_by_plan.get(plan_id, ()))
            if c.confidence >= min_confidence
        ]
        for coding in codings:
            for over, held in _scopes(targets):
                scores = [s for c in held if (s := tell_tone(c, coding).score) is not None]
                mean = sum(scores) / len(scores) if scores else None
                rows.append(ToneScore(plan_id, coding.key, over, len(scores), mean))
    return tuple(rows)


def compare_codings(
    scores: Sequence[ToneScore], codings: Sequence[ToneCoding]
) -> tuple[ToneAgreement, ...]:
    """Correlate the ranks that each two codings give the plans, ties sharing their mean rank."""
    means = {(s.coding, s.over, s.plan_id): s.mean for s in scores if s.mean is not None}
    plan_ids = list(dict.fromkeys(s.plan_id for s in scores))
    overs: tuple[Over, ...] = ("headline", "whole_town")
    found: list[ToneAgreement] = []
    for first, second in combinations([coding.key for coding in codings], 2):
        for over in overs:
            both = [
                (means[first, over, p], means[second, over, p])
                for p in plan_ids
                if (first, over, p) in means and (second, over, p) in means
            ]
            found.append(ToneAgreement(first, second, over, len(both), _correlate_ranks(both)))
    return tuple(found)


def _tell_case(claim: Claim) -> ToneCase:
    if isinstance(claim.amount, Masked):
        return "masked", claim.commitment, claim.amount.qualifier
    if isinstance(claim.amount, Relative):
        margin = claim.amount.margin
        state: ToneState = "zero" if claim.amount.relation == _ZERO else "relative"
        return state, claim.commitment, margin.qualifier if margin else "exact"
    return "stated", claim.commitment, claim.amount.qualifier


def _scopes(targets: Sequence[Claim]) -> Iterator[tuple[Over, list[Claim]]]:
    yield "headline", [c for c in targets if c.headline]
    yield "whole_town", list(targets)


def _correlate_ranks(pairs: Sequence[tuple[float, float]]) -> float | None:
    if len(pairs) < _FEWEST_RANKED:
        return None
    ranks = [rankdata(np.round(values, 9)) for values in zip(*pairs, strict=True)]
    if any(np.ptp(held) == 0 for held in ranks):
        return None
    return float(np.corrcoef(*ranks)[0, 1])
