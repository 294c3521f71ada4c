"""Towns that a figure cannot show, in words below it: a reason, then the towns it holds for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from analysis.figures.layout import Part, Sheet
from analysis.figures.measure import line_in, measure_width, wrap_pieces
from analysis.figures.paging import deal_rows
from analysis.figures.style import INK, current_page, word

Item = TypeVar("Item")
ReasonLine = tuple[str, str]
"""Heading (on the first line of its towns) and towns."""
_WIDEST_HEADING = 0.42
"""Of the page's width; a longer reason stands on a line of its own."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """The panel in words: its lines, and where the towns begin, in inches from the left."""

    lines: tuple[ReasonLine, ...]
    left: float

    @property
    def height(self) -> float:
        """Height in inches, 0 without lines."""
        return line_in(current_page().small_pt) * len(self.lines) + 0.12 if self.lines else 0.0

    def write(self, sheet: Sheet, top: float, *, rule: bool) -> None:
        """Write the lines from `top` inches down, under a rule where something stands above."""
        page = current_page()
        if rule and self.lines:
            sheet.canvas.plot([0, sheet.width], [top, top], color=INK["rule"], lw=0.6)
        step = line_in(page.small_pt)
        for i, (heading, towns) in enumerate(self.lines):
            y = top + 0.06 + step * (i + 0.5)
            look = {"size": page.small_pt, "va": "center"}
            if heading:
                sheet.write(0.02, y, heading, color=INK["quiet"], gid="reason", **look)
            if towns:
                sheet.write(self.left, y, towns, gid="towns_in_words", **look)


def list_reasons(said: Iterable[tuple[str, str]]) -> Reasons:
    """Lay out towns, each with the reason in words; the reason of most towns comes first."""
    page = current_page()
    towns: defaultdict[str, list[str]] = defaultdict(list)
    for reason, name in said:
        towns[reason].append(name)
    headings = {r: word("state_count", state=r, n=len(names)) for r, names in towns.items()}
    widths = {r: measure_width(heading, page.small_pt) for r, heading in headings.items()}
    room = page.width_in * _WIDEST_HEADING
    left = max((w for w in widths.values() if w < room), default=0.3) + 0.18
    lines: list[ReasonLine] = []
    mark = word("list_mark")
    for reason in sorted(towns, key=lambda r: (-len(towns[r]), r)):
        names, heading = towns[reason], headings[reason]
        pieces = [name + mark for name in names[:-1]] + names[-1:]
        if widths[reason] >= room:
            lines.append((heading, ""))
            heading = ""
        wrapped = wrap_pieces(pieces, page.width_in - left - 0.05, page.small_pt)
        lines += [(heading if i == 0 else "", line) for i, line in enumerate(wrapped)]
    return Reasons(tuple(lines), left)


def deal_with_reasons(
    rows: Sequence[Item],
    reasons: Reasons,
    *,
    room: float,
    around: float,
    compose: Callable[[Sheet, Sequence[Item]], None],
) -> tuple[Part, ...]:
    """Deal rows onto pages of `room` inches, the panel in words below the last, else behind it.

    `around` is what legend and axis take beside the rows; `compose` draws one page of rows.
    """
    row_in = current_page().row_in
    pages: list[Sequence[Item]] = deal_rows(rows, room - around, row_in) if rows else []
    heights = [around + row_in * len(seen) for seen in pages]
    below = bool(pages) and heights[-1] + reasons.height <= room

    def draw(sheet: Sheet, seen: Sequence[Item], height: float, *, is_last: bool) -> None:
        compose(sheet, seen)
        if is_last and below:
            reasons.write(sheet, height, rule=True)

    parts = []
    for at, (seen, height) in enumerate(zip(pages, heights, strict=True), 1):
        is_last = at == len(pages)
        drawn = partial(draw, seen=seen, height=height, is_last=is_last)
        parts.append(Part(height + (reasons.height if is_last and below else 0.0), drawn))
    return tuple(parts) if below else (*parts, *deal_reasons(reasons, room))


def deal_reasons(reasons: Reasons, room: float) -> tuple[Part, ...]:
    """Deal the panel onto pages of its own; a reason that goes on is named again."""
    headings: list[str] = []
    for heading, _ in reasons.lines:
        headings.append(heading or headings[-1])
    parts = []
    for first, *others in (
        deal_rows(range(len(reasons.lines)), room - 0.12, line_in(current_page().small_pt))
        if reasons.lines
        else []
    ):
        lines = (headings[first], reasons.lines[first][1]), *(reasons.lines[i] for i in others)
        some = replace(reasons, lines=lines)
        parts.append(Part(some.height, partial(some.write, top=0.0, rule=False)))
    return tuple(parts)
