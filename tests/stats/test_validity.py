"""Agreement of codings equals the published worked examples; themes are held against people."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score, precision_recall_fscore_support
from sklearn.preprocessing import MultiLabelBinarizer

from analysis.stats.validity import (
    krippendorff_alpha,
    masi_distance,
    measure_calibration,
    measure_themes,
    wilson_interval,
)

TWO_CODERS = "0100000010", "1110010000"
FOUR_CODERS = "123321412...", "1233224125.3", ".3332342251.", "12332441251."
TWO_SETS = "|A|A|A|AB|AB|ABC|C|C", "||A|B|A|AC|ABC|AC|AC"
"""The example of DKPro Agreement (Meyer et al., COLING 2014): one set of codes a coder."""


def units(rows):
    return [[None if code == "." else code for code in unit] for unit in zip(*rows, strict=True)]


def set_units():
    return list(zip(*([frozenset(s) for s in row.split("|")] for row in TWO_SETS), strict=True))


def partial_match(first, second):
    """Passonneau 2004: a third where one set holds the other, two thirds where they overlap."""
    if first == second:
        return 0.0
    if first <= second or second <= first:
        return 1 / 3
    return 2 / 3 if first & second else 1.0


def partial_jaccard(first, second):
    """The same, as DKPro multiplies it with the Jaccard distance."""
    union = first | second
    apart = 1 - len(first & second) / len(union) if union else 1.0
    return apart * partial_match(first, second)


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


@pytest.mark.parametrize(
    ("distance", "published"), [(partial_match, 0.186), (partial_jaccard, 0.252)]
)
def test_alpha_of_sets_is_that_of_the_published_example(distance, published):
    assert krippendorff_alpha(set_units(), distance) == pytest.approx(published, abs=1e-3)


def test_alpha_with_masi_is_disagreement_within_units_over_disagreement_between_all_codes():
    coded = set_units()
    within = sum(masi_distance(a, b) for a, b in coded) / len(coded)
    codes = [code for unit in coded for code in unit]
    n = len(codes)
    between = sum(masi_distance(a, b) for a in codes for b in codes) / (n * (n - 1))
    alpha = krippendorff_alpha(coded, masi_distance)
    assert alpha == pytest.approx(1 - within / between, abs=1e-9)


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [
        ("ab", "ab", 0),
        ("a", "ab", 1 - 1 / 2 * 2 / 3),
        ("ab", "abcd", 1 - 1 / 2 * 2 / 3),
        ("ab", "bc", 1 - 1 / 3 * 1 / 3),
        ("ab", "cd", 1),
        ("", "a", 1),
        ("", "", 0),
    ],
)
def test_masi_is_passonneaus_jaccard_times_monotonicity(first, second, distance):
    assert masi_distance(frozenset(first), frozenset(second)) == pytest.approx(distance)
    assert masi_distance(frozenset(second), frozenset(first)) == pytest.approx(distance)


def test_sets_that_are_no_sets_are_refused():
    with pytest.raises(TypeError):
        masi_distance("ab", "ab")


THEMES = ("farm", "road", "law")
SETS = st.lists(
    st.tuples(st.frozensets(st.sampled_from(THEMES)), st.frozensets(st.sampled_from(THEMES))),
    min_size=1,
    max_size=30,
)


@given(SETS)
def test_theme_quality_equals_scikit_learns(pairs):
    predicted, coded = zip(*pairs, strict=True)
    encoder = MultiLabelBinarizer(classes=THEMES)
    is_coded, is_found = encoder.fit_transform(coded), encoder.fit_transform(predicted)
    precision, recall, f1, n = precision_recall_fscore_support(
        is_coded, is_found, average=None, zero_division=math.nan
    )
    quality = measure_themes(predicted, coded, THEMES)
    for i, found in enumerate(quality.themes):
        assert found.coded == n[i]
        assert found.precision == pytest.approx(precision[i], nan_ok=True)
        assert found.recall == pytest.approx(recall[i], nan_ok=True)
        assert found.f1 == pytest.approx(f1[i], nan_ok=True)
    held = [i for i in range(len(THEMES)) if n[i]]
    if held:
        macro = f1_score(is_coded, is_found, labels=held, average="macro", zero_division=0)
        assert quality.macro_f1 == pytest.approx(macro)


def test_a_theme_that_nobody_coded_moves_no_mean_and_a_missed_one_does():
    predicted, coded = [{"farm"}, {"law"}, set()], [{"farm"}, set(), {"road"}]
    quality = measure_themes(predicted, coded, THEMES)
    assert quality.macro_f1 == pytest.approx((1 + 0) / 2)
    assert [found.false for found in quality.themes] == [0, 0, 1]


def test_sentences_that_do_not_pair_are_refused():
    with pytest.raises(ValueError, match="2 sentences were read and 1 coded"):
        measure_themes([set(), set()], [set()], THEMES)


def test_calibration_counts_right_readings_at_each_stated_confidence():
    judged = [(0.9, True), (1.0, True), (0.9, False), (0.5, False), (1.0, True)]
    assert measure_calibration(judged) == ((1.0, 2, 2), (0.9, 1, 2), (0.5, 0, 1))
    assert measure_calibration([]) == ()


def test_the_wilson_interval_is_the_one_of_the_score_test():
    """Its ends are the shares that a score test at 90 % just does not reject."""
    for right, n in [(0, 12), (5, 12), (12, 12), (40, 80)]:
        for end in wilson_interval(right, n):
            if 0 < end < 1:
                z = (right / n - end) / math.sqrt(end * (1 - end) / n)
                assert abs(z) == pytest.approx(1.6448536, abs=1e-6)
    assert wilson_interval(0, 0) == (0, 1)
