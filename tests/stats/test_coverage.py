from __future__ import annotations

from collections import Counter

import pytest

from analysis.stats.coverage import PRECEDENCE, measure_coverage

INDICATORS = ("gdp", "fixed_asset_investment", "retail_sales")


def cells(*args, **said):
    return {(c.plan_id, c.indicator): c.state for c in measure_coverage(*args, **said)}


def test_the_cells_add_up_to_plans_times_indicators(plan_of, claim_of):
    plans = [plan_of(f"{name}镇") for name in "甲乙丙"]
    claims = {"甲镇-2023": [claim_of(7), claim_of(None), claim_of(8, indicator="other")]}
    found = measure_coverage(claims, plans, INDICATORS, without_text=("丁镇", "戊镇"))
    assert len(found) == (3 + 2) * 3
    assert len({(c.plan_id, c.indicator) for c in found}) == len(found)
    assert sum(Counter(c.state for c in found).values()) == 15
    assert Counter(c.state for c in found) == {"stated": 1, "not_stated": 8, "no_text": 6}


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ([7], "stated"),
        ([None, "in_step_with:gdp", 7], "stated"),
        ([None, "in_step_with:gdp"], "relative"),
        ([None], "masked"),
        ([], "not_stated"),
    ],
)
def test_the_first_state_in_the_order_of_precedence_holds(plan_of, claim_of, values, state):
    claims = {"甲镇-2023": [claim_of(value) for value in values]}
    assert cells(claims, [plan_of("甲镇")], ["gdp"]) == {("甲镇-2023", "gdp"): state}


@pytest.mark.parametrize(
    "said",
    [
        {"status": "achieved"},
        {"status": "multi_year"},
        {"scope": "part"},
        {"scope": "per_village"},
        {"scope": "other_level"},
        {"indicator": "other"},
    ],
)
def test_only_targets_of_the_whole_town_count(plan_of, claim_of, said):
    claims = {"甲镇-2023": [claim_of(7, **said)]}
    assert cells(claims, [plan_of("甲镇")], ["gdp"])["甲镇-2023", "gdp"] == "not_stated"


def test_what_a_cut_off_plan_does_not_say_is_truncated_and_what_it_says_stays(plan_of, claim_of):
    found = cells({"甲镇-2023": [claim_of(None)]}, [plan_of("甲镇", truncated=True)], INDICATORS)
    assert list(found.values()) == ["masked", "truncated", "truncated"]


def test_a_damaged_number_is_unreadable_unless_the_plan_says_it_elsewhere(plan_of, claim_of):
    damaged = {("甲镇-2023", "gdp"), ("甲镇-2023", "retail_sales")}
    found = cells(
        {"甲镇-2023": [claim_of(7)]},
        [plan_of("甲镇", truncated=True)],
        INDICATORS,
        unreadable=damaged,
    )
    assert list(found.values()) == ["stated", "truncated", "unreadable"]


def test_a_reading_that_waits_for_a_person_is_unreadable_and_never_stated(plan_of, claim_of):
    plans = [plan_of("甲镇")]
    doubtful = {"甲镇-2023": [claim_of(70, confidence=0.79)]}
    assert cells(doubtful, plans, ["gdp"])["甲镇-2023", "gdp"] == "unreadable"
    assert cells(doubtful, plans, ["gdp"], min_confidence=0.5)["甲镇-2023", "gdp"] == "stated"
    at_the_limit = {"甲镇-2023": [claim_of(7, confidence=0.8)]}
    assert cells(at_the_limit, plans, ["gdp"])["甲镇-2023", "gdp"] == "stated"


def test_there_are_seven_states_each_once():
    assert len(PRECEDENCE) == len(set(PRECEDENCE)) == 7
