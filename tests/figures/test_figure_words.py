"""Marks of word shifts, dispersion and years stand for the numbers they were given."""

from __future__ import annotations

import numpy as np
import pytest
from figure_towns import CAPTION, LABELS, names_of
from figure_words import lane, lane_panels, shift_term, shift_terms, year_panels, year_row
from matplotlib.text import Text

from analysis.figures.dispersion import draw_dispersion, plot_lanes
from analysis.figures.style import INK, page
from analysis.figures.word_shift import Side, draw_word_shift
from analysis.figures.word_shift_rows import choose_terms, plot_word_shift
from analysis.figures.year_on_year import YearPanel, draw_year_on_year
from analysis.figures.year_rows import plot_year_on_year

SIDES = (Side("甲方各镇", 3), Side("其他乡镇", 9))


@pytest.fixture(autouse=True)
def _page():
    with page("a4_full", labels=LABELS):
        yield


def marks(ax, gid):
    return [line for line in ax.lines if line.get_gid() == gid]


def segments(ax, gid):
    """List both ends of every line that is drawn with others of its kind."""
    return [s for c in ax.collections if c.get_gid() == gid for s in c.get_segments()]


def ticks(ax, gid):
    """Pair every tick's place with its height."""
    return [(low[0], high[1] - low[1]) for low, high in segments(ax, gid)]


def texts(figure, gid):
    return [t.get_text() for t in figure.findobj(Text) if t.get_gid() == gid]


# two sets of towns


def test_every_term_has_one_mark_at_its_log_odds_in_the_shape_of_its_side():
    terms = shift_terms()
    ax = plot_word_shift(terms)
    drawn = {side: [tuple(m.get_xydata()[0]) for m in marks(ax, f"term_{side}")] for side in "ab"}
    told = [(t.key.log_odds, y) for y, t in enumerate(terms)]
    assert sorted(drawn["a"] + drawn["b"]) == sorted(told)
    assert all(x > 0 for x, _ in drawn["a"])
    assert all(x < 0 for x, _ in drawn["b"])
    assert {m.get_marker() for m in marks(ax, "term_a")} == {"o"}
    assert {m.get_marker() for m in marks(ax, "term_b")} == {"s"}


def test_a_line_reaches_from_end_to_end_of_the_interval():
    terms = shift_terms()
    ax = plot_word_shift(terms)
    lines = [tuple(m.get_xdata()) for m in marks(ax, "interval")]
    assert lines == [(t.key.low, t.key.high) for t in terms]
    low, high = ax.get_xlim()
    assert all(low < a and b < high for a, b in lines)


def test_only_a_word_that_stands_among_all_words_and_in_the_draws_is_filled():
    terms = [
        shift_term("油茶", 3.0, q=0.04, held=0.99),
        shift_term("古街", 3.0, q=0.06, held=0.99),  # its own interval leaves out 0
        shift_term("渡口", 3.0, q=0.04, held=0.94),
        shift_term("沼气", -3.0, q=0.05, held=0.95),
    ]
    assert all(not t.key.low <= 0 <= t.key.high for t in terms)
    ax = plot_word_shift(terms)
    faces = [m.get_markerfacecolor() for side in "ab" for m in marks(ax, f"term_{side}")]
    assert [face != INK["paper"] for face in faces] == [True, False, False, True]
    picture = draw_word_shift(terms, SIDES, caption=CAPTION)
    assert [row["sure"] for row in picture.data] == [True, False, False, True]
    assert "甲多用的词中1个、乙多用的词中1个可以下结论" in picture.note


def test_terms_of_each_side_are_the_farthest_and_those_of_neither_are_left_out():
    found = [shift_term(f"词{i}", odds).key for i, odds in enumerate((2, 1.5, 1, 0.2, -0.3, -1))]
    chosen = choose_terms(found, {key.term: 0.5 for key in found}, 2)
    assert [t.key.term for t in chosen] == ["词0", "词1", "词4", "词5"]
    assert [t.side for t in chosen] == ["a", "a", "b", "b"]
    none = choose_terms(found[:2], {"词0": 1.0, "词1": 1.0}, 2)
    assert [t.side for t in none] == ["a", "a"]


def test_counts_draws_and_q_stand_beside_their_term():
    terms = [shift_term("油茶", 2.0, q=0.0003, held=0.998, counts=(16, 0))]
    figure = draw_word_shift(terms, SIDES, caption=CAPTION).figure
    assert texts(figure, "term") == ["油茶"]
    assert texts(figure, "number") == ["16", "0", "99%", "<0.01"]


def test_without_a_second_set_there_is_nothing_to_draw():
    picture = draw_word_shift((), (Side("–", 0), Side("–", 0)), caption=CAPTION)
    assert texts(picture.figure, "why") == ["没有可画的内容。"]
    assert "可以下结论" not in picture.note


# places in plans


def test_every_use_is_one_tick_at_its_place_and_those_in_the_review_are_shorter():
    ax = plot_lanes([lane("p0", (0.5, 0.93), (0.1,)), "无文本", lane("p2")])
    assert [x for x, _ in ticks(ax, "use")] == [0.5, 0.93]
    assert [x for x, _ in ticks(ax, "use_in_review")] == [0.1]
    assert max(h for _, h in ticks(ax, "use_in_review")) < min(h for _, h in ticks(ax, "use"))
    assert [t.get_text() for t in ax.texts] == ["无文本"]
    assert len(segments(ax, "lane")) == 2


def test_grey_covers_the_review_and_nothing_else():
    ax = plot_lanes([lane("p0", reviews=((0.1, 0.4), (0.9, 1.0))), lane("p1", reviews=())])
    boxes = [
        p.get_extents() for c in ax.collections if c.get_gid() == "review" for p in c.get_paths()
    ]
    assert [x for b in boxes for x in (b.x0, b.x1)] == pytest.approx([0.1, 0.4, 0.9, 1.0])


def test_uses_drawn_and_told_are_those_given_on_all_pages_together():
    panels = lane_panels(60)
    picture = draw_dispersion(panels, tuple(names_of(60)), names_of(60), caption=CAPTION)
    given = sum(len(found.places) for panel in panels for found in panel.lanes.values())
    drawn = sum(len(ticks(ax, "use")) for f in picture.figures for ax in f.axes[1:])
    assert drawn == given > 0
    told = [row for row in picture.data if row["in_review"] is False]
    assert len(told) == given
    numbers = sum(len(texts(f, "number")) for f in picture.figures)
    assert numbers == 2 * sum(len(panel.lanes) for panel in panels)


def test_a_town_without_a_use_is_told_with_none_and_one_without_text_with_nothing():
    panels = lane_panels(3, ("乡村振兴",))
    rows = draw_dispersion(panels, tuple(names_of(3)), names_of(3), caption=CAPTION).data
    of = {p: [row for row in rows if row["plan_id"] == p] for p in names_of(3)}
    assert [(row["place"], row["uses_in_plan"]) for row in of["p000"]] == [(None, 0)]
    assert [(row["place"], row["uses_in_plan"]) for row in of["p001"]] == [(None, None)]


# two years


def test_each_town_has_both_years_marks_at_its_shares_with_their_intervals():
    rows = [year_row("p000", 0.1, 0.25), year_row("p001", 0.3, 0.0)]
    ax = plot_year_on_year(rows)
    (before,), (after,) = marks(ax, "before"), marks(ax, "after")
    assert before.get_xdata() == pytest.approx([10, 30])
    assert after.get_xdata() == pytest.approx([25, 0])
    assert before.get_markerfacecolor() == INK["paper"] != after.get_markerfacecolor()
    for when, line in (("before", before), ("after", after)):
        lines = np.array(segments(ax, f"interval_{when}"))
        assert lines[:, :, 0] / 100 == pytest.approx(np.array([getattr(r, when) for r in rows]))
        assert lines[:, 0, 1].tolist() == lines[:, 1, 1].tolist() == list(line.get_ydata())
    assert before.get_ydata()[0] < 0 < after.get_ydata()[0]


def test_a_triangle_stands_only_at_changes_that_hold():
    rows = (
        year_row("p000", 0.1, 0.3, p=0.01),
        year_row("p001", 0.3, 0.1, p=0.05),
        year_row("p002", 0.1, 0.3, p=0.06),
        year_row("p003", 0.1, 0.14, p=0.01),  # its interval holds 0
        year_row("p004", 0.1, 0.1),
    )
    figure = draw_year_on_year(
        [YearPanel("farming", "农业", rows)], names_of(5), caption=CAPTION, tested=5, claimed=2
    ).figure
    assert texts(figure, "change") == ["▲+20.0", "▼−20.0", "+20.0", "+4.0", "0.0"]


def test_a_figure_without_claims_says_that_none_holds():
    panel = YearPanel("farming", "农业", (year_row("p000", 0.1, 0.3),))
    told = {"caption": CAPTION, "tested": 20, "sources": ()}
    one, none = (
        draw_year_on_year([panel], names_of(1), claimed=claimed, **told) for claimed in (1, 0)
    )
    assert "没有一处成立" in none.note
    assert "没有一处成立" not in one.note


def test_every_town_stands_in_every_panel_once_and_the_others_in_words():
    panels = year_panels(32, {"farming": "农业", "party": "党建"})
    silent = [("没有上年的计划", "别处镇")]
    told = {"caption": CAPTION, "tested": 64, "claimed": 7, "reasons": silent}
    picture = draw_year_on_year(panels, names_of(32), **told)
    shown = [text for f in picture.figures for text in texts(f, "change")]
    assert len(shown) == len(picture.data) == 64
    panels_drawn = [ax for f in picture.figures for ax in f.axes[1:]]
    assert sum(len(m.get_xdata()) for ax in panels_drawn for m in marks(ax, "after")) == 64
    assert texts(picture.figures[-1], "towns_in_words") == ["别处镇"]


def test_no_town_of_two_years_is_nothing_to_draw():
    picture = draw_year_on_year(
        [], {}, caption=CAPTION, tested=0, claimed=0, reasons=[("没有上年的计划", "别处镇")]
    )
    assert texts(picture.figures[0], "why") == ["没有可画的内容。"]
    assert picture.note == "没有一个乡镇有可比的两年计划"
