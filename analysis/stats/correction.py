"""Theme shares corrected for the sentences that the lexicon reads wrongly.

People coded sentences that the lexicon reads too. How the lexicon spreads the sentences of each
theme is a matrix; the corrected shares of a plan are those that this matrix turns into the
shares the lexicon found there (adjusted count: Hopkins & King, American Journal of Political
Science 54 (2010), 229-247), none below 0 and all adding up to 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls

from analysis.model import PlanCounts

Floats = npt.NDArray[np.float64]
LEVEL = 0.9
DRAWS = 500
FEWEST_CODED = 10
"""Coded sentences a theme must have before its misreadings can be told."""
_SEED = 20230101
_SUM_WEIGHT = 1_000.0
"""Weight of the condition that shares add up to 1 against one theme's misfit."""


@dataclass(frozen=True, slots=True)
class CodedThemes:
    """The same sentences as the lexicon reads them and as people coded them.

    Both have shape (n_sentences, n_themes + 1); a row adds up to 1, split evenly over the
    sentence's themes; the last column is for sentences without one.
    """

    found: Floats
    coded: Floats


@dataclass(frozen=True, slots=True)
class ShareIntervals:
    """Theme shares with 90 % intervals, each (n_plans, n_themes).

    `raw_low` and `raw_high` are of the shares as the lexicon finds them. NaN for plans with
    too few sentences, and for all corrected ones where nothing was coded.
    """

    raw_low: Floats
    raw_high: Floats
    corrected: Floats
    low: Floats
    high: Floats
    recipe: str
    n_coded: int = 0
    """Coded sentences that shares are corrected by; 0 where they are not."""


def split_evenly(theme_sets: Iterable[Sequence[int]], n_themes: int) -> Floats:
    """Give each sentence's themes equal parts of 1; (n_sentences, n_themes + 1)."""
    rows = [tuple(themes) or (n_themes,) for themes in theme_sets]
    parts = np.zeros((len(rows), n_themes + 1))
    for i, themes in enumerate(rows):
        parts[i, list(themes)] = 1 / len(themes)
    return parts


def measure_confusion(gold: CodedThemes, weights: Floats | None = None) -> Floats:
    """How the lexicon spreads each coded theme: rows coded, columns found, rows add up to 1.

    Parameters
    ----------
    gold
        Sentences read and coded.
    weights
        How often each sentence counts, shape (n_sentences,); once each by default. A theme
        without a coded sentence is taken as read without fault.
    """
    coded = gold.coded if weights is None else gold.coded * weights[:, None]
    spread = coded.T @ gold.found
    held = coded.sum(axis=0)
    confusion: Floats = np.eye(len(held))
    confusion[held > 0] = spread[held > 0] / held[held > 0, None]
    return confusion


def solve_shares(observed: Floats, confusion: Floats) -> Floats:
    """Shares, none below 0 and adding up to 1, that come nearest to the observed ones.

    Parameters
    ----------
    observed
        Shares as found, shape (n_themes + 1,).
    confusion
        From `measure_confusion`.
    """
    [solved] = _solve_each(observed[None], [_add_condition(confusion)])
    return np.asarray(solved)


def correct_shares(
    counts: Sequence[PlanCounts],
    n_themes: int,
    gold: CodedThemes | None,
    *,
    min_sentences: int = 20,
    draws: int = DRAWS,
) -> ShareIntervals:
    """Correct the shares of each plan and give them intervals; rows in the order of `counts`.

    Every draw takes the plan's sentences and the coded ones anew, with replacement, so that the
    interval holds both what the plan might have said and what the coding cannot tell. Draws of
    one plan do not depend on which others there are. A theme that no sentence shows keeps an
    upper end above 0.

    Parameters
    ----------
    counts
        From `count_plan`.
    n_themes
        Themes of the lexicon.
    gold
        Coded sentences; None where there are none, or too few of a theme.
    min_sentences
        Plans with fewer plan sentences have no intervals and no corrected shares.
    """
    shape = (len(counts), n_themes)
    held = {name: np.full(shape, np.nan) for name in ("raw_low", "raw_high", "mid", "low", "high")}
    tails = (100 * (1 - LEVEL) / 2, 100 * (1 + LEVEL) / 2)
    if gold is not None and not _is_enough(gold):
        gold = None
    matrices = [] if gold is None else _draw_confusions(gold, draws)
    whole = None if gold is None else measure_confusion(gold)
    for i, plan in enumerate(counts):
        if plan.n_plan_sentences < max(1, min_sentences):
            continue
        parts = split_evenly([themes for themes, _ in plan.theme_sets], n_themes)
        often = np.array([n for _, n in plan.theme_sets], dtype=np.float64)
        drawn = _draw_shares(parts, often, draws)
        held["raw_low"][i], held["raw_high"][i] = np.percentile(drawn[:, :-1], tails, axis=0)
        observed = often @ parts / often.sum()
        unseen = observed[:-1] == 0
        held["raw_high"][i, unseen] = _bound_unseen(plan.n_plan_sentences)
        if whole is None:
            continue
        held["mid"][i] = solve_shares(observed, whole)[:-1]
        solved = _solve_each(drawn, matrices)
        held["low"][i], held["high"][i] = np.percentile(solved[:, :-1], tails, axis=0)
        least = np.where(unseen, held["raw_high"][i], held["mid"][i])
        held["high"][i] = np.maximum(held["high"][i], least)
        held["low"][i] = np.minimum(held["low"][i], held["mid"][i])
    return ShareIntervals(
        held["raw_low"],
        held["raw_high"],
        held["mid"],
        held["low"],
        held["high"],
        _describe(gold),
        n_coded=0 if gold is None else len(gold.coded),
    )


def _bound_unseen(n: int) -> float:
    """Upper end for a theme that none of n sentences shows, which resampling cannot give.

    Clopper & Pearson (1934).
    """
    return float(1 - ((1 - LEVEL) / 2) ** (1 / n))


def _is_enough(gold: CodedThemes) -> bool:
    return bool(((gold.coded > 0).sum(axis=0) >= FEWEST_CODED).all())


def _draw_shares(parts: Floats, often: Floats, draws: int) -> Floats:
    """Shares of resampled sentences, (draws, n_themes + 1)."""
    rng = np.random.default_rng(_SEED)
    n = int(often.sum())
    return np.asarray(rng.multinomial(n, often / n, size=draws) @ parts / n)


def _draw_confusions(gold: CodedThemes, draws: int) -> list[Floats]:
    rng = np.random.default_rng(_SEED + 1)
    n = len(gold.coded)
    weights = rng.multinomial(n, np.full(n, 1 / n), size=draws).astype(np.float64)
    return [_add_condition(measure_confusion(gold, row)) for row in weights]


def _add_condition(confusion: Floats) -> Floats:
    """Put the condition that shares add up to 1 under the equations of the themes."""
    return np.vstack([confusion.T, np.full(len(confusion), _SUM_WEIGHT)])


def _solve_each(observed: Floats, matrices: Sequence[Floats]) -> Floats:
    """Solve each row of shares by its own matrix with the condition."""
    rows = np.column_stack([observed, np.full(len(observed), _SUM_WEIGHT)])
    solved = np.array([nnls(*pair)[0] for pair in zip(matrices, rows, strict=True)])
    return np.asarray(solved / solved.sum(axis=1, keepdims=True), dtype=np.float64)


def _describe(gold: CodedThemes | None) -> str:
    if gold is None:
        return "no coded sentences, or too few of a theme: shares are not corrected 未经校正"
    return (
        f"adjusted count from {len(gold.coded)} coded plan sentences, non-negative least squares "
        f"on shares that add up to 1, {LEVEL:.0%} percentile bootstrap over sentences of plan "
        "and coding"
    )
