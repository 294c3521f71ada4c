"""Shares of two years as marks: last year's above this year's, each with its interval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.figures.marks import dot_pt
from analysis.figures.style import INK, current_page
from analysis.stats.year_on_year import YearChange

YEAR_INKS = {"before": INK["achieved"], "after": INK["stated"]}
_APART = 0.17
"""Last year's mark stands so many rows above the middle, this year's as many below."""
_NEGLIGIBLE_PT = 0.05
"""A change that would be written 0.0 has no sign."""


@dataclass(frozen=True, slots=True)
class YearRow:
    """One town's change, with the intervals of last year's share and of this year's."""

    change: YearChange
    before: tuple[float, float]
    after: tuple[float, float]


def plot_year_on_year(
    rows: Sequence[YearRow], *, longest: float | None = None, ax: Axes | None = None
) -> Axes:
    """Draw shares in per cent, top to bottom: a hollow circle last year, a filled one this year.

    `longest` is the axis' upper end from 0 to 1, by default that of the widest interval.
    """
    page = current_page()
    ax = ax or Figure(figsize=(page.width_in / 3, 1 + page.row_in * len(rows))).subplots()
    end = longest or find_longest(rows)
    ax.set(xlim=(-0.02 * 100 * end, 102 * end), ylim=(len(rows) - 0.5, -0.5), yticks=[])
    ax.hlines([y + 0.5 for y in range(len(rows))], *ax.get_xlim(), color=INK["grid"], lw=0.5)
    ax.spines["left"].set_visible(False)
    for when, way in (("before", -1), ("after", 1)):
        at = [y + way * _APART for y in range(len(rows))]
        ends = [100 * np.array(getattr(row, when)) for row in rows]
        shares = [100 * getattr(row.change, when) for row in rows]
        lows, highs = [low for low, _ in ends], [high for _, high in ends]
        ax.hlines(at, lows, highs, color=YEAR_INKS[when], lw=0.9, gid=f"interval_{when}")
        draw_shares(ax, shares, at, when=when)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=4))
    return ax


def draw_shares(
    ax: Axes, x: Sequence[float], y: Sequence[float], *, when: str, gid: str | None = None
) -> None:
    """Draw shares at their heights: hollow ``before``, filled ``after``."""
    face = INK["paper"] if when == "before" else YEAR_INKS[when]
    look: dict[str, Any] = {"mfc": face, "mec": YEAR_INKS[when], "mew": 1.0, "ms": dot_pt() * 0.62}
    ax.plot(x, y, "o", gid=gid or when, clip_on=False, **look)


def find_longest(rows: Iterable[YearRow]) -> float:
    """Return the highest upper end of all intervals."""
    return max((end for r in rows for end in (r.before[1], r.after[1])), default=0.0) or 0.01


def say_change(change: YearChange) -> str:
    """Write a change in percentage points, its direction before it where it is claimed."""
    points = 100 * (change.after - change.before)
    said = f"{points:+.1f}" if abs(points) >= _NEGLIGIBLE_PT else "0.0"
    mark = {1: "▲", -1: "▼", 0: ""}[change.claimed]
    return mark + said.replace("-", "\u2212")
