"""Calendar years and five-year plans as they are written: 2023年, 二〇二三年, “十四五”期间."""

from __future__ import annotations

import re

YEAR = re.compile(r"((?:19|20)\d\d)年")
_SPELLED = re.compile(r"([一二][零〇○九][零〇○一二三四五六七八九]{2})年")
_DIGITS = str.maketrans("零〇○一二三四五六七八九", "000123456789")

_FIVE_YEARS = re.compile("“?十([一二三四五六])五”?")
_FIRST_END, _LENGTH = 2005, 5


def read_five_years(text: str, start: int) -> int | None:
    """Return the last year of the five-year plan that is written at `start` (十四五: 2025)."""
    found = _FIVE_YEARS.match(text, start)
    return _FIRST_END + _LENGTH * ("一二三四五六".index(found[1]) + 1) if found else None


def find_five_years(text: str) -> int | None:
    """Return the last year of the first five-year plan that a text names."""
    found = _FIVE_YEARS.search(text)
    return read_five_years(text, found.start()) if found else None


def read_year(text: str, start: int) -> int | None:
    """Return the calendar year that is written at `start`, in digits or letters."""
    if found := YEAR.match(text, start):
        return int(found[1])
    spelled = _SPELLED.match(text, start)
    return int(spelled[1].translate(_DIGITS)) if spelled else None
