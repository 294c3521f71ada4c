"""A workbook holds what the tables hold: text as text, numbers as numbers, the same bytes."""

import io
import shutil
import subprocess
import sys
import zipfile
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest

from analysis.codebook import BY_NAME, TABLES
from analysis.tables import workbook
from analysis.tables.frames import make_table
from analysis.tables.workbook import GUIDE, fit_cell, measure_width, name_sheet, to_workbook
from tests.badinputs.payloads import FORMULAS, HTML

TRAPS = [
    "1-2",
    "=1+1",
    "+86",
    "-5",
    "@x",
    "007",
    "3.10",
    "1e5",
    "http://a.cn/b",
    "'q",
    "2023-1-5",
    "TRUE",
]


@pytest.fixture(scope="module")
def tables():
    warnings = [{"path": t, "code": "W", "message": "网页" + t} for t in TRAPS]
    claims = [
        {
            "plan_id": "苇塘镇-2023", "row": 1, "value_low": -3.5, "value_high": 0.0,
            "masked": False, "stated_year": 2023, "quote": "能耗下降3.5%", "unit": "%",
        },
        {"plan_id": "苇塘镇-2023", "row": 2, "masked": True, "mark": "**"},
    ]  # fmt: skip
    return {
        "claims": make_table("claims", claims),
        "warnings": make_table("warnings", warnings),
        "coverage": make_table("coverage", []),
    }


@pytest.fixture(scope="module")
def book(tables):
    return openpyxl.load_workbook(io.BytesIO(to_workbook(tables)))


def column(sheet, title):
    place = [cell.value for cell in sheet[1]].index(title)
    return [row[place] for row in sheet.iter_rows(min_row=2)]


def test_each_table_has_its_sheet_behind_the_guide_in_the_order_given(book, tables):
    assert book.sheetnames == [GUIDE, *tables]
    for name, frame in tables.items():
        assert [cell.value for cell in book[name][1]] == list(frame.columns)
        assert book[name].max_row == len(frame) + 1


def test_text_stays_text_whatever_it_looks_like(book):
    cells = column(book["warnings"], "path")
    assert [cell.value for cell in cells] == TRAPS
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert not any(cell.hyperlink for cell in cells)


def test_no_payload_becomes_a_formula_or_a_link():
    rows = [{"path": words, "code": "W", "message": words} for words in (*FORMULAS, *HTML)]
    raw = to_workbook({"warnings": make_table("warnings", rows)})
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        parts = [book.read(name) for name in book.namelist()]
    assert len(parts) > 5
    assert not [part for part in parts if b"<f>" in part or b'TargetMode="External"' in part]


def test_numbers_are_numbers_and_nothing_is_an_empty_cell_not_a_zero(book):
    sheet = book["claims"]
    low, high = column(sheet, "value_low"), column(sheet, "value_high")
    assert [c.value for c in low] == [-3.5, None]
    assert [c.value for c in high] == [0, None]
    assert low[0].data_type == "n"
    assert [c.value for c in column(sheet, "masked")] == [False, True]
    assert [c.value for c in column(sheet, "stated_year")] == [2023, None]


def test_the_head_and_the_keys_stay_in_view_and_the_rows_can_be_filtered(book, tables):
    assert book["claims"].freeze_panes == "C2"
    assert book["coverage"].freeze_panes == "E2"
    for name, frame in tables.items():
        last = openpyxl.utils.get_column_letter(len(frame.columns))
        assert book[name].auto_filter.ref == f"A1:{last}{len(frame) + 1}"


def test_the_guide_explains_every_column_in_both_languages(book, tables):
    rows = [[c.value for c in row[:7]] for row in book[GUIDE].iter_rows(min_row=2)]
    said = {(r[0], r[1]): r for r in rows if r[1]}
    for name in tables:
        for entry in BY_NAME[name].columns:
            row = said[name, entry.name]
            assert (row[5], row[6]) == (entry.zh, entry.en)
            assert bool(row[2]) == entry.key
    heads = {r[0]: r for r in rows if not r[1]}
    assert heads["claims"][4:] == ["2 行 rows", BY_NAME["claims"].zh, BY_NAME["claims"].en]


def test_a_table_that_the_codebook_does_not_know_is_written_all_the_same():
    frame = pd.DataFrame({"镇": ["苇塘镇", None], "n": [1, 2], "share": [0.5, float("nan")]})
    book = openpyxl.load_workbook(io.BytesIO(to_workbook({"自选": frame})))
    assert [[c.value for c in row] for row in book["自选"]][1:] == [
        ["苇塘镇", 1, 0.5],
        [None, 2, None],
    ]


def test_control_characters_of_a_dirty_plan_do_not_break_the_file():
    frame = pd.DataFrame({"removed": ["页\x0c眉\x00\u200b\ufffe尾"]})
    book = openpyxl.load_workbook(io.BytesIO(to_workbook({"t": frame})))
    assert book["t"]["A2"].value.endswith("尾")


def test_every_table_of_the_codebook_can_be_written_empty():
    data = to_workbook({t.name: make_table(t.name, []) for t in TABLES})
    assert len(openpyxl.load_workbook(io.BytesIO(data)).sheetnames) == len(TABLES) + 1


def test_the_same_tables_give_the_same_bytes_on_any_day_and_hash_seed(tables):
    code = (
        "import hashlib, sys, pandas as pd; from analysis.tables.workbook import to_workbook;"
        "f = pd.DataFrame({'a': ['x', 'y'], 'b': [1.5, 2]});"
        "print(hashlib.sha256(to_workbook({'t': f, 'u': f})).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PATH": ""},
            capture_output=True, encoding="utf-8", check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    }  # fmt: skip
    assert len(runs) == 1
    data = to_workbook(tables)
    assert data == to_workbook(tables)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {i.date_time[0] for i in parts.infolist()} == {1980}
        core = ElementTree.fromstring(parts.read("docProps/core.xml"))
        assert {e.text for e in core if "created" in e.tag or "modified" in e.tag} == {
            "2000-01-01T00:00:00Z"
        }


def test_a_table_too_long_for_a_sheet_is_left_to_its_csv_and_the_guide_says_so(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 4)
    tables = {"long": pd.DataFrame({"n": range(5)}), "short": pd.DataFrame({"n": range(4)})}
    book = openpyxl.load_workbook(io.BytesIO(to_workbook(tables)))
    assert book.sheetnames == [GUIDE, "short"]
    told = {row[0].value: row[4].value for row in book[GUIDE].iter_rows() if not row[1].value}
    assert "5 行" in told["long"]
    assert "long.csv" in told["long"]
    assert told["short"] == "4 行 rows"


def test_a_text_longer_than_a_cell_is_cut_and_says_so():
    long = "苇" * 40_000
    frame = pd.DataFrame({"removed": [long, "短"]})
    cells = column(openpyxl.load_workbook(io.BytesIO(to_workbook({"t": frame})))["t"], "removed")
    assert len(cells[0].value) == 32_767
    assert "40000 字" in cells[0].value
    assert cells[1].value == "短"
    assert fit_cell("苇" * 32_767) == "苇" * 32_767


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("a/b:c?[d]*\\", "a_b_c__d___"),
        ("x" * 40, "x" * 31),
        ("'q'", "q"),
        ("History", "History_"),
        ("CLAIMS", "CLAIMS_2"),
        ("", "_"),
    ],
)
def test_a_sheet_name_is_one_that_excel_takes(name, sheet):
    assert name_sheet(name, {"claims"}) == sheet


def test_long_names_stay_apart():
    taken = set()
    names = [name_sheet("x" * 30 + end, taken) for end in ("ab", "ac", "ad")]
    assert len(set(names)) == 3
    assert max(map(len, names)) == 31


def test_a_chinese_character_is_twice_as_wide_and_one_long_text_does_not_decide():
    assert measure_width(["乡村振兴"]) == 10
    assert measure_width(["gdp_growth"]) == 12
    assert measure_width(["乡村"] * 99 + ["长" * 50]) == measure_width(["乡村"])
    assert measure_width([]) == 6


@pytest.mark.office
def test_libreoffice_holds_every_cell_as_it_was_written_and_finds_no_formula(tables, tmp_path):
    if not shutil.which("soffice"):
        pytest.skip("needs LibreOffice")
    (tmp_path / "t.xlsx").write_bytes(to_workbook(tables))
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "xlsx", "--outdir", "saved", "t.xlsx"],
        cwd=tmp_path, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    if not (tmp_path / "saved" / "t.xlsx").is_file():
        pytest.skip("needs LibreOffice Calc")
    ours, theirs = (openpyxl.load_workbook(tmp_path / p) for p in ("t.xlsx", "saved/t.xlsx"))
    assert ours.sheetnames == theirs.sheetnames
    for sheet in ours:
        other = theirs[sheet.title]
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value not in (None, "")]
        assert len(cells) > 3
        for cell in cells:
            saved = other[cell.coordinate]
            assert cell.data_type != "f"
            if isinstance(cell.value, bool):  # LibreOffice itself writes these as formulas
                assert saved.value == f"={cell.value}()".upper()
                continue
            assert saved.value == cell.value, (sheet.title, cell.coordinate)
            assert saved.data_type == cell.data_type
        assert other.auto_filter.ref == sheet.auto_filter.ref
