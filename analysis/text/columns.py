"""Rules of dirt for tables that lost their borders: their cells get a tab between them again.

A table may come as one cell a line, or as columns typed with blanks. Only what stands below a
head of several cells that speaks of units, plans or results is taken for one, and only lines with
as many cells as the head: a line with fewer could put a figure under another column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from analysis.model import Cut
from analysis.text.characters import Dirt, list_lines

Span = tuple[int, int]


class _Look(NamedTuple):
    """What a cell is by its words."""

    heads: bool
    """Whether it speaks of units, plans or results."""
    is_value: bool


_FEWEST_ROWS = 2
_WIDTHS = range(3, 9)
_LONGEST_CELL = 24
_SENTENCE = re.compile("[。；，！？]")
_VALUE = re.compile(
    r"(?!(?:19|20)\d\d年|[\d—-]+[月季])[≥≤<>＞＜+＋约不低高于超过]{0,3}-?[\d*×xX○][\d,.*×xX○]*"
    r"(?:[-~～–—至][\d,.]+)?[%‰]?[\u4e00-\u9fff/]{0,4}|[-—–/、]{1,3}|持平"
)
_NAME = re.compile(r"(?:其中[：:]?)?[^\d\s][^\n]*[\u4e00-\u9fff）)]|[A-Z][\w.]{1,7}")
_TIED = re.compile("同步|持平|[县区市省]定|下达|任务|以[上内下]$|左右$")
_WIDE = re.compile(r"(?<=[^\s\t])[ ]{2,}(?=[^\s\t])")
_MEASURED = re.compile(r"[≥≤<>＞＜约]?[\d.,*×xX]+(?:[-~～–—至][\d.]+)?[%‰\u4e00-\u9fff/]{1,6}")
# Two gaps in a line that holds no sentence: a head may begin there.
_HEADS = re.compile(r"(?m)^[ \t]*[^\s。；，]{1,24}(?:[ \t]+[^\s。；，]{1,24}){2,8}[ \t]*$")
# 人均收入（元）25480: the blank between the unit of a name and its figure is lost.
_JOINED = re.compile(r"(?<=[\u4e00-\u9fff%])[）)](?=[\d*×])")
_ORDINAL = re.compile(r"\d{1,2}[.、．]?")
_GAP = re.compile(r"(?<=\S)(?: +|\t)(?=\S)")


def stacked_cells(text: str, dirt: Dirt) -> list[Cut]:
    """Put a tab between the cells of a table that stand below each other, one a line.

    ``指标⏎单位⏎计划⏎生猪出栏⏎头⏎5600⏎…`` becomes lines of three cells.
    """
    cuts = []
    for run in _runs_of_cells(text):
        for row in _rows_in(text, run, dirt):
            for (_, end), (start, _) in pairwise(row):
                cuts.append(Cut(end, start, "stacked_cells", "\t"))
    return cuts


def spaced_cells(text: str, dirt: Dirt) -> list[Cut]:
    """Put a tab in the place of the blanks that part the columns of a typed table."""
    if not _HEADS.search(text):
        return []
    cuts: list[Cut] = []
    table: list[list[Span]] = []
    width = 0
    for start, end in [*list_lines(text), (len(text), len(text))]:
        cells = [c.strip() for c in _GAP.split(text[start:end].strip())]
        if start < end and not any(cells):
            continue
        gaps = [(m.start(), m.end()) for m in _GAP.finditer(text, start, end)]
        if len(cells) in _WIDTHS and _is_head([_look_at(c, dirt["table_head"]) for c in cells]):
            cuts, table, width = cuts + _part(text, table), [gaps], len(cells)
        elif len(cells) == 1:
            cuts, table, width = cuts + _part(text, table), [], 0
        elif len(cells) == width + 1 and _ORDINAL.fullmatch(cells[0]) and _NAME.fullmatch(cells[1]):
            table.append(gaps[1:])  # lines are numbered below a head that is not
        elif len(cells) == width - 1 and (joined := _JOINED.search(text, start, end)):
            table.append([*gaps, joined.span()])
        elif len(cells) == width and any(re.search(r"\d|[*×xX]{1,4}", c) for c in cells[1:]):
            table.append(gaps)
    return cuts


def listed_figures(text: str, _dirt: Dirt) -> list[Cut]:
    """Put a tab behind the names of a list typed in columns without a head.

    At least three lines below each other, each a name, wide blanks and figures with their units.
    """
    cuts: list[Cut] = []
    run: list[list[Span]] = []
    for start, end in [*list_lines(text), (len(text), len(text))] if _WIDE.search(text) else ():
        gaps = [(m.start(), m.end()) for m in _WIDE.finditer(text, start, end)]
        cells = [c.strip() for c in _WIDE.split(text[start:end].strip())]
        named = 1 < len(cells) <= max(_WIDTHS) and _NAME.fullmatch(cells[0])
        if named and _MEASURED.fullmatch(cells[1]):
            run.append(gaps)
            continue
        if len(run) > _FEWEST_ROWS:
            cuts += [Cut(a, b, "listed_figures", "\t") for row in run for a, b in row]
        run = []
    return cuts


def _part(text: str, table: Sequence[Sequence[Span]]) -> list[Cut]:
    """Return the cuts at the gaps of a head and its rows; none if too few rows follow it."""
    gaps = [gap for row in table for gap in row] if len(table) > _FEWEST_ROWS else []
    return [Cut(a, b, "spaced_cells", "\t") for a, b in sorted(gaps) if text[a:b] != "\t"]


def _runs_of_cells(text: str) -> Iterator[list[Span]]:
    """Yield the spans of short lines that follow each other, blank lines left out."""
    run: list[Span] = []
    for start, end in [*list_lines(text), (len(text), len(text))]:
        line = text[start:end]
        if line and not line.strip():
            continue
        short = 0 < len(line.strip()) <= _LONGEST_CELL and not _SENTENCE.search(line)
        if short and "\t" not in line:
            left = len(line) - len(line.lstrip())
            run.append((start + left, start + len(line.rstrip())))
            continue
        if len(run) >= min(_WIDTHS) * (_FEWEST_ROWS + 1):
            yield run
        run = []


def _rows_in(text: str, run: Sequence[Span], dirt: Dirt) -> list[Sequence[Span]]:
    """Return head and rows of the table in a run of cells; nothing where there is none."""
    cells = [text[a:b] for a, b in run]
    looks = [_look_at(cell, dirt["table_head"]) for cell in cells]
    best: list[Sequence[Span]] = []
    for first in range(len(cells)):
        for width in _WIDTHS if not looks[first].is_value else ():
            head = cells[first : first + width]
            if not _is_head(looks[first : first + width]):
                continue
            rows = [run[first : first + width]]
            for at in range(first + width, len(cells) - width + 1, width):
                if not _is_row(cells[at : at + width], head, dirt["table_words"]):
                    break
                rows.append(run[at : at + width])
            if len(rows) > max(_FEWEST_ROWS, len(best)):
                best = rows
        if best:
            return best
    return best


def _look_at(cell: str, head_words: Sequence[str]) -> _Look:
    """Tell what a cell is: each is looked at once, though it may stand in many heads."""
    return _Look(any(word in cell for word in head_words), bool(_VALUE.fullmatch(cell)))


def _is_head(cells: Sequence[_Look]) -> bool:
    """Tell the head of a table: no values, and words of plans, results and units in it."""
    told = sum(cell.heads for cell in cells)
    return told >= _FEWEST_ROWS and not any(cell.is_value for cell in cells)


def _is_row(cells: Sequence[str], head: Sequence[str], word_columns: Sequence[str]) -> bool:
    """Tell a line of the table: a name, then values, words only below 单位, 备注 and the like."""
    named = 1 if _VALUE.fullmatch(cells[0]) else 0
    if not _NAME.fullmatch(cells[named]):
        return False
    under = list(zip(cells, head, strict=True))[named + 1 :]
    values = [
        _VALUE.fullmatch(cell) or _TIED.search(cell)
        for cell, told in under
        if not any(word in told for word in word_columns)
    ]
    return bool(values) and all(values) and any(_VALUE.fullmatch(cell) for cell, _ in under)
