"""The typed stream: pieces of a sentence with their classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analysis.extract.values import Figure
from analysis.extract.vocabulary import Shared

Kind = Literal["indicator", "shared", "figure", "bare", "name", "size", "word", "punct"]


@dataclass(slots=True)
class Token:
    """A piece of a sentence; offsets are counted in the sentence.

    Not frozen, since a frozen one takes five times as long to make and a plan holds thousands.

    `classes` are a word's classes; `key` an indicator; `figure` a number with its unit.
    """

    kind: Kind
    start: int
    end: int
    classes: frozenset[str] = frozenset()
    key: str = ""
    shared: Shared | None = None
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Stream:
    """A sentence with list marks and glosses blanked and slips of the pen mended, same length.

    `mended` are the offsets of the characters that a known slip (收如) had wrong.
    """

    text: str
    tokens: tuple[Token, ...]
    mended: tuple[int, ...] = ()
