"""Places in a plan named by the words around them, so that they are found again after edits."""

from __future__ import annotations

import re
from bisect import bisect_left

from analysis.model import Claim, Reading
from analysis.text.clean import source_span

CONTEXT = 12
"""Characters of an anchor before and behind the value, blanks apart."""
EDGE = "‖"
"""Stands in an anchor for each character beyond the plan's first and last; GBK can write it."""

_SEEN = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_MARKED = re.compile(r"[^【】]*【([^【】]+)】[^【】]*")


class Anchors:
    """Finds places of one plan again by their words: what is seen of its received text.

    Parameters
    ----------
    received
        The document's text as received.
    start, end
        The plan's part of it; anchors do not look beyond, so that a plan may move to another file.
    """

    def __init__(self, received: str, start: int = 0, end: int | None = None) -> None:
        end = len(received) if end is None else end
        self._received = received
        self._origin = [seen.start() for seen in _SEEN.finditer(received, start, end)]
        edge = EDGE * CONTEXT
        self._seen = edge + "".join(received[i] for i in self._origin) + edge

    def name_place(self, value_start: int, value_end: int) -> tuple[str, int]:
        """Return the anchor of a value and which of the places that read so it is, from 1."""
        first = bisect_left(self._origin, value_start)
        last = bisect_left(self._origin, value_end)
        anchor = self._seen[first : last + 2 * CONTEXT]
        return anchor, self._places(anchor).index(first) + 1

    def find_value(self, anchor: str, occurrence: int) -> tuple[int, int]:
        """Return the received offsets of the value an anchor names.

        An anchor written by hand may mark the value instead of counting characters:
        ``主要目标是财政收入增长【6%】左右``.

        Raises
        ------
        ValueError
            The words no longer stand in the plan, or not so often.
        """
        words = "".join(_SEEN.findall(anchor))
        before, value, places = CONTEXT, len(words) - 2 * CONTEXT, self._places(words)
        if (value < 1 or not places) and (marked := _MARKED.fullmatch(words)):
            before, value = marked.start(1) - 1, len(marked[1])
            places = self._places(words.replace("【", "").replace("】", ""))
        if value < 1:
            raise ValueError(
                f"the anchor is not {CONTEXT} characters, the value and {CONTEXT} more; "
                "or mark the value like 【6%】"
            )
        if not places:
            lossy = "; the ? in it may be a character lost in saving" if "?" in words else ""
            raise ValueError(f"its words no longer stand in the plan{lossy}")
        if occurrence > len(places):
            raise ValueError(f"its words stand {len(places)} times, not {occurrence}")
        first = places[occurrence - 1] + before - CONTEXT
        if first < 0 or first + value > len(self._origin):
            raise ValueError("the value lies beyond the plan's edge")
        return self._origin[first], self._origin[first + value - 1] + 1

    def quote(self, start: int, end: int, *, context: int = CONTEXT) -> tuple[int, int, str]:
        """Return the span and words of a value with `context` characters on either side."""
        first = max(0, bisect_left(self._origin, start) - context)
        last = min(len(self._origin), bisect_left(self._origin, end) + context) - 1
        begin, stop = self._origin[first], self._origin[last] + 1
        return begin, stop, self._received[begin:stop]

    def _places(self, words: str) -> list[int]:
        """Return every place in the edged text where `words` begin, overlapping ones too."""
        found, at = [], self._seen.find(words) if words else -1
        while at != -1:
            found.append(at)
            at = self._seen.find(words, at + 1)
        return found


def make_anchor(received: str, value_start: int, value_end: int) -> str:
    """Return the anchor of a value in a document of one plan: 12 characters, it, 12 more."""
    return Anchors(received).name_place(value_start, value_end)[0]


def find_anchors(received: str, reading: Reading) -> Anchors:
    """Prepare one plan's anchors from its reading."""
    return Anchors(received, *source_span(reading.clean, reading.plan.start, reading.plan.end))


def value_span(claim: Claim) -> tuple[int, int]:
    """Return the received offsets of a claim's figure, of its whole quote for a relation."""
    evidence = claim.evidence
    if evidence.value_start is None or evidence.value_end is None:
        return evidence.start, evidence.end
    return evidence.value_start, evidence.value_end
