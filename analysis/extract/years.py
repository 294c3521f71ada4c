"""Calendar years as plans write them: 2023年, 二〇二三年."""

from __future__ import annotations

import re

YEAR = re.compile(r"((?:19|20)\d\d)年")
_SPELLED = re.compile(r"([一二][零〇○九][零〇○一二三四五六七八九]{2})年")
_DIGITS = str.maketrans("零〇○一二三四五六七八九", "000123456789")


def read_year(text: str, start: int) -> int | None:
    """Return the calendar year that is written at `start`, in digits or letters."""
    if found := YEAR.match(text, start):
        return int(found[1])
    spelled = _SPELLED.match(text, start)
    return int(spelled[1].translate(_DIGITS)) if spelled else None
