"""A town's target beside its superior's: only the one that the register names, never a guess."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.stats.escalation import measure_escalation, measure_gap

COUNTY, TOWN = "甲县-2023", "乙镇-2023"


@pytest.fixture
def rows_of(plan_of, lexicon):
    """Rows of one town under one superior; `found` is what the register gives."""

    def make(above, own, found=(COUNTY, None), **said):
        claims = {COUNTY: above, TOWN: own}
        plans = [plan_of("乙镇", plan_id=TOWN)]
        return measure_escalation(
            claims, plans, lexicon.indicators, {TOWN: found}, papers=[COUNTY], **said
        )

    return make


@pytest.mark.parametrize(
    ("town", "gap", "direction"),
    [
        (7, (0.5, 0.5), "above"),
        (6.5, (0, 0), "equal"),
        (6, (-0.5, -0.5), "below"),
        ((7, 8), (0.5, 1.5), "above"),
        ((5, 6), (-1.5, -0.5), "below"),
    ],
)
def test_the_gap_is_town_minus_superior(rows_of, claim_of, town, gap, direction):
    (row,) = rows_of([claim_of(6.5)], [claim_of(town)])
    assert (row.gap, row.direction, row.reason) == (gap, direction, None)
    assert (row.superior_id, row.superior.amount.low) == (COUNTY, 6.5)


def test_ranges_that_overlap_are_neither_above_nor_below(rows_of, claim_of):
    (row,) = rows_of([claim_of((6, 7))], [claim_of((6.5, 8))])
    assert (row.gap, row.direction, row.reason) == (None, "open", "ranges_overlap")


def test_a_lower_cap_and_a_larger_decrease_ask_more(rows_of, claim_of):
    cap = {"indicator": "unemployment_rate", "kind": "cap"}
    (row,) = rows_of([claim_of(4, **cap)], [claim_of(3.3, **cap)])
    assert (row.gap, row.direction) == ((-0.7, -0.7), "above")
    fall = {"indicator": "energy_intensity", "relation": "decrease"}
    (row,) = rows_of([claim_of(-3, **fall)], [claim_of(-3.5, **fall)])
    assert row.direction == "above"


@pytest.mark.parametrize(
    ("above", "own", "reason"),
    [
        (6.5, None, "town_masked"),
        (6.5, "in_step_with", "town_relative"),
        (None, 7, "superior_masked"),
        ("in_step_with", 7, "superior_relative"),
    ],
)
def test_a_hidden_or_relative_target_has_no_gap(rows_of, claim_of, above, own, reason):
    (row,) = rows_of([claim_of(above)], [claim_of(own)])
    assert (row.gap, row.direction, row.reason) == (None, "open", reason)


def test_doubtful_readings_have_no_gap(rows_of, claim_of):
    (row,) = rows_of([claim_of(6.5)], [claim_of(70, confidence=0.7)])
    assert (row.gap, row.reason) == (None, "town_doubtful")
    (row,) = rows_of([claim_of(65, confidence=0.7)], [claim_of(7)])
    assert (row.gap, row.reason) == (None, "superior_doubtful")


def test_amounts_of_a_county_are_sums_and_are_not_compared(rows_of, claim_of):
    level = {"kind": "level", "unit": "元"}
    (row,) = rows_of([claim_of(118e8, **level)], [claim_of(9e8, **level)])
    assert (row.gap, row.reason) == (None, "not_comparable")
    income = {**level, "indicator": "rural_income", "concept": "disposable_income"}
    (row,) = rows_of(
        [claim_of(24000, **income)], [claim_of(25000, **income)], per_head=["rural_income"]
    )
    assert (row.gap, row.direction) == ((1000, 1000), "above")


def test_unlike_concepts_kinds_and_units_are_not_compared(rows_of, claim_of):
    what = {"indicator": "rural_income", "concept": "net_income"}
    other = {"indicator": "rural_income", "concept": "disposable_income"}
    (row,) = rows_of([claim_of(7, **what)], [claim_of(8, **other)])
    assert (row.gap, row.reason) == (None, "not_comparable")
    (row,) = rows_of([claim_of(7)], [claim_of(9e8, kind="level", unit="元")])
    assert (row.gap, row.reason) == (None, "not_comparable")


@pytest.mark.parametrize("missing", ["no_superior", "several_superiors", "other_year"])
def test_without_the_superiors_paper_there_is_a_reason_and_no_number(rows_of, claim_of, missing):
    (row,) = rows_of([claim_of(6.5)], [claim_of(7)], found=(None, missing))
    assert (row.superior, row.gap, row.direction, row.reason) == (None, None, "open", missing)
    assert row.target is not None


def test_each_indicator_some_superior_states_has_a_row_and_silence_is_said(
    plan_of, claim_of, lexicon
):
    claims = {
        "甲县": [claim_of(6.5)],
        "丙县": [claim_of(9, indicator="retail_sales")],
        TOWN: [claim_of(7), claim_of(8, indicator="retail_sales")],
    }
    plans = [plan_of("乙镇", plan_id=TOWN)]
    rows = measure_escalation(
        claims, plans, lexicon.indicators, {TOWN: ("甲县", None)}, papers=["甲县", "丙县"]
    )
    assert [(r.indicator, r.direction, r.reason) for r in rows] == [
        ("gdp", "above", None),
        ("retail_sales", "open", "superior_silent"),
    ]


def test_a_superior_told_by_the_town_is_shown_and_never_taken(rows_of, claim_of):
    recited = claim_of(8, scope="other_level")
    (row,) = rows_of([claim_of(6.5)], [recited, claim_of(7, at=9)])
    assert (row.recited, row.superior.amount.low, row.gap) == (recited, 6.5, (0.5, 0.5))
    (row,) = rows_of([claim_of(6.5)], [recited, claim_of(7, at=9)], found=(None, "no_superior"))
    assert (row.superior, row.gap) == (None, None)


def test_results_of_the_superior_are_no_targets(rows_of, claim_of):
    assert rows_of([claim_of(4.8, status="achieved")], [claim_of(7)]) == ()


def test_the_firm_tier_of_the_headline_block_is_compared(rows_of, claim_of):
    own = [
        claim_of(9, commitment="strive", at=3),
        claim_of(7, commitment="ensure", at=6),
        claim_of(5, headline=False),
    ]
    (row,) = rows_of([claim_of(6.5)], own)
    assert row.target == own[1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(-50, 200), st.integers(-50, 200))
def test_the_gap_is_the_difference_of_tenths(claim_of, lexicon, above, own):
    row = measure_gap(claim_of(above / 10), claim_of(own / 10), lexicon.indicators["gdp"])
    assert row.gap == pytest.approx(((own - above) / 10,) * 2)
    way = own - above if above >= 0 else above - own
    assert row.direction == ("above" if way > 0 else "below" if way < 0 else "equal")


def test_an_open_end_counts_as_the_end_that_is_written(claim_of, lexicon):
    digits = claim_of((10, float("inf")))
    assert measure_gap(claim_of(9), replace(digits), lexicon.indicators["gdp"]).gap == (1, 1)
