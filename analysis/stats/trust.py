"""What may be made of the themes: how well they are found, where they differ, what they follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from analysis.model import PlanCounts
from analysis.stats.controls import ThemeControl
from analysis.stats.differences import ShareDifferences
from analysis.stats.validity import Found, ThemeQuality

Floats = npt.NDArray[np.float64]
Weakness = Literal["few_coded", "low_f1"]
WEAK_F1 = 0.5
"""Below it a theme misses or mistakes as much as it finds."""
FEW_CODED = 20
"""With fewer coded sentences a theme's quality is hardly known."""


@dataclass(frozen=True, slots=True)
class ThemeMeasure:
    """How far one theme's shares can be believed."""

    found: Found
    """Against the coded sentences that the lexicon was mended by."""
    weakness: Weakness | None
    intensity_rho: float
    """Rank correlation over plans of share and words per 10,000 characters; NaN where one of
    them does not vary."""
    n_plans: int


@dataclass(frozen=True, slots=True)
class ThemeTrust:
    """Everything that stands beside theme shares."""

    measures: tuple[ThemeMeasure, ...]
    """In the lexicon's order; nothing is coded where a study has other themes."""
    intensity: Floats
    """Words of each theme per 10,000 characters of plan sentences, rows as all plans' shares."""
    compared: tuple[str, ...]
    """Plan ids of the rows of `differences`."""
    differences: ShareDifferences
    controls: tuple[ThemeControl, ...]
    quality: tuple[ThemeQuality, ...] = ()
    """Against the coded sentences that the lexicon was mended by, and against the locked ones."""

    @property
    def weak(self) -> frozenset[str]:
        """Themes that must not be shown without a warning."""
        return frozenset(m.found.theme for m in self.measures if m.weakness)


def judge_weakness(splits: Sequence[ThemeQuality]) -> dict[str, Weakness]:
    """Tell which themes are weak, and why.

    Parameters
    ----------
    splits
        Quality over parts of the coded sentences, of the same themes: those the lexicon was
        mended by, and those it was not. A theme is weak with fewer than `FEW_CODED` coded
        sentences in all, or with an F1 below `WEAK_F1` in all or in a part with enough of them.
    """
    weak: dict[str, Weakness] = {}
    for parts in zip(*(split.themes for split in splits), strict=True):
        whole = Found(
            parts[0].theme,
            hits=sum(part.hits for part in parts),
            false=sum(part.false for part in parts),
            missed=sum(part.missed for part in parts),
        )
        if whole.coded < FEW_CODED:
            weak[whole.theme] = "few_coded"
        elif any(part.f1 < WEAK_F1 for part in (whole, *parts) if part.coded >= FEW_CODED):
            weak[whole.theme] = "low_f1"
    return weak


def measure_intensity(counts: Sequence[PlanCounts], n_themes: int) -> Floats:
    """Words of each theme per 10,000 characters of plan sentences (注意力强度).

    This is what most Chinese studies publish as attention; it counts a word as often as it
    stands in a sentence, and long lists of words more than the sentences they stand in. NaN for
    plans without plan sentences.
    """
    intensity = np.full((len(counts), n_themes), np.nan)
    for row, plan in enumerate(counts):
        if plan.chars_plan:
            intensity[row] = 10_000 * np.array(plan.theme_words) / plan.chars_plan
    return intensity


def correlate_ranks(first: Floats, second: Floats) -> float:
    """Spearman's rank correlation over the rows that have both; NaN where one does not vary."""
    both = ~(np.isnan(first) | np.isnan(second))
    ranks = rankdata(first[both]), rankdata(second[both])
    if any(len(np.unique(rank)) < 2 for rank in ranks):
        return float("nan")
    return float(np.corrcoef(*ranks)[0, 1])
