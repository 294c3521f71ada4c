"""Thousands of words looked for at once: two letters tell how long a word may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_PUNCT = "，,；;：:。！？!?（）()\n\t"
_DIGIT = re.compile(r"\d")
_NO_NUMBER = frozenset({"shared", "indicator", "word", "punct", "name"})


class _Start(NamedTuple):
    """What may begin with two letters or with one, in the order it is tried."""

    shared: re.Pattern[str] | None
    indicators: tuple[int, ...]
    """Their lengths, the longest first."""
    number: re.Pattern[str] | None
    words: tuple[int, ...]
    is_punct: bool


class Scanner:
    """Finds the indicators, numbers, words and marks of a sentence; the longest word wins.

    Parameters
    ----------
    shared
        Pattern, with the letters it may begin with, that comes before all others.
    indicators, words
        Plain words.
    numbers
        One pattern with named groups for names, each form of figures and bare numbers.
    opens_number
        The letters such a match may begin with.
    behind
        What must follow some of the words for them to count.
    """

    def __init__(
        self, *, shared: tuple[str, str], indicators: Iterable[str], words: Iterable[str],
        numbers: str, opens_number: Iterable[str], behind: Mapping[str, str],
    ) -> None:  # fmt: skip
        self._indicators = frozenset(indicators)
        patterns = {pattern: re.compile(pattern) for pattern in set(behind.values())}
        self._words = {word: patterns.get(behind.get(word, "")) for word in words}
        named, said = _lengths(self._indicators), _lengths(self._words)
        common, number = re.compile(shared[0]), re.compile(numbers)
        opens_shared, opens_number = frozenset(shared[1]), frozenset(opens_number)
        self._starts = {
            start: _Start(
                common if start[0] in opens_shared else None,
                _of_start(named, start),
                number if start[0] in opens_number else None,
                _of_start(said, start),
                start[0] in _PUNCT,
            )
            for start in {*named, *said, *opens_shared, *opens_number, *_PUNCT}
        }
        self._opens_name = opens_shared | {start[0] for start in named}
        letters = sorted({start[0] for start in self._starts})
        self._first = re.compile(f"[{''.join(map(re.escape, letters))}]")

    def places(self, text: str) -> list[int]:
        """Return every place where something may begin."""
        return [found.start() for found in self._first.finditer(text)]

    def match(self, text: str, place: int) -> tuple[str, int] | None:
        """Return the kind of what begins at `place`, of a figure its form, and where it ends."""
        start = self._starts.get(text[place : place + 2]) or self._starts.get(text[place])
        if start is None:
            return None
        shared, named, number, said, is_punct = start
        if shared and (found := shared.match(text, place)):
            return "shared", found.end()
        for length in named:
            word = text[place : place + length]
            if word in self._indicators:
                return "indicator", place + len(word)
        if number and (found := number.match(text, place)):
            return str(found.lastgroup), found.end()
        for length in said:
            word = text[place : place + length]
            if word in self._words:
                end, behind = place + len(word), self._words[word]
                if behind is None or behind.match(text, end):
                    return "word", end
        return ("punct", place + 1) if is_punct else None

    def has_number(self, text: str) -> bool:
        """Tell whether a text holds a digit or a figure in letters."""
        if _DIGIT.search(text):
            return True
        found = (self.match(text, place) for place in self.places(text))
        return any(piece and piece[0] not in _NO_NUMBER for piece in found)

    def opens_name(self, text: str, position: int) -> bool:
        """Tell whether an indicator or a shared name may begin at `position`."""
        return text[position : position + 1] in self._opens_name


def _lengths(words: Iterable[str]) -> dict[str, set[int]]:
    """Return how long the words are that begin with two letters or are a single one."""
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[:2], set()).add(len(word))
    return found


def _of_start(lengths: Mapping[str, set[int]], start: str) -> tuple[int, ...]:
    """Return the lengths of words that may begin with `start`, the longest first."""
    return tuple(sorted({*lengths.get(start, ()), *lengths.get(start[0], ())}, reverse=True))
