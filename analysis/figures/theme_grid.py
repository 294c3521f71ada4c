"""Where tree, names, shares and counts stand in the figure of themes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.cut_marks import numbers_width, write_numbers
from analysis.figures.groups import FEWEST_PLANS
from analysis.figures.headings import fit_headings, write_headings
from analysis.figures.layout import Part, Sheet
from analysis.figures.measure import axes_width, widest
from analysis.figures.paging import deal_rows, pack_blocks
from analysis.figures.style import INK, SHARES, current_page, word
from analysis.figures.tree import draw_cut, list_runs, plot_tree
from analysis.model import Grouping, ThemeShares

_NARROWEST_EM = 1.7
"""A cell narrower than this many type sizes cannot hold its figure."""
_SMALLEST_PT = 5.5
"""Figures in cells are never smaller; columns that would need it go on below."""
_DARK = 0.55
"""Cells filled beyond this share of the scale carry white figures."""
_GAP_IN = 0.1
_CUT_IN = 0.1


def plot_theme_shares(
    shares: npt.NDArray[np.float64],
    *,
    darkest: float,
    differs: npt.NDArray[np.int64] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a heat map of shares (rows towns, columns themes) in one hue, per cent in each cell.

    Parameters
    ----------
    shares
        Shape (n_plans, n_themes), from 0 to 1, drawn in the order given. A row of NaN has no
        usable sentence and is drawn as words.
    darkest
        The share drawn darkest.
    differs
        Same shape: 1 and -1 where the town surely lies above and below the others, else 0.
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
            if differs is not None and differs[y, x]:
                _mark_difference(ax, x, y, above=differs[y, x] > 0, ink=ink, size=small)
    ax.set(xlim=(0, themes), ylim=(n - 0.5, -0.5), xticks=[], yticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)
    return ax


def _mark_difference(ax: Axes, x: int, y: int, *, above: bool, ink: str, size: float) -> None:
    """Set a small triangle into the corner of a cell, clear of its figure."""
    look: dict[str, Any] = {"color": ink, "ms": 0.42 * size, "mew": 0, "lw": 0}
    where = x + 0.86, y - 0.27 if above else y + 0.27
    ax.plot(*where, "^" if above else "v", gid="above" if above else "below", **look)


class ThemeGrid:
    """The figure laid out on the page that is open; columns that do not fit go on below."""

    def __init__(
        self,
        shares: ThemeShares,
        grouping: Grouping,
        *,
        rows: Sequence[int],
        columns: Sequence[int],
        names: Mapping[str, str],
        themes: Mapping[str, str],
        differs: npt.NDArray[np.int64] | None = None,
    ) -> None:
        page = current_page()
        self.shares, self.grouping, self.rows = shares, grouping, rows
        self.towns = [names[shares.plan_ids[i]] for i in rows]
        values = shares.shares[np.ix_(rows, columns)]
        self.values = np.where(shares.n_sentences[rows][:, None] > 0, values, np.nan)
        told = np.zeros(shares.shares.shape, dtype=np.int64) if differs is None else differs
        self.differs = told[np.ix_(rows, columns)]
        self.darkest = float(np.nanmax(self.values, initial=0.01))
        self.has_tree = len(grouping.order) >= FEWEST_PLANS
        self.tree_in = min(0.55, page.width_in * 0.095)
        self.room = page.width_in * 0.27
        self.numbers_in = numbers_width(grouping) if grouping.cut else 0.0
        cut = _CUT_IN + self.numbers_in if grouping.cut else 0.0
        trees = (self.tree_in if self.has_tree else 0.0) + cut
        self.left = trees + min(widest(self.towns, page.base_pt), self.room) + 0.16
        self.ends = _number_columns()
        free = page.width_in - self.left - sum(self.ends) - 0.02
        fit = max(1, int(free / (_NARROWEST_EM * _SMALLEST_PT / 72)))
        even = -(-len(columns) // -(-len(columns) // fit))
        self.blocks = [slice(i, i + even) for i in range(0, len(columns), even)]
        self.cell = free / even
        every = [themes[shares.themes[j]] for j in columns]
        self.headings = fit_headings(every, self.cell, page.small_pt)

    def cuts_tree(self, room: float) -> bool:
        """Tell whether a tree goes on over several pages."""
        return self.has_tree and len(self._deal_places(room)) > 1

    def _deal_places(self, room: float) -> list[Sequence[int]]:
        free = room - self.headings.height - _GAP_IN
        return deal_rows(range(len(self.rows)), free, current_page().row_in)

    def deal_parts(self, room: float) -> Iterator[Part]:
        """Deal towns, and for each lot of towns the blocks of columns, onto pages."""
        row_in, head = current_page().row_in, self.headings.height
        for places in self._deal_places(room):
            tall = head + row_in * len(places) + _GAP_IN
            for some in pack_blocks([tall] * len(self.blocks), room):
                blocks = [self.blocks[i] for i in some]
                compose = partial(self.compose, places=places, blocks=blocks)
                yield Part(tall * len(blocks), compose)

    def compose(self, sheet: Sheet, places: Sequence[int], blocks: Sequence[slice]) -> None:
        """Draw some rows with some blocks of columns below each other."""
        row_in, top = current_page().row_in, self.headings.height
        for block in blocks:
            values, differs = self.values[list(places), block], self.differs[list(places), block]
            size = self.cell * values.shape[1], row_in * len(places)
            ax = sheet.place(self.left, top, *size)
            plot_theme_shares(values, darkest=self.darkest, differs=differs, ax=ax)
            write_headings(
                sheet, self.headings, some=block, left=self.left, bottom=top, gid="theme"
            )
            middles = [top + row_in * (y + 0.5) for y in range(len(places))]
            towns = (self.towns[place] for place in places)
            sheet.write_names(self.left - 0.08, zip(middles, towns, strict=True), self.room)
            self._write_counts(sheet, self.left + size[0], top, places)
            if self.has_tree:
                self._compose_tree(sheet, places, top)
            top += row_in * len(places) + _GAP_IN + self.headings.height

    def _write_counts(self, sheet: Sheet, left: float, top: float, places: Sequence[int]) -> None:
        """Write what no theme claims, in per cent, and the number of plan sentences."""
        page = current_page()
        look: dict[str, Any] = {"ha": "right", "size": page.small_pt, "color": INK["quiet"]}
        ends = left + self.ends[0], left + sum(self.ends)
        for end, key in zip(ends, ("column_rest", "column_sentences"), strict=True):
            sheet.write(end, top - 0.04, word(key), gid="heading", va="bottom", **look)
        for y, place in enumerate(places):
            middle, i = top + page.row_in * (y + 0.5), self.rows[place]
            n = int(self.shares.n_sentences[i])
            rest = f"{100 * (1 - self.shares.shares[i].sum()):.0f}" if n else "–"
            rest = rest.replace("-0", "0")
            sheet.write(ends[0], middle, rest, gid="rest", va="center", **look)
            sheet.write(ends[1], middle, str(n), gid="sentences", va="center", **look)

    def _compose_tree(self, sheet: Sheet, places: Sequence[int], top: float) -> None:
        leaves = [place for place in places if place < len(self.grouping.order)]
        if not leaves:
            return
        height = current_page().row_in * len(leaves)
        place = sheet.place(0.02, top, self.tree_in - 0.05, height)
        plot_tree(self.grouping, ax=place, rows=leaves).set_axis_off()
        if self.grouping.cut:
            left = self.tree_in + self.numbers_in
            write_numbers(sheet, self.grouping, leaves, left - 0.01, top)
            side = sheet.place(left, top, _CUT_IN, height)
            draw_cut(side, list_runs(self.grouping), 0.02, rows=leaves)


def _number_columns() -> tuple[float, float]:
    """Widths of the columns at the right in inches: the rest, the number of sentences."""
    size = current_page().small_pt
    rest, sentences = word("column_rest"), word("column_sentences")
    return widest([rest, "000"], size) + 0.1, widest([sentences, "0000"], size) + 0.1
