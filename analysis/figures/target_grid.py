"""Targets for several indicators as small multiples: one panel each, the towns in one order.

A town without a number has no mark on an axis; its state stands as a shape beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, get_args

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.keys import list_forms, list_target_keys
from analysis.figures.layout import Key, Part, Picture, Sheet, keys_height
from analysis.figures.marks import draw_key_line, draw_level_line, draw_state
from analysis.figures.measure import axis_height, balance_text, cut_text, line_in, widest
from analysis.figures.paging import body_room, deal_rows, pack_blocks
from analysis.figures.scale import (
    FEWEST_FOR_MEDIAN,
    choose_scale,
    stated_amount,
    tabulate_target_rates,
)
from analysis.figures.style import INK, current_page, word, words
from analysis.figures.target_row import draw_target, pad_axis, set_few_ticks
from analysis.model import CellState, Kind, TargetRow
from analysis.stats.targets import median_stated

MARK_SIZE = 0.8
"""Marks are this much smaller than in a figure of one indicator."""
_NARROWEST_EM = 7.0
_FEWEST_ACROSS = 3
_MOST_LINES = 3
_ROW_EM = 1.5
_GAP_IN = 0.14


@dataclass(frozen=True, slots=True)
class TargetPanel:
    """One indicator, in one kind, with a row a town; `name` is what stands above it."""

    indicator: str
    kind: Kind
    name: str
    rows: tuple[TargetRow, ...]


def plot_panel(
    rows: Sequence[TargetRow], *, among: Sequence[TargetRow] = (), ax: Axes | None = None
) -> Axes:
    """Draw the targets of ONE indicator and kind without words, in the order given.

    `among` are all rows of the panel where it goes on over several pages, so that each page has
    the same axis and median. Rows that mix raise ValueError.
    """
    every = among or rows
    scale, page = choose_scale(every), current_page()
    ax = ax or Figure(figsize=(page.width_in / 3, 1 + page.row_in * len(rows))).subplots()
    ax.set(ylim=(len(rows) - 0.5, -0.5), yticks=[])
    ax.spines["left"].set_visible(False)
    ax.hlines(range(len(rows)), 0, 1, transform=ax.get_yaxis_transform(), color=INK["grid"], lw=0.5)
    pad_axis(ax, every, scale, share=0.2)
    for y, row in enumerate(rows):
        draw_target(ax, y, row, scale, size=MARK_SIZE)
    shown = [row for row in every if stated_amount(row.target)]
    typical = median_stated(shown) if len(shown) >= FEWEST_FOR_MEDIAN else None
    if typical is not None:
        draw_level_line(ax, scale.of(typical), "median")
    return ax


def draw_target_grid(
    panels: Sequence[TargetPanel],
    plan_ids: Sequence[str],
    names: Mapping[str, str],
    *,
    caption: Mapping[str, str],
    sources: Sequence[str] = (),
    note: str = "",
) -> Picture:
    """Compose the panels beside and below each other, the towns in the order of `plan_ids`.

    Every panel has a row for every town; a town missing in one raises KeyError.
    """
    grid = _Grid(panels, plan_ids, names)
    forms = list_forms([row for panel in panels for row in panel.rows])
    true = {
        "note_grid": bool(panels),
        "note_arrow": bool(forms & {"at_least", "at_most"}),
        "note_achieved": "achieved" in forms,
        "note_median": grid.has_median,
    }
    said = [*(word(key) for key, holds in true.items() if holds), note]
    note = word("sentence_mark").join(part for part in said if part)
    drawn = word("list_mark").join(panel.name for panel in panels)
    return Picture(
        caption=caption,
        note=note,
        sources=tuple(sources),
        data=tuple(_tabulate(panels, plan_ids, names)),
        n=len(plan_ids) if panels else 0,
        alt=words("alt_grid", n=len(plan_ids), panels=len(panels), indicators=drawn),
        page=current_page(),
        parts=tuple(grid.deal_parts(body_room(caption, note, sources))),
    )


class _Grid:
    """Panels laid out on the page that is open."""

    def __init__(
        self, panels: Sequence[TargetPanel], plan_ids: Sequence[str], names: Mapping[str, str]
    ) -> None:
        page = current_page()
        self.panels, self.plan_ids, self.names = panels, plan_ids, names
        self.found = [{row.plan_id: row for row in panel.rows} for panel in panels]
        self.rows = [[found[p] for p in plan_ids] for found in self.found]
        numbers = [sum(bool(stated_amount(r.target)) for r in rows) for rows in self.rows]
        self.has_median = any(n >= FEWEST_FOR_MEDIAN for n in numbers)
        self.said = [word("grid_stated", n=n, total=len(plan_ids)) for n in numbers]
        self.keys = self._list_keys()
        self.top = keys_height(self.keys, page.width_in) + 0.08
        self.room = page.width_in * 0.22
        self.left = min(widest([names[p] for p in plan_ids], page.base_pt), self.room) + 0.14
        self.row_in, self.lane = page.base_pt * _ROW_EM / 72, page.small_pt * 1.3 / 72
        free = page.width_in - self.left + _GAP_IN
        self.fit = max(1, int(free / (_NARROWEST_EM * page.base_pt / 72 + _GAP_IN)))
        self._set_across(self.fit)

    def _set_across(self, across: int) -> None:
        page = current_page()
        self.bands = max(1, -(-len(self.panels) // across))
        self.across = max(1, -(-len(self.panels) // self.bands))
        free = page.width_in - self.left + _GAP_IN
        self.wide = free / self.across - _GAP_IN
        self.titles = [_break_title(panel.name, self.wide) for panel in self.panels]
        lines = max((len(title) for title in self.titles), default=1)
        self.head = line_in(page.small_pt) * (lines + 1) + 0.06

    def deal_parts(self, room: float) -> Iterator[Part]:
        """Deal towns, and for each lot of towns the bands of panels, onto pages.

        Fewer and wider panels stand beside each other where all of them fit one page.
        """
        for across in range(min(_FEWEST_ACROSS, self.fit), self.fit + 1):
            self._set_across(across)
            if self.top + self.bands * self._band_in(len(self.plan_ids)) <= room:
                break
        for towns in deal_rows(self.plan_ids, room - self.top - self._band_in(0), self.row_in):
            tall = self._band_in(len(towns))
            for some in pack_blocks([tall] * self.bands, room - self.top):
                compose = partial(self.compose, towns=towns, bands=some)
                yield Part(self.top + tall * len(some), compose)

    def _band_in(self, towns: int) -> float:
        return self.head + self.row_in * towns + axis_height() + _GAP_IN

    def compose(self, sheet: Sheet, towns: Sequence[str], bands: Sequence[int]) -> None:
        """Draw some towns with some bands of panels below each other, under the legend."""
        sheet.write_keys(0.0, self.keys)
        top = self.top
        for band in bands:
            middles = [top + self.head + self.row_in * (y + 0.5) for y in range(len(towns))]
            named = zip(middles, (self.names[p] for p in towns), strict=True)
            sheet.write_names(self.left - 0.1, named, self.room)
            for i in range(band * self.across, min((band + 1) * self.across, len(self.panels))):
                left = self.left + (i % self.across) * (self.wide + _GAP_IN)
                self._compose_panel(sheet, i, towns, left, top)
            top += self._band_in(len(towns))

    def _compose_panel(
        self, sheet: Sheet, i: int, towns: Sequence[str], left: float, top: float
    ) -> None:
        page = current_page()
        step, wide = line_in(page.small_pt), self.wide - self.lane
        look: dict[str, Any] = {"size": page.small_pt, "color": INK["quiet"]}
        begin = top + self.head - 0.06 - step * (len(self.titles[i]) + 1)
        for line, text in enumerate(self.titles[i]):
            sheet.write(left, begin + step * line, text, size=page.small_pt, gid="indicator")
        sheet.write(left, top + self.head - 0.06 - step, self.said[i], gid="n", **look)
        rows = [self.found[i][p] for p in towns]
        height = self.row_in * len(rows)
        ax = plot_panel(
            rows, among=self.rows[i], ax=sheet.place(left, top + self.head, wide, height)
        )
        set_few_ticks(ax, wide)
        scale = choose_scale(self.rows[i])
        unit = word(f"grid_{self.panels[i].kind}", unit=scale.unit)
        below = top + self.head + height + step + 0.1
        sheet.write(left + wide / 2, below, unit, ha="center", gid="axis", **look)
        for y, row in enumerate(rows):
            if not stated_amount(row.target):
                place = left + self.wide - self.lane / 2, top + self.head + self.row_in * (y + 0.5)
                draw_state(sheet.canvas, *place, row.state, page.small_pt * 0.72)

    def _list_keys(self) -> list[Key]:
        every = [row for rows in self.rows for row in rows]
        keys = list_target_keys(every, {}, "")
        if self.has_median:
            keys.append(Key(word("grid_median"), partial(draw_key_line, name="median"), 0.08))
        silent = {row.state for row in every if not stated_amount(row.target)}
        size = current_page().small_pt * 0.72
        for state in get_args(CellState):
            if state in silent:
                said = word("unit_lost" if state == "stated" else f"state_{state}")
                keys.append(
                    Key(said, partial(draw_state, state=state, size_pt=size, gid="key"), 0.12)
                )
        return keys


def _break_title(name: str, wide: float) -> list[str]:
    """Break an indicator's name to its panel; what is longer is cut, the data have it whole."""
    size = current_page().small_pt
    lines = balance_text(name, wide, size)
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], " ".join(lines[_MOST_LINES - 1 :])]
    return [cut_text(line, wide, size) for line in lines]


def _tabulate(
    panels: Sequence[TargetPanel], plan_ids: Sequence[str], names: Mapping[str, str]
) -> Iterator[dict[str, object]]:
    """List every panel's rows in the order drawn, as figure 1 does for one indicator."""
    for panel in panels:
        found = {row.plan_id: row for row in panel.rows}
        which = {"indicator": panel.indicator, "indicator_name": panel.name, "kind": panel.kind}
        for row in tabulate_target_rates([found[p] for p in plan_ids], names):
            yield {**which, **row}
