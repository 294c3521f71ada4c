"""Which numbers may share an axis, in which unit, and the table behind the figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite

from analysis.figures.wording import read_wording
from analysis.model import Claim, Stated, TargetRow

FEWEST_FOR_MEDIAN = 3
"""A median of fewer numbers says nothing."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The unit of the axis, and how many base units one of it is."""

    unit: str
    factor: float

    def of(self, base: float) -> float:
        """Return a base value in the unit of the axis."""
        return round(base / self.factor, 10)


def stated_amount(claim: Claim | None) -> Stated | None:
    """Return the number of a claim, None where it states none or its unit was lost."""
    if claim is None or not isinstance(claim.amount, Stated) or claim.amount.unit is None:
        return None
    return claim.amount


def finite_ends(amount: Stated) -> tuple[float, float]:
    """Return both ends in base units; an open end, as 以上 may leave it, is where the other is."""
    low, high = amount.base_low, amount.base_high
    return (low if isfinite(low) else high), (high if isfinite(high) else low)


def choose_scale(rows: Sequence[TargetRow]) -> Scale:
    """Choose the unit most targets are written in.

    Rows that mix indicators, kinds or units, or repeat a town, raise ValueError.
    """
    claims = [c for row in rows for c in (row.target, row.stretch, row.achieved) if c is not None]
    numbers = [(c, amount) for c in claims if (amount := stated_amount(c)) is not None]
    mixed = (
        len({c.indicator for c in claims}) > 1
        or len({c.kind for c, _ in numbers}) > 1
        or len({amount.base_unit for _, amount in numbers}) > 1
        or len({row.plan_id for row in rows}) < len(rows)
    )
    if mixed:
        raise ValueError(
            "a figure of targets shows one indicator of one kind in one unit, a town once; "
            f"got {sorted({(c.indicator, c.kind) for c in claims})}: select before drawing"
        )
    targets = [a for row in rows if (a := stated_amount(row.target)) is not None]
    units = Counter(a.unit for a in targets if a.low != 0)
    if not units:
        return Scale(next((a.base_unit or "" for a in targets), ""), 1.0)
    unit = max(units, key=lambda name: (units[name], name or ""))
    example = next(a for a in targets if a.unit == unit and a.low != 0)
    return Scale(unit or "", example.base_low / example.low)


def choose_unit(amounts: Sequence[Stated]) -> Scale:
    """Choose the unit most of the numbers are written in, the first by name among equals.

    Numbers of several base units raise ValueError: they share no axis.
    """
    if len({a.base_unit for a in amounts}) > 1:
        raise ValueError("numbers of unlike units share no axis: select before drawing")
    units = Counter(a.unit or "" for a in amounts if a.low not in (0, inf, -inf))
    if not units:
        return Scale(next((a.base_unit or "" for a in amounts), ""), 1.0)
    unit = min(units, key=lambda name: (-units[name], name))
    example = next(a for a in amounts if (a.unit or "") == unit and a.low not in (0, inf, -inf))
    return Scale(unit, example.base_low / example.low)


def tabulate_target_rates(
    rows: Sequence[TargetRow], names: Mapping[str, str]
) -> tuple[dict[str, object], ...]:
    """List what the figure shows: numbers in base units, the wording, the state of each town."""
    return tuple(
        {
            "plan_id": row.plan_id,
            "town": names[row.plan_id],
            "state": row.state,
            "target_low": finite_ends(target)[0] if target else None,
            "target_high": finite_ends(target)[1] if target else None,
            "qualifier": target.qualifier if target else None,
            "stretch": finite_ends(stretch)[1] if stretch else None,
            "achieved": finite_ends(achieved)[0] if achieved else None,
            "base_unit": target.base_unit if target else None,
            "wording": read_wording(row.target) if row.target else None,
            "quote": row.target.evidence.quote if row.target else None,
        }
        for row in rows
        for target, stretch, achieved in [
            tuple(map(stated_amount, (row.target, row.stretch, row.achieved)))
        ]
    )
