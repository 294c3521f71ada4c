"""The tree itself: its branches, the brackets of a cut, the support of its groups.

No branch is ever coloured: with tens of towns no honest test can prove any type.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.style import INK, current_page
from analysis.model import Grouping
from analysis.stats.groups import GroupRecipe

Run = tuple[int, int, int]
"""Group, first row, last row."""
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


def list_runs(grouping: Grouping) -> list[Run]:
    """Return the descriptive cut as runs of neighbouring rows: group, first row, last row."""
    runs: list[Run] = []
    for y, leaf in enumerate(grouping.order if grouping.cut else ()):
        group = grouping.cut[leaf]
        if runs and runs[-1][0] == group:
            runs[-1] = (group, runs[-1][1], y)
        else:
            runs.append((group, y, y))
    return runs


def find_joins(grouping: Grouping) -> dict[int, tuple[float, float]]:
    """Return group -> height and row where its branch joins its plans.

    A group that is no branch of the tree has none; one plan alone joins at height 0.
    """
    n = len(grouping.order)
    row = {leaf: float(y) for y, leaf in enumerate(grouping.order)}
    leaves = {i: frozenset([i]) for i in range(n)}
    height = dict.fromkeys(range(n), 0.0)
    for i, (first, second, merge, _) in enumerate(grouping.linkage, n):
        a, b = int(first), int(second)
        leaves[i], height[i] = leaves[a] | leaves[b], float(merge)
        row[i] = (row[a] + row[b]) / 2
    node = {held: i for i, held in leaves.items()}
    cut = np.array(grouping.cut)
    groups = {g: frozenset(np.flatnonzero(cut == g).tolist()) for g in grouping.cut}
    found = {g: node[held] for g, held in groups.items() if held in node}
    return {g: (height[i], row[i]) for g, i in sorted(found.items())}


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


def draw_support(ax: Axes, grouping: Grouping, *, rows: Sequence[int]) -> None:
    """Set a dot on the branch of each group of the cut: filled where resampling bears it out."""
    least = GroupRecipe().least_jaccard
    size = current_page().base_pt * 0.5
    for group, (height, row) in find_joins(grouping).items():
        if rows[0] - 0.5 < row < rows[-1] + 0.5:
            face = INK["text" if grouping.stability[group] >= least else "paper"]
            look: dict[str, Any] = {
                "ms": size,
                "mfc": face,
                "mec": INK["text"],
                "mew": 1.0,
                "zorder": 3,
            }
            ax.plot([height], [row], "o", clip_on=False, gid="support", **look)


def draw_cut(ax: Axes, runs: Sequence[Run], x: float, *, rows: Sequence[int]) -> None:
    """Draw groups as brackets at `x` inches, opening to the rows; no colours.

    `rows` are those to be seen; a bracket that goes on beyond them stays open there.
    """
    ax.set(xlim=(0, 0.1), ylim=(rows[-1] + 0.5, rows[0] - 0.5))
    ax.set_axis_off()
    for _, first, last in runs:
        if first > rows[-1] or last < rows[0]:
            continue
        ys = [first - 0.34, first - 0.34, last + 0.34, last + 0.34]
        ax.plot([x + 0.04, x, x, x + 0.04], ys, color=INK["text"], lw=0.9, gid="cut")
