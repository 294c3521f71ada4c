"""Names of indicators are no terms: a layer that the lexicon's own indicators make."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from analysis.build.measures.stop_layers import list_stop_layers
from analysis.build.measures.words import make_recipe
from analysis.build.run import measure_study
from analysis.build.telling.method_facts import list_facts
from analysis.corpus.lexicon import read_lexicon
from analysis.corpus.study import read_study
from analysis.stats.terms import sort_token

PLAN = """{town}2023年政府工作报告
一、2023年工作安排
固定资产投资增长{n}%，规上工业增加值增长{n}%，农村居民人均可支配收入增长{n}%。
完成招商引资到位资金{n}亿元，村集体经济再添{n}户。
油茶林低改{n}亩，渔船换{n}条。
"""


@pytest.fixture(scope="module")
def layer(lexicon):
    return list_stop_layers(lexicon)["indicators"]


def test_pieces_of_core_indicators_names_are_stop_words(layer):
    assert {
        "固定资产",
        "增加值",
        "可支配收入",
        "生产总值",
        "总产值",
        "农村居民",
        "零售总额",
    } <= layer


def test_no_word_of_a_theme_and_no_keyword_becomes_a_stop_word(layer, lexicon):
    spoken = {*lexicon.keywords, *(word for theme in lexicon.themes for word in theme.words)}
    assert not layer & spoken
    recipe = make_recipe(lexicon, [])
    assert not [word for word in spoken if sort_token(word, recipe) == "stop_word"]


@pytest.mark.parametrize(
    "word", ["工业", "服务业", "农村", "村集体经济", "渔船", "油茶", "床位", "税收"]
)
def test_a_piece_that_names_a_field_of_work_stays(word, layer):
    assert word not in layer


def test_a_theme_takes_its_words_out_of_the_layer(lexicon, layer):
    assert "消费品" in layer
    first, *rest = lexicon.themes
    themes = (replace(first, words=(*first.words, "消费品")), *rest)
    assert "消费品" not in list_stop_layers(replace(lexicon, themes=themes))["indicators"]


def test_robustness_can_be_asked_without_the_layer(project, tmp_path):
    shutil.copytree(project / "data" / "lexicon", tmp_path / "lexicon")
    path = tmp_path / "lexicon" / "words.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"stop:gongwen"', '"stop:indicators"'), encoding="utf-8")
    choices = read_lexicon(tmp_path / "lexicon").workbench.robustness.choices
    assert "stop:indicators" in choices


def test_a_study_can_keep_names_of_indicators_as_terms(tmp_path):
    (tmp_path / "plans").mkdir()
    for n, town in enumerate(("东陂镇", "西陂镇"), 7):
        text = PLAN.format(town=town, n=n)
        (tmp_path / "plans" / f"{town}.txt").write_text(text, encoding="utf-8")
    found = {}
    for choice in ("true", "false"):
        (tmp_path / "study.toml").write_text(f"drop_indicator_names = {choice}\n", "utf-8")
        results = measure_study(read_study(tmp_path), progress=False)
        found[choice] = set(results.matrix.terms)
        assert bool(list_facts(results, "en")["indicator_words"]) == (choice == "true")
    assert {"招商引资", "到位资金", "油茶"} <= found["true"] < found["false"]
    assert {"固定资产", "增加值", "可支配收入"} <= found["false"] - found["true"]
