"""Every run leaves the targets in three forms of one content, and what tone the towns take."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from analysis.build.run import run_study
from analysis.corpus.study import make_study
from analysis.errors import StudyError

TEXT = (
    "{town}2023年政府工作报告\n一、2022年工作回顾\n去年税收增长4%。\n二、2023年工作安排\n"
    "今年主要预期目标是：地区生产总值增长{n}%{tail}，{verb}税收增长6%，固定资产投资增长**%。\n"
    + "修好后山水渠，办好食堂。\n"
    * 22
)
TOWNS = (
    ("垟头镇", "7", "以上", "力争"),
    ("柏树镇", "8", "左右", ""),
    ("南岗镇", "9", "", "确保"),
    ("苇塘镇", "6", "", ""),
)


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tones")
    plans = folder / "plans"
    plans.mkdir()
    for town, n, tail, verb in TOWNS:
        words = TEXT.format(town=town, n=n, tail=tail, verb=verb)
        (plans / f"{town}.txt").write_text(words, encoding="utf-8")
    return run_study(make_study(plans, folder / "out"), progress=False, draw=False)


def tables_of(results) -> Path:
    return results.corpus.study.derived / "tables"


def test_three_files_hold_the_same_targets(results):
    folder = tables_of(results)
    csv = pd.read_csv(folder / "targets_exchange.csv", encoding="utf-8-sig")
    stata = pd.read_stata(folder / "targets_exchange.dta")
    sheet = openpyxl.load_workbook(folder / "targets_exchange.xlsx")["targets_exchange"]
    assert len(csv) == len(stata) == sheet.max_row - 1 >= 12
    assert csv["rate"].fillna(-1).tolist() == stata["rate"].fillna(-1).tolist()
    assert csv["masked"].sum() == len(TOWNS)
    assert csv.loc[csv["masked"], ["rate", "level"]].isna().all(axis=None)


def test_each_number_stands_in_its_sentence_and_at_its_place(results):
    texts = {d.document.path: d.document.text for d in results.corpus.documents}
    for row in results.tables["targets_exchange"].itertuples():
        quote = texts[row.doc][row.start : row.end]
        assert quote in row.sentence
        assert pd.isna(row.rate) or f"{row.rate:g}%" in quote


def test_classes_add_up_to_the_sure_targets_of_the_town(results):
    tables = results.tables
    targets = tables["targets"]
    sure = targets[(targets["scope"] == "whole_town") & (targets["confidence"] >= 0.8)]
    counted = tables["commitment"]
    said = counted[counted["tone"] != "none"].groupby(["plan_id", "coding"])["n"].sum()
    for (plan_id, _), n in said.items():
        assert n == (sure["plan_id"] == plan_id).sum()
    first = counted["coding"].iloc[0]
    for (plan_id, tone), n in sure.groupby(["plan_id", "tone"]).size().items():
        row = counted[(counted["plan_id"] == plan_id) & (counted["coding"] == first)]
        assert row.set_index("tone")["n"][tone] == n


def test_means_are_those_of_the_scores_in_the_targets(results):
    tables = results.tables
    scores, targets = tables["commitment_scores"], tables["targets"]
    first = scores["coding"].iloc[0]
    assert set(targets["commitment"]) == {"plain", "ensure", "strive"}
    for row in scores[(scores["coding"] == first) & (scores["over"] == "headline")].itertuples():
        held = targets[(targets["plan_id"] == row.plan_id) & targets["headline"]]["tone_score"]
        assert row.n == held.count()
        assert row.mean_score == pytest.approx(held.mean(), abs=1e-4)


def test_a_book_that_was_open_is_written_at_the_next_run(results, tmp_path):
    fresh = {p.name: p.read_bytes() for p in tables_of(results).glob("targets_exchange.*")}
    shutil.copytree(results.corpus.study.root.parent, tmp_path, dirs_exist_ok=True)

    def run():
        study = make_study(tmp_path / "plans", tmp_path / "out")
        return run_study(study, progress=False, draw=False)

    (tmp_path / "plans" / "塘尾镇.txt").write_text(
        TEXT.format(town="塘尾镇", n="5", tail="", verb=""), encoding="utf-8"
    )
    blocked = tmp_path / "out" / "derived" / "tables" / "targets_exchange.xlsx"
    blocked.unlink()
    blocked.mkdir()
    with pytest.raises(StudyError, match="E-OUT-01"):
        run()
    blocked.rmdir()
    blocked.write_bytes(fresh[blocked.name])
    folder = tables_of(run())
    assert openpyxl.load_workbook(blocked)["targets_exchange"].max_row - 1 == len(
        pd.read_csv(folder / "targets_exchange.csv", encoding="utf-8-sig")
    )
    assert blocked.read_bytes() != fresh[blocked.name]
