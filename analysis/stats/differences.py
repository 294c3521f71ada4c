"""Whether a town gives a theme more or fewer of its plan sentences than the other towns do.

All sentences of a plan are counted, so that nothing is sampled from it. What is random is which
sentences a plan happens to hold: had the same town written the same year's plan on another day,
some sentences would be others. The test asks how often sentences dealt anew among the towns
would differ as much; its p values are corrected for all towns and themes (Holm 1979).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from analysis.model import PlanCounts
from analysis.stats.controls import correct_holm
from analysis.stats.validity import wilson_interval

Floats = npt.NDArray[np.float64]
LARGEST_P = 0.05
_NEGLIGIBLE = 1e-10
"""Numbers of sentences less likely than this are left out of the exact distribution."""


@dataclass(frozen=True, slots=True)
class ShareDifferences:
    """Shares of plans less those of the other towns, each array (n_plans, n_themes).

    NaN for plans with too few sentences, and where there is no other town.
    """

    difference: Floats
    low: Floats
    high: Floats
    p_holm: Floats

    @property
    def claimed(self) -> npt.NDArray[np.int64]:
        """1 where the town speaks more of the theme than the others, -1 less, 0 undecided."""
        sure = (self.p_holm <= LARGEST_P) & ((self.low > 0) | (self.high < 0))
        return np.where(sure, np.sign(np.nan_to_num(self.difference)), 0).astype(np.int64)


def compare_with_rest(
    counts: Sequence[PlanCounts],
    towns: Sequence[str],
    n_themes: int,
    *,
    min_sentences: int = 20,
) -> ShareDifferences:
    """Compare each plan with all sentences of the other towns' plans together.

    Parameters
    ----------
    counts
        From `count_plan`, of plans that stand side by side.
    towns
        The town of each plan; plans of one town are not compared with each other.
    n_themes
        Themes of the lexicon.
    min_sentences
        Plans with fewer plan sentences are neither compared nor compared with.

    Returns
    -------
    Differences, their 90 % intervals (Newcombe, Statistics in Medicine 17 (1998), 873-890,
    method 10) and two-sided exact permutation p values after Holm's correction, rows in the
    order of `counts`.
    """
    shape = (len(counts), n_themes)
    difference, low, high, p = (np.full(shape, np.nan) for _ in range(4))
    used = [i for i, plan in enumerate(counts) if plan.n_plan_sentences >= max(1, min_sentences)]
    parts = {i: [count_parts(counts[i], theme) for theme in range(n_themes)] for i in used}
    whole = [_join(parts[i][theme] for i in used) for theme in range(n_themes)]
    n_whole = sum(counts[i].n_plan_sentences for i in used)
    raw: dict[str, float] = {}
    for i in used:
        own_town = [j for j in used if towns[j] == towns[i]]
        n = counts[i].n_plan_sentences
        n_rest = n_whole - sum(counts[j].n_plan_sentences for j in own_town)
        if not n_rest:
            continue
        for theme in range(n_themes):
            own = parts[i][theme]
            rest = whole[theme] - _join(parts[j][theme] for j in own_town)
            shares = add_up(own) / n, add_up(rest) / n_rest
            difference[i, theme] = shares[0] - shares[1]
            low[i, theme], high[i, theme] = bound_difference(*shares, n, n_rest)
            raw[f"{i:06}-{theme:03}"] = permute_exactly(own, own + rest, n, n + n_rest)
    for key, corrected in correct_holm(raw).items():
        i, theme = map(int, key.split("-"))
        p[i, theme] = corrected
    return ShareDifferences(difference, low, high, p)


def permute_exactly(own: Mapping[int, int], pool: Mapping[int, int], n: int, n_pool: int) -> float:
    """Return the two-sided p of the exact permutation test of a town's sentences.

    Parameters
    ----------
    own, pool
        Sentences that show the theme, by the number of themes they are split over, in the town
        and in all towns together.
    n, n_pool
        All sentences of the town, and of all towns.

    Returns
    -------
    Probability that n sentences drawn from the pool without replacement hold a sum as far from
    its mean as the town's.
    """
    sums, chances = _deal(tuple(sorted(pool.items())), n, n_pool)
    mean = n * add_up(pool) / n_pool
    as_far = np.abs(sums - mean) >= abs(add_up(own) - mean) - 1e-9
    return min(1.0, float(chances[as_far].sum()))


@lru_cache(maxsize=4096)
def _deal(pool: tuple[tuple[int, int], ...], n: int, n_pool: int) -> tuple[Floats, Floats]:
    """Every sum that n sentences may hold and its probability, kind after kind."""
    sums, chances = np.zeros(1), np.ones(1)
    drawn, left = np.zeros(1, dtype=np.int64), n_pool
    for kind, there in pool:
        held = np.arange(min(there, n) + 1)
        held = held[_weigh_draw(held, there, np.array(n), n_pool) > _NEGLIGIBLE]
        chances = chances[:, None] * _weigh_draw(held, there, n - drawn[:, None], left)
        sums, drawn = sums[:, None] + held / kind, drawn[:, None] + held
        left -= there
        kept = chances > _NEGLIGIBLE
        sums, chances, drawn = sums[kept], chances[kept], drawn[kept]
    return sums, chances


def _weigh_draw(
    held: npt.NDArray[np.int64], there: int, n: npt.NDArray[np.int64], n_pool: int
) -> Floats:
    """Probability that n of n_pool sentences hold so many of the `there` of a kind."""
    ways = _choose(there, held) + _choose(n_pool - there, n - held) - _choose(n_pool, n)
    return np.asarray(np.exp(ways), dtype=np.float64)


def _choose(whole: int, part: npt.NDArray[np.int64]) -> Floats:
    """Logarithm of the binomial coefficient, minus infinity where there is no way."""
    possible = (part >= 0) & (part <= whole)
    part = np.where(possible, part, 0)
    ways = gammaln(whole + 1) - gammaln(part + 1) - gammaln(whole - part + 1)
    return np.where(possible, ways, -np.inf)


def count_parts(plan: PlanCounts, theme: int) -> Counter[int]:
    """Count sentences that show the theme, by the number of themes they are split over."""
    parts: Counter[int] = Counter()
    for themes, sentences in plan.theme_sets:
        if theme in themes:
            parts[len(themes)] += sentences
    return parts


def _join(parts: Iterable[Counter[int]]) -> Counter[int]:
    joined: Counter[int] = Counter()
    for part in parts:
        joined.update(part)
    return joined


def add_up(parts: Mapping[int, int]) -> float:
    """Add up sentences, each as the part of it that the theme has."""
    return sum(sentences / themes for themes, sentences in parts.items())


def bound_difference(own: float, rest: float, n: int, n_rest: int) -> tuple[float, float]:
    """Return the 90 % interval of a difference of two shares, of n and of n_rest sentences."""
    (low, high), (low_rest, high_rest) = (
        wilson_interval(own * n, n),
        wilson_interval(rest * n_rest, n_rest),
    )
    gap = own - rest
    return (
        gap - float(np.hypot(own - low, high_rest - rest)),
        gap + float(np.hypot(high - own, rest - low_rest)),
    )
