"""What the towns plan for: shares of plan sentences per theme, alike towns side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.groups import FEWEST_PLANS, draw_cut, explain_grouping, list_tree, plot_tree
from analysis.figures.layout import Picture, Sheet
from analysis.figures.measure import (
    axes_width,
    balance_text,
    line_in,
    measure_width,
    stack_text,
    widest,
)
from analysis.figures.style import INK, SHARES, Lang, current_page, word, words
from analysis.model import Grouping, ThemeShares

_NARROWEST_EM = 1.7
"""A cell narrower than this many type sizes cannot hold its figure."""
_DARK = 0.55
"""Cells filled beyond this share of the scale carry white figures."""


def plot_theme_shares(
    shares: npt.NDArray[np.float64], *, darkest: float, ax: Axes | None = None
) -> Axes:
    """Draw a heat map of shares (rows towns, columns themes) in one hue, per cent in each cell.

    Parameters
    ----------
    shares
        Shape (n_plans, n_themes), from 0 to 1, drawn in the order given. A row of NaN has no
        usable sentence and is drawn as words.
    darkest
        The share drawn darkest.
    ax
        Axes to draw on; a new figure is made when it is left out.

    """
    page = current_page()
    n, themes = shares.shape
    ax = ax or Figure(figsize=(page.width_in, page.row_in * (n + 2))).subplots()
    small = min(page.small_pt, axes_width(ax) * 72 / themes / _NARROWEST_EM)
    edges = np.arange(themes + 1), np.arange(n + 1) - 0.5
    filled = np.ma.masked_invalid(shares)
    top = darkest or 1.0
    line: dict[str, Any] = {"edgecolor": INK["paper"], "linewidth": 0.8}
    ax.pcolormesh(*edges, filled, cmap=SHARES, vmin=0.0, vmax=top, gid="shares", **line)
    for y, row in enumerate(shares):
        if np.isnan(row).any():
            ax.text(0.1, y, word("no_sentences"), va="center", size=page.small_pt, gid="silent")
            continue
        for x, share in enumerate(row):
            ink = INK["on_dark"] if share > _DARK * darkest else INK["text"]
            value = f"{100 * share:.0f}"
            look: dict[str, Any] = {"size": small, "color": ink, "gid": "share"}
            ax.text(x + 0.5, y, value, ha="center", va="center", **look)
    ax.set(xlim=(0, themes), ylim=(n - 0.5, -0.5), xticks=[], yticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)
    return ax


def draw_themes(
    shares: ThemeShares,
    grouping: Grouping,
    names: Mapping[str, str],
    themes: Mapping[str, str],
    *,
    caption: Mapping[str, str],
    lexicon_hash: str,
    sources: Sequence[str] = (),
    note: str = "",
) -> Picture:
    """Compose the heat map: rows in leaf order with the tree at the left, columns by mean.

    `names` and `themes` map keys to words. Plans that were left out of the comparison stand
    below the others, without a tree. The right columns count what no theme claims, and the
    plan sentences.
    """
    page = current_page()
    rows, columns = order_rows(shares, grouping), order_columns(shares)
    values = shares.shares[np.ix_(rows, columns)]
    values = np.where(shares.n_sentences[rows][:, None] > 0, values, np.nan)
    has_tree = len(grouping.order) >= FEWEST_PLANS
    tree_in = min(0.55, page.width_in * 0.095)
    room = page.width_in * 0.27
    names_in = min(widest([names[shares.plan_ids[i]] for i in rows], page.base_pt), room)
    left = (tree_in if has_tree else 0.0) + (0.1 if grouping.cut else 0.0) + names_in + 0.16
    cell = (page.width_in - left - sum(_number_columns()) - 0.02) / len(columns)
    headings = [_heading(themes[shares.themes[j]], cell) for j in columns]
    head = max(len(h.split("\n")) for h in headings) * line_in(page.small_pt) * 0.92 + 0.06

    def compose(sheet: Sheet) -> None:
        height = page.row_in * len(rows)
        ax = sheet.place(left, head, cell * len(columns), height)
        plot_theme_shares(values, darkest=float(np.nanmax(values, initial=0.01)), ax=ax)
        _write_headings(sheet, left, head, cell, headings)
        middles = [head + page.row_in * (y + 0.5) for y in range(len(rows))]
        towns = [names[shares.plan_ids[i]] for i in rows]
        sheet.write_names(left - 0.08, zip(middles, towns, strict=True), room)
        ends = left + cell * len(columns)
        _write_right_columns(sheet, shares, rows, left=ends, head=head)
        if has_tree:
            _compose_tree(sheet, grouping, head, tree_in)

    said = [
        word("note_shares"),
        word("note_lexicon", hash=lexicon_hash),
        *explain_grouping(grouping, names),
        note,
    ]
    return Picture(
        caption=caption,
        note=word("sentence_mark").join(part for part in said if part),
        sources=tuple(sources),
        data=tabulate_themes(shares, rows, columns, names, themes),
        n=len(rows),
        alt=words("alt_themes", n=len(rows), themes=len(columns)),
        page=page,
        body_in=head + page.row_in * len(rows) + 0.06,
        compose=compose,
        unlisted=list_tree(grouping),
    )


def order_rows(shares: ThemeShares, grouping: Grouping) -> list[int]:
    """Return rows of `shares` in leaf order, those outside the tree after them."""
    at = {plan_id: i for i, plan_id in enumerate(shares.plan_ids)}
    in_tree = [at[grouping.plan_ids[leaf]] for leaf in grouping.order]
    return in_tree + [i for i in range(len(shares.plan_ids)) if i not in set(in_tree)]


def order_columns(shares: ThemeShares) -> list[int]:
    """Return columns by mean share over plans with sentences, largest first."""
    usable = shares.shares[shares.n_sentences > 0]
    means = usable.mean(axis=0) if len(usable) else np.zeros(len(shares.themes))
    return sorted(range(len(shares.themes)), key=lambda j: (-means[j], shares.themes[j]))


def _heading(name: str, cell: float) -> str:
    """Break a theme's name to its column; where words would not fit, write it downwards."""
    page = current_page()
    lines = balance_text(name, cell - 0.04, page.small_pt)
    if widest(lines, page.small_pt) > cell - 0.02 or len(lines) > 4:
        return stack_text(name) if page.lang == "zh" else "\n".join(name.split())
    return "\n".join(lines)


def _write_headings(
    sheet: Sheet, left: float, head: float, cell: float, headings: Sequence[str]
) -> None:
    size = current_page().small_pt
    for x, heading in enumerate(headings):
        look = {"ha": "center", "va": "bottom", "size": size, "linespacing": 1.05}
        slim = size * min(1.0, (cell - 0.02) / measure_width(heading, size))
        look["size"] = slim
        sheet.write(left + cell * (x + 0.5), head - 0.04, heading, gid="theme", **look)


def _number_columns() -> tuple[float, float]:
    """Widths of the columns at the right in inches: the rest, the number of sentences."""
    size = current_page().small_pt
    rest, sentences = word("column_rest"), word("column_sentences")
    return widest([rest, "000"], size) + 0.1, widest([sentences, "0000"], size) + 0.1


def _write_right_columns(
    sheet: Sheet,
    shares: ThemeShares,
    rows: Sequence[int],
    *,
    left: float,
    head: float,
) -> None:
    page = current_page()
    size = page.small_pt
    look = {"ha": "right", "va": "center", "size": size, "color": INK["quiet"]}
    rest_in, sentences_in = _number_columns()
    ends = left + rest_in, left + rest_in + sentences_in
    for end, key in zip(ends, ("column_rest", "column_sentences"), strict=True):
        sheet.write(end, head - 0.04, word(key), gid="heading", **{**look, "va": "bottom"})
    for place, i in enumerate(rows):
        y = head + page.row_in * (place + 0.5)
        n = int(shares.n_sentences[i])
        rest = f"{100 * (1 - shares.shares[i].sum()):.0f}" if n else "–"
        sheet.write(ends[0], y, rest.replace("-0", "0"), gid="rest", **look)
        sheet.write(ends[1], y, str(n), gid="sentences", **look)


def _compose_tree(sheet: Sheet, grouping: Grouping, head: float, wide: float) -> None:
    height = current_page().row_in * len(grouping.order)
    ax = plot_tree(grouping, ax=sheet.place(0.02, head, wide - 0.05, height))
    ax.set_axis_off()
    if grouping.cut:
        side = sheet.place(wide, head, 0.1, height)
        side.set(xlim=(0, 0.1), ylim=(len(grouping.order) - 0.5, -0.5))
        side.set_axis_off()
        draw_cut(side, grouping, 0.02)


def tabulate_themes(
    shares: ThemeShares,
    rows: Sequence[int],
    columns: Sequence[int],
    names: Mapping[str, str],
    themes: Mapping[str, str],
) -> tuple[dict[str, object], ...]:
    """List what the figure shows: one row a town and theme, in the order drawn."""
    lang: Lang = current_page().lang
    return tuple(
        {
            "plan_id": shares.plan_ids[i],
            "town": names[shares.plan_ids[i]],
            "theme": shares.themes[j],
            f"theme_{lang}": themes[shares.themes[j]],
            "share_pct": float(100 * shares.shares[i, j]) if shares.n_sentences[i] else None,
            "n_sentences": int(shares.n_sentences[i]),
        }
        for i in rows
        for j in columns
    )
