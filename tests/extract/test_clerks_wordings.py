"""How clerks put it: shares, comparisons, horizons and counts outside the textbook."""

import pytest

BLOCK = "一、2031年主要预期目标\n"
WORK = "一、2031年工作安排\n"


@pytest.fixture
def aims(say):
    return lambda text: say(BLOCK + text, year=2031)


@pytest.fixture
def tasks(say):
    return lambda text: say(WORK + text, year=2031)


def test_what_last_year_is_measured_by_tells_no_result(tasks):
    said = tasks("竹器销量是去年的两倍，新认定高新企业三家。")
    assert said[-1] == "high_tech_enterprises count 3家"
    assert tasks("会议数量控制在上年的80%以内。") == ["other cap 80%-"]
    assert tasks("去年签约6个项目。")[0].endswith("achieved")


@pytest.mark.parametrize(
    "when", ["三年之内", "五年以内", "再过五年", "再有两年", "到本届任期末", "到二〇三六年"]
)
def test_a_horizon_is_told_in_many_ways(tasks, when):
    assert tasks(f"{when}，高新企业达到20家。") == ["high_tech_enterprises count 20家 multi_year"]


def test_the_plans_own_year_in_letters_is_no_horizon(tasks):
    assert tasks("到二〇三一年底，高新企业达到20家。") == ["high_tech_enterprises count 20家"]


def test_a_part_that_has_a_share_is_a_ratio(tasks, aims):
    said = tasks("新增贷款两亿元，其中制造业贷款占六成。")
    assert said[-1] == "loans ratio 60% part"
    assert aims("固定资产投资9亿元，其中工业投资占到六成。")[-1] == (
        "industrial_investment_share ratio 60% part"
    )
    assert tasks("我镇财政收入占全县4%。") == []


def test_money_spent_this_year_of_a_whole_investment_is_a_target(tasks):
    said = tasks("重点项目9个，总投资18亿元，年内完成5亿元。")
    assert said == ["projects_key count 9个", "project_investment level 5亿元"]
    assert tasks("冷库项目总投资18亿元。") == []


def test_the_sum_that_places_reach_says_which_are_meant(aims):
    said = aims("村集体收入210万元，力争有3个村突破30万元。")
    assert said == ["village_collective_income level 210万元", "villages count 3个 strive"]
    said = aims("村集体收入210万元，7个村全部达到15万元以上。")
    assert said[-1].startswith("village_collective_income level 15万元+")
    assert aims("村集体收入210万元，增长9%，最差的村不低于15万元。")[-1] == (
        "village_collective_income level 15万元+"
    )


def test_all_of_them_doing_so_counts_nothing_but_all_of_them_done_does(tasks):
    assert tasks("村卫生室11个全部配齐护士。") == []
    assert tasks("危旧桥梁11座全部改造完工。") == ["bridges count 11座"]


def test_a_deadline_ends_the_name_of_what_is_counted(read):
    claims = read(WORK + "六月底前拆除危房40间，12座山塘汛前除险。", year=2031)
    assert [claim.indicator_text for claim in claims] == ["危房", "山塘"]


def test_people_on_a_register_are_no_target_in_households_or_heads(tasks):
    assert tasks("监测户26户81人一户一策。") == []
    assert tasks("监测户降到20户。") == ["other count 20户"]


def test_an_age_may_stand_for_who_is_counted(read):
    claims = read(WORK + "发展团员30名，其中28岁以下不少于20名。", year=2031)
    assert [claim.indicator_text for claim in claims] == ["团员", "28岁以下"]


def test_rates_of_one_clause_share_their_figure(tasks, read):
    assert tasks("入学率、巩固率都要百分之百。") == ["other ratio 100%"] * 2
    names = [c.indicator_text for c in read(WORK + "硬化率和绿化率均要达到九成。", year=2031)]
    assert names == ["硬化率", "绿化率"]


def test_more_and_less_than_other_years_is_a_change(tasks):
    assert tasks("群众投诉比去年少两成。") == ["other growth_rate -20%"]
    assert tasks("亩产比往年多三十斤就行。") == ["grain_yield level 30斤"]
    assert tasks("群众投诉去年少了两成。")[0].endswith("achieved")


def test_a_name_is_not_made_of_comparing_words(aims):
    said = aims("财政总收入3亿元，与上年同口径相比增长6%。")
    assert said[-1] == "fiscal_revenue_total growth_rate 6%"
    assert aims("财政总收入扭转下滑，增长4%。") == [
        "fiscal_revenue_total relative positive_growth",
        "fiscal_revenue_total growth_rate 4%",
    ]
    assert aims("财政总收入稳步增长4%。") == ["fiscal_revenue_total growth_rate 4%"]


def test_single_letters_behind_a_verb_stay_with_it(read):
    text = "关停养殖场6家，巩固率98%，农机总动力达2万千瓦，组织招聘会8场，办结来访件60件。"
    names = [claim.indicator_text for claim in read(WORK + text, year=2031)]
    assert names == ["养殖场", "巩固率", "农机总动力", "招聘会", "来访件"]


def test_a_count_in_another_unit_beside_the_first_is_of_the_same_thing(tasks):
    assert tasks("改造5个老旧小区、820户。") == [
        "old_quarter_renewal count 5个",
        "old_quarter_renewal count 820户",
    ]


def test_a_length_of_time_counts_no_projects(read):
    claims = read(WORK + "拿地到开工压缩到45天。", year=2031)
    assert all(claim.indicator == "other" for claim in claims)
    assert len(read(WORK + "空气优良天数达到320天。", year=2031)) == 1


def test_a_place_of_the_town_is_no_aside(tasks):
    assert tasks("辖区内持证上岗率100%。") == ["other ratio 100%"]
    assert tasks("全镇辖9个村。") == []


def test_nothing_more_of_a_thing_is_an_aim_whatever_the_thing(tasks):
    assert tasks("财政供养人员零增长。") == ["other relative no_increase"]
    assert tasks("社零增长9%。") == ["retail_sales growth_rate 9%"]


def test_a_yield_per_mu_is_named_so_or_is_an_aside(tasks):
    assert tasks("亩均税收提到7万元。") == ["tax_per_mu level 7万元"]
    assert tasks("园区亩均工业增加值15万元。") == []


def test_a_share_that_is_named_so_is_no_value_of_what_it_is_a_share_of(tasks):
    assert tasks("园区规模工业占比达到75%以上。") == ["other ratio 75%+"]
