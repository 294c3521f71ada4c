"""A Ward tree cut where its groups are best apart: shared by the grouping and its tests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist, squareform

EVEN = 0.5
"""Part of a composition that is spread evenly over all themes before compositions are compared.

Roots make a theme that one sentence touches weigh as much as a leading one, so that with twenty
themes mostly chance is compared. A fixed part damps that, whatever the length of a plan; a prior
of so many sentences a theme would draw short plans together and group towns by length.
"""
Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cut:
    """Group numbers from 1 on, and the mean silhouette they reach (-1..1)."""

    labels: Labels
    silhouette: float


def take_roots(shares: Floats, even: float = EVEN) -> Floats:
    """Return the Hellinger vectors of rows of shares: their Euclidean distance is Hellinger's.

    Shares are first turned into a composition of the themed sentences alone, which sums to 1, of
    which the part `even` is spread over all themes. Two plans that speak of one theme each, and
    not the same, keep the distance 1, the largest there is.
    """
    composed = shares / shares.sum(axis=1, keepdims=True)
    spread = even / max(1, shares.shape[1])
    widest = np.sqrt(1 - even + spread) - np.sqrt(spread)
    return np.asarray(np.sqrt(((1 - even) * composed + spread) / 2) / widest, dtype=np.float64)


def join_rows(points: Floats, *, ordered: bool = False) -> Floats:
    """Return the Ward tree over the rows of `points`, as a SciPy linkage matrix."""
    return np.asarray(linkage(points, method="ward", optimal_ordering=ordered), dtype=np.float64)


def cut_best(tree: Floats, distances: Floats, most: int) -> Cut | None:
    """Cut into 2 to `most` groups by the largest mean silhouette, the coarser among equals.

    None where no number of groups can be cut, as among rows that are all alike.
    """
    best: Cut | None = None
    for k in range(2, most + 1):
        labels = cut_into(tree, k)
        if labels.max(initial=0) != k:
            continue
        score = round(measure_silhouette(distances, labels), 9)
        if best is None or score > best.silhouette:
            best = Cut(labels, score)
    return best


def cut_into(tree: Floats, k: int) -> Labels:
    """Cut a tree into `k` groups; fewer where rows tie."""
    return np.asarray(fcluster(tree, k, criterion="maxclust"), dtype=np.int64)


def measure_distances(points: Floats) -> Floats:
    """Return the Euclidean distances between rows, ``(n, n)``."""
    return np.asarray(squareform(pdist(points)), dtype=np.float64)


def measure_silhouette(distances: Floats, labels: Labels) -> float:
    """Return the mean silhouette (Rousseeuw 1987); a group of one counts 0."""
    n, groups = len(labels), labels - 1
    member = np.zeros((n, int(labels.max())))
    member[np.arange(n), groups] = 1.0
    sizes = member.sum(axis=0)
    sums = distances @ member
    own = sums[np.arange(n), groups] / np.maximum(sizes[groups] - 1, 1)
    means = sums / sizes
    means[np.arange(n), groups] = np.inf
    other = means.min(axis=1)
    widest = np.maximum(own, other)
    apart = np.divide(other - own, widest, out=np.zeros(n), where=widest > 0)
    return float(np.where(sizes[groups] > 1, apart, 0.0).mean())
