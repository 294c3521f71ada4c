"""Lengths of time that a plan promises to keep to: 办理时限压缩到五个工作日, 50分钟以内."""

from __future__ import annotations

import re

from analysis.extract.values import Figure, read_numeral
from analysis.extract.vocabulary import Vocabulary

_DURATION = re.compile(
    r"(?P<number>\d{1,4}(?:\.\d)?|[一二两三四五六七八九十]{1,3})(?P<half>个半)?"
    r"(?P<unit>个工作日|工作日|个小时|小时|分钟|秒钟|秒|个月)(?!城市|生活圈|经济圈|交通圈|服务圈|便民)"
)
_FROM = re.compile(r"[由从](?:平均|原来的?|目前的?|现在的?|法定的?|承诺的?)?$")
_AHEAD = 8


def read_duration(text: str, start: int, words: Vocabulary) -> Figure | None:
    """Return the duration that stands at `start` behind a word of shortening, else None."""
    if not text.endswith(words.words["shortens"], 0, start):
        return None
    found = _DURATION.match(text, start)
    if found is None or found["half"]:
        return None
    number = read_numeral(found["number"])
    bound = words.figures.suffix.match(text, found.end())
    return Figure(
        start, found.end(), bound.end() if bound else found.end(), number, number,
        found["unit"], words.figures.suffix_of[bound[0]] if bound else "exact",
    )  # fmt: skip


def was_duration(text: str, start: int, end: int, words: Vocabulary) -> bool:
    """Tell the 3小时 of 由平均3小时压缩到50分钟, where a change starts."""
    if not _FROM.search(text, max(0, start - _AHEAD), start):
        return False
    ahead = text[end : end + _AHEAD]
    return _DURATION.match(text, start) is not None and any(
        w in ahead for w in words.words["shortens"]
    )
