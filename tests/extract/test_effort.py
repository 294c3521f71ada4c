"""What reading costs, counted in calls: it grows with the text's length, and idle text is cheap."""

import sys

import pytest

from analysis.extract.claims import find_claims
from analysis.extract.grammar import read_sentence
from analysis.extract.lexer import read_if_stated, read_stream
from analysis.extract.vocabulary import vocabulary
from analysis.model import Document
from analysis.text.reading import read_plans

SHAPES = (
    "12.",
    "**%",
    "xx.3亿元",
    "5%。",
    "村7%、",
    "种梨5亩，",
    "1、\n",
    "     ",
    "四面八方",
    "x1",
    "1,",
    "（1",
)


def count_calls(text, lexicon):
    """Return how many functions, those of the language included, are called to read a text."""
    calls = 0

    def count(_frame, event, _what):
        nonlocal calls
        calls += event in ("call", "c_call")

    document = Document("0" * 12, "长线.txt", "utf-8", f"青坪镇2031年工作计划\n{text}")
    sys.setprofile(count)
    try:
        for reading in read_plans(document, lexicon).readings:
            find_claims(reading, document.doc_id, document.text, lexicon)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_text_is_at_most_twice_the_work(shape, lexicon):
    count_calls(shape, lexicon)  # patterns are compiled once
    once, twice = (count_calls(shape * (n // len(shape)), lexicon) for n in (4000, 8000))
    assert twice < 2.2 * once


@pytest.mark.parametrize(
    ("sentence", "may"),
    [
        ("按计划把村口的老桥修好，让孩子们走得安心。", False),
        ("按计划把村口的3座老桥修好。", True),
        ("按计划把村口的老桥修成三座。", True),
        ("提升村口的老桥。", False),
        ("让村民的收入稳步提升。", True),
        ("完成上级下达的任务。", True),
        ("把上级下达的任务放在心上。", False),
    ],
)
def test_only_a_figure_or_a_relation_lets_a_sentence_be_cut(sentence, may, lexicon):
    words = vocabulary(lexicon)
    assert words.trigger.search(sentence)
    assert (read_if_stated(sentence, words) is not None) == may
    assert may or not read_sentence(read_stream(sentence, words), words)


def test_a_line_without_a_letter_names_nothing(read):
    assert not read("今年的目标是。46 6.2‰；97.4、25 8%。")
    assert len(read("今年的目标是：财政收入增长8%。")) == 1


def test_a_sentence_is_cut_once_for_its_claims_and_its_numerals_and_an_endless_one_is_not_held(
    lexicon,
):
    words = vocabulary(lexicon)
    assert read_stream("新修3座桥。", words) is read_stream("新修3座桥。", words)
    endless = "新修3座桥，" * 400
    assert read_stream(endless, words) is not read_stream(endless, words)
