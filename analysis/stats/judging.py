"""Whether a stated result keeps a stated target."""

from __future__ import annotations

from analysis.corpus.lexicon import Indicator
from analysis.model import Claim, Outcome, Stated
from analysis.stats.comparing import Bounds, bounds, spread

_ROUNDING = 1e-9
"""A lack below this share of the target is one number written in two units."""


def judge(promised: Claim, achieved: Claim, indicator: Indicator) -> tuple[Outcome, Bounds]:
    """Tell whether a stated result keeps a stated target, and what it lacks, least and greatest.

    A range is kept from its easier end on, a cap when the result is not higher, a decrease when it
    is at least as large; 左右 is judged by the number written. A result of which only a bound is
    told leaves open what the bound does not settle.

    Raises
    ------
    TypeError
        One of them hides its number or has none.
    """
    low, high = bounds(promised)
    least, most = spread(achieved)
    is_bound = isinstance(promised.amount, Stated) and promised.amount.qualifier == "at_most"
    falls = promised.relation == "decrease" or high < 0
    if wants_less(promised, indicator) or (falls and not is_bound):
        lacks = least - high, most - high
    else:
        lacks = low - most, low - least
    allowed = _ROUNDING * max(abs(low), abs(high if high - low < high else low))
    best, worst = (0.0 if abs(lack) <= allowed else lack for lack in lacks)
    return ("kept" if worst <= 0 else "missed" if best > 0 else "open"), (best, worst)


def wants_less(claim: Claim, indicator: Indicator) -> bool:
    """Tell whether less is better: a cap, or an amount that the lexicon wants to fall."""
    falls = indicator.direction == "down" and claim.kind != "growth_rate"
    return claim.kind == "cap" or indicator.direction == "cap" or falls
