"""Weak themes are told by both splits; attention as published is counted and correlated."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from analysis.model import PlanCounts
from analysis.stats.trust import correlate_ranks, judge_weakness, measure_intensity
from analysis.stats.validity import Found, ThemeQuality


def quality(*found: Found) -> ThemeQuality:
    return ThemeQuality(found, 100)


@pytest.mark.parametrize(
    ("opened", "locked", "weak"),
    [
        ((40, 10, 10), (10, 3, 3), None),
        ((19, 0, 0), (0, 0, 0), "few_coded"),
        ((10, 0, 0), (10, 0, 0), None),
        ((20, 21, 20), (20, 0, 0), "low_f1"),
        ((20, 20, 20), (0, 0, 0), None),
        ((80, 5, 5), (8, 12, 12), "low_f1"),
        ((80, 5, 5), (3, 9, 9), None),
    ],
    ids=["good", "19 coded", "20 coded", "open below", "half is enough", "locked below", "too few"],
)
def test_a_theme_is_weak_with_few_codes_or_a_low_f1_in_either_split(opened, locked, weak):
    """Hits, false and missed; a split with fewer than 20 coded ones decides nothing alone."""
    splits = [quality(Found("ecology", *opened)), quality(Found("ecology", *locked))]
    assert judge_weakness(splits) == ({"ecology": weak} if weak else {})


def test_intensity_counts_words_and_not_sentences():
    counts = PlanCounts("a", 900, 500, (), (), 10, (1.0, 0.0), (((0,), 1),), (5, 0))
    silent = PlanCounts("b", 0, 0, (), (), 0, (), (), (0, 0))
    intensity = measure_intensity([counts, silent], 2)
    assert intensity[0].tolist() == [100.0, 0.0]
    assert np.isnan(intensity[1]).all()


def test_rank_correlation_equals_scipys_with_ties_and_skips_unknown_rows():
    rng = np.random.default_rng(7)
    first = rng.integers(0, 6, 40).astype(float)
    second = first + rng.integers(0, 4, 40)
    assert correlate_ranks(first, second) == pytest.approx(spearmanr(first, second).statistic)
    gaps = np.append(first, np.nan), np.append(second, 3.0)
    assert correlate_ranks(*gaps) == correlate_ranks(first, second)


def test_a_theme_that_does_not_vary_has_no_correlation():
    assert np.isnan(correlate_ranks(np.zeros(5), np.arange(5.0)))
    assert np.isnan(correlate_ranks(np.array([]), np.array([])))
