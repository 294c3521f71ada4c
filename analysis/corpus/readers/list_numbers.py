"""The numbers that Word counts by itself: ``一、`` ``（一）`` ``1.`` are not in its text.

Source: ECMA-376-1, 17.9 (numbering) and 17.18.59 (number formats).
"""

from __future__ import annotations

import re
from collections import defaultdict

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

_DIGITS = "〇一二三四五六七八九"
_CHINESE = re.compile(
    "(?:chinese|taiwanese|japanese)Counting(?:Thousand)?|ideographDigital|chineseLegalSimplified"
)
_PLACE = re.compile(r"%([1-9])")


class ListNumbers:
    """Counts the numbered paragraphs of one document, in order."""

    def __init__(self, document: WordDocument) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._abstract: dict[str, str] = {}
        self._styles = _read_styles(document)
        self._counted: dict[str, dict[int, int]] = defaultdict(dict)
        try:
            numbering = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        for abstract in numbering.iter(qn("w:abstractNum")):
            for level in abstract.iter(qn("w:lvl")):
                key = (abstract.get(qn("w:abstractNumId")), int(level.get(qn("w:ilvl")) or 0))
                self._levels[key] = (
                    _value(level, "w:numFmt") or "decimal",
                    _value(level, "w:lvlText") or "",
                    int(_value(level, "w:start") or 1),
                )
        for number in numbering.iter(qn("w:num")):
            self._abstract[number.get(qn("w:numId"))] = _value(number, "w:abstractNumId") or ""

    def count(self, paragraph: etree._Element) -> str:
        """Return the number a paragraph shows, or nothing."""
        place = self._find_place(paragraph)
        if place is None:
            return ""
        number_id, level = place
        abstract = self._abstract.get(number_id, "")
        kind, pattern, start = self._levels.get((abstract, level), ("", "", 1))
        counted = self._counted[abstract]
        counted[level] = counted[level] + 1 if level in counted else start
        for deeper in [k for k in counted if k > level]:
            del counted[deeper]
        if kind in ("", "none", "bullet"):
            return ""
        return _PLACE.sub(lambda m: self._write(abstract, int(m[1]) - 1), pattern)

    def _write(self, abstract: str, level: int) -> str:
        kind, _, start = self._levels.get((abstract, level), ("decimal", "", 1))
        value = self._counted[abstract].get(level, start)
        if _CHINESE.fullmatch(kind):
            return write_chinese(value)
        if kind in ("lowerLetter", "upperLetter"):
            letter = chr(ord("a") + (value - 1) % 26)
            return letter.upper() if kind == "upperLetter" else letter
        if kind == "decimalEnclosedCircle" and 1 <= value <= 20:
            return chr(ord("①") + value - 1)
        return str(value)

    def _find_place(self, paragraph: etree._Element) -> tuple[str, int] | None:
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return None
        place = properties.find(qn("w:numPr"))
        if place is None:
            style = _value(properties, "w:pStyle")
            return self._styles.get(style or "")
        number_id = _value(place, "w:numId")
        if number_id in (None, "0"):
            return None
        return number_id, int(_value(place, "w:ilvl") or 0)


def write_chinese(value: int) -> str:
    """Write 1 to 99 as headings count: 九, 十, 十一, 二十三; larger ones as digits."""
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (
        _DIGITS[ones] if ones else ""
    )


def _read_styles(document: WordDocument) -> dict[str, tuple[str, int]]:
    found = {}
    for style in document.styles.element.iter(qn("w:style")):
        place = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if place is not None and (number_id := _value(place, "w:numId")):
            found[style.get(qn("w:styleId"))] = (number_id, int(_value(place, "w:ilvl") or 0))
    return found


def _value(node: etree._Element, child: str) -> str | None:
    found = node.find(qn(child))
    return None if found is None else found.get(qn("w:val"))
