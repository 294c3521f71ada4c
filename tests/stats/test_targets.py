from __future__ import annotations

from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.model import Masked
from analysis.stats.targets import choose_indicator, line_up_targets, median_stated, middle


@pytest.fixture
def rows_of(plan_of):
    def make(claims, **said):
        plans = [plan_of(plan_id.removesuffix("-2023")) for plan_id in claims]
        return line_up_targets(claims, plans, "gdp", **said)

    return make


def test_rows_are_sorted_by_target_then_result_then_state_then_plan(rows_of, claim_of):
    def achieved(v):
        return claim_of(v, status="achieved")

    rows = rows_of(
        {
            "子-2023": [],
            "丑-2023": [claim_of(None), achieved(30)],
            "寅-2023": [claim_of(6), achieved(5)],
            "卯-2023": [claim_of(6)],
            "辰-2023": [claim_of(6), achieved(7)],
            "巳-2023": [claim_of(-2)],
            "午-2023": [claim_of("in_step_with:gdp")],
            "未-2023": [claim_of((6, 7))],
            "申-2023": [],
            "戌-2023": [claim_of(None), achieved(50)],
            "酉-2023": [claim_of(6), achieved(5)],
        }
    )
    towns = [row.plan_id.removesuffix("-2023") for row in rows]
    assert towns == [
        "未",
        "辰",
        *sorted("寅酉"),
        "卯",
        "巳",
        "午",
        *sorted("丑戌"),
        *sorted("子申"),
    ]


def test_the_headline_goes_before_the_body_and_the_first_before_the_next(rows_of, claim_of):
    body, second, first = (
        claim_of(9, at=5, headline=False),
        claim_of(8, at=90),
        claim_of(7, at=40),
    )
    (row,) = rows_of({"甲镇-2023": [body, second, first]})
    assert row.target is first
    (row,) = rows_of({"甲镇-2023": [body]})
    assert (row.state, row.target) == ("stated", body)


def test_a_number_of_the_body_goes_before_a_mask_of_the_headline(rows_of, claim_of):
    body = claim_of(9, at=500, headline=False)
    (row,) = rows_of({"甲镇-2023": [claim_of(None), body]})
    assert (row.state, row.target) == ("stated", body)


def test_the_firm_tier_is_the_target_and_the_stretch_stands_beside_it(rows_of, claim_of):
    firm, stretch = claim_of(8, commitment="ensure", at=9), claim_of(10, commitment="strive", at=3)
    (row,) = rows_of({"甲镇-2023": [stretch, firm]})
    assert (row.target, row.stretch) == (firm, stretch)
    (row,) = rows_of({"甲镇-2023": [stretch]})
    assert (row.target, row.stretch) == (stretch, None)


def test_the_same_figure_said_again_or_elsewhere_is_no_stretch(rows_of, claim_of):
    said_again = claim_of(8, commitment="strive", at=50)
    elsewhere = claim_of(12, commitment="strive", at=60, headline=False)
    (row,) = rows_of({"甲镇-2023": [claim_of(8), said_again, elsewhere]})
    assert row.stretch is None


def test_a_hidden_stretch_is_none(rows_of, claim_of):
    (row,) = rows_of({"甲镇-2023": [claim_of(8), claim_of(None, commitment="strive")]})
    assert (row.state, row.stretch) == ("stated", None)


@pytest.mark.parametrize(
    "said",
    [
        {"status": "achieved"},
        {"status": "multi_year"},
        {"scope": "part"},
        {"scope": "other_level"},
        {"indicator": "retail_sales"},
        {"kind": "level"},
        {"kind": "ratio"},
    ],
)
def test_other_statuses_scopes_indicators_and_kinds_are_never_the_target(rows_of, claim_of, said):
    (row,) = rows_of({"甲镇-2023": [claim_of(7, **said)]})
    assert (row.state, row.target, row.stretch) == ("not_stated", None, None)


def test_last_years_result_is_of_the_same_indicator_kind_and_a_number(rows_of, claim_of):
    right = claim_of(6.3, status="achieved", at=70)
    (row,) = rows_of(
        {
            "甲镇-2023": [
                claim_of(7),
                claim_of(41.2, status="achieved", kind="level", unit="元", at=1),
                claim_of(5, status="achieved", scope="other_level", at=2),
                claim_of(None, status="achieved", at=3),
                claim_of(60, status="achieved", confidence=0.5, at=4),
                claim_of(9, status="multi_year", at=5),
                right,
                claim_of(3, status="achieved", at=80),
            ]
        }
    )
    assert row.achieved is right


def test_a_doubtful_number_is_drawn_nowhere(rows_of, claim_of):
    firm, doubtful = rows_of(
        {"甲镇-2023": [claim_of(70, confidence=0.7)], "乙镇-2023": [claim_of(7)]}
    )
    assert (firm.plan_id, firm.state) == ("乙镇-2023", "stated")
    assert (doubtful.state, doubtful.target) == ("unreadable", None)
    assert median_stated((firm, doubtful)) == 7
    (row,) = rows_of({"甲镇-2023": [claim_of(7, at=9), claim_of(70, confidence=0.7)]})
    assert row.target is not None
    assert middle(row.target.amount) == 7


def test_an_amount_without_the_common_unit_is_not_set_beside_the_others(rows_of, claim_of):
    def level(v, unit):
        return claim_of(v, kind="level", unit=unit)

    rows = rows_of(
        {
            "甲镇-2023": [level(5e8, "元")],
            "乙镇-2023": [level(12, None)],
            "丙镇-2023": [level(900, "亩")],
            "丁镇-2023": [level(6e8, "元")],
        },
        kind="level",
    )
    assert [(r.plan_id[0], r.state) for r in rows] == [
        ("丁", "stated"),
        ("甲", "stated"),
        ("丙", "unreadable"),
        ("乙", "unreadable"),
    ]
    assert median_stated(rows) == 5.5e8


def test_amounts_that_never_have_a_unit_are_set_side_by_side(rows_of, claim_of):
    rows = rows_of(
        {
            "甲镇-2023": [claim_of(1.8, kind="ratio", unit=None)],
            "乙镇-2023": [claim_of(1.6, kind="ratio", unit=None)],
            "丙镇-2023": [claim_of(60, kind="ratio", unit="%")],
        },
        kind="ratio",
    )
    assert [(r.plan_id[0], r.state) for r in rows] == [
        ("甲", "stated"),
        ("乙", "stated"),
        ("丙", "unreadable"),
    ]


def test_damage_truncation_and_silence_are_told_apart(plan_of):
    plans = [plan_of("甲镇"), plan_of("乙镇", truncated=True), plan_of("丙镇")]
    rows = line_up_targets({}, plans, "gdp", unreadable={("甲镇-2023", "gdp")})
    assert [(r.plan_id[0], r.state) for r in rows] == [
        ("甲", "unreadable"),
        ("乙", "truncated"),
        ("丙", "not_stated"),
    ]


def test_hidden_relative_and_missing_targets_have_no_part_in_the_median(rows_of, claim_of):
    claims = {
        f"{c}镇-2023": [claim_of(v)] for c, v in zip("甲乙丙丁", [9, 7, (5, 6), 8], strict=True)
    }
    of_numbers = median_stated(rows_of(claims))
    claims |= {
        "戊镇-2023": [claim_of(None)],
        "己镇-2023": [claim_of("in_step_with:gdp")],
        "庚镇-2023": [],
    }
    assert median_stated(rows_of(claims)) == of_numbers == median([9, 7, 5.5, 8])


def test_without_a_stated_target_there_is_no_median(rows_of, claim_of):
    assert median_stated(rows_of({"甲镇-2023": [claim_of(None)]})) is None
    assert median_stated(()) is None


def test_a_hidden_amount_has_no_middle():
    with pytest.raises(TypeError, match="hidden"):
        middle(Masked("**", "%", "exact"))


def test_an_open_range_counts_with_its_lower_end(claim_of):
    assert middle(claim_of((10, float("inf"))).amount) == 10


def test_the_indicator_most_plans_state_is_chosen_and_not_gdp_by_habit(claim_of):
    claims = {
        "甲": [claim_of(7), claim_of(8, indicator="retail_sales")],
        "乙": [claim_of(None), claim_of(8, indicator="retail_sales")],
        "丙": [claim_of(7, confidence=0.3), claim_of(1, indicator="other")],
        "丁": [claim_of(7, kind="level"), claim_of(1, indicator="other")],
        "戊": [claim_of(2, indicator="other"), claim_of("in_step_with:gdp")],
    }
    assert choose_indicator(claims, "growth_rate", ["gdp", "retail_sales"]) == "retail_sales"


def test_an_indicator_said_often_by_one_plan_counts_once(claim_of):
    claims = {
        "甲": [claim_of(v, indicator="retail_sales") for v in range(5)],
        "乙": [claim_of(7)],
        "丙": [claim_of(7)],
    }
    assert choose_indicator(claims, "growth_rate", ["retail_sales", "gdp"]) == "gdp"


def test_equally_frequent_indicators_are_chosen_in_the_lexicons_order(claim_of):
    claims = {"甲": [claim_of(7), claim_of(7, indicator="retail_sales")]}
    assert choose_indicator(claims, "growth_rate", ["gdp", "retail_sales"]) == "gdp"
    assert choose_indicator(claims, "growth_rate", ["retail_sales", "gdp"]) == "retail_sales"


def test_no_indicator_is_chosen_where_none_is_stated(claim_of):
    assert choose_indicator({"甲": [claim_of(None)]}, "growth_rate", ["gdp"]) is None
    assert choose_indicator({}, "growth_rate", []) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.none() | st.floats(-20, 40).map(lambda v: round(v, 1)), max_size=12), st.randoms()
)
def test_the_order_of_plans_changes_no_row(plan_of, claim_of, values, random):
    plans = [plan_of(f"{i:02d}镇") for i in range(len(values))]
    claims = {p.plan_id: [claim_of(v)] for p, v in zip(plans, values, strict=True)}
    rows = line_up_targets(claims, plans, "gdp")
    random.shuffle(plans)
    assert line_up_targets(claims, plans, "gdp") == rows
    assert len(rows) == len(plans)
    stated = [middle(r.target.amount) for r in rows if r.target and r.state == "stated"]
    assert stated == sorted((v for v in values if v is not None), reverse=True)
