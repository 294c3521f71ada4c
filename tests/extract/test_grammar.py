"""Sentences worded as plans word them; each pair is a rule, each near miss its border."""

import pytest

CASES = {
    "plain": ("固定资产投资增长8%。", ["fixed_asset_investment growth_rate 8%"]),
    "bound-before": (
        "规上工业增加值增速不低于9%。",
        ["industrial_value_added_above_scale growth_rate 9%+"],
    ),
    "bound-behind": ("社零总额增长6%左右。", ["retail_sales growth_rate 6%~"]),
    "level-then-rate": (
        "完成税收收入3200万元，比上年增加260万元，增长8.8%。",
        ["tax_revenue level 3200万元", "tax_revenue level 260万元", "tax_revenue growth_rate 8.8%"],
    ),
    "rate-then-level": (
        "农民人均纯收入增长9%，达到1.86万元。",
        ["rural_income growth_rate 9%", "rural_income level 1.86万元"],
    ),
    "one-each": (
        "工业投入和技改投入分别达到6亿元、1.5亿元，分别增长12%和20%以上。",
        ["industrial_investment level 6亿元", "technical_upgrade_investment level 1.5亿元",
         "industrial_investment growth_rate 12%+", "technical_upgrade_investment growth_rate 20%+"],
    ),
    "one-for-all": (
        "地区生产总值、固定资产投资分别增长7%。",
        ["gdp growth_rate 7%", "fixed_asset_investment growth_rate 7%"],
    ),
    "urban-rural": (
        "城乡居民人均可支配收入分别增长6.5%、8%。",
        ["urban_income growth_rate 6.5%", "rural_income growth_rate 8%"],
    ),
    "urban-rural-undivided": (
        "城乡居民人均可支配收入增长8%。",
        ["resident_income growth_rate 8%"],
    ),
    "caps-in-a-row": (
        "登记失业率、居民消费价格涨幅分别控制在4%、3%以内。",
        ["unemployment_rate cap 4%-", "cpi cap 3%-"],
    ),
    "all": (
        "财政收入和税收收入均增长8%以上。",
        ["fiscal_revenue_total growth_rate 8%+",
         "tax_revenue growth_rate 8%+"],
    ),
    "part": (
        "固定资产投资6亿元，其中工业投资2.2亿元。",
        ["fixed_asset_investment level 6亿元", "industrial_investment level 2.2亿元 part"],
    ),
    "value-first": (
        "新增12家规上企业，完成2.6亿元固定资产投资任务。",
        ["new_above_scale_enterprises count 12家", "fixed_asset_investment level 2.6亿元"],
    ),
    "growth-first": ("守住7%的GDP增长目标。", ["gdp growth_rate 7%"]),
    "tiers": (
        "财政总收入确保2.8亿元，力争3亿元。",
        ["fiscal_revenue_total level 2.8亿元 ensure", "fiscal_revenue_total level 3亿元 strive"],
    ),
    "tier-in-brackets": (
        "地区生产总值增长7%（力争8%）。",
        ["gdp growth_rate 7%", "gdp growth_rate 8% strive"],
    ),
    "from-to": ("森林覆盖率由42%提高到45%。", ["forest_coverage ratio 45%"]),
    "points": ("城镇化率提高1.5个百分点。", ["urbanisation_rate ratio 1.5百分点"]),
    "less": (
        "万元GDP能耗下降3%，生产安全事故起数减少10%以上。",
        ["energy_intensity growth_rate -3%",
         "accidents growth_rate -10%+"],
    ),
    "cut-first": ("压减一般性支出6%。", ["general_expenditure_cut growth_rate -6%"]),
    "times": ("电商销售额增长1.5倍。", ["ecommerce_sales growth_rate 150%"]),
    "round-sum": (
        "税收突破亿元大关，工业总产值过百亿。",
        ["tax_revenue level 1亿元+",
         "industrial_output level 100亿元+"],
    ),
    "size-is-a-name": (
        "新签约亿元以上项目3个、5000万元以上项目6个，村集体收入20万元以上的村9个。",
        ["projects_signed count 3个", "projects_signed count 6个",
         "village_collective_income count 9个"],
    ),
    "counts": (
        "改厕320户、新建桥梁3座，硬化村组道路12.6公里。",
        ["toilets_renovated count 320户", "bridges count 3座", "road_length level 12.6公里"],
    ),
    "side-by-side": (
        "新改建道路6条8.5公里。",
        ["other count 6条", "road_length level 8.5公里"],
    ),
    "leaning": (
        "生猪存栏1.2万头，年出栏2万头。",
        ["pig_count count 1.2万头", "pig_count count 2万头"],
    ),
    "label": (
        "社会消费品零售总额：3.8亿元，增长9%。",
        ["retail_sales level 3.8亿元",
         "retail_sales growth_rate 9%"],
    ),
    "lost-unit": ("人口自然增长率控制在6以内。", ["population_growth cap 6-"]),
    "masked": (
        "固定资产投资**亿元，增长xx.x%以上。",
        ["fixed_asset_investment level <**>亿元",
         "fixed_asset_investment growth_rate <xx.x>%+"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_figure_goes_to_what_it_is_said_of(say, name):
    text, wanted = CASES[name]
    assert say(text) == wanted


NOTHING = {
    "dates": "3月15日前完成方案，2022年起实施，每月25日调度。",
    "file-number": "印发青政办〔2023〕15号文件，沿G320国道布局。",
    "programme": "落实“12345”热线，打造“15分钟便民圈”，争创4A级景区。",
    "manner": "增强“四个意识”，抓好五个方面工作，推进三项制度。",
    "project": "总投资1.2亿元的产业园开工建设，厂区占地85亩。",
    "gloss": "推进污水处理厂（日处理300吨、总投资2000万元）建设。",
    "rule": "对完成率低于60%的站所约谈，奖励先进村2万元。",
    "share": "新增就业岗位占全镇的4.6%。",
    "other-level": "全省增长6%左右，全市增长6.5%。",
    "quoted-plan": "县委提出，全县地区生产总值增长8%、固定资产投资增长12%。",
    "origin-only": "由分管领导牵头，从严从实推进。",
    "stripped": "生产总值亿元，增长；农民人均纯收入到达元。",
}


@pytest.mark.parametrize("name", NOTHING)
def test_a_number_that_is_no_figure_of_the_town_makes_no_claim(say, name):
    assert say(NOTHING[name]) == []


def test_a_longer_indicator_is_never_read_as_the_one_inside_it(read):
    text = "单位工业增加值能耗下降3%，工业增加值增长6%，非税收入增长2%。"
    assert [c.indicator for c in read(text)] == [
        "energy_intensity",
        "industrial_value_added",
        "other",
    ]


def test_an_indicator_that_only_opens_a_longer_name_does_not_name_it(read):
    (claim,) = read("实施规上企业数字化改造6家。")
    assert (claim.indicator, claim.indicator_text) == ("other", "规上企业数字化改造")


def test_an_indicator_never_takes_a_figure_of_a_foreign_unit(read):
    (claim,) = read("高标准农田完成率达到95%。")
    assert claim.indicator == "other"


def test_a_wish_ends_where_the_next_clause_names_no_figure(read):
    claims = read("力争新增规上企业3家，持续优化环境，新增小升规5家。")
    assert [c.commitment for c in claims] == ["strive", "plain"]


def test_a_list_that_does_not_match_its_figures_is_doubtful(read):
    claims = read("财政收入、税收收入和工业投资分别增长8%和9%。")
    assert claims
    assert all(c.confidence < 0.8 for c in claims)


def test_as_many_figures_as_names_are_one_each_without_the_word_for_it(say):
    assert say("城、乡居民人均可支配收入增长4.6%和6,5%。") == [
        "urban_income growth_rate 4.6%",
        "rural_income growth_rate 6.5%",
    ]
    assert say("财政收入增长5%、6%。") == [
        "fiscal_revenue_total growth_rate 5%",
        "fiscal_revenue_total growth_rate 6%",
    ]
