"""What stands below a picture, what room that leaves on a page, and how rows go onto pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TypeVar

from analysis.figures.measure import balance_text, line_in, measure_width, wrap_text
from analysis.figures.style import current_page, word

SOURCES_NAMED = 6
"""More sources than this are counted in the figure and listed in its card."""
ABOVE_CAPTION_IN = 0.14
_LEAST_LINE_EM = 2.5
"""A last line is at least as wide as two Chinese characters with a mark, where there is room."""
_LEAST_BODY = 0.45
"""A caption block never takes more of a page than the rest; a longer one makes the page longer."""

Item = TypeVar("Item")


def caption_lines(
    caption: Mapping[str, str], note: str, sources: Sequence[str]
) -> list[tuple[str, float, str]]:
    """Lines of the caption block in the page's language: words, type size, gid."""
    page = current_page()
    large, small = page.base_pt * 1.1, page.base_pt * 0.8
    width = page.width_in * 0.985
    said = [("caption", caption[page.lang], large)]
    if note:
        said.append(("note", word("note", text=note), small))
    if sources:
        said.append(("source", word("source", text=_name_sources(sources)), small))
    return [
        (line, size, gid) for gid, text, size in said for line in _break(text, width, size, gid)
    ]


def _break(text: str, width: float, size: float, gid: str) -> list[str]:
    """Break words below a picture: a caption into even lines, no line of one sign under a note."""
    if gid == "caption":
        return balance_text(text, width, size)
    lines = wrap_text(text, width, size)
    if len(lines) > 1 and measure_width(lines[-1], size) < _LEAST_LINE_EM * size / 72:
        tighter = wrap_text(text, width - _LEAST_LINE_EM * size / 72, size)
        return tighter if len(tighter) == len(lines) else lines
    return lines


def number_part(caption: Mapping[str, str], part: int, parts: int) -> dict[str, str]:
    """Return the caption of one of several pages: ...（1/3）."""
    if parts == 1:
        return dict(caption)
    return {
        lang: current_page().labels["part_of"][lang].format(caption=said, part=part, parts=parts)
        for lang, said in caption.items()
    }


def body_room(caption: Mapping[str, str], note: str, sources: Sequence[str]) -> float:
    """Room in inches that a page leaves above the caption block; endless in a notebook."""
    height = current_page().height_in
    if not isfinite(height):
        return height
    lines = caption_lines(number_part(caption, 10, 10), note, sources)
    below = ABOVE_CAPTION_IN + sum(line_in(size) for _, size, _ in lines)
    return max(height - below, height * _LEAST_BODY)


def deal_rows(rows: Sequence[Item], room: float, row_in: float) -> list[Sequence[Item]]:
    """Deal rows of `row_in` inches onto as few pages of `room` inches as hold them, evenly.

    A page has at least one row; without rows there is one empty page.
    """
    fit = max(1, int(min(room / row_in, len(rows)) + 1e-9)) if rows else 1
    pages = max(1, -(-len(rows) // fit))
    even = -(-len(rows) // pages)
    return [rows[i : i + even] for i in range(0, len(rows), even)] if rows else [rows]


def pack_blocks(heights: Sequence[float], room: float) -> list[list[int]]:
    """Return which blocks stand on which page, in their order; a page has at least one."""
    pages: list[list[int]] = []
    for i, height in enumerate(heights):
        if pages and sum(heights[j] for j in pages[-1]) + height <= room + 1e-9:
            pages[-1].append(i)
        else:
            pages.append([i])
    return pages


def _name_sources(sources: Sequence[str]) -> str:
    listed = word("list_mark").join(sources[:SOURCES_NAMED])
    if len(sources) <= SOURCES_NAMED:
        return listed
    return word("and_others", listed=listed, n=len(sources))
