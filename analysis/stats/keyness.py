"""Words that set some plans apart from others, with their error and their spread.

Log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn, "Fightin' Words",
Political Analysis 16 (2008), 372-403, equations 15, 16, 20 to 22): a word is held against its use
in all plans together, so that neither rare words nor the most frequent ones lead by chance.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.stats import norm

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
LEVEL = 0.9
"""Of the interval of a log-odds ratio."""


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """One term of one set of plans against another."""

    term: str
    count: int
    count_rest: int
    n_plans: int
    """Plans of both sets that use the term; their towns where the rows' towns were given."""
    dispersion: float
    """Gries' DP over the plans of both sets: 0 spread as evenly as can be, near 1 in one plan."""
    log_odds: float
    """Difference of the log-odds, natural logarithm; above 0 where the set uses the term more."""
    error: float
    """Standard error of `log_odds`."""
    low: float
    high: float
    z: float
    q: float
    """Two-sided p of z after Benjamini and Hochberg, over all terms that may be shown."""


def measure_keyness(
    counts: csr_matrix,
    terms: Sequence[str],
    chosen: Sequence[int],
    rest: Sequence[int],
    *,
    min_plans: int = 1,
    prior_size: float | None = None,
    towns: Sequence[int] | None = None,
) -> tuple[KeyTerm, ...]:
    """Hold the chosen plans against the rest; the highest z first, ties in the terms' order.

    Parameters
    ----------
    counts
        Terms per plan, shape (n_plans, n_terms), as `count_terms` gives them.
    terms
        The words of the columns.
    chosen, rest
        Rows; the two sets have no row in common.
    min_plans
        A term that stands in fewer plans of both sets is not shown and not tested; the words of
        every term count in the totals.
    prior_size
        Words of the prior, spread over the terms as both sets use them; the mean number of
        terms a plan by default, so that the prior weighs as much as one plan.
    towns
        The town of each row of `counts`: `min_plans` then counts towns, of whatever years their
        plans are.

    Returns
    -------
    Terms of either set; none when one of the sets has no term.

    Notes
    -----
    The error takes words as independent, which words of one document are not: z orders terms
    well and is too large as a test.
    """
    if set(chosen) & set(rest):
        raise ValueError("a plan stands on both sides")
    pool = _pool_rows(counts, [*chosen, *rest], min_plans, towns)
    return _hold(pool, _sum(counts, chosen), terms, prior_size)


def measure_each(
    counts: csr_matrix,
    terms: Sequence[str],
    rows: Sequence[int],
    owners: Sequence[Hashable],
    n: int,
    *,
    min_plans: int = 1,
) -> list[tuple[KeyTerm, ...]]:
    """Hold each row against those of other owners; list the n terms that it leads by.

    The same as `measure_keyness` and `list_key_terms` row by row, at the price of one: what the
    rows say together is added up once for all rows whose owner has no second one.

    Parameters
    ----------
    rows, owners
        Rows of `counts`, and whose each of them is: the town.
    """
    of_owner: dict[Hashable, list[int]] = {}
    for row, owner in zip(rows, owners, strict=True):
        of_owner.setdefault(owner, []).append(row)
    everything = _pool_rows(counts, rows, min_plans, None)
    found = []
    for row, owner in zip(rows, owners, strict=True):
        pool, others = everything, set(of_owner[owner]) - {row}
        if others:
            pool = _pool_rows(counts, [r for r in rows if r not in others], min_plans, None)
        found.append(_hold(pool, _sum(counts, [row]), terms, None, first=n))
    return found


def list_key_terms(
    found: Sequence[KeyTerm], n: int, *, among: Collection[str] | None = None
) -> tuple[KeyTerm, ...]:
    """List the first n terms that the chosen plans use, and use more than the rest."""
    more = (k for k in found if k.count and k.z > 0 and (among is None or k.term in among))
    return tuple(more)[:n]


def leading_key_terms(
    found: Mapping[str, Sequence[KeyTerm]], n: int
) -> tuple[tuple[str, float], ...]:
    """List the n terms of the highest z in any plan, each once, ties in the terms' order.

    Parameters
    ----------
    found
        Plan id -> its key terms against the other towns.
    """
    best: dict[str, float] = {}
    for terms in found.values():
        for key in terms:
            best[key.term] = max(key.z, best.get(key.term, key.z))
    return tuple(sorted(best.items(), key=lambda held: (-held[1], held[0])))[:n]


def difference_of_log_odds(one: Floats, other: Floats, prior_size: float) -> Floats:
    """Difference of the log-odds of terms, the prior spread as both sets use them.

    Parameters
    ----------
    one, other
        Uses, (..., n_terms) each; leading axes are so many pairs of sets.

    Returns
    -------
    The same shape; no number where neither set has the term.
    """
    pooled = one + other
    prior = pooled * (prior_size / pooled.sum(axis=-1, keepdims=True))
    with np.errstate(invalid="ignore"):
        return _log_odds(one, prior) - _log_odds(other, prior)


def measure_dispersion(counts: csr_matrix, sizes: Floats) -> Floats:
    """Gries' deviation of proportions (DP) of each column over the rows.

    Half the sum of absolute differences between the share of a term's uses that a plan holds
    and the share of all words that it holds (Gries, International Journal of Corpus Linguistics
    13 (2008), 403-437). NaN for a term without a use.

    Parameters
    ----------
    counts
        Shape (n_plans, n_terms).
    sizes
        Words of each plan, shape (n_plans,).
    """
    held = csr_matrix(counts).tocoo()
    n, expected = held.shape[1], np.asarray(sizes, dtype=np.float64) / np.sum(sizes)
    total = np.bincount(held.col, held.data, n)
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = np.abs(held.data / total[held.col] - expected[held.row])
    here = np.bincount(held.col, expected[held.row], n)
    # plans without the term differ by their whole share
    spread = (np.bincount(held.col, apart, n) + 1 - here) / 2
    return np.where(total > 0, spread, np.nan)


def adjust_p(p: Floats) -> Floats:
    """Adjust p values for a false discovery rate (Benjamini & Hochberg 1995), in their order."""
    n = len(p)
    order = np.argsort(p, kind="stable")[::-1]
    ranked = p[order] * n / np.arange(n, 0, -1)
    adjusted = np.empty(n)
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(ranked))
    return adjusted


@dataclass(frozen=True, slots=True)
class _Pool:
    """What plans say together; by term, `spread` and `wide` for those of `shown` alone."""

    uses: Floats
    n_plans: int
    shown: Ints
    wide: Ints
    spread: Floats


def _pool_rows(
    counts: csr_matrix, rows: Sequence[int], min_plans: int, towns: Sequence[int] | None
) -> _Pool:
    part = counts[list(rows), :]
    n_plans = np.bincount(part.indices[part.data > 0], minlength=part.shape[1])
    wide = n_plans if towns is None else _count_towns(part, [towns[i] for i in rows])
    shown = np.flatnonzero((n_plans > 0) & (wide >= min_plans))
    sizes = np.asarray(part.sum(axis=1)).ravel()
    uses = np.asarray(part.sum(axis=0), dtype=np.float64).ravel()
    spread = measure_dispersion(part[:, shown], sizes)
    return _Pool(uses, len(rows), shown, wide[shown], spread)


def _hold(
    pool: _Pool,
    in_chosen: Floats,
    terms: Sequence[str],
    prior_size: float | None,
    first: int | None = None,
) -> tuple[KeyTerm, ...]:
    """Hold a part of a pool against the rest of it; the `first` terms it leads by, or all."""
    in_rest, shown = pool.uses - in_chosen, pool.shown
    if not in_chosen.any() or not in_rest.any():
        return ()
    size = prior_size if prior_size is not None else pool.uses.sum() / pool.n_plans
    prior = pool.uses * size / pool.uses.sum()
    log_odds = difference_of_log_odds(in_chosen, in_rest, size)[shown]
    error = np.sqrt(1 / (in_chosen + prior)[shown] + 1 / (in_rest + prior)[shown])
    z = log_odds / error
    q = adjust_p(2 * norm.sf(np.abs(z)))
    half = norm.ppf((1 + LEVEL) / 2) * error
    told = np.arange(len(shown))
    if first is not None:
        told = told[(in_chosen[shown] > 0) & (z > 0)]
        if len(told) > first:
            told = told[z[told] >= np.partition(z[told], -first)[-first]]
    found = [
        KeyTerm(
            term=terms[shown[i]],
            count=int(in_chosen[shown[i]]),
            count_rest=int(in_rest[shown[i]]),
            n_plans=int(pool.wide[i]),
            dispersion=float(pool.spread[i]),
            log_odds=float(log_odds[i]),
            error=float(error[i]),
            low=float(log_odds[i] - half[i]),
            high=float(log_odds[i] + half[i]),
            z=float(z[i]),
            q=float(q[i]),
        )
        for i in told.tolist()
    ]
    return tuple(sorted(found, key=lambda key: (-key.z, key.term))[:first])


def _sum(counts: csr_matrix, rows: Sequence[int]) -> Floats:
    return np.asarray(counts[list(rows), :].sum(axis=0), dtype=np.float64).ravel()


def _count_towns(part: csr_matrix, towns: Sequence[int]) -> Ints:
    """Count the towns that use each term; `towns` names each row's."""
    places = {town: i for i, town in enumerate(dict.fromkeys(towns))}
    rows = np.array([places[town] for town in towns])
    joined = csr_matrix((np.ones(len(rows)), (rows, np.arange(len(rows)))))
    return np.asarray(((joined @ part) > 0).sum(axis=0), dtype=np.int64).ravel()


def _log_odds(uses: Floats, prior: Floats) -> Floats:
    held = uses + prior
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log(held / (held.sum(axis=-1, keepdims=True) - held)))
