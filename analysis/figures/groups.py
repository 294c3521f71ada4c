"""The tree of towns by likeness of their plans, and each town's nearest neighbour.

The tree never colours types: with tens of towns no honest test can prove any. What support the
groups of its cut have stands at their branches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
from matplotlib.ticker import MaxNLocator

from analysis.figures.cut_marks import (
    draw_group_mark,
    find_middle,
    list_group_keys,
    list_jaccards,
    numbers_width,
    write_numbers,
)
from analysis.figures.layout import Part, Picture, Sheet, keys_height
from analysis.figures.marks import dot_pt
from analysis.figures.measure import fit_text, line_in, measure_width, widest, wrap_text
from analysis.figures.paging import body_room, deal_rows
from analysis.figures.style import INK, current_page, word, words
from analysis.figures.tree import (
    draw_cut,
    draw_support,
    find_joins,
    list_runs,
    list_tree,
    plot_tree,
)
from analysis.model import Grouping

_LEAST_TREE, _LEAST_SAID = 0.2, 0.22
"""Shares of the page that the tree has, and that the nearest towns keep where it needs room."""
FEWEST_PLANS = 3
"""Two towns have one distance and no tree."""


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
    keys = list_group_keys(grouping) if grouping.group_names else []
    legend = keys_height(keys, page.width_in) + 0.08 if keys else 0.0
    head = legend + line_in(page.small_pt) + 0.04

    def compose(sheet: Sheet, seen: Sequence[int]) -> None:
        if enough:
            sheet.write_keys(0.0, keys)
            _compose_tree(sheet, grouping, names, seen, head)
            return
        for i, line in enumerate(why):
            y = 0.2 + i * line_in(page.base_pt)
            sheet.write(sheet.width / 2, y, line, ha="center", gid="why")

    ends = head + 0.52
    held = word("note_support") if grouping.stability else ""
    whole = not grouping.stability or find_joins(grouping).keys() >= set(grouping.cut)
    bare = "" if whole else word("note_no_branch")
    said = [part for part in (*explain_grouping(grouping, names), held, bare, note) if part]
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


def explain_grouping(
    grouping: Grouping, names: Mapping[str, str], *, verdict: str = "verdict"
) -> list[str]:
    """Say in words what may be concluded, and which plans could not be compared.

    `verdict` begins the labels of the verdicts: how a figure without a tree words them.
    """
    said = [word(f"{verdict}_{grouping.verdict}")]
    if grouping.null_p is not None:
        jaccards = word("list_mark").join(list_jaccards(grouping))
        n = len(grouping.plan_ids)
        said.append(word("group_tests", p=f"{grouping.null_p:.3f}", jaccards=jaccards, n=n))
    if grouping.left_out:
        named = [(p, why) for p, why in grouping.left_out if why != "not_drawn"]
        towns = [word(f"left_out_{why}", town=names[p]) for p, why in named]
        if not_drawn := len(grouping.left_out) - len(named):
            towns.append(word("left_out_not_drawn", n=not_drawn))
        said.append(word("left_out", towns=word("list_mark").join(towns)))
    return said


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
    support = widest(["0.00"], page.small_pt) + 0.1 if grouping.stability else 0.0
    number = numbers_width(grouping) + 0.14 if grouping.cut else 0.0
    bracket = 0.12 + support + number if grouping.cut else 0.0
    wide = sheet.width - names_in - said_in - bracket - 0.42
    if (lack := page.width_in * _LEAST_TREE - wide) > 0:
        given = min(lack, max(0.0, said_in - page.width_in * _LEAST_SAID))
        said_in, wide = said_in - given, wide + given
    height = page.row_in * len(seen)
    ax = plot_tree(grouping, ax=sheet.place(0.1, head, wide, height), rows=seen)
    bins = int(np.clip(wide / widest(["0.00"], page.small_pt) / 2, 1, 4))
    ticks = MaxNLocator(nbins=bins).tick_values(0.0, max(ax.get_xlim()))
    ax.set_xticks([tick for tick in ticks if tick <= max(ax.get_xlim())])
    below = head + height + 0.09 + line_in(page.small_pt)
    sheet.write(0.1, below, word("axis_distance"), size=page.small_pt, gid="axis")
    left = 0.1 + wide + 0.1
    if grouping.stability:
        draw_support(ax, grouping, rows=seen)
        _write_support(sheet, grouping, seen, left + number + support - 0.05, head)
    if grouping.cut:
        _mark_groups(sheet, grouping, seen, left + 0.06, head)
        write_numbers(sheet, grouping, seen, left + number - 0.03, head)
        place = sheet.place(left - 0.04 + number + support, head, 0.1, height)
        draw_cut(place, list_runs(grouping), 0.02, rows=seen)
        left += bracket
    heading = word("column_nearest")
    sheet.write(
        sheet.width - max(said_in, measure_width(heading, page.small_pt)),
        head - line_in(page.small_pt) - 0.04,
        heading,
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


def _write_support(
    sheet: Sheet, grouping: Grouping, seen: Sequence[int], right: float, top: float
) -> None:
    """Write each group's stability before its bracket, before the longest where it has several."""
    page = current_page()
    longest: dict[int, tuple[int, int]] = {}
    for group, first, last in list_runs(grouping):
        before = longest.get(group, (0, -1))
        if last - first > before[1] - before[0]:
            longest[group] = first, last
    for group, (first, last) in longest.items():
        middle = find_middle((group, first, last), seen)
        if middle is None:
            continue
        where = right, top + page.row_in * middle
        said = f"{grouping.stability[group]:.2f}"
        sheet.write(*where, said, ha="right", va="center", size=page.small_pt, gid="jaccard")


def _mark_groups(
    sheet: Sheet, grouping: Grouping, seen: Sequence[int], x: float, top: float
) -> None:
    """Draw each group's shape before its number: the shape it has on the map."""
    for run in list_runs(grouping):
        middle = find_middle(run, seen)
        if middle is not None:
            y = top + current_page().row_in * middle
            draw_group_mark(sheet.canvas, x, y, run[0], size_pt=dot_pt(), gid="group_mark")


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
        group = grouping.cut[i] if grouping.cut else None
        rows.append(
            {
                "plan_id": plan_id,
                "town": names[plan_id],
                "place": place.get(i),
                "nearest": names[other] if other else None,
                "distance": distance,
                "descriptive_cut": group,
                "group_name": grouping.group_names.get(group) if group else None,
                "jaccard": grouping.stability[group] if group and grouping.stability else None,
                "verdict": grouping.verdict,
            }
        )
    return tuple(rows)
