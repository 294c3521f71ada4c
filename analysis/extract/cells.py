"""One cell of a table: a number in its line's unit, a relation, or a sentence of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from analysis.extract.binding import BEFORE_FIGURE
from analysis.extract.grammar import Finding, read_sentence
from analysis.extract.lexer import read_stream
from analysis.extract.names import Name, name_before
from analysis.extract.quantity import measure
from analysis.extract.relation_words import find_matches
from analysis.extract.relations import Relation
from analysis.extract.values import Figure, unit_class
from analysis.extract.vocabulary import Vocabulary
from analysis.model import Qualifier

Kind = Literal["unit", "past", "target", "growth", "later", "superior", "none"]
NUMBER = re.compile(
    r"\s*+(?P<sign>[≥≤><＞＜+＋]|不低于|不超过|不高于|不少于)?\s*+(?P<number>-?(?:\d{1,3}(?:，\d{3})+|\d[\d,]*)(?:\.\d+)?(?:[-~～–—至](?P<upto>\d[\d,]*(?:\.\d+)?))?|[\d.]*[*＊xX×][*＊xX×\d.]*)(?![\d.*＊xX×])(?!年)\s*+(?P<unit>[^，,；;（(]*?)\s*$"
)
OWN_UNIT = re.compile(r"[（(]([^（）()]{1,6})[）)]?\s*$")
_LINE_NUMBER = re.compile(r"^\s*\d{1,2}[.、．]?[ \u3000]+")
_UNCLOSED = re.compile(r"[（(][^（）()]*$")
_AT_MOST, _AT_LEAST = ("≤", "<", "＜", "不超过", "不高于"), ("≥", ">", "＞", "不低于", "不少于")
_ORNAMENTS = str.maketrans(dict.fromkeys("▲△★☆◆◇■●○*※", "\u3000"))
_SHARE = re.compile(r"(?:率|比重|占比|比例)$")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands between two separators of a line."""

    text: str
    start: int
    """Clean offset."""


def name_line(cell: Cell, words: Vocabulary) -> Name | None:
    """Return what a line is about: the name in its cell; with 元 people are their income."""
    plain = cell.text
    for unsaid in (_LINE_NUMBER, _UNCLOSED):
        plain = unsaid.sub(lambda found: "\u3000" * len(found[0]), plain)
    stream = read_stream(plain.translate(_ORNAMENTS), words)
    name = name_before(stream.text, stream.tokens, (0, len(stream.text)), None, words, grows=True)
    own = OWN_UNIT.search(cell.text)
    plain = cell.text[: own.start()].strip(" \u3000-—·其中：:") if own else ""
    key = words.table_names.get(plain) if own and own[1] == "元" else None
    return replace(name, key=key) if name and key else name


def is_unit(text: str, words: Vocabulary) -> bool:
    """Tell a cell that holds a unit alone."""
    return bool(text.strip()) and unit_class(words.figures, text.strip()) != "none"


def has_unit(text: str, words: Vocabulary) -> bool:
    """Tell a cell that holds a number with its own unit."""
    found = NUMBER.fullmatch(text)
    return found is not None and is_unit(found["unit"].lstrip("余多"), words)


def is_prose(cell: str, words: Vocabulary) -> bool:
    """Tell a cell of words about more than one figure, or about another thing than its line."""
    stream = read_stream(cell, words)
    figure = next((t for t in stream.tokens if t.figure), None)
    if figure is None:
        return False
    if re.search("[，,；;（(]", cell.strip()) and not NUMBER.fullmatch(cell):
        return True
    before = [t for t in stream.tokens if t.end <= figure.start]
    said = sum(t.end - t.start for t in before if t.classes & BEFORE_FIGURE)
    return len(stream.text[: figure.start].strip("\u3000 ")) - said > 1


def read_prose(named: Cell, cell: Cell, words: Vocabulary) -> Iterator[Finding]:
    """Read a cell of words as what a label says; offsets count from the name's cell."""
    gap = cell.start - named.start - len(named.text)
    label = named.text.translate(_ORNAMENTS) + "：" + "\u3000" * (gap - 1)
    yield from read_sentence(read_stream(label + cell.text, words), words)


def read_cell(
    text: str, offset: int, name: Name, *, unit: str | None, column: Kind, words: Vocabulary
) -> Finding | None:
    """Return what a cell says of its line, a number first; None for a cell that says nothing.

    Parameters
    ----------
    offset
        Where the cell begins, counted from the line's name.
    unit
        The line's unit, for a number without its own.
    """
    lead = re.match(r"\s*(?:[\u4e00-\u9fff：:]*?)(?=[≥≤><+＋\d*＊xX×-]|不)", text)
    cut = lead.end() if lead else 0
    found = NUMBER.fullmatch(text[cut:])
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
