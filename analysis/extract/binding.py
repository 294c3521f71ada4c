"""The words between a name and its figure: bounds, tiers, lists, units that were lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from analysis.extract.stream import Stream, Token
from analysis.extract.values import Figure
from analysis.extract.vocabulary import Vocabulary
from analysis.model import Commitment

BEFORE_FIGURE = frozenset({
    "grow", "gain", "fall", "reach", "cap", "at_least", "at_most", "about", "ensure", "strive",
    "dist", "each", "filler", "part_year", "now", "horizon", "past", "doing",
})  # fmt: skip
_BETWEEN_FIGURES = BEFORE_FIGURE | {"enum"}
_BLANK = "\u3000 "
_NOT_PASSED = tuple(f"{letter}过" for letter in "通经度不难错路透见去来太")
_CLOSED_BY_MUST = "需主必重摘纪想"
_DATED = "年月日底初末前"


def classes_of(tokens: Iterable[Token]) -> set[str]:
    """Return the word classes that some tokens carry together."""
    return {name for token in tokens for name in token.classes}


def clause_start(stream: Stream, place: int) -> int:
    """Return the index of the first token of the clause that token `place` stands in."""
    for i in range(place - 1, -1, -1):
        if stream.tokens[i].kind == "punct":
            return i + 1
    return 0


def is_passed(text: str, place: int) -> bool:
    """Tell the 过 of 收入都过十万元, a lower bound, from 通过5项."""
    return text.endswith("过", 0, place) and not text.endswith(_NOT_PASSED, 0, place)


def has_figure(stream: Stream, first: int, last: int) -> bool:
    """Tell whether tokens ``first:last`` hold a figure."""
    return any(token.kind == "figure" for token in stream.tokens[first:last])


def prefix_start(stream: Stream, place: int, first: int) -> int:
    """Return where the words that bind a figure to its name begin (增长不低于 6%)."""
    start = place
    while start > first:
        before, here = stream.tokens[start - 1], stream.tokens[start]
        gap = stream.text[before.end : here.start].strip(_BLANK + "的“”过")
        dated = before.kind == "name" and stream.text[before.end - 1] in _DATED
        if gap or not (before.classes & BEFORE_FIGURE or dated):
            break
        if _ends_word(stream, start - 1):
            break
        start -= 1
    return start


def _ends_word(stream: Stream, place: int) -> bool:
    """Tell a single letter that closes an unknown word (抽水蓄能) from an adverb (能)."""
    token = stream.tokens[place]
    alone = token.end - token.start == 1 and token.classes <= {"filler", "doing", "lead"}
    touching = place > 0 and stream.tokens[place - 1].end == token.start
    letter = stream.text[token.start - 1 : token.start]
    if stream.text[token.start : token.end] == "要" and letter not in _CLOSED_BY_MUST:
        return False
    return alone and not touching and letter not in ("", *_BLANK) and token.start > 0


def run_of_figures(stream: Stream, place: int) -> list[int]:
    """Return the figures of a list behind 分别: 4.2%、3%和2.5‰."""
    run, tokens = [place], stream.tokens
    for i in range(place + 1, len(tokens)):
        gap = stream.text[tokens[i - 1].end : tokens[i].start].strip(_BLANK)
        counts = tokens[i].kind in ("figure", "bare")
        if gap or not (counts or tokens[i].classes & _BETWEEN_FIGURES):
            break
        if counts:
            run.append(i)
    return run


def lost_unit(stream: Stream, place: int, words: Vocabulary) -> Figure | None:
    """Read a number without a unit: in a list that has it once, or a bounded rate (控制在6以内)."""
    token = stream.tokens[place]
    if shared := _shared_unit(stream, place):
        return shared
    binding = classes_of(stream.tokens[max(0, place - 3) : place])
    suffix = words.figures.suffix.match(stream.text, token.end)
    named = place > 0 and stream.tokens[place - 1].kind == "indicator"
    told = binding & {"reach", "grow", "fall"} or named or stream.text[token.start - 1] in "：:"
    if not ("cap" in binding or (suffix and told)):
        return None
    first = clause_start(stream, place)
    if stream.text[token.start - 1] in "：:" and first > 1:
        first = clause_start(stream, first - 1)
    keys = [t.key for t in stream.tokens[first:place] if t.kind == "indicator"]
    families = words.families[keys[-1]] if keys else frozenset()
    if "rate" not in families and not any(f.startswith("measure") for f in families):
        return None
    number = float(stream.text[token.start : token.end])
    qualifier = words.figures.suffix_of[suffix[0]] if suffix else "exact"
    end = suffix.end() if suffix else token.end
    return Figure(token.start, token.end, end, number, number, None, qualifier)


def _shared_unit(stream: Stream, place: int) -> Figure | None:
    """Read a number behind 分别 that has its unit at the end of the list (分别达到3、5座)."""
    tokens = stream.tokens
    listed = run_of_figures(stream, place)
    last = tokens[listed[-1]].figure
    clause = tokens[clause_start(stream, place) : place]
    together = all(
        t.figure or t.kind == "bare" or "enum" in t.classes for t in tokens[place : listed[-1]]
    )
    if last is None or last.low is None or not together or "dist" not in classes_of(clause):
        return None
    if any(tokens[i].figure for i in listed[:-1]):
        return None
    token = tokens[place]
    number = float(stream.text[token.start : token.end])
    return replace(
        last, start=token.start, end=token.end, bound_end=token.end, low=number, high=number
    )


def with_points(figures: list[Figure]) -> list[Figure]:
    """Read 分别提高2个和3个百分点 in points: the last figure of the list has the whole unit."""
    if figures[-1].unit != "百分点":
        return figures
    return [replace(f, unit="百分点") if f.unit == "个" else f for f in figures]


def commitment_at(stream: Stream, place: int) -> Commitment:
    """Return the tier of a figure: 力争 holds over clauses with figures, up to the next 确保.

    Behind its name it holds for that name alone (甲增长7%、力争8%，乙增长15%: 乙 is plain).
    """
    for i in range(place - 1, -1, -1):
        token = stream.tokens[i]
        if "gained" in token.classes:
            return "plain"
        if token.classes & {"ensure", "strive"} and not _is_of_another(stream, i, place):
            # 奋斗目标是 opens a block and is no wish of its own.
            if "ensure" in token.classes:
                return "ensure"
            if not stream.text.startswith(tuple("是为：:"), token.end):
                return "strive"
        if token.kind == "punct":
            if stream.text[token.start] in "；;）)":
                return "plain"
            first = clause_start(stream, i)
            clause = stream.tokens[first:i]
            if not has_figure(stream, first, i) and not classes_of(clause) & {"ensure", "strive"}:
                return "plain"
    return "plain"


def _is_of_another(stream: Stream, word: int, place: int) -> bool:
    """Tell a 力争 that stands between another name and its figure."""
    tokens = stream.tokens
    own = next((i for i in range(word + 1, place) if tokens[i].kind == "figure"), None)
    if own is None or prefix_start(stream, own, word) > word:
        return False
    first = clause_start(stream, word)
    begin = tokens[first - 1].end if first else 0
    named = has_name(stream, begin, tokens[word].start) or has_figure(stream, 0, word)
    end = tokens[place].start if place < len(tokens) else len(stream.text)
    return named and has_name(stream, tokens[own].end, end)


def has_name(stream: Stream, start: int, end: int) -> bool:
    """Tell whether ``text[start:end]`` holds more than words that bind figures."""
    edge = start
    for token in stream.tokens:
        if not start <= token.start < end:
            continue
        if token.kind in ("indicator", "shared") or len(_unknown(stream, edge, token.start)) > 1:
            return True
        edge = token.end
    return len(_unknown(stream, edge, end)) > 1


def _unknown(stream: Stream, start: int, end: int) -> str:
    return stream.text[start:end].strip(_BLANK + "的“”过")
