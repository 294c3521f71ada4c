"""Words in the sentences they stand in (KWIC), each with its place in the received text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from analysis.model import Reading, Role, Sentence
from analysis.text.clean import source_span

_GAP = "  "


@dataclass(frozen=True, slots=True)
class ContextLine:
    """One occurrence of a word and the sentence around it."""

    plan_id: str
    sentence_id: str
    role: Role
    left: str
    word: str
    right: str
    start: int
    """Of the word, in the text as received."""
    end: int


def find_in_context(
    readings: Iterable[Reading],
    words: Sequence[str],
    *,
    hiding: Sequence[str] = (),
    with_review: bool = False,
) -> tuple[ContextLine, ...]:
    """Find words in plan sentences, in the order of plans and sentences.

    A sentence is read once from left to right; where several words begin at one character the
    longest is taken, as themes are counted, and its characters belong to no other.

    Parameters
    ----------
    words
        What to look for, as characters: no cutter can lose it.
    hiding
        Words that are no match themselves and hide the words inside them.
    with_review
        Look into the review of last year too.
    """
    found = []
    for reading in readings:
        text = reading.clean.text
        for sentence, word_start, word_end in find_places(reading, words, hiding=hiding):
            if sentence.role == "review" and not with_review:
                continue
            start, end = source_span(reading.clean, word_start, word_end)
            found.append(
                ContextLine(
                    plan_id=reading.plan.plan_id,
                    sentence_id=sentence.sentence_id,
                    role=sentence.role,
                    left=text[sentence.start : word_start],
                    word=text[word_start:word_end],
                    right=text[word_end : sentence.end],
                    start=start,
                    end=end,
                )
            )
    return tuple(found)


def find_places(
    reading: Reading, words: Sequence[str], *, hiding: Sequence[str] = ()
) -> Iterator[tuple[Sentence, int, int]]:
    """Find words in the sentences of one plan, the review too, as `find_in_context` does.

    Yields
    ------
    The sentence, and the word's clean offsets.
    """
    wanted = frozenset(words)
    pattern = _compile(tuple(sorted({*words, *hiding}, key=lambda word: (-len(word), word))))
    for sentence in reading.sentences if wanted else ():
        for match in pattern.finditer(reading.clean.text, sentence.start, sentence.end):
            if match[0] in wanted:
                yield sentence, match.start(), match.end()


@lru_cache(maxsize=32)
def _compile(longest_first: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, longest_first)))


def align_lines(lines: Sequence[tuple[str, ContextLine, str]], width: int = 40) -> tuple[str, ...]:
    """Lay out occurrences so that their words stand below one another on a screen.

    Parameters
    ----------
    lines
        What stands before each occurrence, the occurrence, what stands behind it.
    width
        Places of context on each side; a Chinese character takes two.
    """
    return align_columns(
        [
            (
                head,
                _pad(_fit(line.left, width, end=True), width, right=True),
                line.word,
                _pad(_fit(line.right, width, end=False), width),
                tail,
            )
            for head, line, tail in lines
        ]
    )


def align_columns(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Lay out cells so that columns stand below one another on a screen."""
    widths = [max(map(measure_places, column)) for column in zip(*rows, strict=True)]
    return tuple(
        _GAP.join(_pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def measure_places(text: str) -> int:
    """Count a text's places on a screen: two a wide character, none a combining one."""
    return sum(_places(char) for char in text)


def _places(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _fit(text: str, width: int, *, end: bool) -> str:
    """Keep the end or the beginning of a text that fits into `width` places."""
    room, kept = width, 0
    for char in reversed(text) if end else text:
        room -= _places(char)
        if room < 0:
            break
        kept += 1
    return text[len(text) - kept :] if end else text[:kept]


def _pad(text: str, width: int, *, right: bool = False) -> str:
    blanks = " " * (width - measure_places(text))
    return blanks + text if right else text + blanks
