"""Figures 2, 3 and 5: keywords, themes, the tree, coverage, terms and clouds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from figure_towns import (
    CAPTION,
    INDICATORS,
    KEYWORDS,
    LABELS,
    THEMES,
    coverage_cells,
    grouping,
    keyword_counts,
    names_of,
    theme_shares,
    top_terms,
)
from matplotlib.artist import Artist
from scipy.cluster.hierarchy import dendrogram

from analysis.figures.clouds import plot_cloud
from analysis.figures.coverage import draw_coverage, plot_coverage
from analysis.figures.export import export_picture
from analysis.figures.groups import draw_groups, explain_grouping
from analysis.figures.keywords import draw_keywords, plot_keyword
from analysis.figures.rates import draw_target_rates
from analysis.figures.style import STATE_MARKS, page
from analysis.figures.terms import draw_cloud, draw_clouds, draw_top_terms, plot_terms
from analysis.figures.theme_grid import plot_theme_shares
from analysis.figures.themes import draw_themes, order_columns
from analysis.figures.tree import list_runs, trace_branches
from analysis.model import CoverageCell, Grouping, KeywordCount, ThemeShares


@pytest.fixture(autouse=True)
def _page():
    with page("a4_full", labels=LABELS):
        yield


def marks(where: Artist, gid: str) -> list:
    return where.findobj(lambda artist: artist.get_gid() == gid)


def texts(where: Artist, gid: str) -> list[str]:
    return [mark.get_text() for mark in marks(where, gid)]


def themes_figure(n, **more):
    told = {"caption": CAPTION, "lexicon_hash": "0f1e2d3c4b5a"} | more
    return draw_themes(theme_shares(n), grouping(n), names_of(n), THEMES, **told)


# keywords


def test_an_absent_keyword_is_zero_and_a_silent_town_is_words():
    said = KeywordCount("p000", "乡村振兴", 5, 4, 8.25, 0.1234, 17)
    absent = KeywordCount("p001", "乡村振兴", 2, 0, 0.0, 0.0, None)
    ax = plot_keyword([said, absent, "不可读"], longest=10.0)
    assert texts(ax, "number") == ["8.2", "4", "0.123", "17", "0", "0", "0", "–"]
    assert texts(ax, "silent") == ["不可读"]
    assert len(marks(ax, "bar")) == 2


def test_bars_of_all_keywords_share_one_scale():
    counts = keyword_counts(8)
    figure = draw_keywords(counts, tuple(names_of(8)), KEYWORDS, names_of(8), caption=CAPTION)
    bars = [bar.get_width() for bar in marks(figure.figure, "bar")]
    shown = [c.per_10k_chars for k in KEYWORDS for c in counts if c.keyword == k]
    lane = max(bars)
    assert bars == pytest.approx([value / max(shown) * lane for value in shown])


def test_panels_keep_the_order_of_keywords_and_towns():
    order = tuple(reversed(names_of(6)))
    figure = draw_keywords(keyword_counts(6), order, KEYWORDS, names_of(6), caption=CAPTION).figure
    assert texts(figure, "keyword") == list(KEYWORDS)
    assert texts(figure, "town") == [names_of(6)[plan_id] for plan_id in order]


def test_a_few_plans_make_tfidf_exploratory():
    few, many = (
        draw_keywords(keyword_counts(n), tuple(names_of(n)), KEYWORDS, names_of(n), caption=CAPTION)
        for n in (5, 32)
    )
    assert "仅5份文本，TF-IDF只供探索" in few.note
    assert "只供探索" not in many.note


def test_counts_over_whole_documents_stand_in_the_data_only():
    picture = draw_keywords(
        [KeywordCount("p000", "招商引资", 987, 4, 8.0, 0.1, 3)],
        ("p000",),
        ("招商引资",),
        names_of(1),
        caption=CAPTION,
    )
    assert picture.data[0]["count_document"] == 987
    assert "987" not in texts(picture.figure, "number")


# themes and groups


def test_every_cell_shows_its_share_in_per_cent():
    shares = np.array([[0.5, 0.25], [0.126, 0.0]])
    ax = plot_theme_shares(shares, darkest=0.5)
    assert texts(ax, "share") == ["50", "25", "13", "0"]


def test_only_sure_differences_carry_a_triangle_and_the_note_says_what_it_means():
    shares, differs = np.array([[0.5, 0.25], [0.126, 0.0]]), np.array([[1, 0], [0, -1]])
    ax = plot_theme_shares(shares, darkest=0.5, differs=differs)
    marks = [
        (line.get_gid(), int(line.get_xdata()[0]), round(line.get_ydata()[0])) for line in ax.lines
    ]
    assert marks == [("above", 0, 0), ("below", 1, 1)]
    assert not plot_theme_shares(shares, darkest=0.5).lines

    told = np.zeros((6, len(THEMES)), dtype=int)
    told[2, 1] = -1
    known = {"caption": CAPTION, "lexicon_hash": "0"}
    drawn = draw_themes(theme_shares(6), grouping(6), names_of(6), THEMES, differs=told, **known)
    assert "Holm" in drawn.note
    sides = {(row["plan_id"], row["theme"]): row["differs"] for row in drawn.data}
    odd = theme_shares(6).plan_ids[2], theme_shares(6).themes[1]
    assert sides.pop(odd) == "below"
    assert set(sides.values()) == {None}
    silent = draw_themes(theme_shares(6), grouping(6), names_of(6), THEMES, **known)
    assert "Holm" not in silent.note


def test_themes_stand_by_mean_share_and_towns_in_leaf_order():
    shares, group = theme_shares(12), grouping(12)
    picture = themes_figure(12)
    means = shares.shares[:, order_columns(shares)].mean(axis=0)
    assert list(means) == sorted(means, reverse=True)
    leaves = [names_of(12)[group.plan_ids[i]] for i in group.order]
    assert texts(picture.figure, "town") == leaves
    first = [row["town"] for row in picture.data[:: len(THEMES)]]
    assert first == leaves


def test_a_town_without_sentences_has_no_shares_and_says_so():
    shares = theme_shares(4)
    silent = replace(shares, n_sentences=np.array([0, 50, 60, 70]))
    picture = draw_themes(
        silent, grouping(4), names_of(4), THEMES, caption=CAPTION, lexicon_hash="0"
    )
    assert len(marks(picture.figure, "silent")) == 1
    assert len(marks(picture.figure, "share")) == 3 * len(THEMES)
    gone = [row for row in picture.data if row["plan_id"] == "p000"]
    assert {row["share_pct"] for row in gone} == {None}


def test_towns_left_out_of_the_tree_stand_below_with_their_reason():
    shares = theme_shares(6)
    group = replace(grouping(5), left_out=(("p005", "few_sentences"),))
    picture = draw_themes(shares, group, names_of(6), THEMES, caption=CAPTION, lexicon_hash="0")
    assert texts(picture.figure, "town")[-1] == names_of(6)["p005"]
    assert "部署句太少" in picture.note


def test_plans_that_were_not_drawn_are_counted_and_not_named():
    group = replace(grouping(5), left_out=(("p005", "not_drawn"), ("p006", "few_sentences")))
    [said] = explain_grouping(group, names_of(7))[-1:]
    assert "1份未抽中" in said
    assert names_of(7)["p005"] not in said
    assert names_of(7)["p006"] in said


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("tree_only", "不表示类型"),
        ("descriptive", "连续分布：括号为描述性切分"),
        ("types", "通过检验的类型"),
        ("too_few", "不作归类"),
    ],
)
def test_the_note_says_what_may_be_concluded_and_from_which_lexicon(verdict, words):
    group = replace(grouping(12), verdict=verdict)
    picture = draw_themes(
        theme_shares(12), group, names_of(12), THEMES, caption=CAPTION, lexicon_hash="0f1e2d"
    )
    assert words in picture.note
    assert "0f1e2d" in picture.note


def test_the_note_tells_both_tests_where_there_is_a_cut_and_only_there():
    tested = replace(grouping(12), null_p=0.537, stability={1: 0.684, 2: 0.9, 3: 0.8})
    for draw in (
        lambda g: draw_groups(g, names_of(12), caption=CAPTION),
        lambda g: draw_themes(
            theme_shares(12), g, names_of(12), THEMES, caption=CAPTION, lexicon_hash="0"
        ),
    ):
        assert "p=0.537" in draw(tested).note
        assert "0.68、0.90、0.80" in draw(tested).note
        assert "n=12" in draw(tested).note
        assert "p=" not in draw(grouping(12, "tree_only")).note


def test_the_descriptive_cut_is_brackets_and_every_branch_has_one_ink():
    figure = draw_groups(grouping(20), names_of(20), caption=CAPTION).figure
    assert len(marks(figure, "cut")) == len(list_runs(grouping(20))) == 3
    assert len({branch.get_color() for branch in marks(figure, "branch")}) == 1
    assert len(marks(figure, "branch")) == 19


def test_branches_are_those_that_scipy_draws():
    group = grouping(15)
    ours = {
        tuple(np.round((*heights, *rows), 9))
        for heights, rows in trace_branches(group.linkage, group.order)
    }
    drawn = dendrogram(group.linkage, no_plot=True)
    assert drawn["leaves"] == list(group.order)
    scipys = set()
    for heights, rows in zip(drawn["dcoord"], drawn["icoord"], strict=True):
        scipys.add(tuple(np.round((*heights, *((np.array(rows) - 5) / 10)), 9)))
        scipys.add(tuple(np.round((*heights[::-1], *((np.array(rows[::-1]) - 5) / 10)), 9)))
    assert ours <= scipys


@pytest.mark.parametrize("n", [1, 2])
def test_below_three_plans_the_figure_says_why_there_is_no_tree(n):
    plan_ids = tuple(names_of(n))
    group = Grouping(
        plan_ids,
        (),
        np.zeros((n, n)),
        np.zeros((max(n - 1, 0), 4)),
        tuple(range(n)),
        (),
        (),
        "too_few",
        "invented",
    )
    figure = draw_groups(group, names_of(n), caption=CAPTION).figure
    assert f"只有{n}份可比的计划" in "".join(texts(figure, "why"))
    assert marks(figure, "branch") == []


def test_themes_of_one_town_are_drawn_without_a_tree():
    group = Grouping(
        ("p000",), (), np.zeros((1, 1)), np.zeros((0, 4)), (0,), (), (), "too_few", "invented"
    )
    figure = draw_themes(
        theme_shares(1), group, names_of(1), THEMES, caption=CAPTION, lexicon_hash="0"
    ).figure
    assert len(marks(figure, "share")) == len(THEMES)
    assert marks(figure, "branch") == []


def test_another_tree_over_the_same_data_is_another_picture(tmp_path):
    one, other = grouping(6), grouping(6)
    other.linkage[-1, 2] += 0.1
    first, second = (draw_groups(g, names_of(6), caption=CAPTION) for g in (one, other))
    assert first.data == second.data
    export_picture(first, "tree", tmp_path, inputs={}, formats=("png",))
    assert len(export_picture(second, "tree", tmp_path, inputs={}, formats=("png",))) == 3


# coverage


def test_every_cell_has_the_shape_of_its_state():
    states = tuple(STATE_MARKS)
    cells = [CoverageCell(f"p{i}", "gdp", state) for i, state in enumerate(states)]
    ax = plot_coverage(cells, [c.plan_id for c in cells], ["gdp"])
    drawn = {line.get_gid(): line for line in ax.lines if line.get_gid() in STATE_MARKS}
    assert {gid: line.get_marker() for gid, line in drawn.items()} == {
        state: mark.marker for state, mark in STATE_MARKS.items()
    }
    assert {gid: line.get_xydata().tolist() for gid, line in drawn.items()} == {
        state: [[0, y]] for y, state in enumerate(states)
    }


def test_an_indicator_nobody_speaks_of_has_no_column():
    cells = [
        CoverageCell("p000", "gdp", "masked"),
        CoverageCell("p000", "jobs", "not_stated"),
        CoverageCell("p000", "grain", "unreadable"),
    ]
    picture = draw_coverage(cells, names_of(1), INDICATORS, caption=CAPTION)
    assert len(texts(picture.figure, "indicator")) == 1
    assert {row["indicator"] for row in picture.data} == {"gdp"}


def test_states_in_the_legend_add_up_to_the_cells():
    picture = draw_coverage(coverage_cells(32), names_of(32), INDICATORS, caption=CAPTION)
    counted = [int(said.split("（")[1].rstrip("）")) for said in texts(picture.figure, "legend")]
    assert sum(counted) == len(picture.data)


def test_a_cell_without_a_state_is_an_error():
    with pytest.raises(KeyError):
        plot_coverage([CoverageCell("p000", "gdp", "stated")], ["p000", "p001"], ["gdp"])


def test_columns_that_do_not_fit_go_on_below():
    many = {f"i{j:02d}": f"指标{j:02d}" for j in range(60)}
    cells = [CoverageCell(p, key, "stated") for p in names_of(3) for key in many]
    figure = draw_coverage(cells, names_of(3), many, caption=CAPTION).figure
    assert len(texts(figure, "indicator")) == 60
    assert len(texts(figure, "town")) == 3 * 2


def test_nothing_spoken_of_is_said_in_words():
    cells = [CoverageCell("p000", "gdp", "not_stated")]
    figure = draw_coverage(cells, names_of(1), INDICATORS, caption=CAPTION).figure
    assert texts(figure, "why") == ["没有可画的内容。"]


# terms and clouds


def test_bars_are_the_weights_in_the_order_given():
    terms = [("油茶", 0.4), ("古街", 0.1), ("渡口", 0.3)]
    ax = plot_terms(terms, longest=0.4)
    assert [bar.get_width() for bar in ax.patches] == [0.4, 0.1, 0.3]
    assert [t.get_text() for t in ax.get_yticklabels()] == ["油茶", "古街", "渡口"]


def test_many_towns_are_told_in_rows_and_keep_every_weight_in_the_data():
    picture = draw_top_terms(top_terms(32), names_of(32), caption=CAPTION)
    assert len(texts(picture.figure, "terms")) == 32
    assert len(picture.data) == 320


def test_the_same_weights_give_the_same_cloud_in_any_order():
    terms = [(term, round(weight, 1)) for term, weight in top_terms(1)["p000"]]
    assert len({weight for _, weight in terms}) < len(terms), "ties must be among them"
    one = plot_cloud(terms).images[0].get_array()
    two = plot_cloud(list(reversed(terms))).images[0].get_array()
    assert np.array_equal(one, two)


def test_a_cloud_without_terms_is_words():
    for nothing in ([], [("油茶", 0.0)]):
        ax = plot_cloud(nothing)
        assert texts(ax, "silent") == ["没有可用的词语"]
        assert list(ax.images) == []
    picture = draw_cloud("p000", [], names_of(1), caption=CAPTION)
    assert texts(picture.figure, "silent") == ["没有可用的词语"]


def test_a_contact_sheet_has_one_cloud_a_town():
    terms = {p: found[:3] for p, found in top_terms(4).items()} | {"p001": []}
    figure = draw_clouds(terms, names_of(4), caption=CAPTION).figure
    assert texts(figure, "town") == list(names_of(4).values())
    assert len(marks(figure, "cloud")) == 3


def test_words_too_small_to_read_are_left_out_of_a_small_cloud():
    from analysis.figures.clouds import _paint_cloud  # noqa: PLC0415
    from analysis.figures.fonts import chinese_font  # noqa: PLC0415

    terms = tuple((f"词语{i}", 1 / (1 + i)) for i in range(40))
    font = chinese_font().path
    fine, coarse = (_paint_cloud(terms, 100, px, 1, font) for px in (4, 40))
    assert (fine < 250).sum() > (coarse < 250).sum()


def test_a_figure_of_no_towns_says_that_there_is_nothing_to_draw():
    group = Grouping((), (), np.zeros((0, 0)), np.zeros((0, 4)), (), (), (), "too_few", "invented")
    empty = ThemeShares(
        np.zeros((0, len(THEMES))), np.zeros(0, dtype=np.int64), (), tuple(THEMES), "invented"
    )
    pictures = [
        draw_themes(empty, group, {}, THEMES, caption=CAPTION, lexicon_hash="0"),
        draw_groups(group, {}, caption=CAPTION),
        draw_keywords([], (), KEYWORDS, {}, caption=CAPTION),
        draw_target_rates([], {}, caption=CAPTION),
        draw_coverage([], {}, INDICATORS, caption=CAPTION),
        draw_top_terms({}, {}, caption=CAPTION),
        draw_clouds({}, {}, caption=CAPTION),
    ]
    for picture in pictures:
        assert texts(picture.figure, "why") == ["没有可画的内容。"]
        assert picture.data == ()
