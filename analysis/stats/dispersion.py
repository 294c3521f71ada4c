"""Where in a plan words fall, and how evenly: over the parts of one plan, and over plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from analysis.model import Reading
from analysis.stats.keyness import measure_dispersion
from analysis.text.concordance import find_places

PARTS = 5
FEWEST_USES = 5
"""Fewer uses than parts cannot be spread evenly, so that their DP says how few they are."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Words in one plan from its beginning (0) to its end (1), by characters of its body."""

    plan_id: str
    places: tuple[float, ...]
    """Of each use in plan sentences, ascending."""
    places_in_review: tuple[float, ...]
    reviews: tuple[tuple[float, float], ...]
    """Ends of the stretches that look back on last year."""
    dp: float | None
    """Gries' DP over the fifths of the plan sentences; None below `FEWEST_USES` uses."""


def find_lane(reading: Reading, words: Sequence[str], *, hiding: Sequence[str] = ()) -> Lane:
    """Find where a plan says any of some words.

    Parameters
    ----------
    words
        Looked for as themes are counted, the longest at a place first; one word alone is
        found as often as keywords are counted.
    hiding
        Words that are no match themselves and hide those inside them.
    """
    plan = reading.plan
    length = max(1, plan.end - plan.start)
    before: dict[str, int] = {}
    spoken = 0
    for sentence in reading.sentences:
        if sentence.role != "review":
            before[sentence.sentence_id] = spoken
            spoken += sentence.end - sentence.start
    said: list[float] = []
    reviewed: list[float] = []
    uses = np.zeros(PARTS)
    for sentence, start, end in find_places(reading, words, hiding=hiding):
        middle = (start + end) / 2
        place = (middle - plan.start) / length
        if sentence.role == "review":
            reviewed.append(place)
            continue
        said.append(place)
        uses[int(PARTS * (before[sentence.sentence_id] + middle - sentence.start) / spoken)] += 1
    return Lane(
        plan_id=plan.plan_id,
        places=tuple(said),
        places_in_review=tuple(reviewed),
        reviews=tuple(
            ((section.start - plan.start) / length, (section.end - plan.start) / length)
            for section in reading.sections
            if section.role == "review"
        ),
        dp=_measure_dp(uses, [1] * PARTS) if len(said) >= FEWEST_USES else None,
    )


def measure_spread(lanes: Sequence[Lane], sizes: Sequence[int]) -> float | None:
    """Gries' DP of the uses in plan sentences over plans; None below `FEWEST_USES` uses.

    Parameters
    ----------
    sizes
        Characters of the plan sentences of each plan, in the order of `lanes`.
    """
    uses = np.array([len(lane.places) for lane in lanes], dtype=np.float64)
    return _measure_dp(uses, sizes) if uses.sum() >= FEWEST_USES else None


def _measure_dp(uses: np.ndarray, sizes: Sequence[int]) -> float:
    return float(measure_dispersion(csr_matrix(uses[:, None]), np.array(sizes, dtype=float))[0])
