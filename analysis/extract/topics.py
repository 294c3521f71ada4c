"""What a clause speaks of without naming it again: the indicator that opens the clause before."""

from __future__ import annotations

from analysis.extract.binding import classes_of, clause_start, has_figure
from analysis.extract.names import Name, fits, trim
from analysis.extract.stream import Stream, Token
from analysis.extract.vocabulary import Vocabulary

# So many characters may stand before the topic of a clause (县里要求的规上工业企业).
_TOPIC_CHARS = 6
_CLAUSES_BACK = 3
_A_NAME_AND_ITS_COMMA = 2
_MODALS = "要须得能不"
_A_WORD, _A_PHRASE = 2, 10
_DEEDS = frozenset({"lead", "doing", "fall"})
_TURNS = frozenset({"lead", "doing", "filler", "neutral", "ensure", "strive", "now", "part_year"})


def find_topic(stream: Stream, first: int, unit: str | None, words: Vocabulary) -> Name | None:
    """Return the indicator that opens a clause before (厂房还有缺口，年内再建1.8万平方米).

    Parameters
    ----------
    first
        Index of the token that opens the figure's own clause.
    """
    for _ in range(_CLAUSES_BACK):
        if first == 0 or stream.text[stream.tokens[first - 1].start] not in "，,":
            return None
        start = clause_start(stream, first - 1)
        if has_figure(stream, start, first - 1):
            return None
        if found := _opening(stream, start, first, unit, words):
            return found
        first = start
    return None


def _opening(
    stream: Stream, start: int, first: int, unit: str | None, words: Vocabulary
) -> Name | None:
    """Return the indicator that opens the clause of tokens ``start:first``."""
    begin = stream.tokens[start - 1].end if start else 0
    named = (t for t in stream.tokens[start : first - 1] if t.kind == "indicator")
    token = next(
        (t for t in named if t.end - t.start > 1 and t.start - begin <= _TOPIC_CHARS), None
    )
    if token is None or not fits(token.key, unit, words, grows=False):
        return None
    said = stream.text[token.start : token.end]
    return Name(token.key, said, token.start, token.end, is_loose=True)


def find_last_named(stream: Stream, first: int) -> Name | None:
    """Return the indicator that the clause before ends with (严控“三公”经费，只减不增).

    Parameters
    ----------
    first
        Index of the token that opens the clause.
    """
    if first < _A_NAME_AND_ITS_COMMA:
        return None
    comma, named = stream.tokens[first - 1], stream.tokens[first - 2]
    near = stream.text[comma.start] in "，," and named.end == comma.start
    if not near or named.kind != "indicator":
        return None
    return Name(named.key, stream.text[named.start : named.end], named.start, named.end)


def find_subject(stream: Stream, first: int, place: int) -> Name | None:
    """Return the unlisted thing that the clause before opens with (铸造厂要整合，年内关停26家).

    Only where the figure's own clause holds nothing but a verb and when.
    """
    if first == 0 or stream.text[stream.tokens[first - 1].start] not in "，,":
        return None
    said = stream.tokens[first:place]
    if not classes_of(said) & _DEEDS or _uncovered(stream, first, place):
        return None
    start = clause_start(stream, first - 1)
    clause = stream.tokens[start : first - 1]
    turn = next((t for t in clause if t.classes & _TURNS and _is_word(stream, t)), None)
    if turn is None or any(t.kind in ("figure", "bare", "name") for t in clause):
        return None
    begin = stream.tokens[start - 1].end if start else 0
    refused = stream.text.endswith("不", begin, turn.start)  # 断头路不能再拖
    begin, end = trim(stream.text, begin, turn.start - refused)
    if not _A_WORD <= end - begin <= _A_PHRASE:
        return None
    return Name("other", stream.text[begin:end], begin, end, is_loose=True)


def _is_word(stream: Stream, token: Token) -> bool:
    """Tell 要 and longer words from single letters that may stand inside a word (铸造)."""
    return token.end - token.start > 1 or stream.text[token.start] in _MODALS


def _uncovered(stream: Stream, first: int, place: int) -> str:
    """Return what no known word covers of the clause before its figure."""
    left, edge = "", stream.tokens[first - 1].end
    for token in stream.tokens[first : place + 1]:
        left += stream.text[edge : token.start]
        edge = token.end
    return left.strip("\u3000 ")
