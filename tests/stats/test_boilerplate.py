"""Sentences that many towns share: likeness by definition, classes, measures with and without."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from analysis.corpus.workbench import BoilerplateLimits
from analysis.model import CleanText, Reading, Sentence
from analysis.stats.boilerplate import _find_alike, find_boilerplate, measure_boilerplate
from analysis.stats.counts import count_plan
from analysis.stats.themes import measure_theme_shares
from analysis.text.shingles import measure_overlap, shingle

LIMITS = BoilerplateLimits(3, 0.75, 10, 3, 0.0)
SLOGAN = "各村要把门前三包落到每家每户，月底由村民自己评分排队。"
OWN = "{}今年要把{}修到{}，工钱当月结清，账目贴在祠堂门口给大家看。"


@pytest.fixture
def plan_with(plan_of):
    def make(town, *sentences, **said):
        text, spans = "", []
        for i, words in enumerate(sentences):
            spans.append(
                Sentence(
                    f"{town}:{i}{said.get('mark', '')}", "tasks", len(text), len(text) + len(words)
                )
            )
            text += words
        plan = plan_of(town, start=0, end=len(text), plan_id=f"{town}-{said.get('year', 2023)}")
        clean = CleanText(text, np.arange(len(text), dtype=np.int32), ())
        return Reading(plan, clean, (), tuple(spans))

    return make


@pytest.fixture
def county(plan_with):
    """Six towns: a slogan of all, a template of three with their own numbers, own sentences."""
    towns = ["甲镇", "乙镇", "丙镇", "丁镇", "戊镇", "己镇"]
    things = ["晒谷场", "石拱桥", "引水渠", "老码头", "茶亭路", "护林棚"]
    places = ["山脚", "学堂", "下洋", "渡口", "坳上", "水尾"]
    readings = []
    for i, town in enumerate(towns):
        said = [SLOGAN, OWN.format(town, things[i], places[i])]
        if i < 3:
            said.append(f"敬老院添护理床位1{i}张，请护工五名，食堂扩到两层，账目每月上墙。")
        readings.append(plan_with(town, *said))
    return readings


def test_a_slogan_of_all_towns_scores_one_and_an_own_sentence_nought(county):
    found = find_boilerplate(county, LIMITS)
    for reading in county:
        slogan, own, *_ = found[reading.plan.plan_id]
        assert (slogan.share, slogan.towns, slogan.kind) == (1.0, 6, "common")
        assert (own.share, own.towns, own.kind) == (0.0, 1, "own")


def test_a_template_with_other_numbers_is_near_identical(county):
    template = find_boilerplate(county, LIMITS)["甲镇-2023"][2]
    assert (template.towns, template.share, template.kind) == (3, 0.4, "common")


def test_two_towns_are_no_county_and_the_share_of_towns_is_a_setting(county):
    pair = find_boilerplate(county[1:], LIMITS)["乙镇-2023"][2]
    assert (pair.towns, pair.kind) == (2, "own")
    strict = find_boilerplate(county, replace(LIMITS, common_share=0.5))["甲镇-2023"]
    assert [s.kind for s in strict] == ["common", "own", "own"]


def test_a_towns_own_plan_of_another_year_is_no_other_town(county, plan_with):
    again = plan_with("丁镇", *(OWN.format("丁镇", "老码头", "渡口"),), year=2022)
    found = find_boilerplate([*county, again], LIMITS)
    assert found["丁镇-2023"][1].share == 0.0


def test_a_document_twice_changes_no_share(county):
    twice = replace(county[1], plan=replace(county[1].plan, plan_id="乙镇-2023-2"))
    once, doubled = find_boilerplate(county, LIMITS), find_boilerplate([*county, twice], LIMITS)
    assert {p: [s.share for s in said] for p, said in once.items()} == {
        p: [s.share for s in said] for p, said in doubled.items() if p != "乙镇-2023-2"
    }


def test_short_sentences_and_a_lone_town_have_no_like(plan_with):
    short = [plan_with(town, "请予审议。") for town in "甲乙丙丁"]
    assert {s.kind for said in find_boilerplate(short, LIMITS).values() for s in said} == {"own"}
    alone = find_boilerplate([plan_with("甲镇", SLOGAN)], LIMITS)
    assert alone["甲镇-2023"][0].share is None


def test_a_sentence_of_the_background_is_national_and_without_one_none_is(county):
    found = find_boilerplate(county, LIMITS, [SLOGAN.replace("月底", "月末")])
    assert {said[0].kind for said in found.values()} == {"national"}
    assert {said[0].share for said in found.values()} == {1.0}
    assert found["丁镇-2023"][1].kind == "own"


def test_every_pair_that_is_alike_is_found():
    """Against measuring all pairs, on sentences that were changed a little or much."""
    rng = random.Random(5)
    letters = "修桥铺路种茶养鱼开渠引水搭棚晒谷"
    texts = []
    for _ in range(25):
        base = [rng.choice(letters) for _ in range(30)]
        for changes in (0, 1, 2, 4, 9):
            varied = list(base)
            for at in rng.sample(range(30), changes):
                varied[at] = rng.choice(letters)
            texts.append("".join(varied))
    sets = [shingle(text, 3) for text in texts]
    for likeness in (0.4, 0.75, 1.0):
        one, other = _find_alike(sets, likeness)
        found = set(zip(one.tolist(), other.tolist(), strict=True))
        expected = {
            (i, j)
            for i, j in combinations(range(len(sets)), 2)
            if measure_overlap(sets[i], sets[j]) >= likeness - 1e-12
        }
        assert found == expected
        assert expected


def test_measures_are_those_of_the_own_sentences_counted_by_themselves(county, lexicon):
    readings = {r.plan.plan_id: r for r in county}
    counts = {plan_id: count_plan(r, lexicon) for plan_id, r in readings.items()}
    found = measure_boilerplate(readings, counts, lexicon)
    assert not found.has_background
    for plan_id, reading in readings.items():
        own = tuple(
            s
            for s, held in zip(reading.sentences, found.sentences[plan_id], strict=True)
            if held.kind == "own"
        )
        assert found.own_counts[plan_id] == count_plan(replace(reading, sentences=own), lexicon)
        assert found.own_counts[plan_id].n_plan_sentences == 1


def test_doubling_a_document_leaves_its_raw_shares_unchanged(plan_with, lexicon):
    said = (SLOGAN, "建高标准农田八百亩。", "招商引资跑三趟。", "修灌渠六里，茶叶地先通水。")
    once = count_plan(plan_with("甲镇", *said), lexicon)
    twice = count_plan(plan_with("甲镇", *said, *said), lexicon)
    themes = [theme.key for theme in lexicon.themes]
    shares = measure_theme_shares([once, twice], themes).shares
    assert shares[0].sum() > 0
    np.testing.assert_allclose(shares[0], shares[1], atol=1e-12)
    assert twice.keywords_plan == tuple(2 * n for n in once.keywords_plan)
