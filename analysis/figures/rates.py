"""Growth targets side by side: one row a town, one dot a stated number, words for the rest.

A hidden, relative or missing number has no place on the axis; it stands in words below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.figures.keys import list_forms, list_target_keys
from analysis.figures.layout import Picture, Sheet, keys_height
from analysis.figures.marks import (
    draw_achieved,
    draw_arrow,
    draw_dot,
    draw_level_line,
    draw_range,
    draw_tiers,
)
from analysis.figures.measure import fit_text, widest
from analysis.figures.scale import (
    Scale,
    choose_scale,
    finite_ends,
    stated_amount,
    tabulate_target_rates,
)
from analysis.figures.style import current_page, word, words
from analysis.figures.wording import list_word_lines, panel_height, read_wording, write_word_panel
from analysis.model import TargetRow
from analysis.stats.targets import median_stated, middle

FEWEST_FOR_MEDIAN = 3
WORDING_PT = 8.0
"""Gap between the axes and the wording at their right, in points."""


def plot_target_rates(
    rows: Sequence[TargetRow], names: Mapping[str, str], *, ax: Axes | None = None
) -> Axes:
    """Draw one row a town: its target for one indicator, last year's result, its wording.

    Parameters
    ----------
    rows
        Rows of ONE indicator and kind, drawn top to bottom in the order given. A row without
        a stated number has no dot; its state stands in words at the right.
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
    scale = choose_scale(rows)
    ax = ax or Figure(figsize=(page.width_in, 1 + page.row_in * len(rows))).subplots()
    right: dict[str, Any] = {"xycoords": ax.get_yaxis_transform(), "va": "center"}
    right |= {"textcoords": "offset points", "size": page.small_pt, "parse_math": False}
    for y, row in enumerate(rows):
        _draw_row(ax, y, row, scale)
        ax.annotate(_margin_words(row), (1, y), (WORDING_PT, 0), gid="wording", **right)
    ax.set_yticks(range(len(rows)), [names[row.plan_id] for row in rows], parse_math=False)
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.grid(axis="y")
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))
    _pad_axis(ax, rows, scale)
    kinds = {c.kind for row in rows if (c := row.target) is not None and stated_amount(c)}
    ax.set_xlabel(word(f"axis_{kinds.pop()}" if kinds else "axis_level", unit=scale.unit))
    return ax


def _draw_row(ax: Axes, y: float, row: TargetRow, scale: Scale) -> None:
    achieved, target, stretch = map(stated_amount, (row.achieved, row.target, row.stretch))
    if achieved is not None:
        draw_achieved(ax, scale.of(finite_ends(achieved)[0]), y)
    if target is None:
        return
    low, high = map(scale.of, finite_ends(target))
    falling = row.target is not None and row.target.relation == "decrease"
    if stretch is not None:
        draw_tiers(ax, low, scale.of(finite_ends(stretch)[1]), y)
    elif target.qualifier in {"at_least", "at_most"}:
        draw_arrow(ax, low, y, 1 if (target.qualifier == "at_least") != falling else -1)
    if low != high:
        draw_range(ax, low, high, y)
    else:
        draw_dot(ax, low, y, hollow=target.qualifier == "about")


def _margin_words(row: TargetRow) -> str:
    if row.target is None or (row.state != "stated" and not read_wording(row.target)):
        return word(f"state_{row.state}")
    said = read_wording(row.target)
    if row.stretch is not None:
        said += word("stretch_wording", wording=read_wording(row.stretch))
    return said if row.state == "stated" else f"{word(f'state_{row.state}')} {said}"


def _pad_axis(ax: Axes, rows: Sequence[TargetRow], scale: Scale) -> None:
    """Leave room for an arrow at either end; the axis is not forced to zero."""
    claims = (c for row in rows for c in (row.target, row.stretch, row.achieved))
    numbers = [amount for c in claims if (amount := stated_amount(c)) is not None]
    if not numbers:
        ax.set_xticks([])
        return
    low = min(scale.of(finite_ends(a)[0]) for a in numbers)
    high = max(scale.of(finite_ends(a)[1]) for a in numbers)
    pad = (high - low) * 0.12 or abs(high) * 0.2 or 1.0
    ax.set_xlim(low - pad, high + pad)


def draw_target_rates(
    rows: Sequence[TargetRow],
    names: Mapping[str, str],
    *,
    caption: Mapping[str, str],
    sources: Sequence[str] = (),
    note: str = "",
    superior: float | None = None,
) -> Picture:
    """Compose the whole figure: dots above, highest target first, and the rest in words.

    `superior` is the county's or city's own target, in base units, drawn as a dashed line.
    Towns that state no number, and those whose unit was lost, stand in the panel in words.
    """
    scale = choose_scale(rows)
    shown = sorted((r for r in rows if stated_amount(r.target)), key=_highest_first)
    silent = [r for r in rows if not stated_amount(r.target)]
    ordered = [*shown, *silent]
    levels = _list_levels(shown, scale, superior)
    keys = list_target_keys(shown, levels, scale.unit)
    page = current_page()
    keys_in = keys_height(keys, page.width_in) + 0.06 if shown else 0.0
    panel = list_word_lines(silent, names)
    words_top = keys_in + (page.row_in * len(shown) + 0.55 if shown else 0.0)

    def compose(sheet: Sheet) -> None:
        if shown:
            sheet.write_keys(0.0, keys)
            _compose_dots(sheet, keys_in, shown, names, levels)
        write_word_panel(sheet, words_top, panel, rule=bool(shown))

    counts = Counter(r.state for r in rows)
    notes = [
        word("n_stated", n=len(shown), total=len(rows)),
        *_explain(shown, levels, scale.unit),
        note,
    ]
    return Picture(
        caption=caption,
        note=word("sentence_mark").join(part for part in notes if part),
        sources=tuple(sources),
        data=tabulate_target_rates(ordered, names),
        n=len(rows),
        alt=words("alt_rates", total=len(rows), n=len(shown), masked=counts["masked"]),
        page=page,
        body_in=words_top + panel_height(panel),
        compose=compose,
    )


def _highest_first(row: TargetRow) -> tuple[float, float, str]:
    target, achieved = stated_amount(row.target), stated_amount(row.achieved)
    return (
        -middle(target) if target else 0.0,
        -middle(achieved) if achieved else float("inf"),
        row.plan_id,
    )


def _list_levels(
    shown: Sequence[TargetRow], scale: Scale, superior: float | None
) -> dict[str, float]:
    """Lines through all towns; a median of fewer than three numbers says nothing."""
    typical = median_stated(shown) if len(shown) >= FEWEST_FOR_MEDIAN else None
    levels = {} if typical is None else {"median": scale.of(typical)}
    return levels | ({"superior": scale.of(superior)} if superior is not None else {})


def _explain(shown: Sequence[TargetRow], levels: Mapping[str, float], unit: str) -> list[str]:
    forms = list_forms(shown)
    said = {
        "note_arrow": bool(forms & {"at_least", "at_most"}),
        "note_achieved": "achieved" in forms,
        "note_median": "median" in levels,
        "note_wording": bool(shown),
        "note_superior": "superior" in levels,
    }
    superior = f"{levels.get('superior', 0):.10g}"
    return [word(key, value=superior, unit=unit) for key, true in said.items() if true]


def _compose_dots(
    sheet: Sheet,
    top: float,
    shown: Sequence[TargetRow],
    names: Mapping[str, str],
    levels: Mapping[str, float],
) -> None:
    page = current_page()
    cap = page.width_in * 0.3
    labels = [names[row.plan_id] for row in shown]
    left = min(widest(labels, page.base_pt), cap) + 0.1
    right = min(widest(map(_margin_words, shown), page.small_pt), cap) + WORDING_PT / 72
    ax = sheet.place(left, top, page.width_in - left - right, page.row_in * len(shown))
    plot_target_rates(shown, names, ax=ax)
    for label in [*ax.get_yticklabels(), *(t for t in ax.texts if t.get_gid() == "wording")]:
        text, size = fit_text(label.get_text(), cap, float(label.get_fontsize()))
        label.set(text=text, size=size)
    for name, value in levels.items():
        draw_level_line(ax, value, name)
