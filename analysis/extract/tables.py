"""Targets in table form: one indicator a line, its columns told by the head or the cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from analysis.extract.grammar import Finding
from analysis.extract.grids import Head, read_heads, read_row
from analysis.extract.lexer import read_stream
from analysis.extract.names import Name, name_before
from analysis.extract.quantity import measure
from analysis.extract.relations import Relation
from analysis.extract.values import Figure, unit_class
from analysis.extract.vocabulary import Vocabulary
from analysis.model import Qualifier, Section

Column = Literal["unit", "past", "target", "growth", "none"]

_LINE = re.compile(r"[^\n]+")
_CELL = re.compile(r"[^\t|｜\n]*")
_NUMBER = re.compile(
    r"\s*(?P<sign>[≥≤><＞＜]|不低于|不超过|不高于|不少于)?\s*(?P<number>-?\d[\d,]*(?:\.\d+)?|[\d.]*[*＊xX×][*＊xX×\d.]*)(?![\d.])\s*(?P<unit>(?!年).*?)\s*$"
)
_AT_MOST, _AT_LEAST = ("≤", "<", "＜", "不超过", "不高于"), ("≥", ">", "＞", "不低于", "不少于")
_CAPTION_REACH = 160
_OR = re.compile(r"增[幅速长][^，,]*(?:或|及|和|、|/)|(?:或|及|和|、|/)[^，,]*增[幅速长]")
_YEAR = re.compile(r"((?:19|20)\d\d)年?")


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    start: int
    """Clean offset."""


def is_table_line(line: str) -> bool:
    """Tell a line of at least three cells."""
    return sum(map(line.count, "\t|｜")) >= 2  # two separators make three cells


def read_table(
    text: str, section: Section, year: int | None, words: Vocabulary
) -> Iterator[tuple[Finding, int, bool]]:
    """Yield the findings of a section's table lines, their base offset, and whether achieved.

    Notes
    -----
    A column whose head names a year before the plan's, or 完成, holds results; one that names
    计划 or 目标 holds targets; one of 增长 growth targets. Without a head the cells speak for
    themselves: a bare number is a target in the line's unit, 增长8% a growth target.
    """
    columns: list[Column] = []
    heads: tuple[Head | None, ...] = ()
    if not any(text.find(mark, section.start, section.end) != -1 for mark in "\t|｜"):
        return
    for line in _LINE.finditer(text, section.start, section.end):
        if not is_table_line(line[0]):
            continue
        cells = [_Cell(c[0], c.start()) for c in _CELL.finditer(text, line.start(), line.end())]
        cells = _merge_empty(cells)
        numbered = any(_NUMBER.fullmatch(c.text) for c in cells[1:])
        if not numbered:
            above = text[max(section.start, line.start() - _CAPTION_REACH) : line.start()]
            heads = read_heads([c.text for c in cells], above, words)
        if heads:
            row = [(c.text, c.start) for c in cells]
            found = read_row(row, heads, words) if numbered else ()
            yield from ((finding, cells[0].start, False) for finding in found)
            continue
        if not numbered and any(
            words.patterns["table_target"].search(c.text)
            or words.patterns["table_unit"].search(c.text)
            for c in cells
        ):
            columns = [_column(c.text, year, words) for c in cells]
            continue
        yield from _read_line(cells, columns, words)


def _merge_empty(cells: list[_Cell]) -> list[_Cell]:
    """Drop the empty matches that stand between two separators of one cell border."""
    kept: list[_Cell] = []
    for cell in cells:
        if not cell.text and kept and kept[-1].start + len(kept[-1].text) == cell.start:
            continue
        kept.append(cell)
    return kept


def _column(head: str, year: int | None, words: Vocabulary) -> Column:
    found = _YEAR.search(head)
    if found and year is not None and int(found[1]) < year:
        return "past"
    aims = words.patterns["table_target"].search(head)
    if aims and _OR.search(head):
        return "target"  # 目标（增幅或数额）: the unit of each line tells which
    for name in ("growth", "unit", "target", "past"):
        if words.patterns[f"table_{name}"].search(head):
            return name
    return "none"


def _read_line(
    cells: list[_Cell], columns: list[Column], words: Vocabulary
) -> Iterator[tuple[Finding, int, bool]]:
    named = next((i for i, c in enumerate(cells) if re.search(r"[\u4e00-\u9fff]{2}", c.text)), None)
    if named is None:
        return
    base = cells[named].start
    name = _line_name(cells[named], words)
    unit = next((c.text.strip() for c in cells if _is_unit(c.text, words)), None)
    if name is None:
        return
    for place, cell in enumerate(cells):
        if place == named or not cell.text.strip() or _is_unit(cell.text, words):
            continue
        column = columns[place] if place < len(columns) else "none"
        offset = cell.start - base
        if column == "none" and not columns and re.search(r"[\u4e00-\u9fff].*\d", cell.text):
            column = "growth" if words.patterns["table_growth"].search(cell.text) else "target"
        elif column == "none" and not columns and place > named and unit:
            column = "target"
        if column in ("none", "unit"):
            continue
        if finding := _read_cell(cell.text, offset, name, unit=unit, column=column, words=words):
            yield finding, base, column == "past"


def _line_name(cell: _Cell, words: Vocabulary) -> Name | None:
    stream = read_stream(cell.text, words)
    return name_before(stream.text, stream.tokens, (0, len(stream.text)), None, words, grows=True)


def _is_unit(text: str, words: Vocabulary) -> bool:
    return bool(text.strip()) and unit_class(words.figures, text.strip()) != "none"


def _read_cell(
    text: str, offset: int, name: Name, *, unit: str | None, column: Column, words: Vocabulary
) -> Finding | None:
    lead = re.match(r"\s*(?:[\u4e00-\u9fff：:]*?)(?=[≥≤><\d*＊xX×-]|不)", text)
    cut = lead.end() if lead else 0
    found = _NUMBER.fullmatch(text[cut:])
    if not found:
        return _read_words(text, offset, name, words)
    classes = {"grow"} if column == "growth" else set()
    if words.patterns["table_growth"].search(text[:cut]):
        classes = {"grow"}
    own = found["unit"]
    qualifier: Qualifier = "exact"
    if found["sign"]:
        qualifier = "at_most" if found["sign"] in _AT_MOST else "at_least"
    for word, bound in words.figures.suffix_of.items():
        if own.endswith(word):
            qualifier, own = bound, own.removesuffix(word).strip()
    written = own or ("%" if "grow" in classes else unit)
    if column == "growth" and name.key != "other" and not own:
        written = "%"
    number = found["number"]
    masked = bool(re.search(r"[*＊xX×]", number))
    value = None if masked else float(number.replace(",", ""))
    start = offset + cut + found.start("number")
    end = offset + cut + found.end("number")
    figure = Figure(start, end, end, value, value, written, qualifier, number if masked else None)
    if value is not None and value < 0 and not classes:
        classes = {"fall"}
    quantity = measure(figure, classes, name, words)
    return Finding(name, "T1", name.start, end, "plain", 0.95, figure, quantity)


def _read_words(text: str, offset: int, name: Name, words: Vocabulary) -> Finding | None:
    found = words.patterns["table_level"].search(text)
    if not found or not found[0]:
        return None
    start, end = offset + found.start(), offset + found.end()
    relation = Relation(0, start, end, "in_step_with", "last_year", (name,), False)
    return Finding(name, "T2", name.start, end, "plain", 0.95, relation=relation)
