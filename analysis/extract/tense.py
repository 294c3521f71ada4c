"""Whether a figure is this year's target, a result, or a goal beyond."""

from __future__ import annotations

import re

from analysis.extract.stream import Stream, Token
from analysis.extract.vocabulary import Vocabulary
from analysis.extract.voices import Setting
from analysis.extract.years import YEAR, find_five_years, read_five_years, read_year
from analysis.model import Section, Status

_SPAN = re.compile(r"(?:[2-9]|1\d)年(?:左右)?(?:时间|之?内|以内)")
_COMPARED = "比较由从与同自以于过"
_WHOLE = 100
_NOT_YET = ("以来", "上半年", "一季度", "前", "春", "夏", "初")
# 去年旱死的一千亩补植: what last year did to the thing, not when the deed is done.
_OF_LAST_YEAR = re.compile(
    r"[\u4e00-\u9fff]{2,5}的[\d一二两三四五六七八九十百千]{1,6}[^\d，,。；;、]{3,}"
)
_COMPARED_TO = re.compile(r"的基础|的?[\d一二两三四五六七八九十.]+倍")
# 去年的三倍, 上年的80%: what this year is measured by.
# 1月份，用电量同比增长21%: the first weeks of the year are over.
_SO_FAR = re.compile(
    r"(?:^|[，,。；;：:])[\s\u3000]*(?:今年)?(?:1[—~～至到-])?[1-3]月份?[，,][^。；;]{2,40}同比"
)
_TIMES = re.compile(
    r"(?:同期|水平)?的?[\d一二两三四五六七八九十百分之点.]+(?:倍|[%％]|成(?!立))|的?百分之"
)
_NUMBERED = re.compile(r"\s*[一二三四五六七八九十]{1,3}、")
_NO_CUE_BEFORE = ("基础", "相比", "水平", "同期")
_CUES = (
    ("horizon", "multi_year"), ("past", "achieved"), ("now", "now"), ("ensure", "wish"),
    ("strive", "wish"),
)  # fmt: skip
_CUE_CLASSES = frozenset(name for name, _ in _CUES)
_WISHED = re.compile("要|的?目标|计划|预期")


def section_status(section: Section, before: Status, setting: Setting, words: Vocabulary) -> Status:
    """Return the status a section gives; five-year goals hold until a heading names a year."""
    if section.role == "review":
        return "achieved"
    if any(word in section.heading for word in words.words["horizon"]):
        return "multi_year"
    last = None if "年" in section.heading else find_five_years(section.heading)
    if last and setting.year and last >= setting.year:
        return "multi_year"  # “十四五”时期的目标, not “十四五”开局之年
    if before == "multi_year" and not re.search(r"\d年|今年|年度|本年", section.heading):
        return "multi_year"
    return "target"


def heading_status(line: str, status: Status, setting: Setting) -> Status:
    """Return the status behind a line: a heading or opening of this year ends five-year goals."""
    opened = setting.year and line.lstrip().startswith(f"{setting.year}年")
    headed = (opened or _NUMBERED.match(line)) if status == "multi_year" else None
    this_year = any(word in line[:16] for word in ("今年", "当前", "本年", "年内")) or (
        setting.year and f"{setting.year}年" in line[:16]
    )
    return "target" if headed and this_year else status


def paragraph_status(
    paragraph: str, default: Status, setting: Setting, words: Vocabulary
) -> Status:
    """Return the status that a paragraph's opening words set (2023年，全镇完成 ...)."""
    opening = paragraph.lstrip()[:14]
    if default == "achieved":
        return default
    if (year := read_year(opening, 0)) and setting.year and year < setting.year:
        return "achieved"
    past = (*words.words["past"], "今年") if setting.ends else words.words["past"]
    if opening.startswith(past):
        return "achieved"
    return default


def resume(
    sentence: str, default: Status, status: Status, setting: Setting, words: Vocabulary
) -> Status:
    """Return the status that holds behind a sentence: 今年 ends what 去年 began in a paragraph."""
    if default == status or default != "achieved":
        return default
    for found in words.patterns["now"].finditer(sentence):
        told = sentence.startswith(_NOT_YET, found.end())
        if found[0] and not told and sentence[max(0, found.start() - 1)] not in _COMPARED:
            return status
    years = [int(y) for y in YEAR.findall(sentence)]
    return status if setting.year is not None and setting.year in years else default


def status_at(
    stream: Stream, position: int, default: Status, section: Section,
    *, setting: Setting, words: Vocabulary,
) -> Status:  # fmt: skip
    """Return the status of the figure at `position`: the last cue before it decides."""
    tokens = stream.tokens
    if default != "achieved" and _tells_results(stream, section, words):
        return "achieved"
    if stream.text[:position].endswith("了"):
        return "achieved"  # 办了14期
    status = default
    label = _label_of_two_years(stream, setting, words)
    for token in (t for t in tokens if label <= t.start < position):
        again = stream.text[token.start : token.end] in words.words["resumes"]
        if token.kind != "name" and not again and not token.classes & _CUE_CLASSES:
            continue
        cue = "wish" if again else _cue(stream.text, token, setting, words)
        if cue == "now" and _is_running_year(stream.text, token, setting):
            cue = "achieved"
        if cue == "achieved" and section.role != "targets":
            status = "achieved"
        elif cue == "achieved" and _same_clause(stream, token.end, position):
            return "achieved"
        elif cue == "multi_year" and not _is_over(stream, token, position):
            reviewed = status == "achieved" and section.role == "review"
            status = "achieved" if reviewed else "multi_year"
        elif cue == "now" and (section.role != "review" or _wishes(stream, token, position)):
            status = "target"
        elif cue == "wish" and status == "achieved" and section.role != "review":
            status = "target" if default != "multi_year" else default
    return status


def _is_over(stream: Stream, horizon: Token, position: int) -> bool:
    """Tell a horizon behind a figure, which holds to its semicolon; one before holds for all."""
    named_late = any(t.kind == "figure" and t.start < horizon.start for t in stream.tokens)
    return named_late and re.search("[；;]", stream.text[horizon.end : position]) is not None


def _label_of_two_years(stream: Stream, setting: Setting, words: Vocabulary) -> int:
    """Return the end of a label that only says where which year's figures stand, 0 without one.

    ``今年数在前、2025年数放在括号里：``
    """
    end = max(stream.text.find("："), stream.text.find(":"))
    if end < 0 or any(t.figure for t in stream.tokens if t.start < end):
        return 0
    before = (token for token in stream.tokens if token.start < end)
    cues = {_cue(stream.text, token, setting, words) for token in before}
    return end if {"now", "multi_year"} <= cues else 0


def _is_running_year(text: str, token: Token, setting: Setting) -> bool:
    """Tell the year that ends in a plan for the next (今年预计完成2亿元，明年预期增长8%)."""
    this_year = text.startswith("今年", token.start)
    return this_year and (
        setting.ends or any(word in text[token.end :] for word in ("明年", "来年", "次年"))
    )


def _same_clause(stream: Stream, start: int, end: int) -> bool:
    """Tell whether nothing but words of the past's own clause stands between."""
    between = (t for t in stream.tokens if start <= t.start < end)
    return all(t.kind != "punct" and not t.classes & {"now", "ensure", "strive"} for t in between)


def _cue(text: str, token: Token, setting: Setting, words: Vocabulary) -> str:
    """Return what a token says of time: achieved, now, multi_year, wish, or nothing."""
    if token.start > 0 and text[token.start - 1] in _COMPARED:
        return ""
    dealt_with = text.endswith(words.words["deals_with_past"], 0, token.start)
    if dealt_with or text.startswith(words.words["carried_over"], token.end):
        return ""  # 吸取去年两起事故教训, 2022年结转小区
    if token.kind == "name" and (dated := _dated_cue(text, token, setting)) is not None:
        return dated
    if "part_year" in token.classes or text.startswith(_NO_CUE_BEFORE, token.end):
        return ""
    if "past" in token.classes and (
        _OF_LAST_YEAR.match(text, token.end) or _TIMES.match(text, token.end)
    ):
        return ""
    return next((cue for name, cue in _CUES if name in token.classes), "")


def _dated_cue(text: str, token: Token, setting: Setting) -> str | None:
    """Return what a year, a five-year plan or a span of years says; None for other names."""
    if year := read_year(text, token.start):
        if setting.year is None and text[max(0, token.start - 1) : token.start] in ("到", "至"):
            return "multi_year"  # 到2025年末, in a plan of no stated year
        return "" if _COMPARED_TO.match(text, token.end) else _year_cue(year, setting)
    if last := read_five_years(text, token.start):
        gone = text.endswith("以来", 0, token.end) or (setting.year and last < setting.year)
        return "achieved" if gone else "multi_year"
    return "multi_year" if _SPAN.match(text, token.start) else None


def _year_cue(year: int, setting: Setting) -> str:
    if setting.year is None:
        return ""
    return "achieved" if year < setting.year else "now" if year == setting.year else "multi_year"


def _wishes(stream: Stream, now: Token, position: int) -> bool:
    """Tell 今年要, 今年力争 from a review that calls its own year 今年."""
    if stream.text[now.start : now.end].endswith(("要", "目标")):
        return True
    between = (t for t in stream.tokens if now.end <= t.start < position)
    wished = any(t.classes & {"ensure", "strive"} for t in between)
    return wished or bool(_WISHED.match(stream.text, now.end))


def _tells_results(stream: Stream, section: Section, words: Vocabulary) -> bool:
    """Tell a sentence of results outside a review: 圆满完成, 居全县第三, 完成了."""
    wished = False
    for place, token in enumerate(stream.tokens):
        if token.classes & {"ensure", "strive", "now"} and not _runs_into(stream, place):
            wished = True
        if "done" in token.classes and not wished and _is_told(stream, place):
            return section.role != "targets"
    if not wished and _SO_FAR.search(stream.text):
        return section.role != "targets"
    told = words.patterns["told"].search(stream.text)
    return bool(told) and not wished and (section.assumed or section.role == "other")


def _runs_into(stream: Stream, place: int) -> bool:
    """Tell 预期目标超额完成, where the wish is what was fulfilled."""
    token, following = stream.tokens[place], stream.tokens[place + 1 : place + 2]
    return any("done" in t.classes and t.start <= token.end for t in following)


def _is_told(stream: Stream, place: int) -> bool:
    """Tell 完成计划的95% from 列入计划的21个小区."""
    token = stream.tokens[place]
    if stream.text[token.end - 1] != "的":
        return True  # 超额完成
    behind = next((t for t in stream.tokens[place + 1 :] if t.figure), None)
    share = behind.figure if behind is not None else None
    return share is not None and share.unit in ("%", "倍") and share.low != _WHOLE  # 完成计划的100%
