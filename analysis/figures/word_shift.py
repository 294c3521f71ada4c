"""Two sets of plans by their words: which word leans to which side, how far, how surely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from analysis.figures.layout import Key, Part, Picture, Sheet, keys_height
from analysis.figures.measure import axis_height, fit_text, line_in, measure_width, widest
from analysis.figures.paging import body_room, deal_rows
from analysis.figures.style import INK, current_page, word, words
from analysis.figures.word_shift_rows import (
    LARGEST_Q,
    LEAST_HELD,
    ROW,
    SIDE_INKS,
    TERMS_A_SIDE,
    ShiftTerm,
    draw_mark,
    limit_axis,
    plot_word_shift,
)
from analysis.stats.keyness import LEVEL
from analysis.stats.resampling import DRAWS

_SMALLEST_Q = 0.01
_WIDEST_TERM = 0.24
_ABOVE_IN = 0.07
"""Heads stand so high above the rows."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two sets of plans: what a figure calls it, and how many plans it has."""

    name: str
    plans: int


def draw_word_shift(
    terms: Sequence[ShiftTerm],
    sides: tuple[Side, Side],
    *,
    caption: Mapping[str, str],
    sources: Sequence[str] = (),
    note: str = "",
) -> Picture:
    """Compose the figure: A's words above, B's below, counts and the share of draws at the right.

    `terms` come from `choose_terms`; `sides` are A and B.
    """
    page = current_page()
    sure = {side: sum(t.is_sure and t.side == side for t in terms) for side in "ab"}
    said = [
        word("n_word_shift", **sure) if terms else "",
        word(
            "note_word_shift",
            level=f"{LEVEL:.0%}",
            draws=DRAWS,
            held=f"{LEAST_HELD:.0%}",
            q=LARGEST_Q,
            most=TERMS_A_SIDE,
        ),
        note,
    ]
    note = word("sentence_mark").join(part for part in said if part)
    shift = _Shift(terms, sides)
    room = body_room(caption, note, sources) - shift.around
    return Picture(
        caption=caption,
        note=note,
        sources=tuple(sources),
        data=tabulate_word_shift(terms, sides),
        n=sum(side.plans for side in sides) if terms else 0,
        alt=_describe(terms, sides),
        page=page,
        parts=tuple(
            Part(shift.around + shift.row_in * len(some), partial(shift.compose, terms=some))
            for some in deal_rows(terms, room, shift.row_in)
        ),
    )


class _Shift:
    """The figure laid out on the page that is open."""

    def __init__(self, terms: Sequence[ShiftTerm], sides: tuple[Side, Side]) -> None:
        page = current_page()
        self.sides, self.row_in = sides, page.row_in * ROW
        self.ends = limit_axis(terms)
        self.cap = page.width_in * _WIDEST_TERM
        self.left = min(widest([t.key.term for t in terms], page.small_pt), self.cap) + 0.12
        widths = {"uses_a": "0000", "uses_b": "0000", "held": "100%", "q": "<0.01"}
        self.heads = [word(f"column_{column}") for column in widths]
        self.columns = [
            widest([head, cell], page.small_pt) + 0.1
            for head, cell in zip(self.heads, widths.values(), strict=True)
        ]
        self.wide = page.width_in - self.left - sum(self.columns) - 0.08
        self.leans = [word(f"leans_{way}", side=word(f"side_{side}")) for way, side in _LEANS]
        both = sum(measure_width(lean, page.small_pt) for lean in self.leans) + 0.1
        self.lines = 1 if both <= self.wide else 2
        self.keys = _list_keys(terms, sides)
        self.keys_in = keys_height(self.keys, page.width_in) + 0.06
        self.head = line_in(page.small_pt) * self.lines + 0.06
        self.around = self.keys_in + self.head + axis_height()

    def compose(self, sheet: Sheet, terms: Sequence[ShiftTerm]) -> None:
        """Draw some of the terms under the legend, the sides' names and the columns' heads."""
        page = current_page()
        sheet.write_keys(0.0, self.keys)
        top = self.keys_in + self.head
        ax = sheet.place(self.left, top, self.wide, self.row_in * len(terms))
        plot_word_shift(terms, ends=self.ends, ax=ax)
        self._write_sides(sheet, top)
        rights = [
            self.left + self.wide + 0.06 + sum(self.columns[: i + 1])
            for i in range(len(self.heads))
        ]
        look: dict[str, Any] = {"size": page.small_pt, "ha": "right", "va": "center"}
        for right, head in zip(rights, self.heads, strict=True):
            quiet = {**look, "va": "baseline", "color": INK["quiet"]}
            sheet.write(right, top - _ABOVE_IN, head, gid="heading", **quiet)
        for y, term in enumerate(terms):
            middle = top + self.row_in * (y + 0.5)
            text, size = fit_text(term.key.term, self.cap, page.small_pt)
            sheet.write(self.left - 0.08, middle, text, gid="term", **{**look, "size": size})
            cells = list_cells(term)
            for right, cell in zip(rights, cells, strict=True):
                sheet.write(right, middle, cell, gid="number", **look)

    def _write_sides(self, sheet: Sheet, top: float) -> None:
        """Write above the ends of the axes which side uses more what lies there."""
        page = current_page()
        ends = (self.left, "left", self.lines - 1), (self.left + self.wide, "right", 0)
        for lean, (x, ha, line), (_, side) in zip(self.leans, ends, _LEANS, strict=True):
            look = {"ha": ha, "va": "baseline", "size": page.small_pt, "color": SIDE_INKS[side]}
            above = _ABOVE_IN + line * line_in(page.small_pt)
            sheet.write(x, top - above, lean, gid="leans", **look)


_LEANS = (("left", "b"), ("right", "a"))


def list_cells(term: ShiftTerm) -> tuple[str, str, str, str]:
    """Write the numbers at the right of a term: uses in A and B, draws that hold, q."""
    held, q = int(100 * term.held), f"{term.key.q:.2f}"
    if term.key.q < _SMALLEST_Q:
        q = f"<{_SMALLEST_Q}"
    return str(term.key.count), str(term.key.count_rest), f"{held}%", q


def _list_keys(terms: Sequence[ShiftTerm], sides: tuple[Side, Side]) -> list[Key]:
    """List the two sides with their shapes, then what filled and hollow ones mean."""
    page = current_page()
    sure = {side: any(t.is_sure for t in terms if t.side == side) for side in "ab"}
    keys = []
    for side, held in zip("ab", sides, strict=True):
        label = word("key_side", side=word(f"side_{side}"), name=held.name, n=held.plans)
        label, _ = fit_text(label, page.width_in - 0.5, page.small_pt)
        drawn = partial(draw_mark, side=side, is_sure=sure[side], gid="key")
        keys.append(Key(label, drawn, 0.12))
    for is_sure, key in ((True, "key_sure"), (False, "key_unsure")):
        if any(term.is_sure == is_sure for term in terms):
            drawn = partial(draw_mark, side="a", is_sure=is_sure, gid="key")
            keys.append(Key(word(key), drawn, 0.12))
    return keys


def _describe(terms: Sequence[ShiftTerm], sides: tuple[Side, Side]) -> dict[str, str]:
    said = {
        side: "、".join(t.key.term for t in chosen[:5])
        for side, chosen in (
            ("a", [t for t in terms if t.side == "a"]),
            ("b", [t for t in reversed(terms) if t.side == "b"]),
        )
    }
    return words(
        "alt_word_shift", a=sides[0].name, b=sides[1].name, terms_a=said["a"], terms_b=said["b"]
    )


def tabulate_word_shift(
    terms: Sequence[ShiftTerm], sides: tuple[Side, Side]
) -> tuple[dict[str, object], ...]:
    """List the terms drawn, top to bottom, with counts, log-odds, interval, q and draws."""
    names = {"a": sides[0].name, "b": sides[1].name}
    return tuple(
        {
            "term": term.key.term,
            "more_in": names[term.side],
            "count_a": term.key.count,
            "count_b": term.key.count_rest,
            "towns": term.key.n_plans,
            "log_odds": term.key.log_odds,
            "low": term.key.low,
            "high": term.key.high,
            "q": term.key.q,
            "held": term.held,
            "sure": term.is_sure,
        }
        for term in terms
    )
