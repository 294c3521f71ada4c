"""Negative controls: whether a grouping follows what should have no part in it.

Groups by priorities should not follow how numbers were masked, where a text came from, how long
it is or which template it was written on. Each such trait is held against the groups by a
permutation test; p values are Holm's over all traits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.metrics import adjusted_rand_score

from analysis.stats.cutting import Floats


@dataclass(frozen=True, slots=True)
class Control:
    """One trait held against the groups; nothing is tested where all plans are alike in it."""

    trait: str
    values: int
    """Different values among the grouped plans."""
    ari: float | None
    """Adjusted Rand index with the groups: 1 the same partition, about 0 by chance."""
    p: float | None
    """Share of permutations that agree as well; `p_holm` corrects it for the other traits."""
    p_holm: float | None
    bites: bool


def hold_against(
    groups: Sequence[int],
    traits: Mapping[str, Sequence[str]],
    *,
    draws: int = 999,
    seed: int = 20231,
    largest_p: float = 0.05,
) -> tuple[Control, ...]:
    """Test each trait, whose values follow the order of `groups`; none without groups."""
    if not groups:
        return ()
    draw = np.random.default_rng(seed)
    member = _indicate([str(group) for group in groups])
    turns = np.array([draw.permutation(len(groups)) for _ in range(draws)])
    values = {trait: len(set(said)) for trait, said in traits.items()}
    p = {
        trait: _permute(member, _indicate(said), turns)
        for trait, said in traits.items()
        if values[trait] > 1
    }
    corrected = correct_holm(p)
    return tuple(
        Control(
            trait=trait,
            values=values[trait],
            ari=round(float(adjusted_rand_score(groups, said)), 9) if trait in p else None,
            p=p.get(trait),
            p_holm=corrected.get(trait),
            bites=corrected.get(trait, 1.0) <= largest_p,
        )
        for trait, said in traits.items()
    )


def correct_holm(p: Mapping[str, float]) -> dict[str, float]:
    """Correct p values for their number (Holm 1979)."""
    largest, corrected = 0.0, {}
    for rank, name in enumerate(sorted(p, key=lambda name: (p[name], name))):
        largest = max(largest, min(1.0, p[name] * (len(p) - rank)))
        corrected[name] = largest
    return corrected


def _indicate(values: Sequence[str]) -> Floats:
    """One column a value, 1 where a row has it."""
    kinds = sorted(set(values))
    return np.array([[value == kind for kind in kinds] for value in values], dtype=np.float64)


def _permute(member: Floats, trait: Floats, turns: npt.NDArray[np.int64]) -> float:
    """Return the p value of the pairs of plans that share both group and value.

    With fixed margins the adjusted Rand index grows with their number, so both rank alike.
    """
    observed = np.square(member.T @ trait).sum()
    as_good = sum(np.square(member[turn].T @ trait).sum() >= observed for turn in turns)
    return float(1 + as_good) / (1 + len(turns))
