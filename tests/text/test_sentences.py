"""Sentences: found at 。！？ and line ends, named so that edits elsewhere do not rename them."""

from analysis.model import Section
from analysis.text.sentences import split_sentences


def split(text, plan_id="垟头镇-2023"):
    return split_sentences(text, [Section("tasks", 0, len(text), "", True)], plan_id)


def test_every_word_stands_in_one_sentence():
    text = "一、修渠\n今年修渠三里。架桥两座！  “再栽树。”——\n***\n还缺什么？"
    found = [text[s.start : s.end] for s in split(text)]
    assert found == ["一、修渠", "今年修渠三里。", "架桥两座！", "“再栽树。”", "还缺什么？"]


def test_an_edit_elsewhere_renames_no_other_sentence():
    before = {s.sentence_id for s in split("修渠三里。架桥两座。栽树千株。")}
    after = {s.sentence_id for s in split("修渠五里。架桥两座。栽树千株。")}
    assert len(before & after) == 2


def test_a_repeated_sentence_is_counted_by_occurrence():
    first, second = split("修渠三里。修渠三里。")
    assert first.sentence_id.removesuffix("-1") == second.sentence_id.removesuffix("-2")


def test_a_sentence_cut_by_a_section_belongs_to_both_sides():
    text = "去年修渠三里 二、今年架桥两座。"
    sections = [Section("review", 0, 7, "", False), Section("tasks", 7, len(text), "", False)]
    roles = [s.role for s in split_sentences(text, sections, "p")]
    assert roles == ["review", "tasks"]
