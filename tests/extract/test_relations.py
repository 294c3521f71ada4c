"""Targets that name no number of their own."""

import pytest

OPENING = "今年主要预期目标是：生产总值增长6%，"


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("居民收入与经济增长基本同步", "resident_income relative in_step_with:gdp"),
        ("居民收入增长快于经济增长", "resident_income relative faster_than:gdp"),
        ("固定资产投资增速不低于GDP增速", "fixed_asset_investment relative not_below:gdp"),
        ("税收收入增幅高于全县平均水平", "tax_revenue relative higher_than:county_average"),
        ("居民消费价格涨幅与全国一致", "cpi relative in_step_with:national_average"),
        ("固定资产投资保持正增长", "fixed_asset_investment relative positive_growth"),
        ("进出口总额稳中提质", "trade_total relative steady_growth"),
        ("经济增速保持在合理区间", "gdp relative reasonable_range"),
        ("主要污染物排放完成上级下达任务", "pollutant_emissions relative meet_assigned"),
        ("单位GDP能耗持续下降", "energy_intensity relative decrease"),
        ("较大以上安全事故零发生", "accidents relative zero"),
        ("“三公”经费只减不增", "three_public_expenses relative not_increase"),
        ("综合考核进入全县前三名", "ranking relative rank_top:3"),
    ],
)
def test_a_tie_to_something_else_is_a_relation_without_value(say, words, relation):
    assert say(OPENING + words + "。")[1:] == [relation]


def test_the_distance_to_another_figure_is_a_margin_not_a_value(read):
    (claim,) = read("工业投资增速高于固定资产投资增速5个百分点。")
    assert (claim.kind, claim.relation) == ("relative", "higher_than:fixed_asset_investment")
    assert claim.amount.margin.low == 5


def test_every_name_of_a_list_is_tied(read):
    claims = read("财政收入增速、规上工业增加值增速等主要指标排在全县前列。")
    assert [c.indicator for c in claims] == [
        "fiscal_revenue_total",
        "industrial_value_added_above_scale",
    ]


def test_a_tie_left_without_name_goes_to_the_name_before(say):
    assert say("固定资产投资确保正增长、力争增长8%。") == [
        "fixed_asset_investment relative positive_growth ensure",
        "fixed_asset_investment growth_rate 8% strive",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "推动农民收入持续增长。",
        "不断提高群众满意度。",
        "落实税收优惠，优化营商环境。",
        "投资超过预期。",
    ],
)
def test_a_mere_direction_outside_a_block_of_figures_is_no_target(say, text):
    assert say(text) == []
