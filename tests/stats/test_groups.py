from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import sqrt

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, silhouette_score

from analysis.model import ThemeShares
from analysis.stats.cutting import cut_best, join_rows, measure_distances, take_roots
from analysis.stats.groups import GroupRecipe, choose_counts, group_plans, take_groups
from analysis.stats.stability import measure_null_p, measure_stability


def shares_of(rows: dict[str, list[float]], n: int | dict[str, int] = 50) -> ThemeShares:
    sentences = [n[k] if isinstance(n, dict) else n for k in rows]
    return ThemeShares(
        np.array(list(rows.values()), dtype=float),
        np.array(sentences),
        tuple(rows),
        tuple(f"t{i}" for i in range(len(next(iter(rows.values()))))),
        "",
    )


def mixed(n: int, profiles: list[list[float]], tightness: float = 200.0) -> ThemeShares:
    draw = np.random.default_rng(7)
    return shares_of(
        {
            f"镇{i:02d}-2023": (
                0.7 * draw.dirichlet(tightness * np.array(profiles[i % len(profiles)]))
            ).tolist()
            for i in range(n)
        }
    )


PROFILES = [[0.7, 0.1, 0.1, 0.1], [0.1, 0.7, 0.1, 0.1]]


def test_the_distance_is_hellingers_over_themed_sentences_half_of_them_spread_evenly():
    rows = {"a": [0.2, 0.1, 0.3], "b": [0.05, 0.0, 0.1], "c": [0.3, 0.3, 0.0]}
    grouping = group_plans(shares_of(rows))
    widest = hellinger(np.array([4, 1, 1]) / 6, np.array([1, 4, 1]) / 6)
    for i, j in combinations(range(3), 2):
        p, q = (np.array(rows["abc"[k]]) / sum(rows["abc"[k]]) / 2 + 1 / 6 for k in (i, j))
        assert grouping.distances[i, j] == pytest.approx(hellinger(p, q) / widest)


def hellinger(p, q):
    return sqrt(1 - float(np.sum(np.sqrt(p * q))))


def test_with_nothing_spread_the_distance_is_hellingers_own():
    rows = np.array([[0.2, 0.1, 0.3], [0.05, 0.0, 0.1]])
    p, q = rows / rows.sum(axis=1, keepdims=True)
    one, other = take_roots(rows, 0.0)
    assert np.linalg.norm(one - other) == pytest.approx(hellinger(p, q))


def test_long_and_short_plans_of_one_cloud_are_not_grouped_by_length():
    """Near miss: two sentences added to each theme would group these by length alone."""
    even, added = [], []
    for seed in range(6):
        draw = np.random.default_rng(seed)
        short = draw.permutation(np.arange(30) % 2)
        sizes = np.where(short, draw.integers(20, 26, 30), draw.integers(150, 201, 30))
        leads = [0.13] * 6 + [0.22 / 14] * 14
        counts = np.array(
            [draw.multinomial(n, draw.dirichlet(80 * np.array(leads))) for n in sizes]
        )
        for rows, found in ((take_roots(counts), even), (take_roots(counts + 2.0, 0.0), added)):
            cut = cut_best(join_rows(rows), measure_distances(rows), 6)
            found.append(adjusted_rand_score(short, cut.labels))
    assert np.mean(even) < 0.15
    assert np.mean(added) > 0.8


def test_how_much_of_a_plan_is_themed_changes_no_distance():
    rows = {"a": [0.2, 0.1, 0.3], "b": [0.05, 0.0, 0.1], "c": [0.3, 0.3, 0.0]}
    half = {k: [v / 2 for v in row] for k, row in rows.items()}
    np.testing.assert_allclose(
        group_plans(shares_of(rows)).distances, group_plans(shares_of(half)).distances, atol=1e-12
    )


def test_the_first_join_is_the_nearest_pair_and_a_later_one_is_wards():
    rows = {"a": [0.5, 0.1], "b": [0.48, 0.12], "c": [0.1, 0.5]}
    grouping = group_plans(shares_of(rows))
    roots = take_roots(np.array(list(rows.values())))
    assert set(grouping.linkage[0, :2]) == {0, 1}
    assert grouping.linkage[0, 2] == pytest.approx(np.linalg.norm(roots[0] - roots[1]))
    ward = sqrt(2 * 2 * 1 / 3) * np.linalg.norm(roots[2] - roots[:2].mean(axis=0))
    assert grouping.linkage[1, 2] == pytest.approx(ward)


def test_the_order_in_which_plans_come_changes_nothing():
    shares = mixed(9, PROFILES, 20)
    turn = np.random.default_rng(1).permutation(9)
    other = ThemeShares(
        shares.shares[turn],
        shares.n_sentences[turn],
        tuple(shares.plan_ids[i] for i in turn),
        shares.themes,
        "",
    )
    one, two = group_plans(shares), group_plans(other)
    assert (one.plan_ids, one.order, one.nearest, one.cut) == (
        two.plan_ids,
        two.order,
        two.nearest,
        two.cut,
    )
    assert one.linkage.tobytes() == two.linkage.tobytes()


@pytest.mark.parametrize(
    ("n", "verdict", "has_tree", "has_cut"),
    [
        (0, "too_few", False, False),
        (1, "too_few", False, False),
        (2, "too_few", False, False),
        (3, "tree_only", True, False),
        (7, "tree_only", True, False),
        (8, "descriptive", True, True),
        (29, "descriptive", True, True),
    ],
)
def test_the_number_of_plans_decides_what_may_be_said(n, verdict, has_tree, has_cut):
    grouping = group_plans(
        mixed(n, PROFILES)
        if n
        else ThemeShares(np.empty((0, 4)), np.empty(0), (), tuple("abcd"), "")
    )
    assert grouping.verdict == verdict
    assert len(grouping.linkage) == (n - 1 if has_tree else 0)
    assert len(grouping.nearest) == (n if has_tree else 0)
    assert bool(grouping.cut) == has_cut
    assert sorted(grouping.order) == list(range(n))
    assert "types" not in grouping.recipe
    assert (grouping.null_p is not None) == bool(grouping.stability) == has_cut


def test_two_kinds_of_plans_are_told_apart_and_numbered_along_the_leaves():
    grouping = group_plans(mixed(12, PROFILES))
    assert adjusted_rand_score(grouping.cut, [i % 2 for i in range(12)]) == 1.0
    assert list(dict.fromkeys(grouping.cut[i] for i in grouping.order)) == [1, 2]


def test_the_cut_never_has_more_groups_than_a_third_of_the_plans():
    profiles = [[0.85 if i == j else 0.05 for i in range(4)] for j in range(4)]
    assert max(group_plans(mixed(8, profiles, 2000)).cut) == 2
    assert max(group_plans(mixed(12, profiles, 2000)).cut) == 4


def test_plans_equally_far_from_each_other_are_not_cut():
    one_theme_each = {f"p{i}": [0.4 if i == j else 0.0 for j in range(9)] for i in range(9)}
    grouping = group_plans(shares_of(one_theme_each))
    assert (grouping.verdict, grouping.cut) == ("tree_only", ())
    assert grouping.linkage[:, 2] == pytest.approx(1.0)


def test_a_plan_with_few_sentences_or_no_theme_is_left_out_with_the_reason():
    rows = {k: [0.3, 0.2] for k in "abcd"} | {"short": [0.1, 0.4], "mute": [0.0, 0.0]}
    grouping = group_plans(shares_of(rows, dict.fromkeys(rows, 20) | {"short": 19}))
    assert grouping.plan_ids == tuple("abcd")
    assert grouping.left_out == (("mute", "no_theme"), ("short", "few_sentences"))


def test_of_more_plans_than_can_be_compared_some_are_drawn_and_the_others_say_so():
    shares, few = mixed(40, PROFILES), GroupRecipe(most_plans=12, draws=5)
    grouping = group_plans(shares, few)
    assert len(grouping.plan_ids) == len(grouping.distances) == 12
    assert {why for _, why in grouping.left_out} == {"not_drawn"}
    assert {*grouping.plan_ids, *dict(grouping.left_out)} == set(shares.plan_ids)
    assert "12" in grouping.recipe
    assert "drawn of 40" in grouping.recipe
    assert "drawn" not in group_plans(shares, GroupRecipe(draws=5)).recipe
    fewer = replace(shares, shares=shares.shares[1:], n_sentences=shares.n_sentences[1:],
                    plan_ids=shares.plan_ids[1:])  # fmt: skip
    again = group_plans(fewer, few).plan_ids
    assert len({*again} - {*grouping.plan_ids}) <= 1, "a town more or less moves one other at most"


def test_a_plan_without_shares_is_left_out():
    rows = {k: [0.3, 0.2] for k in "abc"} | {"none": [float("nan")] * 2}
    grouping = group_plans(shares_of(rows, dict.fromkeys(rows, 20) | {"none": 0}))
    assert grouping.plan_ids == tuple("abc")
    assert np.isfinite(grouping.distances).all()


def test_plans_alike_in_every_share_are_not_cut():
    grouping = group_plans(shares_of({f"p{i}": [0.3, 0.2] for i in range(9)}))
    assert (grouping.verdict, grouping.cut) == ("tree_only", ())


def test_the_nearest_plan_is_the_nearest_by_distance_first_by_id_among_equals():
    rows = {"c": [0.5, 0.1], "b": [0.1, 0.5], "a": [0.1, 0.5], "d": [0.1, 0.5]}
    nearest = {plan: (other, d) for plan, other, d in group_plans(shares_of(rows)).nearest}
    assert nearest["c"][0] == "a"
    assert nearest["a"] == ("b", pytest.approx(0.0, abs=1e-9))
    assert nearest["d"][0] == "a"


def test_plans_are_grouped_by_their_own_sentences_where_enough_are_left(counts_of):
    whole = {p: counts_of(p, (9, 31), 40) for p in ("much", "little", "none")}
    own = {
        "much": counts_of("much", (8, 12), 20),
        "little": counts_of("little", (8, 11), 19),
        "none": counts_of("none", (0, 0), 0),
    }
    assert choose_counts(whole, own, 20) == whole | {"much": own["much"]}


# -- types or a continuum ----------------------------------------------------------------------

FOUR = [[0.85 if i == j else 0.05 for i in range(4)] for j in range(4)]


def shapeless(n: int, seed: int) -> ThemeShares:
    """Plans of one cloud: no groups are there."""
    draw = np.random.default_rng(seed)
    rows = draw.dirichlet(6 * np.array([0.3, 0.25, 0.2, 0.15, 0.1]), n)
    return shares_of({f"镇{i:02d}-2023": (0.7 * row).tolist() for i, row in enumerate(rows)})


def test_plans_of_four_kinds_are_types_from_thirty_plans_on_and_not_before():
    enough, few = group_plans(mixed(32, FOUR)), group_plans(mixed(29, FOUR))
    assert (enough.verdict, few.verdict) == ("types", "descriptive")
    assert enough.null_p == pytest.approx(1 / 201)
    assert min(enough.stability.values()) > 0.95
    assert max(enough.cut) == len(enough.stability) == 4
    assert adjusted_rand_score(enough.cut, [i % 4 for i in range(32)]) == 1.0
    assert "types" in enough.recipe
    assert "continuum" in few.recipe


def test_of_plans_without_groups_hardly_any_are_called_types():
    verdicts = [group_plans(shapeless(30, seed)).verdict for seed in range(12)]
    assert verdicts.count("types") <= 1


def test_both_tests_must_be_passed():
    shares = mixed(32, FOUR)
    strict_p = GroupRecipe(largest_p=0.001)
    strict_jaccard = GroupRecipe(least_jaccard=1.01)
    assert group_plans(shares, strict_p).verdict == "descriptive"
    assert group_plans(shares, strict_jaccard).verdict == "descriptive"


def test_p_and_stability_do_not_depend_on_the_order_of_plans():
    shares = shapeless(20, 3)
    turn = np.random.default_rng(1).permutation(20)
    other = ThemeShares(
        shares.shares[turn],
        shares.n_sentences[turn],
        tuple(shares.plan_ids[i] for i in turn),
        shares.themes,
        "",
    )
    one, two = group_plans(shares), group_plans(other)
    assert (one.null_p, one.stability, one.recipe) == (two.null_p, two.stability, two.recipe)


# groups by other numbers


def test_groups_under_other_numbers_keep_their_tests_each_under_its_own_number():
    shares, few = shapeless(24, 3), GroupRecipe(draws=10)
    plain = group_plans(shares, few)
    assert len(set(plain.stability.values())) == len(plain.stability) > 1
    number = {g: 40 - 7 * g for g in set(plain.cut)}
    told = {p: number[g] for p, g in zip(plain.plan_ids, plain.cut, strict=True)}
    found = take_groups(plain, shares, told, "kept", few)
    assert found.cut == tuple(number[g] for g in plain.cut)
    assert found.stability == {number[g]: value for g, value in plain.stability.items()}
    assert (found.null_p, found.verdict, found.order) == (plain.null_p, plain.verdict, plain.order)
    lowest = min(found.stability)
    assert f"kept, Gaussian null p={plain.null_p:.3f}" in found.recipe
    assert f"{lowest}: {found.stability[lowest]:.2f}" in found.recipe


def test_other_groups_than_those_of_the_cut_are_tested_anew_and_claim_no_more_than_they_hold():
    shares, recipe = mixed(32, FOUR), GroupRecipe(draws=20, largest_p=0.1)
    plain = group_plans(shares, recipe)
    assert plain.verdict == "types"
    told = {p: (5, 2, 9)[i % 3] for i, p in enumerate(plain.plan_ids)}
    found = take_groups(plain, shares, told, "kept", recipe)
    roots, cut = take_roots(shares.shares), np.array(found.cut)
    draws = {"draws": 20, "seed": recipe.seed}
    assert found.stability == measure_stability(roots, cut, **draws)
    silhouette = silhouette_score(measure_distances(roots), cut, metric="precomputed")
    assert found.null_p == measure_null_p(roots, silhouette, most=6, **draws)
    assert found.null_p > plain.null_p
    assert found.verdict == "descriptive"


def test_where_one_group_is_left_there_is_no_cut_to_be_shown():
    shares, few = mixed(12, PROFILES), GroupRecipe(draws=1)
    plain = group_plans(shares, few)
    found = take_groups(plain, shares, dict.fromkeys(plain.plan_ids, 4), "kept", few)
    assert (found.cut, found.stability, found.null_p) == ((), {}, None)
    assert found.verdict == "tree_only"
    without = replace(plain, cut=())
    assert take_groups(without, shares, {}, "kept", few) is without
