import json

from analysis.extract.ledger import ledger_row, read_row
from analysis.model import Plan

PLAN = Plan("青槐镇-2023", "d", 1, "t", "青槐镇", None, 2023, None, 0, 9, False)
TEXT = (
    "今年主要预期目标是：生产总值增长7%—8%，财政收入**亿元，税收收入力争达到3200万元以上，"
    "居民收入与经济增长同步，工业投资增速高于全县平均水平2个百分点，"
    "出口增速高于全县平均水平X个百分点，能耗强度降低3%。"
)


def test_a_row_read_back_is_the_claim(read):
    claims = read(TEXT)
    assert len(claims) == 7
    for claim in claims:
        row = json.loads(json.dumps(ledger_row(claim, PLAN, "甲.txt"), ensure_ascii=False))
        assert read_row(row) == claim


def test_a_hidden_or_relative_claim_has_no_number_in_its_row(read):
    rows = [ledger_row(c, PLAN, "甲.txt") for c in read(TEXT)]
    hidden = [r for r in rows if r["masked"]]
    assert [r["indicator"] for r in hidden] == ["fiscal_revenue_total", "exports"]
    free = [r for r in rows if r["masked"] or r["relation"] == "in_step_with:gdp"]
    assert all(r["value_low"] is r["value_high"] is r["value_base_low"] is None for r in free)


def test_sums_meet_in_yuan(read):
    row = next(r for c in read(TEXT) if (r := ledger_row(c, PLAN, "甲.txt"))["unit"] == "万元")
    assert (row["value_low"], row["value_base_low"], row["unit_base"]) == (3200, 3.2e7, "元")


def test_an_unnamed_town_stays_unnamed(read):
    plan = Plan("未知镇-d", "d", 1, "t", "未知镇-d", None, None, None, 0, 9, False)
    assert ledger_row(read(TEXT)[0], plan, "甲.txt")["town"] is None
