"""Headline statements under other choices: planted ones fall to the choice they hang on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.build.documents.stages import make_cutter
from analysis.build.measures.words import make_recipe
from analysis.build.run import measure_study, run_study
from analysis.build.telling.summary import describe
from analysis.build.validity.holding import robustness, tell_holding
from analysis.build.validity.robustness import _Variants as variants_of
from analysis.cli import main
from analysis.corpus.lexicon import read_lexicon
from analysis.corpus.study import read_study
from analysis.errors import StudyError
from analysis.stats.robustness import find_leaders
from analysis.stats.terms import top_terms, weigh_terms
from analysis.text.tokens import Cutter, cut_plan, merge_vocabularies

SHARED = (
    "隐患排查听喇叭，喇叭不响、喇叭坏了、喇叭没电都记在喇叭边上。",
    "消防通道不许堆放，夜里由值班的人再走一遍。",
    "防汛沙袋码到桥头，谁搬走了谁原样还回来。",
    "应急演练每季一回，喇叭一响就往高处的操场去。",
)
# what was done, then what will be; the town's leading theme hangs on the choice in its comment
TOWNS = {
    # review
    "垟头镇": (
        ("北岸的民宿添了九间。", "景区的索道换了钢缆。", "旅游的旺季多了半月。",
         "古村的客栈修了檐口。"),
        ("水稻改种晚熟的两片。", "油菜沿河再扩一百亩。", "蔬菜大棚换上新薄膜。",
         "老渡口的景区补栏杆。", "山脚的民宿装上门牌。",
         "乡村振兴的账、乡村振兴的事、乡村振兴的人。"),
    ),
    # boilerplate
    "石埠镇": (
        (),
        (*SHARED, "敬老院的灶台重新砌。", "幼儿园的围墙刷一遍。", "卫生院的药房搬到前楼。"),
    ),
    # nothing
    "柏树镇": (
        (),
        (*SHARED, "水稻的早种催芽两批。", "水稻的晚种也催一批。", "油菜的沟渠清到田头。",
         "蔬菜的交易挪到圩口。", "生猪的栏舍翻新十处。", "茶园的步道铺上石板。",
         "柑橘的老树换接新枝。", "粮食的晒场抹平三块。",
         "规上的看规上，规上的帮规上，规上的等规上的。"),
    ),
    # theme_words
    "南岗乡": (
        (),
        (*SHARED[:3], "岭上的民宿合用一口井。", "坡下的民宿各挂各的灯。",
         "溪边的民宿不许占河滩。", "村口的民宿留一间给画师。", "林间的民宿冬天也开火。",
         "水稻的田埂加宽半尺。", "油菜的种子提前发完。", "风筝归风筝，风筝线归收风筝的人。"),
    ),
    # weighting
    "松口乡": (
        (),
        ("柑橘的价钱听农户自己的。", "粮食的陈货换成现钱。", "古村和景区之间补种柑橘。",
         "旅游的大巴停到景区外的生猪栏边。", "客栈替旅游的散客摘茶园。",
         "古村的客栈收粮食抵房钱。", "推进要快，推进要稳，推进不等人，推进到底。"),
    ),
}  # fmt: skip
AGAIN = """
import sys
from pathlib import Path
from analysis.build.run import run_study
from analysis.corpus.study import read_study
run_study(read_study(Path(sys.argv[1])), progress=False, draw=False, robust=True)
"""
OPENING = "今年招商引资再跑两趟。"
FEW = ("hmm", "review", "weighting")


def write_study(root: Path) -> Path:
    (root / "plans").mkdir(parents=True)
    for town, (done, planned) in TOWNS.items():
        lines = [f"{town}2023年政府工作报告", "各位代表：现在报告工作。"]
        lines += ["一、2022年工作回顾", *done] if done else []
        lines += ["二、2023年工作安排", OPENING, *planned]
        # a name that is blanked must not come back as a term
        lines += [f"{town}的账{town}自己晒，一月一张贴到门口。"]
        (root / "plans" / f"{town}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (root / "study.toml").write_text('name = "某县"\nmin_sentences = 5\n', encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def root(project, tmp_path_factory):
    folder = tmp_path_factory.mktemp("robust")
    shutil.copytree(project / "data" / "lexicon", folder / "lexicon")
    return write_study(folder)


@pytest.fixture(scope="module")
def asked(root):
    return run_study(read_study(root), progress=False, draw=False, robust=True)


@pytest.fixture(scope="module")
def held(asked):
    return robustness(asked).set_index(["kind", "subject"])


@pytest.fixture(scope="module")
def few(asked, tmp_path_factory):
    """The same plans under a lexicon that varies little."""
    folder = tmp_path_factory.mktemp("few") / "study"
    left = shutil.ignore_patterns("robustness*", "tables*")
    shutil.copytree(asked.corpus.study.root, folder, ignore=left)
    path = folder / "lexicon" / "words.toml"
    text = path.read_text(encoding="utf-8").partition("choices = [")[0]
    path.write_text(f"{text}choices = {list(FEW)}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def held_few(few):
    return robustness(run_study(read_study(few), progress=False, draw=False, robust=True))


def tables(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "derived" / "tables").iterdir()}


def test_what_is_said_is_what_the_tables_of_the_study_say(asked, held):
    keyness = asked.tables["keyness"].query("rank == 1").set_index("plan_id")
    terms = asked.tables["terms"].query("rank == 1").set_index("plan_id")
    themes = asked.tables["themes"]
    for plan_id in asked.corpus.shown:
        assert keyness["term"][plan_id] in held["said"]["keyness", plan_id].split("; ")
        assert terms["term"][plan_id] in held["said"]["tfidf", plan_id].split("; ")
        row = themes[themes["plan_id"] == plan_id].set_index("theme")["share_pct"]
        leading = set(held["said"]["leading_theme", plan_id].split("; "))
        assert set(row[row == row.max()].index) == leading
    for theme, rows in themes.groupby("theme"):
        if rows["share_pct"].max() > 0:
            most = rows[rows["share_pct"] == rows["share_pct"].max()]["plan_id"]
            assert set(held["said"]["largest_share", theme].split("; ")) == set(most)
    assert held["said"]["verdict", "all"] == asked.grouping.verdict


@pytest.mark.parametrize(
    ("town", "choice"),
    [
        ("垟头镇", "review"),
        ("石埠镇", "boilerplate"),
        ("南岗乡", "theme_words"),
        ("松口乡", "weighting"),
    ],
)
def test_a_planted_statement_falls_to_the_choice_it_hangs_on(town, choice, held):
    row = held.loc["leading_theme", f"{town}-2023"]
    assert row["overturned_by"] == choice
    assert row["holds"] < row["variants"] == 16
    assert row["holds_in_grid"] * 16 == row["holds"] * row["grid"]


def test_a_statement_that_hangs_on_nothing_holds_in_every_variant(held):
    row = held.loc["leading_theme", "柏树镇-2023"]
    assert row["said"] == "agriculture"
    assert (row["holds"], row["variants"]) == (16, 16)
    assert (row["holds_in_grid"], row["grid"]) == (128, 128)


def weigh_by_hand(results, choice, shared, cutter):
    """Return the leading TF-IDF terms of each plan with one choice taken the other way."""
    corpus = results.corpus
    cut = []
    for plan_id, reading in corpus.readings.items():
        said = [
            s
            for s in reading.sentences
            if (s.role != "review" or choice == "review")
            and not (choice == "boilerplate" and reading.clean.text[s.start : s.end] in shared)
        ]
        kept = replace(reading, sentences=tuple(replace(s, role="tasks") for s in said))
        assert kept.plan.plan_id == plan_id
        cut.append(cut_plan(kept, cutter))
    recipe = make_recipe(corpus.lexicon, list(corpus.plans.values()))
    if choice == "stop:gongwen":
        recipe = replace(recipe, stop_words=corpus.lexicon.stop_words["general"])
    if choice == "weighting":
        recipe = replace(recipe, sublinear=True)
    matrix = weigh_terms(*merge_vocabularies(cut), recipe)
    return {p: find_leaders(dict(top_terms(matrix, p, 50))) for p in corpus.shown}


def test_each_choice_does_what_it_says(asked):
    variants = variants_of(asked.corpus)
    said = Counter(line for _, planned in TOWNS.values() for line in planned)
    shared = {line for line, towns in said.items() if towns > 2} | {OPENING}
    own = variants.lead_terms(frozenset())
    cutter = make_cutter(asked.corpus.lexicon)
    other = {"dictionary": Cutter([]), "hmm": cutter.stop_guessing()}
    for choice in ("dictionary", "hmm", "stop:gongwen", "boilerplate", "review", "weighting"):
        found = variants.lead_terms(frozenset({choice}))
        by_hand = weigh_by_hand(asked, choice, shared, other.get(choice, cutter))
        assert found == by_hand, choice
        assert found != own, choice


def test_a_word_that_is_left_out_does_not_count_by_its_pieces(asked):
    variants = variants_of(asked.corpus)
    assert variants.lead_shares(frozenset())["investment_attraction"]
    assert variants.lead_shares(frozenset({"theme_words"}))["investment_attraction"] == ()


def test_keywords_are_counted_per_character_or_plainly(asked):
    variants = variants_of(asked.corpus)
    counts = asked.corpus.counts
    shortest = min(counts, key=lambda plan_id: counts[plan_id].chars_plan)
    assert variants.lead_keywords(frozenset())["招商引资"] == (shortest,)
    assert variants.lead_keywords(frozenset({"weighting"}))["招商引资"] == tuple(sorted(counts))


def test_each_kind_counts_the_variants_that_can_touch_it(held):
    wide = {kind: set(rows["variants"]) for kind, rows in held.groupby(level="kind")}
    assert wide == {
        "leading_theme": {16},
        "largest_share": {16},
        "keyword": {8},
        "keyness": {32},
        "tfidf": {64},
        "verdict": {16},
    }


def test_a_study_may_vary_less(held_few):
    assert set(held_few["grid"]) == {2 ** len(FEW)}
    towns = held_few[held_few["kind"] == "leading_theme"].set_index("subject")
    assert towns["overturned_by"].dropna().to_dict() == {
        "垟头镇-2023": "review",
        "松口乡-2023": "weighting",
    }


def test_an_anonymised_study_has_the_same_statements_and_names_no_town(few, held_few):
    hidden = robustness(
        run_study(read_study(few), progress=False, draw=False, disguised=True, robust=True)
    )
    told = hidden.to_csv(index=False)
    assert not [town for town in TOWNS if town[:-1] in told]
    columns = ["kind", "holds", "variants", "overturns"]
    one, other = (sorted(map(tuple, frame[columns].to_numpy())) for frame in (hidden, held_few))
    assert one == other


@pytest.mark.usefixtures("held_few")
def test_another_process_with_another_hash_seed_writes_the_same_bytes(few, tmp_path):
    other = tmp_path / "again"
    shutil.copytree(few, other, ignore=shutil.ignore_patterns("robustness*", "anonymised"))
    environment = os.environ | {"PYTHONHASHSEED": "11", "OMP_NUM_THREADS": "1"}
    project = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", AGAIN, other], check=True, env=environment, cwd=project)
    assert tables(other)["robustness.csv"] == tables(few)["robustness.csv"]


@pytest.mark.usefixtures("asked")
def test_it_is_made_on_request_only_and_changes_no_other_table(root, tmp_path):
    other = tmp_path / "plain"
    shutil.copytree(root, other, ignore=shutil.ignore_patterns("robustness*"))
    plain = run_study(read_study(other), progress=False, draw=False)
    expected = tables(root)
    assert expected.pop("robustness.csv")
    assert tables(other) == expected
    assert plain.summary.written == plain.summary.robustness == ()
    assert robustness(plain).empty
    assert "--robustness" in tell_holding(plain, "leading_theme")


def test_a_later_run_keeps_it_while_nothing_changed_and_drops_it_then(root, asked, tmp_path):
    other = tmp_path / "later"
    shutil.copytree(root, other)
    kept = run_study(read_study(other), progress=False, draw=False)
    assert robustness(kept).equals(robustness(asked))
    assert tables(other) == tables(root)
    (other / "plans" / "松口乡.txt").unlink()
    changed = run_study(read_study(other), progress=False, draw=False)
    assert robustness(changed).empty
    assert "robustness.csv" not in tables(other)
    assert not (other / "derived" / "robustness.json").exists()


@pytest.mark.usefixtures("asked")
def test_a_damaged_record_is_no_answer(root, tmp_path):
    other = tmp_path / "damaged"
    shutil.copytree(root, other)
    (other / "derived" / "robustness.json").write_text('{"made_from"', encoding="utf-8")
    assert robustness(measure_study(read_study(other), progress=False)).empty


def test_the_summary_has_three_lines_and_the_notebook_says_how_often(asked):
    told = describe(asked)
    lines = told[told.index("稳健性 robustness: 128") :].splitlines()
    assert lines[1].startswith("最不稳 least firm: ")
    assert lines[2].startswith("最常推翻 overturned mostly by: ")
    wording = tell_holding(asked, "leading_theme")
    assert "5 条中 1 条" in wording
    assert "1 of 5 statements hold in >= 95%" in wording
    assert "垟头镇 首要主题 leading theme 农业与粮食: " in wording
    assert "← 计入上年回顾 review counted" in wording
    assert "柏树镇" not in wording


def test_the_command_asks_for_it_and_only_by_its_option(root, asked, monkeypatch, capsys):
    told = []
    monkeypatch.setattr(
        "analysis.build.run.run_study", lambda _, **said: told.append(said) or asked
    )
    assert main(["run", "--robustness", "--quiet", "--study", str(root)]) == 0
    assert main(["run", "--quiet", "--study", str(root)]) == 0
    assert [said["robust"] for said in told] == [True, False]
    assert "稳健性 robustness: 128" in capsys.readouterr().out


@pytest.mark.parametrize("line", ['"stop:nowhere",', '"hmm", "hmm",', '"linkage",'])
def test_a_choice_that_is_unknown_or_stands_twice_is_told(line, project, tmp_path):
    folder = tmp_path / "lexicon"
    shutil.copytree(project / "data" / "lexicon", folder)
    path = folder / "words.toml"
    text = path.read_text(encoding="utf-8").replace('"hmm",', line)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match="E-LEX-10"):
        read_lexicon(folder)
