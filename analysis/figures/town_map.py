"""The towns on a plane, alike ones near each other, with how much of their distances it keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.figures.cut_marks import (
    NO_GROUP,
    draw_group_mark,
    list_group_keys,
    tell_instead,
)
from analysis.figures.groups import FEWEST_PLANS, explain_grouping
from analysis.figures.layout import Part, Picture, Sheet, keys_height
from analysis.figures.marks import dot_pt
from analysis.figures.measure import (
    SMALLEST_PT,
    axis_height,
    fit_text,
    line_in,
    measure_width,
    widest,
)
from analysis.figures.name_places import Place, Point, place_names
from analysis.figures.paging import body_room
from analysis.figures.style import INK, current_page, word, words
from analysis.model import Grouping
from analysis.stats.maps import TownMap

_LOWEST, _HIGHEST = 0.45, 0.9
"""Height of the frame as a share of its width."""
_MANY = 40
"""More towns than this have smaller marks, so that more names find room."""
_EDGE = 0.06
"""Blank part of the frame on each side, as a share of the range."""


def plot_town_map(
    points: Sequence[Point],
    groups: Sequence[int],
    *,
    limits: tuple[Point, Point],
    ax: Axes | None = None,
) -> Axes:
    """Draw each town as the shape of its group.

    Parameters
    ----------
    points
        One place a town, in units of distance.
    groups
        Its group's number, 0 without a cut.
    limits
        Ends of both axes.
    ax
        Axes to draw on; a new figure is made when it is left out.

    """
    page = current_page()
    ax = ax or Figure(figsize=(page.width_in, page.width_in)).subplots()
    ax.set(xlim=limits[0], ylim=limits[1])
    zero: dict[str, Any] = {"color": INK["grid"], "lw": 0.8, "zorder": 1}
    ax.axhline(0, **zero)
    ax.axvline(0, **zero)
    size = _mark_pt(len(points))
    for (x, y), group in zip(points, groups, strict=True):
        draw_group_mark(ax, x, y, group, size_pt=size)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(nbins=5))
        axis.set_tick_params(labelsize=page.small_pt)
    return ax


def draw_town_map(
    grouping: Grouping,
    placed: TownMap,
    names: Mapping[str, str],
    *,
    caption: Mapping[str, str],
    sources: Sequence[str] = (),
    note: str = "",
) -> Picture:
    """Compose the map; groups of the cut have shapes, which the legend calls what they are.

    Both axes have one scale. A name that no side of its mark has room for is left out and the
    note says how many; the data have all.
    """
    n = len(grouping.plan_ids)
    frame: dict[str, Any] = {"caption": caption, "sources": tuple(sources), "n": n}
    if n < FEWEST_PLANS:
        return tell_instead(words("too_few_plans", n=n), note=note, **frame)
    said = [word("note_map"), *explain_grouping(grouping, names, verdict="map"), note]
    most = word("sentence_mark").join([*filter(None, said), word("note_unnamed", n=n)])
    layout = _Layout(grouping, placed, names, body_room(caption, most, sources))
    unnamed = layout.places.count(None)
    if unnamed:
        said.append(word("note_unnamed", n=unnamed))
    return Picture(
        **frame,
        alt=words("alt_map", n=n, kept=f"{100 * sum(placed.kept):.0f}"),
        note=word("sentence_mark").join(part for part in said if part),
        data=tabulate_map(grouping, placed, names),
        page=current_page(),
        parts=(Part(layout.height, layout.compose),),
    )


class _Layout:
    """Frame, legend and names on the page that is open."""

    def __init__(
        self, grouping: Grouping, placed: TownMap, names: Mapping[str, str], room: float
    ) -> None:
        page = current_page()
        self.grouping, self.placed = grouping, placed
        self.groups = grouping.cut or (NO_GROUP,) * len(grouping.plan_ids)
        self.keys = list_group_keys(grouping)
        self.top = keys_height(self.keys, page.width_in) + 0.1 if self.keys else 0.06
        self.left = line_in(page.base_pt) + widest(["−0.00"], page.small_pt) + 0.12
        self.wide = page.width_in - self.left - 0.06
        low, high = placed.points.min(axis=0), placed.points.max(axis=0)
        span = np.maximum(high - low, 1e-6)
        tall = self.wide * float(np.clip(span[1] / span[0], _LOWEST, _HIGHEST))
        self.axes = [
            word("axis_map", axis=i, kept=f"{100 * kept:.0f}")
            for i, kept in enumerate(placed.kept, 1)
        ]
        most = max(room - self.top - axis_height(), 1.0)
        self.tall = min(max(tall, widest(self.axes, page.base_pt) + 0.1), most)
        self.height = self.top + self.tall + axis_height()
        unit = float(max(span[0] / self.wide, span[1] / self.tall)) / (1 - 2 * _EDGE)
        middle, half = (low + high) / 2, np.array([self.wide, self.tall]) * unit / 2
        ends = np.column_stack([middle - half, middle + half])
        self.limits: tuple[Point, Point] = (tuple(ends[0].tolist()), tuple(ends[1].tolist()))
        self.marks = [((x - ends[0, 0]) / unit, (ends[1, 1] - y) / unit) for x, y in placed.points]
        self.towns, self.places = self._place([names[p] for p in grouping.plan_ids])

    def _place(self, names: Sequence[str]) -> tuple[list[tuple[str, float]], list[Place | None]]:
        """Return names with their sizes, and where they stand: smaller where some have no room."""
        page = current_page()
        for size in (page.small_pt, max(SMALLEST_PT, page.small_pt * 0.8)):
            towns = [fit_text(name, page.width_in * 0.24, size) for name in names]
            places = place_names(
                self.marks,
                [(measure_width(name, size), size * 1.2 / 72) for name, size in towns],
                frame=(self.wide, self.tall),
                radius=_mark_pt(len(names)) / 72 / 2 + 0.01,
            )
            if None not in places:
                break
        return towns, places

    def compose(self, sheet: Sheet) -> None:
        page = current_page()
        if self.keys:
            sheet.write_keys(0.0, self.keys)
        ax = sheet.place(self.left, self.top, self.wide, self.tall)
        points = [(float(x), float(y)) for x, y in self.placed.points]
        plot_town_map(points, self.groups, limits=self.limits, ax=ax)
        look: dict[str, Any] = {"size": page.base_pt, "gid": "axis"}
        middle = self.left + self.wide / 2, self.top + self.tall / 2
        sheet.write(middle[0], self.height - 0.02, self.axes[0], ha="center", va="bottom", **look)
        beside, size = fit_text(self.axes[1], self.tall, page.base_pt)
        look |= {"size": size}
        sheet.write(0.02, middle[1], beside, va="center", rotation=90, **look)
        look = {"ha": "center", "va": "center", "transform": ax.transAxes, "gid": "town"}
        look |= {"bbox": {"fc": INK["paper"], "ec": "none", "pad": 0.3}, "zorder": 2}
        for (name, size), place, mark in zip(self.towns, self.places, self.marks, strict=True):
            if place is not None and place.far:
                ends = np.array([mark, (place.x, place.y)]) / (self.wide, self.tall)
                line: dict[str, Any] = {"color": INK["achieved"], "lw": 0.5, "gid": "leader"}
                ax.plot(ends[:, 0], 1 - ends[:, 1], transform=ax.transAxes, zorder=1.5, **line)
            if place is not None:
                where = place.x / self.wide, 1 - place.y / self.tall
                ax.text(*where, name, size=size, parse_math=False, **look)


def _mark_pt(towns: int) -> float:
    return dot_pt() * (0.75 if towns > _MANY else 1.0)


def tabulate_map(
    grouping: Grouping, placed: TownMap, names: Mapping[str, str]
) -> tuple[dict[str, object], ...]:
    """List each town's place, group, and what both axes keep."""
    return tuple(
        {
            "plan_id": plan_id,
            "town": names[plan_id],
            "axis_1": round(float(placed.points[i, 0]), 6),
            "axis_2": round(float(placed.points[i, 1]), 6),
            "cut": grouping.cut[i] if grouping.cut else None,
            "group_name": grouping.group_names.get(grouping.cut[i]) if grouping.cut else None,
            "verdict": grouping.verdict,
            "kept_1_pct": round(100 * placed.kept[0], 2),
            "kept_2_pct": round(100 * placed.kept[1], 2),
        }
        for i, plan_id in enumerate(grouping.plan_ids)
    )
