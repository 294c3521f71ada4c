"""How well each town stands in its group: bars to the left of 0 are nearer to another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from math import floor
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.cut_marks import explain_no_cut, name_group, tell_instead, title_group
from analysis.figures.groups import explain_grouping
from analysis.figures.layout import Part, Picture, Sheet
from analysis.figures.measure import axis_height, fit_text, line_in, measure_width, widest
from analysis.figures.paging import body_room
from analysis.figures.style import INK, current_page, word, words
from analysis.model import Grouping
from analysis.stats.silhouettes import TownSilhouette

Row = TownSilhouette | int
"""A town, or the number of a group as the heading of its towns."""


def plot_silhouettes(
    values: Sequence[float | None], *, lowest: float, highest: float, ax: Axes | None = None
) -> Axes:
    """Draw one bar a row, negative ones hatched; a row of None is left for a heading.

    `lowest` and `highest` end the axis, the same on every page.
    """
    page = current_page()
    ax = ax or Figure(figsize=(page.width_in, page.row_in * (len(values) + 2))).subplots()
    for y, value in enumerate(values):
        if value is None:
            continue
        look: dict[str, Any] = {"fc": INK["bar"], "ec": INK["stated"]}
        if value < 0:
            look = {"fc": INK["paper"], "ec": INK["text"], "hatch": "/////"}
        ax.barh(y, value, height=0.62, lw=0.6, gid="silhouette", **look)
        ax.plot([0, 0], [y - 0.5, y + 0.5], color=INK["text"], lw=0.8, gid="zero")
    ax.set(xlim=(lowest, highest), ylim=(len(values) - 0.5, -0.5), yticks=[])
    ax.spines["left"].set_visible(False)
    ax.patch.set_visible(False)
    return ax


def draw_silhouettes(
    grouping: Grouping,
    silhouettes: Sequence[TownSilhouette],
    names: Mapping[str, str],
    *,
    caption: Mapping[str, str],
    sources: Sequence[str] = (),
    note: str = "",
) -> Picture:
    """Compose the bars group by group, the highest first; without a cut it says why."""
    n = len(grouping.plan_ids)
    below = sum(town.value < 0 for town in silhouettes)
    frame: dict[str, Any] = {"caption": caption, "sources": tuple(sources), "n": n}
    if not silhouettes:
        return tell_instead(explain_no_cut(grouping), note=note, **frame)
    mean = sum(town.value for town in silhouettes) / len(silhouettes)
    counted = word("note_silhouettes", mean=f"{mean:.2f}", below=below, n=len(silhouettes))
    said = [counted, *explain_grouping(grouping, names, verdict="said"), note]
    note = word("sentence_mark").join(part for part in said if part)
    rows = order_silhouettes(silhouettes)
    room = body_room(caption, note, sources) - axis_height() - 0.04
    layout = _Layout(rows, grouping, names)
    return Picture(
        **frame,
        note=note,
        alt=words("alt_silhouettes", n=n, below=below),
        data=tabulate_silhouettes(
            [row for row in rows if not isinstance(row, int)], names, grouping.group_names
        ),
        page=current_page(),
        parts=tuple(
            Part(
                current_page().row_in * len(seen) + axis_height() + 0.04,
                partial(layout.compose, seen=seen),
            )
            for seen in deal_groups(rows, room)
        ),
    )


def order_silhouettes(silhouettes: Sequence[TownSilhouette]) -> list[Row]:
    """Return each group's number, then its towns, the highest first."""
    rows: list[Row] = []
    for group in sorted({town.group for town in silhouettes}):
        towns = (town for town in silhouettes if town.group == group)
        rows += [group, *sorted(towns, key=lambda town: (-town.value, town.plan_id))]
    return rows


def deal_groups(rows: Sequence[Row], room: float) -> Iterator[list[Row]]:
    """Deal rows onto pages; a group that goes on is named again, none is named at a page's end."""
    fit = max(2, int(min(room / current_page().row_in, len(rows)) + 1e-9))
    seen: list[Row] = []
    group = 0
    for i, row in enumerate(rows):
        group = row if isinstance(row, int) else group
        last = len(seen) == fit - 1 and isinstance(row, int) and i + 1 < len(rows)
        if len(seen) == fit or last:
            yield seen
            seen = [] if isinstance(row, int) else [group]
        seen.append(row)
    yield seen


class _Layout:
    """Columns on the page that is open: names, bars, values, the nearer group."""

    def __init__(self, rows: Sequence[Row], grouping: Grouping, names: Mapping[str, str]) -> None:
        page = current_page()
        self.names, self.grouping = names, grouping
        towns = [row for row in rows if not isinstance(row, int)]
        self.groups = {g: [t.value for t in towns if t.group == g] for g in grouping.cut}
        self.room = page.width_in * 0.27
        self.names_in = min(widest([names[t.plan_id] for t in towns], page.base_pt), self.room)
        self.said_in = widest([self._say(town) for town in towns], page.small_pt)
        self.lowest = min(0.0, floor(10 * min(t.value for t in towns)) / 10)
        self.highest = min(1.0, (floor(10 * max(t.value for t in towns)) + 1) / 10)

    def compose(self, sheet: Sheet, seen: Sequence[Row]) -> None:
        """Draw one page."""
        page = current_page()
        left = self.names_in + 0.12
        wide = page.width_in - left - self.said_in - 0.12
        height = page.row_in * len(seen)
        ax = sheet.place(left, 0.04, wide, height)
        values = [None if isinstance(row, int) else row.value for row in seen]
        plot_silhouettes(values, lowest=self.lowest, highest=self.highest, ax=ax)
        axis = 0.04 + height + axis_height() - 0.02
        middle = left + wide / 2
        sheet.write(middle, axis, word("axis_silhouette"), ha="center", va="bottom", gid="axis")
        for y, row in enumerate(seen):
            at = 0.04 + page.row_in * (y + 0.5)
            if isinstance(row, int):
                self._head(sheet, row, at)
                continue
            name, size = fit_text(self.names[row.plan_id], self.room, page.base_pt)
            sheet.write(left - 0.08, at, name, ha="right", va="center", size=size, gid="town")
            look = {"size": page.small_pt, "color": INK["quiet"], "gid": "value"}
            sheet.write(sheet.width - self.said_in, at, self._say(row), va="center", **look)

    def _head(self, sheet: Sheet, group: int, at: float) -> None:
        values = self.groups[group]
        page = current_page()
        told = {"n": len(values), "mean": f"{sum(values) / len(values):.2f}"}
        rest = measure_width(word("group_silhouette", group="", **told), page.base_pt)
        title = title_group(self.grouping, group, page.width_in - 0.04 - rest, page.base_pt)
        said = word("group_silhouette", group=title, **told)
        ink = INK["rule"]
        line = at - line_in(current_page().base_pt) / 2 - 0.01
        sheet.canvas.plot([0.02, sheet.width], [line, line], color=ink, lw=0.6)
        sheet.write(0.02, at, said, va="center", gid="group")

    def _say(self, town: TownSilhouette) -> str:
        value = f"{town.value:.2f}".replace("-", "−")
        if town.value >= 0:
            return value
        return word(
            "nearer_group", value=value, group=name_group(town.second, self.grouping.verdict)
        )


def tabulate_silhouettes(
    towns: Sequence[TownSilhouette],
    names: Mapping[str, str],
    group_names: Mapping[int, str] | None = None,
) -> tuple[dict[str, object], ...]:
    """List each town in the order drawn."""
    return tuple(
        {
            "plan_id": town.plan_id,
            "town": names[town.plan_id],
            "cut": town.group,
            "group_name": (group_names or {}).get(town.group),
            "silhouette": round(town.value, 6),
            "nearest_other": town.second,
        }
        for town in towns
    )
