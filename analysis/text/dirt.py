"""The rules of dirt: what copying and publishing do to a text, each found by one small function.

A rule is a function ``(text, dirt) -> list[Cut]`` that only names the spans to drop or replace;
`analysis.text.clean` applies them in the order of `RULES`, each to the text the former ones left.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable
from itertools import pairwise

from analysis.model import Cut
from analysis.text.characters import (
    Dirt,
    carriage_returns,
    invisible_characters,
    list_lines,
    pinyin_garbling,
    traditional,
    widths,
)

Rule = Callable[[str, Dirt], list[Cut]]

_SENTENCE_END = "。！？；：!?;:…”’）)》】"
_BRACKETED = re.compile(r"\{[^{}\n]{1,40}\}|\[[^\[\]\n]{1,40}\]")
_BREADCRUMBS = re.compile(r"[^。>»›]{1,20}(?: *[>»›] *[^。>»›]{1,40}){2,}$")
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
_LINE_BREAK = re.compile(r"\n[ \t]*(?=\S)")
_BEGINS_FIGURE = re.compile(r"(?!\d{1,2}[.、．)）](?!\d)|(?:19|20)\d\d年)\d|[*×○]")
_BROKEN = (
    (re.compile(r"[\d%‰]$"), re.compile(r"[—–~～-][ \t]*\d")),
    (re.compile(r"[\d%‰][—–~～-]$"), re.compile(r"\d")),
    (re.compile(r"\d[万亿]$"), re.compile("[元亩吨人户家斤]")),
    (re.compile(r"[*×○]$"), re.compile("[*×○%]")),
)
# A number cut in two inside prose: 污水管网21.⏎3公里, 改造户厕4⏎50户; a year is none.
_CUT_NUMBER = re.compile(r"[\u4e00-\u9fff](?!(?:19|20)\d\d$)\d{1,4}\.?$")
_BARE_PAGE = re.compile(r"(?m)^[ \t]*\d{1,3}[ \t]*\n(?=[ \t]*(\S.*))")
_PROSE = 15
_NARROWEST_PAGE = 20
# A blank comes first in these, so that the search can leap from blank to blank.
_THOUSANDS_BLANK = re.compile(r" (?<=\d )(?=\d{3}(?:\D|$))(?<!\d\d\d\d )")
_POINT_BLANK = re.compile(
    r" (?:(?<=\d ) *(?=[.．] *\d)|(?<=\d[.．] ) *(?=\d+ *[%‰])|(?<=\d [.．] ) *(?=\d))"
)
_BLANK_BEFORE_COLON = re.compile(r" (?<=\S ) *(?=[:：])")


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
    anywhere = re.compile("|".join(map(re.escape, dirt["frame_anywhere"])))
    for start, end in list_lines(text):
        line = _BLANK_BEFORE_COLON.sub("", text[start:end].strip())
        if not line:
            continue
        opens = len(line) < 80 and line.startswith(dirt["frame_opening"])
        trail = _BREADCRUMBS.match(line)
        labels = len(labelled.findall(line)) if len(line) < 120 else 0
        if opens or trail or labels > 1 or anywhere.search(line):
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


def page_lines(text: str, dirt: Dirt) -> list[Cut]:
    """Drop lines that hold nothing but a page number (``— 5 —``, ``第3页 共9页``).

    A bare number is one where it parts a sentence or a number in two; with a page number inside
    a number the line ends around it go too (``户厕4⏎— 6 —⏎50户``).
    """
    goes_on = _figure_going_on(dirt)
    cuts = []
    for found in _PAGE_LINE.finditer(text):
        parts = _parts_number(text, found.start(), found.end(), goes_on)
        start = len(text[: found.start()].rstrip()) if parts else found.start()
        cuts.append(Cut(start, found.end(), "page_lines"))
    for found in _BARE_PAGE.finditer(text):
        parts = _parts_number(text, found.start(), found.end(), goes_on)
        breaks = _is_broken_off(text, found.start()) and _is_prose(found[1])
        start = len(text[: found.start()].rstrip()) if parts else found.start()
        if parts or (breaks and not _OPENS_PARAGRAPH.match(found[1])):
            cuts.append(Cut(start, found.end(), "page_lines"))
    return sorted(cuts, key=lambda cut: cut.start)


def _figure_going_on(dirt: Dirt) -> re.Pattern[str]:
    """Return what the second half of a number that was cut in two looks like."""
    units = "|".join(map(re.escape, sorted(dirt["unit_after_blank"], key=len, reverse=True)))
    return re.compile(rf"[ \t]*\d+(?:\.\d+)? *(?:{units})")


def _parts_number(text: str, start: int, end: int, goes_on: re.Pattern[str]) -> bool:
    before = text[max(0, start - 12) : start].rstrip()
    return bool(_CUT_NUMBER.search(before) and goes_on.match(text, end))


def _is_broken_off(text: str, end: int) -> bool:
    """Tell whether the line that ends before `end` is prose and stops inside a sentence."""
    line = text[text.rfind("\n", 0, max(end - 1, 0)) + 1 : end].rstrip()
    return _is_prose(line) and line[-1] not in _SENTENCE_END


def _is_prose(line: str) -> bool:
    long = len(line.strip()) >= _PROSE and "\t" not in line and "|" not in line
    return long and _INNER_MARK.search(line) is not None


def hard_wraps(text: str, _dirt: Dirt) -> list[Cut]:
    """Heal lines that were broken in the middle of a sentence, where a text is full of them.

    Only a text in which most lines with inner punctuation end without any was wrapped; in
    another such a line is a heading. A line goes on unless the next one opens a paragraph, a
    heading, a list item or a table row; a line without punctuation only if it has full width.
    """
    lines = list(list_lines(text))
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


def damaged_points(text: str, dirt: Dirt) -> list[Cut]:
    """Put a decimal point where another mark stands for it (``7。5公里``, ``6·8公里``)."""
    units = "|".join(map(re.escape, sorted(dirt["unit_after_blank"], key=len, reverse=True)))
    point = re.compile(rf"(?<=[\u4e00-\u9fff]\d)\d{{0,3}}([。·])(?=\d{{1,2}}(?:{units}))")
    return [Cut(m.start(1), m.end(1), "damaged_points", ".") for m in point.finditer(text)]


def blanks_in_numbers(text: str, dirt: Dirt) -> list[Cut]:
    """Drop blanks inside a number or between a number and its unit (``8. 5 %``, ``12.8 亿元``)."""
    units = "|".join(map(re.escape, sorted(dirt["unit_after_blank"], key=len, reverse=True)))
    before_unit = re.compile(rf" (?<=[\d*xX] ) *(?=(?:{units}))")
    return [
        Cut(m.start(), m.end(), "blanks_in_numbers")
        for pattern in (_THOUSANDS_BLANK, _POINT_BLANK, before_unit)
        for m in pattern.finditer(text)
    ]


def broken_figures(text: str, dirt: Dirt) -> list[Cut]:
    """Heal a line broken between a figure and what belongs to it, whatever the other lines do.

    ``增长6%⏎—7%``, ``达到⏎18640元``, ``3200万⏎元``, ``管网2⏎1公里``; a number that counts a list
    stays where it is.
    """
    cuts = []
    goes_on = _figure_going_on(dirt)
    for found in _LINE_BREAK.finditer(text):
        start, end = found.span()
        while start > 0 and text[start - 1] in " \t":
            start -= 1
        before, behind = text[max(0, start - 8) : start], text[end : end + 8]
        halves = _CUT_NUMBER.search(before) and goes_on.match(behind)
        cut_in_two = bool(halves) and _is_broken_off(text, found.start() + 1)
        if cut_in_two or _parts_figure(before, behind, dirt["figure_follows"]):
            cuts.append(Cut(start, end, "broken_figures"))
    return cuts


def _parts_figure(before: str, behind: str, words: tuple[str, ...]) -> bool:
    if before.endswith(words) and _BEGINS_FIGURE.match(behind):
        return True
    return any(a.search(before) and b.match(behind) for a, b in _BROKEN)


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
    broken_figures,
    damaged_points,
    blanks_in_numbers,
)


def find_stripped(text: str, dirt: Dirt) -> list[str]:
    """Return the places where a figure must have stood and none does (``增长%``)."""
    after, before = (
        "|".join(map(re.escape, sorted(dirt[name], key=len, reverse=True)))
        for name in ("number_goes_after", "number_goes_before")
    )
    return re.findall(rf"(?:{after})(?:{before})(?![\u4e00-\u9fff])", text)
