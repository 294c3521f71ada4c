"""Terms that stand in the sentences of one theme rather than in others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, vstack

from analysis.stats.keyness import measure_keyness

_LEAST_USES = 2
"""A term that the theme's sentences use once is there by chance."""


@dataclass(frozen=True, slots=True)
class NearTerm:
    """One term in the sentences of a theme and in the others."""

    term: str
    count: int
    count_rest: int
    towns: int
    unclaimed: int
    """Sentences with it that show no theme at all."""
    log_odds: float
    z: float


def find_near_terms(
    counts: csr_matrix,
    terms: Sequence[str],
    shown: Sequence[Sequence[int]],
    theme: int,
    towns: Sequence[Hashable],
    *,
    min_towns: int = 1,
) -> tuple[NearTerm, ...]:
    """Hold a theme's sentences against the others; the highest z first.

    Parameters
    ----------
    counts
        Terms per sentence, shape (n_sentences, n_terms).
    terms
        The words of the columns.
    shown
        The themes each sentence counts for.
    towns
        The town of each sentence.
    min_towns
        Towns that must use a term.
    """
    inside = np.array([theme in themes for themes in shown], dtype=bool)
    silent = np.array([not themes for themes in shown], dtype=bool)
    if inside.all() or not inside.any():
        return ()
    both = csr_matrix(vstack([_add_up(counts, inside), _add_up(counts, ~inside)]))
    rows, columns = counts.nonzero()
    held = {(towns[i], j) for i, j in zip(rows.tolist(), columns.tolist(), strict=True)}
    wide = Counter(terms[j] for _, j in held)
    lacking = Counter(terms[j] for j in csr_matrix(counts[np.flatnonzero(silent)]).nonzero()[1])
    return tuple(
        NearTerm(
            term=key.term,
            count=key.count,
            count_rest=key.count_rest,
            towns=wide[key.term],
            unclaimed=lacking[key.term],
            log_odds=key.log_odds,
            z=key.z,
        )
        for key in measure_keyness(both, terms, [0], [1])
        if key.z > 0 and key.count >= _LEAST_USES and wide[key.term] >= min_towns
    )


def _add_up(counts: csr_matrix, rows: np.ndarray) -> csr_matrix:
    return csr_matrix(csr_matrix(counts[np.flatnonzero(rows)]).sum(axis=0))
