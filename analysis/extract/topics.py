"""What a clause speaks of without naming it again: the indicator that opens the clause before."""

from __future__ import annotations

from analysis.extract.binding import clause_start, has_figure
from analysis.extract.names import Name, fits
from analysis.extract.stream import Stream
from analysis.extract.vocabulary import Vocabulary

# So many characters may stand before the topic of a clause (县里要求的规上工业企业).
_TOPIC_CHARS = 6
_CLAUSES_BACK = 3


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
