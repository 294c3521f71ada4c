"""What speaks against a claim lowers its confidence, and never decides whether it is made."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from analysis.extract.doubts import weigh_doubts
from analysis.extract.evidence import find_evidence
from analysis.extract.grammar import Finding
from analysis.extract.names import Name
from analysis.model import Section

HEADED = Section("tasks", "二、重点工作", 0, 60, False)
NO_WARNINGS = {"repaired": False, "slipped": False, "by_wording": False, "impossible": False}
SURE = 0.8


def finding(key: str = "gdp", confidence: float = 1.0) -> Finding:
    return Finding(Name(key, "地区生产总值", 0, 6), "G1", 0, 10, "plain", confidence)


def weigh(rules, *evidence: str, of: Finding | None = None, section=HEADED, **told: bool) -> float:
    return weigh_doubts(of or finding(), section, rules, evidence, **{**NO_WARNINGS, **told})


def confidence_of(read, text: str) -> list[float]:
    return [claim.confidence for claim in read(text) if claim.status == "target"]


def test_nothing_that_a_rule_reads_is_certain(lexicon, read):
    assert weigh(lexicon.doubts) == lexicon.doubts.bounds["start"] < 1
    assert confidence_of(read, "二、2023年重点工作\n地区生产总值增长6%。") == [0.99]


def test_confidence_falls_with_every_doubt_and_never_rises_with_one_more(lexicon):
    rules = lexicon.doubts
    for doubt, weight in rules.weights.items():
        assert weigh(rules, doubt) < weigh(rules), doubt
        assert weigh(rules, doubt) == pytest.approx(max(0.99 - weight, 0.05))
    for one, other in combinations(sorted(rules.weights), 2):
        assert weigh(rules, one, other) <= min(weigh(rules, one), weigh(rules, other))


def test_confidence_falls_where_evidence_is_missing(lexicon):
    rules = lexicon.doubts
    assert weigh(rules, section=replace(HEADED, assumed=True)) < weigh(rules)
    assert weigh(rules, of=finding(confidence=0.97)) < weigh(rules)
    assert all(weigh(rules, **{told: True}) < weigh(rules) for told in NO_WARNINGS)


def test_a_name_no_list_knows_stays_out_of_figures_however_plain(lexicon):
    assert weigh(lexicon.doubts, of=finding("other")) == 0.79
    assert weigh(lexicon.doubts, "unlisted_in_block", of=finding("other")) < 0.5


def test_the_order_of_doubts_changes_nothing(lexicon):
    names = sorted(lexicon.doubts.weights)
    assert weigh(lexicon.doubts, *names) == weigh(lexicon.doubts, *reversed(names))


WORK = "二、2023年重点工作\n"


@pytest.mark.parametrize(
    ("plain", "doubtful"),
    [
        ("固定资产投资增长7%。", "按上级考核固定资产投资增长7%。"),
        ("固定资产投资完成3亿元。", "累计固定资产投资完成3亿元。"),
        ("死亡人数“双下降”。", "安全生产事故起数和死亡人数“双下降”。"),
        ("薄弱村清零。", "村清零。"),
        ("粮食总产量达到3000吨。", "粮食总产量达到3000吨 3200吨。"),
        ("村集体经济收入增长10%。", "村集体经济收入翻一番。"),
        ("固定资产投资增长7%。", "实现7%的固定资产投资。"),
    ],
)
def test_what_was_often_read_wrongly_is_said_with_less_confidence(read, plain, doubtful):
    sure, unsure = (confidence_of(read, WORK + text) for text in (plain, doubtful))
    assert min(unsure) < min(sure)


def test_a_count_of_what_is_listed_may_have_its_name_behind(read):
    (count,) = confidence_of(read, WORK + "新增10家规上企业。")
    assert count > 0.9


def test_a_listed_name_right_behind_its_figure_stays_in_the_charts(read):
    for text in ("实现6.5%的地区生产总值增长目标。", "建成600亩高标准农田。"):
        (sure,) = confidence_of(read, WORK + text)
        assert sure > SURE
    (apart,) = confidence_of(read, WORK + "建成600亩的高标准农田。")
    assert apart < SURE


def test_a_result_beside_a_target_makes_it_less_sure(read):
    alone = "一、2023年重点工作\n粮食总产量达到3000吨。"
    (plain,) = confidence_of(read, alone)
    (beside,) = confidence_of(read, alone + "茶园面积去年达到800亩。")
    assert SURE < beside < plain


def test_a_second_value_of_one_indicator_makes_both_less_sure(read):
    (plain,) = confidence_of(read, WORK + "地区生产总值增长6%。")
    both = confidence_of(read, WORK + "地区生产总值增长6%。\n三、要求\n地区生产总值增长7%。")
    assert all(one < plain for one in both)
    again = confidence_of(read, WORK + "地区生产总值增长6%。\n三、要求\n地区生产总值增长6%。")
    assert max(again) == plain


def test_a_stretch_target_contradicts_nothing(read):
    told = confidence_of(read, WORK + "地区生产总值增长6%，力争7%。")
    assert told[0] == 0.99


def test_nothing_said_raises_no_doubt(lexicon):
    assert find_evidence([], "", lexicon.doubts, (), is_town=True) == []
