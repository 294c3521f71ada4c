"""Every token of a plan part has one fate, and no token is lost on the way."""

from __future__ import annotations

import pytest

from analysis.stats.attrition import measure_attrition
from analysis.stats.terms import TermRecipe, count_terms, is_term

RECIPE = TermRecipe(
    stop_words=frozenset({"我们", "推进"}),
    names=frozenset({"云栖镇"}),
    counters=frozenset({"家", "亩"}),
    always=frozenset({"招商引资"}),
)
PLAN = "我们 推进 招商引资 ， 茶 茶叶 茶叶 2023 ** 两家 云栖镇 一带一路 | 茶叶 推进 。"


@pytest.fixture
def attrition(tokens_of, counts_of):
    tokens, vocabulary = tokens_of(甲=PLAN)
    counts = {"甲": counts_of("甲", (), 3, chars_document=90, chars_plan=60)}
    return measure_attrition(tokens, vocabulary, counts, RECIPE)[0]


def test_each_word_is_told_the_first_reason_that_holds(attrition):
    assert attrition.fates == {"stop_word": 2, "sign": 4, "short": 1, "name": 1, "kept": 4}
    assert (attrition.chars, attrition.chars_plan) == (90, 60)
    assert attrition.terms == 3


def test_the_fates_add_up_to_the_tokens_of_the_plan_part(attrition):
    assert sum(attrition.fates.values()) == attrition.tokens_plan == 12
    assert attrition.tokens == 15


def test_what_is_kept_is_what_is_weighed(attrition, tokens_of):
    tokens, vocabulary = tokens_of(甲=PLAN)
    counts = count_terms(tokens, vocabulary, RECIPE)
    assert counts.sum() == attrition.fates["kept"]
    assert {w for w in vocabulary if is_term(w, RECIPE)} == {"招商引资", "茶叶", "一带一路"}


def test_a_plan_without_words_has_nothing_and_no_error(tokens_of, counts_of):
    tokens, vocabulary = tokens_of(空="")
    (row,) = measure_attrition(tokens, vocabulary, {"空": counts_of("空", (), 0)}, RECIPE)
    assert (row.tokens, row.tokens_plan, dict(row.fates), row.terms) == (0, 0, {}, 0)
