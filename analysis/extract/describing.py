"""Figures that describe what is there: attributes, conditions, fees, subjects of a sentence."""

from __future__ import annotations

import re

from analysis.extract.names import Name
from analysis.extract.stream import Stream
from analysis.extract.values import Figure, unit_class
from analysis.extract.vocabulary import Vocabulary

_STOPS = "，,；;：:。！!？?\n\t"
_NEAR = 12
_PLACE = re.compile(r"(?:村|社区|组|镇|乡|片区|段)$")
_RUN = re.compile(r"连续[\d一二两三四五六七八九十]")
_SHARE = re.compile(r"占[^，,；;]{0,12}的?$")
_WHEN = re.compile(r"就|才|时(?![长限段])|的时候|的话|即")
_SHARE_NAMED = re.compile(r"占比|占[^，,；;]*比重")


def describes_something(
    name: Name, figure: Figure, stream: Stream, words: Vocabulary, *, is_part: bool, told: bool
) -> bool:
    """Tell a figure that describes a project, a rule or a share (总投资12亿元的产业园).

    `told` says that the sentence tells results, where an attribute is a result like others.
    """
    text = stream.text
    start = clause_begin(text, figure.start)
    before = text[max(start, min(name.start, figure.start) - _NEAR) : figure.start]
    if any(found[0] for found in words.patterns["aside"].finditer(before)) or _RUN.search(before):
        return True
    listed = words.indicators.get(name.key)
    if not told and (
        (listed is not None and listed.direction == "na" and name.is_listed)
        or _is_attribute(name, words)
    ):
        return True
    bounded = figure.qualifier == "at_least"
    if _SHARE.search(before) and not _SHARE_NAMED.search(before) and not (bounded and not told):
        return True
    if not name.is_listed and text[:figure.start].endswith("有") and name.start < figure.start:
        return True
    kind = unit_class(words.figures, figure.unit)
    if kind in ("money", "rate") and _stands_right_before(text, figure, words, "pays"):
        return True
    if _stands_right_before(text, figure, words, "right_before"):
        return True
    return is_part and kind.startswith("measure") and bool(_PLACE.search(name.text))


def _is_attribute(name: Name, words: Vocabulary) -> bool:
    """Tell 总投资 of a thing; 协议总投资 is what was agreed on, a target."""
    if words.patterns["agreed"].search(name.text):
        return False
    return any(name.text.endswith(word) for word in words.words["attribute"])


def is_subject(text: str, figure: Figure, after: Name, words: Vocabulary, *, follows: bool) -> bool:
    """Tell a count that opens its clause and counts who acts (九个社区都设驿站), from 十家规上企业.

    `follows` says that the sentence counted something before, so that a list may go on.
    """
    if unit_class(words.figures, figure.unit) != "count":
        return False
    start = clause_begin(text, figure.start)
    before = text[start : figure.start].strip("\u3000 ")
    if before and not words.patterns["stands_before"].fullmatch(before):
        return False
    end = clause_end(text, figure.bound_end)
    rest = text[figure.bound_end : end].strip("\u3000 ”")
    if words.patterns["finished"].search(rest):
        return False
    alone = after.end - figure.bound_end >= len(rest) - 1 and len(rest) <= _NEAR
    return not (alone and (follows or after.is_listed))


def is_condition(text: str, figure: Figure, *, bounded: bool, words: Vocabulary) -> bool:
    """Tell 不到85%的社区 and 十万元以下的村, which say who is meant, from 8%以上的增速."""
    if not bounded:
        return False
    if _WHEN.match(text, figure.bound_end):
        return True
    if not text.startswith("的", figure.bound_end):
        return False
    return not words.patterns["closes"].match(text, figure.bound_end + 1)


def clause_begin(text: str, place: int) -> int:
    """Return where the clause around `place` begins."""
    return max(text.rfind(stop, 0, place) for stop in _STOPS) + 1


def clause_end(text: str, place: int) -> int:
    """Return where the clause around `place` ends."""
    ends = (text.find(stop, place) for stop in _STOPS)
    return min((end for end in ends if end >= 0), default=len(text))


def _stands_right_before(text: str, figure: Figure, words: Vocabulary, name: str) -> bool:
    """Tell a word of a class that touches the figure (每餐补三元, 连续五年)."""
    before = text[max(0, figure.start - 6) : figure.start].rstrip("\u3000 ")
    return any(before.endswith(word) for word in words.words[name])
