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
from analysis.text.broken import (
    HEADING_LINE,
    INNER_MARK,
    OPENS_PARAGRAPH,
    SENTENCE_END,
    blanks_in_numbers,
    blanks_in_words,
    broken_figures,
    broken_rows,
    damaged_points,
    page_lines,
)
from analysis.text.characters import (
    Dirt,
    carriage_returns,
    invisible_characters,
    list_lines,
    pinyin_garbling,
    traditional,
    widths,
)
from analysis.text.columns import listed_figures, spaced_cells, stacked_cells

Rule = Callable[[str, Dirt], list[Cut]]

_BRACKETED = re.compile(
    r"\{[^{}\n]{1,40}\}|\[[^\[\]\n]{1,40}\]"
    r"|[(（](?=[^()（）\n]{0,30}(?:www|\.com|文库|范文))[^()（）\n]{1,40}[)）]"
)
_BREADCRUMBS = re.compile(r"[^。>»›]{1,20}(?: {0,4}[>»›] {0,4}[^。>»›]{1,40}){2,}$")
_PAGE_MARK = re.compile(r"(?:^|\n)[ \t]*(\d{1,3})、")
# Lines of a list without marks: GDP：31.5亿元
_LABEL = re.compile(r"[^，,。；;：:\d\s]{2,16}(?:[：:]| +\S)")
_ENDS_IN_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d\s*$")
_MAY_CONTINUE = ("《", "“", "—", "–")
_NARROWEST_PAGE = 20
_LONG_LINE = 80
_LINE_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_BLANK_BEFORE_COLON = re.compile(r" (?<=\S ) *(?=[:：])")


def watermarks(text: str, dirt: Dirt) -> list[Cut]:
    """Drop ``{…文库@…}`` set into sentences; other bracketed words stay."""
    return [
        Cut(m.start(), m.end(), "watermarks")
        for m in _BRACKETED.finditer(text)
        if any(mark in m[0] for mark in dirt["watermark"])
    ]


def web_frame(text: str, dirt: Dirt) -> list[Cut]:
    """Drop lines that belong to a web page, not to the plan; of a long line only the sentence."""
    cuts = []
    labelled = re.compile(rf"(?:{'|'.join(map(re.escape, dirt['frame_label']))})[:：]")
    anywhere = re.compile("|".join(map(re.escape, dirt["frame_anywhere"])))
    for start, end in list_lines(text):
        line = _BLANK_BEFORE_COLON.sub("", text[start:end].strip())
        if not line:
            continue
        opens = len(line) < _LONG_LINE and line.startswith(dirt["frame_opening"])
        trail = _BREADCRUMBS.match(line)
        labels = len(labelled.findall(line)) if len(line) < 120 else 0
        said = anywhere.search(line) is not None
        if opens or trail or labels > 1 or (said and len(line) < _LONG_LINE):
            cuts.append(Cut(start, min(end + 1, len(text)), "web_frame"))
        elif said:
            cuts += [
                Cut(sentence.start(), sentence.end(), "web_frame")
                for sentence in _LINE_SENTENCE.finditer(text, start, end)
                if anywhere.search(sentence[0])
            ]
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
    breaking = sum(last not in SENTENCE_END for last in before)
    if statistics.median(lengths) < 150 or breaking * 2 < len(inner):
        return []
    return [Cut(m.start(), m.end(), "page_marks") for m in run]


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
        if INNER_MARK.search(text, a, b) and not HEADING_LINE.match(text, a, b)
    ]
    unfinished = sum(line[-1] not in SENTENCE_END for line in running[:-1])
    if not unfinished or unfinished * 2 < len(running):
        return []
    width = statistics.mode(b - a for a, b in lines if b > a)
    cuts: list[Cut] = []
    for (start, end), (after, after_end) in pairwise(lines):
        line, following = text[start:end], text[after:after_end]
        if not line.strip() or not following.strip() or "\t" in line + following:
            continue
        if line.rstrip()[-1] in SENTENCE_END or OPENS_PARAGRAPH.match(following):
            continue
        if _LABEL.match(line) and _LABEL.match(following):
            continue
        if _ENDS_IN_YEAR.search(line) and following[0].isdigit():
            continue
        full = width >= _NARROWEST_PAGE and abs(len(line) - width) <= 1
        if following.startswith(_MAY_CONTINUE) and not full:
            continue
        going_on = bool(cuts) and cuts[-1].end == start
        inside = INNER_MARK.search(line) and not HEADING_LINE.match(line)
        if going_on or inside or full:
            cuts.append(Cut(start + len(line.rstrip()), after, "hard_wraps"))
    return cuts


RULES: tuple[Rule, ...] = (
    carriage_returns,
    widths,
    invisible_characters,
    pinyin_garbling,
    traditional,
    watermarks,
    web_frame,
    stacked_cells,
    spaced_cells,
    listed_figures,
    page_lines,
    page_marks,
    hard_wraps,
    broken_figures,
    broken_rows,
    damaged_points,
    blanks_in_words,
    blanks_in_numbers,
)


def find_stripped(text: str, dirt: Dirt) -> list[str]:
    """Return the places where a figure must have stood and none does (``增长%``)."""
    after, before = (
        "|".join(map(re.escape, sorted(dirt[name], key=len, reverse=True)))
        for name in ("number_goes_after", "number_goes_before")
    )
    return re.findall(rf"(?:{after})(?:{before})(?![\u4e00-\u9fff])", text)
