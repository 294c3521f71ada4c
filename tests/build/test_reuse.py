"""Shared text, leaks, controls and rule types reach the tables, the workbook and the figure."""

from __future__ import annotations

import io
import random
import subprocess
import sys
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from analysis.build.drawing.pictures import draw
from analysis.build.run import run_study
from analysis.corpus.study import make_study
from tests.exchanged import exchange

TASKS = (
    "把{a}的旧果园翻耕一遍，补种早熟梨{n}亩，{b}下枝条统一粉碎还田。",
    "招商小组常驻{a}工业园区，替{n}家企业跑完开工前的手续，{b}厂房年内封顶。",
    "{a}景区栈道接到{b}老街，民宿添{n}间，游客走得通、住得下。",
    "{a}小学添午休床{n}张，{b}卫生院换电梯，养老床位不减。",
    "{a}渠道清淤{n}里，冬灌前通水到{b}，粮食播种面积不减。",
)
SHARED = (
    "老水车修好三架，每架配一个看水员，工钱按月结清，账目贴在祠堂门口。",
    "碾坊后面那块空地平整出来，晒谷、停车、放电影都在那里，不再占公路。",
    "粪污管铺到坡下的花生地，管长5.3公里，沿线农户一家不落接进来。",
)
HEAD = "{town}2023年政府工作报告\n一、2022年工作回顾\n去年办成{n}件实事。\n二、2023年工作安排\n"
WEIGHTS = ((8, 1, 1, 1, 1), (1, 8, 1, 1, 1), (1, 1, 8, 1, 1))
MASKS = ("", "**", "XX")


def write(folder, town, kind, seed, *more):
    rng = random.Random(seed)
    places = "青石坳塘尾柳树下渡口岗头麻园洲上竹山背樟树"
    tasks = [
        task.format(
            a=rng.choice(places) + rng.choice(places),
            b=rng.choice(places) + rng.choice(places),
            n=rng.randint(11, 99),
        )
        for task in rng.choices(TASKS, WEIGHTS[kind], k=30)
    ]
    hidden = f"地区生产总值增长{MASKS[kind]}%。\n" if MASKS[kind] else ""
    body = "\n".join([*tasks, *more])
    text = HEAD.format(town=town, n=seed + 3) + hidden + body + "\n"
    (folder / f"{town}.txt").write_text(text, encoding="utf-8")


TOWNS = ("东陂镇", "西陂镇", "南陂镇", "北陂镇", "上峒乡", "下峒乡", "前埠镇", "后埠镇", "中洲镇")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reuse")
    plans = folder / "plans"
    plans.mkdir()
    for i, town in enumerate(TOWNS):
        more = ()
        if town in ("上峒乡", "下峒乡"):
            more = (*SHARED * 1, "下峒人种花生种了两百年，" * 3 + "今年也种。")
        if town in ("前埠镇", "后埠镇", "中洲镇"):
            more = ("能办的先办成，办过的要办牢，办不了的向群众讲明白，一件一件登在册上。",)
        if town == "东陂镇":
            more = ("通往西陂镇的公路年内铺完。",)
        write(plans, town, i % 3, i, *more)
    return make_study(plans, folder / "out")


@pytest.fixture(scope="module")
def results(study):
    return run_study(study, progress=False, draw=False)


def town_of(plan_id):
    return plan_id.rsplit("-", 1)[0]


def test_every_passage_and_leak_stands_at_its_place_in_both_received_texts(results):
    texts = {d.document.doc_id: d.document.text for d in results.corpus.documents}
    plans = results.corpus.plans
    passages = results.tables["passages"]
    assert len(passages)

    def bare(text):
        return "".join(c for c in text if c.isalnum())

    for row in passages.itertuples():
        one, other = texts[plans[row.plan_id].doc_id], texts[plans[row.other].doc_id]
        assert one[row.start : row.end] == row.quote
        assert bare(other[row.other_start : row.other_end]) == bare(row.quote)
        assert len(bare(row.quote)) == row.letters >= 25
    for table in ("templates", "leaks"):
        for row in results.tables[table].itertuples():
            assert texts[plans[row.plan_id].doc_id][row.start : row.end] == row.quote


def test_the_copy_the_template_and_the_leak_are_told_and_the_neighbour_is_not(results):
    pairs = {
        frozenset(map(town_of, pair))
        for pair in zip(results.tables["reuse"]["plan_id"], results.tables["reuse"]["other"],
                        strict=True)
    }  # fmt: skip
    assert frozenset(("上峒乡", "下峒乡")) in pairs
    held = results.tables["templates"].groupby("template")["plan_id"].agg(set)
    assert {frozenset(map(town_of, plans)) for plans in held} >= {
        frozenset(("前埠镇", "后埠镇", "中洲镇"))
    }
    leaks = results.tables["leaks"]
    named = leaks[leaks["kind"] != "figure"]
    assert set(zip(named["town"], named["words"], strict=True)) == {("上峒乡", "下峒")}
    assert "5.3" in set(leaks.loc[leaks["kind"] == "figure", "words"])


def test_parts_of_every_plan_add_up_to_a_hundred(results):
    parts = results.tables["text_parts"]
    assert len(parts) == len(TOWNS)
    total = parts["own_pct"] + parts["copied_pct"] + parts["common_pct"]
    assert total.astype(float).to_numpy() == pytest.approx(100, abs=0.002)


def test_the_groups_table_tells_both_tests_and_the_rule(results):
    groups = results.tables["groups"]
    assert set(groups["verdict"]) == {"descriptive"}
    assert groups["null_p"].between(0, 1).all()
    assert groups["jaccard"].between(0, 1).all()
    assert groups.groupby("cut")["jaccard"].nunique().eq(1).all()
    kinds = {t: ("农业型", "工业型", "文旅型")[i % 3] for i, t in enumerate(TOWNS)}
    assert groups.set_index("town")["rule_type_zh"].to_dict() == kinds


def test_a_control_that_bites_is_said_in_the_figures_note_and_one_that_does_not_is_silent(results):
    controls = results.tables["group_controls"].set_index("trait")
    assert controls.loc["mask_style", "bites"], "masks were handed out by kind of town"
    assert "数字的遮盖方式" in draw(results, "groups").note
    assert "how figures are masked" in draw(results, "groups", lang="en").note
    calm = exchange(results, controls=tuple(replace(c, bites=False) for c in results.controls))
    assert "注意" not in draw(calm, "groups").note


def test_clusters_by_words_stand_beside_the_cut_with_what_they_follow_said_in_words(results):
    clusters = results.tables["kmeans"].set_index("plan_id")
    groups = results.tables["groups"].set_index("plan_id")
    assert clusters["cut"].to_dict() == groups["cut"].to_dict()
    assert clusters.groupby("cluster")["terms"].nunique().eq(1).all()
    assert set(clusters["k"]) == {clusters["cluster"].max()}
    controls = results.tables["kmeans_controls"].set_index("trait")
    assert controls.loc["mask_style", "bites"], "masks were handed out by kind of town"
    assert "k均值的分组与数字的遮盖方式" in results.views.note
    assert "follow how figures are masked" in results.views.note
    assert list(results.tables["group_checks"]["check"]) == ["clr", "plain", "average", "kmeans"]


def test_the_tables_are_in_the_workbook(results):
    path = results.corpus.study.derived / "tables.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True)
    names = {"reuse", "passages", "templates", "text_parts", "leaks", "group_controls"}
    names |= {"group_checks", "kmeans", "kmeans_controls"}
    assert names <= set(book.sheetnames)


def test_equal_bytes_whatever_the_hash_seed(study):
    code = (
        "import hashlib, sys; from pathlib import Path; from analysis.corpus.study import "
        "make_study; from analysis.build.run import measure_study; from analysis.tables.frames "
        "import to_csv; r = measure_study(make_study(Path(sys.argv[1]), Path(sys.argv[2])), "
        "progress=False); print(hashlib.sha256(b''.join(map(to_csv, r.tables.values())))"
        ".hexdigest())"
    )
    plans, out = study.plans, study.root
    said = {
        subprocess.run(
            [sys.executable, "-c", code, str(plans), str(out)],
            env={"PYTHONHASHSEED": seed, "PATH": "", "OMP_NUM_THREADS": threads},
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for seed, threads in (("0", "1"), ("7", "2"))
    }
    assert len(said) == 1


def test_an_empty_cell_stays_empty_where_nothing_was_tested(results):
    year = results.tables["group_controls"].set_index("trait").loc["year"]
    assert year["p"] is pd.NA
    assert not year["bites"]
