"""Towns by towns: one shade a pair, rows and columns in one order, groups framed.

A column has the number of its row. Rows that do not fit go on on the next page, columns never
do, so that a row is always seen whole.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.figures.cut_marks import numbers_width, write_numbers
from analysis.figures.layout import Key, Part, Sheet, keys_height
from analysis.figures.measure import SMALLEST_PT, axes_width, line_in, widest
from analysis.figures.paging import deal_rows
from analysis.figures.style import INK, SHARES, current_page, word
from analysis.figures.tree import Run, draw_cut, plot_tree
from analysis.model import Grouping

_MOST_WRITTEN = 16
"""More towns than this have no figures in their cells: a shade is read faster than a thousand."""
_MOST_FINE = 48
"""More towns than this have a guide line at every fifth column only."""
_WIDEST = 1.9
"""A cell is at most this many times as wide as it is tall."""
_DARK = 0.55
_GAP_IN = 0.12


def shade(edges: Sequence[float]) -> tuple[ListedColormap, BoundaryNorm]:
    """Return one shade a class of shares between `edges`, the lightest well apart from white."""
    classes = len(edges) - 1
    shades = [SHARES(_tone(i, classes)) for i in range(classes)]
    return ListedColormap(shades), BoundaryNorm(list(edges), classes)


def _tone(place: int, classes: int) -> float:
    """Return where on the scale of shades a class stands, 0..1."""
    return 0.22 + 0.78 * min(place, classes - 1) / max(classes - 1, 1)


def plot_town_matrix(
    values: npt.NDArray[np.float64],
    *,
    edges: Sequence[float],
    rows: Sequence[int] = (),
    runs: Sequence[Run] = (),
    ax: Axes | None = None,
) -> Axes:
    """Draw shares of pairs, white where there is none; the diagonal is grey.

    Parameters
    ----------
    values
        Shape (n_towns, n_towns), from 0 to 1, in the order drawn; 0 and NaN are left white.
    edges
        Ends of the classes of shares, from 0 to 1, rising.
    rows
        The neighbouring rows to be seen, by default all; every column is.
    runs
        Groups, framed along the diagonal.
    ax
        Axes to draw on; a new figure is made when it is left out.

    """
    page = current_page()
    n = len(values)
    seen = rows or range(n)
    ax = ax or Figure(figsize=(page.width_in, page.row_in * (len(seen) + 2))).subplots()
    colours, classes = shade(edges)
    first, last = seen[0], seen[-1]
    shown = np.ma.masked_invalid(np.where(np.eye(n, dtype=bool), np.nan, values))
    shown = np.ma.masked_less_equal(shown, 0.0)[first : last + 1]
    corners = np.arange(n + 1), np.arange(first, last + 2) - 0.5
    fine = n <= _MOST_FINE
    # a million cells drawn one by one are 200 MB of SVG; as pixels they are as sharp as in print
    ax.pcolormesh(
        *corners, shown, cmap=colours, norm=classes, gid="pairs", lw=0, rasterized=not fine
    )
    every = 1 if fine else 5
    line: dict[str, Any] = {"color": INK["grid"], "lw": 0.4, "zorder": 1.2}
    ax.vlines(range(0, n + 1, every), first - 0.5, last + 0.5, **line)
    ax.hlines([y - 0.5 for y in range(first, last + 2)], 0, n, **line)
    for y in seen:
        box = Rectangle((y, y - 0.5), 1, 1, fc=INK["rule"], ec="none", gid="self")
        ax.add_patch(box)
    for _, start, end in runs:
        if start <= last and end >= first:
            size = end - start + 1
            frame = Rectangle((start, start - 0.5), size, size, fc="none", gid="frame")
            frame.set(edgecolor=INK["text"], linewidth=0.9, zorder=3)
            ax.add_patch(frame)
    if n <= _MOST_WRITTEN:
        _write_shares(ax, shown, first, edges)
    ax.set(xlim=(0, n), ylim=(last + 0.5, first - 0.5), xticks=[], yticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)
    return ax


def _write_shares(
    ax: Axes, shown: np.ma.MaskedArray[Any, Any], first: int, edges: Sequence[float]
) -> None:
    """Write per cent into the cells where they have room; less than 1 % is called so."""
    size = min(current_page().small_pt, axes_width(ax) * 72 / shown.shape[1] / 1.9)
    if size < SMALLEST_PT:
        return
    for (y, x), value in np.ndenumerate(shown.filled(0.0)):
        if value > 0:
            said = "<1" if value < 0.01 else f"{100 * value:.0f}"
            place = bisect(edges, value) - 1
            ink = INK["on_dark" if _tone(place, len(edges) - 1) > _DARK else "text"]
            where = x + 0.5, y + first
            ax.text(*where, said, ha="center", va="center", size=size, color=ink, gid="share")


class TownMatrix:
    """The figure laid out on the page that is open."""

    def __init__(
        self,
        values: npt.NDArray[np.float64],
        towns: Sequence[str],
        *,
        edges: Sequence[float],
        runs: Sequence[Run] = (),
        grouping: Grouping | None = None,
    ) -> None:
        page = current_page()
        self.values, self.towns, self.edges, self.runs = values, towns, edges, runs
        self.grouping = grouping
        n = len(towns)
        self.keys = _list_keys(edges)
        self.top = keys_height(self.keys, page.width_in) + 0.08
        self.small = max(SMALLEST_PT, page.small_pt * 0.85)
        self.head = line_in(self.small)
        self.tree_in = min(0.55, page.width_in * 0.095) if grouping else 0.0
        self.group_in = numbers_width(grouping) if grouping and runs else 0.0
        self.bracket_in = 0.12 + self.group_in if runs else 0.0
        self.number_in = widest([str(n)], self.small) + 0.08
        self.room = page.width_in * 0.24
        self.names_in = min(widest(towns, page.base_pt), self.room)
        sides = self.tree_in + self.bracket_in + self.names_in + 0.08 + self.number_in
        self.left = sides + 0.04
        free = page.width_in - self.left - self.number_in / 2
        self.cell = min(free / max(n, 1), page.row_in * _WIDEST)

    def deal_places(self, room: float) -> list[Sequence[int]]:
        """Deal rows onto pages of `room` inches."""
        free = room - self.top - self.head - _GAP_IN
        return deal_rows(range(len(self.towns)), free, current_page().row_in)

    def deal_parts(self, room: float) -> Iterator[Part]:
        """Return the pages."""
        around = self.top + self.head + _GAP_IN
        for seen in self.deal_places(room):
            height = around + current_page().row_in * len(seen)
            yield Part(height, partial(self.compose, seen=seen))

    def compose(self, sheet: Sheet, seen: Sequence[int]) -> None:
        """Draw some rows with every column, under the legend."""
        row_in, top = current_page().row_in, self.top + self.head
        height, wide = row_in * len(seen), self.cell * len(self.towns)
        sheet.write_keys(0.0, self.keys)
        ax = sheet.place(self.left, top, wide, height)
        plot_town_matrix(self.values, edges=self.edges, rows=seen, runs=self.runs, ax=ax)
        left = self.tree_in + self.group_in
        if self.grouping is not None:
            place = sheet.place(0.02, top, self.tree_in - 0.07, height)
            plot_tree(self.grouping, ax=place, rows=seen).set_axis_off()
            write_numbers(sheet, self.grouping, seen, left - 0.01, top)
        if self.runs:
            draw_cut(sheet.place(left, top, 0.1, height), self.runs, 0.02, rows=seen)
        right = self.left - self.number_in - 0.04
        middles = [top + row_in * (y + 0.5) for y in range(len(seen))]
        named = zip(middles, (self.towns[y] for y in seen), strict=True)
        sheet.write_names(right, named, self.room)
        self._number(sheet, seen, middles, top)

    def _number(
        self, sheet: Sheet, seen: Sequence[int], middles: Sequence[float], top: float
    ) -> None:
        look: dict[str, Any] = {"size": self.small, "color": INK["quiet"]}
        for y, middle in zip(seen, middles, strict=True):
            where = self.left - 0.05, middle
            sheet.write(*where, str(y + 1), ha="right", va="center", gid="row_number", **look)
        n = len(self.towns)
        fits = widest([str(n)], self.small) + 0.03
        step = next(s for s in (1, 2, 5, 10, 20, 50, 100, n) if self.cell * s >= fits or s >= n)
        for x in range(n) if step == 1 else range(step - 1, n, step):
            where = self.left + self.cell * (x + 0.5), top - 0.03
            sheet.write(*where, str(x + 1), ha="center", va="bottom", gid="column_number", **look)


def _list_keys(edges: Sequence[float]) -> list[Key]:
    colours, _ = shade(edges)

    def swatch(ax: Axes, x: float, y: float, colour: Any) -> None:
        look = {"fc": colour, "ec": INK["rule"], "lw": 0.5, "gid": "key"}
        ax.add_patch(Rectangle((x - 0.1, y - 0.05), 0.2, 0.1, **look))

    none = Key(word("key_no_pair"), partial(swatch, colour=INK["paper"]), 0.2)
    classes = [
        Key(
            word("key_pairs", low=f"{100 * low:.0f}", high=f"{100 * high:.0f}"),
            partial(swatch, colour=colours(i)),
            0.2,
        )
        for i, (low, high) in enumerate(pairwise(edges))
    ]
    return [none, *classes]
