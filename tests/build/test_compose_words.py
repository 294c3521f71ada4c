"""A study draws its kinds of towns against each other, its keywords in place, its two years."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.build.drawing.pictures import draw
from analysis.build.drawing.word_sets import choose_sides
from analysis.build.drawing.years import can_draw_years, pair_years
from analysis.build.run import measure_study
from analysis.corpus.study import read_study
from analysis.errors import StudyError
from analysis.figures.style import page

POND = "尾水池清淤两口，老塘改造三片，养鱼户先学后养。"
TEA = "老茶园补苗四百亩，茶厂换炒锅，茶叶贴上产地码。"
TOWNS = {"垟头镇": POND, "石埠镇": POND, "柏树镇": POND, "北坡乡": TEA, "南岗乡": TEA}


def write_plan(folder, town, own, year, invest):
    lines = [f"{own[:-1]}，第{i}组先动手。" for i in "甲乙丙丁戊己庚辛壬癸"]
    lines += [f"招商引资再跑{i}趟。" for i in "一二三四五六七八九"[:invest]]
    lines += [f"第{i}段水沟年内修完。" for i in "一二三四五六七八九"[invest:]] * 2
    text = (
        f"{town}{year}年政府工作报告\n各位代表：现在报告工作。\n一、{year - 1}年工作回顾\n"
        f"去年招商引资签下两家厂。\n二、{year}年工作安排\n" + "\n".join(lines) + "\n"
    )
    (folder / f"{town}{year}.txt").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    root = tmp_path_factory.mktemp("words")
    (root / "plans").mkdir()
    for town, own in TOWNS.items():
        write_plan(root / "plans", town, own, 2023, 1)
    for town in ("垟头镇", "北坡乡"):
        write_plan(root / "plans", town, TOWNS[town], 2022, 9)
    (root / "study.toml").write_text('name = "某县"\nyear = 2023\n', encoding="utf-8")
    return measure_study(read_study(root), progress=False)


def test_the_kinds_that_most_towns_are_stand_against_each_other_the_rarer_first(results):
    plans_a, plans_b, kinds = choose_sides(results)
    assert kinds == ("乡", "镇")
    assert {results.corpus.plans[p].town for p in plans_a} == {"北坡乡", "南岗乡"}
    assert {results.corpus.plans[p].town for p in plans_b} == {"垟头镇", "石埠镇", "柏树镇"}
    picture = draw(results, "word_shift", page_name="a4_full")
    sides = {row["term"]: row["more_in"] for row in picture.data}
    assert sides["茶厂"] == "各乡"
    assert sides["老塘"] == "各镇"
    assert picture.caption["zh"].endswith("各乡与各镇")
    assert "各乡" not in picture.caption["en"]
    assert "只有5个乡镇" in picture.note


def test_without_two_kinds_of_two_towns_the_longest_plan_stands_against_the_others(results):
    corpus = replace(results.corpus, study=replace(results.corpus.study, year=2022))
    plans_a, plans_b, kinds = choose_sides(replace(results, corpus=corpus))
    (chosen,) = plans_a
    assert len(corpus.shown) == 2
    assert corpus.counts[chosen].chars_plan == max(
        corpus.counts[p].chars_plan for p in corpus.shown
    )
    assert (plans_b, kinds) == ((), ("", ""))


def test_towns_that_are_named_stand_against_those_named_or_all_others(results):
    all_others = draw(results, "word_shift", a="北坡乡、南岗乡")
    named = draw(results, "word_shift", a="北坡乡、南岗乡", b="垟头镇 石埠镇")
    assert all_others.n == 5
    assert named.n == 4
    assert {row["more_in"] for row in named.data} == {"北坡乡、南岗乡", "垟头镇、石埠镇"}
    with pytest.raises(StudyError, match="E-WRD-02"):
        draw(results, "word_shift", a="没有的镇")


def test_keywords_are_drawn_as_often_as_they_are_counted(results):
    picture = draw(results, "dispersion")
    for count in results.keywords:
        if count.plan_id in results.corpus.shown:
            uses = [
                row
                for row in picture.data
                if (row["plan_id"], row["subject"]) == (count.plan_id, count.keyword)
                and row["in_review"] is False
            ]
            assert len(uses) == count.count_plan
    assert any(row["in_review"] for row in picture.data)


def test_other_words_and_themes_are_drawn_when_asked_for(results):
    shown = draw(results, "dispersion", words="老茶园、老塘")
    assert {row["subject"] for row in shown.data} == {"老茶园", "老塘"}
    theme = results.corpus.lexicon.themes[0]
    assert {row["subject"] for row in draw(results, "dispersion", theme=theme.zh).data} == {
        theme.key
    }
    with pytest.raises(StudyError, match="E-WRD-04"):
        draw(results, "dispersion", theme="没有的主题")


def test_towns_with_both_years_are_compared_and_the_others_told(results):
    with page("a4_full", labels=results.corpus.lexicon.labels):
        assert can_draw_years(results)
        pairs, reasons = pair_years(results)
    assert {results.corpus.plans[p].town for p in pairs} == {"垟头镇", "北坡乡"}
    assert {name for _, name in reasons} == {"柏树镇", "石埠镇", "南岗乡"}
    assert {why for why, _ in reasons} == {"没有上年的计划"}


def test_a_word_that_fell_silent_is_claimed_and_shares_are_those_of_the_tables(results):
    words = draw(results, "year_on_year", words="招商引资")
    assert [row["claimed"] for row in words.data] == ["below", "below"]
    themes = draw(results, "year_on_year")
    table = results.tables["themes"].set_index(["plan_id", "theme"])
    for row in themes.data:
        held = table.loc[(row["plan_id"], row["subject"])]
        assert row["after_pct"] == pytest.approx(held["share_pct"], abs=0.01)
        assert row["after_low_pct"] == pytest.approx(held["share_low_pct"], abs=0.01)
        assert row["after_high_pct"] == pytest.approx(held["share_high_pct"], abs=0.01)
