"""What became of every indicator in every plan: one of seven states."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from analysis.model import CellState, Claim, CoverageCell, Masked, Plan, Relative, Stated

PRECEDENCE: tuple[CellState, ...] = (
    "stated",
    "relative",
    "masked",
    "unreadable",
    "truncated",
    "not_stated",
    "no_text",
)
MIN_CONFIDENCE = 0.8
"""Readings below it wait for a person and are no values yet."""

_STATE_OF_AMOUNT: Mapping[type, CellState] = {
    Stated: "stated",
    Relative: "relative",
    Masked: "masked",
}


def measure_coverage(
    claims_by_plan: Mapping[str, Sequence[Claim]],
    plans: Sequence[Plan],
    indicators: Sequence[str],
    *,
    without_text: Sequence[str] = (),
    unreadable: Collection[tuple[str, str]] = (),
    min_confidence: float = MIN_CONFIDENCE,
) -> tuple[CoverageCell, ...]:
    """One cell a plan and indicator, plans in their order, whatever the kind of the target.

    Only targets of the whole town count.

    Parameters
    ----------
    claims_by_plan
        Plan id -> its claims; a plan may be absent.
    plans
        The rows.
    indicators
        The columns, in the lexicon's order.
    without_text
        Ids of the sampling frame's towns that have no plan; rows behind the others.
    unreadable
        (plan id, indicator) whose name stands in the headline block beside a damaged number.
    min_confidence
        A claim below it makes a cell unreadable, never stated.
    """
    cells = []
    for plan in plans:
        claims: dict[str, list[Claim]] = {}
        for claim in claims_by_plan.get(plan.plan_id, ()):
            claims.setdefault(claim.indicator, []).append(claim)
        for indicator in indicators:
            state = tell_state(
                find_targets(claims.get(indicator, ())),
                plan,
                damaged=(plan.plan_id, indicator) in unreadable,
                min_confidence=min_confidence,
            )
            cells.append(CoverageCell(plan.plan_id, indicator, state))
    cells += [CoverageCell(town, key, "no_text") for town in without_text for key in indicators]
    return tuple(cells)


def find_targets(claims: Iterable[Claim]) -> list[Claim]:
    """Targets of the whole town, as they stand."""
    return [c for c in claims if c.status == "target" and c.scope == "whole_town"]


def tell_state(
    targets: Sequence[Claim],
    plan: Plan,
    *,
    damaged: bool = False,
    min_confidence: float = MIN_CONFIDENCE,
) -> CellState:
    """Tell the first state, by precedence, that holds for a plan's targets of one thing."""
    held: set[CellState] = {
        _STATE_OF_AMOUNT[type(c.amount)] if c.confidence >= min_confidence else "unreadable"
        for c in targets
    }
    if damaged:
        held.add("unreadable")
    held.add("truncated" if plan.truncated else "not_stated")
    return next(state for state in PRECEDENCE if state in held)
