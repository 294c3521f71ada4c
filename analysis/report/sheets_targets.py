"""Targets: their states, side by side, and one by one."""

from __future__ import annotations

from analysis.model import Claim, Masked, Relative, Stated, TargetRow
from analysis.report.parts import Field, Material, Row, Sheet
from analysis.report.quotes import QuoteBook
from analysis.report.sheets_corpus import WHO, name_plan
from analysis.stats.coverage import MIN_CONFIDENCE, PRECEDENCE
from analysis.stats.targets import median_stated, middle

INDICATOR = Field("indicator", codes="indicator", choose=True)
KIND = Field("kind", codes="kind", choose=True)


def list_coverage(material: Material) -> list[Sheet]:
    """Lay out the state of every indicator in every plan, and how many there are of each."""
    indicators = material.lexicon.indicators
    cells: dict[str, dict[str, object]] = {}
    for cell in material.coverage:
        row = cells.setdefault(cell.plan_id, name_plan(material, cell.plan_id))
        row[cell.indicator] = cell.state
    matrix = tuple(
        Field(
            key, "mark", recipe="coverage_state", codes="state", head=("indicator", key),
            bind=(("indicator", key),), group="core" if held.core else held.group,
        )
        for key, held in indicators.items()
    )  # fmt: skip
    totals: list[Row] = [
        {
            "indicator": key,
            "core": indicators[key].core,
            **{s: sum(row[key] == s for row in cells.values()) for s in PRECEDENCE},
        }
        for key in indicators
    ]
    counted = (
        Field("indicator", codes="indicator"),
        Field("core", codes="yes_no", choose=True),
        *(
            Field(
                state, "number", recipe="coverage_count", head=("state", state),
                bind=(("state", state),),
            )
            for state in PRECEDENCE
        ),
    )  # fmt: skip
    return [
        Sheet("coverage", "coverage", (*WHO, *matrix), tuple(cells.values())),
        Sheet("coverage_totals", "coverage", counted, tuple(totals), preset=(("core", "true"),)),
    ]


def list_targets(material: Material, book: QuoteBook) -> list[Sheet]:
    """Lay out the growth targets side by side, their medians, and every target."""
    return [
        _line_up(material, book),
        _list_medians(material),
        _list_every_target(material, book),
    ]


def _line_up(material: Material, book: QuoteBook) -> Sheet:
    rows = [
        _tell_row(material, indicator, row, book)
        for indicator, held in material.line_ups.items()
        for row in held
    ]
    fields = (
        *WHO,
        INDICATOR,
        Field(
            "state", "mark", quote="target_quote", recipe="growth_state", codes="state", choose=True
        ),
        Field("target_low", "number", quote="target_quote"),
        Field("target_high", "number", quote="target_quote"),
        Field("qualifier", "mark", quote="target_quote", codes="qualifier"),
        Field("commitment", "mark", quote="target_quote", codes="commitment", choose=True),
        Field("stretch", "number", quote="stretch_quote"),
        Field("achieved", "number", quote="achieved_quote"),
        Field("unit"),
        Field("wording", "quoted", quote="target_quote"),
        Field("target_quote", "hidden"),
        Field("stretch_quote", "hidden"),
        Field("achieved_quote", "hidden"),
    )
    chosen = material.indicator
    preset = (("indicator", chosen),) if chosen else ()
    return Sheet("side_by_side", "targets", fields, tuple(rows), preset=preset)


def _tell_row(material: Material, indicator: str, row: TargetRow, book: QuoteBook) -> Row:
    amount = row.target.amount if row.target else None
    number = amount if isinstance(amount, Stated) else None
    return {
        **name_plan(material, row.plan_id),
        "indicator": indicator,
        "state": row.state,
        "target_low": number.base_low if number else None,
        "target_high": number.base_high if number else None,
        "qualifier": number.qualifier if number else None,
        "commitment": row.target.commitment if row.target and number else None,
        "stretch": _low(row.stretch),
        "achieved": _low(row.achieved),
        "unit": number.base_unit if number else None,
        "target_quote": book.add_claim(row.target),
        "stretch_quote": book.add_claim(row.stretch),
        "achieved_quote": book.add_claim(row.achieved),
    }


def _list_medians(material: Material) -> Sheet:
    rows: list[Row] = []
    for indicator, held in material.line_ups.items():
        drawn = [row for row in held if row.state == "stated" and row.target]
        values = [middle(row.target.amount) for row in drawn if row.target]
        rows.append(
            {
                "indicator": indicator,
                "towns": len(held),
                "stated": len(drawn),
                "lowest": min(values, default=None),
                "median": median_stated(held),
                "highest": max(values, default=None),
            }
        )
    fields = (
        Field("indicator", codes="indicator"),
        Field("towns", "number", recipe="count_stated"),
        Field("stated", "number", recipe="median"),
        Field("lowest", "number", recipe="median"),
        Field("median", "number", recipe="median"),
        Field("highest", "number", recipe="median"),
    )
    return Sheet("medians", "targets", fields, tuple(rows))


def _list_every_target(material: Material, book: QuoteBook) -> Sheet:
    rows = [
        _tell_claim(material, claim, book)
        for plan_id, claims in material.claims.items()
        for claim in claims
        if claim.status == "target"
    ]
    fields = (
        *WHO,
        INDICATOR,
        KIND,
        Field("value_low", "number", quote="quote"),
        Field("value_high", "number", quote="quote"),
        Field("unit"),
        Field("qualifier", "mark", quote="quote", codes="qualifier"),
        Field("commitment", "mark", quote="quote", codes="commitment", choose=True),
        Field("hidden_as", "mark", quote="quote"),
        Field("wording", "quoted", quote="quote"),
        Field("scope", codes="scope", choose=True),
        Field("headline", codes="yes_no", choose=True),
        Field("doubtful", codes="yes_no", choose=True),
        Field("masked", "hidden"),
        Field("quote", "hidden"),
    )
    return Sheet("targets", "targets", fields, tuple(rows), places="quote")


def _tell_claim(material: Material, claim: Claim, book: QuoteBook) -> Row:
    amount = claim.amount
    number = amount.margin if isinstance(amount, Relative) else amount
    stated = number if isinstance(number, Stated) else None
    return {
        **name_plan(material, claim.plan_id),
        "indicator": claim.indicator,
        "kind": claim.kind,
        "value_low": stated.low if stated else None,
        "value_high": stated.high if stated else None,
        "unit": number.unit if number else None,
        "qualifier": number.qualifier if number else None,
        "commitment": claim.commitment,
        "hidden_as": number.mark if isinstance(number, Masked) else None,
        "scope": claim.scope,
        "headline": claim.headline,
        "doubtful": claim.confidence < MIN_CONFIDENCE,
        "masked": isinstance(number, Masked),
        "quote": book.add_claim(claim),
    }


def _low(claim: Claim | None) -> float | None:
    return claim.amount.base_low if claim and isinstance(claim.amount, Stated) else None
