"""How plans resemble each other by what they speak of.

Shares are turned into a composition of the themed sentences, a part of it spread evenly over all
themes (`cutting.EVEN`), compared by Hellinger distance and joined by Ward's method. On few plans
every method finds groups, also where there are none; the verdict says how much may be said. Types
are claimed only where there are enough plans, plans without groups are seldom cut so well, and
every group comes back when plans are resampled; else the plans are a continuum and the cut
describes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

import numpy as np
from scipy.cluster.hierarchy import leaves_list

from analysis.model import Grouping, LeftOut, PlanCounts, ThemeShares, Verdict
from analysis.stats.cutting import (
    EVEN,
    Floats,
    cut_best,
    join_rows,
    measure_distances,
    measure_silhouette,
    take_roots,
)
from analysis.stats.stability import measure_null_p, measure_stability


@dataclass(frozen=True, slots=True)
class GroupRecipe:
    """How many plan sentences a plan needs, how many plans a tree, a cut and types need.

    Published readings of the Jaccard index: below 0.6 no group, from 0.75 on a valid one.
    """

    min_sentences: int = 20
    min_plans_tree: int = 3
    min_plans_cut: int = 8
    max_groups: int = 6
    plans_per_group: int = 3
    min_plans_types: int = 30
    most_plans: int = 2000
    """Of more, so many are drawn: every two are compared, each draw of the tests does so again,
    and putting the leaves in order grows with the cube (half a minute at 2,000)."""
    largest_p: float = 0.05
    least_jaccard: float = 0.75
    draws: int = 200
    """Corpora without groups, and resampled ones."""
    seed: int = 20230


def choose_counts(
    counts: Mapping[str, PlanCounts], own: Mapping[str, PlanCounts], least: int
) -> dict[str, PlanCounts]:
    """Return plan id -> what it is grouped by: its own sentences, not those many towns share.

    What a town copied it did not choose; on copied sentences plans are alike without meaning it.
    A plan with fewer than `least` sentences of its own keeps all of them, so that it can be
    placed at all; whether groups follow templates is told by the controls.

    Parameters
    ----------
    counts, own
        Of all plan sentences, and of those that `stats.boilerplate` calls the town's own.
    """
    return {p: own[p] if own[p].n_plan_sentences >= least else whole for p, whole in counts.items()}


def group_plans(shares: ThemeShares, recipe: GroupRecipe | None = None) -> Grouping:
    """Compare plans by the composition of their themes.

    Distances, tree, neighbours and cut follow the plans in the order of their ids, so that
    the order in which plans came changes nothing. Groups of the cut are numbered along the
    leaves of the tree.
    """
    recipe = recipe or GroupRecipe()
    kept, left_out = _choose_plans(shares, recipe)
    plan_ids = tuple(shares.plan_ids[i] for i in kept)
    roots = take_roots(shares.shares[kept])
    n = len(kept)
    distances = measure_distances(roots) if n > 1 else np.zeros((n, n))
    tree, order, cut = np.empty((0, 4)), tuple(range(n)), _Cut()
    if n >= recipe.min_plans_tree:
        tree = join_rows(roots, ordered=True)
        order = tuple(int(i) for i in leaves_list(tree))
        cut = _cut_tree(roots, tree, distances, order, recipe)
    return Grouping(
        plan_ids=plan_ids,
        left_out=left_out,
        distances=distances,
        linkage=tree,
        order=order,
        nearest=_find_nearest(plan_ids, distances) if len(tree) else (),
        cut=cut.groups,
        verdict=_judge(n, cut, recipe),
        recipe=_describe(recipe, n, cut, count_not_drawn(left_out)),
        null_p=cut.p,
        stability=cut.stability,
    )


def take_groups(
    grouping: Grouping,
    shares: ThemeShares,
    groups: Mapping[str, int],
    made: str,
    recipe: GroupRecipe | None = None,
) -> Grouping:
    """Return the grouping with other groups of its plans; the tests and the verdict are theirs.

    Parameters
    ----------
    groups
        Plan id -> group, by numbers that may have gaps.
    made
        How they were made, for the recipe.

    Notes
    -----
    Groups that are those of the cut under other numbers keep its tests. Others are tested anew:
    their silhouette is held against the best cuts of data without groups, which is stricter than
    for the best cut. A grouping without a cut stays so, and has none where one group is left.
    """
    if not grouping.cut:
        return grouping
    recipe = recipe or GroupRecipe()
    n = len(grouping.plan_ids)
    told = tuple(groups[plan_id] for plan_id in grouping.plan_ids)
    number = set(zip(grouping.cut, told, strict=True))
    if len(set(told)) < 2:
        cut = _Cut()
    elif len(number) == len(set(told)) == len(set(grouping.cut)):
        held = sorted((new, grouping.stability[old]) for old, new in number)
        cut = _Cut(told, grouping.null_p, dict(held), made)
    else:
        row = {plan_id: i for i, plan_id in enumerate(shares.plan_ids)}
        roots = take_roots(shares.shares[[row[plan_id] for plan_id in grouping.plan_ids]])
        cut = _test_groups(roots, grouping.distances, told, made, recipe)
    return replace(
        grouping,
        cut=cut.groups,
        verdict=_judge(n, cut, recipe),
        recipe=_describe(recipe, n, cut, count_not_drawn(grouping.left_out)),
        null_p=cut.p,
        stability=cut.stability,
    )


@dataclass(frozen=True, slots=True)
class _Cut:
    """Group of each plan, and what the tests say of it; empty without a cut."""

    groups: tuple[int, ...] = ()
    p: float | None = None
    stability: Mapping[int, float] = field(default_factory=dict)
    made: str = ""


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
    drawn = set(sorted(kept, key=lambda i: _draw_lot(shares.plan_ids[i]))[: recipe.most_plans])
    left_out += [(shares.plan_ids[i], "not_drawn") for i in kept if i not in drawn]
    return [i for i in kept if i in drawn], tuple(left_out)


def _draw_lot(plan_id: str) -> bytes:
    """Return a plan's lot, the same whatever other plans there are."""
    return blake2b(plan_id.encode(), digest_size=8).digest()


def _cut_tree(
    roots: Floats, tree: Floats, distances: Floats, order: tuple[int, ...], recipe: GroupRecipe
) -> _Cut:
    """Cut where the groups are best apart, number them along the leaves and test them."""
    n = len(distances)
    best = cut_best(tree, distances, _count_most(n, recipe)) if n >= recipe.min_plans_cut else None
    if best is None:
        return _Cut()
    numbers: dict[int, int] = {}
    for leaf in order:
        numbers.setdefault(int(best.labels[leaf]), len(numbers) + 1)
    groups = tuple(numbers[int(label)] for label in best.labels)
    made = f"cut into {len(numbers)} by silhouette"
    return _test_groups(roots, distances, groups, made, recipe)


def _test_groups(
    roots: Floats, distances: Floats, groups: tuple[int, ...], made: str, recipe: GroupRecipe
) -> _Cut:
    _, places = np.unique(groups, return_inverse=True)
    silhouette = round(measure_silhouette(distances, places + 1), 9)
    draws = {"draws": recipe.draws, "seed": recipe.seed}
    return _Cut(
        groups=groups,
        p=measure_null_p(roots, silhouette, most=_count_most(len(roots), recipe), **draws),
        stability=measure_stability(roots, np.array(groups), **draws),
        made=made,
    )


def _count_most(n: int, recipe: GroupRecipe) -> int:
    return min(recipe.max_groups, n // recipe.plans_per_group)


def _judge(n: int, cut: _Cut, recipe: GroupRecipe) -> Verdict:
    if n < recipe.min_plans_tree:
        return "too_few"
    if cut.p is None:
        return "tree_only"
    holds = cut.p <= recipe.largest_p and min(cut.stability.values()) >= recipe.least_jaccard
    return "types" if holds and n >= recipe.min_plans_types else "descriptive"


def count_not_drawn(left_out: Sequence[tuple[str, LeftOut]]) -> int:
    """Count the plans that were not drawn because there are too many to compare all."""
    return sum(why == "not_drawn" for _, why in left_out)


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


def _describe(recipe: GroupRecipe, n: int, cut: _Cut, not_drawn: int) -> str:
    method = (
        f"composition of themed sentences, {EVEN:.0%} of it spread evenly over all themes, "
        "Hellinger distance, Ward, optimal leaf order, "
        f"plans with >= {recipe.min_sentences} plan sentences, N={n}"
    )
    if not_drawn:
        method += f", 从{n + not_drawn}份中抽取 drawn of {n + not_drawn} by a hash of their ids"
    if n < recipe.min_plans_tree:
        return f"{method}; 可比文本不足{recipe.min_plans_tree}份, 不作比较 too few plans to compare"
    if cut.p is None:
        return f"{method}; 树仅供排序 the tree only orders the plans"
    plain = list(cut.stability) == list(range(1, len(cut.stability) + 1))
    jaccards = ", ".join(
        f"{value:.2f}" if plain else f"{group}: {value:.2f}"
        for group, value in cut.stability.items()
    )
    tests = (
        f"{cut.made}, Gaussian null p={cut.p:.3f}, bootstrap Jaccard "
        f"{jaccards} ({recipe.draws} draws each, seed {recipe.seed})"
    )
    if _judge(n, cut, recipe) == "types":
        return f"{method}; {tests}; 类型 types"
    return f"{method}; {tests}; 连续分布, 切分仅供描述 a continuum, the cut is descriptive"
