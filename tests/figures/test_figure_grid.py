"""Small multiples of targets, and the totals of coverage: what is drawn and what never is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from statistics import median

import pytest
from figure_towns import (
    CAPTION,
    INDICATORS,
    LABELS,
    coverage_cells,
    masked_row,
    names_of,
    panel_rows,
    relative_row,
    silent_row,
    stated_row,
    target_rows,
)
from matplotlib.figure import Figure

from analysis.figures.coverage import draw_coverage
from analysis.figures.marks import ARROW_PT
from analysis.figures.measure import measure_width
from analysis.figures.style import current_page, page
from analysis.figures.target_grid import MARK_SIZE, TargetPanel, draw_target_grid, plot_panel
from analysis.figures.target_row import set_few_ticks

NAMES = names_of(120)


@pytest.fixture(autouse=True)
def _page():
    with page("a4_full", labels=LABELS):
        yield


def marks(where, gid):
    return where.findobj(lambda artist: artist.get_gid() == gid)


def texts(where, gid):
    return [mark.get_text() for mark in marks(where, gid)]


def panel(rows, key="gdp", kind="growth_rate", name="地区生产总值"):
    return TargetPanel(key, kind, name, tuple(rows))


def draw(panels, n, **more):
    return draw_target_grid(panels, tuple(NAMES)[:n], NAMES, caption=CAPTION, **more)


def test_a_panel_has_dots_for_numbers_and_nothing_for_the_rest():
    silent = [masked_row("p001"), relative_row("p002"), silent_row("p003", "not_stated")]
    rows = [stated_row("p000", 7.0), *silent, stated_row("p004", 9.0, qualifier="at_least")]
    ax = plot_panel(rows)
    dots = [(*mark.get_xdata(), *mark.get_ydata()) for mark in marks(ax, "stated")]
    assert dots == [(7.0, 0), (9.0, 4)]
    (arrow,) = marks(ax, "arrow")
    assert arrow.get_position() == (ARROW_PT * MARK_SIZE, 0)


def test_a_town_without_a_number_has_the_shape_of_its_state_beside_the_axis():
    figure = draw([panel(target_rows(10)), panel(panel_rows(10, 1), key="retail")], 10).figure
    rows = [*target_rows(10), *panel_rows(10, 1)]
    expected = Counter(row.state for row in rows if row.state != "stated")
    drawn = {s: len(marks(figure, s)) for s in ("relative", "masked", "not_stated", "unreadable")}
    assert drawn == {state: expected[state] for state in drawn}
    assert len(marks(figure, "stated")) == len(rows) - expected.total()
    places = {mark.get_xdata()[0] for state in drawn for mark in marks(figure, state)}
    assert len(places) == 2, "one margin column a panel"


def test_towns_stand_in_one_order_in_every_panel():
    rows = [stated_row(f"p{i:03d}", 5.0 + i) for i in range(4)]
    other = [stated_row(f"p{i:03d}", 9.0 - i) for i in (2, 0, 3, 1)]
    figure = draw([panel(rows), panel(other, key="retail")], 4).figure
    first, second = figure.axes[1:]
    at = [[mark.get_xdata()[0] for mark in marks(ax, "stated")] for ax in (first, second)]
    assert at == [[5.0, 6.0, 7.0, 8.0], [9.0, 8.0, 7.0, 6.0]]
    assert texts(figure, "town") == list(NAMES.values())[:4]


def test_kinds_are_never_mixed_inside_a_panel():
    one, two = stated_row("p000", 7.0), stated_row("p001", 8.0)
    two = replace(two, target=replace(two.target, kind="ratio"))
    with pytest.raises(ValueError, match="select before drawing"):
        plot_panel([one, two])


def test_the_median_is_of_stated_numbers_and_needs_three():
    rows = [*target_rows(32)]
    middles = [
        (r.target.amount.low + r.target.amount.high) / 2 for r in rows if r.state == "stated"
    ]
    (line,) = marks(plot_panel(rows), "median")
    assert line.get_xdata()[0] == pytest.approx(median(middles))
    assert marks(plot_panel([stated_row("p000", 5.0), stated_row("p001", 6.0)]), "median") == []


def test_every_page_of_a_panel_has_the_same_axis_and_median():
    panels = [panel(panel_rows(120, i), key=f"k{i}", kind=k) for i, k in
              enumerate(["growth_rate", "growth_rate", "level"])]  # fmt: skip
    figures = draw(panels, 120).figures
    assert len(figures) > 1
    for i in range(3):
        axes = [figure.axes[1 + i] for figure in figures]
        assert len({ax.get_xlim() for ax in axes}) == 1
        assert len({tuple(marks(ax, "median")[0].get_xdata()) for ax in axes}) == 1


@pytest.mark.parametrize("width", [0.25, 0.5, 0.9, 2.0])
@pytest.mark.parametrize("ends", [(4.2, 11.8), (-3.5, 2.5), (41_000, 187_000), (6.4, 6.7)])
def test_numbers_below_a_small_axis_are_round_and_stand_clear_of_each_other(width, ends):
    ax = Figure(figsize=(4, 1)).subplots()
    ax.set_xlim(*ends)
    set_few_ticks(ax, width)
    size = current_page().small_pt
    places = [(tick - ends[0]) / (ends[1] - ends[0]) * width for tick in ax.get_xticks()]
    halves = [measure_width(label.get_text(), size) / 2 for label in ax.get_xticklabels()]
    boxes = [(x - half, x + half) for x, half in zip(places, halves, strict=True)]
    assert all(one[1] < two[0] for one, two in pairwise(boxes))
    assert all(box[1] < width + 0.05 for box in boxes)
    assert len(boxes) >= (1 if width > 0.5 else 0)


def test_each_panel_says_its_kind_unit_and_how_many_state_a_number():
    figure = draw([panel(panel_rows(32, i), key=f"k{i}", kind=k) for i, k in
                   ((0, "growth_rate"), (2, "level"))], 32).figure  # fmt: skip
    assert texts(figure, "axis") == ["增长（%）", "数额（万元）"]
    assert texts(figure, "n") == ["写明19/32", "写明19/32"]


def test_the_data_beside_small_multiples_leave_hidden_numbers_empty():
    rows = [stated_row("p000", 7.0), masked_row("p001")]
    data = draw([panel(rows), panel(rows, key="retail", name="社会消费品零售总额")], 2).data
    assert [(r["indicator"], r["plan_id"], r["target_low"]) for r in data] == [
        ("gdp", "p000", 7.0), ("gdp", "p001", None),
        ("retail", "p000", 7.0), ("retail", "p001", None),
    ]  # fmt: skip


def test_no_panels_and_no_towns_are_said_in_words():
    for picture in (draw([], 3), draw([], 0)):
        assert texts(picture.figure, "why") == ["没有可画的内容。"]
        assert picture.data == ()


def test_totals_of_coverage_count_stated_cells_of_rows_and_columns():
    cells = coverage_cells(32)
    figure = draw_coverage(cells, names_of(32), INDICATORS, caption=CAPTION).figure
    stated = [cell for cell in cells if cell.state == "stated"]
    by_indicator = Counter(cell.indicator for cell in stated)
    by_town = Counter(cell.plan_id for cell in stated)
    shown = [int(n) for n in texts(figure, "towns_stating")]
    assert shown == sorted((by_indicator[key] for key in by_indicator), reverse=True)
    assert [int(n) for n in texts(figure, "indicators_stated")] == [
        by_town[p] for p in names_of(32)
    ]
    assert "写明（共32镇）" in texts(figure, "total_of")


def test_totals_are_of_all_towns_on_every_page():
    picture = draw_coverage(coverage_cells(120), names_of(120), INDICATORS, caption=CAPTION)
    totals = [texts(figure, "towns_stating") for figure in picture.figures]
    assert len(totals) > 1
    assert all(total == totals[0] for total in totals)
