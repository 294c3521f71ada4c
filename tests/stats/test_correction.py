"""Corrected shares undo what a lexicon is known to do wrong, and say how sure they are."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from scipy.optimize import minimize

from analysis.model import PlanCounts
from analysis.stats.correction import (
    CodedThemes,
    correct_shares,
    measure_confusion,
    solve_shares,
    split_evenly,
)

CONFUSION = np.array(
    [[0.8, 0.1, 0.0, 0.1], [0.1, 0.7, 0.1, 0.1], [0.2, 0.0, 0.5, 0.3], [0.1, 0.0, 0.0, 0.9]]
)
"""Rows coded, columns found; the last of each is no theme."""
TRUTH = np.array([0.1, 0.4, 0.3, 0.2])


def draw_sentences(shares, n, seed):
    """Coded and found themes of n sentences of one theme each, from the confusion above."""
    rng = np.random.default_rng(seed)
    coded = rng.choice(4, size=n, p=shares)
    found = [int(rng.choice(4, p=CONFUSION[theme])) for theme in coded]
    return [(t,) if t < 3 else () for t in coded.tolist()], [(t,) if t < 3 else () for t in found]


def make_gold(n=900, seed=1):
    coded, found = draw_sentences(np.full(4, 0.25), n, seed)
    return CodedThemes(split_evenly(found, 3), split_evenly(coded, 3))


def make_plan(found, plan_id="甲"):
    sets = tuple(sorted(Counter(found).items()))
    return PlanCounts(plan_id, 0, 0, (), (), len(found), (), sets)


def test_a_sentence_is_split_evenly_and_one_without_a_theme_has_a_column():
    assert split_evenly([(0, 2), (), (1,)], 3).tolist() == [
        [0.5, 0, 0.5, 0],
        [0, 0, 0, 1],
        [0, 1, 0, 0],
    ]


def test_the_matrix_is_the_mean_reading_of_each_coded_theme():
    found, coded = [(0,), (0, 1), (), (1,)], [(0,), (0,), (1,), (0, 1)]
    gold = CodedThemes(split_evenly(found, 2), split_evenly(coded, 2))
    expected = np.array(
        [
            [(1 + 0.5) / 2.5, (0.5 + 0.5) / 2.5, 0],
            [0, 0.5 / 1.5, 1 / 1.5],
            [0, 0, 1],
        ]
    )
    np.testing.assert_allclose(measure_confusion(gold), expected)
    weighed = measure_confusion(gold, np.array([2.0, 0, 1, 0]))
    np.testing.assert_allclose(weighed, [[1, 0, 0], [0, 0, 1], [0, 0, 1]])


def test_shares_that_the_matrix_can_give_are_found_again_exactly():
    np.testing.assert_allclose(solve_shares(TRUTH @ CONFUSION, CONFUSION), TRUTH, atol=1e-9)


def test_shares_that_no_mix_gives_are_the_nearest_mix_by_an_independent_search():
    observed = np.array([0.0, 0.9, 0.1, 0.0])
    search = minimize(
        lambda x: ((x @ CONFUSION - observed) ** 2).sum(),
        np.full(4, 0.25),
        bounds=[(0, 1)] * 4,
        constraints={"type": "eq", "fun": lambda x: x.sum() - 1},
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 1000},
    )
    found = solve_shares(observed, CONFUSION)
    np.testing.assert_allclose(found, search.x, atol=1e-4)
    assert found.min() >= 0
    assert found.sum() == pytest.approx(1)


def test_a_lexicon_without_fault_is_not_corrected():
    themes = [(i % 3,) for i in range(60)]
    gold = CodedThemes(
        split_evenly([*themes, *[()] * 20], 3), split_evenly([*themes, *[()] * 20], 3)
    )
    plan = make_plan([(0,)] * 12 + [(1, 2)] * 10 + [()] * 3)
    found = correct_shares([plan], 3, gold, draws=20)
    np.testing.assert_allclose(found.corrected[0], [12 / 25, 5 / 25, 5 / 25], atol=1e-9)


def test_correction_comes_nearer_to_the_truth_than_what_was_found():
    gold = make_gold()
    raw_error, error = [], []
    for seed in range(12):
        coded, found = draw_sentences(TRUTH, 120, 100 + seed)
        plan = correct_shares([make_plan(found)], 3, gold, draws=20)
        truth = split_evenly(coded, 3).mean(axis=0)[:3]
        error.append(abs(plan.corrected[0] - truth).mean())
        raw_error.append(abs(split_evenly(found, 3).mean(axis=0)[:3] - truth).mean())
    assert np.mean(error) < 0.7 * np.mean(raw_error)


@pytest.mark.parametrize("n", [40, 140])
def test_intervals_hold_the_share_in_at_least_85_of_100_plans_where_raw_ones_fail(n):
    held, raw_held = [], []
    for seed in range(100):
        gold = make_gold(500, 10_000 + seed)
        _, found = draw_sentences(TRUTH, n, 20_000 + seed)
        plan = correct_shares([make_plan(found)], 3, gold, draws=100)
        held += [(plan.low[0] <= TRUTH[:3]) & (TRUTH[:3] <= plan.high[0])]
        raw_held += [(plan.raw_low[0] <= TRUTH[:3]) & (TRUTH[:3] <= plan.raw_high[0])]
    assert np.mean(held) >= 0.85
    assert np.mean(raw_held) < np.mean(held)


def test_a_plan_of_few_sentences_is_not_corrected_and_changes_no_other():
    gold = make_gold()
    _, found = draw_sentences(TRUTH, 60, 7)
    alone = correct_shares([make_plan(found)], 3, gold, draws=30)
    beside = correct_shares([make_plan(found[:19], "乙"), make_plan(found)], 3, gold, draws=30)
    for name in ("raw_low", "raw_high", "corrected", "low", "high"):
        assert np.isnan(getattr(beside, name)[0]).all()
        assert getattr(beside, name)[1].tobytes() == getattr(alone, name)[0].tobytes()


def test_without_coded_sentences_only_the_raw_share_has_an_interval():
    _, found = draw_sentences(TRUTH, 60, 7)
    plan = correct_shares([make_plan(found)], 3, None)
    assert np.isnan(plan.corrected).all()
    assert (plan.raw_low[0] <= plan.raw_high[0]).all()
    assert "not corrected" in plan.recipe


def test_a_theme_with_few_coded_sentences_stops_the_correction():
    coded = [(0,)] * 40 + [(1,)] * 40 + [(2,)] * 9 + [()] * 40
    gold = CodedThemes(split_evenly(coded, 3), split_evenly(coded, 3))
    _, found = draw_sentences(TRUTH, 60, 7)
    assert np.isnan(correct_shares([make_plan(found)], 3, gold).corrected).all()


def test_a_theme_that_no_sentence_shows_keeps_an_upper_end():
    plan = correct_shares([make_plan([(0,)] * 30)], 3, None)
    assert plan.raw_low[0, 1] == 0
    assert plan.raw_high[0, 1] == pytest.approx(1 - 0.05 ** (1 / 30))


def test_the_same_counts_give_the_same_intervals():
    gold = make_gold()
    _, found = draw_sentences(TRUTH, 60, 7)
    one, other = (correct_shares([make_plan(found)], 3, gold, draws=30) for _ in range(2))
    assert one.low.tobytes() == other.low.tobytes()
    assert one.high.tobytes() == other.high.tobytes()
