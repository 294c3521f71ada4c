"""The workbench on a study: words in context, two sets of towns, new words, and its commands."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from analysis.build.measures.kwic import kwic
from analysis.build.measures.new_words import new_words, tell_acceptance
from analysis.build.measures.workbench import compare_terms
from analysis.build.run import measure_study
from analysis.cli import main
from analysis.corpus.lexicon import read_lexicon
from analysis.corpus.study import make_study, read_study
from analysis.errors import StudyError
from analysis.stats.counts import find_themes

FISH = "尾水池清淤两口，老塘改造三片，养鱼户先学后养。"
TEA = "老茶园补苗四百亩，茶厂换炒锅，茶叶贴上产地码。"
TOWNS = {"垟头镇": FISH, "石埠镇": FISH, "柏树镇": TEA, "南岗乡": TEA}


def write_plan(folder: Path, town: str, own: str, year: int = 2023) -> None:
    lines = [f"{own[:-1]}，第{i}组先动手。" for i in "甲乙丙丁戊己"]
    text = (
        f"{town}{year}年政府工作报告\n各位代表：现在报告工作。\n一、{year - 1}年工作回顾\n"
        f"去年招商引资签下两家厂。\n二、{year}年工作安排\n今年地区生产总值增长6%。\n"
        "招商引资再跑三趟。\n新型经营主体多三家，经营主体办照不出村。\n" + "\n".join(lines) + "\n"
    )
    (folder / f"{town}{year}.txt").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    root = tmp_path_factory.mktemp("workbench")
    (root / "plans").mkdir()
    for town, own in TOWNS.items():
        write_plan(root / "plans", town, own)
    write_plan(root / "plans", "垟头镇", TEA, 2022)
    (root / "study.toml").write_text('name = "某县"\n', encoding="utf-8")
    return read_study(root)


@pytest.fixture(scope="module")
def results(study):
    return measure_study(study, progress=False)


def test_a_word_is_shown_with_town_year_role_and_received_offsets(results):
    shown = kwic(results, "招商引资", year=2023)
    assert sorted(shown["town"]) == sorted(TOWNS)
    texts = {d.document.path: d.document.text for d in results.corpus.documents}
    for line in shown.itertuples():
        assert texts[line.doc][line.start : line.end] == "招商引资"
        assert line.year == 2023
        assert line.role != "review"
    both = kwic(results, "招商引资", year=2023, with_review=True)
    assert len(both) == 2 * len(shown)


def test_a_themes_lines_are_the_sentences_that_count_for_it(results):
    lexicon = results.corpus.lexicon
    for number, theme in enumerate(lexicon.themes):
        shown = set(kwic(results, theme=theme.zh)["sentence_id"])
        counted = set()
        for reading in results.corpus.readings.values():
            plan_part = [s for s in reading.sentences if s.role != "review"]
            texts = [reading.clean.text[s.start : s.end] for s in plan_part]
            found = find_themes(texts, lexicon)
            counted |= {
                s.sentence_id for s, held in zip(plan_part, found, strict=True) if number in held
            }
        assert shown == counted, theme.key


def test_a_theme_of_a_dictionary_of_others_is_shown(results, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("theme,word\n池塘,尾水池\n池塘,老塘\n", encoding="utf-8")
    shown = kwic(results, theme="池塘", dictionary=path, year=2023)
    assert set(shown["word"]) == {"尾水池", "老塘"}
    assert set(shown["town"]) == {"垟头镇", "石埠镇"}


def test_an_unknown_theme_and_no_word_are_told(results):
    with pytest.raises(StudyError, match="E-WRD-04"):
        kwic(results, theme="没有的主题")
    with pytest.raises(StudyError, match="E-WRD-01"):
        kwic(results)


def test_two_sets_are_told_apart_by_their_own_words(results):
    table = compare_terms(results, ["垟头镇", "石埠镇"], ["柏树镇", "南岗乡"], min_towns=2)
    first, last = table.iloc[0], table.iloc[-1]
    assert kwic(results, first["term"], year=2023)["town"].isin(["垟头镇", "石埠镇"]).all()
    assert kwic(results, last["term"], year=2023)["town"].isin(["柏树镇", "南岗乡"]).all()
    assert first["held"] == last["held"] == 1
    assert table["z"].is_monotonic_decreasing
    assert ">= 2 towns" in table.attrs["recipe"]


def test_without_a_second_set_it_is_all_other_towns_of_the_year(results):
    named = compare_terms(results, ["柏树镇"], ["垟头镇", "石埠镇", "南岗乡"])
    assert named.equals(compare_terms(results, ["柏树镇"]))
    of_2022 = compare_terms(results, ["垟头镇"], ["柏树镇-2023"], year=2022)
    assert "甲 A 1" in of_2022.attrs["recipe"]


def test_plans_of_one_town_are_one_town_however_many_there_are(results):
    table = compare_terms(results, ["垟头镇-2022", "垟头镇-2023"], ["石埠镇"], min_towns=2)
    assert table["towns"].eq(2).all()
    assert not set(table["term"]) & {"茶园", "茶厂"}


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        (["没有镇"], [], "E-WRD-02"),
        (["垟头镇"], ["垟头镇"], "E-WRD-03"),
        ([], ["垟头镇"], "E-WRD-03"),
    ],
)
def test_towns_that_are_unknown_or_on_both_sides_are_told(a, b, code, results):
    with pytest.raises(StudyError, match=code):
        compare_terms(results, a, b)


def test_without_another_town_there_is_nothing_to_compare(results):
    table = compare_terms(results, list(TOWNS))
    assert table.empty
    assert "no other town" in table.attrs["recipe"]


@pytest.fixture
def with_decisions(study, project, tmp_path):
    """Return the same plans under a lexicon whose new words are decided as given."""

    def judge(*rows):
        out = tmp_path / f"out{len(rows)}"
        shutil.copytree(project / "data" / "lexicon", out / "lexicon")
        path = out / "lexicon" / "new_words.csv"
        path.write_text("\n".join(["word,decision,reason", *rows]) + "\n", encoding="utf-8")
        return measure_study(make_study(study.plans, out), progress=False)

    return judge


def test_new_words_carry_their_examples_and_decisions(with_decisions):
    table = new_words(with_decisions("尾水池,accepted,池塘用语"), min_towns=2)
    assert {"decision", "example_1"} <= set(table.columns)
    known = {"招商引资", "垟头镇", "各位代表", "地区生产总值", "茶叶"}
    assert not known & set(table["word"])
    for word in table.itertuples():
        assert word.towns >= 2
        assert word.example_1.split(":")[0].rsplit("-", 1)[0] in TOWNS


def test_an_accepted_word_is_cut_whole_and_what_it_moved_is_told(with_decisions):
    before, after = with_decisions(), with_decisions("尾水池,accepted,池塘用语")
    assert tell_acceptance(before).empty
    moved = tell_acceptance(after)
    plan = moved[moved["plan_id"] == "石埠镇-2023"].set_index("term")
    assert plan.loc["尾水池", "what"] == "appeared"
    assert "尾水池" not in before.matrix.terms
    assert "尾水池" in after.matrix.terms
    assert with_decisions("尾水池,rejected,试试", "老塘,rejected,也试试").matrix.terms == (
        before.matrix.terms
    )


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("尾水池,maybe,想想", "row 2: 'maybe' is neither"),
        ("尾水池,accepted,", "row 2: a decision needs"),
        ("尾水池,accepted,一\n尾水池,rejected,二", "row 3: 尾水池 is decided on twice"),
    ],
)
def test_a_decision_that_cannot_be_read_is_told_with_its_row(row, told, project, tmp_path):
    folder = tmp_path / "lexicon"
    shutil.copytree(project / "data" / "lexicon", folder)
    (folder / "new_words.csv").write_text(f"word,decision,reason\n{row}\n", encoding="utf-8")
    with pytest.raises(StudyError, match="E-LEX-10") as stopped:
        read_lexicon(folder)
    assert told in stopped.value.what


@pytest.mark.parametrize(
    ("old", "new"),
    [("likeness = 0.75", "likeness = true"), ("least_letters", "fewest"), ("[keyness]", "[key]")],
)
def test_a_threshold_that_is_none_is_told(old, new, project, tmp_path):
    folder = tmp_path / "lexicon"
    shutil.copytree(project / "data" / "lexicon", folder)
    path = folder / "words.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(StudyError, match="E-LEX-10"):
        read_lexicon(folder)


def test_a_background_list_is_read_one_sentence_a_line(project, tmp_path):
    folder = tmp_path / "lexicon"
    shutil.copytree(project / "data" / "lexicon", folder)
    (folder / "background_a.txt").write_text("# 来源\n全县一盘棋。\n\n", encoding="utf-8")
    lexicon = read_lexicon(folder)
    assert lexicon.workbench.background == ("全县一盘棋。",)
    assert "background_a.txt" in lexicon.hashes


def test_the_table_of_shared_sentences_leaves_national_empty_without_a_list(results):
    table = results.tables["boilerplate"]
    assert table["national"].isna().all()
    assert (table["own"] + table["common"] == table["sentences"]).all()
    one = table[table["plan_id"] == "南岗乡-2023"]
    assert len(one) == len(results.corpus.lexicon.themes) + len(results.corpus.lexicon.keywords)
    shared = results.boilerplate.sentences["南岗乡-2023"]
    assert {s.share for s in shared if s.towns == 4} == {1.0}


def test_the_commands_print_and_write_tables(study, tmp_path, capsys):
    place = ["--study", str(study.root)]
    assert main(["kwic", "招商引资", "--year", "2023", *place]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[-1] == "4 处 occurrences, 4 份计划 plans"
    assert main(["kwic", "--theme", "招商引资", "--csv", str(tmp_path / "k.csv"), *place]) == 0
    with (tmp_path / "k.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["role"] for row in csv.DictReader(file)} <= {"targets", "tasks", "other"}
    assert main(["words", "--towns", "2", *place]) == 0
    assert "new_words.csv" in capsys.readouterr().out
    assert (study.derived / "tables" / "new_words.csv").is_file()
    assert (
        main(["keyness", "--a", "垟头镇", "石埠镇", "--csv", str(tmp_path / "c.csv"), *place]) == 0
    )
    assert "乙组多用 B uses more" in capsys.readouterr().out
    assert (tmp_path / "c.csv").is_file()
    assert main(["keyness", "--a", "没有镇", *place]) == 1
    assert "E-WRD-02" in capsys.readouterr().err
