"""What a copying clerk forgot: names and figures of another town left in a plan that copies.

Only plans that share a good part of their text with one other town's are looked at; who names a
neighbour in a text of its own leaks nothing. Copying has no direction here: where two plans
share a text and one names the other's town, that sentence is shown and a person decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.model import Reading, Sentence
from analysis.stats.reuse import Passage, Reuse, SharedPair
from analysis.text.clean import source_span

LeakKind = Literal["source_town", "third_town", "figure"]
_SAFE_STEM = 3
"""So many characters of a name without its unit are no ordinary word; two may be one (太平)."""
_NUMBER = re.compile(r"\\d+(?:\\.\\d+)?(?!\\d*年)")


@dataclass(frozen=True, slots=True)
class Leak:
    """One sentence with something of another town's in it (received offsets)."""

    plan_id: str
    other: str
    """The plan it shares its text with."""
    kind: LeakKind
    words: str
    """The name or the figures as written."""
    town: str
    """The town they belong to."""
    sentence_id: str
    start: int
    end: int
    in_passage: bool
    """The sentence, or a part of it, stands in the other plan word for word."""


def find_leaks(
    reuse: Reuse,
    readings: Mapping[str, Reading],
    towns: Iterable[str],
    units: Sequence[str],
    *,
    least_share: float = 0.1,
) -> tuple[Leak, ...]:
    """Find names and figures of other towns in plans that copy.

    Parameters
    ----------
    towns
        Every town the study knows: of plans, register and frame.
    units
        What a town's name can end with (镇, 街道办事处 ...).
    least_share
        A plan copies when at least this share of its letters stands in one other town's only.
    """
    names = {town: _strip_unit(town, units) for town in sorted(set(towns))}
    letters = {part.plan_id: part.letters for part in reuse.parts}
    found: list[Leak] = []
    for pair in reuse.pairs:
        copied = [p for p in pair.passages if p.towns == 2]
        if pair.same_town:
            continue
        for plan_id, other, side in ((pair.plan_id, pair.other, 0), (pair.other, pair.plan_id, 1)):
            if sum(p.letters for p in copied) < least_share * letters[plan_id]:
                continue
            spans = [_span(p, side) for p in copied]
            found += _look_through(plan_id, other, spans, readings, names)
    return tuple(sorted(set(found), key=lambda k: (k.plan_id, k.start, k.end, k.kind, k.other)))
