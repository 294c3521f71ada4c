"""The typed stream: pieces of a sentence with their classes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from analysis.extract.values import Figure
from analysis.extract.vocabulary import Shared

Kind = Literal["indicator", "shared", "figure", "bare", "name", "size", "word", "punct"]


_NO_CLASSES: frozenset[str] = frozenset()


class Token(NamedTuple):
    """A piece of a sentence; offsets are counted in the sentence.

    `classes` are a word's classes; `key` an indicator; `figure` a number with its unit.
    """

    kind: Kind
    start: int
    end: int
    classes: frozenset[str] = _NO_CLASSES
    key: str = ""
    shared: Shared | None = None
    figure: Figure | None = None


@dataclass(frozen=True)
class Stream:
    """A sentence with list marks and glosses blanked and slips of the pen mended, same length.

    `mended` are the offsets of the characters that a known slip (收如) had wrong. Many sentences
    are known to state nothing by their words alone, therefore `cut` is called only when `tokens`
    are first asked for.
    """

    text: str
    cut: Callable[[str], tuple[Token, ...]]
    mended: tuple[int, ...] = ()

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The text's typed pieces, in order."""
        return self.cut(self.text)
