"""Figures of plans in the cells of printed tables: numbers as numbers, what is hidden in words."""

from __future__ import annotations

from analysis.build.printing.frame import PrintWords
from analysis.figures.scale import Scale, finite_ends, stated_amount
from analysis.model import Claim, Masked, Relative
from analysis.tables.printed import PrintedColumn


def write_number(value: float, digits: int | None = None) -> str:
    """Write a number with so many decimals, or as many as it has; the minus is a minus."""
    said = f"{value:.{digits}f}" if digits is not None else f"{round(value, 6):.12g}"
    if "e" in said:
        said = f"{value:.0f}"
    return said.replace("-", "−")


def head_in_unit(words: PrintWords, name: str, scale: Scale) -> PrintedColumn:
    """Return a column of numbers whose head says their unit."""
    head = words.say("print_with_unit", name=name, unit=scale.unit) if scale.unit else name
    return PrintedColumn(head, "numbers")


def say_number(
    claim: Claim | None, scale: Scale, words: PrintWords, *, strives: bool = True
) -> str:
    """Say a figure in the unit of its column; what is hidden, relative or missing, in words."""
    amount = stated_amount(claim)
    if claim is None:
        return words.nothing
    if amount is None:
        hidden = isinstance(claim.amount, Masked)
        other = "state_relative" if isinstance(claim.amount, Relative) else "unit_lost"
        return words.pattern("state_masked" if hidden else other)
    low, high = (write_number(scale.of(end)) for end in finite_ends(amount))
    said = low if low == high else f"{low}–{high}"
    if amount.qualifier != "exact":
        said = words.say(f"card_{amount.qualifier}", said=said)
    return (
        words.say("card_strives", said=said) if strives and claim.commitment == "strive" else said
    )
