"""The keywords asked for by name: how often each plan says them and how much they set it apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analysis.model import KeywordCount, PlanCounts, TermMatrix


def measure_keywords(
    counts: Sequence[PlanCounts], matrix: TermMatrix, keywords: Sequence[str]
) -> tuple[KeywordCount, ...]:
    """One row a plan and keyword, plans in the order of `counts`, keywords in their own.

    Counts are of characters, the weight is of the keyword as a token of the plan part. The
    rank is 1 more than the number of terms that weigh more in the plan, so that equal weights
    share a rank; a keyword that is no token of the plan part has weight 0 and no rank.

    Parameters
    ----------
    counts
        From `count_plan`, with this very keyword list.
    matrix
        From `weigh_terms`; a plan that is not in it has weight 0 and no rank.
    keywords
        In the lexicon's order.
    """
    rows = {plan_id: i for i, plan_id in enumerate(matrix.plan_ids)}
    columns = {term: j for j, term in enumerate(matrix.terms)}
    found = []
    for plan in counts:
        held, weights = _row(matrix, rows.get(plan.plan_id))
        for i, keyword in enumerate(keywords):
            weight = float(weights[held == columns.get(keyword, -1)].sum())
            found.append(
                KeywordCount(
                    plan_id=plan.plan_id,
                    keyword=keyword,
                    count_document=plan.keywords_document[i],
                    count_plan=plan.keywords_plan[i],
                    per_10k_chars=_per_10k(plan.keywords_plan[i], plan.chars_plan),
                    tfidf=weight,
                    rank=1 + int((weights > weight).sum()) if weight else None,
                )
            )
    return tuple(found)


def _row(
    matrix: TermMatrix, row: int | None
) -> tuple[npt.NDArray[np.integer], npt.NDArray[np.float64]]:
    """Columns and weights of one plan's terms; none of a plan that is not in the matrix."""
    start, end = (0, 0) if row is None else matrix.weights.indptr[row : row + 2]
    return matrix.weights.indices[start:end], matrix.weights.data[start:end]


def _per_10k(count: int, chars: int) -> float:
    return 10_000 * count / chars if chars else 0.0
