"""Words stand where the text has them; their dispersion is Gries' DP computed by hand."""

from __future__ import annotations

import pytest

from analysis.stats.counts import count_plan
from analysis.stats.dispersion import find_lane, measure_spread
from analysis.text.concordance import find_in_context
from analysis.text.reading import read_plans

HEAD = (
    "垟头镇2023年政府工作报告\n一、2022年工作回顾\n去年招商引资签下三家厂。\n二、2023年工作安排\n"
)
PLAN = HEAD + (
    "今年招商引资要盯住竹器厂，再跑三趟招商\u200b引资专班。\n"
    "新型经营主体不是经营主体，经营主体要办照。\n老茶园补苗四百亩，茶厂换炒锅。\n"
)


@pytest.fixture
def reading(make_document, lexicon):
    return read_plans(make_document(PLAN), lexicon).readings[0]


def test_a_keyword_has_as_many_uses_as_it_is_counted(reading, lexicon):
    counts = count_plan(reading, lexicon)
    for keyword, n in zip(lexicon.keywords, counts.keywords_plan, strict=True):
        assert len(find_lane(reading, [keyword]).places) == n
    assert len(find_lane(reading, ["招商引资"]).places) == 2
    assert len(find_lane(reading, ["招商引资"]).places_in_review) == 1


def test_a_theme_has_as_many_uses_as_its_lines_in_context(reading, lexicon):
    for theme in lexicon.themes:
        hiding = [w for t in lexicon.themes if t is not theme for w in t.words]
        hiding += lexicon.no_theme_words
        lane = find_lane(reading, theme.words, hiding=hiding)
        assert len(lane.places) == len(find_in_context([reading], theme.words, hiding=hiding))


def test_a_use_stands_at_the_middle_of_its_word_between_the_ends_of_the_body(reading):
    text, plan = reading.clean.text, reading.plan
    (place,) = find_lane(reading, ["补苗"]).places
    middle = text.index("补苗") + 1
    assert place == pytest.approx((middle - plan.start) / (plan.end - plan.start))
    (begin, end) = find_lane(reading, ["补苗"]).reviews[0]
    (looked_back,) = find_lane(reading, ["三家厂"]).places_in_review
    assert begin < looked_back < end < place


def test_dp_is_that_of_fifths_of_the_plan_sentences(make_document, lexicon):
    lines = ["茶苗补齐甲乙丙。"] * 4 + ["水渠清淤甲乙丙。"] * 5 + ["茶苗茶苗甲乙丙。"]
    reading = read_plans(make_document(HEAD + "\n".join(lines) + "\n"), lexicon).readings[0]
    spoken = [reading.clean.text[s.start : s.end] for s in reading.sentences if s.role != "review"]
    joined = "".join(spoken)
    at = [i + 1 for i in range(len(joined)) if joined.startswith("茶苗", i)]
    assert len(at) == 6
    fifths = [sum(int(5 * i / len(joined)) == k for i in at) / 6 for k in range(5)]
    by_hand = sum(abs(held - 0.2) for held in fifths) / 2
    assert 0.2 < by_hand < 0.8
    assert find_lane(reading, ["茶苗"]).dp == pytest.approx(by_hand)


def test_few_uses_have_no_dispersion(reading):
    lane = find_lane(reading, ["经营主体"])
    assert (len(lane.places), lane.dp) == (3, None)
    assert measure_spread([lane], [100]) is None


def test_spread_over_plans_follows_their_sizes(reading):
    lane = find_lane(reading, ["经营主体"])
    none = find_lane(reading, ["没有的词"])
    assert measure_spread([lane, lane], [100, 100]) == pytest.approx(0)
    assert measure_spread([lane, lane, none], [100, 100, 200]) == pytest.approx(0.5)
    assert measure_spread([lane, lane], [100, 300]) == pytest.approx(0.25)
