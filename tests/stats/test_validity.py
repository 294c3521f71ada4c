"""Agreement of codings equals the published worked examples."""

import math

import pytest

from analysis.stats.validity import krippendorff_alpha

TWO_CODERS = "0100000010", "1110010000"
FOUR_CODERS = "123321412...", "1233224125.3", ".3332342251.", "12332441251."


def units(rows):
    return [[None if code == "." else code for code in unit] for unit in zip(*rows, strict=True)]


def test_alpha_of_two_coders_is_that_of_krippendorff_2011_a():
    assert krippendorff_alpha(units(TWO_CODERS)) == pytest.approx(0.0952380952, abs=1e-9)


def test_alpha_of_four_coders_with_gaps_is_that_of_krippendorff_2011_c():
    assert krippendorff_alpha(units(FOUR_CODERS)) == pytest.approx(0.743, abs=5e-4)


def test_equal_codes_agree_fully_and_one_code_alone_says_nothing():
    assert krippendorff_alpha([("a", "a"), ("b", "b"), ("c", "c")]) == 1
    assert math.isnan(krippendorff_alpha([("a", "a"), ("a", "a")]))


def test_a_unit_coded_once_does_not_count():
    coded = units(TWO_CODERS)
    assert krippendorff_alpha([*coded, ("1", None)]) == krippendorff_alpha(coded)
