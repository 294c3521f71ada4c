from __future__ import annotations

import numpy as np
import pytest

from analysis.stats.themes import average_shares, leading_themes, measure_theme_shares

THEMES = ("farm", "road", "law")


def test_a_row_sums_to_the_share_of_sentences_with_a_theme(counts_of):
    shares = measure_theme_shares(
        [counts_of("a", (3.5, 1.5, 0.0), 10), counts_of("b", (0, 0, 4), 8)], THEMES
    )
    np.testing.assert_allclose(shares.shares, [[0.35, 0.15, 0.0], [0.0, 0.0, 0.5]])
    assert shares.shares.sum(axis=1) == pytest.approx([5 / 10, 4 / 8])
    assert (shares.plan_ids, shares.themes) == (("a", "b"), THEMES)
    assert shares.n_sentences.tolist() == [10, 8]


def test_a_plan_without_plan_sentences_has_no_shares_and_moves_no_mean(counts_of):
    shares = measure_theme_shares(
        [counts_of("a", (2, 0, 0), 4), counts_of("b", (0, 0, 0), 0), counts_of("c", (0, 3, 0), 4)],
        THEMES,
    )
    assert np.isnan(shares.shares[1]).all()
    assert average_shares(shares).tolist() == [0.25, 0.375, 0.0]
    assert leading_themes(shares, "b", 3) == ()


def test_a_plan_that_speaks_of_no_theme_has_zeros_and_moves_the_mean(counts_of):
    shares = measure_theme_shares(
        [counts_of("a", (2, 0, 0), 4), counts_of("b", (0, 0, 0), 9)], THEMES
    )
    assert average_shares(shares).tolist() == [0.25, 0.0, 0.0]


def test_leading_themes_are_sorted_ties_as_listed_zeros_never(counts_of):
    shares = measure_theme_shares([counts_of("a", (1, 3, 1), 10)], THEMES)
    assert [key for key, _ in leading_themes(shares, "a", 2)] == ["road", "farm"]
    shares = measure_theme_shares([counts_of("a", (0, 3, 0), 10)], THEMES)
    assert leading_themes(shares, "a", 3) == (("road", 0.3),)


def test_no_plans_have_shares_of_shape_zero_and_no_mean():
    shares = measure_theme_shares([], THEMES)
    assert shares.shares.shape == (0, 3)
    assert np.isnan(average_shares(shares)).all()
