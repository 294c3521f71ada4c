"""The plain view: TF-IDF weights of words, k-means. Beside the tree, never in its place.

Words are cleaned as for the leading terms. On uncleaned text this very method groups towns by how
their numbers are hidden; what it follows here is held against the same traits as the tree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analysis.model import TermMatrix
from analysis.stats.cutting import Floats, Labels, measure_silhouette
from analysis.stats.terms import leading_terms

FEWEST_PLANS = 8
MOST_CLUSTERS = 6
PLANS_PER_CLUSTER = 3
_STARTS = 10
_SEED = 20235
_NAMED_BY = 5


@dataclass(frozen=True, slots=True)
class TermClusters:
    """Clusters by words, numbered by their first plan; empty below `FEWEST_PLANS` plans."""

    plan_ids: tuple[str, ...] = ()
    """Those with at least one term, in the order asked for."""
    clusters: tuple[int, ...] = ()
    silhouettes: Mapping[int, float] = field(default_factory=dict)
    """Number of clusters -> mean silhouette; the largest decides, the fewer among equals."""
    terms: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Cluster -> its terms of the largest mean weight."""

    @property
    def k(self) -> int:
        """How many clusters there are."""
        return max(self.clusters, default=0)


def cluster_terms(matrix: TermMatrix, plan_ids: Sequence[str]) -> TermClusters:
    """Cluster plans by their words; k by the largest mean silhouette from 2 to 6.

    As many starts as scikit-learn advises and a fixed seed: the same plans give the same
    clusters. Fewer than three plans a cluster are never asked for.
    """
    weights, kept = _take_rows(matrix, plan_ids)
    if len(kept) < FEWEST_PLANS:
        return TermClusters()
    distances = _measure_distances(weights)
    distinct = int((np.tril(distances < 1e-6, -1).sum(axis=1) == 0).sum())
    most = min(MOST_CLUSTERS, len(kept) // PLANS_PER_CLUSTER, distinct)
    found = {k: _cluster(weights, k) for k in range(2, most + 1)}
    scores = {k: round(measure_silhouette(distances, found[k]), 6) for k in found}
    if not scores:
        return TermClusters()
    clusters = found[max(scores, key=lambda k: (scores[k], -k))]
    members = {
        c: [p for p, own in zip(kept, clusters.tolist(), strict=True) if own == c]
        for c in sorted(set(clusters.tolist()))
    }
    return TermClusters(
        plan_ids=tuple(kept),
        clusters=tuple(clusters.tolist()),
        silhouettes=scores,
        terms={
            c: tuple(term for term, _ in leading_terms(matrix, ids, _NAMED_BY))
            for c, ids in members.items()
        },
    )


def cluster_into(matrix: TermMatrix, plan_ids: Sequence[str], k: int) -> dict[str, int]:
    """Return plan id -> cluster for a chosen number of clusters; plans without terms have none."""
    weights, kept = _take_rows(matrix, plan_ids)
    if len(kept) < k:
        return {}
    return dict(zip(kept, _cluster(weights, k).tolist(), strict=True))


def _take_rows(matrix: TermMatrix, plan_ids: Sequence[str]) -> tuple[csr_matrix, list[str]]:
    row = {plan_id: i for i, plan_id in enumerate(matrix.plan_ids)}
    weights = matrix.weights[[row[plan_id] for plan_id in plan_ids]]
    spoken = np.flatnonzero(np.diff(weights.indptr) > 0)
    return weights[spoken], [plan_ids[i] for i in spoken.tolist()]


def _measure_distances(weights: csr_matrix) -> Floats:
    """Euclidean distances of rows, without ever making them dense."""
    likeness = np.asarray((weights @ weights.T).todense(), dtype=np.float64)
    squares = likeness.diagonal()
    apart = np.maximum(squares[:, None] + squares - 2 * likeness, 0.0)
    np.fill_diagonal(apart, 0.0)
    return np.asarray(np.sqrt(apart), dtype=np.float64)


def _cluster(weights: csr_matrix, k: int) -> Labels:
    with threadpool_limits(1):
        found = KMeans(k, n_init=_STARTS, random_state=_SEED).fit_predict(weights)
    number: dict[int, int] = {}
    return np.array([number.setdefault(int(c), len(number) + 1) for c in found], dtype=np.int64)
