"""Shared runs of letters: an index of hashed sequences over all plans, matches, and ways back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.model import Reading
from analysis.text.clean import source_span
from analysis.text.shingles import Shingles, hash_windows

Ints = npt.NDArray[np.int64]
Run = tuple[int, int]
"""Start among a plan's letters, and length."""


@dataclass(frozen=True, slots=True)
class Index:
    """Every place where a sequence starts that two plans hold, ordered by sequence and place."""

    plans: Ints
    starts: Ints
    groups: Ints
    """Where each sequence's places begin; the last is their number."""
    n_plans: Ints
    n_towns: Ints


def index_letters(
    letters: Sequence[str],
    towns: Ints,
    length: int,
    within: Sequence[Sequence[Run]] | None = None,
) -> Index:
    """Index the sequences of `length` letters that two or more plans hold.

    `towns` numbers each plan's town; only sequences `within` these runs of a plan are looked at,
    all by default. Work and memory grow with these letters, not with the pairs.
    """
    windows: list[Shingles] = []
    places: list[Ints] = []
    for plan, kept in enumerate(letters):
        hashed = hash_windows(kept, length)
        at = np.arange(len(hashed))
        if within is not None:
            at = at[_is_within(len(hashed), within[plan], length)]
        windows.append(hashed[at])
        places.append(at)
    hashes = np.concatenate(windows) if windows else np.zeros(0, dtype=np.uint64)
    plans = np.repeat(np.arange(len(windows)), [len(at) for at in places])
    starts = np.concatenate(places) if places else np.zeros(0, np.int64)
    order = np.argsort(hashes, kind="stable")
    hashes, plans, starts = hashes[order], plans[order], starts[order]
    number = np.cumsum(np.r_[0, hashes[1:] != hashes[:-1]]) if len(hashes) else plans
    n_plans, n_towns = (_count_distinct(number, who) for who in (plans, towns[plans]))
    kept = n_plans[number] > 1
    plans, starts, number = plans[kept], starts[kept], number[kept]
    held, begins = np.unique(number, return_index=True)
    groups = np.r_[begins, len(plans)]
    return Index(plans, starts, groups, n_plans[held], n_towns[held])


def _is_within(size: int, runs: Sequence[Run], length: int) -> npt.NDArray[np.bool_]:
    """Tell for each start of a sequence whether the whole of it stands in one of the runs."""
    held = np.zeros(size, dtype=bool)
    for start, letters in join_runs(runs):
        held[start : max(start, start + letters - length + 1)] = True
    return held


def _count_distinct(number: Ints, who: Ints) -> Ints:
    """Count the distinct values of `who` in each group; both are ordered by group."""
    if not len(number):
        return np.zeros(0, dtype=np.int64)
    most = int(who.max()) + 1
    held = np.sort(number * most + who, kind="stable")  # nearly in order as it comes
    distinct = held[np.r_[True, held[1:] != held[:-1]]]
    return np.bincount(distinct // most, minlength=int(number[-1]) + 1)


def match_plans(index: Index, *, most_plans: int, repeats: int) -> tuple[Ints, Ints, Ints]:
    """Pair the places of every sequence that 2 to `most_plans` plans hold.

    A plan's own repetitions are paired up to `repeats` times.

    Returns
    -------
    Numbers of two places of the index, the earlier plan first, and the number of their sequence.
    """
    sizes = np.diff(index.groups)
    group = np.repeat(np.arange(len(sizes)), sizes)
    usable = np.flatnonzero((index.n_plans[group] <= most_plans) & (_rank_repeats(index) < repeats))
    group = group[usable]
    last = np.searchsorted(group, group, side="right")
    others = last - np.arange(len(group)) - 1
    one = np.repeat(np.arange(len(group)), others)
    steps = np.arange(len(one)) - np.repeat(np.cumsum(others) - others, others) + 1
    a, b = usable[one], usable[one + steps]
    kept = index.plans[a] != index.plans[b]
    return a[kept], b[kept], group[one[kept]]


def _rank_repeats(index: Index) -> Ints:
    """How often a plan held the same sequence before, for each place."""
    n = len(index.plans)
    group = np.repeat(np.arange(len(index.groups) - 1), np.diff(index.groups))
    new = np.r_[np.ones(min(n, 1), bool), (np.diff(group) != 0) | (np.diff(index.plans) != 0)]
    first = np.maximum.accumulate(np.where(new, np.arange(n), 0))
    return np.arange(n) - first


def join_runs(runs: Sequence[Run]) -> list[Run]:
    """Join runs that overlap or touch."""
    joined: list[Run] = []
    for start, size in sorted(runs):
        if joined and start <= sum(joined[-1]):
            joined[-1] = (joined[-1][0], max(sum(joined[-1]), start + size) - joined[-1][0])
        else:
            joined.append((start, size))
    return joined


def cover(runs: Sequence[Run]) -> int:
    """Count the letters that runs cover together."""
    return sum(size for _, size in join_runs(runs))


class Spans:
    """Knows the plan of a number and turns places among its letters into received offsets."""

    def __init__(self, readings: Sequence[Reading], places: list[npt.NDArray[np.int32]]) -> None:
        self._readings, self._places = readings, places

    def find_id(self, plan: int) -> str:
        """Return the id of a plan."""
        return self._readings[plan].plan.plan_id

    def is_same_town(self, one: int, other: int) -> bool:
        """Tell whether two plans are of one town, of two years."""
        a, b = self._readings[one].plan, self._readings[other].plan
        return (a.county, a.town) == (b.county, b.town)

    def find_span(self, plan: int, start: int, end: int) -> tuple[int, int]:
        """Return the received offsets of letters ``start:end`` of a plan."""
        reading, places = self._readings[plan], self._places[plan]
        first = reading.plan.start
        return source_span(
            reading.clean, first + int(places[start]), first + int(places[end - 1]) + 1
        )
