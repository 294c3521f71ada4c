"""Targets in table form: one indicator a line, its columns told by the head or the cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from analysis.extract.binding import BEFORE_FIGURE
from analysis.extract.grammar import Finding, read_sentence
from analysis.extract.grids import Head, read_heads, read_row, read_units
from analysis.extract.lexer import read_stream
from analysis.extract.names import Name, fits, name_before
from analysis.extract.quantity import measure
from analysis.extract.relation_words import find_matches
from analysis.extract.relations import Relation
from analysis.extract.values import Figure, unit_class
from analysis.extract.vocabulary import Vocabulary
from analysis.model import Commitment, Qualifier, Section, Status

_Kind = Literal["unit", "past", "target", "growth", "later", "superior", "none"]

_LINE = re.compile(r"[^\n]+")
_CELL = re.compile(r"[^\t|｜\n]*")
_NUMBER = re.compile(
    r"\s*(?P<sign>[≥≤><＞＜+＋]|不低于|不超过|不高于|不少于)?\s*(?P<number>-?(?:\d{1,3}(?:，\d{3})+|\d[\d,]*)(?:\.\d+)?(?:[-~～–—至](?P<upto>\d[\d,]*(?:\.\d+)?))?|[\d.]*[*＊xX×][*＊xX×\d.]*)(?![\d.*＊xX×])\s*(?P<unit>(?!年)[^，,；;（(]*?)\s*$"
)
_AT_MOST, _AT_LEAST = ("≤", "<", "＜", "不超过", "不高于"), ("≥", ">", "＞", "不低于", "不少于")
_CAPTION_REACH = 160
_OR = re.compile(r"增[幅速长][^，,]*(?:或|及|和|、|/)|(?:或|及|和|、|/)[^，,]*增[幅速长]")
_OWN_UNIT = re.compile(r"[（(]([^（）()]{1,6})[）)]?\s*$")
_UNCLOSED = re.compile(r"[（(][^（）()]*$")
_YEAR = re.compile(r"((?:19|20)\d\d)年?")
# The head of a column that holds a part of the year.
_MONTHS = re.compile(
    r"\s*(?:[\d一二三四]{1,2}\s*[-—~～–至到]\s*)?[\d一二三四]{1,2}\s*(?:月份?|季度)\s*"
)
_ORNAMENTS = str.maketrans(dict.fromkeys("▲△★☆◆◇■●○*※", "\u3000"))
_STATUS: Mapping[_Kind, Status] = {"past": "achieved", "later": "multi_year"}
_SHARE = re.compile(r"(?:率|比重|占比|比例)$")


@dataclass(frozen=True, slots=True)
class Row:
    """What a cell says: offsets count from `base`; `is_headed` tells a table headed by targets."""

    finding: Finding
    base: int
    status: Status
    is_headed: bool = False


@dataclass(frozen=True, slots=True)
class _Column:
    kind: _Kind
    commitment: Commitment = "plain"
    of_this_year: bool = False
    tells: bool = False
    """Whether its cells are sentences (建设内容)."""


_UNHEADED = _Column("none")
_ARROW_COLUMNS = [_UNHEADED, _Column("past"), _Column("target")]
# 亩均税收（万元）  38.5 → 41: last year's figure and this year's.
_ARROW = re.compile(
    r"\s*(?:[-—·●•*]+\s*)?(?P<name>[^\d\s→⇒➔|｜][^\n→⇒➔|｜]{1,30}?)[:：\s\u3000]*"
    r"(?P<past>[≥≤]?[\d.*＊xX×,-]+[^\s→⇒➔\d]{0,6})[\s\u3000]*(?:→|⇒|➔|-+>|—>)[\s\u3000]*"
    r"(?P<target>[^\s→⇒➔，。；]*\d[^\s→⇒➔，。；]*)\s*"
)


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    start: int
    """Clean offset."""


def is_table_line(line: str) -> bool:
    """Tell a line of at least three cells, or of a name and two figures with an arrow between."""
    # two separators make three cells
    return sum(map(line.count, "\t|｜")) >= 2 or _ARROW.fullmatch(line) is not None


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
    if not any(text.find(mark, section.start, section.end) != -1 for mark in "\t|｜→⇒➔>"):
        return
    for line in _LINE.finditer(text, section.start, section.end):
        if not is_table_line(line[0]):
            continue
        if arrow := _ARROW.fullmatch(text, line.start(), line.end()):
            cells = [_Cell(arrow[name], arrow.start(name)) for name in ("name", "past", "target")]
            for finding, base, place in _read_line(cells, _ARROW_COLUMNS, words):
                past = place == 1 or section.role == "review"
                yield Row(finding, base, "achieved" if past else "target", is_headed=not past)
            continue
        cells = [_Cell(c[0], c.start()) for c in _CELL.finditer(text, line.start(), line.end())]
        cells = _merge_empty(cells)
        numbered = any(
            _NUMBER.fullmatch(c.text) and not _MONTHS.fullmatch(c.text) for c in cells[1:]
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
            continue
        for finding, base, place in _read_line(cells, columns, words, units):
            column = columns[place] if place < len(columns) else _UNHEADED
            reviewed = section.role == "review" and not column.of_this_year
            status = "achieved" if reviewed else _STATUS.get(column.kind, "target")
            announced = finding.name.is_listed if not columns else not elsewhere
            yield Row(finding, base, status, is_headed=not reviewed and announced)


def _merge_empty(cells: list[_Cell]) -> list[_Cell]:
    """Drop the empty matches that stand between two separators of one cell border."""
    kept: list[_Cell] = []
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
    return _Column(kind, commitment, of_this_year, tells)


def _kind(head: str, year: int | None, words: Vocabulary) -> _Kind:
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
    kinds: tuple[_Kind, ...] = ("growth", "unit", "target", "past")
    return next((k for k in kinds if words.patterns[f"table_{k}"].search(head)), "none")


def _read_line(
    cells: list[_Cell], columns: list[_Column], words: Vocabulary, units: Sequence[str] = ()
) -> Iterator[tuple[Finding, int, int]]:
    """Yield the findings of a line, their base offset and the place of their cell.

    `units` are those of the caption: a line without its own has the first that its name can have.
    """
    named = next((i for i, c in enumerate(cells) if re.search(r"[\u4e00-\u9fff]{2}", c.text)), None)
    if named is None:
        return
    base = cells[named].start
    name = _line_name(cells[named], words)
    unit = next((c.text.strip() for c in cells if _is_unit(c.text, words)), None)
    if unit is None and (own := _OWN_UNIT.search(cells[named].text)) and _is_unit(own[1], words):
        unit = own[1]  # 工业总产值（亿元）
    if name is None:
        return
    if unit is None and name.is_listed:
        unit = next((u for u in units if fits(name.key, u, words, grows=False)), None)
    measured = [c for c in cells[named + 1 :] if _has_unit(c.text, words)]
    alone = measured[0] if len(measured) == 1 else None
    for place, cell in enumerate(cells):
        if place <= named or not cell.text.strip() or _is_unit(cell.text, words):
            continue
        head = columns[place] if place < len(columns) else _UNHEADED
        column, offset = head.kind, cell.start - base
        told = not columns or column == "target" or head.tells
        if told and place > named and _is_prose(cell.text, words):
            for finding in _read_prose(cells[named], cell, words):
                yield finding, base, place
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
        if read := _read_cell(cell.text, offset, name, unit=unit, column=column, words=words):
            yield replace(read, commitment=head.commitment), base, place


def _is_prose(cell: str, words: Vocabulary) -> bool:
    """Tell a cell of words about more than one figure, or about another thing than its line."""
    stream = read_stream(cell, words)
    figure = next((t for t in stream.tokens if t.figure), None)
    if figure is None:
        return False
    if re.search("[，,；;（(]", cell.strip()) and not _NUMBER.fullmatch(cell):
        return True
    before = [t for t in stream.tokens if t.end <= figure.start]
    said = sum(t.end - t.start for t in before if t.classes & BEFORE_FIGURE)
    return len(stream.text[: figure.start].strip("\u3000 ")) - said > 1


def _read_prose(named: _Cell, cell: _Cell, words: Vocabulary) -> Iterator[Finding]:
    """Read a cell of words as what a label says; offsets count from the name's cell."""
    gap = cell.start - named.start - len(named.text)
    label = named.text.translate(_ORNAMENTS) + "：" + "\u3000" * (gap - 1)
    yield from read_sentence(read_stream(label + cell.text, words), words)


def _line_name(cell: _Cell, words: Vocabulary) -> Name | None:
    plain = _UNCLOSED.sub(lambda found: "\u3000" * len(found[0]), cell.text)
    stream = read_stream(plain.translate(_ORNAMENTS), words)
    name = name_before(stream.text, stream.tokens, (0, len(stream.text)), None, words, grows=True)
    own = _OWN_UNIT.search(cell.text)
    plain = cell.text[: own.start()].strip(" \u3000-—·其中：:") if own else ""
    key = words.table_names.get(plain) if own and own[1] == "元" else None
    return replace(name, key=key) if name and key else name


def _has_unit(text: str, words: Vocabulary) -> bool:
    found = _NUMBER.fullmatch(text)
    return found is not None and _is_unit(found["unit"].lstrip("余多"), words)


def _is_unit(text: str, words: Vocabulary) -> bool:
    return bool(text.strip()) and unit_class(words.figures, text.strip()) != "none"


def _read_cell(
    text: str, offset: int, name: Name, *, unit: str | None, column: _Kind, words: Vocabulary
) -> Finding | None:
    lead = re.match(r"\s*(?:[\u4e00-\u9fff：:]*?)(?=[≥≤><+＋\d*＊xX×-]|不)", text)
    cut = lead.end() if lead else 0
    found = _NUMBER.fullmatch(text[cut:])
    if not found:
        return _read_words(text, offset, name, words)
    classes = {"grow"} if column == "growth" else set()
    if words.patterns["table_growth"].search(text[:cut]):
        classes = {"grow"}
    own = found["unit"]
    qualifier: Qualifier = "exact"
    if found["sign"] in ("+", "＋"):
        classes = {"grow"}
    elif found["sign"]:
        qualifier = "at_most" if found["sign"] in _AT_MOST else "at_least"
    for word, bound in words.figures.suffix_of.items():
        if own.endswith(word):
            qualifier, own = bound, own.removesuffix(word).strip()
    if own in ("万", "亿") and unit and not unit.startswith(own):
        own += unit  # 1.25万 in a line of 吨
    written = own or ("%" if "grow" in classes else unit)
    if written is None and _SHARE.search(name.text):
        written = "%"
    if column == "growth" and name.key != "other" and not own:
        written = "%"
    number = found["number"]
    masked = bool(re.search(r"[*＊xX×]", number))
    upto = found["upto"]
    lower = number[: found.start("upto") - found.start("number") - 1] if upto else number
    value = None if masked else float(lower.replace(",", "").replace("，", ""))
    upper = float(upto.replace(",", "")) if upto and not masked else value
    start = offset + cut + found.start("number")
    end = offset + cut + found.end("number")
    figure = Figure(start, end, end, value, upper, written, qualifier, number if masked else None)
    if value is not None and value < 0 and not classes:
        classes = {"fall"}
    quantity = measure(figure, classes, name, words)
    return Finding(name, "T1", name.start, end, "plain", 0.95, figure, quantity)


def _read_words(text: str, offset: int, name: Name, words: Vocabulary) -> Finding | None:
    found = words.patterns["table_level"].search(text)
    if not found or not found[0]:
        return _read_relation(text, offset, name, words)
    start, end = offset + found.start(), offset + found.end()
    relation = Relation(0, start, end, "in_step_with", "last_year", (name,), False)
    return Finding(name, "T2", name.start, end, "plain", 0.95, relation=relation)


def _read_relation(text: str, offset: int, name: Name, words: Vocabulary) -> Finding | None:
    """Read a cell that ties its line to something else (完成县定任务, 与经济增长同步)."""
    matches = sorted(find_matches(read_stream(text, words), words), key=lambda m: (m.start, -m.end))
    if not matches:
        return None
    match = matches[0]
    start, end = offset + match.start, offset + match.end
    relation = Relation(0, start, end, match.relation, match.benchmark, (name,), False)
    return Finding(name, "T2", name.start, end, "plain", 0.95, relation=relation)
