"""The rules of dirt that heal what a page or a line end cut in two: numbers, figures, table rows.

Each is a function ``(text, dirt) -> list[Cut]``, as in `analysis.text.dirt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.model import Cut
from analysis.text.characters import Dirt, list_lines

SENTENCE_END = "。！？；：!?;:…”’）)》】"
HEADING_LINE = re.compile(
    r"[ \t]*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|"
    r"\d{1,2}[.．、)）](?!\d)|第[一二三四五六七八九十\d]{1,3}[章节部分条]|[●★■◆·•○①-⑳])"
)
OPENS_PARAGRAPH = re.compile(rf" |{HEADING_LINE.pattern}")
INNER_MARK = re.compile("[，,、；。：:;]")
_PAGE_LINE = re.compile(
    r"(?m)^[ \t]*(?:[-—–－]{1,2}[ \t]*\d{1,3}[ \t]*[-—–－]{1,2}|第[ \t]*\d{1,3}[ \t]*页"
    r"(?:[ \t,，/]*共[ \t]*\d{1,3}[ \t]*页)?|\d{1,3}[ \t]*/[ \t]*\d{1,3})[ \t]*(?:\n|$)"
)
_LINE_BREAK = re.compile(r"\n[ \t]*(?=\S)")
_BEGINS_FIGURE = re.compile(r"(?!\d{1,2}[.、．)）](?!\d|[ \t]*\n\d+[%‰])|(?:19|20)\d\d年)\d|[*×○]")
# No list counts on behind a word: 串寨路14.⏎3公里 is one number wherever it stands.
_CUT_AT_POINT = re.compile(r"[\u4e00-\u9fff][ \t]*\d{1,4}[.．]$")
_BROKEN = (
    (re.compile(r"[\d%‰]$"), re.compile(r"[—–~～-][ \t]*\d")),
    (re.compile(r"[\d%‰][—–~～-]$"), re.compile(r"\d")),
    (re.compile(r"\d[万亿]$"), re.compile("[元亩吨人户家斤]")),
    (re.compile(r"[*×○]$"), re.compile("[*×○%]")),
)
# A number cut in two inside prose: 污水管网21.⏎3公里, 改造户厕4⏎50户; a year is none.
_CUT_NUMBER = re.compile(r"[\u4e00-\u9fff](?!(?:19|20)\d\d$)\d{1,4}[.．]?$")
_BARE_PAGE = re.compile(r"(?m)^[ \t]*\d{1,3}[ \t]*\n(?=[ \t]*(\S.*))")
# What can only go on: a sign, a unit, a mark that ends a clause.
_GOES_ON = re.compile(r"[ \t]*(?:[%‰，、；。）]|个?百分点|[万亿]元)")
_INSIDE_HAN = re.compile(r" (?<=[\u4e00-\u9fff] )(?=[\u4e00-\u9fff])")
_SHORT_WORD, _NAME_AND_FIGURE = 2, 12
_PROSE = 15
_LONG, _CLAUSES = 40, 3
# A blank comes first in these, so that the search can leap from blank to blank.
_THOUSANDS_BLANK = re.compile(r" (?<=\d )(?=\d{3}(?:\D|$))(?<!\d\d\d\d )")
_POINT_BLANK = re.compile(
    r" (?:(?<=\d ) *(?=[.．] *\d)|(?<=\d[.．] ) *(?=\d+ *[%‰])|(?<=\d [.．] ) *(?=\d)"
    r"|(?<=\d[.．] ) *(?=\d+ *[\t|｜\n]))"
)


def page_lines(text: str, dirt: Dirt) -> list[Cut]:
    """Drop lines that hold nothing but a page number (``— 5 —``, ``第3页 共9页``).

    A bare number is one where it parts a sentence or a number in two; with a page number inside
    a number the line ends around it go too (``户厕4⏎— 6 —⏎50户``).
    """
    goes_on = _figure_going_on(dirt)
    cuts = []
    for found in _PAGE_LINE.finditer(text):
        parts = _parts_number(text, found.start(), found.end(), goes_on)
        parts = parts or _parts_sentence(text, found.start(), found.end())
        start = len(text[: found.start()].rstrip()) if parts else found.start()
        cuts.append(Cut(start, found.end(), "page_lines"))
    for found in _BARE_PAGE.finditer(text):
        parts = _parts_number(text, found.start(), found.end(), goes_on)
        breaks = _is_broken_off(text, found.start()) and _is_prose(found[1])
        start = len(text[: found.start()].rstrip()) if parts else found.start()
        if parts or (breaks and not OPENS_PARAGRAPH.match(found[1])):
            cuts.append(Cut(start, found.end(), "page_lines"))
    return sorted(cuts, key=lambda cut: cut.start)


def broken_figures(text: str, dirt: Dirt) -> list[Cut]:
    """Heal a line broken between a figure and what belongs to it, whatever the other lines do.

    ``增长6%⏎—7%``, ``达到⏎18640元``, ``3200万⏎元``, ``管网2⏎1公里``; a number that counts a list
    stays where it is.
    """
    cuts: list[Cut] = []
    goes_on = _figure_going_on(dirt)
    for found in _LINE_BREAK.finditer(text):
        start, end = found.span()
        if _parts_rows(text, start, end):
            continue
        while start > 0 and text[start - 1] in " \t":
            start -= 1
        if text[start - 1 : start] == "\n":
            continue  # an empty line parts what stands around it
        before, behind = text[max(0, start - 8) : start], text[end : end + 8]
        halves = _CUT_NUMBER.search(before) and goes_on.match(behind)
        cut_in_two = bool(halves) and _is_broken_off(text, found.start() + 1)
        line = text.rfind("\n", 0, start) + 1
        joined = cuts and cuts[-1].end == line and re.fullmatch(r"\d{1,4}[.．]", text[line:start])
        if joined or _CUT_AT_POINT.search(before):
            cut_in_two = cut_in_two or goes_on.match(behind) is not None
        cut_in_two = cut_in_two or _parts_clause(text, found.start() + 1, end)
        parted = _parts_figure(before, behind, dirt["figure_follows"])
        if _is_broken_off(text, found.start() + 1):
            following = text[end : end + _NAME_AND_FIGURE]
            parted = parted or _parts_name(before, following, dirt["number_goes_after"])
        if cut_in_two or parted or _parts_word(before, behind, dirt["figure_follows"]):
            cuts.append(Cut(start, end, "broken_figures"))
    return cuts


def broken_rows(text: str, _dirt: Dirt) -> list[Cut]:
    """Heal a table row broken inside a cell: two lines with the cells of the row above."""
    cuts = []
    lines = [(a, b, text.count("\t", a, b)) for a, b in list_lines(text)]
    for above, first, second in zip(lines, lines[1:], lines[2:], strict=False):
        whole, parts = above[2], (first[2], second[2])
        if whole > 1 and min(parts) > 0 and max(parts) < whole and sum(parts) == whole:
            cuts.append(Cut(first[1], second[0], "broken_rows"))
    return cuts


def damaged_points(text: str, dirt: Dirt) -> list[Cut]:
    """Put a decimal point where another mark stands for it (``7。5公里``, ``6·8公里``).

    A damaged rate (``7。5%``) is left to the reading of figures, which knows it by its sign.
    """
    known = dirt["unit_after_blank"] + dirt["unit_counted"]
    units = _any_unit(unit for unit in known if unit not in ("%", "‰", "‱"))
    point = re.compile(
        rf"(?=[\d。·])(?<=[\u4e00-\u9fff]\d)\d{{0,3}}([。·])(?=\d{{1,2}}(?:{units}))"
    )
    return [Cut(m.start(1), m.end(1), "damaged_points", ".") for m in point.finditer(text)]


def blanks_in_numbers(text: str, dirt: Dirt) -> list[Cut]:
    """Drop blanks inside a number or between a number and its unit (``8. 5 %``, ``12.8 亿元``)."""
    units = _any_unit(dirt["unit_after_blank"])
    counted = _any_unit(dirt["unit_after_blank"] + dirt["unit_counted"])
    inside = re.compile(rf" (?<=[\u4e00-\u9fff]\d )(?=\d{{1,2}}(?:{counted}))")
    before_unit = re.compile(rf" (?<=[\d*xX] ) *(?=(?:{units}))")
    return [
        Cut(m.start(), m.end(), "blanks_in_numbers")
        for pattern in (_THOUSANDS_BLANK, _POINT_BLANK, inside, before_unit)
        for m in pattern.finditer(text)
    ]


def blanks_in_words(text: str, dirt: Dirt) -> list[Cut]:
    """Drop the blanks inside a word that leads to a figure (``增 长3%``)."""
    if not _INSIDE_HAN.search(text):
        return []
    words = {w for name in ("figure_follows", "number_goes_after") for w in dirt[name]}
    parted = "|".join(" ?".join(word) for word in sorted(words, key=lambda w: (-len(w), w)))
    opens = "".join(sorted({word[0] for word in words}))
    led = rf"(?=[{opens}])(?<=[\u4e00-\u9fff])(?:{parted})(?= ?[\d约至到为])"
    return [
        Cut(found.start() + i, found.start() + i + 1, "blanks_in_words")
        for found in re.finditer(led, text)
        for i, letter in enumerate(found[0])
        if letter == " "
    ]


def _any_unit(units: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(units, key=len, reverse=True)))


def _figure_going_on(dirt: Dirt) -> re.Pattern[str]:
    """Return what the second half of a number that was cut in two looks like."""
    units = _any_unit(dirt["unit_after_blank"] + dirt["unit_counted"])
    return re.compile(rf"[ \t]*\d+(?:\.\d+)? *(?:{units})")


def _parts_number(text: str, start: int, end: int, goes_on: re.Pattern[str]) -> bool:
    before = text[max(0, start - 12) : start].rstrip()
    return bool(_CUT_NUMBER.search(before) and goes_on.match(text, end))


def _parts_word(before: str, behind: str, words: tuple[str, ...]) -> bool:
    """Tell a line end inside a word that leads to a figure (均不低⏎于10%)."""
    return any(
        before.endswith(word[:k]) and behind.startswith(word[k:])
        for word in words
        for k in range(1, len(word))
        if k > 1 or len(word) > _SHORT_WORD
    )


def _parts_name(before: str, behind: str, ends: tuple[str, ...]) -> bool:
    """Tell a line end inside the name of a figure (公共预算⏎收入7400万元)."""
    led = next((end for end in ends if behind.startswith(end)), None)
    figure = led is not None and re.match("[约为达]?[\\d*×]|增长|完成|达到", behind[len(led) :])
    return bool(figure) and "\u4e00" <= before[-1:] <= "\u9fff"


def _parts_rows(text: str, start: int, end: int) -> bool:
    """Tell the line end between two rows of a table from one inside a cell."""
    above = text.count("\t", text.rfind("\n", 0, start) + 1, start)
    below = text.count("\t", end, text.find("\n", end) + 1 or len(text))
    return above > 1 and above == below


def _parts_figure(before: str, behind: str, words: tuple[str, ...]) -> bool:
    if before.endswith(words) and _BEGINS_FIGURE.match(behind):
        return True
    return any(a.search(before) and b.match(behind) for a, b in _BROKEN)


def _parts_sentence(text: str, start: int, end: int) -> bool:
    """Tell a page number inside a sentence (7000万美⏎— 3 —⏎元) from one between two paragraphs."""
    following = text[end : text.find("\n", end) + 1 or len(text)]
    opens = not following.strip() or OPENS_PARAGRAPH.match(following) is not None
    opens = opens and _GOES_ON.match(following) is None
    return not opens and "\t" not in following and _is_broken_off(text, start)


def _parts_clause(text: str, start: int, end: int) -> bool:
    """Tell a line end inside a long sentence (…、力争8.5%，一般公共预算收入⏎完成3.1亿元，…)."""
    line = text[text.rfind("\n", 0, start - 1) + 1 : start].rstrip()
    following = text[end : text.find("\n", end) + 1 or len(text)]
    runs = len(line) >= _LONG and len(INNER_MARK.findall(line)) >= _CLAUSES
    runs = runs and "\u4e00" <= line[-1] <= "\u9fff" and not HEADING_LINE.match(line)
    goes_on = "\u4e00" <= following[:1] <= "\u9fff" and INNER_MARK.search(following[:_LONG])
    opens = OPENS_PARAGRAPH.match(following) or text[end - 1 : end] in " \t"
    return bool(runs and goes_on and not opens and "\t" not in line + following)


def _is_broken_off(text: str, end: int) -> bool:
    """Tell whether the line that ends before `end` is prose and stops inside a sentence."""
    line = text[text.rfind("\n", 0, max(end - 1, 0)) + 1 : end].rstrip()
    return _is_prose(line) and line[-1] not in SENTENCE_END


def _is_prose(line: str) -> bool:
    long = len(line.strip()) >= _PROSE and "\t" not in line and "|" not in line
    return long and INNER_MARK.search(line) is not None
