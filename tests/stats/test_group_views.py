"""Silhouettes, the map and co-assignment against independent computations."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist, squareform

from analysis.stats.co_assignment import measure_together
from analysis.stats.cutting import cut_into, join_rows, measure_silhouette, take_roots
from analysis.stats.groups import GroupRecipe, group_plans
from analysis.stats.maps import map_plans
from analysis.stats.planted import plant_types
from analysis.stats.silhouettes import measure_silhouettes
from analysis.stats.stability import measure_stability

THEMES = ("a", "b", "c", "d", "e")


@pytest.fixture(scope="module")
def county():
    shares, types = plant_types(THEMES, 24, seed=3)
    return shares, types, group_plans(shares, GroupRecipe(draws=5))


# silhouettes


def by_hand(distances, labels, i):
    """Rousseeuw's definition, town by town."""
    own = [distances[i, j] for j in range(len(labels)) if labels[j] == labels[i] and j != i]
    if not own:
        return 0.0
    others = [
        np.mean([distances[i, j] for j in range(len(labels)) if labels[j] == g])
        for g in sorted(set(labels) - {labels[i]})
    ]
    a, b = np.mean(own), min(others)
    return (b - a) / max(a, b)


def test_silhouettes_are_those_of_the_definition_and_average_to_the_cuts(county):
    _, _, grouping = county
    found = measure_silhouettes(grouping)
    assert [town.plan_id for town in found] == list(grouping.plan_ids)
    assert [town.group for town in found] == list(grouping.cut)
    cut = np.array(grouping.cut)
    for row, town in zip(grouping.distances, found, strict=True):
        far = {g: row[cut == g].mean() for g in set(grouping.cut) - {town.group}}
        assert town.second == min(far, key=far.get)
    expected = [by_hand(grouping.distances, grouping.cut, i) for i in range(24)]
    assert [town.value for town in found] == pytest.approx(expected, abs=1e-9)
    mean = measure_silhouette(grouping.distances, np.array(grouping.cut))
    assert np.mean([town.value for town in found]) == pytest.approx(mean, abs=1e-9)


def test_a_negative_silhouette_is_nearer_to_the_second_group_than_to_its_own(county):
    _, _, grouping = county
    moved = list(grouping.cut)
    moved[0] = moved[0] % max(grouping.cut) + 1
    (town, *_) = measure_silhouettes(replace(grouping, cut=tuple(moved)))
    assert town.value < 0
    assert town.second == grouping.cut[0]


def test_a_town_alone_in_its_group_has_none_and_no_cut_has_no_silhouettes(county):
    _, _, grouping = county
    alone = replace(grouping, cut=(7, *([1] * 12), *([2] * 11)))
    assert measure_silhouettes(alone)[0].value == 0.0
    assert measure_silhouettes(replace(grouping, cut=())) == ()


# the map


def test_a_map_of_points_on_a_plane_keeps_everything_and_every_distance():
    points = np.random.default_rng(5).normal(size=(9, 2)) * (3, 1)
    distances = squareform(pdist(points))
    placed = map_plans(distances)
    assert sum(placed.kept) == pytest.approx(1.0)
    assert squareform(pdist(placed.points)) == pytest.approx(distances, abs=1e-8)


def test_the_map_is_the_first_two_principal_components_and_keeps_their_variance(county):
    shares, _, grouping = county
    roots = take_roots(shares.shares)
    centred = roots - roots.mean(axis=0)
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    placed = map_plans(grouping.distances)
    expected = left[:, :2] * sizes[:2]
    for axis in (0, 1):
        sign = np.sign(expected[:, axis] @ placed.points[:, axis])
        assert placed.points[:, axis] == pytest.approx(sign * expected[:, axis], abs=1e-7)
    assert placed.kept == pytest.approx(tuple((sizes**2 / (sizes**2).sum())[:2]), abs=1e-7)
    assert placed.kept[0] >= placed.kept[1] > 0


@pytest.mark.parametrize("seed", range(6))
def test_the_farthest_town_of_an_axis_stands_on_its_positive_side(seed):
    points = np.random.default_rng(seed).normal(size=(7, 3))
    placed = map_plans(squareform(pdist(points))).points
    farthest = np.abs(placed).argmax(axis=0)
    assert (placed[farthest, [0, 1]] > 0).all()


def test_the_order_of_towns_moves_nobody_on_the_map(county):
    _, _, grouping = county
    turn = np.random.default_rng(2).permutation(24)
    turned = map_plans(grouping.distances[np.ix_(turn, turn)])
    assert turned.points == pytest.approx(map_plans(grouping.distances).points[turn], abs=1e-7)


@pytest.mark.parametrize("n", [0, 1, 2, 4])
def test_towns_all_alike_stand_at_one_place(n):
    placed = map_plans(np.zeros((n, n)))
    assert placed.points.shape == (n, 2)
    assert not placed.points.any()
    assert placed.kept == (0.0, 0.0)


# co-assignment


def count_together(points, groups, draws, seed):
    """Count pair by pair, with SciPy's own tree and cut."""
    draw = np.random.default_rng(seed)
    n = len(points)
    together, drawn = np.zeros((n, n)), np.zeros((n, n))
    for _ in range(draws):
        rows = draw.integers(0, n, n).tolist()
        labels = fcluster(linkage(points[rows], "ward"), groups, "maxclust")
        label = {row: labels[rows.index(row)] for row in rows}
        for (i, one), (j, other) in product(label.items(), repeat=2):
            drawn[i, j] += 1
            together[i, j] += one == other
    return together / drawn


def test_co_assignment_counts_the_resamples_that_hold_both(county):
    shares, _, grouping = county
    roots = take_roots(shares.shares)
    found = measure_together(roots, max(grouping.cut), draws=30, seed=11)
    assert found == pytest.approx(count_together(roots, max(grouping.cut), 30, 11), abs=1e-12)
    assert (found == found.T).all()
    assert (np.diag(found) == 1).all()


def test_towns_of_one_real_type_fall_together_more_often_than_others(county):
    shares, types, grouping = county
    found = measure_together(take_roots(shares.shares), max(grouping.cut), draws=60, seed=1)
    same = np.equal.outer(np.array(types), np.array(types))
    off = ~np.eye(24, dtype=bool)
    assert found[same & off].mean() > 2 * found[~same].mean()


def test_its_resamples_are_those_that_tested_the_groups():
    blocks = np.repeat(np.eye(3), 6, axis=0) + np.random.default_rng(0).normal(0, 0.01, (18, 3))
    labels = cut_into(join_rows(blocks), 3)
    assert measure_stability(blocks, labels, draws=20, seed=4) == {1: 1.0, 2: 1.0, 3: 1.0}
    together = measure_together(blocks, 3, draws=20, seed=4)
    assert together == pytest.approx(np.equal.outer(labels, labels).astype(float))


def test_a_pair_never_drawn_together_has_no_share():
    found = measure_together(np.arange(8.0).reshape(4, 2), 2, draws=1, seed=0)
    missed = sorted(set(range(4)) - set(np.random.default_rng(0).integers(0, 4, 4).tolist()))
    assert missed, "one draw of four misses somebody"
    assert np.isnan(found[missed]).all()
