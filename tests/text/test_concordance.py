"""Words in context: what is found equals what is counted, stands where it says, lines up."""

import unicodedata

import pytest

from analysis.text.concordance import align_columns, align_lines, find_in_context, measure_places
from analysis.text.reading import read_plans

PLAN = (
    "垟头镇2023年政府工作报告\n一、2022年工作回顾\n去年招商引资签下三家厂。\n"
    "二、2023年工作安排\n今年招商引资要盯住竹器厂，再跑三趟招商\u200b引资专班。\n"
    "新型经营主体不是经营主体，经营主体要办照。\n"
)


@pytest.fixture
def reading(make_document, lexicon):
    return read_plans(make_document(PLAN), lexicon).readings[0]


def test_the_review_is_left_out_unless_asked_for(reading):
    plan_part = find_in_context([reading], ["招商引资"])
    assert {line.role for line in plan_part} == {"tasks"}
    whole = find_in_context([reading], ["招商引资"], with_review=True)
    assert [line.role for line in whole] == ["review", *(line.role for line in plan_part)]


def test_every_occurrence_stands_at_its_offsets_of_the_received_text(reading):
    lines = find_in_context([reading], ["招商引资"], with_review=True)
    assert len(lines) == 3
    received = [PLAN[line.start : line.end] for line in lines]
    assert received == ["招商引资", "招商引资", "招商\u200b引资"]


def test_sentences_are_whole_and_known_by_their_ids(reading):
    text = {s.sentence_id: reading.clean.text[s.start : s.end] for s in reading.sentences}
    for line in find_in_context([reading], ["主体", "招商"]):
        assert line.left + line.word + line.right == text[line.sentence_id]


def test_a_longer_word_of_another_theme_hides_the_shorter_inside_it(reading):
    assert len(find_in_context([reading], ["经营主体"])) == 3
    seen = find_in_context([reading], ["经营主体"], hiding=["新型经营主体"])
    assert [line.left[-2:] for line in seen] == ["不是", "体，"]


def test_no_word_finds_nothing(reading):
    assert find_in_context([reading], []) == ()
    assert find_in_context([reading], ["没有的词"]) == ()


@pytest.mark.parametrize(
    ("text", "places"),
    [("", 0), ("镇", 2), ("a1 ", 3), ("８％", 4), ("e\u0301", 1), ("镇\u200b", 2)],
)
def test_wide_characters_take_two_places_and_marks_none(text, places):
    assert measure_places(text) == places


def place_of(line, word):
    """Places before a word, counted apart from the code."""
    before = line[: line.index(word)]
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in before)


def test_words_stand_below_one_another_whatever_stands_before_them(reading):
    lines = find_in_context([reading], ["招商引资", "主体"], with_review=True)
    heads = ["垟头镇 2023", "A", "柏树 review", "", "镇", "x"]
    told = [(head, line, "尾") for head, line in zip(heads, lines, strict=False)]
    shown = align_lines(told, 24)
    starts = {place_of(row, told[i][1].word) for i, row in enumerate(shown) if i < 3}
    assert len(starts) == 1
    assert {place_of(row, "尾") for row in shown} == {place_of(shown[0], "尾")}


def test_context_that_does_not_fit_is_cut_away_from_the_word(reading):
    line = find_in_context([reading], ["竹器厂"])[0]
    shown = align_lines([("", line, "")], 4)[0]
    assert "盯住  竹器厂  ，再" in shown
    assert "要盯" not in shown


def test_columns_stand_below_one_another():
    rows = align_columns([["词", "n"], ["招商引资", "12"], ["a", "3"]])
    assert rows == ("词        n", "招商引资  12", "a         3")
