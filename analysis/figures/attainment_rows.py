"""Rows of promise, result, promise: × last year's target, | its result, ● this year's target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.layout import Key
from analysis.figures.marks import (
    draw_achieved,
    draw_arrow,
    draw_dot,
    draw_key_arrow,
    draw_promised,
    draw_range,
)
from analysis.figures.scale import Scale, choose_unit, finite_ends, stated_amount
from analysis.figures.style import INK, current_page, word
from analysis.figures.target_row import name_rows
from analysis.model import Attainment, Claim


def plot_attainment(
    rows: Sequence[Attainment], names: Mapping[str, str], *, ax: Axes | None = None
) -> Axes:
    """Draw one row a town: × last year's target, | last year's result, ● this year's target.

    Parameters
    ----------
    rows
        Rows of ONE indicator and kind, drawn top to bottom in the order given; their claims are
        certain numbers of one measure or None (`keep_comparable`).
    names
        Plan id -> name on the axis.
    ax
        Axes to draw on; a new figure is made when it is left out.

    Raises
    ------
    ValueError
        The rows mix indicators, kinds or units, or repeat a town.
    """
    page = current_page()
    scale = choose_row_scale(rows)
    ax = ax or Figure(figsize=(page.width_in, 1 + page.row_in * len(rows))).subplots()
    for y, row in enumerate(rows):
        _draw_row(ax, y, row, scale)
    said = [say_outcome(row) for row in rows]
    name_rows(ax, [names[row.plan_id] for row in rows], said, gid="outcome")
    ax.set_xlabel(word("axis_attainment", unit=scale.unit))
    return ax


def say_outcome(row: Attainment) -> str:
    """Say in words what became of last year's target."""
    said = [word(f"attainment_{row.outcome}")] if row.outcome != "open" else []
    if row.reason is not None:
        said = [word(f"open_{row.reason}")]
    if row.stretch_outcome == "missed" and row.outcome == "kept":
        said.append(word("attainment_stretch_missed"))
    if row.is_carried_over:
        said.append(word("attainment_carried"))
    return word("outcome_mark").join(said)


def _draw_row(ax: Axes, y: float, row: Attainment, scale: Scale) -> None:
    promised, achieved, target = map(stated_amount, (row.promised, row.achieved, row.target))
    if promised is not None and target is not None:
        ends = scale.of(finite_ends(promised)[0]), scale.of(finite_ends(target)[0])
        ax.plot(ends, [y, y], "-", color=INK["rule"], lw=1.0, zorder=1.5, gid="way")
    if promised is not None:
        first, last = map(scale.of, finite_ends(promised))
        draw_promised(ax, first, last, y)
    if achieved is not None:
        draw_achieved(ax, scale.of(finite_ends(achieved)[0]), y)
    if target is None:
        return
    low, high = map(scale.of, finite_ends(target))
    falls = row.target is not None and row.target.relation == "decrease"
    if target.qualifier in {"at_least", "at_most"}:
        draw_arrow(ax, low, y, 1 if (target.qualifier == "at_least") != falls else -1)
    if low != high:
        draw_range(ax, low, high, y, gid="target")
    else:
        draw_dot(ax, low, y, hollow=target.qualifier == "about", gid="target")


def choose_row_scale(rows: Sequence[Attainment]) -> Scale:
    """Choose the unit of the axis; rows that mix or repeat raise ValueError."""
    repeated = len({row.plan_id for row in rows}) < len(rows)
    if repeated or len({(row.indicator, row.kind) for row in rows}) > 1:
        raise ValueError(
            "a figure of promises shows one indicator of one kind, a town once: "
            "select before drawing"
        )
    return choose_unit([a for row in rows for c in list_figures(row) if (a := stated_amount(c))])


def list_figures(row: Attainment) -> tuple[Claim | None, Claim | None, Claim | None]:
    """Return promise, result and next promise."""
    return row.promised, row.achieved, row.target


def count_marks(row: Attainment) -> int:
    """Count the figures of a row that can be drawn."""
    return sum(stated_amount(claim) is not None for claim in list_figures(row))


def list_row_keys(shown: Sequence[Attainment]) -> list[Key]:
    """List the marks that occur."""
    amounts = [a for row in shown if (a := stated_amount(row.target)) is not None]
    forms = {"range" if a.low != a.high else a.qualifier for a in amounts}
    keys = [
        Key(word("key_promised"), lambda ax, x, y: draw_promised(ax, x, x, y, gid="key"), 0.14),
        Key(word("key_achieved"), lambda ax, x, y: draw_achieved(ax, x, y, gid="key"), 0.08),
        Key(word("key_next"), lambda ax, x, y: draw_dot(ax, x, y, gid="key"), 0.12),
    ]
    if "about" in forms:
        key = word("key_about")
        keys.append(Key(key, lambda ax, x, y: draw_dot(ax, x, y, hollow=True, gid="key"), 0.12))
    for name, way in (("at_least", 1), ("at_most", -1)):
        if name in forms:
            keys.append(Key(word(f"key_{name}"), partial(draw_key_arrow, way=way), 0.34))
    if "range" in forms:
        key = word("key_range")
        keys.append(Key(key, lambda ax, x, y: draw_range(ax, x - 0.1, x + 0.1, y, gid="key"), 0.26))
    return keys


def limit_axis(shown: Sequence[Attainment]) -> tuple[float, float]:
    """Leave room for an arrow at either end; the axis is not forced to zero."""
    scale = choose_row_scale(shown)
    amounts = [a for row in shown for c in list_figures(row) if (a := stated_amount(c)) is not None]
    low = min(scale.of(finite_ends(a)[0]) for a in amounts)
    high = max(scale.of(finite_ends(a)[1]) for a in amounts)
    pad = (high - low) * 0.08 or abs(high) * 0.2 or 1.0
    return low - pad, high + pad
