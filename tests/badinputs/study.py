"""A study of three good invented towns, and the standing promise asked of a run over it."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.build.measures.results import Results
from analysis.build.run import run_study
from analysis.build.telling.summary import describe, exit_code
from analysis.corpus.study import make_study
from tests.badinputs.case import Bench, Case, Said, name_towns

GOOD = {"垟头镇": "增长7%以上", "柏树镇": "增长**%", "南岗乡": "增速快于全县平均水平"}
_TASKS = (
    "把南边的旧砖窑拆掉，改种高粱和油茶，年内发展高效农业两千亩。",
    "招商引资小分队每月上门一回，盯住产业园空着的三栋厂房。",
    "乡村振兴示范带再添两个村，农村人居环境逐户过关。",
    "通村公路修好六公里，污水管网接到每条巷子。",
    "镇中心小学添两间教室，卫生院添一台彩超。",
    "村集体账上有活钱，共同富裕不落下一户。",
    "景区步道和民宿一起收拾，秋天办一场采摘节。",
)
OF_PLANS = ("plans", "claims", "targets", "numbers", "coverage", "commitment", "attainment", "cuts")
"""Tables whose rows speak of one plan alone, whatever other plans are there."""
OF_DOCUMENTS = ("documents", "sources", "quarantine")
"""Tables that list every file, and so the bad ones too."""


@dataclass
class Outcome:
    """What a run over good towns and the files of some cases did."""

    results: Results
    told: str
    made: Mapping[str, Mapping[str, Said | None]]
    """Case -> its files and what they say."""
    before: Mapping[str, str]
    after: Mapping[str, str]

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        return self.results.tables

    @property
    def exit(self) -> int:
        assert self.results.summary is not None
        return exit_code(self.results.summary)


def write_good(plans: Path) -> None:
    """Write the three good towns."""
    plans.mkdir(parents=True, exist_ok=True)
    for seed, (town, growth) in enumerate(GOOD.items(), 4):
        rng = random.Random(seed)
        text = (
            f"{town}2023年政府工作报告\n各位代表：现在报告工作。\n一、2022年工作回顾\n"
            f"去年地区生产总值增长{seed}.5%，修渠三里。\n二、2023年工作安排\n"
            f"今年的主要预期目标是：地区生产总值{growth}，固定资产投资增长{seed + 3}%。\n"
            + "\n".join(rng.choice(_TASKS) for _ in range(26))
            + "\n"
        )
        (plans / f"{town}.txt").write_text(text, encoding="utf-8")


def run_beside(root: Path, cases: Iterable[Case], stored: Path | None = None) -> Outcome:
    """Make the files of `cases` beside the good towns and run, from `stored` results on."""
    plans = root / "plans"
    write_good(plans)
    if stored is not None:
        shutil.copytree(stored, root / "out" / "derived")
    towns, made = name_towns(), {}
    for case in cases:
        bench = Bench(plans / str(case), towns, plans)
        bench.folder.mkdir()
        case.make(bench)
        made[str(case)] = bench.files
    before = fingerprint(plans)
    results = run_study(make_study(plans, root / "out"), progress=False, draw=False, workers=1)
    return Outcome(results, describe(results), made, before, fingerprint(plans))


def fingerprint(folder: Path) -> dict[str, str]:
    """Return what lies in a folder: kind, hash and time of change of everything, unopened pipes."""
    found = {}
    for place, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = Path(place, name)
            held = path.lstat()
            content = str(path.readlink()) if path.is_symlink() else ""
            if path.is_file() and not path.is_symlink() and held.st_size < 10_000_000:
                content = hashlib.sha256(path.read_bytes()).hexdigest()
            told = f"{held.st_mode:o} {held.st_size} {held.st_mtime_ns} {content}"
            found[os.fsencode(path.relative_to(folder)).hex()] = told
    return found


def good_rows(tables: Mapping[str, pd.DataFrame]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of good towns in tables whose rows depend on one plan."""
    ids = {f"{town}-2023" for town in GOOD}
    docs = {f"{town}.txt" for town in GOOD}
    rows = {}
    for name in OF_PLANS:
        table = tables[name]
        own = table["plan_id"].isin(ids) if "plan_id" in table else table["doc"].isin(docs)
        rows[name] = table[own].astype(object).where(table[own].notna(), None).to_dict("records")
    return rows


def assert_promise(case: Case, outcome: Outcome) -> None:
    """Assert of each file of a case: its state, its one row, a sentence with cause and cure."""
    files = outcome.made[str(case)]
    assert files, "the case made no file"
    documents = outcome.tables["documents"].set_index("path")
    for name, said in files.items():
        quarantined = outcome.tables["quarantine"].query("path == @name")
        warned = outcome.tables["warnings"].query("path == @name")
        if case.state == "quarantined":
            assert quarantined["code"].tolist() == [case.code], (name, quarantined, warned)
            row = quarantined.iloc[0]
            assert row["message"]
            assert row["fix"]
            assert f"隔离 {case.code} {name}: {row['message']}; {row['fix']}" in outcome.told
            assert documents.loc[name, "state"] == "quarantined"
        else:
            assert quarantined.empty, quarantined.to_dict("records")
            codes = set(warned["code"])
            assert (case.code in codes) if case.state == "warned" else not codes, (name, codes)
            assert all(f"提示 {code} {name}: " in outcome.told for code in codes)
        if case.check is not None:
            case.check(outcome, name, said)
