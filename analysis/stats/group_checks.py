"""Whether another distance, another way to join or the words beside the themes cut alike.

None of these makes the groups; each says how far the cut hangs on a choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import squareform
from sklearn.metrics import adjusted_rand_score

from analysis.model import Grouping, TermMatrix, ThemeShares
from analysis.stats.cutting import (
    Floats,
    cut_best,
    cut_into,
    join_rows,
    measure_distances,
    take_roots,
)
from analysis.stats.groups import GroupRecipe
from analysis.stats.kmeans import TermClusters, cluster_into

Check = Literal["clr", "plain", "average", "words", "kmeans"]
PRIOR = 2.0
"""Sentences added to each theme before logarithms are taken; without them empty themes explode."""
WORDS_FROM = 30
"""On fewer plans words tell less than themes do."""
WORD_AXES = 8
WORD_PART = 0.3
"""Part of the variance that words have beside themes."""


@dataclass(frozen=True, slots=True)
class GroupCheck:
    """The groups of another method beside those of the cut."""

    check: Check
    plans: int
    """How many plans both group."""
    groups: int
    """Of the cut, and asked of the other method."""
    ari: float | None
    """Adjusted Rand index of the two: 1 the same groups, about 0 by chance."""
    own_groups: int | None
    """What the other method's largest mean silhouette chooses."""
    own_ari: float | None


def check_cut(
    shares: ThemeShares, grouping: Grouping, matrix: TermMatrix, clusters: TermClusters
) -> tuple[GroupCheck, ...]:
    """Group the plans of a cut in other ways; none without a cut.

    Parameters
    ----------
    shares, grouping
        What was grouped, and how.
    matrix, clusters
        Weights of terms of all these plans, and their clusters by words.

    Notes
    -----
    `clr`: Euclidean distance of centred log ratios of sentences + 2 a theme (Aitchison 1982).
    `plain`: the whole composition, nothing of it spread evenly. `average`: average linkage on
    the distances of the tree. `words`: eight axes of the words' variance (LSA) beside the themes.
    `kmeans`: the plain view.
    """
    if not grouping.cut:
        return ()
    at = {plan_id: i for i, plan_id in enumerate(shares.plan_ids)}
    rows = [at[plan_id] for plan_id in grouping.plan_ids]
    held = shares.shares[rows]
    roots = take_roots(held)
    points: dict[Check, Floats] = {
        "clr": _take_log_ratios(held * shares.n_sentences[rows, None]),
        "plain": take_roots(held, 0.0),
    }
    if len(rows) >= WORDS_FROM:
        points["words"] = _join_words(roots, matrix, grouping.plan_ids)
    found = [_check(grouping, c, join_rows(x), measure_distances(x)) for c, x in points.items()]
    average = linkage(squareform(grouping.distances, checks=False), method="average")
    found.insert(2, _check(grouping, "average", average, grouping.distances))
    return (*found, _check_clusters(grouping, matrix, clusters))


def _check(grouping: Grouping, name: Check, tree: Floats, distances: Floats) -> GroupCheck:
    n, k, cut = len(distances), len(set(grouping.cut)), grouping.cut
    recipe = GroupRecipe()
    own = cut_best(tree, distances, min(recipe.max_groups, n // recipe.plans_per_group))
    return GroupCheck(
        name,
        n,
        k,
        _agree(cut, cut_into(tree, k).tolist()),
        None if own is None else int(own.labels.max()),
        None if own is None else _agree(cut, own.labels.tolist()),
    )


def _check_clusters(grouping: Grouping, matrix: TermMatrix, clusters: TermClusters) -> GroupCheck:
    cut = dict(zip(grouping.plan_ids, grouping.cut, strict=True))
    k = len(set(grouping.cut))
    alike = cluster_into(matrix, grouping.plan_ids, k)
    return GroupCheck(
        "kmeans",
        len(alike),
        k,
        _agree([cut[p] for p in alike], list(alike.values())) if alike else None,
        clusters.k or None,
        _agree([cut[p] for p in clusters.plan_ids], clusters.clusters) if clusters.k else None,
    )


def _agree(one: object, other: object) -> float:
    return round(float(adjusted_rand_score(one, other)), 6)


def _take_log_ratios(sentences: Floats) -> Floats:
    logs = np.log(sentences + PRIOR)
    return np.asarray(logs - logs.mean(axis=1, keepdims=True), dtype=np.float64)


def _join_words(roots: Floats, matrix: TermMatrix, plan_ids: tuple[str, ...]) -> Floats:
    """Put the leading axes of the words beside the themes, at their part of the variance."""
    row = {plan_id: i for i, plan_id in enumerate(matrix.plan_ids)}
    weights = matrix.weights[[row[plan_id] for plan_id in plan_ids]]
    likeness = np.asarray((weights @ weights.T).todense(), dtype=np.float64)
    values, vectors = np.linalg.eigh(likeness)
    axes = vectors[:, -WORD_AXES:] * np.sqrt(np.maximum(values[-WORD_AXES:], 0.0))
    lengths = np.linalg.norm(axes, axis=1, keepdims=True)
    axes = np.divide(axes, lengths, out=np.zeros_like(axes), where=lengths > 0)
    themes, words = roots - roots.mean(axis=0), axes - axes.mean(axis=0)
    spread = np.square(words).sum()
    scale = np.sqrt(np.square(themes).sum() / spread) if spread > 0 else 0.0
    return np.hstack([themes * np.sqrt(1 - WORD_PART), words * scale * np.sqrt(WORD_PART)])
