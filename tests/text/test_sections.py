"""Sections of invented plans: by heading position, without gap, whatever the line breaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.headings import compile_roles, find_heading_year, find_role
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
    assert "targets" not in roles(text)


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


@pytest.fixture
def role_of(lexicon):
    def role_of(text, words, year=2023):
        at = text.index(words)
        sections = read_sections(text, 0, len(text), lexicon.headings, year)
        return next(s.role for s in sections if s.start <= at < s.end)

    return role_of


@pytest.mark.parametrize(
    ("last_year", "this_year"),
    [
        pytest.param("一、2022年主要工作", "二、2023年怎么干", id="years"),
        pytest.param("上篇　去年的账", "下篇　今年的打算", id="words"),
        pytest.param("一、照着2022年计划对账", "二、几件实事", id="plan-held-to-account"),
        pytest.param("一、二〇二二年的事", "二、往后的事", id="han-years"),
        pytest.param("2022年这本账", "2023年这盘棋", id="lines-without-marks"),
        pytest.param("【去年】", "【今年】", id="in-brackets"),
    ],
)
def test_the_time_a_heading_names_gives_the_role(role_of, last_year, this_year):
    text = (
        f"青槐镇政府工作报告\n{last_year}\n修渠三里，改厕20户。\n{this_year}\n架桥两座，装灯9盏。\n"
    )
    assert role_of(text, "修渠") == "review"
    assert role_of(text, "架桥") == "tasks"


def test_the_year_of_a_date_or_title_gives_no_role(role_of):
    text = (
        "（2022年12月30日在青槐镇人民代表大会上）\n一、2023年目标任务\n装灯9盏。\n二、重点工作\n"
        "架桥两座。\n"
    )
    assert role_of(text, "架桥") == "tasks"
    assert role_of(text, "装灯") == "targets"


def test_without_headings_the_wording_tells_the_year_gone_by(role_of):
    text = (
        "各村：\n去年一场大水冲了三座桥，累计修好两座，还有一座没有修。"
        "渠道连续清了两遍，首次没有断流。村里仍有四户缺水。\n"
        "石桥年底前要修通，造价不超过八十万元。力争六月底前放水，缺水的户必须接通。\n"
    )
    assert role_of(text, "冲了三座桥") == "review"
    assert role_of(text, "造价") == "tasks"


def test_a_fault_told_under_a_heading_of_work_does_not_turn_it_into_a_review(role_of):
    text = (
        "一、去年工作\n修渠三里。\n二、今年工作\n（一）治水。老渠去年断流了两回，仍有三处漏水没有补，"
        "累计放跑了两成水。今年六月底前补完。\n"
    )
    assert role_of(text, "放跑") == "tasks"


def test_a_text_is_not_a_review_from_its_first_word_on_unless_told(role_of):
    assert role_of("全镇生产总值增长6%，达到43亿元，比上年多2亿元。", "全镇") == "tasks"


@pytest.mark.parametrize(
    "opening",
    [
        "全年主要预期目标分两头说。",
        "经反复测算，2023年主要目标任务作如下安排。",
        "今年主要预期目标，各村先掂一掂：",
        "对照县里要求，今年的主要预期目标是：",
        "主要预期目标列表如下：",
    ],
)
def test_a_block_is_opened_in_many_words_and_lasts_to_the_next_heading(role_of, opening):
    text = (
        f"一、去年\n修渠三里。\n二、今年\n{opening}\n生产总值增长6%，投资增长9%。\n"
        "农民收入增长7%，改厕20户。\n（一）修渠。架桥两座。\n"
    )
    assert role_of(text, "生产总值") == "targets"
    assert role_of(text, "农民收入") == "targets"
    assert role_of(text, "架桥") == "tasks"


@pytest.mark.parametrize(
    "words", ["围绕主要目标任务，重点抓好：", "去年完成了年初确定的主要目标任务："]
)
def test_what_works_towards_targets_or_tells_of_old_ones_opens_no_block(role_of, words):
    text = f"一、今年\n{words}修渠三里，改厕20户，增长5%。\n二、其他\n装灯9盏。\n"
    assert role_of(text, "改厕") != "targets"


def test_a_short_line_of_its_own_ends_a_block_opened_by_such_a_line(role_of):
    text = (
        "青槐镇工作打算\n2023年目标\n生产总值增长6%；投资增长9%；农民收入增长7%；新增规上企业3家，招引项目4个。\n稻虾\n"
        "虾田面积稳定在一万亩，超宽的虾沟三月底前回填，验收不合格的下一年不再补助，名单张榜公布。\n"
    )
    assert role_of(text, "生产总值") == "targets"
    assert role_of(text, "虾沟") == "tasks"


FLAT = (
    "（一）抓实盐仓改造，推动老街焕新。加快三处盐仓修缮，建设游步道，推进沿河灯光改造，"
    "实施雨污分流工程，力争街区面貌一新。"
    "（二）聚力稻虾共作，推动种养提质。实施低洼田改造，推进育苗棚建设，加快冷链布局，"
    "持续壮大合作社，着力打造虾稻品牌。"
)  # results told as if they were work to do


def test_a_headed_review_lasts_to_the_heading_of_the_plan_however_flat_its_results(lexicon):
    text = f"一、2022年工作回顾\n{FLAT * 3}\n二、2023年工作安排\n扩建码头。"
    sections = read_sections(text, 0, len(text), lexicon.headings, 2023)
    assert [s.role for s in sections] == ["review", "tasks"]
    assert text[sections[1].start :].startswith("二、")


def test_a_review_whose_end_no_heading_tells_may_end_where_the_wording_changes(lexicon):
    work = "三月底前动工改造两条巷子，年内新增车位不低于八十个，确保汛前完工。" * 6
    text = f"一、2022年工作回顾\n全年修桥两座，已经通车。\n我们将做好以下工作：\n{work}"
    assert read_sections(text, 0, len(text), lexicon.headings, 2023)[-1].role == "tasks"


def test_a_cue_of_the_plan_ends_a_headed_review_before_the_next_heading(lexicon):
    text = (
        f"一、2022年工作回顾\n全年修桥两座，已经通车。\n2023年，我们要做好以下工作：{FLAT * 3}\n"
        "二、2023年保障措施\n专班按月调度。"
    )
    roles = [s.role for s in read_sections(text, 0, len(text), lexicon.headings, 2023)]
    assert roles[:2] == ["review", "tasks"]


def test_a_plain_spoken_heading_or_opening_announces_targets_too(roles):
    assert roles("一、今年的几个数\n财政收入增长6%。\n二、厂房与用工\n改厕20户。") == [
        "targets",
        "tasks",
    ]
    assert roles("二、重点工作\n改厕20户。今年我们的目标：财政收入增长6%。\n")[-1] == "targets"
    assert "targets" not in roles("二、重点工作\n这几个数要记牢。改厕20户。\n")


def test_headings_that_name_two_years_date_the_plan_whatever_its_title_says():
    body = "一、2021年：顶着风浪往前闯\n{}三、2022年：撸起袖子干实事\n{}"
    text = body.format("改厕三百户，修渠九公里。" * 8 + "\n", "再修渠十公里。" * 8)
    assert find_heading_year(text, 0, len(text))[0] == 2022
    one = "一、2022年工作回顾\n二、下一步打算\n"
    assert find_heading_year(one, 0, len(one)) is None


def test_how_targets_were_met_is_a_review_and_no_headline_block(lexicon):
    rules = compile_roles(lexicon.headings)
    assert find_role("主要指标预计完成情况", rules, 2023) == "review"
    assert find_role("主要预期目标", rules, 2023) == "targets"
