"""Negative controls: whether groups or theme shares follow what should have no part in them.

Priorities should not follow how numbers were masked, where a text came from, how long it is or
which template it was written on. Each such trait is held against the groups, and against every
theme's share, by a permutation test; p values are Holm's over all tests of a table.
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


@dataclass(frozen=True, slots=True)
class ThemeControl:
    """One trait held against one theme's share; None where all plans are alike in the trait."""

    theme: str
    trait: str
    values: int
    """Different values among the plans."""
    omega_squared: float | None
    """Part of the share's variance between values of the trait; about 0 or below by chance."""
    p: float | None
    p_holm: float | None
    bites: bool


def hold_themes_against(
    shares: Floats,
    themes: Sequence[str],
    traits: Mapping[str, Sequence[str]],
    *,
    draws: int = 4999,
    seed: int = 20232,
    largest_p: float = 0.05,
) -> tuple[ThemeControl, ...]:
    """Test every trait against every theme's share, plans dealt anew over the trait's values.

    Parameters
    ----------
    shares
        Shape (n_plans, n_themes), no NaN.
    themes
        Keys of the columns.
    traits
        Trait -> its value for each row.
    draws
        Permutations; with T tests no p after Holm's correction is below T / (draws + 1).

    Notes
    -----
    Omega squared: Hays, Statistics for Psychologists (1963); it corrects eta squared for chance.
    """
    if len(shares) == 0:
        return ()
    draw = np.random.default_rng(seed)
    turns = np.array([draw.permutation(len(shares)) for _ in range(draws)])
    values = {trait: len(set(said)) for trait, said in traits.items()}
    tested = {trait: _indicate(said) for trait, said in traits.items() if values[trait] > 1}
    p: dict[str, float] = {}
    sizes: dict[str, float] = {}
    for trait, member in tested.items():
        between, chances = _permute_shares(shares, member, turns)
        omega = _measure_omega(shares, between, values[trait])
        for j, theme in enumerate(themes):
            p[f"{theme} {trait}"] = float(chances[j])
            sizes[f"{theme} {trait}"] = float(omega[j])
    corrected = correct_holm(p)
    return tuple(
        ThemeControl(
            theme=theme,
            trait=trait,
            values=values[trait],
            omega_squared=sizes.get(f"{theme} {trait}"),
            p=p.get(f"{theme} {trait}"),
            p_holm=corrected.get(f"{theme} {trait}"),
            bites=corrected.get(f"{theme} {trait}", 1.0) <= largest_p,
        )
        for theme in themes
        for trait in traits
    )


def _permute_shares(
    shares: Floats, member: Floats, turns: npt.NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """Sum of squares between values of each theme, and how often permutations reach it."""
    centred = shares - shares.mean(axis=0)
    held = member.sum(axis=0)

    def spread(rows: Floats) -> Floats:
        return np.asarray((np.square(rows.T @ centred) / held[:, None]).sum(axis=0))

    between = spread(member)
    as_far = np.zeros(shares.shape[1])
    for turn in turns:
        as_far += spread(member[turn]) >= between * (1 - 1e-9) - 1e-15
    return between, (1 + as_far) / (1 + len(turns))


def _measure_omega(shares: Floats, between: Floats, values: int) -> Floats:
    """Omega squared of every theme; 0 where its shares are all alike."""
    whole = np.square(shares - shares.mean(axis=0)).sum(axis=0)
    left = len(shares) - values
    within = (whole - between) / left if left else np.zeros_like(whole)
    above, below = between - (values - 1) * within, whole + within
    omega: Floats = np.divide(above, below, out=np.zeros_like(above), where=below > 0)
    return omega


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
