"""How often two plans fall together when plans are resampled: support for pairs, not groups."""

from __future__ import annotations

import numpy as np

from analysis.stats.cutting import Floats, cut_into, join_rows


def measure_together(points: Floats, groups: int, *, draws: int, seed: int) -> Floats:
    """Return for each two plans the share of resampled cuts that hold both in one group.

    Parameters
    ----------
    points
        One row a plan, ``(n_plans, n_themes)``.
    groups
        Into how many groups each resample is cut.

    Returns
    -------
    ``(n_plans, n_plans)``, of the resamples in which both were drawn; NaN where there is none.

    Notes
    -----
    With the same draws and seed the resamples are those of `stability.measure_stability`.
    Monti et al. (2003) call it the consensus matrix.
    """
    draw = np.random.default_rng(seed)
    n = len(points)
    together, drawn = np.zeros((n, n)), np.zeros((n, n))
    for _ in range(draws):
        rows = draw.integers(0, n, n)
        again = cut_into(join_rows(points[rows]), groups)
        distinct, first = np.unique(rows, return_index=True)
        labels = again[first]
        both = np.ix_(distinct, distinct)
        together[both] += labels[:, None] == labels
        drawn[both] += 1
    shares: Floats = np.divide(together, drawn, out=np.full((n, n), np.nan), where=drawn > 0)
    return shares
