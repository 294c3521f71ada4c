"""One indicator in unlike senses: a claim knows which."""

import pytest


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("农民人均纯收入增长8%", "net_income"),
        ("农村居民人均可支配收入增长8%", "disposable_income"),
        ("农民收入增长8%", None),
        ("城镇登记失业率控制在4%以内", "registered"),
        ("城镇调查失业率控制在5%以内", "surveyed"),
        ("失业率控制在5%以内", None),
        ("森林火灾起数下降10%", "fires"),
        ("生产安全事故起数下降10%", "work_safety"),
        ("规上企业总数达到40家", "stock"),
        ("新增规上企业4家", "increment"),
        ("规上企业净增4家", "increment"),
        ("地区生产总值增长6%", None),
    ],
)
def test_a_claim_knows_in_which_sense_its_indicator_is_meant(read, text, concept):
    (claim,) = read(f"一、2023年主要预期目标\n{text}。")
    assert claim.concept == concept


def test_two_clauses_of_one_sentence_keep_their_own_sense(read):
    claims = read("一、2023年主要预期目标\n规上企业达到40家，其中新增规上企业4家。")
    assert [c.concept for c in claims] == ["stock", "increment"]
    claims = read("一、2023年主要预期目标\n规上企业净增4家，达到40家。")
    assert [c.concept for c in claims] == ["increment", "stock"]
