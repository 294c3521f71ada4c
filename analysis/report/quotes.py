"""Quotes and the sentences around them, each sentence kept once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np

from analysis.model import Claim, DocumentReading
from analysis.report.parts import Quote, Quoted
from analysis.text.clean import source_span

_AROUND = 160
"""Characters around a quote where its sentence is longer, or where it stands in none."""
_LONGEST = 240
"""Of a longer passage only so much is embedded: a report is no copy of the documents."""


class QuoteBook:
    """Hands out a number for each quote."""

    def __init__(self, documents: Sequence[DocumentReading]) -> None:
        self._documents = {held.document.doc_id: held for held in documents}
        self._sentences: dict[str, tuple[list[int], list[int]]] = {}
        self._quoted: dict[tuple[str, int, int], int] = {}
        self._stretches: list[Quoted] = []
        self._quotes: dict[Quote, int] = {}

    @property
    def quoted(self) -> tuple[Quoted, ...]:
        """Every stretch of text, in the order of their numbers."""
        return tuple(self._stretches)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Every quote, in the order of their numbers."""
        return tuple(self._quotes)

    def add_claim(self, claim: Claim | None) -> int | None:
        """Take in what a claim was read from; None for no claim."""
        if claim is None:
            return None
        e = claim.evidence
        value = None
        if e.value_start is not None and e.value_end is not None:
            value = e.value_start, e.value_end
        return self.add(e.doc_id, e.start, e.end, value)

    def add_passage(self, doc_id: str, start: int, end: int) -> int:
        """Take in the beginning of a passage."""
        return self.add(doc_id, start, min(end, start + _LONGEST))

    def add_clean(self, doc_id: str, start: int, end: int) -> int:
        """Take in the words at clean offsets."""
        return self.add(doc_id, *source_span(self._documents[doc_id].clean, start, end))

    def add(self, doc_id: str, start: int, end: int, value: tuple[int, int] | None = None) -> int:
        """Take in the words at received offsets, with their figure; return the quote's number."""
        held = self._documents[doc_id]
        first, last = self._find_stretch(doc_id, start, end)
        origin = held.clean.origin
        bounds = np.searchsorted(origin, [first, last, start, end])
        clean_first, clean_last, clean_start, clean_end = (int(b) for b in bounds)
        key = doc_id, first, last
        if key not in self._quoted:
            self._quoted[key] = len(self._stretches)
            self._stretches.append(
                Quoted(
                    doc=held.document.path,
                    start=first,
                    received=held.document.text[first:last],
                    repaired=held.clean.text[clean_first:clean_last],
                )
            )
        quote = Quote(
            quoted=self._quoted[key],
            start=start,
            end=end,
            repaired=(clean_start - clean_first, clean_end - clean_first),
            value=value if value and start <= value[0] < value[1] <= end else None,
        )
        return self._quotes.setdefault(quote, len(self._quotes))

    def _find_stretch(self, doc_id: str, start: int, end: int) -> tuple[int, int]:
        """Bound the sentences that hold a quote; its surroundings where they are far."""
        starts, ends = self._bound_sentences(doc_id)
        one, behind = bisect_right(ends, start), bisect_left(starts, end)
        first, last = start, end
        if one < behind:
            first, last = min(start, starts[one]), max(end, ends[behind - 1])
        else:
            text = self._documents[doc_id].document.text
            first = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
            last = text.find("\n", end)
            last = len(text) if last < 0 else last
        return max(first, start - _AROUND), min(last, end + _AROUND)

    def _bound_sentences(self, doc_id: str) -> tuple[list[int], list[int]]:
        if doc_id not in self._sentences:
            held = self._documents[doc_id]
            spans = sorted(
                source_span(held.clean, s.start, s.end)
                for reading in held.readings
                for s in reading.sentences
            )
            self._sentences[doc_id] = [s for s, _ in spans], [e for _, e in spans]
        return self._sentences[doc_id]
