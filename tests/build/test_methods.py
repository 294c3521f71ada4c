"""The methods paragraphs: every number is the run's, what was not computed is not told."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from analysis.build.run import run_study
from analysis.build.telling.method_facts import list_facts
from analysis.build.telling.methods import tell_methods
from analysis.corpus.prose import fill_in, list_slots, read_prose
from analysis.corpus.study import make_study, read_study
from analysis.errors import StudyError
from analysis.model import Quarantined
from tests.exchanged import exchange

HEAD = "{town}2023年政府工作报告\n一、2022年工作回顾\n去年修渠三里。\n二、2023年工作安排\n"
TASKS = (
    "坡上的油茶林垦复{n}亩，老茶园补苗。",
    "中心校添午休床{n}张，卫生院换电梯。",
    "地区生产总值增长{n}%，工业投资增长**%。",
    "第{n}件事照\u200b旧办好，全角１２处。",
)
TOWNS = ("东陂镇", "西陂镇", "南陂镇", "北陂镇", "上峒乡", "下峒乡", "左溪乡", "右溪乡", "前河镇")
BACKGROUND = "term,documents\nN,500\n油茶,3\n"


def write_plans(folder, towns, sentences):
    folder.mkdir()
    for i, town in enumerate(towns):
        said = [TASKS[(n * (i + 1) // 3) % len(TASKS)] for n in range(sentences)]
        body = "\n".join(task.format(n=n + 11 * i + 10) for n, task in enumerate(said))
        (folder / f"{town}.txt").write_text(HEAD.format(town=town) + body + "\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    root = tmp_path_factory.mktemp("methods")
    plans = write_plans(root / "plans", TOWNS, 30)
    (plans / "空.txt").write_text("", "utf-8")
    return run_study(make_study(plans, root / "out"), progress=False, draw=False)


@pytest.fixture(scope="module")
def poor(tmp_path_factory):
    root = tmp_path_factory.mktemp("poor")
    write_plans(root / "plans", TOWNS[:1], 2)
    (root / "list.csv").write_text(BACKGROUND, "utf-8")
    (root / "study.toml").write_text('background = "list.csv"\n', "utf-8")
    return run_study(read_study(root), progress=False, draw=False)


@pytest.fixture
def prose(tmp_path):
    def read(text):
        (tmp_path / "methods.toml").write_text(text, "utf-8")
        return read_prose(tmp_path)

    return read


def test_counts_are_those_of_the_tables(results):
    facts, tables = list_facts(results, "zh"), results.tables
    assert facts["documents"] == results.summary.documents_in == len(TOWNS) + 1
    assert facts["quarantined"] == 1
    assert facts["plans"] == len(tables["plans"]) == facts["towns"]
    assert facts["plan_sentences"] == tables["plans"]["plan_sentences"].sum()
    assert facts["plan_chars"] == tables["plans"]["plan_chars"].sum()
    assert facts["cuts"] == len(tables["cuts"]) > 0
    assert facts["turned"] > 0
    assert facts["kept"] == tables["attrition"]["kept"].sum()
    assert facts["claims"] == len(tables["claims"])
    assert facts["targets"] == len(tables["targets"])
    states = Counter(tables["coverage"]["state"])
    assert facts["cells"] == states.total()
    assert facts["masked"] == states["masked"] > 0
    assert facts["difference_tests"] == tables["themes"]["p_holm"].notna().sum()
    assert facts["differences"] == tables["themes"]["differs"].notna().sum()
    own = (tables["text_parts"]["own_pct"] * tables["text_parts"]["letters"]).sum()
    assert facts["own_pct"] == pytest.approx(own / tables["text_parts"]["letters"].sum(), abs=1e-3)


def test_quality_is_what_the_coded_sentences_give(results):
    facts, measures = list_facts(results, "zh"), results.tables["theme_measures"]
    assert facts["open_f1"] == pytest.approx(measures["f1"][measures["coded"] > 0].mean())
    assert facts["alpha_n"] == facts["open_n"] + facts["locked_n"]
    assert 0 < facts["alpha"] < 1
    assert facts["right_low"] < facts["right_pct"] < facts["right_high"]
    assert facts["right"] <= facts["judged"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_number_of_a_sentence_stands_in_the_text(results, lang):
    facts, told = list_facts(results, lang), tell_methods(results, lang)
    for slot in ("documents", "plan_chars", "theme_words", "themes_hash", "coded", "cells"):
        value = facts[slot]
        assert (f"{value:,}" if isinstance(value, int) else value) in told, slot
    assert f"{facts['alpha']:.2f}" in told
    assert "{ln[(1 + N)/(1 + df(t))] + 1}" in told
    assert "Monroe B L" in told


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_was_not_computed_is_left_out_or_said(poor, lang):
    told = tell_methods(poor, lang)
    assert not re.search(r"\bnan\b|None|[{}]", told.replace("{ln[", "").replace("+ 1}", ""))
    assert {"zh": "独特用词未计算", "en": "Distinctive words were not computed"}[lang] in told
    assert {"zh": "不作分组", "en": "no grouping was made"}[lang] in told
    for absent in ("Monroe", "Ward J", "Lang", "Jaccard", "Hellinger", "ω"):
        assert absent not in told
    assert re.search(r"\b1 (plans|townships|documents)\b", told) is None


def test_the_source_of_document_frequencies_is_named(results, poor):
    held = poor.matrix.recipe
    assert "list.csv" in held
    assert "list.csv" in tell_methods(poor)
    assert "N = 500" in tell_methods(poor, "en")
    assert "exploratory" not in tell_methods(poor, "en")
    assert f"N = {len(TOWNS)}" in tell_methods(results, "en")
    assert "exploratory" in tell_methods(results, "en")


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("too_few", "no grouping was made"),
        ("tree_only", "the tree only orders"),
        ("descriptive", "the cut is descriptive"),
        ("types", "are called types"),
    ],
)
def test_the_groups_are_told_by_their_verdict_alone(results, verdict, said):
    told = tell_methods(
        exchange(results, grouping=replace(results.grouping, verdict=verdict)), "en"
    )
    every = ("no grouping was made", "tree only orders", "cut is descriptive", "are called types")
    assert said in told
    assert sum(words in told for words in every) == 1


def test_both_languages_ask_for_the_same_numbers(project):
    for sentence in read_prose(project / "data" / "lexicon").sentences:
        zh, en = (Counter(list_slots(sentence.words[lang])) for lang in ("zh", "en"))
        assert zh.keys() == en.keys(), sentence.name


def test_both_texts_are_written_as_windows_reads_them(results):
    for lang in ("zh", "en"):
        raw = (results.corpus.study.derived / f"methods.{lang}.txt").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        lines = raw.decode("utf-8-sig").replace("\r\n", "\n")
        assert lines == tell_methods(results, lang) + "\n"


def test_more_refused_files_change_the_number_told(results):
    more = Quarantined("坏.pdf", "", "E-PDF-01", "damaged", "fetch it again")
    held = replace(results.corpus, quarantined=(*results.corpus.quarantined, more))
    assert "2份无法读取" in tell_methods(replace(results, corpus=held))


def test_sentences_hold_by_their_slots(prose):
    text = prose(
        '[a.one]\nwhen = ["n"]\nzh = "有{n}份。"\nen = "{n:plan|plans}."\n'
        '[a.two]\nunless = ["n"]\nzh = "没有。"\nen = "None."\n'
        '[b.three]\ncites = ["w"]\nzh = "p = {p:.3f}。"\nen = "p = {p:.3f}."\n'
        '[references]\nzh = "文献"\nen = "Works"\n[references.works]\nw = "W."\nv = "V."\n'
    )
    assert fill_in(text, {"n": 1, "p": None}, "en") == "1 plan."
    assert fill_in(text, {"n": 1200, "p": 0.25}, "en") == "1,200 plans.\n\np = 0.250.\n\nWorks\nW."
    assert fill_in(text, {"n": 0, "p": None}, "zh") == "没有。"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[a.b]\nzh = "{m}"\nen = ""\n', "is no slot; use n"),
        ('[a.b]\nzh = "{}"\nen = ""\n', "is no slot"),
        ('[a.b]\nzh = "{n.real}"\nen = ""\n', "is no slot"),
        ('[a.b]\nwhen = ["m"]\nzh = "一"\nen = ""\n', "is no slot"),
        ('[a.b]\nzh = "{n:,,}"\nen = ""\n', "cannot be written so"),
        ('[a.b]\nzh = "{n"\nen = ""\n', "slots cannot be read"),
        ('[a.b]\nzh = "一"\n', "has zh and en"),
        ('[a.b]\nzh = "一"\nen = ""\nonly = 1\n', "has zh and en"),
        ('[a.b]\nzh = "一"\nen = ""\ncites = ["x"]\n', "does not hold"),
        ("[a.b\n", "cannot be read"),
    ],
)
def test_a_sentence_that_cannot_be_filled_in_is_named(prose, text, said):
    with pytest.raises(StudyError, match=said) as wrong:
        fill_in(prose(text), {"n": 1}, "zh")
    assert wrong.value.code == "E-LEX-11"
