"""Status, scope, evidence: what surrounds a figure decides what it is."""

import numpy as np
import pytest

from analysis.extract.claims import find_claims
from analysis.model import Masked, Relative, Stated
from analysis.text.reading import read_plans


def statuses(claims):
    return [c.status for c in claims]


def test_a_review_holds_results_and_a_plan_holds_targets(read):
    text = "一、2022年工作回顾。财政收入完成3200万元。二、2023年工作安排。财政收入完成3500万元。"
    assert statuses(read(text)) == ["achieved", "target"]


def test_a_border_inside_a_sentence_is_seen(read):
    text = "一、2022年工作回顾 财政收入增长12.4% 二、2023年工作安排 今年目标是财政收入增长9%"
    assert [(c.status, c.headline) for c in read(text)] == [("achieved", False), ("target", True)]


def test_last_year_quoted_beside_this_year_is_a_result(read):
    claims = read("去年工业总产值增长9.3%，今年确保增长10%以上。")
    assert statuses(claims) == ["achieved", "target"]


def test_a_comparison_with_last_year_is_no_result(read):
    text = (
        "工业总产值比上年增长9%，城镇化率较去年提高2个百分点，"
        "税收收入由去年的800万元提高到900万元。"
    )
    assert set(statuses(read(text))) == {"target"}


def test_a_paragraph_that_opens_with_the_year_before_tells_results(read):
    text = (
        "青槐镇2023年工作思路\n2022年，全镇稳中有进。工业总产值达到9亿元。\n"
        "今年，工业总产值达到10亿元。"
    )
    assert statuses(read(text)) == ["achieved", "target"]


def test_an_average_over_years_past_is_a_result_and_over_years_to_come_a_goal(read):
    assert statuses(read("五年来农民收入年均增长10%。")) == ["achieved"]
    assert statuses(read("今后五年，农民收入年均增长7%。")) == ["multi_year"]


def test_a_goal_for_a_later_year_is_never_an_annual_target(read):
    text = "到2026年，生产总值突破30亿元。今年生产总值增长7%。"
    assert statuses(read(text)) == ["multi_year", "target"]


def test_five_year_tasks_stay_goals_until_this_year_is_named(read):
    text = "一、今后五年的主要任务\n（一）兴产业。发展茶园8000亩。\n同志们，今年要完成茶园1000亩。"
    assert statuses(read(text)) == ["multi_year", "target"]


def test_an_estimate_for_the_whole_year_is_a_result(read):
    assert statuses(read("预计全年实现生产总值38亿元，增长7.5%。")) == ["achieved"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "对照年初确定的生产总值增长8%的目标，全镇实际完成8.4%。",
        "小升规完成4家，完成目标任务的133%。",
        "固定资产投资增速排名全县第一，群众满意率98%。",
    ],
)
def test_a_target_recited_as_met_is_no_target(read, text):
    assert "target" not in statuses(read(text))


def test_the_block_of_figures_ends_where_the_work_begins(read):
    text = "今年主要预期目标是：生产总值增长7%；财政收入增长5%。\n围绕目标，新增规上企业3家。"
    assert [c.headline for c in read(text)] == [True, True, False]


def test_how_work_is_judged_makes_no_claims(say):
    assert say(
        "一、重点工作\n改厕30户。\n二、考核奖惩\n招商引资加5分，完成10个项目奖励3万元。"
    ) == ["toilets_renovated count 30户"]


def test_a_modifier_makes_a_part_of_the_town(read):
    scopes = [
        c.scope
        for c in read("后进村组集体收入增长12%。全镇税收收入增长6%。每村集体经济收入达到20万元。")
    ]
    assert scopes == ["part", "whole_town", "per_village"]


def test_a_county_speaks_of_itself_where_a_town_would_quote_it(say):
    text = "全县上下一心。今年全县生产总值增长6%。全县新增规上企业20家。全省增长5%。"
    assert say(text, town="云溪县")[0] == "gdp growth_rate 6%"
    assert not any("5%" in line for line in say(text, town="云溪县"))


def test_evidence_stands_at_its_offsets(read):
    text = (
        "今年主要预期目标是：生产总值增长7%以上，财政收入达到2亿元、增长5%，"
        "居民收入与经济增长同步。"
    )
    for claim in read(text):
        evidence = claim.evidence
        assert text[evidence.start : evidence.end] == evidence.quote
        if evidence.value_start is not None:
            assert evidence.start <= evidence.value_start < evidence.value_end <= evidence.end


def test_a_repaired_quote_shows_the_repair_and_spans_the_original(make_document, lexicon):
    text = "青槐镇2023年工作计划\n今年主要预期目标是：固定资产\n投资增长8%，财政收入增长5%。\n"
    document = make_document(text)
    (reading,) = read_plans(document, lexicon).readings
    claim = find_claims(reading, document.doc_id, text, lexicon)[0]
    assert claim.evidence.quote == "固定资产投资增长8%"
    assert text[claim.evidence.start : claim.evidence.end] == "固定资产\n投资增长8%"


def test_a_hidden_number_is_never_a_value(read):
    text = (
        "生产总值增长**%，财政收入xx.x亿元，新增规上企业x家，税收收入5**万元，高于全县X个百分点。"
    )
    claims = read(text)
    assert len(claims) >= 4
    assert not any(isinstance(c.amount, Stated) for c in claims)
    for claim in claims:
        if isinstance(claim.amount, Relative):
            assert not isinstance(claim.amount.margin, Stated)
        else:
            assert isinstance(claim.amount, Masked)


def test_a_table_is_read_by_its_head(say):
    text = (
        "二、主要目标\n"
        "序号\t指标名称\t单位\t2022年完成\t2023年计划\t增长（%）\n"
        "1\t生产总值\t亿元\t9.8\t10.5\t7.1\n"
        "2\t一般公共预算收入\t万元\t2600\t2750以上\t5.8左右\n"
        "3\t城镇登记失业率\t%\t3.1\t≤4.0\t—\n"
    )
    assert say(text) == [
        "gdp level 9.8亿元 achieved",
        "gdp level 10.5亿元",
        "gdp growth_rate 7.1%",
        "general_public_budget_revenue level 2600万元 achieved",
        "general_public_budget_revenue level 2750万元+",
        "general_public_budget_revenue growth_rate 5.8%~",
        "unemployment_rate ratio 3.1% achieved",
        "unemployment_rate cap 4%-",
    ]


def test_a_claim_does_not_hang_on_the_sentence_before(say):
    assert say("财政收入增长5%。增长8%。") == ["fiscal_revenue_total growth_rate 5%"]


def test_claims_come_in_order_and_alike_on_every_run(read):
    text = "改厕30户，财政收入增长5%，居民收入与经济增长同步，新增规上企业3家。"
    first, second = read(text), read(text)
    assert first == second
    places = [c.evidence.value_start or c.evidence.end for c in first]
    assert places == sorted(places)


@pytest.mark.real
def test_real_plans_give_quotes_at_their_offsets_and_no_value_from_a_mask(
    real_documents, make_document, lexicon
):
    seen = 0
    for path in sorted(real_documents.glob("*.txt")):
        document = make_document(path.read_bytes().decode("utf-8-sig"), path.name)
        for reading in read_plans(document, lexicon).readings:
            assert np.all(np.diff(reading.clean.origin) > 0)
            for claim in find_claims(reading, document.doc_id, document.text, lexicon):
                seen += 1
                evidence = claim.evidence
                quoted = document.text[evidence.start : evidence.end]
                assert quoted == evidence.quote or len(quoted) > len(evidence.quote)
                if isinstance(claim.amount, Stated):
                    figure = document.text[evidence.value_start : evidence.value_end]
                    assert not set(figure) & set("*xX×")
    assert seen > 100
