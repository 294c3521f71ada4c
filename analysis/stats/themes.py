"""Shares of plan sentences per theme."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analysis.model import PlanCounts, ThemeShares

RECIPE = (
    "plan sentences only; a sentence counts once, split evenly over its themes; by lexicon, "
    "not corrected (see stats.correction) 按词表计, 未经人工标注校正"
)


def measure_theme_shares(counts: Sequence[PlanCounts], themes: Sequence[str]) -> ThemeShares:
    """Share of plan sentences per theme, rows in the order of `counts`.

    A plan without a plan sentence has no shares: its row is NaN and its `n_sentences` 0, so
    that it cannot pass for a plan that speaks of nothing.

    Parameters
    ----------
    counts
        From `count_plan`, with these very themes.
    themes
        Keys, in the lexicon's order.
    """
    sentences = np.array([c.n_plan_sentences for c in counts], dtype=np.int64)
    held = np.array([c.theme_sentences for c in counts], dtype=np.float64)
    held = held.reshape(len(counts), len(themes))
    shares = np.full(held.shape, np.nan)
    spoken = sentences > 0
    shares[spoken] = held[spoken] / sentences[spoken, None]
    return ThemeShares(
        shares=shares,
        n_sentences=sentences,
        plan_ids=tuple(c.plan_id for c in counts),
        themes=tuple(themes),
        recipe=RECIPE,
    )


def average_shares(shares: ThemeShares) -> npt.NDArray[np.float64]:
    """Mean share per theme, every plan with sentences counting alike; NaN without any."""
    spoken = shares.shares[shares.n_sentences > 0]
    return spoken.mean(axis=0) if len(spoken) else np.full(len(shares.themes), np.nan)


def leading_themes(shares: ThemeShares, plan_id: str, n: int) -> tuple[tuple[str, float], ...]:
    """List the n themes with the largest shares of one plan; ties in their order, zeros never."""
    row = np.nan_to_num(shares.shares[shares.plan_ids.index(plan_id)])
    order = np.argsort(-row, kind="stable")[:n]
    return tuple((shares.themes[i], float(row[i])) for i in order if row[i] > 0)
