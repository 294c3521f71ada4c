"""What plans have in common word for word: passages, pairs, templates, and each plan's own share.

A passage is a run of letters and digits that two plans share, as long as it goes in both;
blanks and punctuation do not count. Shared runs are found through an index of hashed sequences,
never by comparing texts two by two, and each is checked letter by letter. Who copied from whom
is left open: a text does not say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from analysis.model import Reading
from analysis.stats.runs import Index, Ints, Spans, cover, index_letters, match_plans
from analysis.stats.sketches import can_sketch, find_near_twins
from analysis.stats.templates import Template, list_templates
from analysis.text.shingles import keep_letters


@dataclass(frozen=True, slots=True)
class ReuseRecipe:
    """How long a passage is, and when it is everybody's."""

    letters: int = 25
    """Letters and digits that a passage has at least."""
    common_towns: int = 3
    """From so many towns on a passage is a template and no longer copied from one."""
    pair_plans: int = 60
    """What more plans share is a template only and makes no pairs: they would be thousands."""
    repeats: int = 4
    """How often one plan's repeated sequence is paired."""
    exact_plans: int = 3000
    """Above it, and with datasketch, only sentences with a near twin are looked at."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One run that two plans share (received offsets)."""

    start: int
    end: int
    other_start: int
    other_end: int
    letters: int
    towns: int
    """How many towns hold the whole of it."""


@dataclass(frozen=True, slots=True)
class SharedPair:
    """Two plans with passages in common, the first by id first; no direction is meant."""

    plan_id: str
    other: str
    same_town: bool
    letters: int
    """Letters of the first plan that stand in a passage."""
    share: float
    """The same as a share of the plan; `other_share` of the other one."""
    other_share: float
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class TextParts:
    """Letters of one plan by who else holds them; they add up to `letters`."""

    plan_id: str
    letters: int
    own: int
    """In no other town's plan."""
    copied: int
    """In exactly one other town's."""
    common: int
    """In two or more other towns'."""
    weight: float = 1.0
    """What the plan counts for: each letter divided by the towns that hold it, as a mean (0..1)."""


@dataclass(frozen=True, slots=True)
class Reuse:
    """Everything that plans share word for word; all in the order of plan ids."""

    pairs: tuple[SharedPair, ...]
    parts: tuple[TextParts, ...]
    templates: tuple[Template, ...]
    recipe: str

    def count_effective(self, plan_ids: Collection[str]) -> float:
        """Add up the weights of these plans: how many texts there are of their own.

        Two towns with one text count as one; towns that share nothing count whole. A discount
        that looks at words only: what towns say in their own words may still be the same.
        """
        return sum(part.weight for part in self.parts if part.plan_id in plan_ids)


def find_reuse(readings: Sequence[Reading], recipe: ReuseRecipe | None = None) -> Reuse:
    """Find what plans share; the order in which they come changes nothing."""
    recipe = recipe or ReuseRecipe()
    ordered = sorted(readings, key=lambda r: r.plan.plan_id)
    texts = [keep_letters(r.clean.text[r.plan.start : r.plan.end]) for r in ordered]
    letters = [kept for kept, _ in texts]
    sketched = len(ordered) > recipe.exact_plans and can_sketch()
    within = find_near_twins(ordered, letters, [p for _, p in texts]) if sketched else None
    index = index_letters(letters, _number_towns(ordered), recipe.letters, within)
    spans = Spans(ordered, [places for _, places in texts])
    return Reuse(
        pairs=tuple(_list_pairs(index, letters, spans, recipe)),
        parts=tuple(_measure_parts(index, letters, ordered, recipe)),
        templates=list_templates(index, spans, length=recipe.letters, towns=recipe.common_towns),
        recipe=f"runs of >= {recipe.letters} letters and digits, blanks and punctuation apart; "
        f"common from {recipe.common_towns} towns on; direction left open"
        + ("; looked for in sentences with a near twin (MinHash)" if sketched else ""),
    )


def _number_towns(readings: Sequence[Reading]) -> Ints:
    """Return a number for each plan's town: its plans of other years are no other town's."""
    numbers: dict[tuple[str | None, str], int] = {}
    for r in readings:
        numbers.setdefault((r.plan.county, r.plan.town), len(numbers))
    return np.array([numbers[r.plan.county, r.plan.town] for r in readings], dtype=np.int64)


def _list_pairs(
    index: Index, letters: Sequence[str], spans: Spans, recipe: ReuseRecipe
) -> Iterator[SharedPair]:
    """Join neighbouring matches of two plans to runs, and runs to pairs."""
    first, second, group = match_plans(index, most_plans=recipe.pair_plans, repeats=recipe.repeats)
    columns = (
        index.plans[first], index.plans[second], index.starts[first], index.starts[second],
        index.n_towns[group],
    )  # fmt: skip
    one, other, at, there, _ = columns
    order = np.lexsort((at, at - there, other, one))
    one, other, at, there, towns = (column[order] for column in columns)
    goes_on = (
        (np.diff(one) == 0) & (np.diff(other) == 0) & (np.diff(at) == 1) & (np.diff(there) == 1)
    )
    begins = np.flatnonzero(np.r_[np.ones(min(len(one), 1), bool), ~goes_on])
    bounds = [*begins.tolist(), len(one)]
    found: defaultdict[tuple[int, int], list[tuple[int, int, int, int]]] = defaultdict(list)
    for begin, end in pairwise(bounds):
        a, b, i, j = int(one[begin]), int(other[begin]), int(at[begin]), int(there[begin])
        size = end - begin + recipe.letters - 1
        if letters[a][i : i + size] == letters[b][j : j + size]:
            found[a, b].append((i, j, size, int(towns[begin:end].min())))
    for (a, b), runs in sorted(found.items()):
        shares = [cover([(run[side], run[2]) for run in runs]) for side in (0, 1)]
        yield SharedPair(
            plan_id=spans.find_id(a),
            other=spans.find_id(b),
            same_town=spans.is_same_town(a, b),
            letters=shares[0],
            share=shares[0] / len(letters[a]),
            other_share=shares[1] / len(letters[b]),
            passages=tuple(
                Passage(*spans.find_span(a, i, i + n), *spans.find_span(b, j, j + n), n, held)
                for i, j, n, held in sorted(runs)
            ),
        )


def _measure_parts(
    index: Index, letters: Sequence[str], readings: Sequence[Reading], recipe: ReuseRecipe
) -> Iterator[TextParts]:
    towns = np.repeat(index.n_towns, np.diff(index.groups))
    by_plan = np.argsort(index.plans, kind="stable")
    bounds = np.searchsorted(index.plans[by_plan], np.arange(len(readings) + 1)).tolist()
    for number, reading in enumerate(readings):
        mine = by_plan[bounds[number] : bounds[number + 1]]
        held = np.zeros(len(letters[number]), dtype=np.int64)
        for offset in range(recipe.letters):
            np.maximum.at(held, index.starts[mine] + offset, towns[mine])
        common = int((held >= recipe.common_towns).sum())
        copied = int(((held >= 2) & (held < recipe.common_towns)).sum())
        size = len(letters[number])
        weight = float((1 / np.maximum(held, 1)).mean()) if size else 1.0
        yield TextParts(
            reading.plan.plan_id, size, size - copied - common, copied, common, round(weight, 9)
        )
