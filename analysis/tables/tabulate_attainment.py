"""Targets against results, contradictions and the superior's targets -> rows of the codebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analysis.corpus.lexicon import Indicator
from analysis.model import Attainment, Claim, Conflict, Escalation, Plan, Stated
from analysis.tables.tabulate import Row, who

Labels = Mapping[str, Mapping[str, str]]


def tabulate_attainment(
    rows: Iterable[Attainment],
    plans: Mapping[str, Plan],
    indicators: Mapping[str, Indicator],
    labels: Labels,
) -> list[Row]:
    """One row a plan, indicator and kind; a number in another base unit stands in words only."""
    return [
        {
            **who(plans[row.plan_id]),
            "indicator": row.indicator,
            "indicator_zh": indicators[row.indicator].zh,
            "kind": row.kind,
            "unit_base": unit,
            **_say_number("promised", row.promised, unit),
            "promised_stretch": _low(row.promised_stretch, unit),
            **_say_number("achieved", row.achieved, unit),
            **_say_number("target", row.target, unit),
            "target_stretch": _low(row.stretch, unit),
            "outcome": row.outcome,
            "reason": row.reason,
            "reason_zh": labels[f"open_{row.reason}"]["zh"] if row.reason else None,
            "shortfall": row.shortfall,
            "stretch_outcome": row.stretch_outcome,
            "is_carried_over": row.is_carried_over,
            "earlier": row.earlier_id,
            **_say_place("promised", row.promised),
            **_say_place("achieved", row.achieved),
            **_say_place("target", row.target),
        }
        for row in rows
        for unit in [_unit(row.promised, row.achieved, row.target)]
    ]


def tabulate_conflicts(
    rows: Iterable[Conflict], plans: Mapping[str, Plan], indicators: Mapping[str, Indicator]
) -> list[Row]:
    """One row a contradiction, with all three sentences."""
    return [
        {
            **who(plans[row.plan_id]),
            "indicator": row.indicator,
            "indicator_zh": indicators[row.indicator].zh,
            "check": row.check,
            "unit_base": unit,
            "level": _low(row.level, unit),
            "growth_pct": _low(row.growth, "%"),
            "base": _low(row.base, unit),
            "implied_low": row.implied[0],
            "implied_high": row.implied[1],
            "other_prices": row.other_prices,
            **_say_place("level", row.level),
            **_say_place("growth", row.growth),
            "base_plan": row.base.plan_id,
            **_say_place("base", row.base),
        }
        for row in rows
        for unit in [_unit(row.level)]
    ]


def tabulate_escalation(
    rows: Iterable[Escalation],
    plans: Mapping[str, Plan],
    indicators: Mapping[str, Indicator],
    places: Mapping[str, str],
    labels: Labels,
) -> list[Row]:
    """One row a plan and indicator; `places` names the superiors."""
    return [
        {
            **who(plans[row.plan_id]),
            "indicator": row.indicator,
            "indicator_zh": indicators[row.indicator].zh,
            "kind": row.kind,
            "superior": places.get(row.superior_id or ""),
            "unit_base": unit,
            **_say_number("superior", row.superior, unit),
            **_say_number("target", row.target, unit),
            "gap_low": row.gap[0] if row.gap else None,
            "gap_high": row.gap[1] if row.gap else None,
            "direction": row.direction,
            "reason": row.reason,
            "reason_zh": labels[f"gap_{row.reason}"]["zh"] if row.reason else None,
            "superior_plan": row.superior_id,
            **_say_place("superior", row.superior),
            **_say_place("target", row.target),
            **_say_place("recited", row.recited),
        }
        for row in rows
        for unit in [_unit(row.superior, row.target)]
    ]


def _unit(*claims: Claim | None) -> str | None:
    amounts = (c.amount for c in claims if c is not None)
    return next((a.base_unit for a in amounts if isinstance(a, Stated)), None)


def _fits(claim: Claim | None, unit: str | None) -> Stated | None:
    amount = claim.amount if claim else None
    return amount if isinstance(amount, Stated) and amount.base_unit == unit else None


def _say_number(name: str, claim: Claim | None, unit: str | None) -> Row:
    amount = _fits(claim, unit)
    return {
        f"{name}_low": amount.base_low if amount else None,
        f"{name}_high": amount.base_high if amount else None,
        f"{name}_qualifier": amount.qualifier if amount else None,
        f"{name}_commitment": claim.commitment if claim else None,
    }


def _low(claim: Claim | None, unit: str | None) -> float | None:
    amount = _fits(claim, unit)
    return amount.base_low if amount else None


def _say_place(name: str, claim: Claim | None) -> Row:
    evidence = claim.evidence if claim else None
    return {
        f"{name}_wording": evidence.quote if evidence else None,
        f"{name}_start": evidence.start if evidence else None,
        f"{name}_end": evidence.end if evidence else None,
    }
