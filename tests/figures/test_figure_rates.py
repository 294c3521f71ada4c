"""Figure 1: what is drawn for each form of a target, and what is never drawn."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

import pytest
from figure_towns import (
    CAPTION,
    LABELS,
    claim,
    masked_row,
    names_of,
    relative_row,
    silent_row,
    stated,
    stated_row,
    target_rows,
)
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from analysis.figures.marks import ARROW_PT
from analysis.figures.rates import draw_target_rates, plot_target_rates
from analysis.figures.scale import choose_scale
from analysis.figures.style import page
from analysis.figures.wording import read_wording
from analysis.model import Stated, TargetRow

NAMES = names_of(120)


@pytest.fixture(autouse=True)
def _page():
    with page("a4_full", labels=LABELS):
        yield


def marks(where: Artist, gid: str) -> list:
    return where.findobj(lambda artist: artist.get_gid() == gid)


def xs(where: Artist, gid: str) -> list[list[float]]:
    return [list(mark.get_xdata()) for mark in marks(where, gid)]


def texts(where: Artist, gid: str) -> list[str]:
    return [mark.get_text() for mark in marks(where, gid)]


def draw(rows, **more):
    return draw_target_rates(rows, NAMES, caption=CAPTION, **more)


def level(plan_id, low, unit, factor, **more):
    amount = Stated(low, low, unit, "exact", low * factor, low * factor, "元")
    made = claim(plan_id, amount, f"完成财政收入{low}{unit}", f"{low}{unit}", kind="level", **more)
    return TargetRow(plan_id, "stated", made, None, None)


def test_a_dot_stands_at_the_stated_number():
    ax = plot_target_rates([stated_row("p000", 7.0), stated_row("p001", 9.5)], NAMES)
    assert xs(ax, "stated") == [[7.0], [9.5]]


def test_hidden_relative_and_missing_numbers_have_no_mark_on_the_axis():
    rows = [masked_row("p000"), relative_row("p001"), silent_row("p002", "not_stated")]
    ax = plot_target_rates(rows, NAMES)
    assert ax.lines == [] or [line for line in ax.lines if line.get_gid()] == []
    assert texts(ax, "wording") == ["隐去 **%", "相对表述 与全县平均增速保持同步", "未提"]


def test_a_hidden_result_of_last_year_has_no_tick():
    hidden = masked_row("p000").target
    row = replace(stated_row("p000", 7.0), achieved=replace(hidden, status="achieved"))
    assert marks(plot_target_rates([row], NAMES), "achieved") == []


def test_two_of_five_towns_that_state_a_number_give_two_dots_and_words_for_three():
    picture = draw(target_rows(5))
    assert len(marks(picture.figure, "stated")) == 2
    assert texts(picture.figure, "state") == ["相对表述（1）", "隐去（1）", "未提（1）"]
    assert texts(picture.figure, "words_masked") == ["驩城镇“**%”"]
    assert picture.note.startswith("5个乡镇中2个写明数值")


def test_towns_with_the_same_words_stand_together_behind_them():
    picture = draw([masked_row("p000"), relative_row("p002"), masked_row("p001")])
    assert texts(picture.figure, "words_masked") == [f"“**%”{NAMES['p000']}、{NAMES['p001']}"]
    assert texts(picture.figure, "words_relative") == [f"{NAMES['p002']}“与全县平均增速保持同步”"]


def test_a_panel_in_words_that_goes_on_names_its_state_again():
    long = {plan_id: f"{name}及其所辖各村（社区）" for plan_id, name in NAMES.items()}
    hidden = [masked_row(plan_id) for plan_id in long]
    with page("slide", labels=LABELS):
        figures = draw_target_rates(hidden, long, caption=CAPTION).figures
    assert len(figures) > 1
    assert [texts(figure, "state") for figure in figures] == [["隐去（120）"]] * len(figures)
    said = "".join(t for f in figures for gid in ("words_masked", "words_") for t in texts(f, gid))
    assert all(name in said for name in long.values())


def test_a_name_too_long_is_shortened_and_whole_in_the_data():
    with page("a4_column", labels=LABELS):
        rows = [stated_row("p004", 7.0)]
        picture = draw(rows)
        figure = picture.figure
        figure.draw_without_rendering()
    (label,) = figure.axes[1].get_yticklabels()
    assert label.get_text().endswith("…")
    assert picture.data[0]["town"] == NAMES["p004"]


def test_without_a_stated_number_only_words_are_drawn():
    picture = draw([masked_row("p000"), silent_row("p001", "no_text")])
    assert marks(picture.figure, "stated") == []
    assert len(picture.figure.axes) == 1
    assert texts(picture.figure, "state") == ["隐去（1）", "无文本（1）"]


def test_seven_states_add_up_to_the_towns():
    rows = target_rows(120)
    picture = draw(rows)
    said = {state for figure in picture.figures for state in texts(figure, "state")}
    in_words = [int(state.split("（")[1].rstrip("）")) for state in said]
    dots = [dot for figure in picture.figures for dot in marks(figure, "stated")]
    assert len(dots) + sum(in_words) == len(rows) == picture.n


@pytest.mark.parametrize(
    ("qualifier", "relation", "way"),
    [
        ("at_least", None, 1),
        ("at_most", None, -1),
        ("at_least", "decrease", -1),
        ("at_most", "decrease", 1),
    ],
)
def test_arrows_have_one_length_and_point_where_the_words_point(qualifier, relation, way):
    row = TargetRow(
        "p000", "stated", stated("p000", -2.0, qualifier=qualifier, relation=relation), None, None
    )
    (arrow,) = marks(plot_target_rates([row], NAMES), "arrow")
    assert arrow.get_position() == (way * ARROW_PT, 0)
    assert tuple(arrow.xy) == (-2.0, 0)


def test_about_is_hollow_and_exact_is_filled():
    rows = [stated_row("p000", 8.0, qualifier="about"), stated_row("p001", 8.0)]
    about, exact = marks(plot_target_rates(rows, NAMES), "stated")
    assert about.get_markerfacecolor() == "#ffffff"
    assert exact.get_markerfacecolor() == exact.get_markeredgecolor()


def test_a_range_is_a_bar_from_end_to_end():
    assert xs(plot_target_rates([stated_row("p000", 6.0, 8.0)], NAMES), "stated") == [[6.0, 8.0]]


def test_the_stretch_tier_is_a_triangle_beside_the_firm_dot():
    ax = plot_target_rates([stated_row("p000", 7.0, stretch=9.0)], NAMES)
    assert xs(ax, "stated") == [[7.0]]
    assert xs(ax, "stretch") == [[9.0]]
    assert texts(ax, "wording") == ["7.0%，力争9.0%"]


def test_towns_stand_in_the_order_given_and_the_whole_figure_highest_first():
    rows = [
        stated_row("p003", 7.0, achieved=6.0),
        stated_row("p000", 9.0),
        stated_row("p002", 7.0, achieved=8.0),
    ]
    ax = plot_target_rates(rows, NAMES)
    assert [t.get_text() for t in ax.get_yticklabels()] == [NAMES[r.plan_id] for r in rows]
    chart = draw(rows).figure.axes[1]
    shown = [t.get_text() for t in chart.get_yticklabels()]
    assert shown == [NAMES[p] for p in ("p000", "p002", "p003")]


def test_the_axis_is_not_forced_to_zero():
    low, high = plot_target_rates(
        [stated_row("p000", 7.0), stated_row("p001", 7.5)], NAMES
    ).get_xlim()
    assert 6 < low < 7
    assert 7.5 < high < 8.5


def test_the_dotted_line_is_the_median_of_stated_targets_only():
    rows = target_rows(32)
    middles = [
        (r.target.amount.low + r.target.amount.high) / 2 for r in rows if r.state == "stated"
    ]
    (line,) = marks(draw(rows).figure, "median")
    assert list(line.get_xdata()) == [median(middles)] * 2


def test_a_range_counts_in_the_median_by_its_middle():
    rows = [stated_row("p000", 5.0, 9.0), stated_row("p001", 6.0), stated_row("p002", 8.0)]
    (line,) = marks(draw(rows).figure, "median")
    assert list(line.get_xdata()) == [7.0, 7.0]


def test_an_open_end_is_no_place_on_the_axis():
    row = stated_row("p000", 7.0, qualifier="at_least")
    amount = replace(row.target.amount, high=float("inf"), base_high=float("inf"))
    row = replace(row, target=replace(row.target, amount=amount))
    ax = plot_target_rates([row, stated_row("p001", 6.0)], NAMES)
    assert xs(ax, "stated") == [[7.0], [6.0]]
    assert len(marks(ax, "arrow")) == 1
    assert draw([row]).data[0]["target_high"] == 7.0


def test_two_numbers_have_no_median():
    rows = [stated_row("p000", 7.0), stated_row("p001", 9.0)]
    assert marks(draw(rows).figure, "median") == []


def test_levels_in_yi_and_wan_share_one_axis():
    rows = [
        level("p000", 1.2, "亿元", 1e8),
        level("p001", 9000, "万元", 1e4),
        level("p002", 1.5, "亿元", 1e8),
    ]
    ax = plot_target_rates(rows, NAMES)
    assert xs(ax, "stated") == [[1.2], [0.9], [1.5]]
    assert ax.get_xlabel() == "目标值（亿元）"


def test_every_page_keeps_the_unit_of_the_whole():
    rows = [level(p, 9 - i / 100, "亿元", 1e8) for i, p in enumerate(list(NAMES)[:90])]
    rows += [level(p, 900 - i, "万元", 1e4) for i, p in enumerate(list(NAMES)[90:])]
    figures = draw(rows).figures
    assert len(figures) > 2
    assert {figure.axes[1].get_xlabel() for figure in figures} == {"目标值（亿元）"}
    assert xs(figures[-1], "stated")[-1] == [0.0871]


def test_a_number_that_lost_its_unit_stands_in_words():
    lost = stated_row("p000", 7.0)
    amount = replace(lost.target.amount, unit=None, base_unit=None)
    lost = replace(lost, target=replace(lost.target, amount=amount))
    picture = draw([lost, stated_row("p001", 8.0)])
    assert xs(picture.figure, "stated") == [[8.0]]
    assert texts(picture.figure, "state") == ["单位缺失（1）"]


@pytest.mark.parametrize("part", ["indicator", "kind", "unit", "town"])
def test_a_figure_refuses_to_mix(part):
    one, two = stated_row("p000", 7.0), stated_row("p001", 8.0)
    match part:
        case "indicator":
            two = replace(two, target=replace(two.target, indicator="income"))
        case "kind":
            two = replace(two, target=replace(two.target, kind="ratio"))
        case "unit":
            two = replace(
                two, target=replace(two.target, amount=replace(two.target.amount, base_unit="亩"))
            )
        case _:
            two = replace(two, plan_id="p000")
    with pytest.raises(ValueError, match="select before drawing"):
        choose_scale([one, two])
    with pytest.raises(ValueError, match="select before drawing"):
        draw([one, two])


def test_the_right_margin_shows_the_wording_of_the_plan():
    row = stated_row("p000", 7.5, qualifier="at_least")
    assert texts(plot_target_rates([row], NAMES), "wording") == ["7.5%以上"]


@pytest.mark.parametrize(
    ("quote", "figure", "qualifier", "wording"),
    [
        ("全镇生产总值增长7%以上", "7%", "at_least", "7%以上"),
        ("增长7%左右，力争更高", "7%", "about", "7%左右"),
        ("财政收入增长6%", "6%", "exact", "6%"),
        ("工业增加值增幅不低于8%", "8%", "at_least", "…不低于8%"),
        ("投资增长9%的同时要稳定就业岗位数量", "9%", "exact", "9%"),
        ("总值增长\n7%以\n上，", "7%", "at_least", "7%以上"),
        ("增长7%、8%", "7%", "exact", "7%"),
    ],
)
def test_the_wording_keeps_what_qualifies_the_number(quote, figure, qualifier, wording):
    amount = Stated(7.0, 7.0, "%", qualifier, 7.0, 7.0, "%")
    assert read_wording(claim("p000", amount, quote, figure)) == wording


def test_a_repaired_quote_is_never_cut_by_offsets_of_the_received_text():
    amount = Stated(7.5, 7.5, "%", "exact", 7.5, 7.5, "%")
    whole = claim("p000", amount, "财政收入增长7.5%", "7.5%")
    # a page mark of four characters was cut out before the number
    moved = replace(
        whole.evidence,
        end=whole.evidence.end + 4,
        value_start=whole.evidence.value_start + 4,
        value_end=whole.evidence.value_end + 4,
    )
    assert "7.5%" in read_wording(replace(whole, evidence=moved))


@pytest.mark.parametrize(("cell", "wording"), [("8", "8%"), ("8以上", "8%以上"), ("≤3.0", "≤3.0%")])
def test_a_number_alone_in_a_table_cell_gets_the_unit_of_its_row(cell, wording):
    amount = Stated(8.0, 8.0, "%", "exact", 8.0, 8.0, "%")
    figure = cell.removesuffix("以上")
    assert read_wording(claim("p000", amount, f"工业增加值\t%\t{cell}", figure)) == wording


def test_the_data_beside_the_figure_leave_hidden_numbers_empty():
    picture = draw([masked_row("p000"), stated_row("p001", 8.0), relative_row("p002")])
    by_plan = {row["plan_id"]: row for row in picture.data}
    assert by_plan["p001"]["target_low"] == 8.0
    for plan_id in ("p000", "p002"):
        assert by_plan[plan_id]["target_low"] is None
        assert by_plan[plan_id]["wording"]


def test_plotting_on_given_axes_draws_there():
    given = draw([stated_row("p000", 8.0)]).figure.add_axes((0, 0, 1, 1))
    returned = plot_target_rates([stated_row("p000", 8.0)], NAMES, ax=given)
    assert returned is given
    assert isinstance(returned, Axes)
