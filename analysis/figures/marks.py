"""Shapes that mean the same in every figure: the states of a cell, the forms of a target."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from analysis.figures.style import INK, STATE_MARKS, current_page
from analysis.model import CellState

ARROW_PT = 15.0
"""Length of the arrow of 以上 and 以下; it has no numerical meaning, and the note says so."""
LINES = {"median": (0, (1, 2)), "superior": (0, (4, 2))}


def draw_state(
    ax: Axes, x: float, y: float, state: CellState, size_pt: float, *, gid: str | None = None
) -> None:
    """Draw the shape of a cell's state; `gid` defaults to the state's name."""
    draw_states(ax, [(x, y)], state, size_pt, gid=gid)


def draw_states(
    ax: Axes,
    places: Sequence[tuple[float, float]],
    state: CellState,
    size_pt: float,
    *,
    gid: str | None = None,
) -> None:
    """Draw the shape of one state at many places, as one mark of many points."""
    mark = STATE_MARKS[state]
    ax.plot(
        [x for x, _ in places],
        [y for _, y in places],
        mark.marker,
        ms=size_pt * mark.scale,
        mfc=mark.color if mark.filled else INK["paper"],
        mec=mark.color,
        mew=1.1,
        gid=gid or state,
        clip_on=False,
    )


def draw_dot(
    ax: Axes, x: float, y: float, *, hollow: bool = False, size: float = 1.0, gid: str = "stated"
) -> None:
    """Draw a stated number: filled when exact, hollow when 左右."""
    face = INK["paper"] if hollow else INK["stated"]
    ax.plot([x], [y], "o", ms=dot_pt() * size, mfc=face, mec=INK["stated"], mew=1.2, gid=gid)


def draw_range(
    ax: Axes, low: float, high: float, y: float, *, size: float = 1.0, gid: str = "stated"
) -> None:
    """Draw a stated range as a bar from end to end."""
    dot, ink = dot_pt() * size, INK["stated"]
    ax.plot([low, high], [y, y], "-", color=ink, lw=dot * 0.45, solid_capstyle="butt", gid=gid)
    ax.plot([low, high], [y, y], "|", color=ink, ms=dot * 1.3, mew=1.4)


def draw_arrow(ax: Axes, x: float, y: float, way: int, *, size: float = 1.0) -> None:
    """Draw the arrow of 以上 or 以下, of fixed length on paper."""
    look = {"arrowstyle": "<-", "color": INK["stated"], "lw": 1.2, "shrinkA": 0, "shrinkB": 0}
    look["mutation_scale"] = 10 * size
    tip = (way * ARROW_PT * size, 0)
    ax.annotate("", (x, y), tip, textcoords="offset points", arrowprops=look, gid="arrow")


def draw_tiers(
    ax: Axes, firm: float, stretch: float, y: float, *, size: float = 1.0, gid: str = "stretch"
) -> None:
    """Draw the 力争 tier: a hollow triangle joined to the firm dot."""
    ax.plot([firm, stretch], [y, y], "-", color=INK["stated"], lw=1.0, zorder=1.9)
    face, dot = INK["paper"], dot_pt() * size
    ax.plot([stretch], [y], ">", ms=dot, mfc=face, mec=INK["stated"], mew=1.2, gid=gid)


def draw_achieved(
    ax: Axes, x: float, y: float, *, size: float = 1.0, gid: str = "achieved"
) -> None:
    """Draw last year's figure, as the town reports it, as a small grey tick."""
    ax.plot([x], [y], "|", color=INK["achieved"], ms=dot_pt() * 1.5 * size, mew=1.6, gid=gid)


def draw_promised(ax: Axes, low: float, high: float, y: float, gid: str = "promised") -> None:
    """Draw last year's target as a cross, a range as two joined; its arms reach beyond a dot."""
    size = dot_pt() * 1.45
    ax.plot([low, high], [y, y], "-", color=INK["text"], lw=0.9, zorder=1.8)
    ax.plot([low, high], [y, y], "x", ms=size, mec=INK["text"], mew=1.5, gid=gid, zorder=1.9)


def draw_level_line(ax: Axes, x: float, name: str) -> None:
    """Draw a line through all towns: dotted for the median, dashed for the superior's target."""
    ax.axvline(x, color=INK[name], ls=LINES[name], lw=0.9, zorder=1.5, gid=name)


def dot_pt() -> float:
    """Size of a dot in points."""
    return current_page().base_pt * 0.62


def draw_key_arrow(ax: Axes, x: float, y: float, way: int) -> None:
    """Draw a dot with its arrow, centred at `x` inches of a legend."""
    draw_arrow(ax, x - 0.1 * way, y, way)
    draw_dot(ax, x - 0.1 * way, y, gid="key")


def draw_key_tiers(ax: Axes, x: float, y: float) -> None:
    """Draw a firm dot and its stretch tier, centred at `x` inches of a legend."""
    draw_tiers(ax, x - 0.11, x + 0.11, y, gid="key")
    draw_dot(ax, x - 0.11, y, gid="key")


def draw_key_line(ax: Axes, x: float, y: float, name: str) -> None:
    """Draw a piece of a level line in a legend."""
    ax.plot([x, x], [y - 0.07, y + 0.07], color=INK[name], ls=LINES[name], lw=1.1, gid="key")
