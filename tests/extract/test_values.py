"""Forms of figures, each as one plan or another writes it."""

import re

import pytest

from analysis.extract.forms import compile_figures
from analysis.extract.values import read_figure, to_base, unit_class


@pytest.fixture(scope="module")
def rules(lexicon):
    return compile_figures(lexicon.grammar)


def figures(rules, text):
    found = re.compile(rules.scan).finditer(text)
    return [read_figure(rules, text, match.start(), match.lastgroup) for match in found]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "qualifier"),
    [
        ("增长7%以上", 7, 7, "%", "at_least"),
        ("增长7.5%-8%", 7.5, 8, "%", "exact"),
        ("增长6%至6.5%左右", 6, 6.5, "%", "about"),
        ("新增3—5家", 3, 5, "家", "exact"),
        ("培育两三家", 2, 3, "家", "exact"),
        ("兑现1300余万元", 1300, 1300, "万元", "at_least"),
        ("投入5亿多元", 5, 5, "亿元", "at_least"),
        ("达到12,500万元", 12500, 12500, "万元", "exact"),
        ("达到3，680万元", 3680, 3680, "万元", "exact"),
        ("百分之六点五", 6.5, 6.5, "%", "exact"),
        ("千分之六", 6, 6, "‰", "exact"),
        ("建成三千亩", 3000, 3000, "亩", "exact"),
        ("达到二十五亿元", 25, 25, "亿元", "exact"),
        ("提高一成", 10, 10, "%", "exact"),
        ("保持两位数", 10, 10, "%", "at_least"),
        ("翻一番", 100, 100, "%", "exact"),
        ("翻两番", 300, 300, "%", "exact"),
        ("控制在5.5%o以内", 5.5, 5.5, "‰", "at_most"),
        ("增长7。5%", 7.5, 7.5, "%", "exact"),
        ("增长9,5%", 9.5, 9.5, "%", "exact"),
        ("增长-4.6%", -4.6, -4.6, "%", "exact"),
        ("提高3个百分点", 3, 3, "百分点", "exact"),
        ("用电3.5万千瓦时", 3.5, 3.5, "万千瓦时", "exact"),
        ("收入比2.3∶1", 2.3, 2.3, "∶1", "exact"),
        ("完成一亿三千万元", 13000, 13000, "万元", "exact"),
        ("完成1亿3000万元以上", 13000, 13000, "万元", "at_least"),
        ("建成一万二千亩", 12000, 12000, "亩", "exact"),
        ("转移就业2万3千人", 23, 23, "千人", "exact"),
        ("投资8000万—1.2亿元", 0.8, 1.2, "亿元", "exact"),
    ],
)
def test_a_written_figure_is_read_as_its_number(rules, text, low, high, *, unit, qualifier):
    (figure,) = figures(rules, text)
    assert (figure.low, figure.high) == pytest.approx((low, high))
    assert (figure.unit, figure.qualifier) == (unit, qualifier)


@pytest.mark.parametrize(
    "text",
    ["xx0.9%", "xx.51亿元", "xx458元", "9.2*亿元", "5**个", "*.5%", "XX%", "____万元", "○○%"],
)
def test_a_mask_that_touches_a_number_hides_all_of_it(rules, text):
    (figure,) = figures(rules, text)
    assert figure.low is None
    assert figure.high is None
    assert figure.mark


@pytest.mark.parametrize(
    "text",
    ["副镇长**担任组长", "**家园小区", "**村、xx市", "某某**人民政府", "**处理", "×个性"],
)
def test_a_mask_or_numeral_that_is_part_of_a_word_is_no_figure(rules, text):
    assert figures(rules, text) == []


def test_units_of_one_quantity_meet_in_one_base(rules):
    assert to_base(rules, 1.2, "亿元") == to_base(rules, 12000, "万元") == (1.2e8, "元")
    assert to_base(rules, 2, "公顷") == to_base(rules, 30, "亩")
    assert to_base(rules, 3, "公里") == (3000, "米")
    assert to_base(rules, 6, "‰") == (6, "‰")
    assert to_base(rules, 6, None) == (6, None)


def test_a_unit_belongs_to_one_family(rules):
    names = [unit_class(rules, u) for u in ("万元", "%", "个百分点", "万人次", "家", None, "级")]
    assert names == ["money", "rate", "rate", "count", "count", "none", "none"]
    assert unit_class(rules, "亩") == unit_class(rules, "公顷") != unit_class(rules, "公里")
