"""How plans resemble each other by what they speak of.

Shares are turned into a composition of the themed sentences, compared by Hellinger distance
and joined by Ward's method. On few plans every method finds groups, also where there are
none; the verdict says how much may be said, and no cut is ever called a typology.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, leaves_list, linkage
from scipy.spatial.distance import pdist, squareform
from sklearn.metrics import silhouette_score

from analysis.model import Grouping, LeftOut, ThemeShares

Floats = npt.NDArray[np.float64]
_NO_CUT: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupRecipe:
    """How many plan sentences a plan needs and how many plans a tree and a cut need."""

    min_sentences: int = 20
    min_plans_tree: int = 3
    min_plans_cut: int = 8
    max_groups: int = 6
    plans_per_group: int = 3


def group_plans(shares: ThemeShares, recipe: GroupRecipe | None = None) -> Grouping:
    """Compare plans by the composition of their themes.

    Distances, tree, neighbours and cut follow the plans in the order of their ids, so that
    the order in which plans came changes nothing. Groups of the cut are numbered along the
    leaves of the tree.
    """
    recipe = recipe or GroupRecipe()
    kept, left_out = _choose_plans(shares, recipe)
    plan_ids = tuple(shares.plan_ids[i] for i in kept)
    roots = np.sqrt(_compose(shares.shares[kept]) / 2)
    condensed = pdist(roots) if len(kept) > 1 else np.empty(0)
    distances = squareform(condensed) if len(kept) > 1 else np.zeros((len(kept), len(kept)))
    if len(kept) < recipe.min_plans_tree:
        tree = np.empty((0, 4))
        order, cut = tuple(range(len(kept))), _NO_CUT
    else:
        tree = linkage(roots, method="ward", optimal_ordering=True)
        order = tuple(int(i) for i in leaves_list(tree))
        cut = _cut_tree(tree, distances, order, recipe)
    return Grouping(
        plan_ids=plan_ids,
        left_out=left_out,
        distances=distances,
        linkage=tree,
        order=order,
        nearest=_find_nearest(plan_ids, distances) if len(tree) else (),
        cut=cut,
        verdict="descriptive" if cut else "tree_only" if len(tree) else "too_few",
        recipe=_describe(recipe, len(kept), cut),
    )


def _choose_plans(
    shares: ThemeShares, recipe: GroupRecipe
) -> tuple[list[int], tuple[tuple[str, LeftOut], ...]]:
    """Rows that can be compared, by plan id, and the others with the reason."""
    kept: list[int] = []
    left_out: list[tuple[str, LeftOut]] = []
    for i in sorted(range(len(shares.plan_ids)), key=lambda i: shares.plan_ids[i]):
        n = int(shares.n_sentences[i])
        if n < recipe.min_sentences:
            left_out.append((shares.plan_ids[i], "few_sentences"))
        elif not shares.shares[i].sum() > 0:
            left_out.append((shares.plan_ids[i], "no_theme"))
        else:
            kept.append(i)
    return kept, tuple(left_out)


def _compose(shares: Floats) -> Floats:
    """Shares of the themed sentences alone; rows sum to 1."""
    return np.asarray(shares / shares.sum(axis=1, keepdims=True), dtype=np.float64)


def _cut_tree(
    tree: Floats, distances: Floats, order: tuple[int, ...], recipe: GroupRecipe
) -> tuple[int, ...]:
    """Cut by the largest mean silhouette, the coarser cut among equals; none on too few plans."""
    n = len(distances)
    if n < recipe.min_plans_cut:
        return _NO_CUT
    best: tuple[float, npt.NDArray[np.int_] | None] = (-np.inf, None)
    for k in range(2, min(recipe.max_groups, n // recipe.plans_per_group) + 1):
        labels = fcluster(tree, k, criterion="maxclust")
        if len(np.unique(labels)) != k:
            continue
        score = round(float(silhouette_score(distances, labels, metric="precomputed")), 9)
        if score > best[0]:
            best = (score, labels)
    if best[1] is None:
        return _NO_CUT
    numbers: dict[int, int] = {}
    for leaf in order:
        numbers.setdefault(int(best[1][leaf]), len(numbers) + 1)
    return tuple(numbers[int(label)] for label in best[1])


def _find_nearest(
    plan_ids: tuple[str, ...], distances: Floats
) -> tuple[tuple[str, str, float], ...]:
    """Each plan's nearest other; the first by id among equals."""
    others = np.round(distances, 9)
    np.fill_diagonal(others, np.inf)
    return tuple(
        (plan_ids[i], plan_ids[j], float(distances[i, j]))
        for i, j in enumerate(others.argmin(axis=1))
    )


def _describe(recipe: GroupRecipe, n: int, cut: tuple[int, ...]) -> str:
    method = (
        "composition of themed sentences, Hellinger distance, Ward, optimal leaf order, "
        f"plans with >= {recipe.min_sentences} plan sentences, N={n}"
    )
    if n < recipe.min_plans_tree:
        return f"{method}; 可比文本不足{recipe.min_plans_tree}份, 不作比较 too few plans to compare"
    if cut:
        return (
            f"{method}; cut into {max(cut)} by silhouette, 描述性分组, 未检验稳定性 "
            "descriptive, stability not tested"
        )
    return f"{method}; 树仅供排序 the tree only orders the plans"
