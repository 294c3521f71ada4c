"""tone.toml is read strictly: every way of promising falls into exactly one class of a coding."""

from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path

import pytest

from analysis.corpus.tone import UNSAID, make_tone
from analysis.errors import StudyError

SHORT = """
[two]
zh = "两类"
en = "two classes"

[[two.class]]
key = "said"
zh = "有"
en = "said"
score = 1
match = [
    { state = ["stated", "zero", "relative"] },
    { state = ["masked"], commitment = ["ensure"] },
]

[[two.class]]
key = "unsaid"
zh = "无"
en = "unsaid"
match = [{ state = ["none"] }, { state = ["masked"], commitment = ["plain", "strive"] }]
"""
PLACE = Path("tone.toml")


def read(text: str):
    return make_tone(tomllib.loads(text), PLACE)


def test_a_case_falls_where_the_file_puts_it():
    (coding,) = read(SHORT)
    assert [c.key for c in coding.classes] == ["said", "unsaid"]
    assert coding.by_case["masked", "ensure", "about"].key == "said"
    assert coding.by_case["masked", "strive", "about"].key == "unsaid"
    assert coding.by_case[UNSAID].key == "unsaid"
    assert [c.score for c in coding.classes] == [1.0, None]


def test_a_class_without_score_has_none_and_a_score_of_nought_is_kept():
    (coding,) = read(SHORT.replace("score = 1", "score = 0"))
    assert [c.score for c in coding.classes] == [0.0, None]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"plain", "strive"', '"plain"', "commitment strive, qualifier exact falls into no class"),
        ('{ state = ["none"] }, ', "", "state none falls into no class"),
        ('["none"]', '["none", "stated"]', "falls into both said and unsaid"),
        ('["ensure"]', '["promise"]', "knows no promise; known are plain, ensure, strive"),
        ("commitment", "mood", "class said of [two] knows no mood"),
        ('state = ["none"]', 'qualifier = ["about"]', "class unsaid of [two] says no state"),
        ('key = "unsaid"', 'key = "said"', "two classes called said"),
        ("score = 1", 'score = "hard"', "score of class said of [two] is no number"),
        ("score = 1", "score = true", "score of class said of [two] is no number"),
        ("score = 1", "weight = 1", "class said of [two] must say"),
        ('state = ["none"]', 'state = "none"', "state of class unsaid of [two] is no list"),
        ('[two]\nzh = "两类"\n', "[two]\n", "[two] must say exactly"),
    ],
)
def test_what_cannot_be_meant_is_told_with_file_class_and_case(old, new, said):
    assert old in SHORT
    with pytest.raises(StudyError) as told:
        read(SHORT.replace(old, new))
    assert told.value.code == "E-LEX-09"
    assert said in told.value.what
    assert told.value.where == "tone.toml"


def test_a_file_without_a_coding_is_refused():
    with pytest.raises(StudyError, match="no coding"):
        read("")


def test_the_bundled_codings_differ_by_striving_alone(lexicon):
    first, second = lexicon.tone
    moved = {case for case, tone in first.by_case.items() if tone.key != second.by_case[case].key}
    qualifiers = ("exact", "at_least", "about", "at_most")
    assert moved == set(product(["stated"], ["strive"], qualifiers))
    assert {second.by_case[case].key for case in moved} == {"firm"}
    for coding in lexicon.tone:
        scores = [c.score for c in coding.classes if c.score is not None]
        assert scores == sorted(scores, reverse=True), "classes stand from hard to soft"
        assert coding.by_case["masked", "ensure", "at_least"].score is None
        assert coding.by_case[UNSAID].score is None
