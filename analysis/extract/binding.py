"""The words between a name and its figure: bounds, tiers, lists, units that were lost."""

from __future__ import annotations

from collections.abc import Iterable

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
    return alone and not touching and letter not in ("", *_BLANK) and token.start > 0


def run_of_figures(stream: Stream, place: int) -> list[int]:
    """Return the figures of a list behind 分别: 4.2%、3%和2.5‰."""
    run, tokens = [place], stream.tokens
    for i in range(place + 1, len(tokens)):
        gap = stream.text[tokens[i - 1].end : tokens[i].start].strip(_BLANK)
        if gap or not (tokens[i].kind == "figure" or tokens[i].classes & _BETWEEN_FIGURES):
            break
        if tokens[i].kind == "figure":
            run.append(i)
    return run


def lost_unit(stream: Stream, place: int, words: Vocabulary) -> Figure | None:
    """Read a number without a unit, only where a bounded rate is being stated (控制在6以内)."""
    token = stream.tokens[place]
    binding = classes_of(stream.tokens[max(0, place - 3) : place])
    suffix = words.figures.suffix.match(stream.text, token.end)
    if not ("cap" in binding or (suffix and binding & {"reach", "grow", "fall"})):
        return None
    clause = stream.tokens[clause_start(stream, place) : place]
    named = [t for t in clause if t.kind == "indicator"]
    if not named or "rate" not in words.families[named[-1].key]:
        return None
    number = float(stream.text[token.start : token.end])
    qualifier = words.figures.suffix_of[suffix[0]] if suffix else "exact"
    end = suffix.end() if suffix else token.end
    return Figure(token.start, token.end, end, number, number, None, qualifier)


def commitment_at(stream: Stream, place: int) -> Commitment:
    """Return the tier of a figure: 力争 holds over clauses with figures, up to the next 确保."""
    for i in range(place - 1, -1, -1):
        token = stream.tokens[i]
        if "gained" in token.classes:
            return "plain"
        if "ensure" in token.classes:
            return "ensure"
        # 奋斗目标是 opens a block and is no wish of its own.
        if "strive" in token.classes and not stream.text.startswith(tuple("是为：:"), token.end):
            return "strive"
        if token.kind == "punct":
            if stream.text[token.start] in "；;）)":
                return "plain"
            first = clause_start(stream, i)
            clause = stream.tokens[first:i]
            if not has_figure(stream, first, i) and not classes_of(clause) & {"ensure", "strive"}:
                return "plain"
    return "plain"
