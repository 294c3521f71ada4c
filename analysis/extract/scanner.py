"""A pattern of thousands of words, searched letter by letter: each letter tries its own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from analysis.text.alternatives import any_of

_PUNCT = "，,；;：:。！？!?（）()\n\t"


class Scanner:
    """Finds the next indicator, number, word or mark of a sentence; the longest word wins.

    Parameters
    ----------
    shared
        Patterns, with the letters they may begin with, that come before all others.
    indicators, words
        Plain words.
    numbers
        One pattern with named groups for names, figures and bare numbers.
    opens_number
        The letters such a match may begin with.
    behind
        What must follow some of the words for them to count.
    """

    def __init__(
        self, *, shared: tuple[str, str], indicators: Iterable[str], words: Iterable[str],
        numbers: str, opens_number: Iterable[str], behind: Mapping[str, str],
    ) -> None:  # fmt: skip
        self._shared, self._opens_shared = shared[0], frozenset(shared[1])
        self._indicators = _by_letter(indicators)
        self._words = _by_letter(words)
        self._behind = behind
        self._numbers, self._opens_number = re.compile(numbers), frozenset(opens_number)
        letters = {*self._indicators, *self._words, *self._opens_shared, *self._opens_number}
        self._first = re.compile(f"[{''.join(map(re.escape, sorted({*letters, *_PUNCT})))}]")
        self._patterns: dict[str, tuple[re.Pattern[str], ...]] = {}

    def search(self, text: str, position: int) -> re.Match[str] | None:
        """Return the leftmost match from `position` on; its last group tells the kind."""
        while found := self._first.search(text, position):
            position = found.start()
            letter = found[0]
            patterns = self._patterns.get(letter) or self._compile(letter)
            for pattern in patterns:
                if match := pattern.match(text, position):
                    return match
            position += 1
        return None

    def opens_name(self, text: str, position: int) -> bool:
        """Tell whether an indicator or a shared name may begin at `position`."""
        letter = text[position : position + 1]
        return letter in self._opens_shared or letter in self._indicators

    def _compile(self, letter: str) -> tuple[re.Pattern[str], ...]:
        """Return a letter's patterns in the order they are tried; kept once compiled."""
        before, behind = [], []
        if letter in self._opens_shared:
            before.append(f"(?P<shared>{self._shared})")
        if letter in self._indicators:
            before.append(f"(?P<indicator>{any_of(self._indicators[letter])})")
        if letter in self._words:
            behind.append(f"(?P<word>{any_of(self._words[letter], self._behind)})")
        if letter in _PUNCT:
            behind.append(f"(?P<punct>{re.escape(letter)})")
        if letter in self._opens_number:
            parts = ["|".join(before), self._numbers, "|".join(behind)]
        else:
            parts = ["|".join(before + behind)]
        patterns = [re.compile(part) for part in parts if part]
        self._patterns[letter] = tuple(patterns)
        return self._patterns[letter]


def _by_letter(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(word[0], []).append(word)
    return found
