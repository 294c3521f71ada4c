"""How firmly plans promise is counted, averaged and ranked as the table of codings says."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from scipy.stats import spearmanr

from analysis.corpus.tone import UNSAID
from analysis.model import Stated
from analysis.stats.commitment import (
    ToneScore,
    compare_codings,
    count_tones,
    score_tones,
    tell_tone,
)


@pytest.fixture(scope="module")
def codings(lexicon):
    return lexicon.tone


@pytest.fixture
def say(claim_of):
    """A claim of a number with its qualifier; hidden and relative ones take none."""

    def make(value, qualifier="exact", **said):
        claim = claim_of(value, **said)
        if isinstance(claim.amount, Stated):
            return replace(claim, amount=replace(claim.amount, qualifier=qualifier))
        return claim

    return make


@pytest.mark.parametrize(
    ("value", "wording", "classes"),
    [
        (8, "exact ensure", "firm firm"),
        (8, "about ensure", "firm firm"),
        (8, "at_least plain", "firm firm"),
        (3, "at_most plain", "firm firm"),
        (8, "exact plain", "plain plain"),
        (8, "about plain", "about about"),
        (8, "exact strive", "strive firm"),
        (8, "at_least strive", "strive firm"),
        (0, "exact plain", "plain plain"),
        ("in_step_with", "exact ensure", "relational relational"),
        ("zero", "exact plain", "firm firm"),
        ("zero", "exact strive", "firm firm"),
        ("not_increase", "exact plain", "relational relational"),
        (None, "exact ensure", "masked masked"),
        (None, "exact strive", "masked masked"),
    ],
)
def test_a_target_has_the_class_of_its_wording(say, lexicon, value, wording, classes):
    qualifier, commitment = wording.split()
    claim = say(value, qualifier, commitment=commitment)
    assert [tell_tone(claim, coding).key for coding in lexicon.tone] == classes.split()


@pytest.fixture
def county(plan_of, say):
    plans = [plan_of("甲镇"), plan_of("乙镇"), plan_of("丙镇", truncated=True)]
    claims = {
        "甲镇-2023": [
            say(8, "at_least"),
            say(6, indicator="rural_income", commitment="strive", headline=False),
            say(None, indicator="retail_sales"),
            say(5, indicator="retail_sales", status="achieved"),
            say(9, indicator="retail_sales", scope="part"),
            say(9, indicator="retail_sales", confidence=0.7),
        ],
        "乙镇-2023": [say(None)],
    }
    return plans, claims


def test_only_sure_targets_of_the_whole_town_count_and_silence_is_of_core_indicators(
    county, codings
):
    plans, claims = county
    core = ["gdp", "rural_income", "retail_sales", "cpi"]
    chars = {"甲镇-2023": 2000, "乙镇-2023": 500, "丙镇-2023": 0}
    rows = count_tones(claims, plans, chars, codings, core)
    n = {(r.plan_id[:2], r.coding, r.tone.key): r.n for r in rows}
    first, second = (coding.key for coding in codings)
    assert {k[2]: v for k, v in n.items() if k[:2] == ("甲镇", first)} == {
        "firm": 1, "plain": 0, "about": 0, "strive": 1, "relational": 0, "masked": 1, "none": 1,
    }  # fmt: skip
    assert n["甲镇", second, "firm"] == 2
    assert n["乙镇", first, "masked"] == 1
    assert n["乙镇", first, "none"] == 3
    assert n["丙镇", first, "none"] == 0, "a plan that breaks off may have said it"
    density = {(r.plan_id[:2], r.tone.key): r.per_10k_chars for r in rows if r.coding == first}
    assert density["甲镇", "firm"] == pytest.approx(5.0)
    assert density["乙镇", "masked"] == pytest.approx(20.0)
    assert density["乙镇", "none"] is None, "silence has no place in a text"
    assert density["丙镇", "firm"] is None, "no characters, no density"


def test_every_target_is_in_one_class_of_each_coding(county, codings):
    plans, claims = county
    rows = count_tones(claims, plans, dict.fromkeys([p.plan_id for p in plans], 1), codings, [])
    total = Counter()
    for row in rows:
        total[row.plan_id, row.coding] += row.n
    assert {k[0][:2]: v for k, v in total.items()} == {"甲镇": 3, "乙镇": 1, "丙镇": 0}
    assert len({v for k, v in total.items() if k[0][:2] == "甲镇"}) == 1


def test_hidden_targets_have_no_part_in_a_mean_and_no_mean_is_no_nought(county, codings):
    plans, claims = county
    first, second = (coding.key for coding in codings)
    found = {
        (s.plan_id[:2], s.coding, s.over): (s.n, s.mean)
        for s in score_tones(claims, [p.plan_id for p in plans], codings)
    }
    assert found["甲镇", first, "headline"] == (1, 5.0)
    assert found["甲镇", first, "whole_town"] == (2, 3.5)
    assert found["甲镇", second, "whole_town"] == (2, 5.0)
    for town in ("乙镇", "丙镇"):
        assert found[town, first, "whole_town"] == (0, None)


def test_a_class_that_the_table_scores_nought_counts_as_nought(county, codings):
    _, claims = county
    first = codings[0]
    scored = tuple(replace(c, score=0.0) if c.score is None else c for c in first.classes)
    (row,) = score_tones(claims, ["乙镇-2023"], [replace(first, classes=scored)])[1:]
    assert (row.n, row.mean) == (1, 0.0)
    assert UNSAID in scored[-1].cases


def test_ranks_are_correlated_as_scipy_does_over_towns_that_have_both_means(codings):
    first, second = (coding.key for coding in codings)
    a, b = [4.0, 3.5, 3.5, 2.0, None, 4.5], [4.0, 5.0, 3.5, 3.0, 4.0, None]
    scores = [
        ToneScore(f"镇{i}", key, "whole_town", 1, mean)
        for key, means in ((first, a), (second, b))
        for i, mean in enumerate(means)
    ]
    found = {pair.over: pair for pair in compare_codings(scores, codings)}
    pair = found["whole_town"]
    assert (pair.n, pair.rho) == (4, pytest.approx(spearmanr(a[:4], b[:4]).statistic))
    assert (found["headline"].n, found["headline"].rho) == (0, None)


def test_two_towns_or_equal_means_have_no_correlation(codings):
    def compare(*means):
        scores = [
            ToneScore(f"镇{i}", coding.key, "headline", 1, mean)
            for coding in codings
            for i, mean in enumerate(means)
        ]
        return compare_codings(scores, codings)[0].rho

    assert compare(4.0, 3.0) is None
    assert compare(4.0, 4.0, 4.0) is None
    assert compare(4.0, 3.0, 1.0) == pytest.approx(1.0)
