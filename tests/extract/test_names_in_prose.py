"""Names that prose leaves out, splits or lets run on, each with a look-alike beside it."""

import pytest

WORK = "一、2023年工作安排\n"


@pytest.fixture
def rows(read):
    """Read a sentence of the work plan into claims."""
    return lambda text: read(WORK + text)


def test_a_verb_that_tells_how_far_projects_got_names_them(tasks):
    assert tasks("意向项目6个、落地2个。")[1] == "projects_landed count 2个"
    assert tasks("改造茶园60亩，落地2个。") == ["cash_crop_area level 60亩"]


def test_a_bare_verb_counts_who_the_thing_just_named_takes_in(tasks):
    said = tasks("改造老旧小区7个，涉及620户。")
    assert said == ["old_quarter_renewal count 7个", "old_quarter_renewal count 620户"]
    assert tasks("开设托管班3个，收75人。")[1] == "other count 75人"
    assert tasks("每天开两趟，收75元。") == []


def test_money_that_is_laid_out_again_is_the_money_named_before(tasks):
    said = tasks("上年争取资金150万元，利用率72%；2023年安排180万元。")
    assert said[-1] == "funds_obtained level 180万元"


def test_a_rate_without_growth_is_never_put_on_a_sum_of_money(tasks):
    assert tasks("争取资金150万元，进度提到90%。")[1:] == ["other ratio 90%"]
    assert tasks("争取资金150万元，增长9%。")[1:] == ["funds_obtained growth_rate 9%"]


def test_the_clause_before_may_hold_the_topic(rows):
    (claim,) = rows("厂房还缺一截，年内再建8000平方米。")
    assert (claim.indicator, claim.amount.low) == ("factory_area", 8000)
    assert claim.confidence < 0.8
    (claim,) = rows("夜里厂房还亮着灯，年内再建桥梁2座。")
    assert claim.indicator == "bridges"


def test_a_semicolon_ends_what_was_named_unless_the_figure_follows_at_once(tasks):
    assert tasks("供水管网修5公里；河边的草棚先劝后拆，今年拆掉9处。") == [
        "pipeline_length level 5公里"
    ]
    said = tasks("固定资产投资完成3亿元；增长8%。")
    assert said[1] == "fixed_asset_investment growth_rate 8%"


def test_a_part_of_what_was_counted_keeps_its_name(tasks):
    assert tasks("硬化村道9公里，其中4公里上半年完工。")[1] == "road_length level 4公里 part"
    assert tasks("硬化村道9公里，其中绿道4公里。")[1] == "road_length level 4公里 part"


def test_a_stock_that_is_to_be_dealt_with_is_no_target(tasks):
    assert tasks("信访积案14件，年内化解11件。") == ["petitions count 11件"]
    assert len(tasks("化解信访积案14件，年内再办结11件。")) == 2
    assert len(tasks("茶园面积900亩，新扩110亩。")) == 2


def test_a_bare_number_of_those_looked_after_is_no_target(tasks):
    assert tasks("脱贫户310户。") == []
    assert tasks("监测对象降到45户。") == ["other count 45户"]


def test_what_is_under_way_is_counted_where_it_is_named(tasks):
    assert tasks("开工建设3座水库。") == ["other count 3座"]
    assert tasks("新开工3个项目。") == ["projects_started count 3个"]


def test_a_count_whose_name_goes_on_behind_the_indicator_is_doubted(rows):
    (doubted,) = rows("推动30家规上企业数字化改造。")
    assert doubted.confidence < 0.8
    (claim,) = rows("改造30个老旧小区，不留尾巴。")
    assert claim.confidence > 0.9
    (claim,) = rows("推动30个口袋公园向市民开放。")
    assert claim.confidence > doubted.confidence


def test_one_letter_names_nothing_inside_another_word(tasks):
    assert tasks("建成40个农村供水工程。") == ["other count 40个"]
    assert tasks("覆盖40个行政村。") == ["villages count 40个"]
    assert tasks("新修路5公里。") == ["road_length level 5公里"]
    assert tasks("改造线路5公里。") == ["other level 5公里"]


def test_villages_that_reach_an_income_are_told_of_as_that_income(tasks):
    said = tasks("经营性收入过20万元的村由9个增加到13个。")
    assert said == ["village_collective_income count 13个"]
    assert tasks("30万元以上的村占到七成。") == ["village_collective_income ratio 70%"]
    assert tasks("改造村9个。") == ["villages count 9个"]
    assert tasks("总投资5亿元以上项目4个。") == ["projects_signed count 4个"]


def test_a_fall_inside_a_name_turns_no_sign(tasks):
    assert tasks("集采降价药品60个。") == ["other count 60个"]
    assert tasks("砍防火隔离带6公里。") == ["other level 6公里"]
    assert tasks("气价争取降0.2元。") == ["other level -0.2元 strive"]


def test_marine_product_is_not_the_gross_product(tasks):
    assert tasks("海洋生产总值增长6%。") == ["other growth_rate 6%"]
    assert tasks("生产总值增长6%。") == ["gdp growth_rate 6%"]


def test_a_noun_between_two_counts_belongs_to_the_second(tasks):
    assert tasks("建成40张床的养老院一所。") == ["facilities_built count 1所"]
    said = tasks("9个重点项目完成投资3亿元。")
    assert said[0] == "projects_key count 9个"


def test_a_verb_with_a_list_of_objects_is_named_by_the_verb(tasks):
    assert tasks("培训月嫂、护工、电焊700人次。") == ["training count 700人次"]
    assert tasks("月嫂、护工、电焊700人次。") == ["other count 700人次"]


def test_a_share_taken_off_names_what_stands_behind(tasks):
    assert tasks("机关砍掉两成检查评比。") == ["other growth_rate -20%"]
    assert tasks("检查评比压减20%，不留尾巴。") == ["other growth_rate -20%"]


def test_what_is_under_way_or_weighty_is_still_counted(tasks):
    assert tasks("推进40个在建重大项目、30个重点招商项目。") == [
        "projects_planned count 40个",
        "projects_signed count 30个",
    ]
    assert tasks("抓好三项重点。") == []


def test_a_count_of_those_reached_is_doubted(rows):
    (claim,) = rows("物业服务覆盖30个老旧小区。")
    assert claim.confidence < 0.8
    (claim,) = rows("改造30个老旧小区。")
    assert claim.confidence > 0.9


def test_money_nouns_lean_on_sums_alone(tasks):
    said = tasks("实施亿元以上项目16个，投资增长7%。")
    assert said == ["projects_key count 16个", "other growth_rate 7%"]
    assert tasks("签约亿元以上项目6个。") == ["projects_signed count 6个"]
