"""Targets in table form: one indicator a line, its columns told by the head or the cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.extract.cells import (
    NUMBER,
    OWN_UNIT,
    Cell,
    Kind,
    has_unit,
    is_prose,
    is_unit,
    name_line,
    read_cell,
    read_prose,
)
from analysis.extract.grammar import Finding
from analysis.extract.grids import Head, read_heads, read_row, read_units
from analysis.extract.names import fits
from analysis.extract.vocabulary import Vocabulary
from analysis.model import Commitment, Section, Status

_LINE = re.compile(r"[^\n]+")
_BARE_FIRST = re.compile(r"\s*[\d.*＊×]+(?=[，,；;])")
_CELL = re.compile(r"[^\t|｜\n]*")
_CAPTION_REACH = 160
_OR = re.compile(r"增[幅速长][^，,]*(?:或|及|和|、|/)|(?:或|及|和|、|/)[^，,]*增[幅速长]")
_YEAR = re.compile(r"((?:19|20)\d\d)年?")
# The head of a column that holds a part of the year.
_MONTHS = re.compile(
    r"\s*(?:[\d一二三四]{1,2}\s*[-—~～–至到]\s*)?[\d一二三四]{1,2}\s*(?:月份?|季度)\s*"
)
_STATUS: Mapping[Kind, Status] = {"past": "achieved", "later": "multi_year"}


@dataclass(frozen=True, slots=True)
class Row:
    """What a cell says: offsets count from `base`; `is_headed` tells a table headed by targets."""

    finding: Finding
    base: int
    status: Status
    is_headed: bool = False


@dataclass(frozen=True, slots=True)
class _Column:
    kind: Kind
    commitment: Commitment = "plain"
    of_this_year: bool = False
    tells: bool = False
    """Whether its cells are sentences (建设内容)."""
    names: bool = False
    """Whether its cells name the indicators (指标名称)."""
    unit: str | None = None
    """The unit that its head names (计划完成投资（万元）), before that of the line."""


_UNHEADED = _Column("none")
_ARROW_COLUMNS = [_UNHEADED, _Column("past"), _Column("target")]
# 亩均税收（万元）  38.5 → 41: last year's figure and this year's.
_ARROW = re.compile(
    r"\s*(?:[-—·●•*]++\s*)?(?P<name>[^\d\s→⇒➔|｜][^\n→⇒➔|｜]{1,30}?)[:：\s\u3000]*"
    r"(?P<past>[≥≤]?[\d.*＊xX×,-]+[^\s→⇒➔\d]{0,6})[\s\u3000]*(?:→|⇒|➔|-+>|—>)[\s\u3000]*"
    r"(?P<target>[^\s→⇒➔，。；]*\d[^\s→⇒➔，。；]*)\s*"
)
_ARROW_SIGN = re.compile("[→⇒➔>]")
_LONGEST_ARROW_LINE = 160
"""Characters; a name and two figures take fewer, a long row of signs would hold the pattern up."""


def is_table_line(line: str) -> bool:
    """Tell a line of at least three cells, or of a name and two figures with an arrow between."""
    # two separators make three cells
    return sum(map(line.count, "\t|｜")) >= 2 or _find_arrow(line, 0, len(line)) is not None


def _find_arrow(text: str, start: int, end: int) -> re.Match[str] | None:
    """Match a line of a name and two figures with an arrow between."""
    short = end - start <= _LONGEST_ARROW_LINE and _ARROW_SIGN.search(text, start, end)
    return _ARROW.fullmatch(text, start, end) if short else None


def read_table(
    text: str, section: Section, year: int | None, words: Vocabulary, *, elsewhere: bool = False
) -> Iterator[Row]:
    """Yield what a section's table lines say, with its status.

    Parameters
    ----------
    elsewhere
        Whether the plan has its headline block in prose: then this table breaks it down.

    Notes
    -----
    A column whose head names a year before the plan's, or 完成, holds results, a later year
    multi-year aims; one that names 计划 or 目标 holds targets; one of 增长 growth targets; one of
    全县 another's figures, which are no claims of the plan. In a review only a column of the
    plan's own year holds targets. Without a head the cells speak for
    themselves: a bare number is a target in the line's unit, 增长8% a growth target.
    """
    columns: list[_Column] = []
    heads: tuple[Head | None, ...] = ()
    units: list[str] = []
    captioned = False
    if not any(text.find(mark, section.start, section.end) != -1 for mark in "\t|｜→⇒➔>"):
        return
    for line in _LINE.finditer(text, section.start, section.end):
        if not is_table_line(line[0]):
            continue
        if arrow := _find_arrow(text, line.start(), line.end()):
            cells = [Cell(arrow[name], arrow.start(name)) for name in ("name", "past", "target")]
            for finding, base, place in _read_line(cells, _ARROW_COLUMNS, words):
                past = place == 1 or section.role == "review"
                yield Row(finding, base, "achieved" if past else "target", is_headed=not past)
            continue
        cells = [Cell(c[0], c.start()) for c in _CELL.finditer(text, line.start(), line.end())]
        cells = _merge_empty(cells)
        numbered = any(
            NUMBER.fullmatch(c.text) and not _MONTHS.fullmatch(c.text) for c in cells[1:]
        )
        if not numbered:
            above = text[max(section.start, line.start() - _CAPTION_REACH) : line.start()]
            heads = read_heads([c.text for c in cells], above, words)
        if heads:
            row = [(c.text, c.start) for c in cells]
            found = read_row(row, heads, words) if numbered else ()
            told: Status = "achieved" if section.role == "review" else "target"
            yield from (Row(finding, cells[0].start, told) for finding in found)
            continue
        if not numbered and any(
            words.patterns["table_target"].search(c.text)
            or words.patterns["table_unit"].search(c.text)
            for c in cells
        ):
            columns = [_read_head(c.text, year, words) for c in cells]
            units = read_units(above, words)
            captioned = bool(
                words.patterns["table_caption"].search(above.rstrip().rsplit("\n", 1)[-1])
            )
            continue
        for finding, base, place in _read_line(cells, columns, words, units):
            column = columns[place] if place < len(columns) else _UNHEADED
            reviewed = section.role == "review" and not column.of_this_year
            status = "achieved" if reviewed else _STATUS.get(column.kind, "target")
            announced = finding.name.is_listed if not columns else captioned or not elsewhere
            yield Row(finding, base, status, is_headed=not reviewed and announced)


def _merge_empty(cells: list[Cell]) -> list[Cell]:
    """Drop the empty matches that stand between two separators of one cell border."""
    kept: list[Cell] = []
    for cell in cells:
        if not cell.text and kept and kept[-1].start + len(kept[-1].text) == cell.start:
            continue
        kept.append(cell)
    return kept


def _read_head(head: str, year: int | None, words: Vocabulary) -> _Column:
    tiers: tuple[Commitment, ...] = ("ensure", "strive")
    wished = (t for t in tiers for word in words.words[t] if len(word) > 1 and word in head)
    commitment: Commitment = next(wished, "plain")
    of_this_year = year is not None and str(year) in head
    kind = _kind(head, year, words)
    if kind == "none" and commitment != "plain":
        kind = "target"
    tells = any(word in head for word in words.words["table_tells"])
    own = OWN_UNIT.search(head)
    unit = own[1] if own and is_unit(own[1], words) else None
    names = head.strip(" \u3000") in words.words["table_names_head"]
    return _Column(kind, commitment, of_this_year, tells, names, unit)


def _kind(head: str, year: int | None, words: Vocabulary) -> Kind:
    if words.patterns["table_superior"].search(head):
        return "superior"
    if _MONTHS.fullmatch(head):
        return "none"
    found = _YEAR.search(head)
    if found and year is not None and int(found[1]) != year:
        return "past" if int(found[1]) < year else "later"
    if words.patterns["table_later"].search(head):
        return "later"
    aims = words.patterns["table_target"].search(head)
    if aims and _OR.search(head):
        return "target"  # 目标（增幅或数额）: the unit of each line tells which
    kinds: tuple[Kind, ...] = ("growth", "unit", "target", "past")
    return next((k for k in kinds if words.patterns[f"table_{k}"].search(head)), "none")


def _find_name(cells: list[Cell], columns: list[_Column]) -> int | None:
    """Return the place of the cell that names a line: below its head, else the first in letters."""
    worded = [i for i, c in enumerate(cells) if re.search(r"[\u4e00-\u9fff]{2}", c.text)]
    headed = (i for i in worded if i < len(columns) and columns[i].names)
    return next(headed, next(iter(worded), None))


def _read_line(
    cells: list[Cell], columns: list[_Column], words: Vocabulary, units: Sequence[str] = ()
) -> Iterator[tuple[Finding, int, int]]:
    """Yield the findings of a line, their base offset and the place of their cell.

    `units` are those of the caption: a line without its own has the first that its name can have.
    """
    named = _find_name(cells, columns)
    if named is None:
        return
    base = cells[named].start
    name = name_line(cells[named], words)
    unit = next((c.text.strip() for c in cells if is_unit(c.text, words)), None)
    if unit is None and (own := OWN_UNIT.search(cells[named].text)) and is_unit(own[1], words):
        unit = own[1]  # 工业总产值（亿元）
    if name is None:
        return
    if unit is None and name.is_listed:
        unit = next((u for u in units if fits(name.key, u, words, grows=False)), None)
    measured = [c for c in cells[named + 1 :] if has_unit(c.text, words)]
    alone = measured[0] if len(measured) == 1 else None
    for place, cell in enumerate(cells):
        if place <= named or not cell.text.strip() or is_unit(cell.text, words):
            continue
        head = columns[place] if place < len(columns) else _UNHEADED
        column, offset = head.kind, cell.start - base
        told = not columns or column == "target" or head.tells
        if told and place > named and is_prose(cell.text, words):
            bare = _BARE_FIRST.match(cell.text)  # 16.9，增长11%左右
            unit_here = head.unit or unit
            first = (
                read_cell(bare[0], offset, name, unit=unit_here, column="target", words=words)
                if bare and unit_here
                else None
            )
            said = [replace(first, commitment=head.commitment)] if first else []
            yield from ((f, base, place) for f in (*said, *read_prose(cells[named], cell, words)))
            continue
        if column == "none" and not columns and re.search(r"[\u4e00-\u9fff].*[\d*×xX]", cell.text):
            column = "growth" if words.patterns["table_growth"].search(cell.text) else "target"
        elif (
            column == "none"
            and not columns
            and (unit or cell is alone or words.patterns["table_level"].search(cell.text))
        ):
            column = "target"
        if column in ("none", "unit", "superior"):
            continue
        own_unit = head.unit or unit
        if read := read_cell(cell.text, offset, name, unit=own_unit, column=column, words=words):
            yield replace(read, commitment=head.commitment), base, place
