"""Targets kept or missed, and the superior's beside the town's."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.corpus.lexicon import Indicator
from analysis.model import Attainment, Claim, Escalation, Masked, Stated
from analysis.report.parts import Field, Material, Row, Sheet
from analysis.report.quotes import QuoteBook
from analysis.report.sheets_corpus import WHO, name_plan
from analysis.report.sheets_targets import INDICATOR, KIND
from analysis.stats.judging import wants_less


def list_promises(material: Material, book: QuoteBook) -> list[Sheet]:
    """Lay out what became of targets, and what superiors ask."""
    return [_list_attainment(material, book), _list_escalation(material, book)]


def _list_attainment(material: Material, book: QuoteBook) -> Sheet:
    fields = (
        *WHO,
        INDICATOR,
        KIND,
        Field("unit"),
        *_stated("promised", "achieved", "target"),
        Field("outcome", codes="outcome", choose=True),
        Field("shortfall", "number", recipe="shortfall"),
        Field("reason", codes="open"),
        Field("less_is_better", "hidden"),
    )
    rows = tuple(_tell_attainment(material, row, book) for row in material.attainment)
    return Sheet("attainment", "targets", fields, rows)


def _tell_attainment(material: Material, row: Attainment, book: QuoteBook) -> Row:
    said = {"promised": row.promised, "achieved": row.achieved, "target": row.target}
    indicator, promised = material.lexicon.indicators[row.indicator], row.promised
    return {
        **name_plan(material, row.plan_id),
        "indicator": row.indicator,
        "kind": row.kind,
        **_tell_numbers(said, book),
        "outcome": row.outcome,
        "shortfall": row.shortfall,
        "reason": row.reason,
        "less_is_better": promised is not None and _asks_less(promised, indicator),
    }


def _asks_less(promised: Claim, indicator: Indicator) -> bool:
    """Tell whether a promise is kept by a smaller number, as `judge` does."""
    amount = promised.amount
    if wants_less(promised, indicator) or not isinstance(amount, Stated):
        return wants_less(promised, indicator)
    falls = promised.relation == "decrease" or amount.base_high < 0
    return falls and amount.qualifier != "at_most"


def _list_escalation(material: Material, book: QuoteBook) -> Sheet:
    fields = (
        *WHO,
        INDICATOR,
        KIND,
        Field("superior_name"),
        Field("unit"),
        *_stated("superior", "target"),
        Field("direction", codes="direction", choose=True),
        Field("gap_low", "number", recipe="gap"),
        Field("gap_high", "number", recipe="gap"),
    )
    rows = tuple(
        _tell_escalation(material, row, book) for row in material.escalation if row.gap is not None
    )
    return Sheet("escalation", "targets", fields, rows)


def _tell_escalation(material: Material, row: Escalation, book: QuoteBook) -> Row:
    assert row.gap is not None
    return {
        **name_plan(material, row.plan_id),
        "indicator": row.indicator,
        "kind": row.kind,
        "superior_name": material.superiors.get(row.superior_id or ""),
        **_tell_numbers({"superior": row.superior, "target": row.target}, book),
        "direction": row.direction,
        "gap_low": row.gap[0],
        "gap_high": row.gap[1],
    }


def _stated(*names: str) -> Iterator[Field]:
    for name in names:
        yield Field(f"{name}_low", "number", quote=f"{name}_quote")
        yield Field(f"{name}_high", "number", quote=f"{name}_quote")
        yield Field(f"{name}_said", "mark", quote=f"{name}_quote", codes="said")
        yield Field(f"{name}_quote", "hidden")


def _tell_numbers(said: dict[str, Claim | None], book: QuoteBook) -> dict[str, object]:
    """Return numbers in the first one's base unit; what is told otherwise stands in words."""
    stated = [c.amount for c in said.values() if c and isinstance(c.amount, Stated)]
    unit = stated[0].base_unit if stated else None
    told: dict[str, object] = {"unit": unit}
    for name, claim in said.items():
        amount = claim.amount if claim else None
        fits = isinstance(amount, Stated) and amount.base_unit == unit
        number = amount if isinstance(amount, Stated) and fits else None
        told |= {
            f"{name}_low": number.base_low if number else None,
            f"{name}_high": number.base_high if number else None,
            f"{name}_said": _say(claim),
            f"{name}_quote": book.add_claim(claim),
        }
    return told


def _say(claim: Claim | None) -> str | None:
    """Say how firmly a number is told, or what stands in its place."""
    if claim is None:
        return None
    if isinstance(claim.amount, Stated):
        return claim.amount.qualifier
    return "masked" if isinstance(claim.amount, Masked) else "relative"
