"""Levels and growth rates that do not fit together, beyond what rounding explains.

A level divided by one plus its growth is the level a year before. Where a plan states that one too
(this year's target against last year's result), or the plan before did (last year's result against
the one before), both must agree within half a unit of the last digits written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import inf, isfinite
from typing import Literal

from analysis.corpus.lexicon import Indicator
from analysis.model import Claim, Conflict, Plan, Stated
from analysis.stats.attainment import find_earlier, find_results
from analysis.stats.comparing import (
    Bounds,
    drop_parts_of_year,
    is_number,
    position,
    spread,
    tell_difference,
)
from analysis.stats.coverage import find_targets


def find_conflicts(
    claims_by_plan: Mapping[str, Sequence[Claim]],
    plans: Sequence[Plan],
    indicators: Mapping[str, Indicator],
    *,
    other_prices: Collection[str] = (),
    texts: Mapping[str, str] | None = None,
    partial: Sequence[str] = (),
) -> tuple[Conflict, ...]:
    """Find levels and growth rates of core indicators that another level contradicts.

    Where a plan states several levels that may be meant, one that agrees is enough.

    Parameters
    ----------
    other_prices
        Indicators whose growth is told in constant and whose level in current prices.
    texts, partial
        As in `measure_attainment`.
    """
    results = {
        p.plan_id: drop_parts_of_year(
            find_results(claims_by_plan.get(p.plan_id, ())), texts or {}, partial
        )
        for p in plans
    }
    found = []
    for plan in plans:
        own = results[plan.plan_id]
        earlier = find_earlier(plan, plans)
        before = results[earlier[0].plan_id] if len(earlier) == 1 else []
        targets = find_targets(claims_by_plan.get(plan.plan_id, ()))
        shared = _find_shared(claims_by_plan.get(plan.plan_id, ()))
        for key, indicator in indicators.items():
            if indicator.core:
                tried: tuple[tuple[_Check, Sequence[Claim], Sequence[Claim]], ...] = (
                    ("target", targets, own),
                    ("achieved", own, before),
                )
                for check, claims, bases in tried:
                    found += [
                        Conflict(plan.plan_id, key, check, *four, key in other_prices)
                        for four in _contradict(
                            [c for c in claims if c.indicator == key and c not in shared],
                            [c for c in bases if c.indicator == key],
                            indicator,
                        )
                    ]
    return tuple(found)


_Check = Literal["target", "achieved"]


def _find_shared(claims: Sequence[Claim]) -> list[Claim]:
    """Find growth rates told of several indicators at once: each has them only roughly."""
    places = Counter((c.evidence.value_start, c.status) for c in claims if c.kind == "growth_rate")
    return [
        c
        for c in claims
        if c.kind == "growth_rate" and places[c.evidence.value_start, c.status] > 1
    ]


def imply_base(level: Claim, growth: Claim) -> Bounds | None:
    """Return the least and greatest level a year before; None where nothing follows.

    左右 has no known width and implies nothing, as does a growth of -100 % or less.
    """
    if "about" in (_qualifier(level), _qualifier(growth)):
        return None
    low, high = spread(level, rounded=True)
    slow, fast = (1 + rate / 100 for rate in spread(growth, rounded=True))
    if low < 0 or slow <= 0:
        low, slow = max(low, 0.0), max(slow, 0.0)
    least = low / fast if isfinite(fast) else 0.0
    most = high / slow if slow > 0 else inf
    return (least, most) if fast > 0 else None


def pair_growth(claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Yield each stated level with its growth: of one clause, or the only two of their status.

    Increments and 力争 tiers are no such levels.
    """
    usable = [c for c in claims if is_number(c) and c.commitment != "strive"]
    levels = [c for c in usable if c.kind == "level" and c.relation is None]
    rates = [c for c in usable if c.kind == "growth_rate" and _unit(c) == "%"]
    for level in levels:
        joined = [r for r in rates if r.evidence.start == level.evidence.start]
        if not joined and len(levels) == len(rates) == 1:
            joined = rates
        if len({spread(r) for r in joined}) == 1 and joined[0].concept == level.concept:
            yield level, joined[0]


def _contradict(
    claims: Sequence[Claim], bases: Sequence[Claim], indicator: Indicator
) -> Iterator[tuple[Claim, Claim, Claim, Bounds]]:
    for level, growth in pair_growth(claims):
        implied = imply_base(level, growth)
        held = [
            base
            for base in sorted(bases, key=position)
            if is_number(base)
            and base.kind == "level"
            and _qualifier(base) != "about"
            and tell_difference(level, base, indicator) is None
        ]
        if implied and held and not any(_overlap(implied, spread(b, rounded=True)) for b in held):
            yield level, growth, held[0], implied


def _overlap(one: Bounds, other: Bounds) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _qualifier(claim: Claim) -> str | None:
    return claim.amount.qualifier if isinstance(claim.amount, Stated) else None


def _unit(claim: Claim) -> str | None:
    return claim.amount.base_unit if isinstance(claim.amount, Stated) else None
