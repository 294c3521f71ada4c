"""Each dirt rule removes its dirt, leaves its near miss, and keeps the way back."""

import unicodedata

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.text.clean import clean, source_span
from analysis.text.dirt import find_stripped

PAGE = "今年要把河堤加高到五米二，再把两岸的旧砖窑全部拆掉，腾出的地种上乌桕和枫杨，" * 5


def cleaned(text, lexicon):
    return clean(text, lexicon.dirt)


def pages(*joints):
    """A text of numbered pages; each joint is what the page break cut in two."""
    text = "1、"
    for number, joint in enumerate(joints, 2):
        left, right = joint.split("|")
        text += PAGE + left + f"\n{number}、" + right
    return text + PAGE + "。"


@pytest.mark.parametrize(
    ("joint", "whole"),
    [
        pytest.param("柏树镇20|23年计划", "柏树镇2023年计划", id="inside-a-year"),
        pytest.param("增长8|.5%", "增长8.5%", id="inside-a-number"),
        pytest.param("高标准农|田", "高标准农田", id="inside-a-word"),
    ],
)
def test_page_marks_are_taken_out_of_words_and_numbers(joint, whole, lexicon):
    result = cleaned(pages("河道|清淤", joint, "村级|道路"), lexicon)
    assert whole in result.text
    assert sum(cut.rule == "page_marks" for cut in result.cuts) == 4


def test_a_genuine_list_counting_one_to_six_stays(lexicon):
    items = [f"{n}、{PAGE[:-1]}。" for n in range(1, 7)]
    text = "重点抓好六件事：\n" + "\n".join(items)
    assert cleaned(text, lexicon).text == text


def test_a_genuine_list_with_blank_lines_between_stays(lexicon):
    items = [f"{n}、厂子和店子\n\n　　{PAGE[:-1]}。\n" for n in range(1, 7)]
    text = "今年要办的事\n\n" + "\n".join(items)
    assert "page_marks" not in {cut.rule for cut in cleaned(text, lexicon).cuts}


def test_short_lines_that_count_and_end_without_a_point_stay(lexicon):
    text = "分工如下\n1、水利站\n2、农技站\n3、林业站\n4、财政所\n5、派出所\n"
    assert cleaned(text, lexicon).text == text


@pytest.mark.parametrize(
    ("dirty", "whole"),
    [
        pytest.param("产值８．５％，投入１２亿元", "产值8.5%，投入12亿元", id="full-width"),
        pytest.param("招商\u200b引资", "招商引资", id="zero-width"),
        pytest.param("投{某某文库@素材}资12万元", "投资12万元", id="watermark"),
        pytest.param("达到12.8 亿元、8. 5 %、21 600元", "达到12.8亿元、8.5%、21600元", id="blanks"),
        pytest.param("甲(jiǎ)乙(yǐ)丙(bǐng)三村", "甲乙丙三村", id="pinyin"),
        pytest.param("地区(qū)产值增长5%", "地区产值增长5%", id="one-reading"),
        pytest.param("修渠三里\r\n架桥两座\r", "修渠三里\n架桥两座\n", id="line-ends"),
        pytest.param("砌护岸三百米\n— 5 —\n栽柳千株", "砌护岸三百米\n栽柳千株", id="page-line"),
    ],
)
def test_dirt_is_repaired(dirty, whole, lexicon):
    assert cleaned(dirty, lexicon).text == whole


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("来源于农业的税收占三成，作者由村里推荐。", id="source-in-a-sentence"),
        pytest.param("推行“线上+线下”(o2o)模式，服务(含托管)全覆盖", id="brackets-with-words"),
        pytest.param("3、4月份抢修，1-2个点位，8.5%-9%", id="ranges-and-lists"),
        pytest.param("一、补短板，强弱项\n二、抓当前，谋长远\n今年修渠三里。\n", id="headings"),
        pytest.param("[2023]15号文件、{附表一}照旧", id="brackets-without-a-mill"),
    ],
)
def test_near_misses_do_not_change(text, lexicon):
    assert cleaned(text, lexicon).text == text


def test_lines_of_a_web_frame_go_and_the_plan_stays(lexicon):
    body = "今年修渠三里。\n发布时间表由村委会张贴上墙，来源可查。"
    text = (
        "首页 > 公文 > 计划 > 正文\n发布时间：2023-04-27 来源：网友\n"
        f"下面是小编为大家整理的计划\n{body}\n推荐访问：计划 镇计划\n版权所有：某文档网"
    )
    result = cleaned(text, lexicon)
    assert result.text.strip().startswith("今年修渠三里。")
    assert "小编" not in result.text
    assert "版权" not in result.text
    assert {cut.rule for cut in result.cuts} == {"web_frame"}


def test_wrapped_lines_are_healed_only_where_a_text_is_full_of_them(lexicon):
    wrapped = "今年修渠三里，架\n桥两座，栽树千株，\n拓宽村道五公里，安\n装路灯六十盏。"
    assert "\n" not in cleaned(wrapped, lexicon).text
    heading = "稳投资，强后劲\n今年修渠三里，架桥两座。\n栽树千株，修路五里。\n" * 2
    assert cleaned(heading, lexicon).text == heading


def test_every_kept_character_leads_back_to_its_own_place(lexicon):
    received = pages("柏树镇20|23年", "增长８|．５％", "村级|道路")
    result = cleaned(received, lexicon)
    for i, character in enumerate(result.text):
        original = received[int(result.origin[i])]
        assert original == character or (original, character) in {("８", "8"), ("５", "5")} | {
            ("．", "."),
            ("％", "%"),
        }
    at = result.text.index("柏树镇2023年")
    start, end = source_span(result, at, at + 8)
    assert received[start:end] == "柏树镇20\n2、23年"


DIRT = st.sampled_from(
    [
        "今年",
        "增长",
        "8",
        ".",
        "5",
        "%",
        "\n",
        "2、",
        " ",
        "　",
        "１",
        "，",
        "。",
        "万元",
        "：",
        "\t",
        "\r\n",
        "—",
        "鄉鎮產業",
        "\u200b",
        "地(dì)",
        "版权所有",
    ]
)


@example("8\r\n\r\n—8")
@given(st.lists(DIRT, max_size=60).map("".join))
def test_cleaning_twice_is_cleaning_once_and_loses_no_word(lexicon, received):
    once = cleaned(received, lexicon)
    assert len(once.origin) == len(once.text)
    assert bool((np.diff(once.origin) > 0).all())
    assert cleaned(once.text, lexicon).text == once.text


@given(st.lists(DIRT, max_size=60).map("".join))
def test_every_character_is_kept_or_stands_in_a_cut(lexicon, received):
    once = cleaned(received, lexicon)
    told = {i for cut in once.cuts for i in range(cut.start, cut.end)}
    assert set(range(len(received))) == set(once.origin.tolist()) | told


@given(st.lists(DIRT, max_size=60).map("".join))
def test_no_digit_beside_a_unit_is_made_or_lost(lexicon, received):
    """Digits keep their order and their unit; only digits of page marks and frames may go."""
    once = cleaned(received, lexicon)
    lost = {
        i
        for cut in once.cuts
        if cut.rule in ("page_marks", "page_lines", "web_frame")
        for i in range(cut.start, cut.end)
    }
    kept = [c for i, c in enumerate(received) if c.isdigit() and i not in lost]
    assert [c for c in once.text if c.isdigit()] == [unicodedata.normalize("NFKC", c) for c in kept]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("产值增长6%\n—7%，", "产值增长6%—7%，"),
        ("产值增长6%—\n  7%，", "产值增长6%—7%，"),
        ("人均收入达到\n18640元。", "人均收入达到18640元。"),
        ("投资 3200万\n元建设", "投资 3200万元建设"),
        ("产值增长*\n*%，", "产值增长**%，"),
    ],
)
def test_a_line_broken_inside_a_figure_is_healed_in_any_text(broken, whole, lexicon):
    assert cleaned(f"今年修渠三里。\n{broken}\n再架桥两座。", lexicon).text.split("\n")[1] == whole


@pytest.mark.parametrize(
    "text",
    [
        "要点如下，产值增长\n1.修渠三里\n2.架桥两座",
        "总量达到\n2023年，全乡修渠",
        "一、稳投资\n3个项目开工",
    ],
)
def test_a_line_that_begins_a_list_or_names_a_year_is_not_joined(text, lexicon):
    assert cleaned(text, lexicon).text == text


def test_a_text_written_in_traditional_characters_is_turned_throughout(lexicon):
    text = "石橋鄉糧食產量增長，鄉村振興見成效，農業產業園開園。\n森林覆蓋率\t%\t71.3\n"
    assert "森林覆盖率\t%\t71.3" in cleaned(text, lexicon).text


def test_figures_without_digits_are_found_and_whole_ones_are_not(lexicon):
    stripped = (
        "生产总值亿元，增长%；投资万元，收入达到元，增长6%，完成投资3亿元，增长较快；收入元月起发。"
    )
    assert find_stripped(stripped, lexicon.dirt) == ["生产总值亿元", "增长%", "投资万元", "达到元"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("石橋鄉糧食產量增長８％", "石桥乡粮食产量增长8%"),
        ("於是幹部後勤一起抓，鄉村振興見成效", "于是干部后勤一起抓，乡村振兴见成效"),
    ],
)
def test_traditional_lines_are_read_as_simplified_with_their_places(old, new, lexicon):
    result = cleaned(f"今年修渠三里。\n{old}。", lexicon)
    assert result.text == f"今年修渠三里。\n{new}。"
    assert result.origin.tolist() == list(range(len(result.text)))


@pytest.mark.parametrize(
    "text", ["乾塘村修渠三里", "驩坪乡架桥两座", "喆家坳装灯9盏", "镇长吴昇代表镇政府"]
)
def test_a_lone_old_form_or_rare_name_stays(text, lexicon):
    assert cleaned(text, lexicon).text == text


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("改造户厕4\n— 6 —\n50户，", "改造户厕450户"),
        ("新装路灯20\n7\n0盏，", "新装路灯200盏"),
        ("今年把镇上的老街和码头都修好，埋设管网21.\n3公里，", "管网21.3公里"),
        ("今年把镇上的老街和码头都修好，清淤水渠1\n1公里，", "水渠11公里"),
        ("新建管网6·8公里，", "管网6.8公里"),
        ("新建管网7。5公里，", "管网7.5公里"),
        ("税收增长 7 . 5%，", "增长 7.5%"),
    ],
)
def test_a_number_cut_in_two_is_one_number_again(broken, whole, lexicon):
    assert whole in cleaned(broken, lexicon).text


@pytest.mark.parametrize(
    "text",
    [
        "全镇现有村级组织2\n3个服务队常驻",
        "今年把镇上的老街和码头都修好，时间是2023\n12个村都来。",
        "粮食9200吨。5个村丰收。",
        "指标\n12\n15\n18\n",
        "一、粮食\n3\n个村",
    ],
)
def test_numbers_that_stand_apart_stay_apart(text, lexicon):
    assert cleaned(text, lexicon).text == text


def test_a_table_row_broken_inside_a_cell_is_one_row_again(lexicon):
    head = "序号\t指标\t单位\t2023年计划\n1\t粮食总产\t吨\t940\n"
    broken = cleaned(head + "2\t规上服务业\n营收\t亿元\t5.4\n", lexicon)
    assert broken.text == head + "2\t规上服务业营收\t亿元\t5.4\n"
    parted = head + "二、农业\n2\t蔬菜产量\t吨\t88\n"
    assert cleaned(parted, lexicon).text == parted


def test_of_a_long_line_only_the_sentence_of_a_web_frame_goes(lexicon):
    plan = "检查来了扫一扫、检查走了老样子的做法要不得。完成危房改造二十七户，" + "修渠引水，" * 16
    framed = plan + "硬化村道九公里。本文由某某文库网小编整理。改厕一百三十座。"
    assert cleaned(framed, lexicon).text == framed.replace("本文由某某文库网小编整理。", "")


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("两项指标增速均不低\n于全县。", "两项指标增速均不低于全县。"),
        (
            "中指，量的是家底。镇级公共预算\n收入800万元。",
            "中指，量的是家底。镇级公共预算收入800万元。",
        ),
        ("二、工作安排\n收入800万元。", "二、工作安排\n收入800万元。"),
        ("外贸进出口增 长3%。", "外贸进出口增长3%。"),
        ("一、增 收 致 富\n", "一、增 收 致 富\n"),
    ],
)
def test_a_word_broken_before_its_figure_is_joined_and_a_heading_is_not(lexicon, broken, whole):
    assert cleaned(broken, lexicon).text == whole
