"""Where a sentence speaks of a relation: a comparison, a task set, a direction, a rank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.extract.stream import Stream, Token
from analysis.extract.vocabulary import Vocabulary

_COMPARISONS = ("not_below", "not_above", "faster", "higher")
_RELATION_OF = {"faster": "faster_than", "higher": "higher_than"}
_BENCHMARK_TAIL = re.compile(
    r"(?:人均)?(?:可支配|纯)?(?:收入)?(?:的)?(?:平均)?(?:增长|增速|增幅|水平|速度|涨幅|平均)*"
)
_MORE = re.compile(r"(?:要|再)?(?:高出|高|快|多)(?=\d)")
_DIRECTIONS = (
    "not_increase", "no_increase", "zero", "full_coverage", "reasonable_range",
    "positive_growth", "steady_growth", "both_fall", "decrease", "increase",
)  # fmt: skip
# 城镇居民收入增长6%，农村居民收入增速再快1.5个百分点
_FASTER_STILL = re.compile(
    r"(?:增速|增幅)?(?:还要|再|要再|要)快(?:出|上)?(?=[\d一二两三半][\d.]*个?百分点)"
)
_HAN = {c: i for i, c in enumerate("零一二三四五六七八九十")}
_MORE_SAID = re.compile(r"[高快多]出?(?=\d)")
_THAN = re.compile("[比较]")
_AT = re.compile("保持在?|处于|在")
_AND_ABOVE = re.compile("(?:水平|增速)*(?:及)?以上")
_NEAR = 8
_WITHIN = str.maketrans("内以之", "，，，")
_TASK_REACH = re.compile(r"[^，,。；;、\d*%：:\n]{0,24}")


@dataclass(frozen=True, slots=True)
class Match:
    """Words of a relation as they were found, before anything is known of its name."""

    start: int
    end: int
    relation: str
    benchmark: str | None = None
    firm: bool = False
    """Whether it is a target outside a headline block too, whatever its relation."""


def find_matches(stream: Stream, words: Vocabulary) -> Iterator[Match]:
    """Yield what may be a relation, in no order; matches may overlap."""
    yield from _compared(stream, words)
    yield from _in_step(stream, words)
    yield from _assigned(stream, words)
    yield from _prevented(stream, words)
    text = stream.text
    for name in _DIRECTIONS if words.patterns["relation"].search(text) else ():
        for found in words.patterns[name].finditer(text):
            if found[0] and (name != "increase" or _ends_clause(text, found.end())):
                if name == "decrease" and not _ends_clause(text, found.end()):
                    continue
                firm = name == "both_fall"
                yield Match(found.start(), found.end(), "decrease" if firm else name, firm=firm)
    for found in words.patterns["rank"].finditer(text):
        if "倒数" in found[0]:
            continue  # the foot of a table is no aim
        number = found["top"] or found["nth"] or found["kept"]
        if number:
            n = int(number) if number.isdigit() else _HAN.get(number[-1], 0)
            yield Match(found.start(), found.end(), "rank_top", str(n))
        else:
            yield Match(found.start(), found.end(), "rank_front")


def _ends_clause(text: str, place: int) -> bool:
    while place < len(text) and text[place] in "\u3000 ":
        place += 1
    return place >= len(text) or text[place] in "，,。；;、）)\n"


def _benchmark_at(stream: Stream, words: Vocabulary, place: int) -> tuple[str, int] | None:
    """Return what stands at `place` as a benchmark, and where it ends."""
    token = None
    if words.scan.opens_name(stream.text, place):
        named = (t for t in stream.tokens if t.start == place)
        token = next((t for t in named if t.kind in ("indicator", "shared")), None)
    found = words.patterns["reference"].match(stream.text, place)
    if found and found[0] and (token is None or found.end() >= token.end):
        return words.references[found[0]], found.end()
    return (token.key, token.end) if token else None


def _end_of_benchmark(stream: Stream, place: int) -> int:
    """Return the end of a benchmark with the indicator it is of (全县农民收入增速3个百分点)."""
    named = next((t for t in stream.tokens if t.start == place and t.kind == "indicator"), None)
    tail = _BENCHMARK_TAIL.match(stream.text, named.end if named else place)
    return tail.end() if tail else place


def _compared(stream: Stream, words: Vocabulary) -> Iterator[Match]:
    for found in _THAN.finditer(stream.text) if _MORE_SAID.search(stream.text) else ():
        benchmark = _benchmark_at(stream, words, found.end())
        if benchmark is None or benchmark[0] == "last_year":
            continue
        tail = _BENCHMARK_TAIL.match(stream.text, benchmark[1])
        more = _MORE.match(stream.text, tail.end() if tail else benchmark[1])
        if more:
            yield Match(found.start(), more.end(), "higher_than", benchmark[0])
    for found in _FASTER_STILL.finditer(stream.text):
        named = [t for t in stream.tokens if t.kind == "indicator" and t.end <= found.start()]
        comma = max(stream.text.rfind(mark, 0, found.start()) for mark in "，,；;")
        before = [t for t in named if t.end <= comma]
        if before and named[-1] is not before[-1]:
            yield Match(found.start(), found.end(), "faster_than", before[-1].key)
    for found in words.patterns["comparison"].finditer(stream.text):
        if not found[0]:
            continue
        place = found.end()
        while stream.text[place : place + 2] in ("同期", "当年"):
            place += 2
        benchmark = _benchmark_at(stream, words, place)
        if benchmark is None:
            continue
        name = next(n for n in _COMPARISONS if words.patterns[n].fullmatch(found[0]))
        end = _end_of_benchmark(stream, benchmark[1])
        yield Match(found.start(), end, _RELATION_OF.get(name, name), benchmark[0])


def _in_step(stream: Stream, words: Vocabulary) -> Iterator[Match]:
    text = stream.text
    steps = words.patterns["in_step"].search(text)
    for found in words.patterns["with"].finditer(text) if steps else ():
        benchmark = _benchmark_at(stream, words, found.end()) if found[0] else None
        benchmark = benchmark or _just_named(stream, found.end())
        if benchmark is None:
            continue
        step = words.patterns["in_step"].search(text, benchmark[1], benchmark[1] + 12)
        if step and not re.search("[，,。；;、]", text[benchmark[1] : step.start()]):
            yield Match(found.start(), step.end(), "in_step_with", benchmark[0])
    for found in _AT.finditer(text) if "以上" in text else ():
        benchmark = _benchmark_at(stream, words, found.end())
        if benchmark and (above := _AND_ABOVE.match(text, benchmark[1])):
            yield Match(found.start(), above.end(), "not_below", benchmark[0])


def _just_named(stream: Stream, place: int) -> tuple[str, int] | None:
    """Return the indicator of the clause before that 与之 points to, and where 之 ends."""
    if stream.text[place : place + 1] not in ("之", "其"):
        return None
    comma = max(stream.text.rfind(mark, 0, place) for mark in "，,；;")
    named = [t for t in stream.tokens if t.kind == "indicator" and t.end <= comma]
    return (named[-1].key, place + 1) if named else None


def _assigned(stream: Stream, words: Vocabulary) -> Iterator[Match]:
    """Find 完成上级下达任务 and its kin: verb, giver and thing, no number between."""
    text, by = stream.text, words.patterns["assigned_by"]
    for verb in words.patterns["assigned_verb"].finditer(text):
        if not verb[0]:
            continue
        clause = _TASK_REACH.match(text, verb.end())
        reach = clause.end() if clause else verb.end()
        givers = by.finditer(text, verb.end(), reach)
        giver = next((g for g in givers if g[0] and not _is_inside_word(text, g)), None)
        if not giver or giver.start() > verb.end() + 6:
            continue
        things = list(words.patterns["assigned_thing"].finditer(text, giver.end(), reach))
        if things and _ends_clause(text.translate(_WITHIN), things[-1].end()):
            yield Match(verb.start(), things[-1].end(), "meet_assigned")


def _is_inside_word(text: str, giver: re.Match[str]) -> bool:
    """Tell the 市 of 市场 and 城市 from the city that sets a task."""
    alone = giver.end() - giver.start() == 1
    behind, before = text[giver.end() : giver.end() + 1], text[giver.start() - 1 : giver.start()]
    return alone and (behind in tuple("场域民容") or before in tuple("城都门超社片园景校"))


def _prevented(stream: Stream, words: Vocabulary) -> Iterator[Match]:
    """Find 不发生较大以上事故: the thing that must not happen stands behind the verb."""
    for found in words.patterns["prevent"].finditer(stream.text):
        for token in stream.tokens:
            near = found.end() <= token.start <= found.end() + _NEAR
            if found[0] and near and token.kind == "indicator" and _goes_down(token, words):
                yield Match(found.start(), token.end, "zero")
                break


def _goes_down(token: Token, words: Vocabulary) -> bool:
    listed = words.indicators.get(token.key)
    return listed is not None and listed.direction in ("down", "cap")
