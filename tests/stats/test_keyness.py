"""Log-odds with an informative Dirichlet prior, dispersion and false discovery rate."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.stats import false_discovery_control

from analysis.stats.keyness import (
    adjust_p,
    leading_key_terms,
    list_key_terms,
    measure_dispersion,
    measure_each,
    measure_keyness,
)
from analysis.stats.terms import TermRecipe, count_terms

PLANS = {
    "甲镇-2023": "茶叶 茶叶 茶叶 民宿 公路 公路 | 柑橘 柑橘",
    "乙镇-2023": "公路 公路 水库 茶叶 公路",
    "丙镇-2023": "公路 公路 公路 渔港 渔港 水库",
}


def fightin_words(one, other, alpha):
    """Monroe, Colaresi & Quinn 2008, equations 15, 16, 20 to 22, term by term."""
    n1, n2, a0 = sum(one.values()), sum(other.values()), sum(alpha.values())
    found = {}
    for word, a in alpha.items():
        y1, y2 = one.get(word, 0), other.get(word, 0)
        delta = math.log((y1 + a) / (n1 + a0 - y1 - a)) - math.log((y2 + a) / (n2 + a0 - y2 - a))
        variance = 1 / (y1 + a) + 1 / (y2 + a)
        found[word] = (delta, math.sqrt(variance), delta / math.sqrt(variance))
    return found


@pytest.fixture
def counted(tokens_of):
    tokens, vocabulary = tokens_of(**PLANS)
    return count_terms(tokens, vocabulary, TermRecipe()), vocabulary


@pytest.mark.parametrize("prior_size", [None, 0.5, 40.0])
def test_log_odds_equal_the_published_formula_term_by_term(counted, prior_size):
    counts, vocabulary = counted
    one = {"茶叶": 3, "民宿": 1, "公路": 2}
    other = {"公路": 6, "水库": 2, "茶叶": 1, "渔港": 2}
    pooled = {w: one.get(w, 0) + other.get(w, 0) for w in {*one, *other}}
    size = prior_size or sum(pooled.values()) / 3
    alpha = {w: n * size / sum(pooled.values()) for w, n in pooled.items()}
    expected = fightin_words(one, other, alpha)
    found = measure_keyness(counts, vocabulary, [0], [1, 2], prior_size=prior_size)
    assert {k.term for k in found} == set(expected)
    for key in found:
        assert (key.log_odds, key.error, key.z) == pytest.approx(expected[key.term], abs=1e-9)
        assert key.high - key.log_odds == pytest.approx(1.6448536269514722 * key.error)
        assert (key.count, key.count_rest) == (one.get(key.term, 0), other.get(key.term, 0))


def test_words_of_the_review_are_in_neither_set(counted):
    counts, vocabulary = counted
    assert "柑橘" not in {k.term for k in measure_keyness(counts, vocabulary, [0], [1, 2])}


def test_turning_the_sets_turns_the_signs_and_nothing_else(counted):
    counts, vocabulary = counted
    one = {k.term: k for k in measure_keyness(counts, vocabulary, [0], [1, 2])}
    other = {k.term: k for k in measure_keyness(counts, vocabulary, [1, 2], [0])}
    for term, key in one.items():
        assert other[term].z == pytest.approx(-key.z, abs=1e-12)
        assert other[term].q == pytest.approx(key.q, abs=1e-12)


def test_a_word_that_all_use_alike_is_not_key_however_frequent():
    counts = csr_matrix(np.array([[50, 3, 0], [50, 0, 3], [50, 0, 3]], dtype=float))
    found = {k.term: k for k in measure_keyness(counts, ("发展", "茶叶", "渔港"), [0], [1, 2])}
    assert abs(found["发展"].z) < found["茶叶"].z
    assert list_key_terms(tuple(found.values()), 9)[0].term == "茶叶"


def test_a_term_of_one_town_cannot_top_a_county_list(counted):
    counts, vocabulary = counted
    alone = measure_keyness(counts, vocabulary, [1, 2], [0], min_plans=1)
    county = measure_keyness(counts, vocabulary, [1, 2], [0], min_plans=2)
    assert "渔港" in {k.term for k in alone}
    assert {k.term for k in county} == {"茶叶", "公路", "水库"}
    assert all(k.n_plans >= 2 for k in county)
    z = {k.term: k.z for k in alone}
    assert all(k.z == z[k.term] for k in county)


def test_terms_that_the_chosen_plans_never_use_are_not_listed(counted):
    counts, vocabulary = counted
    found = measure_keyness(counts, vocabulary, [0], [1, 2])
    listed = [k.term for k in list_key_terms(found, 9)]
    assert listed == ["茶叶", "民宿"]
    assert [k.term for k in list_key_terms(found, 1)] == ["茶叶"]


def test_a_plan_without_a_term_has_no_key_terms(tokens_of):
    tokens, vocabulary = tokens_of(a="XX ** 2023", b="茶叶")
    counts = count_terms(tokens, vocabulary, TermRecipe())
    assert measure_keyness(counts, vocabulary, [0], [1]) == ()
    assert measure_keyness(counts, vocabulary, [1], [0]) == ()
    assert measure_keyness(counts, vocabulary, [1], []) == ()


def test_a_plan_on_both_sides_is_refused(counted):
    counts, vocabulary = counted
    with pytest.raises(ValueError, match="both sides"):
        measure_keyness(counts, vocabulary, [0], [0, 1])


def test_dispersion_is_gries_dp_of_his_formula():
    counts = np.array([[1, 6, 0, 2], [2, 0, 0, 4], [3, 0, 0, 6]], dtype=float)
    sizes = np.array([20.0, 40.0, 60.0])
    found = measure_dispersion(csr_matrix(counts), sizes)
    shares = sizes / sizes.sum()
    for j in (0, 1, 3):
        expected = 0.5 * np.abs(counts[:, j] / counts[:, j].sum() - shares).sum()
        assert found[j] == pytest.approx(expected)
    assert found[0] == pytest.approx(0)
    assert found[1] == pytest.approx(1 - 20 / 120)
    assert np.isnan(found[2])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusted_p_values_are_those_of_benjamini_and_hochberg(p):
    np.testing.assert_allclose(adjust_p(np.array(p)), false_discovery_control(p, method="bh"))


def test_leading_key_terms_stand_by_their_highest_z_each_once(counted):
    counts, vocabulary = counted
    of_plan = {
        str(i): list_key_terms(
            measure_keyness(counts, vocabulary, [i], [j for j in range(3) if j != i]), 9
        )
        for i in range(3)
    }
    best = {}
    for key in (key for terms in of_plan.values() for key in terms):
        best[key.term] = max(key.z, best.get(key.term, 0))
    found = leading_key_terms(of_plan, 9)
    assert dict(found) == best
    assert [z for _, z in found] == sorted(best.values(), reverse=True)
    assert leading_key_terms(of_plan, 2) == found[:2]


def test_two_plans_of_one_town_are_one_town(counted):
    counts, vocabulary = counted
    one = measure_keyness(counts, vocabulary, [1, 2], [0], min_plans=2, towns=[0, 1, 1])
    assert {k.term for k in one} == {"茶叶", "公路"}  # 水库 stands in two plans of one town
    assert {k.n_plans for k in one} == {2}


def test_each_plan_against_the_other_towns_is_told_as_if_it_were_alone():
    counts = csr_matrix(np.random.default_rng(1).poisson(0.4, (9, 60)))
    terms = tuple(f"词{i:02d}" for i in range(60))
    rows, towns = [7, 0, 3, 4, 5, 8], ["甲", "乙", "丙", "丙", "丁", "戊"]
    found = measure_each(counts, terms, rows, towns, 5, min_plans=2)
    for row, town, listed in zip(rows, towns, found, strict=True):
        rest = [r for r, other in zip(rows, towns, strict=True) if other != town]
        alone = list_key_terms(measure_keyness(counts, terms, [row], rest, min_plans=2), 5)
        assert [k.term for k in listed] == [k.term for k in alone]
        for one, other in zip(listed, alone, strict=True):
            assert (one.z, one.q, one.n_plans) == (other.z, other.q, other.n_plans)
            assert one.dispersion == pytest.approx(other.dispersion, abs=1e-12)
    assert all(len(listed) == 5 for listed in found)
