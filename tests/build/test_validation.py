"""Coded sentences are read strictly; what is printed is what an independent count gives."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import opencc
import pytest

from analysis.build.measures.words import judge_lexicon, read_coded_themes
from analysis.build.validity.claim_validity import describe_scores, score_gold
from analysis.build.validity.placed import find_placed
from analysis.build.validity.validation import describe_validity, measure_agreement
from analysis.cli import main
from analysis.corpus.gold import CodedSentence, find_gold, read_gold, read_places
from analysis.corpus.gold_claims import COLUMNS
from analysis.corpus.study import read_study
from analysis.errors import StudyError
from analysis.stats.scoring import add_up, bin_confidence

MARKED = (
    "{name}家坡镇2023年政府工作报告\n一、2022年工作回顾\n去年修好了村口的石桥，搬走了废窑。\n"
    "二、2023年工作安排\n今年全镇主要预期目标是：地区生产总值增长{number}%左右。\n"
    "办好中心小学食堂，修通后山的机耕路。\n"
)
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
    assert quality.macro_f1 >= 0.76
    assert {f.theme: f.f1 for f in quality.themes if f.f1 < 0.5} == {}


def read_on(sentence, words):
    """Words met from left to right, the longest first, none overlapping another."""
    at, longest = 0, max(map(len, words))
    while at < len(sentence):
        pieces = (sentence[at : at + length] for length in range(longest, 0, -1))
        found = next((piece for piece in pieces if piece in words), "")
        if found:
            yield found
        at += len(found) or 1


def settle_by_hand(sentence, theme_of, lexicon):
    """Themes of a sentence: those not outnumbered four to one, else what all its names share."""
    met = list(read_on(sentence, {*theme_of, *lexicon.no_theme_words}))
    words = Counter(theme_of[word] for word in met if word in theme_of)
    if words:
        return {theme for theme, n in words.items() if max(words.values()) < 4 * n}
    named = {lexicon.alone.get(word) for word in met}
    return named if len(named) == 1 else {None}


def test_counts_of_every_theme_equal_reading_the_sheet_word_by_word(study, lexicon, project):
    gold = [s for s in read_gold(find_gold(study)) if not s.locked]
    judged = {f.theme: f for f in judge_lexicon(gold, lexicon).themes}
    theme_of = {word: theme.key for theme in lexicon.themes for word in theme.words}
    locked = (project / "data" / "gold" / "locked.txt").read_text("utf-8").split()
    sheet = (project / "data" / "gold" / "themes" / "themes.tsv").read_text("utf-8").splitlines()
    counts = Counter()
    for row in csv.DictReader(sheet, delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["text"] not in locked:
            coded = set(row["themes"].split())
            found = settle_by_hand(row["sentence"], theme_of, lexicon)
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
    monkeypatch.setattr("analysis.build.validity.validation.find_gold", lambda _: folder)
    told = [line for line in describe_validity(study).splitlines() if "industry" in line]
    assert len(told) == 1
    assert told[0].endswith("do not rely on it")


def test_passes_that_both_see_no_theme_agree():
    one = [CodedSentence("甲", "tasks", frozenset(t), "", False) for t in ([], ["a"], ["a", "b"])]
    assert measure_agreement(one, one) == 1
    other = [CodedSentence("甲", "tasks", frozenset(t), "", False) for t in (["a"], ["a"], ["a"])]
    assert measure_agreement(one, other) < 0.6


@pytest.fixture
def invented(tmp_path, monkeypatch):
    """Coded sentences and marked figures of an open and a locked text."""
    folder = write_gold(
        tmp_path,
        "甲\t0\t9\ttasks\tindustry\t新窑点了火。",
        "乙\t0\t9\ttasks\tindustry\t旧窑歇了火。",
    )
    for name in ("first", "second"):
        sheet = (folder / "themes" / "themes.tsv").read_bytes()
        (folder / "themes" / f"{name}.tsv").write_bytes(sheet)
    for part in ("claims", "texts"):
        (folder / part).mkdir()
    for name, number in (("甲", "6.5"), ("乙", "9.5")):
        text = MARKED.format(name=name, number=number)
        (folder / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")
        quote = f"地区生产总值增长{number}%左右"
        said = ("target", "1", "whole_town", "growth_rate", "gdp", "地区生产总值", f"{number}%",
                number, number, "%", "about", "plain", "", "", "", quote)  # fmt: skip
        lines = ("\t".join(COLUMNS), "\t".join(said))
        (folder / "claims" / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "locked.txt").write_text("乙\n", "utf-8")
    monkeypatch.setattr("analysis.build.validity.validation.find_gold", lambda _: folder)
    return folder


def test_both_splits_are_told_apart_and_in_numbers_only(study, invented):
    told = describe_validity(study)
    assert told.index("open texts") < told.index("locked texts")
    assert told.count("macro F1") == 2
    assert told.count("1 篇 texts") == 2
    assert "alpha (MASI)" in told
    for name in ("甲", "乙"):
        words = (invented / "texts" / f"{name}.txt").read_text("utf-8")
        runs = {words[i : i + 6] for i in range(len(words) - 5)}
        assert [run for run in runs if run in told] == []


def test_open_only_reads_no_locked_text(study, invented):
    (invented / "texts" / "乙.txt").unlink()
    told = describe_validity(study, open_only=True)
    assert "locked texts" not in told
    assert told.count("1 篇 texts") == 1
    with pytest.raises(StudyError, match="E-GLD-04"):
        describe_validity(study)


def test_a_marked_target_is_right_with_its_stated_confidence(invented, lexicon):
    for locked in (False, True):
        (score,) = score_gold(invented, lexicon, locked=locked)
        (judged,) = score.judged
        assert (judged.right, judged.headline, score.missed) == (True, True, 0)
    (score,) = score_gold(invented, lexicon, locked=False)
    told = list(describe_scores([score]))
    assert told[1].split("\t")[1:] == ["1", "0", "0", "1.000", "1.000", "1.000"]
    rows = [line.split("\t") for line in told[4:]]
    assert sum(int(row[1]) for row in rows) == 1
    assert [row[3:] for row in rows if row[1] == "0"] == [["–", "–"]] * 4


def test_a_wrong_value_is_a_false_one_and_a_missed_one(invented, lexicon):
    sheet = invented / "claims" / "甲.tsv"
    sheet.write_text(sheet.read_text("utf-8").replace("\t6.5\t6.5\t", "\t7.5\t7.5\t"), "utf-8")
    (score,) = score_gold(invented, lexicon, locked=False)
    assert [mark.right for mark in score.judged] == [False]
    assert (score.missed, score.missed_headline) == (1, 1)


def test_the_open_texts_are_read_as_they_are_marked(study, lexicon):
    """A floor, not the aim: rules are mended by these texts."""
    scores = score_gold(find_gold(study), lexicon, locked=False)
    everything, headline = add_up(scores)
    assert everything.f1 >= 0.93
    assert headline.f1 >= 0.98
    sure = [(right, n) for least, right, n in bin_confidence(scores) if least >= 0.8]
    assert sum(right for right, _ in sure) >= 0.98 * sum(n for _, n in sure)


def test_a_sheet_in_traditional_letters_is_scored_as_the_simplified_one(invented, lexicon):
    turn = opencc.OpenCC("s2t").convert
    for path in (invented / "texts" / "甲.txt", invented / "claims" / "甲.tsv"):
        head, _, rest = path.read_text("utf-8").partition("\n")
        said = turn(rest).replace("6.5%", "6.5億元").replace("\t%\t", "\t億元\t")
        said = said.replace("\tgrowth_rate\t", "\tlevel\t").replace("增長6.5", "達到6.5")
        path.write_text((head if path.suffix == ".tsv" else turn(head)) + "\n" + said, "utf-8")
    assert "億元" in (invented / "claims" / "甲.tsv").read_text("utf-8")
    (score,) = score_gold(invented, lexicon, locked=False)
    assert ([mark.right for mark in score.judged], score.missed) == ([True], 0)


def test_validate_leaves_the_locked_texts_alone_when_told(capsys):
    assert main(["validate", "--open"]) == 0
    told = capsys.readouterr().out
    assert "open texts" in told
    assert "locked texts" not in told
    assert told.count("macro F1") == 1
    assert "可信度 confidence" in told


PLACED = "document\tstart\tend\tfirst\tsecond\tthemes"


def place_sentences(folder: Path, text: str, *coded: tuple[str, str, str, str]) -> None:
    """Write a sheet of places: the words are only used to find their offsets."""
    rows = []
    for words, *codes in coded:
        start = text.index(words)
        rows.append("\t".join(["丙镇.txt", str(start), str(start + len(words)), *codes]))
    sheet = "\n".join([PLACED, *rows]) + "\n"
    (folder / "themes").mkdir(parents=True, exist_ok=True)
    (folder / "themes" / "five_plans.tsv").write_text(sheet, "utf-8")


@pytest.fixture
def placed(tmp_path):
    text = "丙镇2023年工作计划\n今年种好双季水\u200b稻三千亩。\n村里账目按月贴出来。\n散会。\n"
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "丙镇.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())
    place_sentences(
        tmp_path,
        text,
        ("今年种好双季水\u200b稻三千亩。", "agriculture", "agriculture", "agriculture"),
        ("村里账目按月贴出来。", "governance", "party_building", "party_building"),
        ("散会。", "none", "none", "none"),
    )
    return tmp_path


def test_coded_places_are_read_from_the_readers_own_file_and_cleaned(placed, lexicon):
    passes = find_placed(read_places(placed), placed / "plans", lexicon)
    said = [(s.sentence, sorted(s.themes)) for s in passes["themes"]]
    assert said == [
        ("今年种好双季水稻三千亩。", ["agriculture"]),
        ("村里账目按月贴出来。", ["party_building"]),
        ("散会。", []),
    ]
    assert [sorted(s.themes) for s in passes["first"]][1] == ["governance"]


def test_a_coded_document_that_is_missing_or_another_text_is_told(placed, lexicon):
    with pytest.raises(StudyError, match=r"E-GLD-06.*not there"):
        find_placed(read_places(placed), placed, lexicon)
    (placed / "plans" / "丙镇.txt").write_text("丙镇2023年工作计划\n", "utf-8")
    with pytest.raises(StudyError, match=r"E-GLD-06.*too short"):
        find_placed(read_places(placed), placed / "plans", lexicon)


def test_validate_judges_real_documents_only_when_they_are_named(placed, study, monkeypatch):
    folder = write_gold(placed / "gold", "甲\t0\t9\ttasks\tindustry\t老窑拆了。")
    sheet = (folder / "themes" / "themes.tsv").read_bytes()
    for name in ("first", "second"):
        (folder / "themes" / f"{name}.tsv").write_bytes(sheet)
    (folder / "themes" / "five_plans.tsv").write_bytes(
        (placed / "themes" / "five_plans.tsv").read_bytes()
    )
    monkeypatch.setattr("analysis.build.validity.validation.find_gold", lambda _: folder)
    assert "real documents" not in describe_validity(study)
    told = describe_validity(study, documents=placed / "plans").splitlines()
    at = next(i for i, line in enumerate(told) if "real documents" in line)
    assert "1 份" in told[at]
    farming = next(line for line in told[at:] if "agriculture" in line)
    assert farming.startswith("1\t1.00\t1.00\t1.00\t")
    assert any("alpha" in line for line in told[at:])


def test_a_theme_word_that_open_sentences_hold_three_times_is_mostly_right(study, lexicon):
    theme_of = {word: theme.key for theme in lexicon.themes for word in theme.words}
    words = {*theme_of, *lexicon.no_theme_words}
    held, right = Counter(), Counter()
    for coded in read_gold(find_gold(study)):
        if coded.locked:
            continue
        for word in set(read_on(coded.sentence, words)) & theme_of.keys():
            held[word] += 1
            right[word] += theme_of[word] in coded.themes
    wrong = {word: (right[word], n) for word, n in held.items() if n >= 3 > 5 * right[word] / n}
    assert wrong == {}
