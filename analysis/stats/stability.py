"""Whether a grouping says more than chance would: a null test and resampling.

Every method finds groups, also where there are none. The null test asks how well plans without
groups are cut that scatter as these do (SigClust's idea, Liu et al. 2008, with the silhouette of
the best Ward cut); the resampling asks whether each group comes back (Hennig 2007).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.stats.cutting import Floats, Labels, cut_best, cut_into, join_rows, measure_distances


def measure_null_p(points: Floats, silhouette: float, *, most: int, draws: int, seed: int) -> float:
    """Return the share of group-less corpora that are cut as well as this one: the p value.

    Parameters
    ----------
    points
        One row a plan, ``(n_plans, n_themes)``.
    silhouette
        Of its best cut into 2 to `most` groups.

    Notes
    -----
    Rows of a null corpus are multivariate normal with the covariance of `points`: each is a sum
    of the centred rows with independent standard normal weights, over the root of n - 1. So no
    covariance has to be decomposed, and few plans with many themes are no difficulty.
    """
    draw = np.random.default_rng(seed)
    n = len(points)
    scatter = (points - points.mean(axis=0)) / np.sqrt(n - 1)
    as_good = 0
    for _ in range(draws):
        null = draw.standard_normal((n, n)) @ scatter
        best = cut_best(join_rows(null), measure_distances(null), most)
        as_good += best is not None and best.silhouette >= silhouette
    return (1 + as_good) / (1 + draws)


def measure_stability(points: Floats, labels: Labels, *, draws: int, seed: int) -> dict[int, float]:
    """Return group -> its mean Jaccard index with the likest group of resampled plans.

    Plans are drawn with replacement and cut into as many groups; a group none of whose plans
    was drawn has no say in that draw.
    """
    draw = np.random.default_rng(seed)
    numbers, places = np.unique(labels, return_inverse=True)
    k = len(numbers)
    sums, seen = np.zeros(k), np.zeros(k)
    for _ in range(draws):
        rows = draw.integers(0, len(points), len(points))
        again = cut_into(join_rows(points[rows]), k)
        distinct, first = np.unique(rows, return_index=True)
        jaccard, held = _match_groups(places[distinct], again[first], k)
        sums += jaccard
        seen += held
    means = (sums / np.maximum(seen, 1)).round(6)
    return dict(zip(numbers.tolist(), means.tolist(), strict=True))


def _match_groups(old: Labels, new: Labels, k: int) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return each old group's best Jaccard index among the new ones, and whether it is there.

    Old groups count from 0, new ones from 1.
    """
    both = np.zeros((k, int(new.max())))
    np.add.at(both, (old, new - 1), 1.0)
    either = both.sum(axis=1, keepdims=True) + both.sum(axis=0, keepdims=True) - both
    return (both / np.maximum(either, 1)).max(axis=1), both.sum(axis=1) > 0
