"""Last year's target, last year's result, this year's target (目标—完成—再目标)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from analysis.corpus.lexicon import Indicator
from analysis.model import Attainment, Claim, Kind, OpenReason, Outcome, Plan, Stated
from analysis.stats.comparing import (
    bounds,
    choose_target,
    drop_parts_of_year,
    is_number,
    position,
    rank_claim,
    tell_difference,
    tell_family,
)
from analysis.stats.coverage import find_targets
from analysis.stats.judging import judge

_FEWEST = 2
"""Of the three figures, for a row."""
_UNFIT_TARGET: tuple[OpenReason | None, ...] = (
    None, "target_relative", "target_masked", "target_doubtful",
)  # fmt: skip
_UNFIT_RESULT: tuple[OpenReason | None, ...] = (
    None, "result_relative", "result_masked", "result_doubtful",
)  # fmt: skip
_UNPROMISED: tuple[OpenReason, ...] = ("no_earlier_plan", "no_target")


class _Three(NamedTuple):
    """What is said of one thing: by the earlier plan, as a result, as the next target."""

    promised: Sequence[Claim]
    results: Sequence[Claim]
    targets: Sequence[Claim]


def measure_attainment(
    claims_by_plan: Mapping[str, Sequence[Claim]],
    plans: Sequence[Plan],
    indicators: Mapping[str, Indicator],
    *,
    texts: Mapping[str, str] | None = None,
    partial: Sequence[str] = (),
) -> tuple[Attainment, ...]:
    """One row a plan, core indicator and kind with at least two of the three figures.

    Parameters
    ----------
    claims_by_plan
        Plan id -> its claims.
    plans
        The rows; the earlier plan is the one of the same town and county, a year before.
    indicators
        The lexicon's; only core ones have rows, in the lexicon's order.
    texts, partial
        Received texts by document id, and the words of half years and yearly averages: a result
        behind one of them is no result of a year.
    """
    targets = {p.plan_id: find_targets(claims_by_plan.get(p.plan_id, ())) for p in plans}
    rows: list[Attainment] = []
    for plan in plans:
        earlier = find_earlier(plan, plans)
        before = targets[earlier[0].plan_id] if len(earlier) == 1 else []
        claims = claims_by_plan.get(plan.plan_id, ())
        results = drop_parts_of_year(find_results(claims), texts or {}, partial)
        for key, indicator in indicators.items():
            if indicator.core:
                said = _Three(
                    _prefer_headline([c for c in before if c.indicator == key]),
                    [c for c in results if c.indicator == key],
                    [c for c in targets[plan.plan_id] if c.indicator == key],
                )
                rows += _line_up(plan, earlier, indicator, said)
    return tuple(rows)


def find_earlier(plan: Plan, plans: Sequence[Plan]) -> list[Plan]:
    """Find the plans of the same town and county for the year before.

    A plan whose county is not known is of the one county that has a town of this name.
    """
    if plan.stated_year is None:
        return []
    namesakes = [p for p in plans if p.town == plan.town]
    counties = {p.county for p in namesakes if p.county is not None}
    one_county = len(counties) <= 1
    return [
        p
        for p in namesakes
        if p.stated_year == plan.stated_year - 1 and (one_county or p.county == plan.county)
    ]


def find_results(claims: Sequence[Claim]) -> list[Claim]:
    """Find what the whole town reports of the last year."""
    return [c for c in claims if c.status == "achieved" and c.scope == "whole_town"]


def keep_comparable(row: Attainment, indicator: Indicator) -> Attainment:
    """Take away what cannot share an axis: all but certain numbers of one measure.

    The measure is last year's target's, without one this year's.
    """
    held = [c for c in (row.promised, row.target, row.achieved) if c is not None and is_number(c)]

    def fit(claim: Claim | None) -> Claim | None:
        if claim is None or not is_number(claim):
            return None
        return None if tell_difference(held[0], claim, indicator) else claim

    return replace(
        row,
        promised=fit(row.promised),
        promised_stretch=fit(row.promised_stretch),
        achieved=fit(row.achieved),
        target=fit(row.target),
        stretch=fit(row.stretch),
    )


def _prefer_headline(targets: Sequence[Claim]) -> list[Claim]:
    """Of what a plan promises for one indicator, the headline block is its word, if it speaks."""
    return [c for c in targets if c.headline] or list(targets)


def _line_up(
    plan: Plan, earlier: Sequence[Plan], indicator: Indicator, said: _Three
) -> Iterator[Attainment]:
    for kind, of_kind in _sort_by_kind(said, indicator):
        promised, promised_stretch = choose_target(of_kind.promised)
        target, stretch = choose_target(of_kind.targets)
        outcome, reason = _tell_outcome(promised, of_kind.results, indicator)
        if promised is None:
            reason = "several_earlier_plans" if len(earlier) > 1 else _UNPROMISED[len(earlier)]
        if (promised is None and said.promised) or (reason == "no_result" and said.results):
            reason = "other_kind"
        achieved = _choose_result(promised, target, of_kind.results, indicator)
        yield Attainment(
            plan_id=plan.plan_id,
            earlier_id=earlier[0].plan_id if len(earlier) == 1 else None,
            indicator=indicator.key,
            kind=kind,
            promised=promised,
            promised_stretch=promised_stretch,
            achieved=achieved,
            target=target,
            stretch=stretch,
            outcome=outcome,
            reason=reason,
            stretch_outcome=_tell_outcome(promised_stretch, of_kind.results, indicator)[0]
            if promised_stretch
            else None,
            shortfall=None if outcome == "open" else _tell_shortfall(promised, achieved, indicator),
            is_carried_over=_is_carried_over(promised, target, indicator),
        )


def _sort_by_kind(said: _Three, indicator: Indicator) -> Iterator[tuple[Kind, _Three]]:
    """Yield what is said of each kind, if two of the three speak.

    A relation stands for growth where growth is told, else for every kind told.
    """
    families: list[dict[Kind, list[Claim]]] = []
    for claims in said:
        sorted_claims: defaultdict[Kind, list[Claim]] = defaultdict(list)
        for claim in claims:
            sorted_claims[tell_family(claim, indicator)].append(claim)
        families.append(dict(sorted_claims))
    told = sorted(set().union(*families) - {"relative"})
    for kind in told:
        tied = kind == "growth_rate" or "growth_rate" not in told
        of_kind = [f.get(kind, []) + (f.get("relative", []) if tied else []) for f in families]
        if sum(map(bool, of_kind)) >= _FEWEST:
            yield kind, _Three(*of_kind)


def _tell_outcome(
    promised: Claim | None, results: Sequence[Claim], indicator: Indicator
) -> tuple[Outcome, OpenReason | None]:
    """Judge by all results that fit; when they tell unlike stories, it stays open."""
    if promised is None:
        return "open", "no_target"
    if not is_number(promised):
        return "open", _UNFIT_TARGET[rank_claim(promised)]
    fitting = [c for c in results if tell_difference(promised, c, indicator) is None]
    if not fitting:
        first = min(results, key=_by_use, default=None)
        return "open", tell_difference(promised, first, indicator) if first else "no_result"
    numbers = [c for c in fitting if is_number(c)]
    if not numbers:
        return "open", _UNFIT_RESULT[min(map(rank_claim, fitting))]
    found = {judge(promised, c, indicator)[0] for c in numbers}
    if len(found) > 1:
        return "open", "several_results"
    (outcome,) = found
    return outcome, "result_bound" if outcome == "open" else None


def _choose_result(
    promised: Claim | None, target: Claim | None, results: Sequence[Claim], indicator: Indicator
) -> Claim | None:
    """Choose the result that fits the promise, else the next target; numbers first, then place."""
    anchor = promised if is_number(promised) else target or promised
    fitting = [c for c in results if anchor and tell_difference(anchor, c, indicator) is None]
    return min(fitting or results, key=_by_use, default=None)


def _by_use(claim: Claim) -> tuple[int, tuple[int, int]]:
    return rank_claim(claim), position(claim)


def _tell_shortfall(
    promised: Claim | None, achieved: Claim | None, indicator: Indicator
) -> float | None:
    if promised is None or achieved is None:
        return None
    best, worst = judge(promised, achieved, indicator)[1]
    return round(worst, 10) if best == worst else None


def _is_carried_over(promised: Claim | None, target: Claim | None, indicator: Indicator) -> bool:
    if promised is None or target is None or not (is_number(promised) and is_number(target)):
        return False
    a, b = promised.amount, target.amount
    if not isinstance(a, Stated) or not isinstance(b, Stated) or a.qualifier != b.qualifier:
        return False
    return bounds(promised) == bounds(target) and not tell_difference(promised, target, indicator)
