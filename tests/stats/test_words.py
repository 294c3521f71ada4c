"""The words of the bundled lexicon: themes, stop layers, user words."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from analysis.stats.counts import count_words, find_themes
from analysis.stats.terms import TermRecipe, is_term
from analysis.text.tokens import Cutter

FOLDER = Path(__file__).parents[2] / "data" / "lexicon"
THEMES = tomllib.loads((FOLDER / "themes.toml").read_text(encoding="utf-8"))
THEMES.pop("no_theme")
KEYWORDS = tomllib.loads((FOLDER / "keywords.toml").read_text(encoding="utf-8"))["keywords"]
THEME_WORDS = [word for theme in THEMES.values() for word in theme["words"]]


def list_words(name: str) -> list[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


GENERAL, GONGWEN = list_words("stop_general.txt"), list_words("stop_gongwen.txt")
USER_WORDS = list_words("user_words.txt")


def test_there_are_sixteen_to_twenty_themes_of_twenty_to_two_hundred_words():
    """Coded sentences show how much 25 words miss: half of what people see."""
    assert 16 <= len(THEMES) <= 20
    for key, theme in THEMES.items():
        assert 20 <= len(theme["words"]) <= 200, key
        assert theme["reason"].endswith("."), key


def test_no_word_stands_in_two_themes():
    assert sorted(THEME_WORDS) == sorted(set(THEME_WORDS))


def test_every_keyword_is_a_word_of_the_theme_of_its_name():
    named = {theme["zh"]: theme["words"] for theme in THEMES.values()}
    assert all(keyword in named[keyword] for keyword in KEYWORDS)


def test_no_theme_word_is_so_general_that_it_fires_everywhere():
    everywhere = {
        "项目",
        "企业",
        "产业",
        "投资",
        "发展",
        "建设",
        "改革",
        "创新",
        "民生",
        "经济",
        "安全",
        "生态",
        "教育",
        "文化",
        "园区",
        "人大",
        "矛盾",
        "落地",
        "干部",
    }
    assert not everywhere & set(THEME_WORDS)


def test_names_of_indicators_show_no_theme_and_hide_the_words_inside_them(lexicon):
    assert not set(lexicon.no_theme_words) & set(THEME_WORDS)
    targets = "社会消费品零售总额增长7%，单位能耗下降3%，规模以上工业增加值、固定资产投资增长9%。"
    plans = "规上工业企业搬进标准厂房，夜市添摊位。"
    themes = [theme.key for theme in lexicon.themes]
    assert find_themes([targets], lexicon) == [()]
    assert [themes[i] for i in find_themes([plans], lexicon)[0]] == ["industry", "trade_services"]


@pytest.mark.parametrize(
    "text",
    [
        "以高水平安全护航高水平开放",
        "维护政治安全",
        "水资源利用工程已通水",
        "服务工作站挂牌",
        "侨务工作有起色",
        "帮助企业过难关",
        "协调解决邻里烦心事",
        "布局节水产业",
        "走群众创造之路",
        "织密水网格局",
        "居民人均支出比上年多",
        "一件事情接着一件事情干",
        "自治区成立周年",
        "政治生态风清气正",
        "党委政府运转顺畅",
        "提升法治化工作水平",
        "深入学习会议精神",
        "落实企业主体责任",
        "建筑面积分别不小",
        "努力提高考核名次",
        "其中考勤合格",
        "加强统筹资源调度",
        "保护工程通过验收",
        "历史上规格最高",
        "其余各村道理相同",
        "扎实推进项目盘点",
    ],
)
def test_words_that_only_arise_where_two_others_meet_show_no_theme(text, lexicon):
    assert find_themes([text], lexicon) == [()]


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("固定资产投资增长9%以上。", ["project_investment"]),
        ("城镇、农村居民人均可支配收入分别增长7%和8.5%；", ["employment_income"]),
        ("固定资产投资增长9%，农村居民人均可支配收入增长8%。", []),
        ("地区生产总值增长6%，固定资产投资增长9%。", []),
        ("固定资产投资增长9%，夜市添摊位。", ["trade_services"]),
        ("拓宽融资渠道。", ["business_environment"]),
        ("灌溉渠道清淤。", ["agriculture", "infrastructure"]),
        ("（县农业农村局、县乡村振兴局）", []),
    ],
)
def test_names_of_indicators_of_one_field_show_it_where_nothing_else_is_said(text, themes, lexicon):
    places = {theme.key: i for i, theme in enumerate(lexicon.themes)}
    assert find_themes([text], lexicon) == [tuple(sorted(places[key] for key in themes))]


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("培育新型农业经营主体", "agriculture"),
        ("规上工业企业智能制造改造", "industry"),
        ("整治村口占道经营", "settlement"),
        ("村集体年收入过二十万元", "collective_economy"),
        ("调处矛盾纠纷", "governance"),
        ("严防较大以上事故", "safety"),
        ("招引链上企业两家", "investment_attraction"),
        ("开办农村电商培训班，消费回暖", "trade_services"),
    ],
)
def test_a_sentence_of_one_field_shows_its_theme_alone(text, theme):
    found = {word for word, n in count_words(text, THEME_WORDS).items() if n}
    assert {key for key, entry in THEMES.items() if found & set(entry["words"])} == {theme}


def test_officialese_is_never_a_theme_word_a_keyword_or_a_user_word():
    for layer in (GENERAL, GONGWEN):
        assert not set(layer) & {*THEME_WORDS, *KEYWORDS, *USER_WORDS}


def test_the_stop_layers_do_not_overlap_and_hold_each_word_once():
    for one, other in combinations((GENERAL, GONGWEN), 2):
        assert not set(one) & set(other)
    for layer in (GENERAL, GONGWEN, USER_WORDS):
        assert len(layer) == len(set(layer))
        assert not [word for word in layer if word != word.strip() or len(word) < 2]


def test_stop_words_of_every_layer_are_no_terms():
    recipe = TermRecipe(stop_words=frozenset(GENERAL) | frozenset(GONGWEN))
    assert not [word for word in [*GENERAL, *GONGWEN] if is_term(word, recipe)]
    assert is_term("茶叶", recipe)


def test_no_user_word_swallows_a_keyword():
    words = {*USER_WORDS, *THEME_WORDS}
    assert not [(w, k) for w in words for k in KEYWORDS if k in w and k != w]
    assert "招商引资到位资金" not in words


def test_no_listed_word_begins_inside_a_keyword():
    """振兴示范 would cut 乡村振兴示范 behind 乡村, and the keyword be lost."""
    ends = {k[i:] for k in KEYWORDS for i in range(1, len(k) - 1)}
    words = {*USER_WORDS, *THEME_WORDS, *GENERAL, *GONGWEN}
    assert not [(w, end) for w in words for end in ends if w.startswith(end) and w != end]


@pytest.fixture(scope="module")
def cutter() -> Cutter:
    return Cutter([*KEYWORDS, *USER_WORDS, *THEME_WORDS])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("完成招商引资到位资金3.2亿元", {"招商引资", "到位资金"}),
        ("全面推进乡村振兴", {"乡村振兴"}),
        ("闯出一条共同富裕新路", {"共同富裕"}),
        ("创成和美乡村两个", {"和美乡村"}),
        ("完成高标准农田改造", {"高标准农田"}),
        ("列入县级乡村振兴示范，种花生", {"乡村振兴"}),
    ],
)
def test_the_cutter_keeps_keywords_and_policy_terms_whole(cutter, text, words):
    assert words <= {word for word, _ in cutter.cut(text)}
