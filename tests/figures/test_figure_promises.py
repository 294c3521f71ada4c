"""Promise, result, promise and the superior's target: what is drawn, and what is never drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest
from figure_promises import asked, asked_rows, attained, attained_rows, level_claim
from figure_towns import CAPTION, LABELS, names_of, stated

from analysis.figures.attainment import draw_attainment
from analysis.figures.attainment_rows import plot_attainment
from analysis.figures.escalation import draw_escalation, plot_escalation
from analysis.figures.one_year import draw_one_year, plot_one_year
from analysis.figures.style import page

NAMES = names_of(120)


@pytest.fixture(autouse=True)
def _page():
    with page("a4_full", labels=LABELS):
        yield


def marks(where, gid):
    return where.findobj(lambda artist: artist.get_gid() == gid)


def xs(where, gid):
    return [list(mark.get_xdata()) for mark in marks(where, gid)]


def texts(where, gid):
    return [mark.get_text() for mark in marks(where, gid)]


def named(n):
    return {key: NAMES[key] for key in list(NAMES)[:n]}


def in_words(picture):
    """Towns counted in the panel's headings, on all pages."""
    said = [text for figure in picture.figures for text in texts(figure, "reason")]
    return sum(int(text.rsplit("（", 1)[1].rstrip("）")) for text in said)


def test_a_row_holds_the_three_numbers_at_their_places():
    ax = plot_attainment([attained("p000", (8,), (7.4,), (7.5,))], NAMES)
    assert xs(ax, "promised") == [[8, 8]]
    assert xs(ax, "achieved") == [[7.4]]
    assert xs(ax, "target") == [[7.5]]
    assert xs(ax, "way") == [[8, 7.5]]
    assert texts(ax, "outcome") == ["未完成"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (attained("p000", (8,), (8,), (9,)), "完成"),
        (attained("p000", (8,), (8.5,), (8,)), "完成，原样沿用"),
        (attained("p000", (8,), None, (9,), reason="result_masked"), "完成数隐去"),
        (attained("p000", (8,), (8.5,), (9,), stretch_outcome="missed"), "完成，未达力争"),
    ],
)
def test_the_words_at_the_right_say_what_became_of_the_target(row, said):
    assert texts(plot_attainment([row], NAMES), "outcome") == [said]


def test_a_number_that_is_not_there_has_no_mark():
    ax = plot_attainment([attained("p000", (8,), None, (9,), reason="result_masked")], NAMES)
    assert marks(ax, "achieved") == []


@pytest.mark.parametrize("n", [5, 32, 120])
def test_every_town_has_a_row_or_stands_in_words(n):
    picture = draw_attainment(attained_rows(n), named(n), caption=CAPTION)
    rows = sum(len(texts(figure, "outcome")) for figure in picture.figures)
    assert rows + in_words(picture) == n == picture.n
    assert all(figure.get_figheight() < 10.2 for figure in picture.figures)


def test_rows_are_sorted_by_result_minus_target_and_open_ones_stand_behind():
    rows = [
        attained("p000", (8,), None, (9,), reason="result_masked"),
        attained("p001", (8,), (7,), (9,)),
        attained("p002", (8,), (9,), (9,)),
        attained("p003", (8,), (7.5,), (9,)),
    ]
    chart = draw_attainment(rows, named(4), caption=CAPTION).figure.axes[1]
    shown = [label.get_text() for label in chart.get_yticklabels()]
    assert shown == [NAMES[key] for key in ("p002", "p003", "p001", "p000")]


def test_a_town_without_an_earlier_plan_or_with_one_figure_stands_in_words():
    rows = [attained("p000", None, (8,), (9,))]
    picture = draw_attainment(rows, named(2), caption=CAPTION)
    assert texts(picture.figure, "reason") == ["三个数不足两个（1）", "没有上年的计划（1）"]
    assert marks(picture.figure, "promised") == []


def test_a_figure_of_promises_refuses_to_mix():
    one, two = attained("p000", (8,), (8,)), attained("p001", (8,), (8,))
    for other in (replace(two, indicator="income"), replace(two, kind="level"), one):
        with pytest.raises(ValueError, match="select before drawing"):
            plot_attainment([one, other], NAMES)
    money = replace(two, promised=level_claim("p001", 3, "亿元", 1e8))
    with pytest.raises(ValueError, match="unlike units"):
        plot_attainment([one, money], NAMES)


def test_levels_in_yi_and_wan_share_one_axis():
    row = replace(
        attained("p000", (8,), (8,), (8,)),
        promised=level_claim("p000", 1.2, "亿元", 1e8),
        achieved=level_claim("p000", 11000, "万元", 1e4),
        target=level_claim("p000", 1.3, "亿元", 1e8),
    )
    ax = plot_attainment([row], NAMES)
    assert (xs(ax, "promised"), xs(ax, "achieved")) == ([[1.2, 1.2]], [[1.1]])
    assert ax.get_xlabel() == "目标与完成（亿元）"


def test_last_years_result_stands_against_this_years_target_with_the_line_of_equals():
    rows = [attained("p000", None, (6,), (7,)), attained("p001", None, (9,), (8,))]
    ax = plot_one_year(rows, NAMES)
    assert [(*m.get_xdata(), *m.get_ydata()) for m in marks(ax, "town")] == [(6, 7), (9, 8)]
    (line,) = marks(ax, "equal")
    assert list(line.get_xdata()) == list(line.get_ydata())
    assert sorted(texts(ax, "name")) == sorted([NAMES["p000"], NAMES["p001"]])


@pytest.mark.parametrize("n", [5, 32, 120])
def test_every_town_of_one_year_is_a_dot_or_stands_in_words(n):
    picture = draw_one_year(attained_rows(n), named(n), caption=CAPTION)
    assert len(marks(picture.figure, "town")) + in_words(picture) == n
    boxes = [t.get_window_extent() for t in marks(picture.figure, "name")]
    assert boxes
    clash = [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[:i]
        if a.shrunk(0.8, 0.6).overlaps(b.shrunk(0.8, 0.6))
    ]
    assert clash == []


def test_the_superiors_target_is_dashed_and_the_gap_is_in_words():
    rows = [
        asked("p000", (6.5,), (7,)),
        asked("p001", (6.5,), (6.5,)),
        asked("p002", (6.5,), (5, 6)),
    ]
    ax = plot_escalation(rows, NAMES)
    assert xs(ax, "superior") == [[6.5, 6.5]] * 3
    assert xs(ax, "target") == [[7], [6.5], [5, 6]]
    assert texts(ax, "gap") == ["+0.5个百分点", "持平", "−1.5至−0.5个百分点"]


def test_a_town_that_cannot_be_compared_has_no_row():
    with pytest.raises(ValueError, match="select before drawing"):
        plot_escalation([asked("p000", (6.5,), None)], NAMES)
    picture = draw_escalation([asked("p000", (6.5,), None)], named(2), caption=CAPTION)
    assert marks(picture.figure, "superior") == []
    assert texts(picture.figure, "reason") == ["本镇未提（1）", "研究中没有其上级的文件（1）"]


@pytest.mark.parametrize("n", [5, 32, 120])
def test_every_town_stands_beside_its_superior_or_in_words(n):
    picture = draw_escalation(asked_rows(n), named(n), caption=CAPTION)
    rows = sum(len(texts(figure, "gap")) for figure in picture.figures)
    assert rows + in_words(picture) == n == picture.n
    assert all(figure.get_figheight() < 10.2 for figure in picture.figures)


def test_the_data_beside_a_figure_leave_what_is_not_there_empty():
    hidden = attained("p000", (8,), None, (9,), reason="result_masked")
    picture = draw_attainment([hidden], named(1), caption=CAPTION)
    assert (picture.data[0]["promised_low"], picture.data[0]["achieved_low"]) == (8, None)
    open_row = asked("p000", (6.5,), None)
    picture = draw_escalation([open_row], named(1), caption=CAPTION)
    assert (picture.data[0]["superior_low"], picture.data[0]["target_low"]) == (6.5, None)


def test_about_is_hollow_in_both_figures():
    about = stated("p000", 8.0, qualifier="about")
    for ax in (
        plot_attainment([replace(attained("p000", (8,), (8,), (9,)), target=about)], NAMES),
        plot_escalation([replace(asked("p000", (6.5,), (8,)), target=about)], NAMES),
    ):
        (dot,) = marks(ax, "target")
        assert dot.get_markerfacecolor() == "#ffffff"
