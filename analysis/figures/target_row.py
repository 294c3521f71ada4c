"""One town's target for one indicator as marks on an axis, and the axis around all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.figures.marks import draw_achieved, draw_arrow, draw_dot, draw_range, draw_tiers
from analysis.figures.measure import fit_text, measure_width
from analysis.figures.scale import Scale, finite_ends, stated_amount
from analysis.figures.style import current_page
from analysis.model import Stated, TargetRow

SAID_GAP_PT = 8.0
"""Gap between the axes and the words at their right, in points."""
_OVER_IN = 0.04
"""A number below an axis may stand out by this much."""


def draw_target(ax: Axes, y: float, row: TargetRow, scale: Scale, *, size: float = 1.0) -> None:
    """Draw target, stretch tier and last year's result at height `y`; nothing without a number.

    `size` is the marks' size as a multiple of that of a whole figure.
    """
    achieved, target, stretch = map(stated_amount, (row.achieved, row.target, row.stretch))
    if achieved is not None:
        draw_achieved(ax, scale.of(finite_ends(achieved)[0]), y, size=size)
    if target is None:
        return
    low, high = map(scale.of, finite_ends(target))
    falling = row.target is not None and row.target.relation == "decrease"
    if stretch is not None:
        draw_tiers(ax, low, scale.of(finite_ends(stretch)[1]), y, size=size)
    elif target.qualifier in {"at_least", "at_most"}:
        way = 1 if (target.qualifier == "at_least") != falling else -1
        draw_arrow(ax, low, y, way, size=size)
    if low != high:
        draw_range(ax, low, high, y, size=size)
    else:
        draw_dot(ax, low, y, hollow=target.qualifier == "about", size=size)


def pad_axis(ax: Axes, rows: Sequence[TargetRow], scale: Scale, share: float = 0.12) -> None:
    """Leave room for an arrow at either end of all numbers; the axis is not forced to zero."""
    claims = (c for row in rows for c in (row.target, row.stretch, row.achieved))
    numbers: list[Stated] = [a for c in claims if (a := stated_amount(c)) is not None]
    if not numbers:
        ax.set_xticks([])
        return
    low = min(scale.of(finite_ends(a)[0]) for a in numbers)
    high = max(scale.of(finite_ends(a)[1]) for a in numbers)
    pad = (high - low) * share or abs(high) * 0.2 or 1.0
    ax.set_xlim(low - pad, high + pad)


def name_rows(ax: Axes, names: Sequence[str], said: Sequence[str], *, gid: str) -> None:
    """Name rows at the left, top to bottom, with words at their right, above an axis of numbers."""
    right: dict[str, Any] = {"xycoords": ax.get_yaxis_transform(), "va": "center"}
    right |= {"textcoords": "offset points", "size": current_page().small_pt, "parse_math": False}
    for y, words in enumerate(said):
        ax.annotate(words, (1, y), (SAID_GAP_PT, 0), gid=gid, **right)
    ax.set_yticks(range(len(names)), names, parse_math=False)
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.grid(axis="y")
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))


def fit_names(ax: Axes, room: float) -> None:
    """Make the names at the left of rows fit `room` inches: smaller type, then an ellipsis."""
    labels = ax.get_yticklabels()
    fitted = [fit_text(label.get_text(), room, float(label.get_fontsize())) for label in labels]
    ax.set_yticks(ax.get_yticks(), [text for text, _ in fitted], parse_math=False)
    for label, (_, size) in zip(ax.get_yticklabels(), fitted, strict=True):
        label.set_fontsize(size)


def set_few_ticks(ax: Axes, width: float) -> None:
    """Write as many round numbers below an axis of `width` inches as stand clear of each other."""
    low, high = ax.get_xlim()
    size = current_page().small_pt
    if not len(ax.get_xticks()):
        return
    for most in (5, 4, 3, 2, 1):
        found: dict[float, str] = {}
        tried = MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
        inside = [float(tick) for tick in tried if low <= tick <= high]
        last = -size / 72
        for tick in inside:
            said = f"{round(tick, 10):.10g}".replace("-", "\u2212")
            half, x = measure_width(said, size) / 2, (tick - low) / (high - low) * width
            if x - half > last + size / 72 * 0.5 and x + half <= width + _OVER_IN:
                found[tick], last = said, x + half
        if len(found) == len(inside) and found:
            break
    ax.set_xticks(list(found), list(found.values()))
