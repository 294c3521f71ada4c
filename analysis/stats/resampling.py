"""How often a difference of words keeps its sign when other sentences had been written.

Words of one sentence come together, so that an interval from counting words is too narrow. Whole
sentences are drawn again from each set (bootstrap; compare Lijffijt and others, Digital Scholarship
in the Humanities 31 (2016), 374-397, on words that come in bursts).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from analysis.model import Reading, Tokens
from analysis.stats.keyness import difference_of_log_odds

Floats = npt.NDArray[np.float64]
DRAWS = 500
_SEED = 20080116
_BLOCK = 100
"""Draws counted at once: memory stays below 100 MB for 10,000 terms."""


def count_by_sentence(
    readings: Sequence[Reading], tokens: Sequence[Tokens], columns: Sequence[int]
) -> csr_matrix:
    """Count terms in each plan sentence, shape (n_sentences, len(columns)).

    Parameters
    ----------
    readings, tokens
        Of the same plans, in the same order; ids index one vocabulary.
    columns
        Ids of the terms.
    """
    place = {term: j for j, term in enumerate(columns)}
    rows, cols, done = [], [], 0
    for reading, plan in zip(readings, tokens, strict=True):
        begins = np.array([s.start for s in reading.sentences], dtype=np.int64)
        kept = [i for i in np.flatnonzero(plan.in_plan_part).tolist() if int(plan.ids[i]) in place]
        at = np.searchsorted(begins, plan.starts[kept], side="right") - 1
        rows.append(done + at)
        cols.append(np.array([place[int(plan.ids[i])] for i in kept], dtype=np.int64))
        done += len(begins)
    row, col = (np.concatenate([*held, np.empty(0)]).astype(np.int64) for held in (rows, cols))
    counts = csr_matrix((np.ones(len(row)), (row, col)), shape=(done, len(columns)))
    is_plan = np.array([s.role != "review" for r in readings for s in r.sentences], dtype=bool)
    return csr_matrix(counts[np.flatnonzero(is_plan)])


def measure_held(
    one: csr_matrix, other: csr_matrix, prior_size: float, *, draws: int = DRAWS
) -> Floats:
    """Return, for each term, the share of draws in which the sign of its log-odds holds.

    Parameters
    ----------
    one, other
        Terms per sentence of the two sets, (n_sentences, n_terms) each.
    prior_size
        Words of the prior, as `measure_keyness` uses it; spread anew in each draw.
    draws
        Each takes as many sentences from each set as it has, with replacement.

    Returns
    -------
    Shape (n_terms,); a draw that holds the term on neither side does not hold its sign. The
    draws are the same in every run.
    """
    rng = np.random.default_rng(_SEED)
    observed = np.sign(difference_of_log_odds(_total(one), _total(other), prior_size))
    held = np.zeros(one.shape[1])
    for begin in range(0, draws, _BLOCK):
        size = min(_BLOCK, draws - begin)
        drawn = [_draw(rng, part, size) for part in (one, other)]
        sign = np.sign(difference_of_log_odds(drawn[0], drawn[1], prior_size))
        held += (sign == observed).sum(axis=0)  # no number, where a draw lacks the term, is unlike
    return held / draws


def _draw(rng: np.random.Generator, sentences: csr_matrix, size: int) -> Floats:
    """Draw sentences `size` times and add up their terms, (size, n_terms)."""
    n = sentences.shape[0]
    weights = rng.multinomial(n, np.full(n, 1 / n), size=size).astype(np.float64)
    return np.asarray((sentences.T @ weights.T).T, dtype=np.float64)


def _total(sentences: csr_matrix) -> Floats:
    return np.asarray(sentences.sum(axis=0), dtype=np.float64).ravel()
