"""Levels and growth rates that do not fit together, and what rounding explains."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.model import Stated
from analysis.stats.conflicts import find_conflicts, imply_base


@pytest.fixture
def figure(claim_of):
    """A number as written in 亿元 or %, its place, and whether it is a result."""

    def make(written, unit, *, at=0, result=False, qualifier="exact", **said):
        value, factor = float(written), 1e8 if unit == "亿元" else 1.0
        base = "元" if unit == "亿元" else unit
        amount = Stated(value, value, unit, qualifier, value * factor, value * factor, base)
        claim = claim_of(1, at=at, status="achieved" if result else "target", **said)
        quote = f"完成{written}{unit}"
        evidence = replace(
            claim.evidence, end=at + len(quote), quote=quote,
            value_start=at + 2, value_end=at + len(quote),
        )  # fmt: skip
        kind = "level" if unit == "亿元" else "growth_rate"
        return replace(claim, amount=amount, evidence=evidence, kind=kind)

    return make


@pytest.fixture
def conflicts(plan_of, lexicon):
    def find(now, before=(), **said):
        plans = [plan_of("甲镇", plan_id="b", stated_year=2022), plan_of("甲镇", plan_id="a")]
        return find_conflicts(
            {"a": list(now), "b": list(before)}, plans, lexicon.indicators, **said
        )

    return find


def test_a_level_and_its_growth_that_fit_are_no_conflict(conflicts, figure):
    assert (
        conflicts([figure("19.2", "亿元"), figure("7.3", "%"), figure("17.9", "亿元", result=True)])
        == ()
    )


def test_a_level_that_its_growth_contradicts_is_found_with_all_three_sentences(conflicts, figure):
    level, growth, base = (
        figure("21.2", "亿元"),
        figure("7.3", "%"),
        figure("17.9", "亿元", result=True),
    )
    (found,) = conflicts([level, growth, base], other_prices=["gdp"])
    assert (found.check, found.level, found.growth, found.base) == ("target", level, growth, base)
    assert found.implied[0] < 21.2e8 / 1.073 < found.implied[1] < 21.2e8
    assert found.other_prices


def test_rounding_of_the_digits_written_explains_a_difference(conflicts, figure):
    rough = [figure("1.2", "亿元"), figure("8", "%"), figure("1.15", "亿元", result=True)]
    assert conflicts(rough) == ()
    fine = [figure("1.200", "亿元"), figure("8.00", "%"), figure("1.15", "亿元", result=True)]
    assert len(conflicts(fine)) == 1, "trailing zeros are digits"


def test_at_least_bounds_one_side_only(conflicts, figure):
    base = figure("10.00", "亿元", result=True)
    low, high = ("9.00", "5.0"), ("15.00", "5.0")
    for (level, growth), bound, clash in [
        (low, "level", False),
        (high, "level", True),
        (low, "growth", True),
        (high, "growth", False),
    ]:
        claims = [
            figure(level, "亿元", qualifier="at_least" if bound == "level" else "exact"),
            figure(growth, "%", qualifier="at_least" if bound == "growth" else "exact"),
        ]
        assert bool(conflicts([*claims, base])) is clash, (level, bound)


def test_about_has_no_known_width_and_contradicts_nothing(conflicts, figure):
    base = figure("10", "亿元", result=True)
    assert conflicts([figure("90", "亿元", qualifier="about"), figure("5", "%"), base]) == ()
    assert conflicts([figure("90", "亿元"), figure("5", "%", qualifier="about"), base]) == ()


def test_results_are_held_against_the_plan_before(conflicts, figure):
    now = [figure("68.7", "亿元", result=True), figure("5.4", "%", result=True)]
    assert conflicts(now, [figure("65.2", "亿元", result=True)]) == ()
    (found,) = conflicts(now, [figure("60.2", "亿元", result=True)])
    assert (found.check, found.base.amount.low) == ("achieved", 60.2)


def test_one_level_that_agrees_is_enough(conflicts, figure):
    claims = [figure("19.2", "亿元"), figure("7.3", "%")]
    bases = [figure("12.9", "亿元", result=True, at=50), figure("17.9", "亿元", result=True, at=70)]
    assert conflicts([*claims, *bases]) == ()


@pytest.mark.parametrize(
    "part", ["concept", "confidence", "scope", "increment", "strive", "shared", "far"]
)
def test_figures_that_do_not_belong_together_contradict_nothing(conflicts, figure, part):
    level, growth = figure("90", "亿元"), figure("5", "%")
    base, more = figure("10", "亿元", result=True), []
    match part:
        case "concept":
            base = replace(base, concept="net_income")
        case "confidence":
            growth = replace(growth, confidence=0.7)
        case "scope":
            level = replace(level, scope="part")
        case "increment":
            level = replace(level, relation="increment")
        case "strive":
            growth = replace(growth, commitment="strive")
        case "shared":
            more = [replace(growth, indicator="retail_sales")]
        case _:
            more = [figure("80", "亿元", at=300), figure("6", "%", at=300)]
            growth = replace(growth, evidence=replace(growth.evidence, start=200, end=204))
            base = figure("75.5", "亿元", result=True)
    assert conflicts([level, growth, base, *more]) == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 9999), st.integers(-300, 600))
def test_what_is_implied_is_level_over_one_plus_growth(figure, tenths, permille):
    """Held against fractions; the interval is the one of half a digit on either side."""
    level = figure(f"{tenths / 10:.1f}", "亿元")
    growth = figure(f"{permille / 10:.1f}", "%", relation="decrease" if permille < 0 else None)
    low, high = imply_base(level, growth)
    wide, rate, half = Fraction(tenths, 10), Fraction(permille, 1000), Fraction(1, 20)
    assert low == pytest.approx(float((wide - half) / (1 + rate + half / 100)) * 1e8)
    assert high == pytest.approx(float((wide + half) / (1 + rate - half / 100)) * 1e8)
