"""Claims, targets and the states of indicators -> rows of the codebook's tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from analysis.corpus.corrections import Correction
from analysis.corpus.lexicon import Lexicon
from analysis.extract.amend import StaleCorrection
from analysis.extract.ledger import ledger_row
from analysis.extract.numbers import Numeral
from analysis.model import Claim, CoverageCell, Plan, Stated, TargetRow
from analysis.tables.tabulate import Row, who


def tabulate_claims(
    claims: Mapping[str, Sequence[Claim]],
    plans: Mapping[str, Plan],
    docs: Mapping[str, str],
    *,
    only_targets: bool = False,
) -> list[Row]:
    """One row a claim, in the order of the text."""
    return [
        {
            "plan_id": plan_id,
            "row": number,
            **ledger_row(claim, plans[plan_id], docs[plans[plan_id].doc_id]),
        }
        for plan_id in sorted(claims)
        for number, claim in enumerate(claims[plan_id], 1)
        if claim.status == "target" or not only_targets
    ]


def tabulate_numbers(numerals: Mapping[str, Sequence[Numeral]]) -> list[Row]:
    """One row a numeral, in the order of the text."""
    return [
        {
            "plan_id": plan_id,
            "start": numeral.start,
            "end": numeral.end,
            "text": numeral.text,
            "fate": numeral.fate,
            "role": numeral.sentence_role,
        }
        for plan_id in sorted(numerals)
        for numeral in numerals[plan_id]
    ]


def tabulate_corrections(
    corrections: Sequence[Correction], stale: Sequence[StaleCorrection]
) -> list[Row]:
    """One row a correction and what became of it."""
    why = {found.correction.row: found.reason for found in stale}
    return [
        {
            "row": c.row,
            "plan_id": c.plan_id,
            "anchor": c.anchor,
            "action": c.action,
            "field": c.field or None,
            "value": c.value or None,
            "by": c.by or None,
            "when": c.when or None,
            "reason": c.reason or None,
            "state": "stale" if c.row in why else "applied",
            "why": why.get(c.row),
        }
        for c in corrections
    ]


def tabulate_coverage(
    cells: Iterable[CoverageCell],
    plans: Mapping[str, Plan],
    lexicon: Lexicon,
    without_text: Mapping[str, Row],
) -> list[Row]:
    """One row a town and indicator; the states add up to (plans + towns without) x indicators."""
    places = {**without_text, **{plan_id: who(plan) for plan_id, plan in plans.items()}}
    return [
        {
            **places[cell.plan_id],
            "indicator": cell.indicator,
            "indicator_zh": lexicon.indicators[cell.indicator].zh,
            "state": cell.state,
        }
        for cell in cells
    ]


def tabulate_growth_targets(
    rows: Iterable[TargetRow], indicator: str, plans: Mapping[str, Plan], lexicon: Lexicon
) -> list[Row]:
    """One row a plan for one indicator: the target, or the state that stands for it."""
    table: list[Row] = []
    for row in rows:
        target = row.target.amount if row.target else None
        stated = target if isinstance(target, Stated) else None
        evidence = row.target.evidence if row.target else None
        table.append(
            {
                **who(plans[row.plan_id]),
                "indicator": indicator,
                "indicator_zh": lexicon.indicators[indicator].zh,
                "state": row.state,
                "target_low": stated.low if stated else None,
                "target_high": stated.high if stated else None,
                "qualifier": stated.qualifier if stated else None,
                "commitment": row.target.commitment if row.target else None,
                "stretch_pct": _low(row.stretch),
                "achieved_pct": _low(row.achieved),
                "wording": evidence.quote if evidence else None,
                "start": evidence.start if evidence else None,
                "end": evidence.end if evidence else None,
            }
        )
    return table


def _low(claim: Claim | None) -> float | None:
    return claim.amount.low if claim and isinstance(claim.amount, Stated) else None
