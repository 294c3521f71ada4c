"""Numbers as clerks say them rather than write them, and ways of speaking that are no numbers."""

import pytest

BLOCK = "一、2031年主要预期目标\n"
WORK = "一、2031年工作安排\n"


@pytest.fixture
def aims(say):
    return lambda text: say(BLOCK + text, year=2031)


@pytest.fixture
def tasks(say):
    return lambda text: say(WORK + text, year=2031)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("规上企业达到十至十二家。", "new_above_scale_enterprises count 10..12家"),
        ("改造茶园八百到一千亩。", "cash_crop_area level 800..1000亩"),
        ("种魔芋五千到一万亩。", "cash_crop_area level 0.5..1万亩"),
        ("固定资产投资增长百分之五到百分之六。", "fixed_asset_investment growth_rate 5..6%"),
        ("工业总产值增长百分之八至十。", "industrial_output growth_rate 8..10%"),
        ("村道硬化七公里半。", "road_length level 7.5公里"),
        ("河道清淤4公里半。", "river_dredging level 4.5公里"),
        ("技改投资增长零点六倍。", "technical_upgrade_investment growth_rate 60%"),
        ("全年税收过三亿五。", "tax_revenue level 3.5亿元+"),
        ("重复信访减少三分之一。", "petitions growth_rate -33.33%"),
        ("城乡居民收入比缩小到二点三比一以内。", "urban_rural_income_ratio cap 2.3∶1-"),
        ("脱贫户人均纯收入过一万三千块。", "low_income_household_income level 13000块+"),
        ("工业用电量达到2.1亿千瓦时。", "electricity_industrial level 2.1亿千瓦时"),
        ("新增变压器容量9万千伏安。", "other level 9万千伏安"),
        ("越级上访不超过两批。", "petitions cap 2批-"),
        ("地区生产总值奔着三十亿去。", "gdp level 30亿元"),
    ],
)
def test_a_spoken_number_is_a_number(tasks, text, reading):
    assert tasks(text)[0].removesuffix(" part") == reading


@pytest.mark.parametrize(
    "text",
    [
        "二到三月集中整治。",
        "来回走了一个半小时。",
        "比一比谁家院子净。",
        "小学接一到三年级的娃。",
        "三分之二以上的户参加。",
        "山下面走四十里。",
    ],
)
def test_a_way_of_speaking_is_none(tasks, text):
    assert tasks(text) == []


def test_where_a_change_starts_is_no_end_of_a_range(tasks):
    assert tasks("工业产值由百分之五到百分之八。") == ["industrial_output growth_rate 8%"]
    assert tasks("日供水由三千吨扩到八千吨。")[0].split()[2] == "8000吨"
    assert tasks("护理员从现有9人增到15人。") == ["other count 15人"]


def test_a_block_of_panels_is_counted_but_an_income_in_kuai_is_money(tasks):
    assert tasks("装光伏板三千块。") == ["other count 3000块"]
    assert tasks("农民人均收入过一万八千块。") == ["rural_income level 18000块+"]


def test_a_round_count_is_crossed_without_a_digit(tasks):
    assert tasks("接待游客过百万人次。") == ["tourists count 100万人次+"]
    assert tasks("茶园超万亩，带动就业逾千人。") == [
        "cash_crop_area level 1万亩+",
        "jobs_created count 1000人+",
    ]
    assert tasks("提交百人大会表决。") == []
    assert tasks("引进超千亩基地2个。") == ["other count 2个"]
