"""How often a sign holds when sentences are drawn again, against drawing them one by one."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from analysis.model import Tokens
from analysis.stats.keyness import difference_of_log_odds
from analysis.stats.resampling import count_by_sentence, measure_held

ONE = np.array([[2, 0, 1], [1, 0, 1], [3, 0, 0], [0, 1, 1]], dtype=float)
OTHER = np.array([[0, 2, 1], [0, 3, 1], [1, 0, 1], [0, 1, 0], [0, 2, 1]], dtype=float)
PRIOR = 4.0


def hold_by_hand(one, other, draws, seed):
    """Draw sentence after sentence with Python's own loop."""
    rng = np.random.default_rng(seed)
    sign = np.sign(difference_of_log_odds(one.sum(0), other.sum(0), PRIOR))
    held = np.zeros(one.shape[1])
    for _ in range(draws):
        a = sum(one[rng.integers(len(one))] for _ in one)
        b = sum(other[rng.integers(len(other))] for _ in other)
        drawn = np.sign(difference_of_log_odds(a, b, PRIOR))
        held += [d == s and u > 0 for d, s, u in zip(drawn, sign, a + b, strict=True)]
    return held / draws


def test_shares_agree_with_drawing_sentence_by_sentence():
    found = measure_held(csr_matrix(ONE), csr_matrix(OTHER), PRIOR, draws=4000)
    np.testing.assert_allclose(found, hold_by_hand(ONE, OTHER, 4000, 1), atol=0.03)
    assert found[0] > 0.9
    assert found[2] < 0.9


def test_a_word_that_comes_in_one_burst_holds_less_often_than_a_spread_one():
    """Both are said six times against once; only sentences tell them apart."""
    one, other = np.zeros((12, 3)), np.zeros((12, 3))
    one[0, 0], one[:6, 1], one[:, 2] = 6, 1, 1
    other[0, 0], other[0, 1], other[:, 2] = 1, 1, 1
    burst, spread, _ = measure_held(csr_matrix(one), csr_matrix(other), 8.0)
    assert spread > burst + 0.1


def test_equal_sets_hold_about_half_of_the_time():
    rng = np.random.default_rng(3)
    words = rng.poisson(1.0, (300, 40)).astype(float)
    held = measure_held(csr_matrix(words[:150]), csr_matrix(words[150:]), 50.0)
    assert 0.5 < np.median(held) < 0.9


def test_the_draws_are_the_same_in_every_run_and_turning_the_sets_keeps_the_picture():
    one, other = csr_matrix(ONE), csr_matrix(OTHER)
    first = measure_held(one, other, PRIOR)
    assert first.tolist() == measure_held(one, other, PRIOR).tolist()
    np.testing.assert_allclose(first, measure_held(other, one, PRIOR), atol=0.08)


def test_a_term_of_neither_set_holds_never():
    one, other = (csr_matrix(np.column_stack([m, np.zeros(len(m))])) for m in (ONE, OTHER))
    assert measure_held(one, other, PRIOR)[3] == 0


def test_words_are_counted_in_the_sentence_they_stand_in(reading_of):
    reading = reading_of(("review", "茶叶。"), ("tasks", "茶叶公路。"), ("tasks", "公路茶叶茶叶。"))
    begin = [s.start for s in reading.sentences]
    starts = [begin[0], begin[1], begin[1] + 2, begin[2], begin[2] + 2, begin[2] + 4]
    ids = [7, 7, 5, 5, 7, 7]
    in_plan = np.array(starts) >= begin[1]
    tokens = Tokens("甲镇-2023", np.array(ids, np.int32), np.array(starts, np.int32), in_plan)
    counts = count_by_sentence([reading, reading], [tokens, tokens], [5, 7])
    assert counts.toarray().tolist() == [[1, 1], [1, 2], [1, 1], [1, 2]]


@pytest.mark.parametrize("prior", [1.0, 30.0])
def test_many_pairs_of_sets_are_compared_as_one_by_one(prior):
    pairs = np.array([ONE.sum(0), ONE[:2].sum(0) + 1]), np.array([OTHER.sum(0), OTHER[1:].sum(0)])
    together = difference_of_log_odds(*pairs, prior)
    for i in range(2):
        alone = difference_of_log_odds(pairs[0][i], pairs[1][i], prior)
        assert together[i] == pytest.approx(alone)
