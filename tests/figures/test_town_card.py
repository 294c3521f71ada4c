"""The town card: one page, nothing hidden as a number, nothing clipped, at every size."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from statistics import median

import numpy as np
import pytest
from figure_towns import (
    CAPTION,
    KEYWORDS,
    LABELS,
    THEMES,
    claim,
    grouping,
    keyword_counts,
    names_of,
    theme_shares,
    top_terms,
)
from matplotlib.artist import Artist
from matplotlib.text import Text

from analysis.errors import PlanError
from analysis.figures.card_table import lay_claims
from analysis.figures.card_targets import choose_targets, match_achieved, say_claim
from analysis.figures.card_themes import Standing, plot_theme_standing, rank_themes
from analysis.figures.export import export_picture
from analysis.figures.measure import measure_width
from analysis.figures.style import page
from analysis.figures.town_card import draw_town_card, list_doubts, list_nearest
from analysis.model import (
    CleanText,
    Inference,
    KeywordCount,
    Masked,
    Plan,
    Reading,
    Relative,
    Section,
    Stated,
    ThemeShares,
)

TALLEST_CM = 24.0
INDICATORS = {
    "gdp": "地区生产总值",
    "budget": "一般公共预算收入",
    "income": "农村居民（含城郊各村）人均可支配收入",
    "grain": "粮食总产量",
    "firms": "新增规模以上工业企业",
} | {f"i{i:02d}": f"第{i:02d}项指标" for i in range(60)}


@pytest.fixture(autouse=True)
def _page():
    with page("a4_full", labels=LABELS):
        yield


def marks(where: Artist, gid: str) -> list:
    return where.findobj(lambda artist: artist.get_gid() == gid)


def texts(where: Artist, gid: str) -> list[str]:
    return [mark.get_text() for mark in marks(where, gid)]


def plan(plan_id="p000", **more):
    facts = {"title": "某镇2023年工作要点", "town": "某镇", "county": "某县"} | more
    years = {"stated_year": 2023, "content_year": None, "truncated": False}
    return Plan(plan_id, "d" * 12, number=1, start=0, end=9, **(years | facts))


def target(amount, quote, figure="", *, indicator="gdp", text="生产总值", at=100, **more):
    made = claim("p000", amount, quote, figure, **more)
    place = made.evidence
    moved = replace(
        place,
        start=at,
        end=at + len(quote),
        value_start=None if place.value_start is None else at + place.value_start - place.start,
        value_end=None if place.value_end is None else at + place.value_end - place.start,
    )
    return replace(made, indicator=indicator, indicator_text=text, evidence=moved)


def amount_of(number, unit, base="元", factor=1.0, qualifier="exact"):
    return Stated(number, number, unit, qualifier, number * factor, number * factor, base)


def some_targets():
    """One of each form: stated, amount and rate, hidden, relative, stretch, many lines long."""
    income = "农民人均可支配收入"
    return [
        target(amount_of(7, "%", "%"), "生产总值增长7%以上", "7%"),
        target(
            amount_of(42.6, "亿元", "元", 1e8), "生产总值达到42.6亿元", "42.6亿元", kind="level"
        ),
        target(
            Masked("**", "%", "exact"),
            "预算收入增长**%",
            "**%",
            indicator="budget",
            text="预算收入",
            at=200,
        ),
        target(
            Relative("in_step_with", "gdp"),
            f"{income}增长与全县平均水平保持同步并且力争逐年缩小与城镇居民的差距" * 3,
            indicator="income",
            text=income,
            kind="relative",
            at=300,
        ),
        replace(
            target(
                amount_of(2.5, "万吨"),
                "粮食产量2.5万吨",
                "2.5万吨",
                indicator="grain",
                text="粮食产量",
                kind="level",
                at=400,
            ),
            commitment="strive",
        ),
    ]


def many_targets(n):
    return [
        target(
            amount_of(i, "%", "%"),
            f"第{i}项增长{i}.5%",
            f"{i}.5%",
            indicator=f"i{i:02d}",
            text=f"第{i}项",
            at=100 + 20 * i,
        )
        for i in range(n)
    ]


def draw(n=12, targets=None, *, who=None, own=None, **more):
    chosen = some_targets() if targets is None else targets
    last = target(amount_of(5.5, "%", "%"), "生产总值增长5.5%", "5.5%", status="achieved", at=10)
    given = {
        "names": names_of(n),
        "keywords": keyword_counts(n),
        "shares": theme_shares(n),
        "themes": THEMES,
        "terms": top_terms(n, 18)["p000"],
        "targets": chosen,
        "achieved": match_achieved(chosen, [last] if own is None else own),
        "indicators": INDICATORS,
        "coverage": {"stated": 3, "relative": 1, "masked": 1, "not_stated": 44},
        "nearest": [(p, 0.2 + 0.05 * i) for i, p in enumerate(names_of(n)) if p != "p000"],
        "doubts": ["文中未写年份", "文本残缺，后文不见"],
        "caption": CAPTION,
        "sources": ["某县公开栏.txt"],
    }
    return draw_town_card(who or plan(), **(given | more))


def boxes_of(figure):
    figure.set_dpi(100)
    figure.draw_without_rendering()
    return [
        (text, text.get_window_extent())
        for text in figure.findobj(Text)
        if text.get_text().strip() and text.get_visible()
    ]


WIDE = {f"t{j:02d}": f"第{j:02d}类工作与有关建设" for j in range(20)}


def wide_shares(n):
    draw_from = np.random.default_rng(3)
    shares = draw_from.dirichlet(np.ones(len(WIDE)), size=n)
    sentences = draw_from.integers(30, 90, n)
    return ThemeShares(shares, sentences, tuple(names_of(n)), tuple(WIDE), "invented")


SITUATIONS = {
    "crowded": {
        "shares": wide_shares(12),
        "themes": WIDE,
        "targets": many_targets(60),
        "indicators": {key: name + "及其较上年的增减变动情况" for key, name in INDICATORS.items()},
        "doubts": ["文本中的这一处无法确定应当如何理解"] * 20,
    },
    "usual": {},
    "no_targets": {"targets": [], "doubts": []},
    "sixty_targets": {"targets": many_targets(60)},
    "many_keywords": {
        "keywords": [
            KeywordCount(p, f"关键词语{i}", 3, 2, 4.5, 0.1, 7)
            for p in names_of(120)
            for i in range(9)
        ]
    },
    "long_title": {"who": plan(title="关于" + "进一步做好各项工作的" * 20 + "要点")},
    "many_doubts": {"doubts": ["文本中的这一处无法确定应当如何理解"] * 20},
}


@pytest.mark.parametrize(
    ("situation", "n", "lang"),
    [
        *(("usual", n, lang) for n in (1, 2, 3, 12, 32, 120) for lang in ("zh", "en")),
        *((situation, 12, lang) for situation in SITUATIONS for lang in ("zh", "en")),
        ("sixty_targets", 2, "zh"),
        ("sixty_targets", 120, "en"),
    ],
)
def test_a_card_is_one_page_without_overlap_or_clipping(situation, n, lang):
    with page("a4_full", lang, labels=LABELS):
        figure = draw(n, **SITUATIONS[situation]).figure
        found = boxes_of(figure)
    assert figure.get_size_inches()[1] * 2.54 <= TALLEST_CM
    edge = figure.bbox
    clipped = [
        text.get_text()
        for text, box in found
        if box.x0 < edge.x0 or box.x1 > edge.x1 or box.y0 < edge.y0 or box.y1 > edge.y1
    ]
    assert clipped == []
    clashes = [
        (a.get_text(), b.get_text())
        for (a, one), (b, two) in combinations(found, 2)
        if min(one.x1, two.x1) - max(one.x0, two.x0) > 0.5
        and min(one.y1, two.y1) - max(one.y0, two.y0) > 0.5
    ]
    assert clashes == []


def test_a_single_column_is_too_narrow_and_the_error_names_the_page():
    with page("a4_column", labels=LABELS), pytest.raises(PlanError, match="a4_full"):
        draw()


@pytest.mark.parametrize("page_name", ["notebook", "slide"])
def test_a_card_fits_the_other_pages(page_name):
    with page(page_name, "en", labels=LABELS):
        figure = draw(shares=wide_shares(12), themes=WIDE).figure
        edge = figure.bbox
        outside = [t for t, box in boxes_of(figure) if box.x0 < edge.x0 or box.x1 > edge.x1]
    assert outside == []


def test_no_mark_covers_words():
    figure = draw(32).figure
    words = boxes_of(figure)
    dots = [mark.get_window_extent() for mark in marks(figure, "mark_target")]
    assert len(dots) == 5
    covered = [
        t.get_text() for t, box in words for dot in dots if box.overlaps(dot.shrunk(0.5, 0.5))
    ]
    assert covered == []


# targets


def test_targets_stand_in_the_order_of_the_text_one_row_an_indicator():
    figure = draw().figure
    rows = "".join(texts(figure, "indicator"))
    places = [rows.index(INDICATORS[key][:6]) for key in ("gdp", "budget", "income", "grain")]
    assert places == sorted(places)
    assert texts(figure, "target")[:2] == ["增长7%以上", "达到42.6亿元"]


def test_a_hidden_number_is_called_hidden_has_its_square_and_no_value():
    picture = draw(targets=[some_targets()[2]])
    assert texts(picture.figure, "target") == ["增长**%（隐去）"]
    assert [mark.get_marker() for mark in marks(picture.figure, "mark_target")] == ["s"]
    (row,) = [row for row in picture.data if row["part"] == "target"]
    assert row["state"] == "masked"
    assert row["value"] is row["place"] is row["others_median"] is None
    assert "不当作任何数值" in picture.note


def test_targets_are_words_and_never_a_place_on_an_axis():
    with_targets, without = draw(), draw(targets=[])
    for gid in ("own", "range", "others"):
        one, other = (
            [tuple(m.get_xdata()) for m in marks(p.figure, gid)] for p in (with_targets, without)
        )
        assert one == other != []


def test_a_relative_target_is_its_relation_and_a_long_one_keeps_its_end():
    tied = target(
        Relative("in_step_with", "gdp"),
        "预算收入与经济增长同步",
        indicator="budget",
        text="预算收入",
        kind="relative",
    )
    assert say_claim(tied) == "与经济增长同步"
    shared = replace(tied, evidence=replace(tied.evidence, quote="预算收入、能耗完成县下达任务"))
    assert say_claim(shared) == "预算收入、能耗完成县下达任务"
    joined = replace(tied, evidence=replace(tied.evidence, quote="预算收入和税收增速高于全县"))
    assert say_claim(joined) == "预算收入和税收增速高于全县"
    cell = replace(tied, evidence=replace(tied.evidence, quote="预算收入\t亿元\t4.62\t持平"))
    assert say_claim(cell) == "持平"
    pieces = lay_claims([some_targets()[3]], 1.8)
    assert [piece.line for piece in pieces] == [0, 1]
    assert [piece.state for piece in pieces] == ["relative", None]
    assert pieces[0].text.startswith("…")
    assert pieces[-1].text.endswith("城镇居民的差距")
    assert all(measure_width(piece.text, 9 * 0.85) <= 1.8 for piece in pieces)


def test_a_number_behind_dirt_that_was_cut_out_is_quoted_and_not_cut_short():
    clean = target(amount_of(7.5, "%", "%"), "生产总值60亿元、增长7.5%", "7.5%")
    dirt = len("\n4、")
    place = clean.evidence
    moved = replace(
        place,
        end=place.end + dirt,
        value_start=place.value_start + dirt,
        value_end=place.value_end + dirt,
    )
    assert say_claim(replace(clean, evidence=moved)) == "60亿元、增长7.5%"
    hidden = replace(clean, amount=Masked("*", "%", "exact"), evidence=moved)
    assert say_claim(hidden).endswith("（隐去）")


@pytest.mark.parametrize(
    ("quote", "figure", "more", "said"),
    [
        ("生产总值增长7%以上", "7%", {}, "增长7%以上"),
        ("生产总值突破640万元", "640万元", {"kind": "level"}, "突破640万元"),
        ("生产总值60亿元，增长7%", "7%", {}, "增长7%"),
        ("能耗和排放分别为2吨、降3%", "3%", {"relation": "decrease"}, "下降3%"),
        ("单位能耗\t%\t-3.1\t-3.6", "-3.6", {"relation": "decrease"}, "-3.6%"),
        ("生产总值\t%\t4.9\t8", "8", {}, "增长8%"),
        (
            "收入1.7万元，多出1290元",
            "1290元",
            {"kind": "level", "relation": "increment"},
            "增加1290元",
        ),
    ],
)
def test_a_figure_is_said_as_written_with_its_unit_and_direction(quote, figure, more, said):
    amount = amount_of(1, "元" if "元" in figure else "%", "%")
    assert say_claim(target(amount, quote, figure, **more)) == said


def test_a_bound_that_the_cell_of_a_table_states_is_not_lost():
    quote = "生产总值\t%\t4.9\t8"
    said = {
        q: say_claim(target(amount_of(8, "%", "%", qualifier=q), quote, "8"))
        for q in ("at_least", "about", "at_most")
    }
    assert said == {"at_least": "增长8%以上", "about": "增长8%左右", "at_most": "增长8%以内"}
    signed = target(amount_of(3, "%", "%", qualifier="at_most"), "率\t%\t2.4\t≤3", "≤3", kind="cap")
    assert say_claim(signed) == "≤3%"


def test_a_lost_unit_is_said_and_a_ratio_needs_none():
    lost = replace(amount_of(640, "万元"), unit=None, base_unit=None)
    assert say_claim(target(lost, "总收入640", "640", text="总收入", kind="level")) == (
        "640（单位缺失）"
    )
    assert say_claim(target(lost, "收入比640", "640", text="收入比", kind="ratio")) == "640"


def test_a_stretch_target_is_called_so_once():
    reach = replace(target(amount_of(8, "%", "%"), "生产总值力争增长8%", "8%"), commitment="strive")
    assert say_claim(reach) == "力争增长8%"
    quote = "生产总值确保达到60亿元，力争突破64亿元"
    second = target(amount_of(64, "亿元", qualifier="at_least"), quote, "64亿元", kind="level")
    assert say_claim(replace(second, commitment="strive")) == "力争突破64亿元"


def test_more_targets_than_fit_are_counted_and_stand_in_the_data():
    picture = draw(targets=many_targets(60))
    shown = len(texts(picture.figure, "indicator"))
    assert 10 <= shown <= 14
    assert texts(picture.figure, "more") == [f"另有{60 - shown}项指标未列，见数据表。"]
    assert sum(row["part"] == "target" for row in picture.data) == 60


def test_on_a_crowded_page_the_table_gives_way():
    few = len({t.get_position()[1] for t in marks(draw(**SITUATIONS["crowded"]).figure, "target")})
    assert 3 <= few < 14


def test_a_plan_without_targets_says_so():
    picture = draw(targets=[])
    assert texts(picture.figure, "more") == ["文中没有读到全镇性的目标。"]
    assert marks(picture.figure, "mark_target") == []
    assert "照录" not in picture.note


def test_headline_targets_go_before_those_of_the_body_and_doubtful_readings_never_do():
    first, second, hidden, *_ = some_targets()
    body = replace(second, headline=False)
    doubtful = replace(first, confidence=0.7)
    part = replace(first, scope="part")
    assert choose_targets([hidden, body, first, doubtful, part], {"gdp"}) == (first, hidden)
    project = replace(body, indicator="other")
    assert choose_targets([project, body, doubtful], {"gdp"}) == (body,)
    remark = texts(draw(targets=[body]).figure, "remark")[0]
    assert remark.startswith("文中没有目标专段")


def test_last_year_stands_beside_the_same_measure_only():
    rate, level, hidden, tied, grain = some_targets()
    own = [
        target(amount_of(40, "亿元", "元", 1e8), "生产总值40亿元", "40亿元", kind="level", at=1),
        target(amount_of(5.5, "%", "%"), "生产总值增长5.5%", "5.5%", at=2),
        target(
            amount_of(2, "百分点", "百分点"), "生产总值高2个百分点", "2个百分点", kind="level", at=0
        ),
        target(Masked("*", "%", "exact"), "预算收入增长*%", "*%", indicator="budget", at=3),
    ]
    own = [replace(c, status="achieved") for c in own]
    assert match_achieved([rate, level, hidden, tied, grain], own) == {
        ("gdp", "growth_rate"): own[1],
        ("gdp", "level"): own[0],
        ("budget", "growth_rate"): own[3],
    }


def test_a_stock_is_no_result_of_an_increase():
    more = target(
        amount_of(8, "家"),
        "新增规上企业8家",
        "8家",
        indicator="firms",
        text="新增规上企业",
        kind="count",
    )
    stock = replace(more, indicator_text="规上企业", status="achieved")
    flow = replace(more, status="achieved")
    assert match_achieved([more], [stock]) == {}
    assert match_achieved([more], [stock, flow]) == {("firms", "count"): flow}


def test_last_year_is_shown_missing_in_words_and_has_no_column_where_there_is_none():
    figure = draw().figure
    assert texts(figure, "own_figure") == ["增长5.5%"]
    assert len(texts(figure, "own_none")) == 3
    without = draw(own=[]).figure
    assert texts(without, "own_none") == []
    assert "没有可对照的上年数" in texts(without, "remark")[0]


# the others


def test_themes_stand_by_the_towns_share_over_range_and_median_of_the_others():
    shares = theme_shares(12)
    figure = draw().figure
    own = [mark.get_xdata()[0] for mark in marks(figure, "own")]
    assert own == sorted(own, reverse=True)
    order = np.argsort(-shares.shares[0])
    assert texts(figure, "theme") == [THEMES[shares.themes[j]] for j in order]
    rest = 100 * shares.shares[1:, order]
    drawn = [mark.get_xdata() for mark in marks(figure, "range")]
    assert np.array(drawn) == pytest.approx(np.array([rest.min(0), rest.max(0)]).T)
    ticks = [mark.get_xdata()[0] for mark in marks(figure, "others")]
    assert ticks == pytest.approx([median(column) for column in rest.T])


def test_one_other_town_is_a_tick_and_two_are_a_range_without_a_median():
    one = plot_theme_standing([Standing("x", 5.0, (3.0,))])
    assert [m.get_xdata()[0] for m in marks(one, "others")] == [3.0]
    assert marks(one, "range") == []
    two = plot_theme_standing([Standing("x", 5.0, (3.0, 7.0))])
    assert marks(two, "others") == []
    assert [list(m.get_xdata()) for m in marks(two, "range")] == [[3.0, 7.0]]
    assert Standing("x", 5.0, (7.0, 3.0)).tell_others(0) == "3–7"


def test_equal_shares_keep_the_order_of_the_lexicon():
    shares = ThemeShares(
        np.array([[0.1, 0.3, 0.1]]), np.array([50]), ("p000",), ("a", "b", "c"), "invented"
    )
    assert [s.item for s in rank_themes(shares, "p000", [])] == ["b", "a", "c"]


def test_towns_with_few_sentences_are_neither_compared_nor_drawn():
    shares = theme_shares(6)
    wild = shares.shares.copy()
    wild[3] = [0.99] + [0.0] * (len(THEMES) - 1)
    few = replace(shares, shares=wild, n_sentences=np.array([50, 50, 50, 4, 50, 50]))
    figure = draw(6, shares=few).figure
    assert max(mark.get_xdata()[1] for mark in marks(figure, "range")) < 99
    assert "与其他4个乡镇对照" in "".join(texts(figure, "facts"))
    itself = replace(shares, n_sentences=np.array([3, 50, 50, 50, 50, 50]))
    silent = draw(6, shares=itself, nearest=[])
    assert marks(silent.figure, "own") == []
    assert "只有3句，不足20句" in "".join(texts(silent.figure, "why"))
    assert not [row for row in silent.data if row["part"] == "theme_pct"]
    assert all("/" not in said for said in texts(silent.figure, "keyword_number"))


def test_a_plan_of_another_year_is_not_set_among_the_others():
    elsewhere = theme_shares(6)
    alone = replace(
        elsewhere,
        shares=elsewhere.shares[1:],
        n_sentences=elsewhere.n_sentences[1:],
        plan_ids=elsewhere.plan_ids[1:],
    )
    figure = draw(6, shares=alone, nearest=[]).figure
    assert "不在并列比较之中" in "".join(texts(figure, "why"))


def test_a_keyword_has_count_rate_median_of_the_others_and_place_among_the_towns():
    counts = [
        KeywordCount(f"p{i:03d}", "乡村振兴", 9, c, rate, 0.1, 4)
        for i, (c, rate) in enumerate([(4, 8.0), (9, 20.0), (4, 8.0), (1, 2.0)])
    ]
    figure = draw(4, keywords=counts).figure
    assert texts(figure, "keyword_number") == ["4", "8.0", "8.0", "2/4"]


def test_an_absent_keyword_is_zero_and_has_no_place():
    counts = [KeywordCount(p, "共同富裕", 0, 0, 0.0, 0.0, None) for p in names_of(5)]
    assert texts(draw(5, keywords=counts).figure, "keyword_number") == ["0", "0", "0.0", "–"]


def test_keywords_keep_their_order_and_terms_their_weight():
    figure = draw().figure
    assert texts(figure, "keyword") == list(KEYWORDS)
    said = " ".join(texts(figure, "terms")).split()
    assert said == [term for term, _ in top_terms(12, 18)["p000"]][: len(said)]


def test_the_nearest_come_by_distance_and_a_plan_left_out_has_none():
    group = grouping(6)
    near = list_nearest(group, "p002")
    assert [p for p, _ in near] == sorted(
        (p for p in group.plan_ids if p != "p002"),
        key=lambda p: group.distances[2][group.plan_ids.index(p)],
    )
    first = next(found for found in group.nearest if found[0] == "p002")
    assert near[0] == (first[1], pytest.approx(first[2]))
    equal = replace(group, distances=np.ones((6, 6)) - np.eye(6))
    assert [p for p, _ in list_nearest(equal, "p002")] == ["p000", "p001", "p003", "p004", "p005"]
    assert list_nearest(group, "p099") == []


def test_the_nearest_towns_are_called_alike_in_wording_and_nothing_more():
    figure = draw().figure
    assert texts(figure, "nearest") == list(names_of(12).values())[1:6]
    assert texts(figure, "distance")[0] == "0.25"
    assert "用语最相近的乡镇" in texts(figure, "part")
    assert "不表示工作或成效相近" in "".join(texts(figure, "remark"))


# doubts, data, bytes


def reading(who, *, assumed=False):
    clean = CleanText("某镇工作要点", np.arange(6, dtype=np.int32), ())
    return Reading(who, clean, (Section("tasks", 0, 6, "", assumed),), ())


def test_doubts_say_in_words_what_is_wrong_with_the_text_and_only_that():
    assert list_doubts(reading(plan())) == []
    cue = Inference("content_year", "2014", "十二五", 0, 3)
    old = plan(content_year=2014, inferences=(cue,), truncated=True)
    assert list_doubts(reading(old)) == [
        "题为2023年，内容像是2014年前后（据十二五）",
        "文本残缺，后文不见，“未提”不等于没有",
    ]
    nameless = plan(town="未知镇-" + "d" * 12, stated_year=None, content_year=2014)
    said = list_doubts(reading(nameless, assumed=True))
    assert [s[:6] for s in said] == ["文中未写明是", "文中未写年份", "没有可辨认的"]


def test_the_facts_name_year_title_and_sentences():
    facts = "".join(texts(draw().figure, "facts"))
    n = int(theme_shares(12).n_sentences[0])
    assert facts == f"某县，2023年，《某镇2023年工作要点》；部署句{n}句，与其他11个乡镇对照"
    long = "".join(texts(draw(who=plan(title="进一步做好各项工作的" * 20)).figure, "facts"))
    assert f"…》；部署句{n}句" in long
    undated = draw(who=plan(stated_year=None, county=None, title="")).figure
    assert "".join(texts(undated, "facts")).startswith("年份不详，《无标题》")


def test_the_same_card_has_the_same_bytes_and_another_heading_is_another_picture(tmp_path):
    first, again = (tmp_path / name for name in ("one", "two"))
    export_picture(draw(), "card", first, inputs={})
    export_picture(draw(), "card", again, inputs={})
    for path in first.rglob("card.*"):
        assert path.read_bytes() == (again / path.relative_to(first)).read_bytes()
    assert export_picture(draw(), "card", first, inputs={}) == ()
    body = [replace(c, headline=False) for c in some_targets()]
    changed = draw(targets=body)
    assert changed.data == draw().data
    assert len(export_picture(changed, "card", first, inputs={})) > 1
