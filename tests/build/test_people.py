"""What people say wins, stays, and is never lost without a word; nothing is fetched."""

import io
import itertools

import openpyxl
import pytest

from analysis.build.people.waiting import list_open_ends, take_review, write_review
from analysis.build.run import measure_study, run_study
from analysis.corpus.study import make_study
from analysis.errors import StudyError
from analysis.tables.review_columns import (
    BY_COLUMN,
    DECISION_COLUMN,
    SHEET,
    VALUE_COLUMN,
)

PLAN = (
    "垟头镇2023年政府工作报告\n一、2022年工作回顾\n修渠三里。\n二、2023年工作安排\n"
    "今年主要预期目标是：地区生产总值增长7%。\n新增星星工坊12家，改造老油坊3座。\n"
    + "修渠三里。\n"
    * 24
)


@pytest.fixture
def plans(tmp_path):
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "垟头镇.txt").write_text(PLAN, encoding="utf-8")
    return folder


@pytest.fixture
def run(plans, tmp_path):
    return lambda: run_study(make_study(plans, tmp_path / "out"), progress=False, draw=False)


def fill_in(sheet_path, words, value):
    """Answer the row whose value reads `words` as a person would in Excel."""
    book = openpyxl.load_workbook(sheet_path)
    sheet = book[SHEET]
    titles = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if any(words in str(cell.value) for cell in row):
            row[titles.index(DECISION_COLUMN)].value = "修改"
            row[titles.index(VALUE_COLUMN)].value = value
            row[titles.index(BY_COLUMN)].value = "王"
    buffer = io.BytesIO()
    book.save(buffer)
    sheet_path.write_bytes(buffer.getvalue())


def workshops(results):
    claims = results.tables["claims"]
    return claims[claims["quote"].str.contains("星星工坊")].iloc[0]


def test_a_value_edited_in_the_review_sheet_is_changed_marked_and_stable(run, tmp_path):
    results = run()
    assert workshops(results)["value_low"] == 12
    sheet = tmp_path / "review.xlsx"
    assert write_review(results, sheet) > 0
    fill_in(sheet, "星星工坊", "15")
    assert take_review(results, sheet) > 0
    changed = run()
    assert (workshops(changed)["value_low"], workshops(changed)["source"]) == (15, "human")
    again = run()
    assert again.summary.written == ()
    assert again.tables["claims"].equals(changed.tables["claims"])


def test_a_correction_whose_words_are_gone_is_reported_and_nothing_is_lost(run, plans, tmp_path):
    results = run()
    sheet = tmp_path / "review.xlsx"
    write_review(results, sheet)
    fill_in(sheet, "星星工坊", "15")
    take_review(results, sheet)
    (plans / "垟头镇.txt").write_text(PLAN.replace("12家，改造", "18家，另修"), encoding="utf-8")
    later = run()
    assert (workshops(later)["value_low"], workshops(later)["source"]) == (18, "rule")
    assert later.tables["corrections"]["state"].tolist().count("stale") >= 1
    assert "W-COR-01" in later.tables["warnings"]["code"].tolist()
    assert any("W-COR-01" in line for line in list_open_ends(later))


def test_a_filled_in_sheet_is_never_overwritten(run, tmp_path):
    sheet = tmp_path / "review.xlsx"
    write_review(run(), sheet)
    before = sheet.read_bytes()
    with pytest.raises(StudyError, match="may be filled in"):
        write_review(run(), sheet)
    assert sheet.read_bytes() == before


def test_a_registered_name_wins_and_an_excluded_plan_leaves_every_table(run, plans, tmp_path):
    register = tmp_path / "out" / "register.csv"
    register.parent.mkdir(exist_ok=True)
    (plans / "柏树镇.txt").write_text(PLAN.replace("垟头", "柏树"), encoding="utf-8")
    register.write_text(
        "document,town,use\n垟头镇.txt,新垟镇,\n柏树镇.txt,,no\n", encoding="utf-8-sig"
    )
    results = run()
    assert list(results.corpus.plans) == ["新垟镇-2023"]
    assert results.tables["plans"]["words_for_town"].tolist() == ["垟头镇2023年政府工作报告"]
    assert "W-REG-01" in results.tables["warnings"]["code"].tolist()
    assert set(results.tables["claims"]["plan_id"]) == {"新垟镇-2023"}


def test_a_town_of_the_frame_without_a_plan_stands_as_no_text(run, tmp_path, lexicon):
    frame = tmp_path / "out" / "frame.csv"
    frame.parent.mkdir(exist_ok=True)
    frame.write_text("town\n垟头镇\n杉溪乡\n", encoding="utf-8-sig")
    coverage = run().tables["coverage"]
    assert coverage.groupby("town")["state"].agg(set)["杉溪乡"] == {"no_text"}
    assert len(coverage) == 2 * len(lexicon.indicators)


def test_every_numeral_has_one_fate(run):
    numbers = run().tables["numbers"]
    assert numbers["fate"].notna().all()
    spans = sorted(zip(numbers["start"], numbers["end"], strict=True))
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


def test_looking_at_what_waits_does_not_swallow_what_the_next_run_has_to_tell(run, plans, tmp_path):
    run()
    (plans / "柏树镇.txt").write_text(PLAN.replace("垟头", "柏树"), encoding="utf-8")
    study = make_study(plans, tmp_path / "out")
    assert list_open_ends(measure_study(study, progress=False))
    assert any("柏树镇-2023" in sentence for sentence in run().summary.moved)
