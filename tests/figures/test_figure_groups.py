"""Groups looked at closely, shared text, groups before and after: what every mark must say."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from figure_groups import (
    GROUPS,
    group_towns,
    invent_moves,
    invent_parts,
    invent_shared,
    invent_together,
)
from figure_towns import CAPTION, LABELS, grouping, names_of
from matplotlib.artist import Artist

from analysis.figures.co_assignment import draw_co_assignment
from analysis.figures.cut_marks import draw_group_mark
from analysis.figures.group_changes import draw_group_changes, plot_group_flows
from analysis.figures.group_moves import GroupMove
from analysis.figures.groups import draw_groups
from analysis.figures.name_places import place_names
from analysis.figures.reuse_matrix import draw_reuse_matrix
from analysis.figures.silhouettes import deal_groups, draw_silhouettes, plot_silhouettes
from analysis.figures.style import INK, page
from analysis.figures.text_parts import draw_text_parts, plot_text_parts
from analysis.figures.town_map import draw_town_map
from analysis.figures.town_matrix import plot_town_matrix
from analysis.figures.tree import find_joins
from analysis.stats.maps import map_plans
from analysis.stats.reuse import TextParts
from analysis.stats.silhouettes import TownSilhouette, measure_silhouettes


@pytest.fixture(autouse=True)
def _page():
    with page("a4_full", labels=LABELS):
        yield


def marks(where: Artist, gid: str) -> list:
    return where.findobj(lambda artist: artist.get_gid() == gid)


def texts(where: Artist, gid: str) -> list[str]:
    return [mark.get_text() for mark in marks(where, gid)]


def said(picture) -> str:
    return "".join(texts(picture.figure, "note"))


def map_figure(n, group=None):
    group = group or group_towns(n)
    return draw_town_map(group, map_plans(group.distances), names_of(n), caption=CAPTION)


def silhouette_figure(group):
    return draw_silhouettes(
        group, measure_silhouettes(group), names_of(len(group.plan_ids)), caption=CAPTION
    )


# the tree's support


def test_each_group_of_the_cut_has_one_dot_on_its_branch_and_its_number_beside_it():
    figure = draw_groups(group_towns(32), names_of(32), caption=CAPTION).figure
    assert texts(figure, "jaccard") == ["0.82", "0.61", "0.90"]
    filled = [dot.get_markerfacecolor() for dot in marks(figure, "support")]
    assert len(filled) == 3
    assert filled == [INK["text"], INK["paper"], INK["text"]], "hollow below 0.75"


def test_a_dot_sits_where_the_plans_of_its_group_and_no_others_are_joined():
    group = group_towns(32)
    joins = find_joins(group)
    tall = {tuple(np.round(p[1:2], 9)) for p in [(0, h) for h, _ in joins.values()]}
    assert len(tall) == 3
    for number, (height, row) in joins.items():
        rows = [y for y, leaf in enumerate(group.order) if group.cut[leaf] == number]
        inner = group.linkage[: len(group.order) - 3, 2].max()
        assert rows[0] < row < rows[-1]
        assert height <= inner


def test_a_group_that_is_no_branch_of_the_tree_has_no_dot():
    group = group_towns(32)
    other = [1 + i % 3 for i in range(32)]
    assert find_joins(replace(group, cut=tuple(other))) == {}


def test_without_a_test_there_is_no_support():
    figure = draw_groups(grouping(12), names_of(12), caption=CAPTION).figure
    assert marks(figure, "support") == []
    assert "稳定性" not in said(draw_groups(grouping(12), names_of(12), caption=CAPTION))


# pairs of towns


def test_a_pair_is_white_exactly_where_it_shares_nothing():
    values = np.array([[1, 0.3, 0], [0.004, 1, 0], [0, 0.9, 1]])
    ax = plot_town_matrix(values, edges=(0, 0.01, 0.5, 1))
    (mesh,) = marks(ax, "pairs")
    drawn = np.ma.getmaskarray(mesh.get_array()).reshape(3, 3)
    assert drawn.tolist() == [[True, False, True], [False, True, True], [True, False, True]]
    assert len(marks(ax, "self")) == 3
    assert texts(ax, "share") == ["30", "<1", "90"]
    shades = {tuple(mesh.cmap(mesh.norm(v))) for v in (0.004, 0.3, 0.9)}
    assert len(shades) == 3


def test_cells_too_many_to_be_told_one_by_one_are_pixels_in_every_format():
    few, many = (plot_town_matrix(np.full((n, n), 0.3), edges=(0, 0.5, 1)) for n in (10, 60))
    assert not marks(few, "pairs")[0].get_rasterized()
    assert marks(many, "pairs")[0].get_rasterized()


def test_every_column_is_on_every_page_and_every_row_on_one():
    picture = draw_co_assignment(
        group_towns(120), invent_together(120), names_of(120), caption=CAPTION
    )
    numbers = [said for figure in picture.figures for said in texts(figure, "row_number")]
    assert numbers == [str(i) for i in range(1, 121)]
    assert {marks(f, "pairs")[0].get_array().shape[1] for f in picture.figures} == {120}
    assert len(picture.data) == 120 * 119 // 2


def test_rows_of_pairs_stand_in_the_order_of_the_tree_with_their_own_values():
    group, together = group_towns(12), invent_together(12)
    picture = draw_co_assignment(group, together, names_of(12), caption=CAPTION)
    assert texts(picture.figure, "town") == [
        names_of(12)[group.plan_ids[leaf]] for leaf in group.order
    ]
    at = {plan_id: i for i, plan_id in enumerate(group.plan_ids)}
    for row in picture.data:
        assert row["together"] == together[at[row["plan_id"]], at[row["other"]]]


@pytest.mark.parametrize("n", [3, 7])
def test_below_eight_towns_words_stand_in_place_of_what_needs_a_cut(n):
    group = group_towns(n)
    told = {"caption": CAPTION}
    pictures = [
        draw_co_assignment(group, None, names_of(n), **told),
        draw_silhouettes(group, (), names_of(n), **told),
    ]
    for picture in pictures:
        why = "".join(texts(picture.figure, "why"))
        assert f"只有{n}份" in why
        assert "8份" in why
        assert picture.alt["zh"] == why
        assert marks(picture.figure, "pairs") + marks(picture.figure, "silhouette") == []


def test_towns_alike_in_everything_are_not_said_to_be_too_few():
    group = group_towns(7)
    alike = replace(group, plan_ids=tuple(names_of(12)), distances=np.zeros((12, 12)))
    picture = draw_silhouettes(alike, (), names_of(12), caption=CAPTION)
    assert "彼此一样" in "".join(texts(picture.figure, "why"))
    one = replace(group, plan_ids=tuple(names_of(12)))
    picture = draw_silhouettes(one, (), names_of(12), caption=CAPTION)
    assert "基线的同一组" in "".join(texts(picture.figure, "why"))


# shared text


def test_only_towns_that_share_text_have_a_row_and_templates_stand_together():
    shared, families = invent_shared(32)
    picture = draw_reuse_matrix(shared, families, names_of(32), caption=CAPTION)
    sharing = {p for pair in shared for p in pair}
    assert len(texts(picture.figure, "row_number")) == len(sharing) < 32
    assert f"另有{32 - len(sharing)}个镇" in said(picture)
    order = list(dict.fromkeys(row["plan_id"] for row in picture.data))
    told = [families.get(p, 99) for p in order]
    assert told == sorted(told)
    assert len(marks(picture.figure, "frame")) == len(set(families.values()))
    assert {(r["plan_id"], r["other"]): r["share_pct"] for r in picture.data} == {
        pair: pytest.approx(100 * share) for pair, share in shared.items()
    }


def test_a_pair_without_a_template_stands_together():
    shared = {("p001", "p007"): 0.7, ("p007", "p001"): 0.6, ("p003", "p005"): 0.2}
    picture = draw_reuse_matrix(shared, {}, names_of(9), caption=CAPTION)
    names = names_of(9)
    assert texts(picture.figure, "town") == [names[p] for p in ("p001", "p007", "p003", "p005")]
    assert marks(picture.figure, "frame") == []
    assert "模板" not in said(picture)


def test_where_nobody_shares_text_words_say_so():
    picture = draw_reuse_matrix({}, {}, names_of(6), caption=CAPTION)
    assert "没有二十五字以上" in "".join(texts(picture.figure, "why"))


def test_the_parts_of_a_bar_are_its_letters_and_end_to_end():
    ax = plot_text_parts([(100, 30, 20), (50, 0, 0)], longest=150)
    bars = {
        (gid, bar.get_y() // 1): (bar.get_x(), bar.get_width())
        for gid in ("own", "copied", "common")
        for bar in marks(ax, gid)
    }
    assert bars == {
        ("own", -1): (0, 100),
        ("copied", -1): (100, 30),
        ("common", -1): (130, 20),
        ("own", 0): (0, 50),
    }
    assert marks(ax, "copied")[0].get_hatch(), "told apart without colours"


def test_every_town_has_its_letters_and_the_least_own_stands_first():
    picture = draw_text_parts(invent_parts(32), names_of(32), caption=CAPTION)
    assert len(picture.data) == 32
    shares = [row["own"] / row["letters"] for row in picture.data if row["letters"]]
    assert shares == sorted(shares)
    assert texts(picture.figure, "own_share")[-1] == "–", "no letters, no share"
    drawn = sum(bar.get_width() for gid in ("own", "copied", "common")
                for bar in marks(picture.figure.axes[1], gid))  # fmt: skip
    assert drawn == sum(part.letters for part in invent_parts(32))


# the map


def test_each_town_is_one_mark_at_its_place_and_groups_have_shapes_of_their_own():
    picture = map_figure(32)
    drawn = marks(picture.figure, "town_mark")
    assert len(drawn) == 32
    shapes = {}
    for mark, row in zip(drawn, picture.data, strict=True):
        assert mark.get_xdata()[0] == pytest.approx(row["axis_1"], abs=1e-6)
        assert mark.get_ydata()[0] == pytest.approx(row["axis_2"], abs=1e-6)
        look = mark.get_marker(), mark.get_markerfacecolor()
        assert shapes.setdefault(row["cut"], look) == look
    assert len(set(shapes.values())) == 3
    assert len({mark.get_markeredgecolor() for mark in drawn}) == 1, "shapes, not colours"


def test_both_axes_have_one_scale():
    figure = map_figure(32).figure
    ax = marks(figure, "town_mark")[0].axes
    box = ax.get_position()
    wide, tall = box.width * figure.get_figwidth(), box.height * figure.get_figheight()
    x, y = (abs(np.diff(ends)[0]) for ends in (ax.get_xlim(), ax.get_ylim()))
    assert x / wide == pytest.approx(y / tall)


def test_twelve_groups_have_twelve_looks():
    ax = plot_silhouettes([0.5], lowest=0, highest=1)
    for group in range(1, 13):
        draw_group_mark(ax, 0, 0, group, size_pt=5)
    looks = {(m.get_marker(), m.get_markerfacecolor()) for m in marks(ax, "town_mark")}
    assert len(looks) == 12


@pytest.mark.parametrize(
    ("verdict", "name", "words"),
    [("descriptive", "切分1", "连续分布"), ("types", "类型1", "通过检验的类型")],
)
def test_a_group_is_called_a_type_only_by_the_verdict(verdict, name, words):
    group = group_towns(32, verdict)
    for picture in (map_figure(32, group), silhouette_figure(group)):
        assert words in said(picture)
        assert ("类型" in said(picture).replace("不表示类型", "")) == (verdict == "types")
    legend = texts(map_figure(32, group).figure, "legend")
    assert legend[0].startswith(name)
    assert texts(silhouette_figure(group).figure, "group")[0].startswith(name)


def test_without_a_cut_the_map_shows_nearness_alone():
    picture = map_figure(6)
    assert len(marks(picture.figure, "town_mark")) == 6
    assert texts(picture.figure, "legend") == []
    assert "不作切分" in said(picture)


def test_names_stand_clear_of_marks_and_of_each_other_and_near_places_go_first():
    places = [(0.5, 0.5), (0.55, 0.5), (0.5, 0.56), (2.0, 1.0)]
    sizes = [(0.4, 0.1)] * 4
    found = place_names(places, sizes, frame=(3.0, 2.0), radius=0.04)
    boxes = [(p.x - 0.2, p.y - 0.05, p.x + 0.2, p.y + 0.05) for p in found if p]
    points = [(x - 0.04, y - 0.04, x + 0.04, y + 0.04) for x, y in places]
    assert len(boxes) == 4
    for i, a in enumerate(boxes):
        for b in boxes[:i] + [p for j, p in enumerate(points) if j != i]:
            assert a[2] <= b[0] or a[0] >= b[2] or a[3] <= b[1] or a[1] >= b[3]
    assert not found[3].far


def test_a_name_without_room_is_left_out_and_counted():
    crowd = [(0.5, 0.5)] * 40
    found = place_names(crowd, [(0.6, 0.1)] * 40, frame=(1.3, 1.0), radius=0.04)
    assert found.count(None) > 20
    group = group_towns(120)
    picture = map_figure(120, group)
    missing = 120 - len(texts(picture.figure, "town"))
    assert missing > 0
    assert f"{missing}个镇的名称因位置不足未写" in said(picture)
    assert len(picture.data) == 120


# silhouettes


def test_there_are_as_many_bars_as_towns_and_they_end_at_their_values():
    group = group_towns(32)
    picture = silhouette_figure(group)
    bars = marks(picture.figure, "silhouette")
    assert len(bars) == 32
    ends = [bar.get_x() + bar.get_width() for bar in bars]
    assert [bar.get_width() for bar in bars] == pytest.approx(
        [row["silhouette"] for row in picture.data], abs=1e-6
    )
    assert min(ends) < 0 < max(ends)
    below = [bar for bar in bars if bar.get_width() < 0]
    assert all(bar.get_hatch() for bar in below)
    assert not any(bar.get_hatch() for bar in bars if bar.get_width() >= 0)
    assert len(below) == sum("更近" in said for said in texts(picture.figure, "value"))


def test_a_group_that_goes_on_is_named_again_and_none_is_named_at_the_end_of_a_page():
    towns = [TownSilhouette(f"p{i:03d}", 1 + i // 7, 0.5, 2) for i in range(21)]
    rows = [x for g in (1, 2, 3) for x in (g, *(t for t in towns if t.group == g))]
    with page("a4_full", labels=LABELS) as opened:
        for fit in range(2, 30):
            pages = list(deal_groups(rows, opened.row_in * fit))
            assert all(isinstance(some[0], int) for some in pages)
            assert not any(isinstance(some[-1], int) for some in pages)
            assert all(len(some) <= fit for some in pages)
            shown = [row for some in pages for row in some if not isinstance(row, int)]
            assert shown == towns


# before and after


def test_a_band_is_as_wide_as_its_towns_are_many():
    flows = {(1, 1): 6, (1, 2): 2, (2, 2): 3, (0, 2): 1}
    before = {1: (0.0, 8.0), 2: (9.0, 12.0), 0: (13.0, 14.0)}
    after = {1: (0.0, 6.0), 2: (7.0, 13.0)}
    ax = plot_group_flows(flows, before=before, after=after)
    ends = {0.02: [], 0.98: []}
    for kind, widths in {"stayed": [6, 3], "moved": [2], "came": [1]}.items():
        for band, towns in zip(marks(ax, kind), widths, strict=True):
            corners = band.get_xy()
            for x in (0.02, 0.98):
                ys = corners[np.isclose(corners[:, 0], x), 1]
                assert np.ptp(ys) == pytest.approx(towns)
                ends[x].append((ys.min(), ys.max()))
    assert len(marks(ax, "group")) == 5
    for x, bars in ((0.02, before), (0.98, after)):
        filled = sorted(bars.values())
        for top, bottom in filled:
            inside = sorted(span for span in ends[x] if top <= span[0] < bottom)
            assert [inside[0][0], inside[-1][1]] == pytest.approx([top, bottom])
            for upper, lower in pairwise(inside):
                assert upper[1] == pytest.approx(lower[0]), "end to end, none upon another"


def test_everyone_who_did_not_stay_is_named_and_nobody_else():
    moves = invent_moves(32)
    picture = draw_group_changes(moves, GROUPS, caption=CAPTION)
    lines = "".join(texts(picture.figure, "moves"))
    for move in moves:
        stays = move.before == move.after and move.anew == move.after
        assert (move.town in lines) != stays, move
    assert len(picture.data) == len(moves)
    kinds = [row["change"] for row in picture.data]
    assert f"换组{kinds.count('moved')}个" in said(picture)


def test_a_newcomer_between_groups_is_said_to_be_so():
    moves = [GroupMove("p0", "青河镇", 1, 1), GroupMove("p1", "白塘乡", 0, 1, "between")]
    picture = draw_group_changes(moves, {1: "农业"}, caption=CAPTION)
    assert texts(picture.figure, "moves") == ["新加入第1组：白塘乡（介于两组）"]
    assert len(marks(picture.figure, "came")) == len(marks(picture.figure, "stayed")) == 1


def test_nothing_of_no_towns_is_said_in_words():
    none = replace(group_towns(3), plan_ids=(), order=())
    told = {"caption": CAPTION}
    for picture in (
        draw_text_parts([], {}, **told),
        draw_reuse_matrix({}, {}, {}, **told),
        draw_silhouettes(none, (), {}, **told),
        draw_group_changes([], {}, **told),
    ):
        assert texts(picture.figure, "why") == ["没有可画的内容。"]


def test_a_plan_without_letters_is_no_bar():
    parts = [TextParts("p000", 0, 0, 0, 0), TextParts("p001", 9, 9, 0, 0)]
    picture = draw_text_parts(parts, names_of(2), caption=CAPTION)
    assert [row["plan_id"] for row in picture.data] == ["p001", "p000"]
    assert len(marks(picture.figure.axes[1], "own")) == 1
