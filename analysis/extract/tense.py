"""Whether a figure is this year's target, a result, or a goal beyond; and whose figure it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.extract.stream import Stream, Token
from analysis.extract.vocabulary import Vocabulary
from analysis.extract.years import YEAR, read_five_years, read_year
from analysis.model import Plan, Section, Status

_SPAN = re.compile(r"(?:[2-9]|1\d)年(?:左右)?(?:时间|之?内|以内)")
_COMPARED = "比较由从与同自以于过"
_NOT_YET = ("以来", "上半年", "一季度", "前", "春", "夏", "初")
# 去年旱死的一千亩补植: what last year did to the thing, not when the deed is done.
_OF_LAST_YEAR = re.compile(
    r"[\u4e00-\u9fff]{2,5}的[\d一二两三四五六七八九十百千]{1,6}[^\d，,。；;、]{3,}"
)
_COMPARED_TO = re.compile(r"的基础|的?[\d一二两三四五六七八九十.]+倍")
# 去年的三倍, 上年的80%: what this year is measured by.
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
_ANNOUNCES = re.compile(r"[，,；;。][^，,；;。]*目标[^，,；;。\d]{0,8}(?:是|为|[：:])[：:]?")
_LEVELS = ("level_town", "level_county", "level_city", "level_province", "level_nation")
_VOICES = frozenset((*_LEVELS, "quoted_plan", "own_voice"))
_LEVEL_FOLLOWERS = re.compile(r"(?:平均|同期|约|为|是|的|增长|今年|定[的为]|预期|计划增|提出)")
_OWN_LEVEL_MENTIONS = 3
# 二、明年往哪儿奔
_PLANS_NEXT = re.compile(
    r"(?m)^[\s\u3000]*[一二三四五六七八九十]{1,2}、[^\n。，]{0,8}(?:明年|来年)"
)
_WISHED = re.compile("要|的?目标|计划|预期")


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a plan before its sentences are read."""

    year: int | None
    level: str
    """The class of words by which the plan calls its own place (``level_town`` ...)."""
    ends: bool = False
    """Whether 今年 is the year that ends, as in a plan that calls its own year 明年."""


def read_setting(plan: Plan, body: str, words: Vocabulary) -> Setting:
    """Return a plan's year and own level; a town is assumed unless the body speaks otherwise."""
    year = plan.stated_year or plan.content_year
    if year is None:
        years = [int(y) for y in re.findall(r"(?<![到至])((?:19|20)\d\d)年(?![底末])", body)]
        year = max(years, default=None)
        if year and re.search(rf"{year}年[^。；;\n]{{1,60}}[，；;]今年", body):
            year += 1  # 2023年销售12亿元，今年要突破16亿元
    ends = _PLANS_NEXT.search(body) is not None
    own = {name: [w for w in words.words[name] if w[0] in "全我本"] for name in _LEVELS}
    is_town = plan.town.endswith(("镇", "乡", "街道")) or any(w in body for w in own["level_town"])
    if not is_town:
        counts = {name: sum(map(body.count, own[name])) for name in _LEVELS[1:-1]}
        best = max(counts, key=lambda name: counts[name])
        speaks = any(word in body for word in own[best] if word[0] == "我")
        if counts[best] >= _OWN_LEVEL_MENTIONS or speaks:
            return Setting(year, best, ends)
    return Setting(year, "level_town", ends)


def section_status(section: Section, before: Status, words: Vocabulary) -> Status:
    """Return the status a section gives; five-year goals hold until a heading names a year."""
    if section.role == "review":
        return "achieved"
    if any(word in section.heading for word in words.words["horizon"]):
        return "multi_year"
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
    status = default
    opened: Status | None = None
    label = _label_of_two_years(stream, setting)
    for token in tokens:
        if token.start >= position:
            break
        if token.kind == "figure" and opened is None:
            opened = status
        if token.kind == "punct" and stream.text[token.start] in "；;":
            # a horizon that opens the sentence holds for all of it, a later one for its part
            status = opened if opened and status == "multi_year" else status
        if token.start < label:
            continue
        again = stream.text[token.start : token.end] in words.words["resumes"]
        if token.kind != "name" and not again and not token.classes & _CUE_CLASSES:
            continue
        cue = "wish" if again else _cue(stream.text, token, setting)
        if cue == "now" and _is_running_year(stream.text, token, setting):
            cue = "achieved"
        if cue == "achieved" and section.role != "targets":
            status = "achieved"
        elif cue == "achieved" and _same_clause(stream, token.end, position):
            return "achieved"
        elif cue == "multi_year":
            reviewed = status == "achieved" and section.role == "review"
            status = "achieved" if reviewed else "multi_year"
        elif cue == "now" and (section.role != "review" or _wishes(stream, token, position)):
            status = "target"
        elif cue == "wish" and status == "achieved" and section.role != "review":
            status = "target" if default != "multi_year" else default
    return status


def _label_of_two_years(stream: Stream, setting: Setting) -> int:
    """Return the end of a label that only says where which year's figures stand, 0 without one.

    ``今年数在前、2025年数放在括号里：``
    """
    end = max(stream.text.find("："), stream.text.find(":"))
    if end < 0 or any(t.figure for t in stream.tokens if t.start < end):
        return 0
    cues = {_cue(stream.text, token, setting) for token in stream.tokens if token.start < end}
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


def _cue(text: str, token: Token, setting: Setting) -> str:
    """Return what a token says of time: achieved, now, multi_year, wish, or nothing."""
    if token.start > 0 and text[token.start - 1] in _COMPARED:
        return ""
    if token.kind == "name" and (year := read_year(text, token.start)):
        return "" if _COMPARED_TO.match(text, token.end) else _year_cue(year, setting)
    if token.kind == "name" and (last := read_five_years(text, token.start)):
        gone = text.endswith("以来", 0, token.end) or (setting.year and last < setting.year)
        return "achieved" if gone else "multi_year"
    if "part_year" in token.classes or text.startswith(_NO_CUE_BEFORE, token.end):
        return ""
    if "past" in token.classes and (
        _OF_LAST_YEAR.match(text, token.end) or _TIMES.match(text, token.end)
    ):
        return ""
    if token.kind == "name" and _SPAN.match(text, token.start):
        return "multi_year"
    return next((cue for name, cue in _CUES if name in token.classes), "")


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
        return True
    behind = next((t for t in stream.tokens[place + 1 :] if t.figure), None)
    return behind is not None and behind.figure is not None and behind.figure.unit in ("%", "倍")


def _find_announcement(stream: Stream, start: int, own: int) -> int:
    """Return where the plan's own targets are announced after what others said; 0 if nowhere.

    ``县委全会提出…，今年主要目标是``: from the comma on the plan speaks for itself, unless that
    clause names a higher level.
    """
    if "目标" not in stream.text:
        return 0
    for found in reversed(list(_ANNOUNCES.finditer(stream.text, 0, start + 1))):
        higher = any(
            _LEVELS.index(name) > own
            for token in stream.tokens
            if found.start() <= token.start < found.end()
            for name in token.classes & set(_LEVELS)
        )
        if not higher:
            return found.end()
    return 0


def is_foreign(stream: Stream, start: int, setting: Setting) -> bool:
    """Tell a figure of another level (全省6.5%; 县委提出全县增长8%) before offset `start`."""
    foreign = False
    own = _LEVELS.index(setting.level)
    announced = _find_announcement(stream, start, own)
    for place, token in enumerate(stream.tokens):
        if token.start > start:
            break
        if token.start < announced:
            continue
        if token.kind != "punct" and not token.classes & _VOICES:
            continue
        if stream.text[token.start : token.end] in "；;":
            foreign = False
        if (
            "own_voice" in token.classes
            and setting.level in token.classes | {"level_town"}
            and not (token.classes & set(_LEVELS) - {setting.level})
        ):
            foreign = False
        if "quoted_plan" in token.classes:
            foreign = True
        levels = token.classes & set(_LEVELS)
        if not levels or setting.level in levels or all(_LEVELS.index(n) <= own for n in levels):
            continue
        if stream.text[max(0, token.start - 1) : token.start] in tuple(
            "于与过占在居和超比较同成获"
        ):
            continue
        following = stream.tokens[place + 1] if place + 1 < len(stream.tokens) else None
        direct = following is not None and following.start == token.end and following.kind in (
            "indicator", "shared", "figure",
        )  # fmt: skip
        if direct or _LEVEL_FOLLOWERS.match(stream.text, token.end):
            foreign = True
    return foreign
