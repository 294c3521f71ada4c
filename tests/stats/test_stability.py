"""The null test and the resampling against plain loops over sets and over SciPy's own normal."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import silhouette_score

from analysis.stats.cutting import (
    cut_best,
    cut_into,
    join_rows,
    measure_distances,
    measure_silhouette,
)
from analysis.stats.stability import measure_null_p, measure_stability


def cloud(seed: int, n: int, *, apart: float = 0.0) -> np.ndarray:
    draw = np.random.default_rng(seed)
    points = draw.normal(size=(n, 4)) @ np.diag([1.0, 0.6, 0.3, 0.1])
    points[: n // 2, 0] += apart
    return points


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("k", [2, 3, 5])
def test_the_silhouette_is_scikit_learns_also_with_groups_of_one(seed, k):
    points = cloud(seed, 17)
    points[0] += 40
    labels = cut_into(join_rows(points), k)
    expected = silhouette_score(points, labels)
    assert measure_silhouette(measure_distances(points), labels) == pytest.approx(expected)


def test_the_best_cut_has_the_largest_silhouette_and_rows_alike_have_none():
    points = cloud(1, 20, apart=6)
    tree, distances = join_rows(points), measure_distances(points)
    best = cut_best(tree, distances, 5)
    scores = [measure_silhouette(distances, cut_into(tree, k)) for k in range(2, 6)]
    assert best is not None
    assert best.silhouette == pytest.approx(max(scores))
    assert cut_best(join_rows(np.ones((9, 3))), np.zeros((9, 9)), 3) is None


def plain_p(points, silhouette, most, draws, seed):
    """The same test with a covariance matrix and NumPy's multivariate normal."""
    draw = np.random.default_rng(seed)
    hits = 0
    for _ in range(draws):
        null = draw.multivariate_normal(points.mean(axis=0), np.cov(points.T), len(points))
        best = max(silhouette_score(null, cut_into(join_rows(null), k)) for k in range(2, most + 1))
        hits += best >= silhouette
    return (1 + hits) / (1 + draws)


@pytest.mark.parametrize("apart", [0.0, 3.0])
def test_the_p_value_is_that_of_a_multivariate_normal_with_the_same_covariance(apart):
    points = cloud(2, 24, apart=apart)
    best = cut_best(join_rows(points), measure_distances(points), 4)
    assert best is not None
    ours = measure_null_p(points, best.silhouette, most=4, draws=400, seed=1)
    plain = plain_p(points, best.silhouette, 4, 400, 2)
    assert ours == pytest.approx(plain, abs=3 * np.sqrt(0.25 / 400) + 0.01)


def test_two_clouds_far_apart_are_significant_and_one_is_not():
    p = {}
    for apart in (0.0, 9.0):
        points = cloud(3, 30, apart=apart)
        best = cut_best(join_rows(points), measure_distances(points), 6)
        p[apart] = measure_null_p(points, best.silhouette, most=6, draws=200, seed=5)
    assert p[9.0] == pytest.approx(1 / 201)
    assert p[0.0] > 0.1


def test_more_themes_than_plans_are_no_difficulty():
    points = np.random.default_rng(4).normal(size=(9, 25))
    best = cut_best(join_rows(points), measure_distances(points), 3)
    assert 0 < measure_null_p(points, best.silhouette, most=3, draws=50, seed=5) <= 1


def plain_stability(points, labels, draws, seed):
    draw = np.random.default_rng(seed)
    found = {g: [] for g in set(labels.tolist())}
    for _ in range(draws):
        rows = draw.integers(0, len(points), len(points))
        again = cut_into(join_rows(points[rows]), len(found))
        new = [{int(r) for r, a in zip(rows, again, strict=True) if a == g} for g in set(again)]
        for group, values in found.items():
            old = {int(r) for r in rows if labels[r] == group}
            if old:
                values.append(max(len(old & n) / len(old | n) for n in new))
    return {g: float(np.mean(found[g])) for g in sorted(found)}


@pytest.mark.parametrize("k", [2, 3])
def test_stability_is_the_mean_best_jaccard_of_plain_sets(k):
    points = cloud(6, 18, apart=2)
    labels = cut_into(join_rows(points), k)
    found = measure_stability(points, labels, draws=40, seed=9)
    assert found == pytest.approx(plain_stability(points, labels, 40, 9), abs=1e-5)


def test_the_stability_of_a_group_goes_with_its_number_whatever_the_numbers_are():
    points = cloud(6, 18, apart=2)
    labels = cut_into(join_rows(points), 3)
    number = {1: 9, 2: 2, 3: 5}
    plain = measure_stability(points, labels, draws=10, seed=9)
    found = measure_stability(points, np.array([number[g] for g in labels]), draws=10, seed=9)
    assert found == {number[g]: value for g, value in plain.items()}
    assert len(set(found.values())) == 3


def test_clear_groups_come_back_and_halves_of_one_cloud_do_not():
    clear = cloud(7, 30, apart=12)
    labels = cut_into(join_rows(clear), 2)
    assert min(measure_stability(clear, labels, draws=100, seed=1).values()) > 0.99
    vague = np.random.default_rng(7).normal(size=(30, 4))
    labels = cut_into(join_rows(vague), 4)
    assert min(measure_stability(vague, labels, draws=100, seed=1).values()) < 0.75


def test_equal_seeds_give_equal_values():
    points = cloud(8, 20)
    labels = cut_into(join_rows(points), 2)
    twice = [measure_stability(points, labels, draws=30, seed=3) for _ in range(2)]
    assert twice[0] == twice[1]
