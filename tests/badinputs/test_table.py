"""The standing promise for every line of the table, many lines in one study."""

from __future__ import annotations

import csv
import re

import pytest

from analysis.build import run as run_module
from tests.badinputs.case import Case
from tests.badinputs.read_files import READ
from tests.badinputs.refused_files import REFUSED
from tests.badinputs.study import OF_DOCUMENTS, Outcome, assert_promise, good_rows, run_beside
from tests.report.conftest import Elements

LINES = (*REFUSED, *READ)
FEWEST_FILES = 400
_WORDS = (13, 14, 15, 16, 19, 60, 61, 62, 63)
"""Families of hostile words and names, which every kind of output has to bear."""


def name_batch(case: Case) -> str:
    if case.state == "quarantined" and not case.xfail:
        return "refused"
    return "words" if case.family in _WORDS else "read"


BATCHES = {
    batch: [case for case in LINES if name_batch(case) == batch and not case.nightly]
    for batch in ("refused", "words", "read")
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory, golden) -> dict[str, Outcome]:
    """Run each batch once; those with many plans without their books, which nightly runs write."""
    found = {}
    for name, cases in BATCHES.items():
        with pytest.MonkeyPatch.context() as patch:
            if name != "refused":
                patch.setattr(run_module, "to_workbook", lambda _tables: b"")
                patch.setattr(run_module, "write_exchange", lambda *_: [])
            stored = golden.results.corpus.study.derived
            found[name] = run_beside(tmp_path_factory.mktemp(name), cases, stored)
    return found


def as_parameters(cases):
    return [
        pytest.param(c, id=str(c), marks=[pytest.mark.xfail(reason=c.xfail)] if c.xfail else [])
        for c in cases
    ]


@pytest.mark.parametrize("case", as_parameters(c for c in LINES if not c.nightly))
def test_the_standing_promise_holds(case, outcomes):
    assert_promise(case, outcomes[name_batch(case)])


@pytest.mark.parametrize("batch", BATCHES)
def test_documents_add_up_and_the_exit_code_says_so(batch, outcomes):
    outcome = outcomes[batch]
    summary = outcome.results.summary
    doubled = outcome.tables["warnings"].query("code == 'W-DUP-01'")["path"]
    told = [*outcome.tables["documents"]["path"], *doubled]
    assert {name for made in outcome.made.values() for name in made} <= set(told)
    assert len(told) == len(set(told)) == summary.documents_in
    assert summary.documents_in == summary.ok + summary.warned + summary.quarantined
    assert outcome.exit == max(case.exit for case in BATCHES[batch] if not case.xfail)


@pytest.mark.parametrize("batch", BATCHES)
def test_plans_keep_every_byte_and_every_date(batch, outcomes):
    assert outcomes[batch].after == outcomes[batch].before


@pytest.mark.parametrize("batch", BATCHES)
def test_good_towns_keep_their_rows(batch, outcomes, golden):
    rows = good_rows(golden.tables)
    assert {name for name, found in rows.items() if found} >= {"plans", "claims", "targets"}
    assert good_rows(outcomes[batch].tables) == rows


def test_refused_files_move_no_table_of_plans(outcomes, golden):
    for name, table in golden.tables.items():
        if name not in (*OF_DOCUMENTS, "warnings"):
            assert table.equals(outcomes["refused"].tables[name]), name


@pytest.mark.parametrize("batch", BATCHES)
def test_no_name_and_no_quote_becomes_an_element_of_the_report(batch, outcomes, golden):
    pages = [o.results.corpus.study.derived / "report.html" for o in (outcomes[batch], golden)]
    found, usual = (Elements(page.read_bytes()).found for page in pages)
    assert [tag for tag, _ in found] == [tag for tag, _ in usual]
    assert not {name for _, attrs in found for name in attrs if name.startswith("on")}


@pytest.mark.parametrize("batch", BATCHES)
def test_no_cell_is_run_by_a_spreadsheet(batch, outcomes):
    tables = outcomes[batch].results.corpus.study.derived / "tables"
    runs = re.compile(r"[=@＝＠\t\r\n]|[-+＋－](?![\d.]+(?:e[+-]?\d+)?$)")
    for path in sorted(tables.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            opened = [cell for row in csv.reader(file) for cell in row if runs.match(cell)]
        assert not opened, (path.name, opened[:3])


def test_enough_files_are_made(outcomes):
    made = [name for o in outcomes.values() for case in o.made.values() for name in case]
    assert len(made) >= FEWEST_FILES


@pytest.mark.nightly
@pytest.mark.parametrize("case", as_parameters(LINES))
def test_each_line_alone_beside_good_towns(case, tmp_path, golden, capfd):
    outcome = run_beside(tmp_path, [case], golden.results.corpus.study.derived)
    assert_promise(case, outcome)
    assert outcome.exit == case.exit
    assert outcome.after == outcome.before
    assert good_rows(outcome.tables) == good_rows(golden.tables)
    assert "Traceback" not in "".join(capfd.readouterr()) + outcome.told
