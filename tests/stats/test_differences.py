"""Differences between a town and the others are claimed only where chance would hardly do it."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations
from statistics import NormalDist

import numpy as np
import pytest

from analysis.model import PlanCounts
from analysis.stats.differences import compare_with_rest, permute_exactly


def plan(name: str, *themes: tuple[tuple[int, ...], int]) -> PlanCounts:
    """Count a plan from its sets of themes and how many sentences show just these."""
    n = sum(sentences for _, sentences in themes)
    return PlanCounts(name, 0, 0, (), (), n, (), tuple(themes))


def permute_by_hand(own: list[Fraction], rest: list[Fraction]) -> float:
    """Deal the sentences in every possible way and count those as far from the mean."""
    pool = own + rest
    mean = sum(pool, Fraction(0)) * len(own) / len(pool)
    far = abs(sum(own, Fraction(0)) - mean)
    deals = [abs(sum(deal, Fraction(0)) - mean) >= far for deal in combinations(pool, len(own))]
    return sum(deals) / len(deals)


@pytest.mark.parametrize(
    ("own", "rest"),
    [
        ([1, 1, 1, 0], [0, 0, 0, 1, 0, 0, 0]),
        ([2, 2, 3, 0, 0], [1, 1, 2, 3, 0, 0, 0]),
        ([0, 0, 0, 0], [1, 2, 3, 3, 0, 0]),
        ([1, 2], [1, 2]),
    ],
)
def test_the_p_value_is_that_of_dealing_every_sentence_in_every_way(own, rest):
    parts = [
        [Fraction(1, kind) if kind else Fraction(0) for kind in kinds] for kinds in (own, rest)
    ]
    held = [Counter(kind for kind in kinds if kind) for kinds in (own, own + rest)]
    p = permute_exactly(*held, len(own), len(own) + len(rest))
    assert p == pytest.approx(permute_by_hand(*parts), abs=1e-8)


def test_a_theme_that_nobody_speaks_of_differs_nowhere():
    assert permute_exactly(Counter(), Counter(), 40, 400) == 1


def test_difference_interval_and_claim_follow_the_sentences():
    loud = plan("loud", ((0,), 30), ((0, 1), 4), ((), 26))
    others = [plan(f"p{i}", ((0,), 6), ((1,), 10), ((), 44)) for i in range(6)]
    told = compare_with_rest([loud, *others], list("abcdefg"), 2)
    assert told.difference[0, 0] == pytest.approx(32 / 60 - 36 / 360)
    assert told.difference[0, 1] == pytest.approx(2 / 60 - 60 / 360)
    assert told.claimed[0].tolist() == [1, 0]
    assert (told.low <= told.difference).all()
    assert (told.difference <= told.high).all()


def test_the_interval_is_newcombes_tenth():
    """His example 56/70 against 48/80 (table II, a): 0.0524 to 0.3339 at 95 %; here at 90 %."""
    told = compare_with_rest(
        [plan("a", ((0,), 56), ((), 14)), plan("b", ((0,), 48), ((), 32))], ["a", "b"], 1
    )
    z = NormalDist().inv_cdf(0.95)

    def wilson(right, n):
        mid, root = right + z * z / 2, z * np.sqrt(right * (n - right) / n + z * z / 4)
        return (mid - root) / (n + z * z), (mid + root) / (n + z * z)

    (low, high), (low_rest, high_rest) = wilson(56, 70), wilson(48, 80)
    assert told.low[0, 0] == pytest.approx(0.2 - np.hypot(0.8 - low, high_rest - 0.6))
    assert told.high[0, 0] == pytest.approx(0.2 + np.hypot(high - 0.8, 0.6 - low_rest))


def test_towns_that_say_the_same_are_not_told_apart():
    same = [plan(f"p{i}", ((0,), 12), ((1,), 8), ((), 30)) for i in range(8)]
    told = compare_with_rest(same, [str(i) for i in range(8)], 2)
    assert not told.claimed.any()
    assert (told.p_holm == 1).all()


def test_among_many_pairs_a_difference_must_be_larger_to_be_claimed():
    """Near miss: 3 of 60 against 0 of 300 would do alone, not among 120 pairs."""
    odd = plan("odd", ((0,), 3), ((), 57))
    rest = [plan(f"p{i}", ((), 60)) for i in range(5)]
    assert permute_exactly(Counter({1: 3}), Counter({1: 3}), 60, 360) < 0.05
    told = compare_with_rest([odd, *rest], list("abcdef"), 20)
    assert not told.claimed.any()
    assert told.p_holm[0, 0] > 0.05


def test_another_plan_of_the_same_town_is_not_the_rest():
    first, second = plan("a1", ((0,), 30), ((), 30)), plan("a2", ((), 60))
    other = plan("b", ((0,), 30), ((), 30))
    told = compare_with_rest([first, second, other], ["甲镇", "甲镇", "乙镇"], 1)
    assert told.difference[0, 0] == 0
    assert told.difference[1, 0] == -0.5


def test_a_plan_with_few_sentences_is_neither_compared_nor_compared_with():
    counts = [plan("a", ((0,), 20)), plan("b", ((), 20)), plan("short", ((0,), 19))]
    told = compare_with_rest(counts, list("abc"), 1)
    assert np.isnan(told.difference[2, 0])
    assert told.difference[0, 0] == 1
    assert told.claimed[2, 0] == 0


def test_one_town_alone_is_compared_with_nobody():
    told = compare_with_rest([plan("a", ((0,), 40))], ["a"], 1)
    assert np.isnan(told.p_holm).all()
    assert not told.claimed.any()
