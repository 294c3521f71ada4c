"""Targets of many towns for one indicator, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from math import isfinite
from statistics import median

from analysis.model import Claim, Kind, Plan, Relative, Stated, TargetRow
from analysis.stats.coverage import MIN_CONFIDENCE, PRECEDENCE, find_targets, tell_state


def line_up_targets(
    claims_by_plan: Mapping[str, Sequence[Claim]],
    plans: Sequence[Plan],
    indicator: str,
    kind: Kind = "growth_rate",
    *,
    unreadable: Collection[tuple[str, str]] = (),
    min_confidence: float = MIN_CONFIDENCE,
) -> tuple[TargetRow, ...]:
    """One row a plan: its target, the stretch tier beside it and last year's result.

    A target of the headline block goes before one of the body, the firm tier before 力争, then
    the first in the text; a relation counts for every kind. A stated amount in another base unit
    than most plans use, or without one, cannot stand beside the others: the row is
    ``unreadable``, as it is when the only reading waits for a person.

    Rows are sorted: stated ones by amount, highest first, ties by last year's result, highest
    first; then the other states in their order of precedence; then by plan id.

    Parameters
    ----------
    claims_by_plan
        Plan id -> its claims.
    plans
        The rows.
    indicator
        Key of the lexicon.
    kind
        What is compared; kinds are never mixed.
    unreadable
        (plan id, indicator) with a damaged number in the headline block.
    min_confidence
        Claims below it are never drawn.
    """
    of_plan = {
        plan.plan_id: [c for c in claims_by_plan.get(plan.plan_id, ()) if c.indicator == indicator]
        for plan in plans
    }
    targets = {
        plan_id: [
            c for c in find_targets(claims) if c.kind == kind or isinstance(c.amount, Relative)
        ]
        for plan_id, claims in of_plan.items()
    }
    unit = _common_unit(targets, min_confidence)
    rows = [
        _make_row(
            plan,
            targets[plan.plan_id],
            [c for c in of_plan[plan.plan_id] if c.kind == kind],
            unit=unit,
            damaged=(plan.plan_id, indicator) in unreadable,
            min_confidence=min_confidence,
        )
        for plan in plans
    ]
    return tuple(sorted(rows, key=_sort_key))


def choose_indicator(
    claims_by_plan: Mapping[str, Sequence[Claim]],
    kind: Kind,
    indicators: Sequence[str],
    *,
    min_confidence: float = MIN_CONFIDENCE,
) -> str | None:
    """Choose the indicator that most plans state a number of this kind for; None if none does.

    Ties go to the one that stands first in `indicators` (the lexicon's order); an indicator
    that is not listed there (``other``) is never chosen.
    """
    n_plans: Counter[str] = Counter()
    for claims in claims_by_plan.values():
        n_plans.update(
            {
                c.indicator
                for c in find_targets(claims)
                if c.kind == kind and _is_number(c, min_confidence)
            }
        )
    stated = [key for key in indicators if n_plans[key]]
    return max(stated, key=lambda key: n_plans[key]) if stated else None


def median_stated(rows: Sequence[TargetRow]) -> float | None:
    """Median of the stated targets in base units; a range counts with its middle.

    7%以上 and 7%左右 count as 7, so that the median is one of what is written and no forecast.
    Hidden, relative and missing targets have no part in it; None without a stated one.
    """
    values = [middle(row.target.amount) for row in rows if _is_drawn(row) and row.target]
    return median(values) if values else None


def middle(amount: object) -> float:
    """Return the middle of a stated amount in base units, its lower end where the upper is open.

    Raises
    ------
    TypeError
        The amount is hidden or relative: it has no value.
    """
    if not isinstance(amount, Stated):
        raise TypeError("only a stated amount has a value; hidden and relative ones have none")
    if not isfinite(amount.base_high):
        return amount.base_low
    return (amount.base_low + amount.base_high) / 2


def _make_row(
    plan: Plan,
    targets: Sequence[Claim],
    of_kind: Sequence[Claim],
    *,
    unit: str | None,
    damaged: bool,
    min_confidence: float,
) -> TargetRow:
    def fits(claim: Claim) -> bool:
        return not isinstance(claim.amount, Stated) or claim.amount.base_unit == unit

    usable = [c for c in targets if fits(c)]
    state = tell_state(
        usable, plan, damaged=damaged or len(usable) < len(targets), min_confidence=min_confidence
    )
    firm, stretch = _choose_tiers(usable, state, plan, min_confidence)
    achieved = [
        c
        for c in of_kind
        if c.status == "achieved"
        and c.scope == "whole_town"
        and _is_number(c, min_confidence)
        and fits(c)
    ]
    return TargetRow(
        plan_id=plan.plan_id,
        state=state,
        target=firm,
        stretch=stretch,
        achieved=min(achieved, key=_position, default=None),
    )


def _choose_tiers(
    targets: Sequence[Claim], state: str, plan: Plan, min_confidence: float
) -> tuple[Claim | None, Claim | None]:
    """Choose the target that gives the row its state, and the 力争 tier of its block beside it."""
    of_state = [
        c
        for c in targets
        if c.confidence >= min_confidence
        and tell_state([c], plan, min_confidence=min_confidence) == state
    ]
    if not of_state:
        return None, None
    first = min(of_state, key=lambda c: (not c.headline, c.commitment == "strive", _position(c)))
    if state != "stated" or first.commitment == "strive":
        return first, None
    beside = [
        c
        for c in of_state
        if c.commitment == "strive"
        and c.headline == first.headline
        and middle(c.amount) != middle(first.amount)
    ]
    nearest = min(beside, key=lambda c: abs(c.evidence.start - first.evidence.start), default=None)
    return first, nearest


def _common_unit(targets: Mapping[str, Sequence[Claim]], min_confidence: float) -> str | None:
    """Find the base unit of most plans' stated amounts, the first by name among equals.

    None where most amounts have no unit, as ratios of incomes do.
    """
    n_plans: Counter[str | None] = Counter()
    for claims in targets.values():
        n_plans.update(
            {
                c.amount.base_unit
                for c in claims
                if isinstance(c.amount, Stated) and c.confidence >= min_confidence
            }
        )
    return min(n_plans, key=lambda unit: (-n_plans[unit], unit or ""), default=None)


def _is_number(claim: Claim, min_confidence: float) -> bool:
    return isinstance(claim.amount, Stated) and claim.confidence >= min_confidence


def _is_drawn(row: TargetRow) -> bool:
    return row.state == "stated" and row.target is not None


def _position(claim: Claim) -> tuple[int, int]:
    return claim.evidence.start, claim.evidence.value_start or 0


def _sort_key(row: TargetRow) -> tuple[int, float, float, str]:
    value = middle(row.target.amount) if _is_drawn(row) and row.target else 0.0
    achieved = middle(row.achieved.amount) if row.achieved else float("-inf")
    if row.state != "stated":
        achieved = 0.0
    return PRECEDENCE.index(row.state), -value, -achieved, row.plan_id
