"""What towns say more or less of than the year before, and which of it may be claimed.

The sentences of a town's two plans are dealt anew between the years: how often would their shares
differ as much? It is the test of `differences`, of one town's two years instead of a town and the
others; its p values are corrected for all towns and subjects (Holm 1979). Sentences that are taken
over from last year's plan make it more cautious.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.model import PlanCounts, Reading
from analysis.stats.controls import correct_holm
from analysis.stats.differences import (
    LARGEST_P,
    add_up,
    bound_difference,
    count_parts,
    permute_exactly,
)
from analysis.text.concordance import find_places


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one plan speaks of: its plan sentences, and those of them that show each subject.

    Sentences that show a subject are counted by the number of subjects they are split over.
    """

    n_sentences: int
    parts: Mapping[str, Mapping[int, int]]

    def share(self, subject: str) -> float:
        """Return the subject's share of the plan sentences."""
        return add_up(self.parts[subject]) / self.n_sentences


@dataclass(frozen=True, slots=True)
class YearChange:
    """One subject's share of a plan's sentences less that of the year before; 90 % interval."""

    plan_id: str
    subject: str
    before: float
    after: float
    low: float
    high: float
    p_holm: float

    @property
    def claimed(self) -> int:
        """1 where the town surely speaks more of it than the year before, -1 less, 0 undecided."""
        if self.p_holm > LARGEST_P or self.low <= 0 <= self.high:
            return 0
        return 1 if self.after > self.before else -1


def compare_years(
    pairs: Mapping[str, tuple[Spoken, Spoken]], subjects: Sequence[str]
) -> tuple[YearChange, ...]:
    """Hold plans against those of the year before, every subject of every town.

    Parameters
    ----------
    pairs
        Plan id -> the earlier plan and this one; both have sentences.
    subjects
        Keys of `Spoken.parts`.
    """
    p: dict[str, float] = {}
    for plan_id, (before, after) in pairs.items():
        n, n_before = after.n_sentences, before.n_sentences
        for subject in subjects:
            own = Counter(after.parts[subject])
            pool = own + Counter(before.parts[subject])
            p[f"{plan_id} {subject}"] = permute_exactly(own, pool, n, n + n_before)
    corrected = correct_holm(p)
    return tuple(
        YearChange(
            plan_id,
            subject,
            before.share(subject),
            after.share(subject),
            *bound_difference(
                after.share(subject), before.share(subject), after.n_sentences, before.n_sentences
            ),
            corrected[f"{plan_id} {subject}"],
        )
        for plan_id, (before, after) in pairs.items()
        for subject in subjects
    )


def count_spoken_themes(plan: PlanCounts, themes: Sequence[str]) -> Spoken:
    """Count a plan's sentences by theme; `themes` are the lexicon's, in its order."""
    parts = {theme: count_parts(plan, i) for i, theme in enumerate(themes)}
    return Spoken(plan.n_plan_sentences, parts)


def count_spoken_words(reading: Reading, words: Sequence[str]) -> Spoken:
    """Count a plan's sentences that say each word at least once."""
    said = {
        word: {s.sentence_id for s, *_ in find_places(reading, [word]) if s.role != "review"}
        for word in words
    }
    n = sum(sentence.role != "review" for sentence in reading.sentences)
    return Spoken(n, {word: {1: len(held)} for word, held in said.items()})
