"""Laws that hold for any wording: hidden stays hidden, layout changes nothing but offsets."""

import re

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from analysis.extract.claims import find_claims
from analysis.extract.ledger import ledger_row
from analysis.model import CleanText, Document, Masked, Plan, Reading
from analysis.text.reading import read_plans
from analysis.text.sections import read_sections

NAMES = st.sampled_from([
    "地区生产总值", "固定资产投资", "一般公共预算收入", "农村居民人均可支配收入",
    "社会消费品零售总额", "村级集体经济收入", "招商引资到位资金", "规模以上工业总产值",
])  # fmt: skip
VERBS = st.sampled_from(["增长", "达到", "完成", "确保增长", "力争达到", "突破", "不低于"])
UNITS = st.sampled_from(["%", "亿元", "万元"])
BOUNDS = st.sampled_from(["", "以上", "左右"])
NUMBERS = st.decimals(min_value=1, max_value=99, places=1).map(str)
MASKS = st.sampled_from(["**", "xx", "XX", "○○", "××", "＊＊", "____", "x.5", "3×", "*.6"])
CLAUSE = st.tuples(NAMES, VERBS, NUMBERS, UNITS, BOUNDS).map("".join)
HIDDEN = st.tuples(NAMES, VERBS, MASKS, UNITS, BOUNDS).map("".join)
OFFSETS = {"start", "end", "value_start", "value_end", "quote", "doc_id", "indicator_text", "doc"}
QUICK = settings(
    max_examples=settings.default.max_examples // 5,
    suppress_health_check=[HealthCheck.filter_too_much],
)


def report(clauses):
    return "苇滩镇2023年政府工作报告\n一、2023年主要预期目标\n" + "；".join(clauses) + "。\n"


@pytest.fixture(scope="module")
def rows(lexicon):
    """A report as received -> its claims as flat rows."""

    def rows(text):
        document = Document("0" * 12, "plan.txt", "utf-8", text)
        return [
            ledger_row(claim, reading.plan, "plan.txt")
            for reading in read_plans(document, lexicon).readings
            for claim in find_claims(reading, "0" * 12, text, lexicon)
        ]

    return rows


def meaning(rows, without=frozenset()):
    """What rows say, without where they say it."""
    return [{k: v for k, v in row.items() if k not in OFFSETS | without} for row in rows]


@given(clauses=st.lists(HIDDEN, min_size=1, max_size=4))
@QUICK
def test_a_hidden_number_never_becomes_a_value(clauses, lexicon):
    text = "一、2023年主要预期目标\n" + "；".join(clauses) + "。"
    clean = CleanText(text, np.arange(len(text), dtype=np.int32), ())
    plan = Plan("p", "d", 1, "", "苇滩镇", None, 2023, None, 0, len(text), False)
    reading = Reading(plan, clean, read_sections(text, 0, len(text), lexicon.headings), ())
    claims = find_claims(reading, "d", text, lexicon)
    assert all(isinstance(claim.amount, Masked) for claim in claims)
    assert len(claims) == len(clauses)


@given(clauses=st.lists(CLAUSE, min_size=5, max_size=9), width=st.integers(26, 40))
@QUICK
def test_wrapped_lines_change_nothing_but_offsets(clauses, width, rows):
    head, line = report(clauses).rstrip("\n").rsplit("\n", 1)
    wrapped = [line[i : i + width] for i in range(0, len(line), width)]
    assume(all("；" in part[:-1] and part[-1] != "；" for part in wrapped[:-1]))
    broken, whole = rows(f"{head}\n" + "\n".join(wrapped) + "\n"), rows(report(clauses))
    doubt = {"confidence"}  # a number that was put together again is less sure
    assert meaning(broken, doubt) == meaning(whole, doubt)
    assert all(a["confidence"] <= b["confidence"] for a, b in zip(broken, whole, strict=True))


@given(clauses=st.lists(CLAUSE, min_size=1, max_size=4))
@QUICK
def test_the_width_of_digits_changes_nothing_but_offsets(clauses, rows):
    text = report(clauses)
    wide = re.sub(r"[\d.%](?![^\n]*年)", lambda c: chr(ord(c[0]) + 0xFEE0), text)
    assert wide != text
    assert meaning(rows(wide)) == meaning(rows(text))


TURNED = str.maketrans(
    "区总产资额财预农费经济业规达确实万亿长争级货收",
    "區總產資額財預農費經濟業規達確實萬億長爭級貨收",
)


@given(clauses=st.lists(CLAUSE, min_size=1, max_size=4))
@QUICK
def test_traditional_characters_change_nothing_but_offsets(clauses, rows):
    head, line = report(clauses).rstrip("\n").rsplit("\n", 1)
    closing = "望各單位認真辦理"  # a line of traditional writing has more than one such character
    old, new = (f"{head}\n{text}{closing}。\n" for text in (line.translate(TURNED), line))
    assert meaning(rows(old)) == meaning(rows(new))


@given(clauses=st.lists(CLAUSE | HIDDEN, min_size=1, max_size=5))
@QUICK
def test_every_quote_stands_at_its_offsets(clauses, rows):
    text = report(clauses)
    found = rows(text)
    assert found
    for row in found:
        assert text[row["start"] : row["end"]] == row["quote"]
        if row["value_start"] is not None:
            assert row["start"] <= row["value_start"] < row["value_end"] <= row["end"]


SHREDS = st.sampled_from([
    "地区生产总值", "PM2.5平均浓度", "旅游收入", "居民收入", "产业路", "老旧小区", "到位资金",
    "信访积案", "考核", "8%", "6", "3.5", "XX", "**%", "二十", "两成", "5个", "1.2亿元",
    "X00万元", "10万", "2025年", "去年", "“十四五”期间", "3.2‰", "1:2", "2-3家", "过亿元",
    "翻一番", "5月底前", "20余公里", "-5%", "+6%", "今年", "分别", "均", "双双", "和", "增长",
    "控制在", "由", "到", "力争", "确保", "两项指标", "快于全县", "前三", "第一方阵",
    "与之同步", "目标", "单位", "计划", "其中", "了", "的", "，", "、", "；", "：", "。", "（",
    "）", "\n", "\t", "|", "→", " ", "  ",
])  # fmt: skip


@given(shreds=st.lists(SHREDS, min_size=4, max_size=40))
@settings(max_examples=settings.default.max_examples // 2)
def test_no_shreds_of_plans_ever_stop_a_reading_and_every_quote_is_theirs(shreds, rows):
    text = "苇滩镇2023年政府工作报告\n一、2023年主要预期目标\n" + "".join(shreds) + "\n"
    for row in rows(text):
        received = iter(text[row["start"] : row["end"]])
        said = "".join(row["quote"].split())
        assert said
        assert all(letter in received for letter in said)
