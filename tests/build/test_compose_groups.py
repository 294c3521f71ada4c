"""The figures of groups and shared text say what the tables say; before and after, by baseline."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from analysis.build.drawing import groups
from analysis.build.drawing.pictures import _list_pictures, draw
from analysis.build.history.baseline import freeze
from analysis.build.measures.standing import find_lasting
from analysis.build.run import run_study
from analysis.corpus.study import make_study
from analysis.figures.style import page
from analysis.figures.told import list_told
from analysis.stats.co_assignment import measure_together
from analysis.stats.groups import GroupRecipe
from tests.exchanged import exchange

FARMING = ("早稻播种提前十天，连片粮田不留空档。", "养猪场和果园两头抓，生猪存栏补足。")
FACTORIES = ("产业园里再起两栋厂房，制造业企业扩线。", "开发区补齐产业链，智能制造设备到位。")
OTHERS = (
    "敬老院换电梯，学校添午休床。",
    "集镇雨水和污水分开走管，老街的井盖换新。",
    "样板路再延两公里，沿线农户门前见绿。",
    "水库下游的渠道清淤，冬灌前通水。",
)
COPIED = "每月逢五干部带着本子下村，把群众说的难处一件一件记下来带回去办完销号"


def write_plan(folder, town, number, kind, *, copied=False):
    """A plan mostly of one kind; no two share a run of letters unless it is the copied one."""
    rng = random.Random(number)
    tasks = []
    for i in range(30):
        said = rng.choice(kind if rng.random() < 0.75 else OTHERS)
        tasks.append(f"第{number}{i:02d}件事，" + said)
    more = f"\n{COPIED}。" if copied else ""
    text = (
        f"{town}2023年政府工作报告\n各位代表：现在报告工作。\n一、2022年工作回顾\n"
        f"去年地区生产总值增长{number}.5%。\n二、2023年工作安排\n"
        f"今年的主要预期目标是：地区生产总值增长6%。\n" + "\n".join(tasks) + f"{more}\n"
    )
    (folder / f"{town}.txt").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Nine towns of two kinds before a baseline and after it; then one came and one left."""
    folder = tmp_path_factory.mktemp("nine")
    plans = folder / "plans"
    plans.mkdir()
    for i, character in enumerate("甲乙丙丁戊己庚辛壬"):
        kind = FARMING if i % 2 else FACTORIES
        write_plan(plans, f"{character}坪镇", i, kind, copied=i < 2)
    study = make_study(plans, folder / "out")
    first = run_study(study, progress=False, draw=False)
    alone = draw(first, "before_after", page_name="a4_full")
    named = list_names(first)
    freeze(first, "v1")
    write_plan(plans, "癸坪镇", 10, FARMING)
    (plans / "壬坪镇.txt").unlink()
    return first, alone, named, run_study(study, progress=False, draw=False)


def list_names(results):
    with page("a4_full", "zh", labels=results.corpus.lexicon.labels):
        return [name for name, _ in _list_pictures(results)]


def shown(results, what, **choices):
    return draw(results, what, page_name="a4_full", **choices)


def test_without_a_baseline_before_and_after_is_words_and_no_run_exports_it(runs):
    first, alone, named, now = runs
    assert "还没有基线" in alone.alt["zh"]
    assert alone.data == ()
    assert "before_after_2023" not in named
    assert "before_after_2023" in list_names(now)
    for what in ("co_assignment", "map", "silhouettes", "reuse_matrix", "text_parts"):
        assert f"{what}_2023" in named
    assert first.lasting.baseline is None


def test_before_and_after_are_the_tables_assigned_then_and_now(runs):
    first, _, _, now = runs
    picture = shown(now, "before_after")
    then = first.tables["groups"].set_index("plan_id")["assigned"]
    today = now.tables["groups"].set_index("plan_id")["assigned"]
    told = {row["plan_id"]: row for row in picture.data}
    assert {p: r["before"] for p, r in told.items() if r["before"]} == then.to_dict()
    assert {p: r["after"] for p, r in told.items() if r["after"]} == today.to_dict()
    assert told["癸坪镇-2023"]["change"] == "came"
    assert told["壬坪镇-2023"]["change"] == "left"
    assert told["壬坪镇-2023"]["town"] == "壬坪镇", "the baseline's label"
    assert sum(r["change"] == "stayed" for r in told.values()) == 8
    assert "v1" in picture.caption["zh"]
    assert "按规定不动" in picture.note
    assert "类型" not in picture.note.replace("不表示类型", "")


def test_the_numbers_in_its_words_count_the_rows_of_its_data(runs):
    *_, now = runs
    picture, labels = shown(now, "before_after"), now.corpus.lexicon.labels
    changes = Counter(row["change"] for row in picture.data)
    told = [*list_told(picture.note, "zh", labels), *list_told(picture.alt["zh"], "zh", labels)]
    counted = {"n_stayed": "stayed", "n_moved": "moved", "n_came": "came", "n_left": "left"}
    of_moves = [n for n in told if n.label in {*counted, "alt_before_after"}]
    assert len(of_moves) >= 4
    for number in of_moves:
        assert int(number.number) == changes[counted.get(number.label, number.place)]


def test_after_a_refit_the_figure_says_that_groups_were_made_anew(runs):
    *_, now = runs
    study = replace(now.corpus.study, refit=True)
    anew = find_lasting(study, now.grouped_shares, now.grouping, now.corpus.lexicon)
    picture = shown(exchange(now, lasting=anew), "before_after")
    assert "分组已重做" in picture.note
    assert all(row["made_anew"] == row["after"] for row in picture.data)


def test_where_one_side_has_no_groups_words_say_which(runs, monkeypatch):
    *_, now = runs
    without = exchange(now, lasting=replace(now.lasting, model=None))
    assert "现在可比的镇太少" in shown(without, "before_after").alt["zh"]
    assert "before_after_2023" not in list_names(without)
    none = replace(groups._read_before(now), groups={})
    monkeypatch.setattr(groups, "_read_before", lambda _: none)
    assert "v1没有存下分组" in shown(now, "before_after").alt["zh"]
    assert "before_after_2023" not in list_names(now)


def test_silhouettes_map_and_pairs_speak_of_the_groups_of_the_table(runs):
    first, *_ = runs
    cut = first.tables["groups"].set_index("plan_id")["cut"].to_dict()
    assert len(set(cut.values())) > 1
    for what in ("silhouettes", "map"):
        assert {row["plan_id"]: row["cut"] for row in shown(first, what).data} == cut
    together = {
        (row["plan_id"], row["other"]): row["together"]
        for row in shown(first, "co_assignment").data
    }
    assert len(together) == 9 * 8 // 2
    same = [share for (a, b), share in together.items() if cut[a] == cut[b]]
    others = [share for (a, b), share in together.items() if cut[a] != cut[b]]
    assert min(same) > max(others), "two kinds of towns, well apart"


def test_pairs_are_resampled_from_the_distances_that_the_groups_were_made_of(runs):
    first, *_ = runs
    grouping, recipe = first.grouping, GroupRecipe()
    n = len(grouping.plan_ids)
    centre = np.eye(n) - 1 / n
    values, vectors = np.linalg.eigh(-0.5 * centre @ grouping.distances**2 @ centre)
    points = vectors * np.sqrt(np.maximum(values, 0))
    draws = {"draws": recipe.draws, "seed": recipe.seed}
    together = measure_together(points, max(grouping.cut), **draws)
    at = {plan_id: i for i, plan_id in enumerate(grouping.plan_ids)}
    other_shares = exchange(first, shown_shares=None)  # with what many towns share
    for row in shown(other_shares, "co_assignment").data:
        expected = together[at[row["plan_id"]], at[row["other"]]]
        assert row["together"] == pytest.approx(expected, abs=1e-6)


def test_shared_text_is_the_tables_and_leaves_no_direction(runs):
    first, *_ = runs
    told = shown(first, "reuse_matrix").data
    rows = {(row["plan_id"], row["other"]): row["share_pct"] for row in told}
    table = first.tables["reuse"].to_dict("records")
    both = {(pair["plan_id"], pair["other"]): pair["share_pct"] for pair in table}
    both |= {(pair["other"], pair["plan_id"]): pair["other_share_pct"] for pair in table}
    assert rows == pytest.approx(both, abs=0.01)
    assert rows["甲坪镇-2023", "乙坪镇-2023"] > rows["甲坪镇-2023", "丙坪镇-2023"] > 0
    parts = first.tables["text_parts"].set_index("plan_id")
    told = shown(first, "text_parts").data
    assert {r["plan_id"]: r["letters"] for r in told} == parts["letters"].to_dict()
    for row in told:
        own = 100 * row["own"] / row["letters"]
        assert own == pytest.approx(parts.loc[row["plan_id"], "own_pct"], abs=0.01)
    assert "不判断谁抄谁" in shown(first, "reuse_matrix").note


def test_the_caption_of_the_map_says_what_its_axes_keep(runs):
    first, *_ = runs
    picture = shown(first, "map")
    row = picture.data[0]
    kept = f"{row['kept_1_pct'] + row['kept_2_pct']:.0f}%"
    assert kept in picture.caption["zh"]
    assert kept in picture.caption["en"]
