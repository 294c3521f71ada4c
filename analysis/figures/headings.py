"""Headings of narrow columns: in lines where they fit, else downwards, in English upwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.figures.layout import Sheet
from analysis.figures.measure import (
    balance_text,
    cut_text,
    line_in,
    measure_width,
    stack_text,
    widest,
)
from analysis.figures.style import current_page

_MOST_LINES = 4
_MOST_STACKED = 12
_LONGEST_EM = 18
"""Longest heading written upwards, in its type sizes; a longer one is cut, the data have it."""
_MOST_OF_PAGE = 0.36
"""Neither do they take more than this share of a page."""
_LEADING = 1.3
_STACKED_LEADING = 0.92


@dataclass(frozen=True, slots=True)
class Headings:
    """Headings as they are written over columns `step` inches wide, and their height in inches."""

    texts: tuple[str, ...]
    step: float
    size: float
    upwards: bool
    height: float


def fit_headings(names: Sequence[str], step: float, size: float) -> Headings:
    """Break names to columns `step` inches wide in type of `size` points."""
    lines = [balance_text(name, step - 0.04, size) for name in names]
    fits = [widest(some, size) <= step - 0.02 and len(some) <= _MOST_LINES for some in lines]
    if current_page().lang == "en" and not all(fits):
        return _turn_upwards(names, step, size)
    texts = tuple(
        "\n".join(some) if fit else _stack(name, step, size)
        for name, some, fit in zip(names, lines, fits, strict=True)
    )
    tall = max((len(text.split("\n")) for text in texts), default=0)
    return Headings(texts, step, size, upwards=False, height=_height(tall, size))


def write_headings(
    sheet: Sheet,
    headings: Headings,
    *,
    left: float,
    bottom: float,
    gid: str,
    some: slice = slice(None),
) -> None:
    """Write some of the headings side by side from `left`, standing on `bottom`."""
    look: dict[str, Any] = {"size": headings.size, "linespacing": 1.05, "va": "bottom"}
    if headings.upwards:
        look["rotation"] = 90
    for x, text in enumerate(headings.texts[some]):
        middle = left + headings.step * (x + 0.5)
        sheet.write(middle, bottom - 0.04, text, ha="center", gid=gid, **look)


def _turn_upwards(names: Sequence[str], step: float, size: float) -> Headings:
    """Write names from bottom to top, in as many lines as the column is wide."""
    longest = min(_LONGEST_EM * size / 72, current_page().height_in * _MOST_OF_PAGE)
    most = max(1, int(step / (size * _LEADING / 72)))
    texts = []
    for name in names:
        lines = [name]
        for wide in (longest * share / 8 for share in range(4, 9)):
            lines = balance_text(name, wide, size)
            if len(lines) <= most and widest(lines, size) <= wide:
                break
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
        texts.append("\n".join(cut_text(line, longest, size) for line in lines))
    return Headings(tuple(texts), step, size, upwards=True, height=widest(texts, size) + 0.08)


def _height(lines: int, size: float) -> float:
    return lines * line_in(size) * _STACKED_LEADING + 0.06


def _stack(name: str, step: float, size: float) -> str:
    """Write a name downwards; a Latin run that is wider than its column goes letter by letter."""
    pieces: list[str] = []
    for piece in stack_text(name).split("\n"):
        pieces += [piece] if measure_width(piece, size) <= step - 0.01 else list(piece)
    if len(pieces) > _MOST_STACKED:
        pieces = [*pieces[: _MOST_STACKED - 1], "︙"]
    return "\n".join(pieces)
