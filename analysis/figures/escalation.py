"""The superior's target and the towns' (层层加码): a dashed line, a dot a town, the gap between.

A town whose target is no number, or whose superior is not known, stands in words below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.layout import Key, Picture, Sheet, keys_height
from analysis.figures.marks import LINES, draw_dot, draw_key_line, draw_range
from analysis.figures.measure import axis_height, widest
from analysis.figures.paging import body_room
from analysis.figures.reasons import deal_with_reasons, list_reasons
from analysis.figures.scale import Scale, choose_unit, finite_ends, stated_amount
from analysis.figures.style import INK, current_page, word, words
from analysis.figures.target_row import SAID_GAP_PT, fit_names, name_rows
from analysis.figures.wording import read_wording
from analysis.model import Escalation, GapReason, Stated

_POINTS = "%"


def plot_escalation(
    rows: Sequence[Escalation], names: Mapping[str, str], *, ax: Axes | None = None
) -> Axes:
    """Draw one row a town: its superior's target dashed, its own as a dot, the gap in words.

    Parameters
    ----------
    rows
        Rows of ONE indicator and kind with a direction, top to bottom in the order given.
    names
        Plan id -> name on the axis.
    ax
        Axes to draw on; a new figure is made when it is left out.

    Raises
    ------
    ValueError
        The rows mix indicators, kinds or units, repeat a town, or hold one that is open.
    """
    page = current_page()
    scale = _choose_scale(rows)
    ax = ax or Figure(figsize=(page.width_in, 1 + page.row_in * len(rows))).subplots()
    for y, row in enumerate(rows):
        _draw_row(ax, y, row, scale)
    said = [say_gap(row, scale) for row in rows]
    name_rows(ax, [names[row.plan_id] for row in rows], said, gid="gap")
    ax.set_xlabel(word("axis_figures", unit=scale.unit))
    return ax


def say_gap(row: Escalation, scale: Scale) -> str:
    """Say town minus superior in words, per cent as percentage points."""
    if row.gap is None:
        return word(f"gap_{row.reason}") if row.reason else ""
    low, high = (scale.of(value) for value in row.gap)
    if low == high == 0:
        return word("gap_equal")
    said = f"{low:+.10g}"
    if low != high:
        said = word("gap_range", low=said, high=f"{high:+.10g}")
    said = said.replace("-", "−")
    unit = scale.unit
    return (
        word("gap_points", gap=said) if unit == _POINTS else word("gap_unit", gap=said, unit=unit)
    )


def draw_escalation(
    rows: Sequence[Escalation],
    names: Mapping[str, str],
    *,
    caption: Mapping[str, str],
    sources: Sequence[str] = (),
    note: str = "",
    missing: GapReason = "no_superior",
) -> Picture:
    """Compose the figure: towns of one superior together, the highest target first.

    `missing` is why a town has no row at all.
    """
    page = current_page()
    shown = sorted((r for r in rows if r.direction != "open"), key=_highest)
    reasons = list_reasons(_list_silent(rows, names, missing))
    keys = _list_keys(shown)
    keys_in = keys_height(keys, page.width_in) + 0.06
    way = Counter(r.direction for r in shown)
    counts = {"above": way["above"], "equal": way["equal"], "below": way["below"]}
    counts |= {"n": len(shown), "total": len(names)}
    notes = [word("n_escalation", **counts), word("note_escalation") if shown else "", note]
    said = word("sentence_mark").join(part for part in notes if part)

    def compose(sheet: Sheet, seen: Sequence[Escalation]) -> None:
        sheet.write_keys(0.0, keys)
        _compose_rows(sheet, keys_in, seen, shown, names)

    return Picture(
        caption=caption,
        note=said,
        sources=tuple(sources),
        data=tabulate_asked([*shown, *(r for r in rows if r.direction == "open")], names),
        n=len(names),
        alt=words("alt_escalation", **counts),
        page=page,
        parts=deal_with_reasons(
            shown,
            reasons,
            room=body_room(caption, said, sources),
            around=keys_in + axis_height(),
            compose=compose,
        ),
        unlisted=reasons.lines,
    )


def tabulate_asked(
    rows: Sequence[Escalation], names: Mapping[str, str]
) -> tuple[dict[str, object], ...]:
    """List what the figure shows: numbers in base units, the gap, words."""
    table: list[dict[str, object]] = []
    for row in rows:
        cells: dict[str, object] = {"plan_id": row.plan_id, "town": names[row.plan_id]}
        for name, claim in (("superior", row.superior), ("target", row.target)):
            amount = stated_amount(claim)
            cells[f"{name}_low"] = finite_ends(amount)[0] if amount else None
            cells[f"{name}_high"] = finite_ends(amount)[1] if amount else None
            cells[f"{name}_wording"] = read_wording(claim) if claim else None
        cells |= {"gap_low": row.gap[0] if row.gap else None}
        cells |= {"gap_high": row.gap[1] if row.gap else None}
        table.append(cells | {"direction": row.direction, "reason": row.reason})
    return tuple(table)


def _find_pair(row: Escalation) -> tuple[Stated, Stated]:
    superior, target = stated_amount(row.superior), stated_amount(row.target)
    if superior is None or target is None or row.direction == "open":
        raise ValueError("a town without a comparable number has no row: select before drawing")
    return superior, target


def _draw_row(ax: Axes, y: float, row: Escalation, scale: Scale) -> None:
    superior, target = _find_pair(row)
    low, high = map(scale.of, finite_ends(target))
    for asked in dict.fromkeys(map(scale.of, finite_ends(superior))):
        look: dict[str, Any] = {"color": INK["superior"], "ls": LINES["superior"], "lw": 1.0}
        ax.plot([asked, asked], [y - 0.5, y + 0.5], zorder=1.5, gid="superior", **look)
    near = scale.of(finite_ends(superior)[0 if target.base_low <= superior.base_low else 1])
    ax.plot([near, low], [y, y], "-", color=INK["rule"], lw=1.2, zorder=1.4, gid="way")
    if low != high:
        draw_range(ax, low, high, y, gid="target")
    else:
        draw_dot(ax, low, y, hollow=target.qualifier == "about", gid="target")


def _choose_scale(rows: Sequence[Escalation]) -> Scale:
    repeated = len({row.plan_id for row in rows}) < len(rows)
    if repeated or len({(row.indicator, row.kind) for row in rows}) > 1:
        raise ValueError("one indicator of one kind, a town once: select before drawing")
    return choose_unit([amount for row in rows for amount in _find_pair(row)])


def _highest(row: Escalation) -> tuple[str, float, str]:
    low, high = finite_ends(_find_pair(row)[1])
    return row.superior_id or "", -(low + high), row.plan_id


def _list_silent(
    rows: Sequence[Escalation], names: Mapping[str, str], missing: GapReason
) -> Iterator[tuple[str, str]]:
    """Yield the towns without a dot, each behind its reason in words."""
    by_plan = {row.plan_id: row for row in rows}
    for plan_id, name in names.items():
        row = by_plan.get(plan_id)
        if row is None or row.direction == "open":
            yield word(f"gap_{(row.reason if row else None) or missing}"), name


def _list_keys(shown: Sequence[Escalation]) -> list[Key]:
    """List the marks that occur."""
    keys = [
        Key(word("key_asked"), partial(draw_key_line, name="superior"), 0.08),
        Key(word("key_town"), lambda ax, x, y: draw_dot(ax, x, y, gid="key"), 0.12),
    ]
    if any(_find_pair(row)[1].qualifier == "about" for row in shown):
        hollow = partial(draw_dot, hollow=True, gid="key")
        keys.append(Key(word("key_about"), hollow, 0.12))
    return keys


def _compose_rows(
    sheet: Sheet,
    top: float,
    seen: Sequence[Escalation],
    shown: Sequence[Escalation],
    names: Mapping[str, str],
) -> None:
    """Draw one page of rows; its axis and margins are those of all pages."""
    page = current_page()
    scale, cap = _choose_scale(shown), page.width_in * 0.3
    left = min(widest([names[row.plan_id] for row in shown], page.base_pt), cap) + 0.1
    right = widest([say_gap(row, scale) for row in shown], page.small_pt) + SAID_GAP_PT / 72
    ax = sheet.place(left, top, page.width_in - left - right, page.row_in * len(seen))
    plot_escalation(seen, names, ax=ax)
    ends = [scale.of(e) for row in shown for a in _find_pair(row) for e in finite_ends(a)]
    pad = (max(ends) - min(ends)) * 0.08 or abs(max(ends)) * 0.2 or 1.0
    ax.set_xlim(min(ends) - pad, max(ends) + pad)
    fit_names(ax, cap)
