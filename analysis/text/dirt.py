"""The rules of dirt: what copying and publishing do to a text, each found by one small function.

A rule is a function ``(text, dirt) -> list[Cut]`` that only names the spans to drop or replace;
`analysis.text.clean` applies them in the order of `RULES`, each to the text the former ones left.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import pairwise

import opencc

from analysis.model import Cut

Dirt = Mapping[str, tuple[str, ...]]
Rule = Callable[[str, Dirt], list[Cut]]

_SENTENCE_END = "。！？；：!?;:…”’）)》】"
_WIDE = {
    **{chr(c): chr(c - 0xFEE0) for c in range(0xFF10, 0xFF1A)},
    **{chr(c): chr(c - 0xFEE0) for c in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))},
    "％": "%",
    "﹪": "%",
    "＋": "+",
    "－": "-",
    "＊": "*",
    **dict.fromkeys(
        "\u00a0\u1680\u2002\u2003\u2004\u2005\u2007\u2008\u2009\u202f\u205f\u3000", " "
    ),
    "\u2028": "\n",
    "\u2029": "\n",
    "\x0b": "\n",
    "\x0c": "\n",
}
_WIDE_CHARACTER = re.compile(
    "[" + "".join(map(re.escape, _WIDE)) + "]|(?<=[0-9０-９])．(?=[0-9０-９])"
)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ue000-\uf8ff\ufffe]"
)
_CARRIAGE_RETURN = re.compile(r"\r\n?")
_BRACKETED = re.compile(r"\{[^{}\n]{1,40}\}|\[[^\[\]\n]{1,40}\]")
_BREADCRUMBS = re.compile(r"[^。>»›]{1,20}(?: *[>»›] *[^。>»›]{1,40}){2,}$")
_PINYIN = re.compile(r"(?<=[\u4e00-\u9fff])\([a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\)")
_PAGE_MARK = re.compile(r"(?:^|\n)[ \t]*(\d{1,3})、")
_PAGE_LINE = re.compile(
    r"(?m)^[ \t]*(?:[-—–－]{1,2}[ \t]*\d{1,3}[ \t]*[-—–－]{1,2}|第[ \t]*\d{1,3}[ \t]*页"
    r"(?:[ \t,，/]*共[ \t]*\d{1,3}[ \t]*页)?|\d{1,3}[ \t]*/[ \t]*\d{1,3})[ \t]*(?:\n|$)"
)
_HEADING_LINE = re.compile(
    r"[ \t]*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|"
    r"\d{1,2}[.．、)）](?!\d)|第[一二三四五六七八九十\d]{1,3}[章节部分条]|[●★■◆·•○①-⑳])"
)
_OPENS_PARAGRAPH = re.compile(rf" |{_HEADING_LINE.pattern}")
_MAY_CONTINUE = ("《", "“", "—", "–")
_INNER_MARK = re.compile("[，,、；。：:;]")
_HAN = re.compile("[\u4e00-\u9fff]")
_NARROWEST_PAGE = 20
_THOUSANDS_BLANK = re.compile(r"(?<=\d) (?=\d{3}(?:\D|$))(?<!\d\d\d\d )")
_POINT_BLANK = re.compile(r"(?<=\d) +(?=[.．]\d)|(?<=\d[.．]) +(?=\d+ *[%‰])")


def widths(text: str, _dirt: Dirt) -> list[Cut]:
    """Full-width digits, letters, percent signs and blanks become half-width, one for one."""
    return [
        Cut(m.start(), m.end(), "widths", _WIDE.get(m[0], "."))
        for m in _WIDE_CHARACTER.finditer(text)
    ]


def carriage_returns(text: str, _dirt: Dirt) -> list[Cut]:
    """Every kind of line end becomes one newline."""
    return [
        Cut(m.start(), m.end(), "carriage_returns", "\n") for m in _CARRIAGE_RETURN.finditer(text)
    ]


def invisible_characters(text: str, _dirt: Dirt) -> list[Cut]:
    """Drop controls, zero-width, direction marks and private-use characters."""
    return [Cut(m.start(), m.end(), "invisible_characters") for m in _INVISIBLE.finditer(text)]


def watermarks(text: str, dirt: Dirt) -> list[Cut]:
    """Drop ``{…文库@…}`` set into sentences; other bracketed words stay."""
    return [
        Cut(m.start(), m.end(), "watermarks")
        for m in _BRACKETED.finditer(text)
        if any(mark in m[0] for mark in dirt["watermark"])
    ]


def web_frame(text: str, dirt: Dirt) -> list[Cut]:
    """Drop lines that belong to a web page, not to the plan."""
    cuts = []
    labelled = re.compile(rf"(?:{'|'.join(map(re.escape, dirt['frame_label']))})[:：]")
    for start, end in _lines(text):
        line = re.sub(r"(?<=\S) +(?=[:：])", "", text[start:end].strip())
        opens = len(line) < 80 and line.startswith(dirt["frame_opening"])
        trail = _BREADCRUMBS.match(line)
        labels = len(labelled.findall(line)) if len(line) < 120 else 0
        if opens or trail or labels > 1 or any(phrase in line for phrase in dirt["frame_anywhere"]):
            cuts.append(Cut(start, min(end + 1, len(text)), "web_frame"))
    return cuts


def page_marks(text: str, _dirt: Dirt) -> list[Cut]:
    """Drop page numbers that cut words, numbers and years in two (``长安镇20⏎3、23年``).

    A numbered list looks the same on one line. Pages differ: they count 1, 2, 3 … through the
    document, lie a page apart, and most of them break a sentence. A list does neither.
    """
    run: list[re.Match[str]] = []
    for found in _PAGE_MARK.finditer(text):
        if int(found[1]) == len(run) + 1:
            run.append(found)
    inner = [m for m in run if m.start() > 0]
    if len(inner) < 2:
        return []
    lengths = [b.start() - a.end() for a, b in pairwise(run)]
    before = (text[: m.start()].rstrip()[-1:] for m in inner)
    breaking = sum(last not in _SENTENCE_END for last in before)
    if statistics.median(lengths) < 150 or breaking * 2 < len(inner):
        return []
    return [Cut(m.start(), m.end(), "page_marks") for m in run]


def page_lines(text: str, _dirt: Dirt) -> list[Cut]:
    """Drop lines that hold nothing but a page number (``— 5 —``, ``第3页 共9页``)."""
    return [Cut(m.start(), m.end(), "page_lines") for m in _PAGE_LINE.finditer(text)]


def hard_wraps(text: str, _dirt: Dirt) -> list[Cut]:
    """Heal lines that were broken in the middle of a sentence, where a text is full of them.

    Only a text in which most lines with inner punctuation end without any was wrapped; in
    another such a line is a heading. A line goes on unless the next one opens a paragraph, a
    heading, a list item or a table row; a line without punctuation only if it has full width.
    """
    lines = list(_lines(text))
    running = [
        text[a:b].rstrip()
        for a, b in lines
        if _INNER_MARK.search(text, a, b) and not _HEADING_LINE.match(text, a, b)
    ]
    unfinished = sum(line[-1] not in _SENTENCE_END for line in running[:-1])
    if not unfinished or unfinished * 2 < len(running):
        return []
    width = statistics.mode(b - a for a, b in lines if b > a)
    cuts: list[Cut] = []
    for (start, end), (after, after_end) in pairwise(lines):
        line, following = text[start:end], text[after:after_end]
        if not line.strip() or not following.strip() or "\t" in line + following:
            continue
        if line.rstrip()[-1] in _SENTENCE_END or _OPENS_PARAGRAPH.match(following):
            continue
        full = width >= _NARROWEST_PAGE and abs(len(line) - width) <= 1
        if following.startswith(_MAY_CONTINUE) and not full:
            continue
        going_on = bool(cuts) and cuts[-1].end == start
        inside = _INNER_MARK.search(line) and not _HEADING_LINE.match(line)
        if going_on or inside or full:
            cuts.append(Cut(start + len(line.rstrip()), after, "hard_wraps"))
    return cuts


def blanks_in_numbers(text: str, dirt: Dirt) -> list[Cut]:
    """Drop blanks inside a number or between a number and its unit (``8. 5 %``, ``12.8 亿元``)."""
    units = "|".join(map(re.escape, sorted(dirt["unit_after_blank"], key=len, reverse=True)))
    before_unit = re.compile(rf"(?<=[\d*xX]) +(?=(?:{units}))")
    return [
        Cut(m.start(), m.end(), "blanks_in_numbers")
        for pattern in (_THOUSANDS_BLANK, _POINT_BLANK, before_unit)
        for m in pattern.finditer(text)
    ]


def pinyin_garbling(text: str, _dirt: Dirt) -> list[Cut]:
    """Drop readings glued behind characters (``地區(qū)``): with a tone always, else where many."""
    found = list(_PINYIN.finditer(text))
    if len(found) < 3:
        found = [m for m in found if not m[0].isascii()]
    return [Cut(m.start(), m.end(), "pinyin_garbling") for m in found]


def traditional(text: str, _dirt: Dirt) -> list[Cut]:
    """Turn traditional characters into simplified ones, one for one, line by line.

    Only lines that hold two characters or more which simplified writing (GB 2312) does not know
    are turned, so that 乾 in a name or a lone old form stays. Source of the pairs: OpenCC ``t2s``.
    """
    cuts = []
    for start, end in _lines(text):
        line = text[start:end]
        if sum(not _is_simplified(c) for c in _HAN.findall(line)) < 2:
            continue
        turned = _simplify(line)
        if sum(a != b and not _is_simplified(a) for a, b in zip(line, turned, strict=True)) >= 2:
            cuts += [
                Cut(start + i, start + i + 1, "traditional", new)
                for i, (old, new) in enumerate(zip(line, turned, strict=True))
                if old != new
            ]
    return cuts


RULES: tuple[Rule, ...] = (
    carriage_returns,
    widths,
    invisible_characters,
    pinyin_garbling,
    traditional,
    watermarks,
    web_frame,
    page_lines,
    page_marks,
    hard_wraps,
    blanks_in_numbers,
)


def find_stripped(text: str, dirt: Dirt) -> list[str]:
    """Return the places where a figure must have stood and none does (``增长%``)."""
    after, before = (
        "|".join(map(re.escape, sorted(dirt[name], key=len, reverse=True)))
        for name in ("number_goes_after", "number_goes_before")
    )
    return re.findall(rf"(?:{after})(?:{before})(?![\u4e00-\u9fff])", text)


def _simplify(line: str) -> str:
    turned = str(_simplifier().convert(line))
    if len(turned) == len(line):
        return turned
    return "".join(str(_simplifier().convert(c))[:1] or c for c in line)


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _is_simplified(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _lines(text: str) -> Iterable[tuple[int, int]]:
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1
