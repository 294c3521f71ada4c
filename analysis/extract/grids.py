"""Tables of who by what: a line for each village, a column for each crop or herd."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.extract.grammar import Finding
from analysis.extract.lexer import read_stream
from analysis.extract.names import Name, fits, name_before
from analysis.extract.quantity import measure
from analysis.extract.values import Figure, unit_class
from analysis.extract.vocabulary import Vocabulary

CONFIDENCE = 0.75
"""Whose figure and in which unit is told by the head alone, or by a caption: for review."""
_FEWEST_COLUMNS = 2
_CAPTION_LINES = 2
_NUMBER = re.compile(
    r"\s*(?P<number>\d[\d,]*(?:\.\d+)?|[*＊xX×○]{1,6})\s*(?P<unit>[\u4e00-\u9fff]{0,3})\s*"
)
_CAPTION = re.compile(r"单位\s*[：:]\s*(?P<units>[^）)\]\n\t|｜]{1,24})")
_OWN_UNIT = re.compile(r"[（(/](?P<unit>[^（）()/]{1,6})[）)]?\s*$")
_TOTAL = re.compile(r"[合总共小]\s*计|全[乡镇县区]")


@dataclass(frozen=True, slots=True)
class Head:
    """What a column counts, and in which unit; None where nothing tells."""

    key: str
    text: str
    unit: str | None


def read_heads(cells: Sequence[str], caption: str, words: Vocabulary) -> tuple[Head | None, ...]:
    """Return the columns of a line that heads a table of places, nothing if it heads none.

    Parameters
    ----------
    cells
        The cells of the line, of which the first is to say that places stand below it (村名).
    caption
        The lines above, where units may be listed in the order of their columns (单位：亩、头).
    """
    opener = words.patterns["grid_places"].fullmatch(cells[0].strip())
    if not opener or not opener[0]:
        return ()
    units = read_units(caption, words)
    heads: list[Head | None] = [None]
    last = -1
    for place, cell in enumerate(cells[1:], start=1):
        name = _name(cell, words)
        barred = words.patterns["grid_no_figures"].search(cell)
        if name is None or (barred and barred[0]):
            heads.append(None)
            continue
        own = _OWN_UNIT.search(cell)
        unit = own["unit"] if own and unit_class(words.figures, own["unit"]) != "none" else None
        if unit is None and units:
            last = _choose_unit(name, units, last, len(cells) - place, words)
            unit = units[last]
        heads.append(Head(name.key, name.text, unit))
    return tuple(heads) if sum(h is not None for h in heads) >= _FEWEST_COLUMNS else ()


def read_units(caption: str, words: Vocabulary) -> list[str]:
    """Return the units that the lines above a table list (单位：亿元、%)."""
    told = _CAPTION.search("\n".join(caption.rstrip("\n").split("\n")[-_CAPTION_LINES:]))
    listed = re.split(r"[、，,/；; ]+", told["units"].strip()) if told else []
    return [unit for unit in listed if unit_class(words.figures, unit) != "none"]


def _name(cell: str, words: Vocabulary) -> Name | None:
    stream = read_stream(_OWN_UNIT.sub("", cell), words)
    return name_before(stream.text, stream.tokens, (0, len(stream.text)), None, words, grows=True)


def _choose_unit(
    name: Name, units: Sequence[str], last: int, columns_left: int, words: Vocabulary
) -> int:
    """Return which unit of the caption a column has: one that fits, in the order of columns."""
    if name.is_listed:
        fitting = [i for i, u in enumerate(units) if fits(name.key, u, words, grows=False)]
        if fitting:
            return next((i for i in fitting if i >= last), fitting[0])
    units_left = len(units) - 1 - last
    return last + 1 if last < 0 or columns_left <= units_left else last


def read_row(
    cells: Sequence[tuple[str, int]], heads: Sequence[Head | None], words: Vocabulary
) -> Iterator[Finding]:
    """Yield one finding for each figure of a line; offsets count from the line's first cell.

    Parameters
    ----------
    cells
        Text and offset of each cell; the first names the place.
    """
    place, base = cells[0]
    is_part = not _TOTAL.search(place)
    for (text, start), head in zip(cells, heads, strict=False):
        found = _NUMBER.fullmatch(text)
        if head is None or not found:
            continue
        first, last = (start - base + i for i in found.span("number"))
        number = found["number"]
        value = float(number.replace(",", "")) if number[0].isdigit() else None
        written = found["unit"] or head.unit
        mark = None if value is not None else number
        figure = Figure(first, last, last, value, value, written, "exact", mark)
        name = Name(head.key, head.text, 0, len(place.rstrip()))
        quantity = measure(figure, frozenset(), name, words)
        yield Finding(name, "T1", 0, last, "plain", CONFIDENCE, figure, quantity, is_part=is_part)
