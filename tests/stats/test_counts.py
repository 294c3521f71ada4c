from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stats.counts import count_plan, count_words


def test_the_longest_word_counts_and_its_characters_for_no_other():
    words = ["园区", "产业园", "产业园区", "产业"]
    assert count_words("产业园区挂牌，老园区腾退，产业园区扩容", words) == {
        "产业园区": 2,
        "园区": 1,
        "产业园": 0,
        "产业": 0,
    }


def test_the_order_of_the_words_changes_no_count():
    words = ["招商", "招商引资", "引资", "外资"]
    text = "招商引资、以商招商，引资引外资"
    assert count_words(text, words) == count_words(text, words[::-1])


def test_a_word_with_signs_of_a_pattern_is_only_its_characters():
    assert count_words("互联网+农业(一期)，互联网农业", ["互联网+", "(一期)", "."]) == {
        "互联网+": 1,
        "(一期)": 1,
        ".": 0,
    }


def test_no_words_and_no_text_count_nothing():
    assert count_words("招商引资", []) == {}
    assert count_words("", ["招商引资"]) == {"招商引资": 0}


@given(st.text("甲乙丙", max_size=40), st.lists(st.text("甲乙丙", min_size=1, max_size=4)))
def test_counting_equals_reading_on_with_the_longest_word_at_each_character(text, words):
    expected = dict.fromkeys(words, 0)
    at = 0
    while at < len(text):
        fitting = [w for w in expected if text.startswith(w, at)]
        if fitting:
            longest = max(fitting, key=len)
            expected[longest] += 1
            at += len(longest)
        else:
            at += 1
    assert count_words(text, words) == expected


def test_keywords_are_counted_in_the_plan_and_never_in_its_neighbours(reading_of, lexicon_of):
    reading = reading_of(
        ("review", "去年招商引资到位1.2亿元，招商引资居前。"),
        ("targets", "今年招商引资到位资金增长**%。"),
        ("tasks", "抓乡村\u3000振兴，招 商引资不松劲。"),
    )
    counts = count_plan(reading, lexicon_of(["招商引资", "乡村振兴"]))
    assert counts.keywords_document == (3, 0)
    assert counts.keywords_plan == (1, 0)


def test_blanks_are_no_characters(reading_of, lexicon_of):
    reading = reading_of(("review", "去 年\n好。"), ("tasks", "今\u3000年 更好。\t"))
    counts = count_plan(reading, lexicon_of())
    assert counts.chars_document == len("去年好。今年更好。")
    assert counts.chars_plan == len("今年更好。")


def test_a_sentence_counts_once_split_evenly_over_its_themes(reading_of, lexicon_of):
    lexicon = lexicon_of(farm=["粮食", "农田"], road=["公路"], law=["普法"])
    reading = reading_of(
        ("review", "去年修公路、种粮食。"),
        ("tasks", "粮食粮食粮食，农田。"),
        ("tasks", "公路通到农田。"),
        ("other", "感谢大家。"),
    )
    counts = count_plan(reading, lexicon)
    assert counts.n_plan_sentences == 3
    assert counts.theme_sentences == pytest.approx((1.5, 0.5, 0.0))
    assert sum(counts.theme_sentences) <= counts.n_plan_sentences


def test_a_longer_word_of_one_theme_hides_the_shorter_of_another(reading_of, lexicon_of):
    lexicon = lexicon_of(farm=["新型经营主体"], firms=["经营主体"])
    counts = count_plan(reading_of(("tasks", "培育新型经营主体。")), lexicon)
    assert counts.theme_sentences == (1.0, 0.0)


def test_words_of_a_theme_are_counted_one_by_one_in_plan_sentences_only(reading_of, lexicon_of):
    lexicon = lexicon_of(farm=["油茶", "水稻"], firms=["经营主体"])
    reading = reading_of(("review", "油茶丰收。"), ("tasks", "水稻、油茶、油茶林。"))
    counts = count_plan(reading, lexicon)
    assert counts.theme_words == (3, 0)
    assert counts.theme_sentences == (1.0, 0.0)


def test_a_sentence_can_count_for_the_themes_it_has_most_words_of(reading_of, lexicon_of):
    lexicon = lexicon_of(farm=["油茶", "水稻"], roads=["公路"], firms=["经营主体"])
    reading = reading_of(
        ("tasks", "公路通到水稻田和油茶林。"),
        ("tasks", "油茶和公路。"),
        ("tasks", "感谢大家。"),
        ("review", "公路、公路、水稻。"),
    )
    assert count_plan(reading, lexicon).theme_sentences == (1.0, 1.0, 0.0)
    main = count_plan(reading, lexicon, main_only=True)
    assert main.theme_sentences == (1.5, 0.5, 0.0)
    assert main.n_plan_sentences == 3


def test_a_theme_that_another_outnumbers_is_only_mentioned(reading_of, lexicon_of):
    lexicon = lexicon_of(farm=["油茶", "水稻"], roads=["公路"])
    text = "油茶、水稻、油茶、水稻，公路边。"
    assert count_plan(reading_of(("tasks", text)), lexicon).theme_sentences == (0.5, 0.5)
    strict = replace(lexicon, passing=4)
    counts = count_plan(reading_of(("tasks", text)), strict)
    assert counts.theme_sentences == (1.0, 0.0)
    assert counts.theme_words == (4, 1)
    near_miss = count_plan(reading_of(("tasks", text.replace("油茶、", "", 1))), strict)
    assert near_miss.theme_sentences == (0.5, 0.5)


def test_a_name_shows_its_theme_alone_and_counts_as_no_word_of_it(reading_of, lexicon_of):
    lexicon = replace(
        lexicon_of(farm=["油茶"], roads=["公路"]),
        no_theme_words=("公路投资", "农业产值", "财力"),
        alone={"公路投资": "roads", "农业产值": "farm"},
    )
    reading = reading_of(
        ("tasks", "公路投资一亿元。"),
        ("tasks", "公路投资一亿元，农业产值两亿元。"),
        ("tasks", "公路投资一亿元，财力见涨。"),
        ("tasks", "公路投资一亿元，油茶补苗。"),
    )
    counts = count_plan(reading, lexicon)
    assert counts.theme_sentences == (1.0, 1.0)
    assert counts.theme_words == (1, 0)


def test_counting_takes_linear_time_in_a_line_without_an_end():
    words = [f"甲{'乙' * n}丙" for n in range(1, 20)]
    text = "甲" + "乙" * 200_000
    assert sum(count_words(text, words).values()) == len(re.findall("甲乙{1,19}丙", text))
