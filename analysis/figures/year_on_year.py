"""What towns speak of this year and spoke of last year: shares of plan sentences, two marks a town.

An interval lies around either share; a change carries a triangle only where it may be claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from matplotlib.axes import Axes

from analysis.figures.layout import Key, Part, Picture, Sheet, keys_height
from analysis.figures.measure import axis_height, balance_text, cut_text, line_in, widest
from analysis.figures.paging import body_room, deal_rows, pack_blocks
from analysis.figures.reasons import Reasons, deal_reasons, list_reasons
from analysis.figures.style import INK, current_page, word, words
from analysis.figures.target_row import set_few_ticks
from analysis.figures.year_rows import (
    YearRow,
    draw_shares,
    find_longest,
    plot_year_on_year,
    say_change,
)

_PANEL_MIN_EM = 12.0
_MOST_LINES = 2
_GAP_IN = 0.16


@dataclass(frozen=True, slots=True)
class YearPanel:
    """One theme or keyword, with a row for every town with plans of both years."""

    subject: str
    name: str
    rows: tuple[YearRow, ...]


def draw_year_on_year(
    panels: Sequence[YearPanel],
    names: Mapping[str, str],
    *,
    caption: Mapping[str, str],
    tested: int,
    claimed: int,
    reasons: Iterable[tuple[str, str]] = (),
    sources: Sequence[str] = (),
    note: str = "",
) -> Picture:
    """Compose the panels beside and below each other, the towns in the first panel's order.

    Parameters
    ----------
    tested, claimed
        Changes that were tested, drawn or not, and how many of them may be claimed.
    reasons
        Why a town is not compared, and its name; told in words below.
    """
    towns = len(panels[0].rows) if panels else 0
    counts = {"n": towns, "tested": tested, "claimed": claimed}
    key = "n_year_on_year" if claimed else "n_year_on_year_none"
    said = [word(key, **counts), word("note_year_on_year"), note]
    note = word("sentence_mark").join(part for part in said if part) if towns else word("no_years")
    silent = list_reasons(reasons)
    told = word("list_mark").join(panel.name for panel in panels)
    room = body_room(caption, note, sources)
    grid = _Grid(panels, names)
    return Picture(
        caption=caption,
        note=note,
        sources=tuple(sources),
        data=tuple(_tabulate(panels, names)),
        n=towns,
        alt=words("alt_year_on_year", subjects=told, **counts),
        page=current_page(),
        parts=_add_reasons(list(grid.deal_parts(room)), silent, room),
        unlisted=silent.lines,
    )


def _add_reasons(parts: list[Part], reasons: Reasons, room: float) -> tuple[Part, ...]:
    """Put the panel in words below the last page where it fits, else on pages of its own."""
    if not reasons.lines or not parts:
        return tuple(parts)
    last = parts[-1]
    if last.height + reasons.height > room:
        return (*parts, *deal_reasons(reasons, room))

    def compose(sheet: Sheet) -> None:
        last.compose(sheet)
        reasons.write(sheet, last.height, rule=True)

    return (*parts[:-1], Part(last.height + reasons.height, compose))


class _Grid:
    """Panels laid out on the page that is open."""

    def __init__(self, panels: Sequence[YearPanel], names: Mapping[str, str]) -> None:
        page = current_page()
        self.panels, self.names = panels, names
        self.order = [row.change.plan_id for row in panels[0].rows] if panels else []
        self.rows = [{row.change.plan_id: row for row in panel.rows} for panel in panels]
        every = [row for panel in panels for row in panel.rows]
        self.longest = find_longest(every)
        self.keys = _list_keys()
        self.top = keys_height(self.keys, page.width_in) + 0.08
        self.room = page.width_in * 0.24
        self.left = min(widest([names[p] for p in self.order], page.base_pt), self.room) + 0.14
        self.size = page.small_pt * 0.94
        said = [say_change(row.change) for row in every]
        self.lane = max(widest([*said, word("column_change")], self.size), 0.3) + 0.06
        free = page.width_in - self.left + _GAP_IN
        fit = max(1, int(free / (_PANEL_MIN_EM * page.small_pt / 72 + _GAP_IN)))
        self.bands = max(1, -(-len(panels) // fit))
        self.across = max(1, -(-len(panels) // self.bands))
        self.wide = free / self.across - _GAP_IN
        self.titles = [_break_title(panel.name, self.wide) for panel in panels]
        lines = max((len(title) for title in self.titles), default=1)
        self.head = line_in(page.base_pt) * lines + line_in(page.small_pt) + 0.02

    def deal_parts(self, room: float) -> Iterator[Part]:
        """Deal towns, and for each lot of towns the bands of panels, onto pages."""
        free = room - self.top - self._tall(0)
        for towns in deal_rows(self.order, free, current_page().row_in):
            tall = self._tall(len(towns))
            for some in pack_blocks([tall] * self.bands, room - self.top):
                drawn = partial(self.compose, towns=towns, bands=some)
                yield Part(self.top + tall * len(some), drawn)

    def _tall(self, towns: int) -> float:
        return self.head + current_page().row_in * towns + axis_height() + 0.1

    def compose(self, sheet: Sheet, towns: Sequence[str], bands: Sequence[int]) -> None:
        """Draw some towns with some bands of panels, under the legend."""
        page, top = current_page(), self.top
        sheet.write_keys(0.0, self.keys)
        for band in bands:
            middles = [top + self.head + page.row_in * (y + 0.5) for y in range(len(towns))]
            named = zip(middles, (self.names[p] for p in towns), strict=True)
            sheet.write_names(self.left - 0.1, named, self.room)
            for i in range(band * self.across, min((band + 1) * self.across, len(self.panels))):
                left = self.left + (i % self.across) * (self.wide + _GAP_IN)
                self._compose_panel(sheet, i, towns, left, top)
            top += self._tall(len(towns))

    def _compose_panel(
        self, sheet: Sheet, i: int, towns: Sequence[str], left: float, top: float
    ) -> None:
        page, wide = current_page(), self.wide - self.lane
        step = line_in(page.base_pt)
        begin = top + self.head - 0.02 - line_in(page.small_pt) - step * len(self.titles[i])
        for line, text in enumerate(self.titles[i]):
            sheet.write(left, begin + step * line, text, size=page.base_pt, gid="subject")
        rows = [self.rows[i][p] for p in towns]
        height = page.row_in * len(rows)
        place = sheet.place(left, top + self.head, wide, height)
        ax = plot_year_on_year(rows, longest=self.longest, ax=place)
        set_few_ticks(ax, wide)
        look: dict[str, Any] = {"size": self.size, "ha": "right"}
        quiet = {**look, "color": INK["quiet"]}
        right = left + self.wide
        head = word("column_change")
        sheet.write(right, top + self.head - 0.02, head, va="bottom", gid="heading", **quiet)
        below = top + self.head + height + line_in(page.small_pt) + 0.1
        axis = {"ha": "center", "size": page.small_pt, "color": INK["quiet"]}
        sheet.write(left + wide / 2, below, word("axis_share"), gid="axis", **axis)
        for y, row in enumerate(rows):
            middle = top + self.head + page.row_in * (y + 0.5)
            said, inks = say_change(row.change), look if row.change.claimed else quiet
            sheet.write(right, middle, said, va="center", gid="change", **inks)


def _list_keys() -> list[Key]:
    def mark(ax: Axes, x: float, y: float, *, when: str) -> None:
        draw_shares(ax, [x], [y], when=when, gid="key")

    return [Key(word(f"key_{when}"), partial(mark, when=when), 0.1) for when in ("before", "after")]


def _break_title(name: str, wide: float) -> list[str]:
    """Break a name to its panel; what is longer is cut, the data have it whole."""
    size = current_page().base_pt
    lines = balance_text(name, wide, size)
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], " ".join(lines[_MOST_LINES - 1 :])]
    return [cut_text(line, wide, size) for line in lines]


def _tabulate(panels: Sequence[YearPanel], names: Mapping[str, str]) -> Iterator[dict[str, object]]:
    """List every panel's rows in the order drawn, shares and changes in per cent."""
    sides = {1: "above", -1: "below"}
    for panel in panels:
        for row in panel.rows:
            change = row.change
            yield {
                "plan_id": change.plan_id,
                "town": names[change.plan_id],
                "subject": panel.subject,
                "name": panel.name,
                "before_pct": 100 * change.before,
                "before_low_pct": 100 * row.before[0],
                "before_high_pct": 100 * row.before[1],
                "after_pct": 100 * change.after,
                "after_low_pct": 100 * row.after[0],
                "after_high_pct": 100 * row.after[1],
                "change_pct": 100 * (change.after - change.before),
                "change_low_pct": 100 * change.low,
                "change_high_pct": 100 * change.high,
                "p_holm": change.p_holm,
                "claimed": sides.get(change.claimed),
            }
