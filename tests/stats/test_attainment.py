"""Whether last year's targets were kept: what is judged, and what stays open."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.model import Stated
from analysis.stats.attainment import keep_comparable, measure_attainment
from analysis.stats.comparing import drop_parts_of_year
from analysis.stats.judging import judge

EARLIER, NOW = "甲镇-2022", "甲镇-2023"
NET = {"indicator": "rural_income", "concept": "net_income"}
VILLAGES = {"indicator": "village_collective_income"}


@pytest.fixture
def told(claim_of):
    """A claim with a qualifier; a result where it is said so."""

    def make(value, qualifier="exact", *, result=False, **said):
        claim = claim_of(value, **{"status": "achieved" if result else "target", **said})
        if isinstance(claim.amount, Stated):
            claim = replace(claim, amount=replace(claim.amount, qualifier=qualifier))
        return claim

    return make


@pytest.fixture
def rows_of(plan_of, lexicon):
    """Attainment of one town with plans of two years."""

    def make(before, now, **said):
        plans = [plan_of("甲镇", plan_id=EARLIER, stated_year=2022), plan_of("甲镇", plan_id=NOW)]
        claims = {EARLIER: before, NOW: now}
        rows = measure_attainment(claims, plans, lexicon.indicators, **said)
        return [row for row in rows if row.plan_id == NOW]

    return make


@pytest.mark.parametrize(
    ("promised", "achieved", "lack"),
    [
        ((8, "exact"), 8.0, 0),
        ((8, "exact"), 7.9, 0.1),
        ((8, "at_least"), 8.4, -0.4),
        ((8, "about"), 7.9, 0.1),
        ((8, "about"), 8, 0),
        (((9, 10), "exact"), 9.2, -0.2),
        (((9, 10), "exact"), 8.9, 0.1),
    ],
)
def test_a_target_is_kept_from_the_number_written_on(rows_of, told, promised, achieved, lack):
    (row,) = rows_of([told(*promised)], [told(achieved, result=True)])
    assert (row.outcome, row.reason) == ("missed" if lack > 0 else "kept", None)
    assert row.shortfall == pytest.approx(lack)


@pytest.mark.parametrize(("achieved", "outcome"), [(3.26, "kept"), (3.3, "kept"), (3.4, "missed")])
def test_a_cap_is_kept_when_the_result_is_not_higher(rows_of, told, achieved, outcome):
    what = {"indicator": "unemployment_rate", "concept": "registered"}
    cap = told(3.3, "at_most", kind="cap", **what)
    (row,) = rows_of([cap], [told(achieved, result=True, kind="ratio", **what)])
    assert (row.kind, row.outcome) == ("cap", outcome)


@pytest.mark.parametrize(
    ("achieved", "relation", "outcome"),
    [
        (-3.2, "decrease", "kept"),
        (-3.5, "decrease", "kept"),
        (-3.1, "decrease", "missed"),
        (0.4, None, "missed"),
    ],
)
def test_a_decrease_is_kept_by_its_size(rows_of, told, achieved, relation, outcome):
    what = {"indicator": "energy_intensity"}
    (row,) = rows_of(
        [told(-3.2, "at_least", relation="decrease", **what)],
        [told(achieved, result=True, relation=relation, **what)],
    )
    assert row.outcome == outcome


def test_the_firm_tier_is_judged_and_the_stretch_tier_told_apart(rows_of, told):
    before = [told(8, commitment="ensure"), told(10, commitment="strive", at=6)]
    (row,) = rows_of(before, [told(9, result=True)])
    assert (row.outcome, row.stretch_outcome) == ("kept", "missed")
    assert row.promised == before[0]


def test_a_hidden_or_relative_figure_is_never_kept_nor_missed(rows_of, told):
    hidden, tied, number = told(None), told("in_step_with"), told(8)
    for before, result, reason in [
        (hidden, told(8, result=True), "target_masked"),
        (tied, told(8, result=True), "target_relative"),
        (number, told(None, result=True), "result_masked"),
    ]:
        (row,) = rows_of([before], [result])
        assert (row.outcome, row.reason, row.shortfall) == ("open", reason, None)


def test_a_doubtful_reading_settles_nothing(rows_of, told):
    (row,) = rows_of([told(8, confidence=0.79)], [told(9, result=True)])
    assert (row.outcome, row.reason) == ("open", "target_doubtful")
    (row,) = rows_of([told(8)], [told(9, result=True, confidence=0.79)])
    assert (row.outcome, row.reason) == ("open", "result_doubtful")


@pytest.mark.parametrize(
    ("what", "result", "reason"),
    [
        (NET, {"concept": "disposable_income"}, "other_concept"),
        (NET, {"concept": None}, "other_concept"),
        ({"kind": "level", "unit": "元"}, {"unit": "亩"}, "other_unit"),
        ({"kind": "level", "unit": "元"}, {"relation": "increment"}, "other_concept"),
        ({"indicator": "projects_signed", "kind": "count", "unit": "个", "indicator_text": "签约"},
         {"indicator_text": "签亿元项目"}, "other_words"),
        ({**VILLAGES, "kind": "count", "unit": "个"}, {}, "other_unit"),
    ],
)  # fmt: skip
def test_unlike_figures_are_not_held_against_each_other(rows_of, told, what, result, reason):
    (row,) = rows_of([told(8, **what)], [told(9, result=True, **{**what, **result})])
    assert (row.outcome, row.reason) == ("open", reason)


def test_the_same_words_in_another_order_are_the_same_words(rows_of, told):
    what = {"indicator": "urban_jobs_new", "kind": "count", "unit": "人"}
    (row,) = rows_of(
        [told(900, indicator_text="新增城镇就业", **what)],
        [told(950, result=True, indicator_text="城镇新增就业", **what)],
    )
    assert row.outcome == "kept"


def test_a_level_is_no_result_of_a_growth_target(rows_of, told):
    rows = rows_of(
        [told(8), told(9e8, kind="level", unit="元")],
        [told(9e8, result=True, kind="level", unit="元")],
    )
    assert [(r.kind, r.outcome) for r in rows] == [("level", "kept")]
    (row,) = rows_of([told(8)], [told(9e8, result=True, kind="level", unit="元"), told(7)])
    assert (row.kind, row.reason) == ("growth_rate", "other_kind")


def test_a_bound_settles_only_what_it_bounds(rows_of, told):
    for value, outcome in ((8.5, "kept"), (7.5, "open")):
        (row,) = rows_of([told(8)], [told(value, "at_least", result=True)])
        assert (row.outcome, row.reason) == (outcome, None if outcome == "kept" else "result_bound")


def test_results_that_disagree_leave_it_open_and_those_that_agree_do_not(rows_of, told):
    both = [told(7, result=True), told(9, result=True, at=9)]
    (row,) = rows_of([told(8)], both)
    assert (row.outcome, row.reason) == ("open", "several_results")
    (row,) = rows_of([told(6)], both)
    assert row.outcome == "kept"


def test_a_target_recited_in_the_review_is_no_source(rows_of, told):
    recited = told(8, result=True, scope="part")
    (row,) = rows_of([], [recited, told(9, result=True, at=4), told(9, at=8)])
    assert (row.promised, row.reason) == (None, "no_target")


def test_figures_of_a_part_or_of_other_levels_are_no_results(rows_of, told):
    assert rows_of([told(8)], [told(9, result=True, scope="other_level")]) == []


def test_the_headline_block_is_a_plans_word(rows_of, told):
    body = told(5e8, kind="level", unit="元", headline=False)
    rows = rows_of(
        [told(7), body],
        [
            told(7.2, result=True),
            told(6e8, result=True, kind="level", unit="元"),
            told(7e8, kind="level", unit="元"),
        ],
    )
    assert {row.kind: row.promised and row.promised.amount.low for row in rows} == {
        "growth_rate": 7,
        "level": None,
    }


@pytest.mark.parametrize(
    ("again", "carried"),
    [
        ((8, "exact"), True),
        ((8, "at_least"), False),
        ((8.5, "exact"), False),
        ((None, "exact"), False),
    ],
)
def test_a_target_is_carried_over_by_number_and_qualifier(rows_of, told, again, carried):
    (row,) = rows_of([told(8)], [told(*again)])
    assert row.is_carried_over is carried


def test_one_year_has_rows_without_an_outcome(plan_of, told, lexicon):
    plan = plan_of("甲镇")
    claims = {plan.plan_id: [told(7, result=True), told(8)]}
    (row,) = measure_attainment(claims, [plan], lexicon.indicators)
    assert (row.outcome, row.reason, row.promised) == ("open", "no_earlier_plan", None)
    assert (row.achieved.amount.low, row.target.amount.low) == (7, 8)


def test_the_town_of_the_same_name_in_another_county_is_another_town(plan_of, told, lexicon):
    plans = [
        plan_of("甲镇", plan_id="乙县-甲镇-2022", county="乙县", stated_year=2022),
        plan_of("甲镇", plan_id="丙县-甲镇-2023", county="丙县"),
    ]
    claims = {plans[0].plan_id: [told(8)], plans[1].plan_id: [told(9, result=True), told(9)]}
    rows = measure_attainment(claims, plans, lexicon.indicators)
    assert [row.reason for row in rows] == ["no_earlier_plan"]


def test_a_plan_without_a_county_is_of_the_only_county_with_such_a_town(plan_of, told, lexicon):
    unknown = plan_of("甲镇", plan_id="甲镇-2022", stated_year=2022)
    known = plan_of("甲镇", plan_id=NOW, county="乙县")
    claims = {"甲镇-2022": [told(8)], NOW: [told(9, result=True)]}
    (row,) = measure_attainment(claims, [unknown, known], lexicon.indicators)
    assert row.outcome == "kept"
    other = plan_of("甲镇", plan_id="丙县-甲镇-2023", county="丙县")
    assert measure_attainment(claims, [unknown, known, other], lexicon.indicators) == ()


def test_two_plans_of_the_year_before_are_not_chosen_between(plan_of, told, lexicon):
    plans = [
        plan_of("甲镇", plan_id="a", stated_year=2022),
        plan_of("甲镇", plan_id="b", stated_year=2022),
        plan_of("甲镇", plan_id=NOW),
    ]
    claims = {"a": [told(8)], "b": [told(7)], NOW: [told(9, result=True), told(9)]}
    (row,) = measure_attainment(claims, plans, lexicon.indicators)
    assert (row.reason, row.earlier_id) == ("several_earlier_plans", None)


def test_one_figure_makes_no_row_and_indicators_that_are_not_core_none(rows_of, told):
    assert rows_of([told(8)], []) == []
    assert rows_of([told(8, indicator="other")], [told(9, result=True, indicator="other")]) == []


def test_half_a_year_is_no_result_of_a_year(told):
    text = "上半年，全镇投资增长9%。全年投资增长7%。"
    half, whole = text.index("投资"), text.rindex("投资")

    def result(at):
        claim = told(9, result=True, at=at)
        evidence = replace(claim.evidence, value_start=at + 4, value_end=at + 6)
        return replace(claim, evidence=evidence)

    claims = [result(half), result(whole)]
    kept = drop_parts_of_year(claims, {claims[0].evidence.doc_id: text}, ["上半年", "年均"])
    assert kept == claims[1:]
    assert drop_parts_of_year(claims, {}, ["上半年"]) == claims
    assert drop_parts_of_year(claims, {claims[0].evidence.doc_id: text}, []) == claims


def test_only_comparable_numbers_are_kept_for_an_axis(rows_of, told, lexicon):
    what = {"indicator": "rural_income"}
    (row,) = rows_of(
        [told(8, concept="net_income", **what)],
        [told(9, result=True, concept="disposable_income", **what), told(None, **what)],
    )
    drawn = keep_comparable(row, lexicon.indicators["rural_income"])
    assert drawn.promised is not None
    assert (drawn.achieved, drawn.target) == (None, None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(-200, 400), st.integers(-200, 400), st.booleans())
def test_the_verdict_is_the_comparison_of_the_two_numbers(
    told, lexicon, promised, achieved, is_cap
):
    """Held against whole tenths compared as integers."""
    kind = "cap" if is_cap else "growth_rate"
    target = told(promised / 10, kind=kind)
    outcome, (best, worst) = judge(
        target, told(achieved / 10, result=True), lexicon.indicators["gdp"]
    )
    less = is_cap or promised < 0
    assert outcome == (
        "kept" if (achieved <= promised if less else achieved >= promised) else "missed"
    )
    lack = (achieved - promised if less else promised - achieved) / 10
    assert best == worst == pytest.approx(lack)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 99), st.booleans()), max_size=6), st.randoms())
def test_the_order_of_claims_changes_nothing(rows_of, told, values, random):
    claims = [told(v / 10, result=r, at=i * 10) for i, (v, r) in enumerate(values)]
    rows = rows_of([told(5)], claims)
    random.shuffle(claims)
    assert rows_of([told(5)], claims) == rows
