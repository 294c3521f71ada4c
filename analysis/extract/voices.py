"""Whose figure it is: the plan's own level, or another's that it quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.extract.stream import Stream
from analysis.extract.vocabulary import Vocabulary
from analysis.model import Plan
from analysis.text.headings import find_heading_year

_ANNOUNCES = re.compile(r"[，,；;。][^，,；;。]*目标[^，,；;。\d]{0,8}(?:是|为|[：:])[：:]?")
_LEVELS = ("level_town", "level_county", "level_city", "level_province", "level_nation")
_VOICES = frozenset((*_LEVELS, "quoted_plan", "own_voice"))
_LEVEL_FOLLOWERS = re.compile(
    r"(?:确定|安排|要求|下达|部署|平均|同期|约|为|是|的|增长|今年|定[的为]|预期|计划增|提出)"
)
_OWN_LEVEL_MENTIONS = 3
# 二、明年往哪儿奔
_PLANS_NEXT = re.compile(r"(?m)^[^\S\n]*[一二三四五六七八九十]{1,2}、[^\n。，]{0,8}(?:明年|来年)")


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
    headed = find_heading_year(body, 0, len(body))
    year = headed[0] if headed else plan.stated_year or plan.content_year
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


def _is_said_of(stream: Stream, place: int) -> bool:
    """Tell whether a figure's name follows a level at once, but for the time (全市上半年投资)."""
    end = stream.tokens[place].end
    for token in stream.tokens[place + 1 :]:
        if token.start != end:
            return False
        if token.kind in ("indicator", "shared", "figure"):
            return True
        if not token.classes & {"part_year", "now"}:
            return False
        end = token.end
    return False


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
        if _is_said_of(stream, place) or _LEVEL_FOLLOWERS.match(stream.text, token.end):
            foreign = True
    return foreign
