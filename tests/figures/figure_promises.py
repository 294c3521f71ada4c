"""Invented rows of promise and result, and of superiors' targets; no number here is real."""

from __future__ import annotations

from dataclasses import replace

from figure_towns import claim, names_of, stated

from analysis.model import Attainment, Claim, Escalation, Stated


def attained(plan_id, promised=None, achieved=None, target=None, **said) -> Attainment:
    """A row of growth rates; outcome and shortfall follow from single numbers."""

    def told(value, status="target", **more) -> Claim | None:
        return None if value is None else stated(plan_id, *value, status=status, **more)

    judged = promised and achieved and not said.get("reason")
    lack = round(promised[0] - achieved[0], 10) if judged else None
    row = Attainment(
        plan_id,
        "earlier" if promised else None,
        "gdp",
        "growth_rate",
        told(promised),
        None,
        told(achieved, "achieved"),
        told(target),
        None,
        "open" if lack is None else "kept" if lack <= 0 else "missed",
        None if judged else said.get("reason", "no_earlier_plan"),
        None,
        lack,
        is_carried_over=promised == target and promised is not None,
    )
    return replace(row, **{k: v for k, v in said.items() if k != "reason"})


def attained_rows(n: int) -> list[Attainment]:
    """Rows of `n` towns: kept, missed, carried over, hidden, with one year only."""
    rows = []
    for i, plan_id in enumerate(names_of(n)):
        low = 5 + (i * 7 % 11) / 2
        match i % 8:
            case 0:
                rows.append(attained(plan_id, (low,), (low - 1.4,), (low - 0.5,)))
            case 1:
                rows.append(attained(plan_id, (low,), (low + 0.3,), (low,)))
            case 2:
                rows.append(attained(plan_id, (low,), (low - 0.2,), (low, low + 1)))
            case 3:
                rows.append(attained(plan_id, (low,), None, (low + 1,), reason="result_masked"))
            case 4:
                about = stated(plan_id, low + 0.5, qualifier="about")
                row = attained(plan_id, (low, low + 1), (low + 0.1,), (low,))
                rows.append(replace(row, target=about, is_carried_over=False))
            case 5:
                rows.append(attained(plan_id, None, (low - 1,), (low,)))
            case 6:
                least = stated(plan_id, low, qualifier="at_least")
                rows.append(replace(attained(plan_id, (low,), (low,), (low,)), target=least))
            case _:
                rows.append(attained(plan_id, None, None, (low,), reason="target_relative"))
    return rows


def asked(plan_id, superior, town, **said) -> Escalation:
    """A row of growth rates; gap and direction follow from the numbers."""
    above = stated("县-2023", *superior)
    own = stated(plan_id, *town) if town else None
    gap = None
    if town:
        ends = (*town, town[0])[1], (*superior, superior[0])[1]
        gap = round(town[0] - ends[1], 10), round(ends[0] - superior[0], 10)
    way = "open" if gap is None else "above" if gap[0] > 0 else "below" if gap[1] < 0 else "equal"
    reason = None if gap else "town_silent"
    row = Escalation(plan_id, "县-2023", "gdp", "growth_rate", above, own, None, gap, way, reason)
    return replace(row, **said)


def asked_rows(n: int) -> list[Escalation]:
    """Rows of `n` towns under one superior that asks 6.5 %, some silent."""
    rows = []
    for i, plan_id in enumerate(names_of(n)):
        low = 5 + (i * 7 % 11) / 2
        match i % 7:
            case 3:
                rows.append(asked(plan_id, (6.5,), None))
            case 5:
                row = asked(plan_id, (6.5,), None, superior_id=None, reason="no_superior")
                rows.append(replace(row, superior=None))
            case 1:
                rows.append(asked(plan_id, (6.5,), (low + 1.6, low + 2.6)))
            case _:
                rows.append(asked(plan_id, (6.5,), (low,)))
    return rows


def level_claim(plan_id: str, low: float, unit: str, factor: float) -> Claim:
    """A stated amount of money."""
    amount = Stated(low, low, unit, "exact", low * factor, low * factor, "元")
    return claim(plan_id, amount, f"完成财政收入{low}{unit}", f"{low}{unit}", kind="level")
