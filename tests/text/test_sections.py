"""Sections of invented plans: by heading position, without gap, whatever the line breaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.sections import read_sections

REPORT = (
    "青槐镇政府工作报告\n各位代表：\n一、2022年工作回顾\n财政收入增长5%。\n（一）产业更强。新增规上企业2家。\n"
    "二、2023年工作安排\n今年主要预期目标是：财政收入增长6%；税收收入增长5%。\n围绕目标，抓好四项工作。\n"
    "（一）强产业。新增规上企业3家。\n三、考核奖惩\n完成任务奖励2万元。\n"
)


@pytest.fixture
def roles(lexicon):
    def roles(text):
        return [s.role for s in read_sections(text, 0, len(text), lexicon.headings)]

    return roles


def test_headings_give_roles_by_position(roles):
    assert roles(REPORT) == ["other", "review", "tasks", "targets", "tasks", "other"]


def test_one_line_without_a_break_gives_the_same_roles(roles):
    assert roles(REPORT.replace("\n", "。")) == roles(REPORT)


def test_a_text_without_heading_or_cue_is_work_and_says_it_was_assumed(lexicon):
    (section,) = read_sections("新增规上企业3家。改厕20户。", 0, 14, lexicon.headings)
    assert (section.role, section.assumed) == ("tasks", True)


def test_a_block_of_figures_lasts_over_full_stops_up_to_the_next_heading(lexicon):
    text = (
        "二、主要目标\n1、财政收入：2亿元。\n2、税收收入：1亿元。\n（1）农业：增长5%。\n"
        "三、主要措施\n改厕20户。"
    )
    sections = read_sections(text, 0, len(text), lexicon.headings)
    assert [s.role for s in sections] == ["targets", "tasks"]
    assert text[sections[1].start :].startswith("三、")


def test_a_block_opened_in_a_paragraph_ends_with_it_unless_a_list_goes_on(lexicon):
    closed = "主要预期目标是：税收收入增长5%。\n新增规上企业3家。"
    listed = "主要预期目标是：\n1.税收收入增长5%；\n2.财政收入增长6%。\n新增规上企业3家。"
    for text in (closed, listed):
        *_, last = read_sections(text, 0, len(text), lexicon.headings)
        assert text[last.start : last.end] == "新增规上企业3家。"


@pytest.mark.parametrize(
    "text",
    [
        "我们圆满完成了年初确定的主要目标任务：新增规上企业3家。",
        "这个目标是等不来的，必须实干，增长5%不容易。",
        "其中一、二、三产业增加值分别增长3%、6%、7%。",
    ],
)
def test_what_only_looks_like_an_opening_opens_nothing(roles, text):
    assert roles(text) == ["tasks"]


def test_words_that_only_touch_do_not_make_a_review(roles):
    text = (
        "一、工作回顾\n改厕20户。\n二、重点工作\n（一）抓投资\n修路3公里。\n"
        "（二）扩大消费，增强消费促发展基础性作用\n各位代表！过去一年，大家辛苦了。\n"
    )
    assert set(roles(text)[1:]) == {"tasks"}


def test_a_title_that_names_a_work_plan_is_no_heading(roles):
    assert roles("青槐镇2023年工作计划\n改厕20户。\n一、重点工作\n修路3公里。") == [
        "other",
        "tasks",
    ]


def test_review_and_plan_are_told_apart_without_numbers_before_the_headings(roles):
    assert roles("2022年工作总结\n改厕20户。\n2023年工作打算\n改厕30户。") == ["review", "tasks"]


PIECES = [
    "一、工作回顾", "\n", "。", "二、重点工作", "主要目标是：增长5%", "（一）", "围绕目标",
    "过去一年", "文",
]  # fmt: skip


def test_a_heading_of_the_reviews_own_rank_ends_it_and_its_sub_headings_do_not(roles):
    text = (
        "第一部分 过去一年，守住了河\n（一）修渠三里\n修好了。\n"
        "第二部分 今年怎么干\n第一件，架桥两座。\n"
    )
    assert roles(text) == ["review", "tasks"]


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_sections_cover_a_body_without_gap_or_overlap(lexicon, pieces):
    text = "前" + "".join(pieces) + "后"
    sections = read_sections(text, 1, len(text) - 1, lexicon.headings)
    edges = [edge for s in sections for edge in (s.start, s.end)]
    assert edges[0] == 1
    assert edges[-1] == len(text) - 1
    assert edges[1:-1:2] == edges[2::2]
    assert all(s.start < s.end for s in sections) or len(text) == 2
