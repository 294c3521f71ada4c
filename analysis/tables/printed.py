"""What a report prints: tables of words only, headings, paragraphs and pictures."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["words", "numbers"]

FULL = 107.0
"""Width of a page less its margins, in halves of a Chinese character of a cell's type."""
LONG = 25
"""A table of more rows may go on on the next page; a shorter one stays together."""

_PAD, _LEAST, _MOST = 1.5, 4.0, 28.0
_STEP = 0.25
_LATIN = 1.15
"""Of half a Chinese character: capitals and digits of some faces are wider than that."""
_UNBROKEN = {"cell": 18.0, "head": 8.0, "latin": 20.0}
"""Chinese words break anywhere; names and numbers up to these widths should not."""
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_NO_CHARACTERS = "\ufffe\uffff"


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """What stands over a column, and whether it holds words (left) or numbers (right)."""

    head: str
    kind: Kind = "words"


@dataclass(frozen=True, slots=True)
class Printed:
    """One table; `key` names it inside the document, every row has a cell a column."""

    key: str
    caption: str
    columns: tuple[PrintedColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    sources: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a section; level 0 is the title of the whole."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that run on; `small` for lists of works and remarks."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture with its words below; `alt` is told to who cannot see it."""

    png: bytes = field(repr=False)
    caption: str
    alt: str
    note: str = ""
    sources: str = ""


Block = Printed | Heading | Paragraph | Placed


def plain_text(text: str) -> str:
    """Return a text on one line, without characters that are not seen or turn their neighbours."""
    seen = (" " if c.isspace() else c for c in text if c.isspace() or _is_seen(c))
    return " ".join("".join(seen).split())


def share_widths(table: Printed) -> tuple[float, ...]:
    """Return each column's share of the page's width.

    No column is narrower than its longest word, the widest apart where there is no room for all;
    the room left goes to those that want more.
    """
    least, wanted = [], []
    for place, column in enumerate(table.columns):
        cells = [plain_text(row[place]).split() for row in table.rows]
        longest = max(
            _LEAST,
            *(_need(word, "head") for word in plain_text(column.head).split()),
            *(_need(word, "cell") for cell in cells for word in cell),
        )
        least.append(longest + _PAD)
        widest = max((_measure(" ".join(cell)) for cell in cells), default=0.0)
        wanted.append(max(least[-1], min(widest, _MOST) + _PAD))
    cap = max(least)
    while sum(min(narrow, cap) for narrow in least) > FULL and cap > _LEAST:
        cap -= _STEP
    least = [min(narrow, cap) for narrow in least]
    more = [want - narrow for want, narrow in zip(wanted, least, strict=True)]
    room = FULL - sum(least)
    if sum(more) > room and sum(more) > 0:
        part = max(0.0, room) / sum(more)
        wanted = [narrow + part * extra for narrow, extra in zip(least, more, strict=True)]
    return tuple(want / sum(wanted) for want in wanted)


def _need(word: str, where: str) -> float:
    return min(_measure(word), _UNBROKEN["latin" if word.isascii() else where])


def _measure(text: str) -> float:
    """Return the width of a text in halves of a Chinese character."""
    return sum(2.0 if unicodedata.east_asian_width(c) in "WFA" else _LATIN for c in text)


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in _UNSEEN and character not in _NO_CHARACTERS
