"""Coded sentences are read strictly; what is printed is what an independent count gives."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from analysis.build.validation import describe_validity, measure_agreement
from analysis.build.words import judge_lexicon, read_coded_themes
from analysis.cli import main
from analysis.corpus.gold import CodedSentence, find_gold, read_gold
from analysis.corpus.study import read_study
from analysis.errors import StudyError

HEAD = "text\tstart\tend\trole\tthemes\tsentence"


@pytest.fixture(scope="module")
def study(project: Path):
    return read_study(project / "data")


def write_gold(folder: Path, *rows: str, head: str = HEAD) -> Path:
    (folder / "themes").mkdir(parents=True)
    (folder / "themes" / "themes.tsv").write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return folder


def test_coded_sentences_carry_role_themes_and_lock(tmp_path):
    folder = write_gold(
        tmp_path, "甲\t0\t9\ttasks\tindustry ecology\t老窑拆了。", '乙\t0\t4\treview\tnone\t"同志们'
    )
    (folder / "locked.txt").write_text("# 封存\n乙\n", "utf-8")
    assert read_gold(folder) == (
        CodedSentence("甲", "tasks", frozenset({"industry", "ecology"}), "老窑拆了。", False),
        CodedSentence("乙", "review", frozenset(), '"同志们', True),
    )


def test_other_columns_and_a_missing_sheet_are_told(tmp_path):
    folder = write_gold(tmp_path / "a", "甲,0", head="text,start")
    with pytest.raises(StudyError, match="E-GLD-02"):
        read_gold(folder)
    with pytest.raises(StudyError, match="E-GLD-01"):
        read_gold(tmp_path / "b")


def test_locked_texts_and_reviews_correct_no_share(study, lexicon):
    gold = read_gold(find_gold(study))
    kept = [s for s in gold if not s.locked and s.role != "review"]
    assert {s.locked for s in gold} == {True, False}
    assert len(read_coded_themes(study, lexicon).coded) == len(kept) < len(gold)


def test_the_lexicon_finds_what_people_coded_in_the_open_texts(study, lexicon):
    quality = judge_lexicon([s for s in read_gold(find_gold(study)) if not s.locked], lexicon)
    assert quality.macro_f1 >= 0.73
    assert {f.theme: f.f1 for f in quality.themes if f.f1 < 0.5} == {}


def read_on(sentence, words):
    """Words met from left to right, the longest first, none overlapping another."""
    at = 0
    while at < len(sentence):
        fitting = [word for word in words if sentence.startswith(word, at)]
        if fitting:
            yield max(fitting, key=len)
        at += max(map(len, fitting), default=1)


def test_counts_of_every_theme_equal_reading_the_sheet_word_by_word(study, lexicon, project):
    gold = [s for s in read_gold(find_gold(study)) if not s.locked]
    judged = {f.theme: f for f in judge_lexicon(gold, lexicon).themes}
    theme_of = {word: theme.key for theme in lexicon.themes for word in theme.words}
    words = {*theme_of, *lexicon.no_theme_words}
    locked = (project / "data" / "gold" / "locked.txt").read_text("utf-8").split()
    sheet = (project / "data" / "gold" / "themes" / "themes.tsv").read_text("utf-8").splitlines()
    counts = Counter()
    for row in csv.DictReader(sheet, delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["text"] not in locked:
            coded = set(row["themes"].split())
            found = {theme_of.get(word) for word in read_on(row["sentence"], words)}
            counts.update((theme, "hits") for theme in coded & found)
            counts.update((theme, "false") for theme in found - coded)
            counts.update((theme, "missed") for theme in coded - found)
    for theme, found in judged.items():
        for what in ("hits", "false", "missed"):
            assert getattr(found, what) == counts[theme, what], (theme, what)


def test_a_theme_below_one_half_is_warned_of(study, tmp_path, monkeypatch):
    folder = write_gold(
        tmp_path, *(f"甲\t{i}\t9\ttasks\tindustry\t说了等于没说。" for i in range(30))
    )
    for name in ("first", "second"):
        (folder / "themes" / f"{name}.tsv").write_bytes(
            (folder / "themes" / "themes.tsv").read_bytes()
        )
    monkeypatch.setattr("analysis.build.validation.find_gold", lambda _: folder)
    told = [line for line in describe_validity(study).splitlines() if "industry" in line]
    assert len(told) == 1
    assert told[0].endswith("do not rely on it")


def test_passes_that_both_see_no_theme_agree():
    one = [CodedSentence("甲", "tasks", frozenset(t), "", False) for t in ([], ["a"], ["a", "b"])]
    assert measure_agreement(one, one) == 1
    other = [CodedSentence("甲", "tasks", frozenset(t), "", False) for t in (["a"], ["a"], ["a"])]
    assert measure_agreement(one, other) < 0.6


def test_validate_prints_both_splits_apart(capsys):
    assert main(["validate"]) == 0
    told = capsys.readouterr().out
    assert told.index("open texts") < told.index("locked texts")
    assert told.count("macro F1") == 2
    assert "alpha (MASI)" in told
