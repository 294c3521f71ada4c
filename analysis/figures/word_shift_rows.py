"""Words of two sets of plans as marks on an axis: the side they lean to, their interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.figures.marks import dot_pt
from analysis.figures.style import INK, current_page, word
from analysis.stats.keyness import KeyTerm

LARGEST_Q = 0.05
LEAST_HELD = 0.95
"""A word is called sure by its q over all words, as those drawn are the most extreme of many, and
by the share of draws of sentences that keep its side."""
TERMS_A_SIDE = 15
ROW = 0.86
"""Rows are this much lower than those of towns."""
SIDE_INKS = {"a": INK["stated"], "b": INK["text"]}
_MARKERS = {"a": "o", "b": "s"}


@dataclass(frozen=True, slots=True)
class ShiftTerm:
    """A term with its log-odds of side A against B, and how often draws keep its side."""

    key: KeyTerm
    held: float

    @property
    def side(self) -> str:
        """``a`` where A uses it more, ``b`` where B does."""
        return "a" if self.key.log_odds > 0 else "b"

    @property
    def is_sure(self) -> bool:
        """Whether its side may be claimed."""
        return self.key.q <= LARGEST_Q and self.held >= LEAST_HELD


def choose_terms(
    found: Sequence[KeyTerm], held: Mapping[str, float], n: int = TERMS_A_SIDE
) -> tuple[ShiftTerm, ...]:
    """Choose the n terms of the farthest z on each side: A's first, B's with the farthest last.

    `found` is ordered by z, the highest first, as `measure_keyness` gives it.
    """
    above = [key for key in found if key.z > 0][:n]
    below = [key for key in found if key.z < 0][-n:]
    return tuple(ShiftTerm(key, held[key.term]) for key in (*above, *below))


def plot_word_shift(
    terms: Sequence[ShiftTerm], *, ends: tuple[float, float] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw one row a term: its log-odds and interval; circles lean to A, squares to B.

    Parameters
    ----------
    terms
        Top to bottom in the order given; filled where they are sure.
    ends
        Of the axis; those of the intervals and 0 by default.
    """
    page = current_page()
    ax = ax or Figure(figsize=(page.width_in, 1 + page.row_in * ROW * len(terms))).subplots()
    ax.axvline(0, color=INK["quiet"], lw=0.9, gid="zero")
    turns = [y for y in range(1, len(terms)) if terms[y].side != terms[y - 1].side]
    for y in turns:
        ax.axhline(y - 0.5, color=INK["quiet"], lw=0.6, gid="turn")
    for y, term in enumerate(terms):
        ink = SIDE_INKS[term.side]
        ax.plot([term.key.low, term.key.high], [y, y], "-", color=ink, lw=0.9, gid="interval")
        draw_mark(ax, term.key.log_odds, y, side=term.side, is_sure=term.is_sure)
    ax.set(xlim=ends or limit_axis(terms), ylim=(len(terms) - 0.5, -0.5), yticks=[])
    ax.hlines(range(len(terms)), *ax.get_xlim(), color=INK["grid"], lw=0.5, zorder=0.5)
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=7, integer=True))
    ax.set_xlabel(word("axis_log_odds"))
    return ax


def draw_mark(
    ax: Axes, x: float, y: float, *, side: str, is_sure: bool, gid: str | None = None
) -> None:
    """Draw a circle for side ``a`` or a square for ``b``, filled where it is sure."""
    face = SIDE_INKS[side] if is_sure else INK["paper"]
    look: dict[str, Any] = {"mfc": face, "mec": SIDE_INKS[side], "mew": 1.1, "ms": dot_pt() * 0.82}
    ax.plot([x], [y], _MARKERS[side], gid=gid or f"term_{side}", **look)


def limit_axis(terms: Sequence[ShiftTerm]) -> tuple[float, float]:
    """Return the ends of an axis that holds all intervals and 0."""
    low = min((term.key.low for term in terms), default=0.0)
    high = max((term.key.high for term in terms), default=0.0)
    pad = (max(high, 0.0) - min(low, 0.0)) * 0.03 or 1.0
    return min(low, 0.0) - pad, max(high, 0.0) + pad
