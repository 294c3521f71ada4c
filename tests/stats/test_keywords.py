from __future__ import annotations

import pytest

from analysis.stats.keywords import measure_keywords
from analysis.stats.terms import TermRecipe, top_terms, weigh_terms


def test_count_rate_weight_and_rank_of_each_keyword(tokens_of, counts_of):
    tokens, vocabulary = tokens_of(a="招商引资 招商引资 招商引资 公路 茶叶 茶叶", b="公路 茶叶")
    matrix = weigh_terms(tokens, vocabulary, TermRecipe())
    keywords = ("招商引资", "共同富裕")
    counts = [
        counts_of("a", (), 30, chars_plan=1500, keywords_document=(5, 1), keywords_plan=(3, 0)),
        counts_of("b", (), 30, chars_plan=800, keywords_document=(0, 0), keywords_plan=(0, 0)),
    ]
    first, second, third, fourth = measure_keywords(counts, matrix, keywords)
    assert (first.plan_id, first.keyword, first.count_document, first.count_plan) == (
        "a",
        "招商引资",
        5,
        3,
    )
    assert first.per_10k_chars == pytest.approx(20.0)
    assert first.tfidf == dict(top_terms(matrix, "a", 9))["招商引资"]
    assert first.rank == 1
    assert (second.count_document, second.tfidf, second.rank) == (1, 0.0, None)
    assert [(r.plan_id, r.tfidf, r.rank) for r in (third, fourth)] == [("b", 0.0, None)] * 2


def test_the_rank_counts_the_terms_that_weigh_more_and_equals_share_it(tokens_of, counts_of):
    tokens, vocabulary = tokens_of(a="乡村振兴 招商引资 茶叶 茶叶", b="渔港")
    matrix = weigh_terms(tokens, vocabulary, TermRecipe())
    counts = [counts_of("a", (), 30, keywords_document=(1, 1), keywords_plan=(1, 1))]
    rows = measure_keywords(counts, matrix, ("乡村振兴", "招商引资"))
    assert [row.rank for row in rows] == [2, 2]
    heavier = [w for _, w in top_terms(matrix, "a", 9) if w > rows[0].tfidf]
    assert rows[0].rank == 1 + len(heavier)


def test_a_plan_without_a_plan_part_has_zero_rates_and_no_rank(tokens_of, counts_of):
    tokens, vocabulary = tokens_of(b="公路")
    matrix = weigh_terms(tokens, vocabulary, TermRecipe())
    counts = [
        counts_of("a", (), 0, chars_plan=0, keywords_document=(2,), keywords_plan=(0,)),
    ]
    (row,) = measure_keywords(counts, matrix, ("招商引资",))
    assert (row.count_document, row.per_10k_chars, row.tfidf, row.rank) == (2, 0.0, 0.0, None)
