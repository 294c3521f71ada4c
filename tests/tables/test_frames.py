"""Tables are what the codebook says, and survive Excel."""

import csv
import io

import pandas as pd
import pytest

from analysis.codebook import TABLES
from analysis.tables.codebook_page import print_codebook
from analysis.tables.frames import make_table, to_csv
from tests.badinputs.payloads import FORMULAS


def test_a_table_has_the_codebooks_columns_in_its_order_even_when_empty():
    for table in TABLES:
        assert list(make_table(table.name, []).columns) == [c.name for c in table.columns]


def test_a_column_the_codebook_does_not_know_is_refused():
    with pytest.raises(KeyError, match="mood"):
        make_table("warnings", [{"path": "a", "code": "W", "message": "m", "mood": "good"}])


def test_two_rows_of_one_name_are_refused():
    row = {"path": "a", "code": "W", "message": "m"}
    with pytest.raises(ValueError, match="two rows"):
        make_table("warnings", [row, row])


def test_nothing_stays_nothing_and_zero_stays_zero():
    table = make_table("documents", [{"path": "a", "plans": 0}, {"path": "b"}])
    assert table["plans"].tolist() == [0, pd.NA]
    lines = to_csv(table).decode("utf-8-sig").split("\r\n")
    assert lines[1].split(",")[6] == "0"
    assert lines[2].split(",")[6] == ""


def test_text_that_a_spreadsheet_would_run_is_quoted():
    table = make_table("warnings", [{"path": f, "code": "W", "message": "m"} for f in FORMULAS])
    rows = list(csv.reader(io.StringIO(to_csv(table).decode("utf-8-sig"), newline="")))[1:]
    opens = [formula[0] in "=+-@＝＋－＠\t\r\n" for formula in FORMULAS]
    assert sum(opens) >= 30
    assert [row[0] for row in rows] == [
        "'" + formula if runs else formula for formula, runs in zip(FORMULAS, opens, strict=True)
    ]


def test_negative_numbers_stay_numbers():
    table = make_table("claims", [{"plan_id": "a", "row": 1, "value_low": -3.4}])
    assert b",-3.4," in to_csv(table)


def test_the_codebook_in_the_data_folder_is_the_codebook_of_the_code(project):
    page = (project / "data" / "README.md").read_text(encoding="utf-8")
    assert page.endswith(print_codebook()), "run python -m analysis.tables.codebook_page"


def test_every_bundled_plan_is_said_to_be_invented(project):
    page = (project / "data" / "README.md").read_text(encoding="utf-8")
    plans = sorted(path.name for path in (project / "data" / "plans").iterdir())
    assert len(plans) >= 8
    assert [name for name in plans if f"`{name}`" not in page] == []
