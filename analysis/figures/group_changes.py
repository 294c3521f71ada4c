"""Groups before and after: who stayed, who moved, who came, against a baseline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from analysis.figures.group_moves import (
    NOWHERE,
    Flow,
    GroupMove,
    list_moves,
    rank_flow,
    tabulate_moves,
    tell_kind,
)
from analysis.figures.layout import Part, Picture, Sheet
from analysis.figures.measure import cut_text, line_in, wrap_text
from analysis.figures.paging import body_room, deal_rows
from analysis.figures.style import INK, current_page, word, words

_TALLEST_IN, _LEAST_UNIT, _MOST_UNIT = 4.6, 0.02, 0.14
_GAP_IN = 0.09


def plot_group_flows(
    flows: Mapping[Flow, int],
    *,
    before: Mapping[int, tuple[float, float]],
    after: Mapping[int, tuple[float, float]],
    ax: Axes | None = None,
) -> Axes:
    """Draw bands from groups before to groups after, as wide as the towns are many.

    Parameters
    ----------
    flows
        Group before and after -> towns; 0 is no group.
    before, after
        Group -> upper and lower end of its bar; a group's towns share it evenly.
    ax
        Axes to draw on, x from 0 to 1; a new figure is made when it is left out.

    """
    page = current_page()
    ax = ax or Figure(figsize=(page.width_in, _TALLEST_IN)).subplots()
    sides = before, after
    held = [Counter[int](), Counter[int]()]
    for flow, towns in flows.items():
        for side, group in enumerate(flow):
            held[side][group] += towns
    used = [Counter[int](), Counter[int]()]
    bend = (1 - np.cos(np.linspace(0, np.pi, 25))) / 2
    for flow, towns in sorted(flows.items(), key=lambda item: rank_flow(item[0])):
        ends: list[tuple[float, float]] = []
        for side, group in enumerate(flow):
            top, bottom = sides[side][group]
            unit = (bottom - top) / held[side][group]
            first = top + unit * used[side][group]
            used[side][group] += towns
            ends.append((first, first + unit * towns))
        x = np.linspace(0.02, 0.98, 25)
        upper, lower = (ends[0][i] + (ends[1][i] - ends[0][i]) * bend for i in (0, 1))
        outline = np.column_stack([np.r_[x, x[::-1]], np.r_[upper, lower[::-1]]])
        kind = tell_kind(flow)
        ax.add_patch(Polygon(outline, lw=0.6, gid=kind, zorder=_LAYER[kind], **_LOOKS[kind]))
    for x0, bars in ((0.0, before), (0.98, after)):
        for group, (top, bottom) in bars.items():
            face = INK["tree" if group else "paper"]
            look: dict[str, Any] = {"fc": face, "ec": INK["text"], "lw": 0.6}
            ax.add_patch(Rectangle((x0, top), 0.02, bottom - top, gid="group", zorder=4, **look))
    ends_all = [end for bars in sides for span in bars.values() for end in span]
    ax.set(xlim=(0, 1), ylim=(max(ends_all, default=1.0), min(ends_all, default=0.0)))
    ax.set_axis_off()
    return ax


_LAYER = {"stayed": 1, "came": 2, "left": 2, "moved": 3}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "stayed": {"fc": INK["grid"], "ec": INK["rule"]},
    "moved": {"fc": INK["bar"], "ec": INK["text"], "hatch": "/////"},
    "came": {"fc": INK["paper"], "ec": INK["text"], "hatch": "....."},
    "left": {"fc": INK["paper"], "ec": INK["text"]},
}


def draw_group_changes(
    moves: Sequence[GroupMove],
    groups: Mapping[int, str],
    *,
    new: Collection[int] = (),
    caption: Mapping[str, str],
    sources: Sequence[str] = (),
    note: str = "",
) -> Picture:
    """Compose the bands, and below them the towns that moved, came or left, by name.

    `groups` maps lasting numbers to names; those in `new` the baseline did not have.
    """
    page = current_page()
    kinds = Counter(tell_kind((m.before, m.after)) for m in moves)
    counted = word("list_mark").join(word(f"n_{k}", n=kinds[k]) for k in _LOOKS if kinds[k])
    note = word("sentence_mark").join(t for t in (counted, note) if t)
    flows = Counter((m.before, m.after) for m in moves)
    bands = _Bands(flows, groups, new)
    lines = [
        line
        for said in list_moves(moves)
        for line in wrap_text(said, page.width_in * 0.985, page.small_pt)
    ]
    room = body_room(caption, note, sources)
    step = line_in(page.small_pt)
    fit = max(0, int((room - bands.height - 0.1) / step)) if room < 1e6 else len(lines)
    here, rest = lines[:fit], lines[fit:]
    parts = [Part(bands.height + 0.1 + step * len(here), partial(bands.compose, lines=here))]
    parts += [
        Part(0.1 + step * len(some), partial(_write_lines, lines=some, top=0.05))
        for some in (deal_rows(rest, room - 0.1, step) if rest else [])
    ]
    return Picture(
        caption=caption,
        note=note,
        sources=tuple(sources),
        n=len(moves),
        alt=words("alt_before_after", **{k: kinds[k] for k in _LAYER}),
        data=tabulate_moves(moves, groups),
        page=page,
        parts=tuple(parts),
    )


class _Bands:
    """Bars of the groups before and after, their names beside them, on the page that is open."""

    def __init__(
        self, flows: Mapping[Flow, int], groups: Mapping[int, str], new: Collection[int]
    ) -> None:
        page = current_page()
        self.flows, self.groups, self.new = flows, groups, new
        self.line = line_in(page.small_pt)
        self.head = line_in(page.base_pt) + 0.06
        total = max(sum(flows.values()), 1)
        room = min(_TALLEST_IN, page.height_in * 0.45)
        self.unit = min(max(room / total, _LEAST_UNIT), _MOST_UNIT)
        self.sides = tuple(self._stack(side) for side in (0, 1))
        self.height = self.head + max(
            max((bottom for _, bottom in bars.values()), default=0.0) for bars in self.sides
        )
        self.room = page.width_in * 0.31

    def _stack(self, side: int) -> dict[int, tuple[float, float]]:
        """Return group -> ends of its bar; a thin bar has the room that its name needs."""
        sizes: Counter[int] = Counter()
        for flow, towns in self.flows.items():
            sizes[flow[side]] += towns
        bars: dict[int, tuple[float, float]] = {}
        y = 0.0
        for group in sorted(sizes, key=lambda g: rank_flow((g, g))):
            tall = sizes[group] * self.unit
            slot = max(tall, 2 * self.line)
            bars[group] = (y + (slot - tall) / 2, y + (slot + tall) / 2)
            y += slot + _GAP_IN
        return bars

    def compose(self, sheet: Sheet, lines: Sequence[str]) -> None:
        """Draw the bands with the groups' names, then the lines below."""
        before, after = self.sides
        ends = [end for bars in self.sides for span in bars.values() for end in span]
        low, high = min(ends), max(ends)
        wide = sheet.width - 2 * self.room - 0.16
        ax = sheet.place(self.room + 0.08, self.head + low, wide, high - low)
        plot_group_flows(self.flows, before=before, after=after, ax=ax)
        for side, (bars, x, ha) in enumerate(
            ((before, self.room, "right"), (after, sheet.width - self.room, "left"))
        ):
            heading = word("column_after" if side else "column_before")
            sheet.write(x, 0, heading, ha=ha, gid="heading", color=INK["quiet"])
            for group, (top, bottom) in bars.items():
                middle = x, self.head + (top + bottom) / 2
                self._name(sheet, middle, group, side, lines=1 + (bottom - top > 4 * self.line))
        _write_lines(sheet, lines, self.height + 0.1)

    def _name(
        self, sheet: Sheet, at: tuple[float, float], group: int, side: int, *, lines: int
    ) -> None:
        """Write a group's number and size, and below them its name in at most `lines`."""
        towns = sum(n for flow, n in self.flows.items() if flow[side] == group)
        small = current_page().small_pt
        look: dict[str, Any] = {"ha": "left" if side else "right", "size": small}
        if group == NOWHERE:
            said = word("towns_left" if side else "towns_came", n=towns)
            told = "\n".join(wrap_text(said, self.room, small))
            sheet.write(*at, told, va="center", gid="nowhere", linespacing=1.1, **look)
            return
        x, y = at
        said = word("group_towns", group=group, n=towns)
        said += word("group_new") if group in self.new else ""
        sheet.write(x, y, said, va="bottom", gid="group_size", **look)
        name = wrap_text(self.groups.get(group, ""), self.room, small)
        if len(name) > lines:
            last = cut_text(name[lines - 1] + name[lines], self.room, small)
            name = [*name[: lines - 1], last]
        look |= {"color": INK["quiet"], "linespacing": 1.1}
        sheet.write(x, y, "\n".join(name), va="top", gid="group_name", **look)


def _write_lines(sheet: Sheet, lines: Sequence[str], top: float) -> None:
    page = current_page()
    for i, line in enumerate(lines):
        y = top + line_in(page.small_pt) * i
        sheet.write(0.02, y, line, size=page.small_pt, gid="moves")
