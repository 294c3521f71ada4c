"""A town's target beside its superior's (层层加码): who asks more of whom, by how much."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from math import isfinite

from analysis.corpus.lexicon import Indicator
from analysis.model import Claim, Escalation, GapReason, Kind, NoSuperior, Plan
from analysis.stats.comparing import (
    Bounds,
    bounds,
    choose_target,
    position,
    rank_claim,
    tell_difference,
    tell_family,
)
from analysis.stats.coverage import find_targets
from analysis.stats.judging import wants_less

_RATES: tuple[Kind, ...] = ("growth_rate", "cap", "ratio")
"""Kinds that mean the same for a county and its towns, in the order they are looked for."""
_UNFIT_SUPERIOR: tuple[GapReason, ...] = (
    "not_comparable", "superior_relative", "superior_masked", "superior_doubtful",
)  # fmt: skip
_UNFIT_TOWN: tuple[GapReason, ...] = (
    "not_comparable", "town_relative", "town_masked", "town_doubtful",
)  # fmt: skip


def measure_escalation(
    claims_by_plan: Mapping[str, Sequence[Claim]],
    plans: Sequence[Plan],
    indicators: Mapping[str, Indicator],
    superiors: Mapping[str, tuple[str | None, NoSuperior | None]],
    *,
    papers: Collection[str],
    per_head: Collection[str] = (),
) -> tuple[Escalation, ...]:
    """One row a plan and core indicator that a superior's paper of the study has a target for.

    Amounts and counts are never compared, those per head apart: a county's is the sum of its
    towns'. Numbers are compared as written; 以上 and 左右 do not move them.

    Parameters
    ----------
    claims_by_plan
        Id -> claims, of the plans and of the superiors' papers.
    plans
        The rows.
    indicators
        The lexicon's; rows are in its order.
    superiors
        Plan id -> its superior's paper of the same year, as the register names it, or the reason
        why there is none. Nothing else makes a paper a superior's.
    papers
        Ids of the superiors' papers.
    per_head
        Indicators whose amounts are per head.
    """
    said = {key: find_targets(claims_by_plan.get(key, ())) for key in papers}
    spoken = {c.indicator for claims in said.values() for c in claims}
    rows = []
    for plan in plans:
        paper, missing = superiors.get(plan.plan_id, (None, "no_superior"))
        for key, indicator in indicators.items():
            if not indicator.core or key not in spoken:
                continue
            row = _compare(
                [c for c in said.get(paper or "", ()) if c.indicator == key],
                [c for c in claims_by_plan.get(plan.plan_id, ()) if c.indicator == key],
                indicator,
                is_per_head=key in per_head,
            )
            row = replace(row, plan_id=plan.plan_id, superior_id=paper)
            rows.append(replace(row, reason=missing) if missing else row)
    return tuple(rows)


def measure_gap(superior: Claim, target: Claim, indicator: Indicator) -> Escalation:
    """Hold one stated target against another: the gap in base units, and who asks more.

    A lower cap and a larger decrease ask more. Two ranges that overlap leave the question open.
    """
    low, high = _closed(target)
    above_low, above_high = _closed(superior)
    gap = round(low - above_high, 10), round(high - above_low, 10)
    falls = superior.relation == "decrease" or above_high < 0
    more, less = gap[0] > 0, gap[1] < 0
    if wants_less(superior, indicator) or falls:
        more, less = less, more
    row = Escalation("", None, indicator.key, tell_family(superior, indicator), superior, target,
                     None, gap, "open", None)  # fmt: skip
    if more or less or gap == (0, 0):
        return replace(row, direction="above" if more else "below" if less else "equal")
    return replace(row, gap=None, reason="ranges_overlap")


def _compare(
    asked: Sequence[Claim], told: Sequence[Claim], indicator: Indicator, *, is_per_head: bool
) -> Escalation:
    """Compare what a superior asks with what a town tells of one indicator."""
    kinds = (*_RATES, "level") if is_per_head else _RATES
    of_kinds = [[c for c in asked if tell_family(c, indicator) == kind] for kind in kinds]
    superior = choose_target(next(filter(None, of_kinds), asked))[0]
    kind = tell_family(superior, indicator) if superior else "relative"
    own = find_targets(told)
    fitting = [c for c in own if tell_family(c, indicator) in (kind, "relative")]
    target = choose_target(fitting)[0] or choose_target(own)[0]
    recited = [
        c
        for c in told
        if c.scope == "other_level" and tell_family(c, indicator) in (kind, "relative")
    ]
    row = Escalation(
        plan_id="",
        superior_id=None,
        indicator=indicator.key,
        kind=kind,
        superior=superior,
        target=target,
        recited=min(recited, key=position, default=None),
        gap=None,
        direction="open",
        reason=None,
    )
    reason = _find_reason(row, kinds, indicator)
    if reason is not None or superior is None or target is None:
        return replace(row, reason=reason)
    found = measure_gap(superior, target, indicator)
    return replace(row, gap=found.gap, direction=found.direction, reason=found.reason)


def _find_reason(row: Escalation, kinds: Sequence[Kind], indicator: Indicator) -> GapReason | None:
    """Say why two targets cannot be compared; None where they can."""
    if row.superior is None:
        return "superior_silent"
    if rank_claim(row.superior):
        return _UNFIT_SUPERIOR[rank_claim(row.superior)]
    if row.target is None:
        return "town_silent" if row.kind in kinds else "not_comparable"
    unlike = tell_difference(row.superior, row.target, indicator) is not None
    if row.kind not in kinds or (unlike and row.target.kind != "relative"):
        return "not_comparable"
    return _UNFIT_TOWN[rank_claim(row.target)] if rank_claim(row.target) else None


def _closed(claim: Claim) -> Bounds:
    """Both ends of a stated number; one that is open counts as the other (两位数 as 10)."""
    low, high = bounds(claim)
    return (low if isfinite(low) else high), (high if isfinite(high) else low)
