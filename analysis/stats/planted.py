"""Invented counties of known truth: what the tests of this house see, and what they cannot.

A planted county has real types of towns, so that both verdicts of `group_plans` can be looked at;
the power of a comparison tells before any plan is read whether so many towns can show it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import ttest_ind

from analysis.model import ThemeShares
from analysis.stats.cutting import Floats

_TOWN = "虚构镇{:02d}"
_LARGEST_P = 0.05


@dataclass(frozen=True, slots=True)
class Power:
    """How often a difference between two halves of the towns is seen at p <= 0.05."""

    n_towns: int
    share: float
    """Of the theme in the one half (0..1)."""
    other_share: float
    power: float
    """Share of invented counties in which the difference is seen (0..1)."""
    false_alarms: float
    """The same where there is no difference; about 0.05 by construction."""


def plant_types(
    themes: Sequence[str],
    n_towns: int = 50,
    *,
    n_types: int = 4,
    tightness: float = 80.0,
    lead: float = 0.45,
    sentences: tuple[int, int] = (40, 150),
    seed: int = 1,
) -> tuple[ThemeShares, tuple[int, ...]]:
    """Invent shares of towns of `n_types` types, and the type (1 on) of each.

    Parameters
    ----------
    themes
        Keys; each type leads in one of them, so there must be at least as many as types.
    n_types
        1 invents a county without types: one cloud around the mean of all.
    tightness
        Sum of the Dirichlet weights: how near towns keep to their type's profile.
    lead
        Share of a type's own theme; the others share the rest alike.
    sentences
        Range of the number of plan sentences, 7 in 10 of them with a theme.
    """
    rng = np.random.default_rng(seed)
    n_themes = len(themes)
    if n_types > n_themes:
        raise ValueError(f"{n_types} types need as many themes; there are {n_themes}")
    profiles = np.full((n_types, n_themes), (1 - lead) / (n_themes - 1))
    profiles[np.arange(n_types), np.arange(n_types)] = lead
    if n_types == 1:
        profiles[:] = 1 / n_themes
    kinds = rng.permutation(np.arange(n_towns) % n_types)
    n_sentences = rng.integers(sentences[0], sentences[1] + 1, n_towns)
    rows = [
        rng.multinomial(rng.binomial(n, 0.7), rng.dirichlet(tightness * profiles[kind])) / n
        for kind, n in zip(kinds, n_sentences, strict=True)
    ]
    shares = ThemeShares(
        shares=np.array(rows),
        n_sentences=n_sentences,
        plan_ids=tuple(_TOWN.format(i) for i in range(1, n_towns + 1)),
        themes=tuple(themes),
        recipe=f"虚构 invented: {n_types} types, Dirichlet tightness {tightness:g}, seed {seed}",
    )
    return shares, tuple(int(kind) + 1 for kind in kinds)


def measure_power(
    n_towns: int,
    difference: float,
    n_sentences: int,
    *,
    share: float = 0.2,
    tightness: float = 80.0,
    draws: int = 4000,
    seed: int = 20233,
) -> Power:
    """Tell how often a difference between two halves of the towns would be seen.

    Parameters
    ----------
    difference
        Relative: 0.2 of a share of 0.2 is 0.20 against 0.24.
    n_sentences
        Plan sentences a town.
    tightness
        How near towns keep to their half's share (beta-binomial; larger is nearer).
    draws
        Invented counties.

    Notes
    -----
    Welch's t test on the towns' shares: towns are the units, not sentences, for sentences of one
    town are not independent. Counties in which no share varies show nothing.
    """
    other = share * (1 + difference)
    if not (0 < share < 1 and 0 < other < 1):
        raise ValueError(f"shares must lie between 0 and 1: {share:g} against {other:g}")
    if n_towns < 4:
        raise ValueError("two halves of at least two towns are compared")
    rng = np.random.default_rng(seed)
    sizes = (n_towns // 2, n_towns - n_towns // 2)

    def invent(mean: float, towns: int) -> Floats:
        true = rng.beta(tightness * mean, tightness * (1 - mean), (draws, towns))
        return np.asarray(rng.binomial(n_sentences, true) / n_sentences, dtype=np.float64)

    one, alike, unlike = invent(share, sizes[0]), invent(share, sizes[1]), invent(other, sizes[1])
    return Power(n_towns, share, other, _see(one, unlike), _see(one, alike))


def _see(one: Floats, other: Floats) -> float:
    varies = (np.ptp(one, axis=1) > 0) | (np.ptp(other, axis=1) > 0)
    p = ttest_ind(one[varies], other[varies], axis=1, equal_var=False).pvalue
    return float((p <= _LARGEST_P).sum() / len(one))
