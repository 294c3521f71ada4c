"""An older year's programme in the plan part is shown; reviews, ranges and goals are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.stats.reuse import find_reuse
from analysis.stats.stray_years import find_stray_years


@pytest.fixture
def look(reading_of, lexicon):
    def look(*sentences):
        reading = reading_of(*sentences)
        assert reading.plan.stated_year == 2023
        readings = {reading.plan.plan_id: reading}
        ahead, behind = lexicon.places["year_ahead"], lexicon.places["year_behind"]
        return find_stray_years(find_reuse([reading]), readings, ahead, behind)

    return look


@pytest.mark.parametrize("words", ["2022年工作安排", "2021年我镇主要目标", "2022年度全镇重点工作"])
def test_an_older_years_programme_in_the_plan_part_is_a_wrong_year(look, words):
    (leak,) = look(("tasks", "沟渠照旧清。"), ("targets", f"围绕{words}，把桥修完。"))
    assert (leak.kind, leak.words, leak.other) == ("wrong_year", words, None)
    assert leak.sentence_id == "s1"


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("review", "2022年工作安排的渠已经修完。"),
        ("tasks", "2023年工作安排如下。"),
        ("tasks", "到2025年目标任务再添两条渠。"),
        ("tasks", "围绕2025年奋斗目标再添两条渠。"),
        ("tasks", "照2021-2022年工作计划接着修渠。"),
        ("tasks", "照2020年至2022年行动计划和2021年至2022年工作计划修渠。"),
        ("tasks", "以2020年为基数，产值再翻一番。"),
        ("tasks", "“十四五”规划2022年中期评估的渠接着修。"),
        ("tasks", "2022年目标任务完成得好的村先修。"),
        ("tasks", "在2022年重点工作的基础上再修两条渠。"),
        ("tasks", "2022年的渠接着修。"),
    ],
)
def test_near_misses_are_no_wrong_year(look, role, words):
    assert look((role, words)) == ()


def test_a_plan_that_states_no_year_has_no_wrong_one(reading_of, lexicon):
    reading = reading_of(("tasks", "2022年工作安排：修桥。"))
    nameless = replace(reading, plan=replace(reading.plan, stated_year=None))
    ahead = lexicon.places["year_ahead"]
    assert find_stray_years(find_reuse([nameless]), {"x": nameless}, ahead, ()) == ()
