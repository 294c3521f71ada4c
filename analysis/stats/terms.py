"""TF-IDF weights of the words a plan uses for what it plans.

With few plans the weights only say what sets one plan apart from these others: a word that
every town shares weighs least, so that the themes themselves are counted in `counts` instead.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

from analysis.corpus.background import TermBackground
from analysis.model import Plan, TermMatrix, Tokens

_NUMERAL_CHARS = "零〇一二三四五六七八九十百千万亿兆两廿卅半几数多余第"
_MASK_LETTERS = frozenset("xX×")
TokenFate = Literal["kept", "sign", "short", "stop_word", "name"]
"""`sign`: a number, date, mask or punctuation; `name`: of a town or county of the study."""
FEW_PLANS = 20
"""Below this many plans the weights are called exploratory (the sampling error of
an idf is 0.4 at five plans and 0.2 at twenty)."""


@dataclass(frozen=True, slots=True)
class TermRecipe:
    """What counts as a term and how it is weighed.

    `stop_words` and `names` (towns, counties) are never terms; `always` (the keywords asked
    for by name) are, in however few plans they stand. `counters` are measure words: with a
    numeral before them (两家, 十四个) they count something and name nothing.
    """

    min_plans: int = 1
    min_chars: int = 2
    sublinear: bool = False
    stop_words: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    counters: frozenset[str] = frozenset()
    always: frozenset[str] = frozenset()
    background: TermBackground | None = None
    """Where document frequencies are from; None takes those of the plans themselves."""


def name_words(plans: Sequence[Plan], units: Collection[str]) -> frozenset[str]:
    """List the names of the plans' towns and counties, with and without the unit they end with.

    Parameters
    ----------
    plans
        The plans whose names must not be terms.
    units
        What a name can end with (镇, 街道办事处, 县 ...).
    """
    names = {name for plan in plans for name in (plan.town, plan.county) if name}
    longest_first = sorted(units, key=len, reverse=True)
    bare = set()
    for name in names:
        unit = next((u for u in longest_first if name.endswith(u)), "")
        bare.add(name.removesuffix(unit))
    return frozenset(name for name in names | bare if len(name) > 1)


def weigh_terms(
    tokens: Sequence[Tokens], vocabulary: Sequence[str], recipe: TermRecipe
) -> TermMatrix:
    """TF-IDF weights of the plan part of each plan.

    The weight of term t in plan d is ``tf * (ln((1 + N) / (1 + df)) + 1)``, each row scaled to
    length 1; tf is the number of tokens, or ``1 + ln(tf)`` when sublinear (scikit-learn's
    smooth idf). N and df are of these plans, or of the recipe's background list, where a term
    that is not listed has df 0. A plan without terms keeps a row of zeros.

    Parameters
    ----------
    tokens
        One a plan; their order is the order of the rows. Ids index `vocabulary`.
    vocabulary
        The words.
    recipe
        What counts as a term.
    """
    counts = count_terms(tokens, vocabulary, recipe)
    plans_with = np.bincount(counts.indices, minlength=len(vocabulary))
    kept = [
        i
        for i in np.flatnonzero(plans_with).tolist()
        if plans_with[i] >= recipe.min_plans or vocabulary[i] in recipe.always
    ]
    kept.sort(key=lambda i: vocabulary[i])
    weights = counts[:, kept]
    if kept and tokens and recipe.background:
        terms = [vocabulary[i] for i in kept]
        weights = _weigh_by_background(weights, terms, recipe.background, recipe.sublinear)
    elif kept and tokens:
        transformer = TfidfTransformer(norm="l2", smooth_idf=True, sublinear_tf=recipe.sublinear)
        weights = csr_matrix(transformer.fit_transform(weights))
    weights.sort_indices()
    return TermMatrix(
        weights=weights,
        plan_ids=tuple(t.plan_id for t in tokens),
        terms=tuple(vocabulary[i] for i in kept),
        recipe=_describe(recipe, len(tokens)),
    )


def _weigh_by_background(
    counts: csr_matrix, terms: Sequence[str], background: TermBackground, sublinear: bool
) -> csr_matrix:
    df = np.array([background.documents.get(term, 0) for term in terms], dtype=np.float64)
    weights = csr_matrix(counts, dtype=np.float64, copy=True)
    if sublinear:
        weights.data = 1 + np.log(weights.data)
    weights.data *= (np.log((1 + background.n) / (1 + df)) + 1)[weights.indices]
    return csr_matrix(normalize(weights, norm="l2"))


def top_terms(matrix: TermMatrix, plan_id: str, n: int) -> tuple[tuple[str, float], ...]:
    """List the n heaviest terms of one plan, ties in the order of the terms."""
    row = matrix.plan_ids.index(plan_id)
    start, end = matrix.weights.indptr[row : row + 2]
    columns, weights = matrix.weights.indices[start:end], matrix.weights.data[start:end]
    order = np.lexsort((columns, -weights))[:n]
    found = zip(columns[order].tolist(), weights[order].tolist(), strict=True)
    return tuple((matrix.terms[j], weight) for j, weight in found)


def leading_terms(
    matrix: TermMatrix, plan_ids: Sequence[str], n: int
) -> tuple[tuple[str, float], ...]:
    """List the n terms of the largest mean weight over some plans, ties in the terms' order."""
    rows = [matrix.plan_ids.index(plan_id) for plan_id in plan_ids]
    if not rows:
        return ()
    means = np.asarray(matrix.weights[rows].mean(axis=0)).ravel()
    order = np.argsort(-means, kind="stable")[:n]
    return tuple((matrix.terms[j], float(means[j])) for j in order.tolist() if means[j] > 0)


def count_terms(
    tokens: Sequence[Tokens], vocabulary: Sequence[str], recipe: TermRecipe
) -> csr_matrix:
    """Count the tokens of the plan part per plan and word, (n_plans, n_vocabulary), terms only."""
    judged = np.fromiter((is_term(word, recipe) for word in vocabulary), np.bool_, len(vocabulary))
    columns: list[npt.NDArray[np.intp]] = []
    values: list[npt.NDArray[np.float64]] = []
    for plan in tokens:
        used = plan.ids[plan.in_plan_part]
        ids, counts = np.unique(used[judged[used]], return_counts=True)
        columns.append(ids.astype(np.intp))
        values.append(counts.astype(np.float64))
    starts = np.concatenate([[0], np.cumsum([len(c) for c in columns], dtype=np.intp)])
    return csr_matrix(
        (
            np.concatenate([*values, np.empty(0)]),
            np.concatenate([*columns, np.empty(0, dtype=np.intp)]),
            starts,
        ),
        shape=(len(tokens), len(vocabulary)),
    )


def is_term(word: str, recipe: TermRecipe) -> bool:
    """Whether a token can be a term: letters only, no numeral, no mask, no stop word."""
    return sort_token(word, recipe) == "kept"


def sort_token(word: str, recipe: TermRecipe) -> TokenFate:
    """Tell what becomes of a token: kept as a term, or the first reason why it is none."""
    if word in recipe.always:
        return "kept"
    if not word.isalpha() or _is_number_or_mask(word, recipe):
        return "sign"
    if len(word) < recipe.min_chars:
        return "short"
    if word in recipe.stop_words:
        return "stop_word"
    return "name" if word in recipe.names else "kept"


def _is_number_or_mask(word: str, recipe: TermRecipe) -> bool:
    unit = word.lstrip(_NUMERAL_CHARS)
    if unit != word and (not unit or unit in recipe.counters):
        return True
    if not word.isascii() and _MASK_LETTERS & set(word):
        return True
    return set(word) <= _MASK_LETTERS


def _describe(recipe: TermRecipe, n_plans: int) -> str:
    text = (
        f"TF-IDF, {n_plans} plans, plan part only, {'1+ln tf' if recipe.sublinear else 'tf'}, "
        f"idf ln((1+N)/(1+df))+1{_name_background(recipe)}, l2, "
        f"terms in >= {recipe.min_plans} plans, >= {recipe.min_chars} characters, "
        f"{len(recipe.stop_words)} stop words, {len(recipe.names)} names"
    )
    if n_plans < FEW_PLANS and recipe.background is None:
        text += f"; 探索性 exploratory: N={n_plans} < {FEW_PLANS}"
    return text


def _name_background(recipe: TermRecipe) -> str:
    held = recipe.background
    return f" of the list {held.name} ({held.hash}, N={held.n})" if held else ""
