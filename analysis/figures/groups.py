"""The tree of towns by likeness of their plans, and each town's nearest neighbour.

The tree never colours types: with tens of towns no honest test can prove any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.figures.layout import Part, Picture, Sheet
from analysis.figures.measure import fit_text, line_in, widest, wrap_text
from analysis.figures.paging import body_room, deal_rows
from analysis.figures.style import INK, current_page, word, words
from analysis.model import Grouping

FEWEST_PLANS = 3
"""Two towns have one distance and no tree."""

Branch = tuple[tuple[float, float, float, float], tuple[float, float, float, float]]


def trace_branches(linkage: npt.NDArray[np.float64], order: Sequence[int]) -> list[Branch]:
    """Return the branches of a tree as (heights, rows), each of four points.

    `order` gives the leaves from top to bottom; row 0 is the first.
    """
    n = len(order)
    row = {leaf: float(y) for y, leaf in enumerate(order)}
    height = dict.fromkeys(range(n), 0.0)
    branches: list[Branch] = []
    for i, (first, second, merge, _) in enumerate(linkage):
        a, b, h = int(first), int(second), float(merge)
        branches.append(((height[a], h, h, height[b]), (row[a], row[a], row[b], row[b])))
        row[n + i], height[n + i] = (row[a] + row[b]) / 2, h
    return branches


def list_runs(grouping: Grouping) -> list[tuple[int, int, int]]:
    """Return the descriptive cut as runs of neighbouring rows: group, first row, last row."""
    runs: list[tuple[int, int, int]] = []
    for y, leaf in enumerate(grouping.order if grouping.cut else ()):
        group = grouping.cut[leaf]
        if runs and runs[-1][0] == group:
            runs[-1] = (group, runs[-1][1], y)
        else:
            runs.append((group, y, y))
    return runs


def list_tree(grouping: Grouping) -> list[object]:
    """Return the tree as plain values, for the key of a figure that draws it."""
    return [grouping.linkage.round(9).tolist(), list(grouping.order), list(grouping.cut)]


def plot_tree(grouping: Grouping, *, rows: Sequence[int] = (), ax: Axes | None = None) -> Axes:
    """Draw the tree with its root at the left and one leaf a row; all branches in one ink.

    `rows` are the neighbouring rows to be seen, by default all; branches to others are cut.
    """
    page = current_page()
    n = len(grouping.order)
    seen = rows or range(n)
    ax = ax or Figure(figsize=(page.width_in, page.row_in * (n + 2))).subplots()
    for heights, ys in trace_branches(grouping.linkage, grouping.order):
        if min(ys) < seen[-1] + 0.5 and max(ys) > seen[0] - 0.5:
            ax.plot(heights, ys, color=INK["tree"], lw=0.9, clip_on=len(seen) < n, gid="branch")
    top = float(grouping.linkage[-1, 2]) if len(grouping.linkage) else 1.0
    ax.set(xlim=(top * 1.03 or 1.0, 0), yticks=[])
    ax.set_ylim(*((seen[-1] + 0.5, seen[0] - 0.5) if n else (0.5, -0.5)))
    ax.spines["left"].set_visible(False)
    return ax


def draw_groups(
    grouping: Grouping,
    names: Mapping[str, str],
    *,
    caption: Mapping[str, str],
    sources: Sequence[str] = (),
    note: str = "",
) -> Picture:
    """Compose the tree, the towns' names and their nearest neighbours.

    Below three comparable plans the figure says in words why there is no tree.
    """
    page = current_page()
    n = len(grouping.plan_ids)
    enough = n >= FEWEST_PLANS and len(grouping.linkage) == n - 1
    why = wrap_text(word("too_few_plans", n=n), page.width_in * 0.9, page.base_pt)
    head = line_in(page.small_pt) + 0.04

    def compose(sheet: Sheet, seen: Sequence[int]) -> None:
        if enough:
            _compose_tree(sheet, grouping, names, seen, head)
            return
        for i, line in enumerate(why):
            y = 0.2 + i * line_in(page.base_pt)
            sheet.write(sheet.width / 2, y, line, ha="center", gid="why")

    ends = head + 0.52
    said = [part for part in (*explain_grouping(grouping, names), note) if part]
    note = word("sentence_mark").join(said)
    pages: list[Sequence[int]] = [range(n)]
    if enough and page.row_in * n > body_room(caption, note, sources) - ends:
        note = word("sentence_mark").join([*said, word("tree_goes_on")])
        pages = deal_rows(range(n), body_room(caption, note, sources) - ends, page.row_in)
    short = 0.5 + line_in(page.base_pt) * len(why)
    return Picture(
        caption=caption,
        note=note,
        sources=tuple(sources),
        data=tabulate_groups(grouping, names),
        n=n,
        alt=words("alt_groups", n=n),
        page=page,
        parts=tuple(
            Part(ends + page.row_in * len(seen) if enough else short, partial(compose, seen=seen))
            for seen in pages
        ),
        unlisted=list_tree(grouping),
    )


def explain_grouping(grouping: Grouping, names: Mapping[str, str]) -> list[str]:
    """Say in words what may be concluded, and which plans could not be compared."""
    said = [word(f"verdict_{grouping.verdict}")]
    if grouping.null_p is not None:
        jaccards = word("list_mark").join(f"{value:.2f}" for value in grouping.stability)
        n = len(grouping.plan_ids)
        said.append(word("group_tests", p=f"{grouping.null_p:.3f}", jaccards=jaccards, n=n))
    if grouping.left_out:
        towns = (word(f"left_out_{why}", town=names[p]) for p, why in grouping.left_out)
        said.append(word("left_out", towns=word("list_mark").join(towns)))
    return said


def draw_cut(ax: Axes, grouping: Grouping, x: float, *, rows: Sequence[int]) -> None:
    """Draw the descriptive cut as brackets at `x` inches, opening to the rows; no colours.

    `rows` are those to be seen; a bracket that goes on beyond them stays open there.
    """
    ax.set(xlim=(0, 0.1), ylim=(rows[-1] + 0.5, rows[0] - 0.5))
    ax.set_axis_off()
    for _, first, last in list_runs(grouping):
        if first > rows[-1] or last < rows[0]:
            continue
        ys = [first - 0.34, first - 0.34, last + 0.34, last + 0.34]
        ax.plot([x + 0.04, x, x, x + 0.04], ys, color=INK["text"], lw=0.9, gid="cut")


def _compose_tree(
    sheet: Sheet,
    grouping: Grouping,
    names: Mapping[str, str],
    seen: Sequence[int],
    head: float,
) -> None:
    page = current_page()
    rows = [grouping.plan_ids[leaf] for leaf in grouping.order]
    near = {plan_id: (other, distance) for plan_id, other, distance in grouping.nearest}
    said = [_nearest_words(near.get(plan_id), names) for plan_id in rows]
    room = page.width_in * 0.27
    names_in = min(widest([names[p] for p in rows], page.base_pt), room)
    said_in = min(widest([*said, word("column_nearest")], page.small_pt), page.width_in * 0.34)
    bracket = 0.12 if grouping.cut else 0.0
    wide = sheet.width - names_in - said_in - bracket - 0.42
    height = page.row_in * len(seen)
    ax = plot_tree(grouping, ax=sheet.place(0.1, head, wide, height), rows=seen)
    ticks = MaxNLocator(nbins=4).tick_values(0.0, max(ax.get_xlim()))
    ax.set_xticks([tick for tick in ticks if tick <= max(ax.get_xlim())])
    below = head + height + 0.09 + line_in(page.small_pt)
    sheet.write(0.1, below, word("axis_distance"), size=page.small_pt, gid="axis")
    left = 0.1 + wide + 0.1
    if grouping.cut:
        draw_cut(sheet.place(left - 0.04, head, 0.1, height), grouping, 0.02, rows=seen)
        left += bracket
    sheet.write(
        sheet.width - said_in,
        0,
        word("column_nearest"),
        size=page.small_pt,
        color=INK["quiet"],
        gid="heading",
    )
    for y, row in enumerate(seen):
        middle = head + page.row_in * (y + 0.5)
        name, size = fit_text(names[rows[row]], room, page.base_pt)
        sheet.write(left, middle, name, va="center", size=size, gid="town")
        neighbour, size = fit_text(said[row], said_in, page.small_pt)
        look = {"va": "center", "size": size, "color": INK["quiet"], "gid": "nearest"}
        sheet.write(sheet.width - said_in, middle, neighbour, **look)


def _nearest_words(near: tuple[str, float] | None, names: Mapping[str, str]) -> str:
    if near is None:
        return ""
    return word("nearest_town", town=names[near[0]], distance=f"{near[1]:.2f}")


def tabulate_groups(grouping: Grouping, names: Mapping[str, str]) -> tuple[dict[str, object], ...]:
    """List each town with its place in the tree, its nearest neighbour and descriptive cut."""
    near = {plan_id: (other, distance) for plan_id, other, distance in grouping.nearest}
    place = {leaf: y for y, leaf in enumerate(grouping.order, start=1)}
    rows: list[dict[str, object]] = []
    for i, plan_id in enumerate(grouping.plan_ids):
        other, distance = near.get(plan_id, (None, None))
        rows.append(
            {
                "plan_id": plan_id,
                "town": names[plan_id],
                "place": place.get(i),
                "nearest": names[other] if other else None,
                "distance": distance,
                "descriptive_cut": grouping.cut[i] if grouping.cut else None,
                "verdict": grouping.verdict,
            }
        )
    return tuple(rows)
