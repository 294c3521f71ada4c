"""Repair what copying and publishing did to a text, remembering where it came from.

`clean` applies the rules of `analysis.text.dirt` in order, each to the text the former ones left,
and keeps for every character its position in the text as received, so that evidence can always
be shown in the original. What was cut stands in ``CleanText.cuts`` with the rule's name.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analysis.model import CleanText, Cut
from analysis.text.characters import Dirt
from analysis.text.dirt import RULES, Rule

Offsets = npt.NDArray[np.int32]


def clean(
    received: str, dirt: Dirt, rules: Sequence[Rule] | None = None, marks: Sequence[Cut] = ()
) -> CleanText:
    """Apply `rules` (all of `RULES` by default) to a received text.

    Parameters
    ----------
    received
        The decoded text of one file.
    dirt
        Phrases of web frames and document mills, by kind (``lexicon/dirt.toml``).
    marks
        Received spans that the reader knows to be no plan text; they go first.

    Returns
    -------
    CleanText
        `origin` gives each kept character its received offset; `cuts` are received offsets.
    """
    text, origin = received, np.arange(len(received), dtype=np.int32)
    log: list[Cut] = []
    if marks:
        log = _without_overlap(list(marks))
        text, origin = _apply(log, text, origin)
        log = list(log)
    for rule in RULES if rules is None else rules:
        cuts = _without_overlap(rule(text, dirt))
        if cuts:
            log += [_in_received(cut, origin) for cut in cuts]
            text, origin = _apply(cuts, text, origin)
    return CleanText(text, origin, tuple(sorted(log, key=lambda c: (c.start, c.end, c.rule))))


def source_span(cleaned: CleanText, start: int, end: int) -> tuple[int, int]:
    """Translate clean offsets ``start:end`` (``start < end``) into received offsets."""
    return int(cleaned.origin[start]), int(cleaned.origin[end - 1]) + 1


def _without_overlap(cuts: list[Cut]) -> list[Cut]:
    kept: list[Cut] = []
    for cut in sorted(cuts, key=lambda c: (c.start, c.end)):
        if not kept or cut.start >= kept[-1].end:
            kept.append(cut)
    return kept


def _in_received(cut: Cut, origin: Offsets) -> Cut:
    return Cut(int(origin[cut.start]), int(origin[cut.end - 1]) + 1, cut.rule, cut.text)


def _apply(cuts: list[Cut], text: str, origin: Offsets) -> tuple[str, Offsets]:
    pieces, last = [], 0
    kept = np.ones(len(text), dtype=np.bool_)
    for cut in cuts:
        pieces += [text[last : cut.start], cut.text]
        kept[cut.start + len(cut.text) : cut.end] = False
        last = cut.end
    pieces.append(text[last:])
    return "".join(pieces), origin[kept]
