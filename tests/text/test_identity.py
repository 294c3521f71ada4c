"""Whose plan, of which year: read from the text, with the words, or not at all."""

import pytest

from analysis.text.identity import (
    find_content_year,
    find_stated_year,
    find_title,
    find_town,
    find_unit,
)


@pytest.mark.parametrize(
    ("words", "name", "county"),
    [
        ("2023年垟头镇政府工作报告", "垟头镇", None),
        ("垟头镇2023年度工作要点", "垟头镇", None),
        ("槐阴县垟头乡人民政府2023年工作计划", "垟头乡", "槐阴县"),
        ("关于印发垟头镇2023年工作思路的通知", "垟头镇", None),
        ("2023年南门街道办事处工作总结", "南门街道办事处", None),
        ("2023年槐阴县政府工作报告", "槐阴县", None),
        ("2025年岭南省政府工作报告", "岭南省", None),
        ("2025年岭南政府工作报告", "岭南", None),
    ],
)
def test_a_title_names_its_place(words, name, county, lexicon):
    unit = find_unit(words, lexicon.places)
    assert (unit.name, unit.county) == (name, county)
    assert words[unit.start : unit.end] == name


@pytest.mark.parametrize(
    "words",
    [
        "2023年度乡镇政府工作计划范文",
        "镇2023年工作思路",
        "**镇2023年工作思路",
        "XX镇2023年政府工作报告",
        "2023年示范镇创建工作方案",
        "全镇经济工作要点",
    ],
)
def test_a_title_without_a_name_gives_none(words, lexicon):
    assert find_unit(words, lexicon.places) is None


def town_of(text, lexicon, title="", stem="a"):
    town, county = find_town(text, 0, len(text), title, file_stem=stem, places=lexicon.places)
    return (town.value if town else None), (county.value if county else None)


def test_the_opening_formula_names_the_town(lexicon):
    text = "各位代表：现在，我代表垟头镇人民政府，向大会报告工作。" + "今年修渠三里。" * 20
    assert town_of(text, lexicon) == ("垟头镇", None)


def test_a_majority_of_mentions_names_the_town_and_its_county(lexicon):
    text = "垟头镇地处槐阴县北部。垟头要修渠，垟头镇要架桥，创建示范镇，建设强镇。槐阴县支持垟头。"
    assert town_of(text, lexicon) == ("垟头镇", "槐阴县")


def test_one_mention_in_passing_names_nobody(lexicon):
    text = "今年修渠三里，学习柏树镇经验，全镇架桥两座，创建示范镇，建设经济强镇，争当全县前列。"
    assert town_of(text, lexicon) == (None, None)


@pytest.mark.parametrize(
    ("text", "title", "stem", "year"),
    [
        ("今年修渠", "垟头镇2023年工作计划", "a", "2023"),
        ("今年修渠", "2022年工作总结及2023年工作计划", "a", "2023"),
        ("今年修渠", "垟头乡二〇一九年工作计划", "a", "2019"),
        ("今年修渠", "工作计划", "垟头镇2021", "2021"),
        ("一、2022年回顾\n二、2023年工作安排\n修渠", "", "a", "2023"),
        ("（2021年8月26日）各位代表：今后五年修渠", "报告", "a", "2021"),
    ],
)
def test_the_stated_year_is_read(text, title, stem, year):
    assert find_stated_year(text, 0, len(text), title, stem).value == year


def test_a_year_that_nobody_states_is_none():
    text = "XXXX年是关键之年，今年修渠三里，预算1200万元，12345热线办结率98%。"
    assert find_stated_year(text, 0, len(text), "工作计划", "004_12d3f6") is None


@pytest.mark.parametrize(
    ("text", "stated", "content"),
    [
        pytest.param(
            "“十二五”攻坚之年，贯彻xx届三中全会精神", 2023, "2014", id="old-text-new-title"
        ),
        pytest.param("“十四五”承上启下，贯彻党的二十大精神", 2023, "2023", id="agrees"),
        pytest.param("总结“十三五”，谋划“十四五”", 2021, "2021", id="between-two-plans"),
    ],
)
def test_the_content_dates_itself(text, stated, content, lexicon):
    found = find_content_year(text, 0, len(text), stated, lexicon.year_cues)
    assert found.value == content


def test_content_that_fits_several_years_is_not_given_one(lexicon):
    text = "“十四五”承上启下的一年"
    assert find_content_year(text, 0, len(text), None, lexicon.year_cues) is None


def test_the_title_is_the_line_that_is_called_a_plan(lexicon):
    text = "秋粮入库\n垟头镇2023年工作要点\n今年修渠三里，架桥两座。"
    assert find_title(text, 0, len(text), lexicon.places) == "垟头镇2023年工作要点"


@pytest.mark.parametrize(
    "title",
    [
        "松涧县桦林沟镇\n2023年工作计划\n",
        "松 涧 县 桦 林 沟 镇\n2 0 2 3 年 工 作 计 划\n",
        "松涧县桦林沟镇人民政府\n\n2023年工作计划\n",
    ],
)
def test_a_title_over_two_lines_or_spread_names_its_place(title, lexicon):
    text = f"{title}各村：\n今年修渠三里，架桥两座。\n"
    found = find_title(text, 0, len(text), lexicon.places)
    town, county = find_town(text, 0, len(text), found, file_stem="x", places=lexicon.places)
    assert (town.value, county.value) == ("桦林沟镇", "松涧县")
    assert find_stated_year(text, 0, len(text), found, "x").value == "2023"


def test_a_title_that_names_its_town_takes_no_line_from_before(lexicon):
    text = "南岗乡文件选编\n垟头镇2023年工作要点\n各村：\n修渠三里。\n"
    assert find_title(text, 0, len(text), lexicon.places) == "垟头镇2023年工作要点"


def test_the_heads_of_two_columns_name_no_year_of_a_plan():
    head = "主要指标\n指标\t单位\t2019年实绩\t2020年目标\n"
    assert find_stated_year(head, 0, len(head), "", "t").value == "2020"
