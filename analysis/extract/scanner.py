"""Thousands of words looked for at once: two letters tell how long a word may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_PUNCT = "，,；;：:。！？!?（）()\n\t"
_DIGIT = re.compile(r"\d")
_NONE: tuple[tuple[int, ...], tuple[int, ...]] = (), ()


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
        self._shared, self._opens_shared = re.compile(shared[0]), frozenset(shared[1])
        self._numbers, self._opens_number = re.compile(numbers), frozenset(opens_number)
        self._indicators = frozenset(indicators)
        patterns = {pattern: re.compile(pattern) for pattern in set(behind.values())}
        self._words = {word: patterns.get(behind.get(word, "")) for word in words}
        named, said = _lengths(self._indicators), _lengths(self._words)
        self._lengths = {
            start: (_of_start(named, start), _of_start(said, start)) for start in {*named, *said}
        }
        self._opens_name = self._opens_shared | {word[0] for word in self._indicators}
        letters = {*self._opens_name, *self._opens_number, *(word[0] for word in words), *_PUNCT}
        self._first = re.compile(f"[{''.join(map(re.escape, sorted(letters)))}]")

    def places(self, text: str) -> list[int]:
        """Return every place where something may begin."""
        return [found.start() for found in self._first.finditer(text)]

    def match(self, text: str, place: int) -> tuple[str, int] | None:
        """Return the kind of what begins at `place`, of a figure its form, and where it ends."""
        letter = text[place]
        named, said = self._lengths.get(text[place : place + 2]) or self._lengths.get(letter, _NONE)
        if letter in self._opens_shared and (found := self._shared.match(text, place)):
            return "shared", found.end()
        for length in named:
            word = text[place : place + length]
            if word in self._indicators:
                return "indicator", place + len(word)
        if letter in self._opens_number and (found := self._numbers.match(text, place)):
            return str(found.lastgroup), found.end()
        for length in said:
            word = text[place : place + length]
            if word in self._words:
                end, behind = place + len(word), self._words[word]
                if behind is None or behind.match(text, end):
                    return "word", end
        return ("punct", place + 1) if letter in _PUNCT else None

    def has_number(self, text: str) -> bool:
        """Tell whether a text holds a digit or a figure in letters."""
        if _DIGIT.search(text):
            return True
        places = (place for place in self.places(text) if text[place] in self._opens_number)
        numbers = (self._numbers.match(text, place) for place in places)
        return any(found and found.lastgroup != "name" for found in numbers)

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
