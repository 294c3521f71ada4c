"""How often what a study says holds when it is made by other, as defensible choices.

Every choice of method is taken the study's way and the other way, all together in every
combination (Denny & Spirling, Political Analysis 26 (2018), 168-189, on preprocessing; Steegen,
Tuerlinckx, Gelman & Vanpaemel, Perspectives on Psychological Science 11 (2016), 702-712, on the
multiverse). A statement is a subject and what leads there; it holds in a variant where nothing else
leads. Of several that tie the study's own way it says that one of them leads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

Variant = frozenset[str]
"""The choices that are taken the other way; empty is the study's own way."""
Answer = tuple[str, ...]
"""What leads, in order of names; several where they tie, none where nothing is said."""
ALL_TOWNS = "all"
"""The subject of a statement about all towns together."""
_TIE_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Question:
    """One kind of statement: `answer` gives, in a variant, what leads for each subject."""

    kind: str
    touched_by: tuple[str, ...]
    """The choices that can make a difference to it."""
    answer: Callable[[Variant], Mapping[str, Answer]]


@dataclass(frozen=True, slots=True)
class Holding:
    """One statement and how often it holds; the study's own way is counted among the variants."""

    kind: str
    subject: str
    said: Answer
    holds: int
    variants: int
    """Combinations of the choices that can make a difference."""
    grid: int
    """Combinations of all choices."""
    overturned_by: tuple[str, ...]
    """The choices that most often make it no longer hold, all of them where several tie."""
    overturns: int
    """In how many of the ``variants / 2`` pairs that differ in such a choice alone it does so."""

    @property
    def holds_in_grid(self) -> int:
        """How often it holds in combinations of all choices."""
        return self.holds * self.grid // self.variants

    @property
    def share(self) -> float:
        """The share of variants in which it holds, 0..1; the same in the whole grid."""
        return self.holds / self.variants


def list_variants(choices: Sequence[str]) -> tuple[Variant, ...]:
    """List every combination of choices taken the other way, the study's own way first."""
    sizes = range(len(choices) + 1)
    return tuple(frozenset(taken) for n in sizes for taken in combinations(choices, n))


def measure_robustness(question: Question, choices: Sequence[str]) -> tuple[Holding, ...]:
    """Ask a question in every variant that can change its answers; subjects in order of names.

    Parameters
    ----------
    question
        A subject without an answer the study's own way makes no statement.
    choices
        What is varied; choices that do not touch the question only count in the grid.
    """
    touching = [choice for choice in choices if choice in question.touched_by]
    answers = {variant: question.answer(variant) for variant in list_variants(touching)}
    own = answers[frozenset()]
    found = []
    for subject in sorted(own):
        said = own[subject]
        if not said:
            continue
        holds = {v: _agree(said, answer.get(subject, ())) for v, answer in answers.items()}
        overturns = {
            choice: sum(holds[v] and not holds[v | {choice}] for v in holds if choice not in v)
            for choice in touching
        }
        most = max(overturns.values(), default=0)
        found.append(
            Holding(
                kind=question.kind,
                subject=subject,
                said=said,
                holds=sum(holds.values()),
                variants=len(holds),
                grid=2 ** len(choices),
                overturned_by=tuple(c for c in touching if overturns[c] == most > 0),
                overturns=most,
            )
        )
    return tuple(found)


def _agree(said: Answer, answer: Answer) -> bool:
    """Tell whether something of what is said leads, and nothing else does."""
    return bool(answer) and set(answer) <= set(said)


def find_leaders(values: Mapping[str, float]) -> Answer:
    """Name what has the largest value above 0, all of them where several tie."""
    rounded = {name: round(value, _TIE_DIGITS) for name, value in values.items()}
    most = max(rounded.values(), default=0.0)
    return tuple(sorted(name for name, value in rounded.items() if value == most > 0))
