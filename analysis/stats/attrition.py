"""From characters to the words that are weighed: what each step leaves of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.model import PlanCounts, Tokens
from analysis.stats.terms import TermRecipe, TokenFate, sort_token


@dataclass(frozen=True, slots=True)
class Attrition:
    """What became of one plan's words; the fates add up to the tokens of the plan part."""

    plan_id: str
    chars: int
    """Characters of the plan, blanks apart."""
    chars_plan: int
    """The same in plan sentences."""
    tokens: int
    tokens_plan: int
    """Tokens of plan sentences."""
    fates: Mapping[TokenFate, int]
    terms: int
    """Different words among the kept ones."""


def measure_attrition(
    tokens: Sequence[Tokens],
    vocabulary: Sequence[str],
    counts: Mapping[str, PlanCounts],
    recipe: TermRecipe,
) -> tuple[Attrition, ...]:
    """One row a plan, in the order of `tokens`.

    Parameters
    ----------
    tokens
        Ids index `vocabulary`.
    counts
        Plan id -> what was counted in it.
    recipe
        What counts as a term.
    """
    fate_of = [sort_token(word, recipe) for word in vocabulary]
    rows = []
    for plan in tokens:
        ids, uses = np.unique(plan.ids[plan.in_plan_part], return_counts=True)
        fates: Counter[TokenFate] = Counter()
        terms = 0
        for i, n in zip(ids.tolist(), uses.tolist(), strict=True):
            fates[fate_of[i]] += n
            terms += fate_of[i] == "kept"
        counted = counts[plan.plan_id]
        rows.append(
            Attrition(
                plan_id=plan.plan_id,
                chars=counted.chars_document,
                chars_plan=counted.chars_plan,
                tokens=len(plan.ids),
                tokens_plan=int(plan.in_plan_part.sum()),
                fates=dict(fates),
                terms=terms,
            )
        )
    return tuple(rows)
