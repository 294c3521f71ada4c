"""How the groups of a cut are shown in every figure: their name, their shape, why there are none.

A group is called a type only where the verdict says so. Shapes tell groups apart, never colours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes

from analysis.figures.layout import Part, Picture, Sheet
from analysis.figures.measure import line_in, wrap_text
from analysis.figures.style import INK, current_page, word, words
from analysis.model import Grouping, Verdict
from analysis.stats.groups import GroupRecipe

_SHAPES = (
    ("o", True), ("s", False), ("^", True), ("D", False), ("v", True), ("P", False), ("s", True),
    ("o", False), ("D", True), ("^", False), ("P", True), ("v", False),
)  # fmt: skip
"""Marker and whether it is filled, by the group's number."""
NO_GROUP = 0
"""The number of a plan without a group; its mark is a filled dot."""


def name_group(group: int, verdict: Verdict) -> str:
    """Name a group by its number: a type where types were found, else a part of the cut."""
    return word("type_name" if verdict == "types" else "cut_name", n=group)


def draw_group_mark(
    ax: Axes, x: float, y: float, group: int, *, size_pt: float, gid: str = "town_mark"
) -> None:
    """Draw the shape of a group."""
    marker, filled = _SHAPES[((group or 1) - 1) % len(_SHAPES)]
    look: dict[str, Any] = {
        "mec": INK["stated"],
        "mew": 1.1,
        "clip_on": False,
        "gid": gid,
        "zorder": 3,
    }
    face = INK["stated"] if filled else INK["paper"]
    ax.plot([x], [y], marker, ms=size_pt, mfc=face, **look)


def explain_no_cut(grouping: Grouping) -> dict[str, str]:
    """Say in both languages why there are no groups to be looked at."""
    n, least = len(grouping.plan_ids), GroupRecipe().min_plans_cut
    return words("no_cut_few" if n < least else "no_cut_alike", n=n, least=least)


def tell_instead(
    why: Mapping[str, str],
    *,
    n: int,
    caption: Mapping[str, str],
    sources: Sequence[str],
    note: str,
) -> Picture:
    """Compose a picture that says in words why there is none."""
    page = current_page()
    lines = wrap_text(why[page.lang], page.width_in * 0.9, page.base_pt)

    def compose(sheet: Sheet) -> None:
        for i, line in enumerate(lines):
            y = 0.2 + i * line_in(page.base_pt)
            sheet.write(sheet.width / 2, y, line, ha="center", gid="why")

    return Picture(
        caption=caption,
        note=note,
        sources=tuple(sources),
        data=(),
        n=n,
        alt=why,
        page=page,
        parts=(Part(0.3 + line_in(page.base_pt) * len(lines), compose),),
        unlisted=dict(why),
    )
