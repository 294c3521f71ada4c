"""Where in the plans words fall: a lane a town from its beginning to its end, a tick a use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.layout import Key, Part, Picture, Sheet, keys_height
from analysis.figures.measure import cut_text, line_in, widest
from analysis.figures.paging import body_room, deal_rows, pack_blocks
from analysis.figures.style import INK, current_page, word, words
from analysis.stats.dispersion import FEWEST_USES, PARTS, Lane

_PANEL_MIN_EM = 11.5
"""A panel narrower than this many type sizes has no room for its ticks and two numbers."""
_GAP_IN = 0.16
_TICK_PT = 0.13
"""Width of a tick as a multiple of the type size."""
_REACH = 0.36
"""Half a tick's height in rows; one in the review is half as tall."""


@dataclass(frozen=True, slots=True)
class LanePanel:
    """One word, or the words of one theme, in every plan."""

    subject: str
    name: str
    lanes: Mapping[str, Lane]
    """By plan id."""
    spread: float | None
    """DP over the towns; None where there are too few uses."""


def plot_lanes(lanes: Sequence[Lane | str], *, ax: Axes | None = None) -> Axes:
    """Draw one lane a town: the review grey, a tall tick a use, a short one in the review.

    Parameters
    ----------
    lanes
        Top to bottom; words say why there is no lane.
    ax
        Axes to draw on, x from 0, a plan's beginning, to 1, its end.
    """
    page = current_page()
    ax = ax or Figure(figsize=(page.width_in / 3, page.row_in * (len(lanes) + 1))).subplots()
    ax.set(xlim=(0, 1), ylim=(len(lanes) - 0.5, -0.5), xticks=[], yticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)
    told = [(y, lane) for y, lane in enumerate(lanes) if isinstance(lane, Lane)]
    ax.hlines([y for y, _ in told], 0, 1, color=INK["rule"], lw=0.5, gid="lane", zorder=1.5)
    for y, lane in enumerate(lanes):
        if isinstance(lane, str):
            look: dict[str, Any] = {"size": page.small_pt * 0.94, "color": INK["quiet"]}
            ax.text(0, y, lane, va="center", gid="silent", **look)
        elif lane.reviews:
            spans = [(begin, end - begin) for begin, end in lane.reviews]
            ax.broken_barh(spans, (y - _REACH, 2 * _REACH), color=INK["grid"], lw=0, gid="review")
    for gid, reach, ink in (("use", _REACH, "stated"), ("use_in_review", _REACH / 2, "achieved")):
        held = "places" if gid == "use" else "places_in_review"
        uses = [(place, y) for y, lane in told for place in getattr(lane, held)]
        at = np.array(uses, dtype=float).reshape(-1, 2)
        look = {"color": INK[ink], "lw": page.base_pt * _TICK_PT, "clip_on": False}
        ax.vlines(at[:, 0], at[:, 1] - reach, at[:, 1] + reach, gid=gid, **look)
    return ax


def draw_dispersion(
    panels: Sequence[LanePanel],
    plan_ids: Sequence[str],
    names: Mapping[str, str],
    *,
    caption: Mapping[str, str],
    sources: Sequence[str] = (),
    note: str = "",
) -> Picture:
    """Compose one panel a word with the towns in the same order, side by side as they fit.

    `plan_ids` gives the order of the rows; a town without a lane has no text.
    """
    said = (word("note_dispersion", parts=PARTS, fewest=FEWEST_USES), note)
    note = word("sentence_mark").join(part for part in said if part)
    strips = _Strips(panels, plan_ids, names)
    told = word("list_mark").join(panel.name for panel in panels)
    return Picture(
        caption=caption,
        note=note,
        sources=tuple(sources),
        data=tabulate_dispersion(panels, plan_ids, names),
        n=len(plan_ids) if panels else 0,
        alt=words("alt_dispersion", n=len(plan_ids), words=told),
        page=current_page(),
        parts=tuple(strips.deal_parts(body_room(caption, note, sources))),
    )


class _Strips:
    """Panels laid out on the page that is open."""

    def __init__(
        self, panels: Sequence[LanePanel], plan_ids: Sequence[str], names: Mapping[str, str]
    ) -> None:
        page = current_page()
        self.panels, self.plan_ids, self.names = panels, plan_ids, names
        self.keys = _list_keys(panels)
        self.top = keys_height(self.keys, page.width_in) + 0.08
        self.room = page.width_in * 0.24
        self.left = min(widest([names[p] for p in plan_ids], page.base_pt), self.room) + 0.14
        free = page.width_in - self.left + _GAP_IN
        fit = max(1, int(free / (_PANEL_MIN_EM * page.small_pt / 72 + _GAP_IN)))
        self.bands = max(1, -(-len(panels) // fit))
        self.across = max(1, -(-len(panels) // self.bands))
        self.wide = free / self.across - _GAP_IN
        self.size = page.small_pt * 0.94
        self.columns = [
            widest([word(head), cell], self.size) + self.size * 0.75 / 72
            for head, cell in (("column_count", "00"), ("column_dp", "0.00"))
        ]
        self.head = line_in(page.base_pt) + 2 * line_in(page.small_pt) + 0.02

    def deal_parts(self, room: float) -> list[Part]:
        """Deal towns, and for each lot of towns the bands of panels, onto pages."""
        row_in, parts = current_page().row_in, []
        bands = self.bands if self._tall(len(self.plan_ids)) * self.bands <= room - self.top else 1
        free = (room - self.top) / bands - self._tall(0)
        for towns in deal_rows(self.plan_ids, free, row_in):
            tall = self._tall(len(towns))
            for some in pack_blocks([tall] * self.bands, room - self.top):
                drawn = partial(self.compose, towns=towns, bands=some)
                parts.append(Part(self.top + tall * len(some), drawn))
        return parts

    def _tall(self, towns: int) -> float:
        return self.head + current_page().row_in * towns + 0.14

    def compose(self, sheet: Sheet, towns: Sequence[str], bands: Sequence[int]) -> None:
        """Draw some towns with some bands of panels, under the legend."""
        page, top = current_page(), self.top
        sheet.write_keys(0.0, self.keys)
        for band in bands:
            middles = [top + self.head + page.row_in * (y + 0.5) for y in range(len(towns))]
            named = zip(middles, (self.names[p] for p in towns), strict=True)
            sheet.write_names(self.left - 0.1, named, self.room)
            some = self.panels[band * self.across : (band + 1) * self.across]
            for i, panel in enumerate(some):
                left = self.left + i * (self.wide + _GAP_IN)
                self._compose_panel(sheet, panel, towns, left, top)
            top += self._tall(len(towns))

    def _compose_panel(
        self, sheet: Sheet, panel: LanePanel, towns: Sequence[str], left: float, top: float
    ) -> None:
        page = current_page()
        wide = self.wide - sum(self.columns)
        name = cut_text(panel.name, self.wide, page.base_pt * 1.05)
        sheet.write(left, top, name, size=page.base_pt * 1.05, gid="subject")
        users = sum(bool(lane.places) for lane in panel.lanes.values())
        spread = "–" if panel.spread is None else f"{panel.spread:.2f}"
        look: dict[str, Any] = {"size": self.size, "color": INK["quiet"]}
        said = word("dispersion_towns", n=users, total=len(self.plan_ids), dp=spread)
        sheet.write(left, top + line_in(page.base_pt) + 0.02, said, gid="spread", **look)
        lanes = [panel.lanes.get(p) or word("state_no_text") for p in towns]
        plot_lanes(lanes, ax=sheet.place(left, top + self.head, wide, page.row_in * len(towns)))
        rights = left + wide + self.columns[0], left + self.wide
        look = {"size": self.size, "ha": "right"}
        base = {**look, "va": "bottom", "color": INK["quiet"], "gid": "heading"}
        for right, head in zip(rights, ("column_count", "column_dp"), strict=True):
            sheet.write(right, top + self.head - 0.02, word(head), **base)
        for y, lane in enumerate(lanes):
            if isinstance(lane, Lane):
                dp = "–" if lane.dp is None else f"{lane.dp:.2f}"
                for right, cell in zip(rights, (str(len(lane.places)), dp), strict=True):
                    middle = top + self.head + page.row_in * (y + 0.5)
                    sheet.write(right, middle, cell, va="center", gid="number", **look)


def _list_keys(panels: Sequence[LanePanel]) -> list[Key]:
    """List the marks that occur."""
    lanes = list(chain.from_iterable(panel.lanes.values() for panel in panels))
    reach = current_page().row_in * _REACH

    def tick(ax: Axes, x: float, y: float, *, share: float, ink: str) -> None:
        tall, width = reach * share, current_page().base_pt * _TICK_PT
        ax.vlines([x], y - tall, y + tall, color=INK[ink], lw=width, gid="key")

    def band(ax: Axes, x: float, y: float) -> None:
        ax.broken_barh([(x - 0.12, 0.24)], (y - reach, 2 * reach), color=INK["grid"], gid="key")

    keys = [Key(word("key_use"), partial(tick, share=1.0, ink="stated"), 0.06)]
    if any(lane.places_in_review for lane in lanes):
        keys.append(Key(word("key_use_in_review"), partial(tick, share=0.5, ink="achieved"), 0.06))
    if any(lane.reviews for lane in lanes):
        keys.append(Key(word("key_review"), band, 0.26))
    return keys


def tabulate_dispersion(
    panels: Sequence[LanePanel], plan_ids: Sequence[str], names: Mapping[str, str]
) -> tuple[dict[str, object], ...]:
    """List every use drawn; a town without a use has one row without a place."""
    return tuple(
        {
            "plan_id": plan_id,
            "town": names[plan_id],
            "subject": panel.subject,
            "name": panel.name,
            "place": None if place is None else round(place, 6),
            "in_review": None if place is None else in_review,
            "uses_in_plan": len(lane.places) if lane else None,
            "dp": lane.dp if lane else None,
            "dp_towns": panel.spread,
        }
        for panel in panels
        for plan_id in plan_ids
        for lane in [panel.lanes.get(plan_id)]
        for place, in_review in _list_uses(lane)
    )


def _list_uses(lane: Lane | None) -> list[tuple[float | None, bool]]:
    if lane is None:
        return [(None, False)]
    uses = [(place, False) for place in lane.places]
    uses += [(place, True) for place in lane.places_in_review]
    return [(place, is_review) for place, is_review in sorted(uses)] or [(None, False)]
