"""Changes from year to year are claimed only where sentences dealt anew would hardly do it."""

from __future__ import annotations

import pytest
from scipy.stats import hypergeom

from analysis.model import PlanCounts
from analysis.stats.differences import compare_with_rest
from analysis.stats.year_on_year import (
    Spoken,
    compare_years,
    count_spoken_themes,
    count_spoken_words,
)
from analysis.text.reading import read_plans

PLAN = (
    "垟头镇2023年政府工作报告\n一、2022年工作回顾\n去年招商引资签下三家厂。\n"
    "二、2023年工作安排\n招商引资再跑三趟，招商引资专班不散。\n老茶园补苗四百亩。\n"
)


def said(n: int, **subjects: int) -> Spoken:
    return Spoken(n, {subject: {1: held} for subject, held in subjects.items()})


def test_shares_are_of_all_plan_sentences_and_split_ones_count_by_their_part():
    counts = PlanCounts("p", 0, 0, (), (), 10, (), (((0,), 3), ((0, 1), 4), ((), 3)))
    spoken = count_spoken_themes(counts, ("farming", "party"))
    assert spoken.share("farming") == pytest.approx(0.5)
    assert spoken.share("party") == pytest.approx(0.2)


def test_a_sentence_counts_once_for_a_word_however_often_it_says_it(make_document, lexicon):
    reading = read_plans(make_document(PLAN), lexicon).readings[0]
    spoken = count_spoken_words(reading, ["招商引资", "没有的词"])
    plan_part = [s for s in reading.sentences if s.role != "review"]
    assert spoken.n_sentences == len(plan_part)
    assert spoken.share("招商引资") == pytest.approx(1 / len(plan_part))
    assert spoken.share("没有的词") == 0


def test_p_is_that_of_dealing_the_sentences_of_both_years_anew_corrected_by_holm():
    pairs = {
        "a": (said(30, x=2, y=5), said(40, x=18, y=6)),
        "b": (said(50, x=9, y=0), said(20, x=1, y=3)),
    }
    told = compare_years(pairs, ["x", "y"])
    raw = []
    for change in told:
        before, after = pairs[change.plan_id]
        old, new = before.parts[change.subject][1], after.parts[change.subject][1]
        dealt = hypergeom(before.n_sentences + after.n_sentences, old + new, after.n_sentences)
        far = abs(new - dealt.mean())
        raw.append(sum(dealt.pmf(k) for k in range(old + new + 1) if abs(k - dealt.mean()) >= far))
    order = sorted(range(4), key=raw.__getitem__)
    corrected, highest = {}, 0.0
    for rank, i in enumerate(order):
        highest = max(highest, min(1.0, raw[i] * (4 - rank)))
        corrected[i] = highest
    assert [c.p_holm for c in told] == pytest.approx([corrected[i] for i in range(4)], abs=1e-8)


def test_the_interval_is_that_of_a_difference_between_towns():
    one = PlanCounts("one", 0, 0, (), (), 60, (), (((0,), 20), ((0, 1), 4), ((), 36)))
    other = PlanCounts("other", 0, 0, (), (), 50, (), (((0,), 6), ((1,), 10), ((), 34)))
    beside = compare_with_rest([one, other], ["a", "b"], 2)
    spoken = [count_spoken_themes(plan, ("x", "y")) for plan in (other, one)]
    for j, change in enumerate(compare_years({"one": (spoken[0], spoken[1])}, ["x", "y"])):
        assert change.after - change.before == pytest.approx(beside.difference[0, j])
        assert (change.low, change.high) == pytest.approx((beside.low[0, j], beside.high[0, j]))


def test_a_change_is_claimed_with_its_direction_and_the_turn_of_years_turns_it():
    low, high = said(60, x=3), said(60, x=30)
    (up,), (down,) = (compare_years({"a": pair}, ["x"]) for pair in ((low, high), (high, low)))
    assert (up.claimed, down.claimed) == (1, -1)
    assert up.p_holm == pytest.approx(down.p_holm)
    assert (up.low, up.high) == pytest.approx((-down.high, -down.low))


def test_the_same_change_among_many_tests_is_not_claimed():
    pair = said(40, x=3, y=4, z=4), said(40, x=12, y=4, z=4)
    (alone,) = compare_years({"a": pair}, ["x"])
    many = {f"t{i}": pair for i in range(20)}
    assert alone.claimed == 1
    assert {c.claimed for c in compare_years(many, ["x", "y", "z"])} == {0}
