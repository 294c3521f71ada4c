"""What each theme word does, held against counting anew without it; what no list claims."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis import kwic, near_terms, theme_words
from analysis.build.run import measure_study
from analysis.corpus.study import read_study
from analysis.errors import StudyError
from analysis.stats.counts import count_plan
from analysis.stats.themes import measure_theme_shares

TOWNS = {
    "垟头镇": (
        "民宿添九间，索道换钢缆。", "民宿门口铺石板，索道夜里也开。", "水稻改种晚熟的两片。",
        "固定资产投资增长8%。", "油茶林垦复三百亩，公路边补苗。",
    ),
    "石埠镇": (
        "索道检修停三天，景区的民宿照开。", "水稻、油菜、水稻、油菜轮着种，民宿借田拍照。",
        "敬老院的灶台重新砌。", "公路拓宽两米。",
    ),
    "柏树镇": ("公路修到岭上。", "索道站台挪到景区门口。", "开学前给老师腾出宿舍。"),
}  # fmt: skip


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    root = tmp_path_factory.mktemp("terms")
    (root / "plans").mkdir()
    for town, lines in TOWNS.items():
        text = "\n".join((f"{town}2023年工作计划", "一、2023年工作安排", *lines))
        (root / "plans" / f"{town}.txt").write_text(text + "\n", encoding="utf-8")
    (root / "study.toml").write_text("min_sentences = 2\n", encoding="utf-8")
    return measure_study(read_study(root), progress=False)


def count_without(results, word):
    """Shares by plan and theme after counting anew, a word showing nothing and hiding its own."""
    lexicon, corpus = results.corpus.lexicon, results.corpus
    less = replace(
        lexicon,
        themes=tuple(
            replace(theme, words=tuple(w for w in theme.words if w != word))
            for theme in lexicon.themes
        ),
        no_theme_words=(*lexicon.no_theme_words, word),
    )
    counts = [count_plan(corpus.readings[p], less) for p in corpus.shown]
    return measure_theme_shares(counts, [theme.key for theme in lexicon.themes]).shares


def test_leaving_a_word_out_moves_what_counting_anew_without_it_moves(results):
    table = theme_words(results)
    keys = [theme.key for theme in results.corpus.lexicon.themes]
    assert {"民宿", "水稻", "公路", "敬老院"} <= set(table["word"])
    for row in table.itertuples():
        change = 100 * (count_without(results, row.word) - results.shown_shares.shares)
        change = change[:, keys.index(row.theme)]
        assert row.change_pct == pytest.approx(change.mean(), abs=1e-3), row.word
        assert abs(row.largest_change_pct) == pytest.approx(abs(change).max(), abs=1e-3)
    order = table["change_pct"].abs().tolist()
    assert order == sorted(order, reverse=True)


def test_a_words_row_tells_where_it_stands_and_whether_the_first_town_hangs_on_it(results):
    rows = theme_words(results, "文化与旅游").set_index("word")
    assert rows.loc["民宿", ["uses", "sentences", "towns", "alone"]].tolist() == [4, 4, 2, 2]
    assert not rows.loc["民宿", "leader_stays"]
    assert set(theme_words(results, "tourism_culture")["theme_zh"]) == {"文化与旅游"}
    coded = theme_words(results).set_index("word").loc["水稻"]
    assert coded["coded"] >= coded["coded_right"] > 0


def test_near_a_theme_are_terms_of_its_sentences_that_no_list_holds(results):
    near = near_terms(results, "tourism_culture").set_index("term")
    assert near.loc["索道", ["count", "count_rest", "towns", "unclaimed"]].tolist() == [4, 0, 3, 0]
    listed = {word for theme in results.corpus.lexicon.themes for word in theme.words}
    assert not listed & set(near.index)
    with pytest.raises(StudyError, match="E-WRD-04"):
        near_terms(results, "没有的主题")


def test_a_themes_lines_leave_out_mentions_in_passing_and_hold_names_that_stand_alone(results):
    shown = kwic(results, theme="tourism_culture")
    assert shown["word"].tolist().count("民宿") == 3
    assert not [line for line in shown.itertuples() if "借田" in line.right]
    assert kwic(results, theme="project_investment")["word"].tolist() == ["固定资产投资"]
    assert kwic(results, "民宿", theme="tourism_culture")["word"].tolist().count("民宿") == 4
