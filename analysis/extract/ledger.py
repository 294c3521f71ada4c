"""A claim as one flat row, and back: the line that files, tables and the command print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.model import Amount, Claim, Evidence, Masked, Plan, Relative, Stated


def ledger_row(claim: Claim, plan: Plan, doc_name: str) -> dict[str, object]:
    """Return a claim's flat row; numbers of a hidden or relative claim are None.

    Parameters
    ----------
    doc_name
        The document's name as received.
    """
    amount = claim.amount
    number = amount.margin if isinstance(amount, Relative) else amount
    stated = number if isinstance(number, Stated) else None
    evidence = claim.evidence
    return {
        "doc": doc_name,
        "town": None if plan.town.startswith("未知镇") else plan.town,
        "stated_year": plan.stated_year,
        "content_year": plan.content_year,
        "plan_id": claim.plan_id,
        "indicator": claim.indicator,
        "indicator_text": claim.indicator_text,
        "concept": claim.concept,
        "kind": claim.kind,
        "value_low": stated.low if stated else None,
        "value_high": stated.high if stated else None,
        "unit": number.unit if number else None,
        "value_base_low": stated.base_low if stated else None,
        "value_base_high": stated.base_high if stated else None,
        "unit_base": stated.base_unit if stated else None,
        "qualifier": number.qualifier if number else "exact",
        "commitment": claim.commitment,
        "masked": isinstance(number, Masked),
        "mark": number.mark if isinstance(number, Masked) else None,
        "relation": claim.relation,
        "status": claim.status,
        "scope": claim.scope,
        "headline": claim.headline,
        "confidence": claim.confidence,
        "rule": claim.rule,
        "source": claim.source,
        "doc_id": evidence.doc_id,
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
        "value_start": evidence.value_start,
        "value_end": evidence.value_end,
    }


def read_row(row: Mapping[str, Any]) -> Claim:
    """Return the claim that `ledger_row` wrote, exactly."""
    return Claim(
        plan_id=row["plan_id"],
        indicator=row["indicator"],
        indicator_text=row["indicator_text"],
        kind=row["kind"],
        status=row["status"],
        commitment=row["commitment"],
        scope=row["scope"],
        amount=_amount(row),
        relation=row["relation"],
        headline=row["headline"],
        confidence=row["confidence"],
        rule=row["rule"],
        source=row["source"],
        concept=row["concept"],
        evidence=Evidence(
            row["doc_id"],
            row["start"],
            row["end"],
            row["quote"],
            row["value_start"],
            row["value_end"],
        ),
    )


def _amount(row: Mapping[str, Any]) -> Amount:
    number: Stated | Masked | None = None
    if row["masked"]:
        number = Masked(row["mark"], row["unit"], row["qualifier"])
    elif row["value_low"] is not None:
        number = Stated(
            row["value_low"], row["value_high"], row["unit"], row["qualifier"],
            row["value_base_low"], row["value_base_high"], row["unit_base"],
        )  # fmt: skip
    if row["kind"] == "relative":
        relation, _, benchmark = row["relation"].partition(":")
        return Relative(relation, benchmark or None, number)
    assert number is not None, "a claim without a relation states or hides a number"
    return number
