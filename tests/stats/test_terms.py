from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from analysis.corpus.background import TermBackground
from analysis.stats.terms import (
    TermRecipe,
    is_term,
    leading_terms,
    name_words,
    top_terms,
    weigh_terms,
)

PLANS = {
    "甲镇-2023": "茶叶 茶叶 民宿 公路 | 柑橘 柑橘",
    "乙镇-2023": "公路 水库 茶叶",
    "丙镇-2023": "公路 公路 公路 渔港",
}


def test_the_weight_is_the_textbook_formula(tokens_of):
    tokens, vocabulary = tokens_of(**PLANS)
    matrix = weigh_terms(tokens, vocabulary, TermRecipe())
    n = 3
    idf = {
        w: math.log((1 + n) / (1 + df)) + 1 for w, df in {"茶叶": 2, "民宿": 1, "公路": 3}.items()
    }
    raw = {"茶叶": 2 * idf["茶叶"], "民宿": idf["民宿"], "公路": idf["公路"]}
    length = math.sqrt(sum(v * v for v in raw.values()))
    found = dict(top_terms(matrix, "甲镇-2023", 9))
    assert found == pytest.approx({w: v / length for w, v in raw.items()})


@pytest.mark.parametrize("sublinear", [False, True])
@pytest.mark.parametrize("min_plans", [1, 2])
def test_the_matrix_equals_scikit_learns_own(tokens_of, sublinear, min_plans):
    tokens, vocabulary = tokens_of(**PLANS)
    matrix = weigh_terms(tokens, vocabulary, TermRecipe(min_plans=min_plans, sublinear=sublinear))
    reference = TfidfVectorizer(
        analyzer=str.split, min_df=min_plans, sublinear_tf=sublinear, lowercase=False
    )
    expected = reference.fit_transform([p.split("|")[0] for p in PLANS.values()])
    assert matrix.terms == tuple(reference.get_feature_names_out())
    assert matrix.plan_ids == tuple(PLANS)
    np.testing.assert_allclose(matrix.weights.toarray(), expected.toarray(), rtol=1e-12)


def test_words_of_the_review_have_no_weight(tokens_of):
    tokens, vocabulary = tokens_of(**PLANS)
    assert "柑橘" not in weigh_terms(tokens, vocabulary, TermRecipe()).terms


def test_the_numbering_of_the_vocabulary_changes_nothing(tokens_of):
    tokens, vocabulary = tokens_of(**PLANS)
    turned = tuple(reversed(vocabulary))
    renumbered = tuple(
        type(t)(t.plan_id, (len(vocabulary) - 1 - t.ids).astype(np.int32), t.starts, t.in_plan_part)
        for t in tokens
    )
    one = weigh_terms(tokens, vocabulary, TermRecipe())
    other = weigh_terms(renumbered, turned, TermRecipe())
    assert one.terms == other.terms
    assert one.weights.data.tobytes() == other.weights.data.tobytes()
    assert one.weights.indices.tobytes() == other.weights.indices.tobytes()


@pytest.mark.parametrize(
    "word",
    [
        "7.5%",
        "2023",
        "十四五",
        "三千",
        "第一",
        "**",
        "XX",
        "xxx",
        "X市",
        "某",
        "，",
        "茶",
        "4A",
        "_",
        "各级",
    ],
)
def test_numbers_masks_signs_and_stop_words_are_no_terms(word):
    assert not is_term(word, TermRecipe(stop_words=frozenset({"各级"})))


@pytest.mark.parametrize("word", ["茶叶", "LED", "三农", "千岛湖", "百货", "驩城", "㙍头", "Xbox"])
def test_words_that_only_look_like_numbers_or_masks_are_terms(word):
    assert is_term(word, TermRecipe(stop_words=frozenset({"各级"})))


@pytest.mark.parametrize("word", ["两家", "十四个", "八成", "第三", "千万元", "几十亩"])
def test_a_numeral_with_its_measure_word_is_no_term(word):
    assert not is_term(word, TermRecipe(counters=frozenset({"家", "个", "成", "元", "亩"})))


@pytest.mark.parametrize("word", ["三农", "千年古镇", "一带一路", "家庭", "成本", "万寿菊"])
def test_a_name_that_opens_with_a_numeral_stays_a_term(word):
    assert is_term(word, TermRecipe(counters=frozenset({"家", "个", "成", "元", "亩"})))


def test_a_keyword_asked_for_is_a_term_in_however_few_plans(tokens_of):
    tokens, vocabulary = tokens_of(a="招商引资 公路", b="公路 水库", c="公路 水库")
    recipe = TermRecipe(min_plans=2, always=frozenset({"招商引资"}))
    assert weigh_terms(tokens, vocabulary, recipe).terms == ("公路", "招商引资", "水库")


def test_names_of_towns_and_counties_are_no_terms(plan_of, tokens_of):
    units = ["镇", "街道", "街道办事处", "县", "自治县", "乡"]
    names = name_words(
        [
            plan_of("云栖镇", county="望海县"),
            plan_of("马王堆街道办事处", county="云岭自治县"),
            plan_of("桥乡"),
        ],
        units,
    )
    assert names == {
        "云栖镇",
        "云栖",
        "望海县",
        "望海",
        "马王堆街道办事处",
        "马王堆",
        "云岭自治县",
        "云岭",
        "桥乡",
    }
    tokens, vocabulary = tokens_of(a="云栖 望海县 茶叶")
    assert weigh_terms(tokens, vocabulary, TermRecipe(names=names)).terms == ("茶叶",)


def test_ties_are_broken_by_the_term(tokens_of):
    tokens, vocabulary = tokens_of(a="水库 茶叶 公路", b="渔港")
    matrix = weigh_terms(tokens, vocabulary, TermRecipe())
    assert [term for term, _ in top_terms(matrix, "a", 2)] == sorted(["水库", "茶叶", "公路"])[:2]


def test_a_plan_without_terms_keeps_an_empty_row(tokens_of):
    tokens, vocabulary = tokens_of(a="XX ** 2023", b="茶叶")
    matrix = weigh_terms(tokens, vocabulary, TermRecipe())
    assert matrix.plan_ids == ("a", "b")
    assert top_terms(matrix, "a", 5) == ()


@pytest.mark.parametrize("plans", [{}, {"a": "XX 2023"}, {"a": ""}])
def test_nothing_to_weigh_is_an_empty_matrix(tokens_of, plans):
    tokens, vocabulary = tokens_of(**plans)
    matrix = weigh_terms(tokens, vocabulary, TermRecipe())
    assert matrix.weights.shape == (len(plans), 0)
    assert matrix.terms == ()


def test_few_plans_are_called_exploratory_in_the_recipe(tokens_of):
    few, words = tokens_of(**{f"p{i}": "茶叶" for i in range(19)})
    many, _ = tokens_of(**{f"p{i}": "茶叶" for i in range(20)})
    assert "exploratory: N=19" in weigh_terms(few, words, TermRecipe()).recipe
    assert "exploratory" not in weigh_terms(many, words, TermRecipe()).recipe


def test_leading_terms_have_the_largest_mean_weight_over_the_plans_named(tokens_of):
    tokens, vocabulary = tokens_of(a="茶叶 茶叶 公路", b="公路 水库", c="渔港 渔港 渔港")
    matrix = weigh_terms(tokens, vocabulary, TermRecipe())
    dense = matrix.weights.toarray()
    expected = sorted(zip(-dense[:2].mean(axis=0), matrix.terms, strict=True))
    found = leading_terms(matrix, ["a", "b"], 9)
    assert [term for term, _ in found] == [term for weight, term in expected if weight < 0]
    assert [weight for _, weight in found] == pytest.approx([-w for w, _ in expected if w < 0])
    assert leading_terms(matrix, [], 9) == ()
    assert len(leading_terms(matrix, ["a", "b", "c"], 2)) == 2


@pytest.mark.parametrize("sublinear", [False, True])
def test_a_background_list_gives_the_document_frequencies(tokens_of, sublinear):
    tokens, vocabulary = tokens_of(**PLANS)
    background = TermBackground("list.csv", "0123456789ab", 400, {"茶叶": 300, "公路": 12})
    recipe = TermRecipe(sublinear=sublinear, background=background)
    matrix = weigh_terms(tokens, vocabulary, recipe)
    idf = {
        w: math.log(401 / (1 + df)) + 1 for w, df in {"茶叶": 300, "民宿": 0, "公路": 12}.items()
    }
    uses = {"茶叶": 1 + math.log(2) if sublinear else 2, "民宿": 1, "公路": 1}
    raw = {w: uses[w] * idf[w] for w in uses}
    length = math.sqrt(sum(v * v for v in raw.values()))
    assert dict(top_terms(matrix, "甲镇-2023", 9)) == pytest.approx(
        {w: v / length for w, v in raw.items()}
    )
    assert "list.csv (0123456789ab, N=400)" in matrix.recipe
    assert "exploratory" not in matrix.recipe


def test_with_a_background_list_a_plan_weighs_the_same_whatever_others_are_there(tokens_of):
    recipe = TermRecipe(background=TermBackground("list.csv", "0" * 12, 400, {"茶叶": 300}))
    alone = weigh_terms(*tokens_of(**{"甲镇-2023": PLANS["甲镇-2023"]}), recipe)
    among = weigh_terms(*tokens_of(**PLANS), recipe)
    assert dict(top_terms(alone, "甲镇-2023", 9)) == pytest.approx(
        dict(top_terms(among, "甲镇-2023", 9))
    )
