"""Which sentences a plan shares with many towns, and what its measures are without them.

Two sentences are near-identical when their sets of character sequences overlap enough (Jaccard);
only pairs with a rare sequence in common are compared, which misses none: sets that share so
much must share one of their rarest (prefix filtering, Chaudhuri, Ganti & Kaushik 2006).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from analysis.corpus.lexicon import Lexicon
from analysis.corpus.workbench import BoilerplateLimits
from analysis.model import PlanCounts, Reading
from analysis.stats.counts import count_plan
from analysis.text.shingles import Shingles, keep_letters, shingle

SentenceClass = Literal["own", "common", "national"]
Ints = npt.NDArray[np.int64]
_PAIRS_AT_ONCE = 200_000


@dataclass(frozen=True, slots=True)
class SharedSentence:
    """One plan sentence and how many towns say the same.

    `share` is the share of the *other* towns of the study with a near-identical sentence; None
    where there is no other town.
    """

    sentence_id: str
    towns: int
    """Its own town included."""
    share: float | None
    kind: SentenceClass


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The classes of every plan's sentences, and what the plan counts without the shared ones."""

    sentences: Mapping[str, tuple[SharedSentence, ...]]
    own_counts: Mapping[str, PlanCounts]
    has_background: bool
    """Without a background list no sentence can be national, which is not the same as none."""
    recipe: str


def measure_boilerplate(
    readings: Mapping[str, Reading], counts: Mapping[str, PlanCounts], lexicon: Lexicon
) -> Boilerplate:
    """Class every plan sentence and count keywords and themes in the plans' own ones alone."""
    limits, background = lexicon.workbench.boilerplate, lexicon.workbench.background
    found = find_boilerplate(list(readings.values()), limits, background)
    own_counts = dict(counts)
    for plan_id, sentences in found.items():
        shared = {s.sentence_id for s in sentences if s.kind != "own"}
        if shared:
            kept = tuple(s for s in readings[plan_id].sentences if s.sentence_id not in shared)
            own_counts[plan_id] = count_plan(replace(readings[plan_id], sentences=kept), lexicon)
    national = f"{len(background)} sentences" if background else "无名单 no background list"
    return Boilerplate(
        sentences=found,
        own_counts=own_counts,
        has_background=bool(background),
        recipe=f"Jaccard >= {limits.likeness:g} of {limits.shingle_chars}-character sequences; "
        f"common: >= {limits.common_towns} towns and >= {limits.common_share:.0%} of the others; "
        f"national: {national}",
    )


def find_boilerplate(
    readings: Sequence[Reading],
    limits: BoilerplateLimits,
    background: Sequence[str] = (),
) -> dict[str, tuple[SharedSentence, ...]]:
    """Class the plan sentences of every plan; plans of one town and other years are its own.

    Parameters
    ----------
    background
        Sentences of national papers; without them no sentence is national.

    Returns
    -------
    Plan id -> its plan sentences, in their order.
    """
    towns: dict[tuple[str | None, str], int] = {}
    number = [towns.setdefault((r.plan.county, r.plan.town), len(towns)) for r in readings]
    said = [
        (plan, s.sentence_id, reading.clean.text[s.start : s.end])
        for plan, reading in enumerate(readings)
        for s in reading.sentences
        if s.role != "review"
    ]
    sets = _shingle_all([text for _, _, text in said] + list(background), limits)
    own = np.array([number[plan] for plan, _, _ in said], dtype=np.int64)
    one, other = _find_alike(sets, limits.likeness)
    national = {i for i, j in zip(one.tolist(), other.tolist(), strict=True) if j >= len(said) > i}
    inside = (one < len(said)) & (other < len(said))
    holders = _count_towns(one[inside], other[inside], own)
    found: dict[str, list[SharedSentence]] = {r.plan.plan_id: [] for r in readings}
    for i, (plan, sentence_id, _) in enumerate(said):
        share = (holders[i] - 1) / (len(towns) - 1) if len(towns) > 1 else None
        many = holders[i] >= limits.common_towns and (share or 0) >= limits.common_share
        kind: SentenceClass = "national" if i in national else "common" if many else "own"
        found[readings[plan].plan.plan_id].append(
            SharedSentence(sentence_id, int(holders[i]), share, kind)
        )
    return {plan_id: tuple(sentences) for plan_id, sentences in found.items()}


def _shingle_all(texts: Sequence[str], limits: BoilerplateLimits) -> list[Shingles]:
    """Shingle each sentence; a short one has none and is like no other."""
    none = np.zeros(0, dtype=np.uint64)
    return [
        shingle(text, limits.shingle_chars)
        if len(keep_letters(text)[0]) >= limits.least_letters
        else none
        for text in texts
    ]


def _count_towns(one: Ints, other: Ints, own: Ints) -> Ints:
    """Count the towns of each sentence and its like, its own included."""
    every, most = np.arange(len(own)), own.max(initial=0) + 1
    held = np.concatenate([every, one, other]) * most + own[np.concatenate([every, other, one])]
    held.sort(kind="stable")
    distinct = held[np.r_[True, held[1:] != held[:-1]][: len(held)]]
    return np.bincount(distinct // most, minlength=len(own))


def _find_alike(sets: Sequence[Shingles], likeness: float) -> tuple[Ints, Ints]:
    """Find the pairs of sets with a Jaccard index of at least `likeness`, lower number first."""
    matrix = _order_by_rarity(sets)
    sizes = np.diff(matrix.indptr)
    found = [
        _keep_alike(matrix, sizes, pairs, likeness)
        for pairs in _list_candidates(matrix, sizes, likeness)
    ]
    whole = np.concatenate([np.zeros((0, 2), dtype=np.int64), *found])
    return whole[:, 0], whole[:, 1]


def _order_by_rarity(sets: Sequence[Shingles]) -> csr_matrix:
    """Lay sets out as rows of ones; columns go from the rarest sequence to the most frequent."""
    sizes = np.array([len(held) for held in sets], dtype=np.int64)
    everything = np.concatenate([np.zeros(0, dtype=np.uint64), *sets])
    _, column, uses = np.unique(everything, return_inverse=True, return_counts=True)
    rank = np.empty(len(uses), dtype=np.int64)
    rank[np.lexsort((np.arange(len(uses)), uses))] = np.arange(len(uses))
    starts = np.concatenate([[0], np.cumsum(sizes)])
    shape = (len(sets), max(1, len(uses)))
    matrix = csr_matrix((np.ones(len(everything), np.int32), rank[column], starts), shape=shape)
    matrix.sort_indices()
    return matrix


def _list_candidates(matrix: csr_matrix, sizes: Ints, likeness: float) -> Iterator[Ints]:
    """Yield pairs of rows that share one of their rarest sequences, in blocks."""
    prefix = np.where(sizes > 0, sizes - np.ceil(likeness * sizes - 1e-9) + 1, 0).astype(np.int64)
    place = np.arange(matrix.nnz) - np.repeat(matrix.indptr[:-1], sizes)
    kept = place < np.repeat(prefix, sizes)
    starts = np.concatenate([[0], np.cumsum(prefix)])
    rare = csr_matrix((matrix.data[kept], matrix.indices[kept], starts), shape=matrix.shape)
    turned = rare.T.tocsr()
    for begin in range(0, rare.shape[0], 2000):
        shared = (rare[begin : begin + 2000] @ turned).tocoo()
        pairs = np.column_stack([shared.row + begin, shared.col]).astype(np.int64)
        pairs = pairs[pairs[:, 0] < pairs[:, 1]]
        for at in range(0, len(pairs), _PAIRS_AT_ONCE):
            yield pairs[at : at + _PAIRS_AT_ONCE]


def _keep_alike(matrix: csr_matrix, sizes: Ints, pairs: Ints, likeness: float) -> Ints:
    """Keep the pairs whose Jaccard index is large enough."""
    both = sizes[pairs]
    possible = both.min(axis=1) >= likeness * both.max(axis=1) - 1e-9
    pairs, both = pairs[possible], both[possible]
    shared = matrix[pairs[:, 0]].multiply(matrix[pairs[:, 1]]).sum(axis=1)
    common = np.asarray(shared, dtype=np.float64).ravel()
    alike: Ints = pairs[common >= likeness * (both.sum(axis=1) - common) - 1e-9]
    return alike
