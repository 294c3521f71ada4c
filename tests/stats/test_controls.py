"""Negative controls against exact permutation, and what must not bite."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from analysis.stats.controls import correct_holm, hold_against

GROUPS = tuple([1] * 10 + [2] * 10 + [3] * 10)
SAME = tuple("abc"[g - 1] for g in GROUPS)
OTHER = tuple("xyz"[i % 3] for i in range(30))


def test_a_trait_that_is_the_grouping_bites_and_one_spread_evenly_does_not():
    same, other = hold_against(GROUPS, {"mask_style": SAME, "genre": OTHER})
    assert (same.ari, same.p, same.p_holm, same.bites) == (1.0, 0.001, 0.002, True)
    assert not other.bites
    assert other.p > 0.5
    assert other.ari == pytest.approx(adjusted_rand_score(GROUPS, OTHER))


def test_the_p_value_is_the_exact_one_within_its_error():
    groups, trait = (1, 1, 1, 2, 2, 2), tuple("aababb")
    observed = adjusted_rand_score(groups, trait)
    exact = np.mean(
        [adjusted_rand_score(p, trait) >= observed - 1e-12 for p in permutations(groups)]
    )
    (found,) = hold_against(groups, {"length": trait}, draws=4000)
    assert found.p == pytest.approx(exact, abs=3 * np.sqrt(exact * (1 - exact) / 4000) + 1e-3)


def test_a_trait_in_which_all_plans_are_alike_is_not_tested_and_costs_the_others_nothing():
    year, mask = hold_against(GROUPS, {"year": ("2023",) * 30, "mask_style": SAME})
    assert (year.values, year.ari, year.p, year.p_holm, year.bites) == (1, None, None, None, False)
    assert mask.p == mask.p_holm


def test_without_groups_nothing_is_tested():
    assert hold_against((), {"year": ()}) == ()


def test_holms_correction_is_the_published_one():
    p = {"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005}
    corrected = correct_holm(p)
    assert corrected == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06, "d": 0.02})
    assert correct_holm({"a": 0.7, "b": 0.9}) == {"a": 1.0, "b": 1.0}


def test_random_traits_seldom_bite():
    draw = np.random.default_rng(3)
    bites = 0
    for _ in range(40):
        traits = {f"t{k}": tuple(draw.choice(list("uvw"), 30).tolist()) for k in range(5)}
        bites += any(c.bites for c in hold_against(GROUPS, traits, draws=199))
    assert bites <= 6
