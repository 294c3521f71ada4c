"""How far codings agree: people with people, and a lexicon with people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

Coding = Sequence[Hashable | None]


def krippendorff_alpha(units: Iterable[Coding]) -> float:
    """Return Krippendorff's alpha for nominal codes.

    Parameters
    ----------
    units
        One sequence of codes a unit, a code each coder; None where a coder gave none.

    Returns
    -------
    1 for perfect agreement, 0 for what chance gives, below 0 for less; NaN when all codes are
    the same, because agreement can then not be told from chance.

    Notes
    -----
    Source: Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C.
    """
    coincidences: defaultdict[tuple[Hashable, Hashable], float] = defaultdict(float)
    for unit in units:
        codes = [code for code in unit if code is not None]
        for i, first in enumerate(codes):
            for j, second in enumerate(codes):
                if i != j:
                    coincidences[first, second] += 1 / (len(codes) - 1)
    totals: defaultdict[Hashable, float] = defaultdict(float)
    for (first, _), count in coincidences.items():
        totals[first] += count
    pairable = sum(totals.values())
    by_chance = pairable**2 - sum(count**2 for count in totals.values())
    if by_chance == 0:
        return float("nan")
    differing = sum(count for (a, b), count in coincidences.items() if a != b)
    return 1 - (pairable - 1) * differing / by_chance
