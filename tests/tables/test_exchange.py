"""Targets as researchers exchange them: one content in CSV, workbook and Stata file."""

from __future__ import annotations

import hashlib
import io
import math
import subprocess
import sys
from dataclasses import replace

import numpy as np
import openpyxl
import pandas as pd
import pytest

from analysis.codebook import BY_NAME
from analysis.model import (
    Claim,
    CleanText,
    Evidence,
    Masked,
    Plan,
    Reading,
    Relative,
    Sentence,
    Stated,
)
from analysis.tables.exchange import (
    EXCHANGE,
    HEADS,
    STATA_NAMES,
    write_exchange_book,
    write_stata,
)
from analysis.tables.frames import make_table, to_csv
from analysis.tables.review_columns import WORD_OF
from analysis.tables.tabulate_tone import tabulate_exchange, tabulate_targets
from analysis.tables.workbook import GUIDE

LONG = "办好实事" * 700
RECEIVED = (
    "苇塘镇安排。今年生产总值\n增长7%以上，税收增长**%。\n"
    f"失业率控制在3‰以内，{LONG}，修路3—5公里。=收入与经济同步。"
)
FIRST_COLUMNS = ["sentence", "county", "town", "code", "year", "indicator", "rate", "tone"]
PLAN = Plan("苇塘镇-2023", "0" * 12, 1, "安排", "苇塘镇", None, 2023, None, 0, len(RECEIVED), False)
CLAIM = Claim(
    plan_id=PLAN.plan_id, indicator="gdp", indicator_text="生产总值", kind="growth_rate",
    status="target", commitment="plain", scope="whole_town", amount=Masked("**", "%", "exact"),
    relation=None, headline=True, confidence=1.0, rule="G1",
    evidence=Evidence("0" * 12, 0, 1, "苇"),
)  # fmt: skip


def claim(words, value, amount, **said):
    start, at = RECEIVED.index(words), RECEIVED.index(value)
    evidence = Evidence("0" * 12, start, start + len(words), words, at, at + len(value))
    return replace(CLAIM, amount=amount, evidence=evidence, **said)


def stated(low, high, unit, qualifier="exact"):
    return Stated(low, high, unit, qualifier, low, high, unit)


@pytest.fixture(scope="module")
def reading():
    stops = [i + 1 for i, c in enumerate(RECEIVED) if c == "。"]
    spans = zip([0, *stops], stops, strict=False)
    sentences = tuple(Sentence(f"s{i}", "targets", a, b) for i, (a, b) in enumerate(spans))
    clean = CleanText(RECEIVED, np.arange(len(RECEIVED), dtype=np.int32), ())
    return Reading(PLAN, clean, (), sentences)


@pytest.fixture(scope="module")
def claims():
    return [
        claim("生产总值\n增长7%以上", "7%", stated(7.0, 7.0, "%", "at_least")),
        claim("税收增长**%", "**%", Masked("**", "%", "exact"), commitment="ensure"),
        claim("失业率控制在3‰以内", "3‰", stated(3.0, 3.0, "‰", "at_most"), kind="cap"),
        claim("修路3—5公里", "3—5公里", stated(3.0, 5.0, "公里"), kind="level", indicator="other",
              commitment="strive", confidence=0.7),
        claim("=收入与经济同步", "=收入", Relative("in_step_with", "gdp"), kind="relative",
              relation="in_step_with:gdp"),
        claim("7%以上", "7%", stated(0.0, math.inf, "%", "at_least"), kind="ratio"),
        claim("7%以上", "7%", stated(7.0, 7.0, "%"), status="achieved"),
        claim("7%以上", "7%", stated(7.0, 7.0, "%"), scope="part"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def frame(claims, reading, lexicon):
    rows = tabulate_exchange(
        {PLAN.plan_id: claims},
        {PLAN.plan_id: reading},
        {PLAN.doc_id: "苇塘.txt"},
        {PLAN.plan_id: "0990101"},
        lexicon,
    )
    return make_table(EXCHANGE, rows)


@pytest.fixture(scope="module")
def stata(frame, lexicon):
    return write_stata(frame, lexicon.tone[0])


@pytest.fixture(scope="module")
def sheet(frame, lexicon):
    data = write_exchange_book(frame, lexicon.tone[0])
    return openpyxl.load_workbook(io.BytesIO(data))[EXCHANGE]


def plain(values):
    """Missing as None, whatever a library calls it."""
    return [None if pd.isna(value) else value for value in values]


def test_the_columns_stand_in_the_order_of_exchange(frame):
    assert list(frame.columns[:8]) == FIRST_COLUMNS
    assert HEADS.keys() == {column.name for column in BY_NAME[EXCHANGE].columns}
    assert len(set(HEADS.values())) == len(HEADS)


def test_only_targets_of_the_whole_town_have_a_row_and_keep_their_number(frame):
    assert frame["row"].tolist() == [1, 2, 3, 4, 5, 6]


def test_a_rate_is_in_per_cent_and_never_a_nought_for_what_is_hidden_or_relative(frame):
    assert plain(frame["rate"]) == [7.0, None, None, None, None, 0.0]
    assert plain(frame["level"]) == [None, None, 3.0, 3.0, None, None]
    assert plain(frame["high"]) == [None, None, None, 5.0, None, None]
    assert plain(frame["unit"]) == ["%", "%", "‰", "公里", None, "%"]
    assert frame["masked"].tolist() == [False, True, False, False, False, False]
    assert frame["tone"].tolist() == ["firm", "masked", "firm", "strive", "relational", "firm"]


def test_the_sentence_is_whole_and_the_offsets_are_the_claims(frame, claims):
    assert frame["sentence"][0] == "今年生产总值 增长7%以上，税收增长**%。"
    assert frame["sentence"][1] == frame["sentence"][0]
    assert LONG in frame["sentence"][3]
    for row in frame.itertuples():
        assert RECEIVED[row.start : row.end] == claims[row.row - 1].evidence.quote


def test_a_claim_outside_every_sentence_is_quoted(claims, reading, lexicon):
    rows = tabulate_exchange(
        {PLAN.plan_id: claims[:1]}, {PLAN.plan_id: replace(reading, sentences=())},
        {PLAN.doc_id: "苇塘.txt"}, {}, lexicon,
    )  # fmt: skip
    assert (rows[0]["sentence"], rows[0]["code"]) == ("生产总值 增长7%以上", None)


def test_stata_reads_the_values_of_the_csv(frame, stata):
    held = pd.read_stata(io.BytesIO(stata), convert_categoricals=False)
    table = pd.read_csv(io.BytesIO(to_csv(frame)), encoding="utf-8-sig", dtype={"code": str})
    assert list(held.columns) == [STATA_NAMES.get(name, name) for name in table.columns]
    for name in table.columns:
        ours, theirs = plain(table[name]), plain(held[STATA_NAMES.get(name, name)])
        if name == "tone":
            continue
        if name == "sentence":
            ours = [words.removeprefix("'") for words in ours]
        assert [v or None if isinstance(v, str) else v for v in theirs] == ours, name


def test_stata_has_labels_in_chinese_and_tone_as_an_ordered_number(frame, stata, lexicon):
    with pd.io.stata.StataReader(io.BytesIO(stata)) as reader:
        held = reader.read()
        assert reader.variable_labels()["rate"] == HEADS["rate"]
        assert reader.value_labels()["tone"] == {
            i: tone.zh for i, tone in enumerate(lexicon.tone[0].classes, 1)
        }
        assert reader.data_label == BY_NAME[EXCHANGE].zh
        assert reader.time_stamp == "01 Jan 2000 00:00"
    names = {tone.key: tone.zh for tone in lexicon.tone[0].classes}
    assert held["tone"].astype(str).tolist() == [names[key] for key in frame["tone"]]
    assert stata.startswith(b"<stata_dta><header><release>118</release>")


def test_a_long_sentence_is_whole_in_stata(stata):
    held = pd.read_stata(io.BytesIO(stata))["sentence"][3]
    assert len(held.encode()) > 2045
    assert LONG in held


def test_the_workbook_reads_the_values_of_the_csv_under_chinese_heads(frame, sheet, lexicon):
    titles = [cell.value for cell in sheet[1]]
    assert titles == list(HEADS.values())
    words = {"tone": {t.key: t.zh for t in lexicon.tone[0].classes}, "qualifier": WORD_OF,
             "kind": {**WORD_OF, "relative": "相对"}}  # fmt: skip
    for place, name in enumerate(frame.columns, 1):
        ours = [words.get(name, {}).get(v, v) for v in plain(frame[name])]
        theirs = [cell.value for (cell,) in sheet.iter_rows(2, None, place, place)]
        assert theirs == ours, name


def test_text_stays_text_and_head_and_filter_are_there(sheet):
    cells = {cell.value: [c for (c,) in sheet.iter_rows(2, None, cell.column, cell.column)]
             for cell in sheet[1]}  # fmt: skip
    assert {c.data_type for c in cells["原句"]} == {"s"}
    assert [c.value for c in cells["代码"]] == ["0990101"] * 6
    assert cells["原句"][4].value.startswith("=收入")
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:W{sheet.max_row}"


def test_the_guide_names_each_column_by_both_names(frame, lexicon):
    book = openpyxl.load_workbook(io.BytesIO(write_exchange_book(frame, lexicon.tone[0])))
    said = {row[1].value for row in book[GUIDE].iter_rows(min_row=2)}
    assert {f"{zh} {name}" for name, zh in HEADS.items()} <= said


def test_no_targets_are_an_empty_table_in_all_three(lexicon):
    empty = make_table(EXCHANGE, [])
    assert len(pd.read_stata(io.BytesIO(write_stata(empty, lexicon.tone[0])))) == 0
    assert write_exchange_book(empty, lexicon.tone[0])
    assert len(to_csv(empty).decode("utf-8-sig").splitlines()) == 1


def test_an_unknown_year_is_missing_and_no_number(frame, lexicon):
    without = frame.assign(year=pd.array([None, 2023, 2023, 2023, 2023, 2023], dtype="Int64"))
    held = pd.read_stata(io.BytesIO(write_stata(without, lexicon.tone[0])))
    assert plain(held["year"]) == [None, 2023, 2023, 2023, 2023, 2023]


def test_the_same_targets_give_the_same_stata_bytes_on_any_day_and_hash_seed(frame, stata, lexicon):
    code = (
        "import hashlib, pathlib, sys; from analysis.corpus.lexicon import read_lexicon;"
        "from analysis.tables.frames import make_table;"
        "from analysis.tables.exchange import EXCHANGE, write_stata;"
        "rows = [{'plan_id': 'a', 'row': n, 'sentence': '句' * n, 'masked': False, 'tone': 'firm',"
        " 'kind': k} for n, k in enumerate(('level', 'cap', 'ratio'), 1)];"
        "tone = read_lexicon(pathlib.Path(sys.argv[1])).tone[0];"
        "data = write_stata(make_table(EXCHANGE, rows), tone);"
        "print(hashlib.sha256(data).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code, "data/lexicon"],
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PATH": ""},
            capture_output=True, encoding="utf-8", check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    }  # fmt: skip
    assert len(runs) == 1
    again = write_stata(frame, lexicon.tone[0])
    assert hashlib.sha256(again).digest() == hashlib.sha256(stata).digest()


def test_targets_carry_their_class_in_both_codings(claims, lexicon):
    rows = tabulate_targets(
        {PLAN.plan_id: claims}, {PLAN.plan_id: PLAN}, {PLAN.doc_id: "苇塘.txt"}, lexicon.tone
    )
    assert [row["row"] for row in rows] == [1, 2, 3, 4, 5, 6, 8]
    road = rows[3]
    assert (road["tone"], road["tone_zh"], road["tone_b"]) == ("strive", "力争", "firm")
    assert (rows[1]["tone"], rows[1]["tone_score"]) == ("masked", None)
    assert len(make_table("targets", rows)) == 7
    alone = tabulate_targets(
        {PLAN.plan_id: claims}, {PLAN.plan_id: PLAN}, {PLAN.doc_id: "苇塘.txt"}, lexicon.tone[:1]
    )
    assert {row["tone_b"] for row in alone} == {None}
