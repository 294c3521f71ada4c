"""Negative controls against exact permutation, and what must not bite."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from analysis.stats.controls import correct_holm, hold_against, hold_themes_against

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


def measure_omega_by_hand(shares, said):
    """One-way analysis of variance from its textbook sums."""
    groups = [[x for x, trait in zip(shares, said, strict=True) if trait == t] for t in set(said)]
    middle = sum(shares) / len(shares)
    between = sum(len(g) * (sum(g) / len(g) - middle) ** 2 for g in groups)
    within = sum((x - sum(g) / len(g)) ** 2 for g in groups for x in g)
    spread = within / (len(shares) - len(groups))
    return (between - (len(groups) - 1) * spread) / (between + within + spread)


def shares_of(columns, n=30):
    rng = np.random.default_rng(5)
    return rng.dirichlet(np.full(columns, 2.0), size=n)


def test_a_share_that_follows_the_mask_bites_and_the_rest_does_not():
    shares = shares_of(6)
    shares[:, 2] += 0.4 * np.array([trait == "a" for trait in SAME])
    told = hold_themes_against(shares, list("ABCDEF"), {"mask_style": SAME, "genre": OTHER})
    assert [(c.theme, c.trait) for c in told if c.bites] == [("C", "mask_style")]
    for control in told:
        by_hand = measure_omega_by_hand(
            shares[:, "ABCDEF".index(control.theme)].tolist(),
            SAME if control.trait == "mask_style" else OTHER,
        )
        assert control.omega_squared == pytest.approx(by_hand)


def test_p_of_a_share_is_the_exact_one_within_its_error():
    shares, trait = np.array([[0.1], [0.2], [0.25], [0.5], [0.45], [0.15]]), tuple("aababb")

    def spread(order):
        rows = [[shares[i, 0] for i in order if trait[order.index(i)] == t] for t in "ab"]
        return sum(len(row) * (np.mean(row) - shares.mean()) ** 2 for row in rows)

    observed = spread(tuple(range(6)))
    exact = np.mean([spread(order) >= observed - 1e-12 for order in permutations(range(6))])
    (found,) = hold_themes_against(shares, ["A"], {"length": trait})
    assert found.p == pytest.approx(exact, abs=0.02)


def test_many_themes_and_traits_can_still_bite_after_holm():
    """Near miss: 999 draws could never bring 100 tests below 0.05."""
    shares = shares_of(20)
    shares[:, 0] += 0.5 * np.array([trait == "a" for trait in SAME])
    traits = {f"trait {i}": OTHER if i else SAME for i in range(5)}
    themes = [str(i) for i in range(20)]
    assert any(c.bites for c in hold_themes_against(shares, themes, traits))
    assert not any(c.bites for c in hold_themes_against(shares, themes, traits, draws=999))


def test_shares_are_not_held_against_a_trait_in_which_all_are_alike():
    year, mask = hold_themes_against(
        shares_of(1) - shares_of(1), ["A"], {"year": ("2023",) * 30, "mask_style": SAME}
    )
    assert (year.omega_squared, year.p, year.p_holm, year.bites) == (None, None, None, False)
    assert (mask.omega_squared, mask.p) == (0.0, 1.0)
    assert hold_themes_against(np.zeros((0, 2)), ["A", "B"], {"year": ()}) == ()
