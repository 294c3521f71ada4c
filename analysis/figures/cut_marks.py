"""How the groups of a cut are shown in every figure: their name, their shape, why there are none.

A group is called a type only where the verdict says so. Shapes tell groups apart, never colours;
number and shape are the group's own, so with a baseline they last, and so does its name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from matplotlib.axes import Axes

from analysis.figures.layout import Key, Part, Picture, Sheet
from analysis.figures.marks import dot_pt
from analysis.figures.measure import cut_text, line_in, measure_width, widest, wrap_text
from analysis.figures.style import INK, current_page, word, words
from analysis.figures.tree import Run, list_runs
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


def title_group(grouping: Grouping, group: int, room: float = 1e6, size: float = 1.0) -> str:
    """Name a group by its number and, where a baseline keeps one, its name, cut to the room.

    A group that the baseline did not have is said to be new. Room in inches, by default any, at
    a size in points.
    """
    said = name_group(group, grouping.verdict)
    new = word("group_new") if group in grouping.new_groups else ""
    name = grouping.group_names.get(group, "")
    if not name:
        return said + new
    free = room - measure_width(word("group_title", group=said, name="") + new, size)
    return word("group_title", group=said, name=cut_text(name, max(free, 0.0), size)) + new


def list_jaccards(grouping: Grouping) -> list[str]:
    """Write each group's stability in the order of numbers, with the number where it may gap."""
    plain = not grouping.group_names
    return [
        f"{value:.2f}" if plain else word("group_jaccard", n=group, value=f"{value:.2f}")
        for group, value in sorted(grouping.stability.items())
    ]


def list_group_keys(grouping: Grouping) -> list[Key]:
    """Return a legend of the groups: shape, number, name, how many plans."""
    page = current_page()

    def draw(ax: Axes, x: float, y: float, group: int) -> None:
        draw_group_mark(ax, x, y, group, size_pt=dot_pt(), gid="key")

    def say(group: int) -> str:
        n = grouping.cut.count(group)
        room = page.width_in - 0.5 - measure_width(word("key_group", group="", n=n), page.small_pt)
        title = title_group(grouping, group, room, page.small_pt)
        return word("key_group", group=title, n=n)

    return [Key(say(g), partial(draw, group=g), 0.12) for g in sorted(set(grouping.cut))]


def numbers_width(grouping: Grouping) -> float:
    """Room in inches that the numbers before the brackets of a cut take."""
    size = current_page().small_pt
    return widest([str(group) for group in set(grouping.cut)], size) + 0.05


def write_numbers(
    sheet: Sheet, grouping: Grouping, seen: Sequence[int], right: float, top: float
) -> None:
    """Write each group's number before each of its brackets, flush with `right`."""
    page = current_page()
    for run in list_runs(grouping):
        middle = find_middle(run, seen)
        if middle is not None:
            y = top + page.row_in * middle
            look: dict[str, Any] = {"ha": "right", "va": "center", "gid": "group_number"}
            sheet.write(right, y, str(run[0]), size=page.small_pt, **look)


def find_middle(run: Run, seen: Sequence[int]) -> float | None:
    """Return where the seen part of a run has its middle, in rows from the top of the page."""
    _, first, last = run
    if first > seen[-1] or last < seen[0]:
        return None
    return (max(first, seen[0]) + min(last, seen[-1])) / 2 - seen[0] + 0.5


def draw_group_mark(
    ax: Axes, x: float, y: float, group: int, *, size_pt: float, gid: str = "town_mark"
) -> None:
    """Draw the shape of a group; the shapes return after the twelfth with a dot inside."""
    again, place = divmod((group or 1) - 1, len(_SHAPES))
    marker, filled = _SHAPES[place]
    look: dict[str, Any] = {
        "mec": INK["stated"],
        "mew": 1.1,
        "clip_on": False,
        "gid": gid,
        "zorder": 3,
    }
    face = INK["stated"] if filled else INK["paper"]
    ax.plot([x], [y], marker, ms=size_pt, mfc=face, **look)
    if again:
        inner: dict[str, Any] = {"mfc": INK["paper" if filled else "stated"], "mew": 0, "zorder": 4}
        ax.plot([x], [y], "o", ms=size_pt * 0.35, clip_on=False, gid=f"{gid}_again", **inner)


def explain_no_cut(grouping: Grouping) -> dict[str, str]:
    """Say in both languages why there are no groups to be looked at."""
    n, least = len(grouping.plan_ids), GroupRecipe().min_plans_cut
    if n < least:
        return words("no_cut_few", n=n, least=least)
    apart = bool(grouping.distances.max(initial=0.0) > 0)
    return words("no_cut_one" if apart else "no_cut_alike", n=n)


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
