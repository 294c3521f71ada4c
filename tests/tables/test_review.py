"""A person fills in the sheet with a spreadsheet; what they decided comes back, and only that."""

import datetime
import io
from dataclasses import replace

import openpyxl
import pytest

from analysis.corpus.corrections import Correction, append_corrections, read_corrections
from analysis.errors import StudyError
from analysis.extract.amend import StaleCorrection, amend_claims
from analysis.extract.anchors import value_span
from analysis.extract.claims import find_claims
from analysis.model import Document, Masked, Stated
from analysis.tables.review import list_waiting, make_review
from analysis.tables.review_columns import GUIDE, OPTIONS, SHEET, STALE
from analysis.tables.review_reading import read_review
from analysis.text.reading import read_plans

REPORT = """苇塘镇2023年政府工作报告
各位代表：现在报告工作。
一、2022年工作回顾
一年来，全镇财政总收入完成1.8亿元，增长4.5%，渔户添了冰库。
二、2023年工作安排
今年的主要预期目标是：地区生产总值增长7。2%左右，财政总收入达到2亿元。
莲藕连片示范6500亩，水产交易额增长**%！镇上再添塘泥清淤船3-5艘，
芦苇荡栈桥修到3.6公里。
"""


class Person:
    """Opens the sheet, writes into cells by row words and column title, saves it."""

    def __init__(self, path):
        self.path, self.book = path, openpyxl.load_workbook(path)
        self.sheet = self.book[SHEET]
        self.titles = [cell.value for cell in self.sheet[1]]

    def row(self, words):
        (found,) = [r for r in self.sheet.iter_rows(min_row=2) if words in r[1].value]
        return found[0].row

    def write(self, words, **cells):
        for title, value in cells.items():
            self.sheet.cell(self.row(words), self.titles.index(title) + 1).value = value
        return self

    def save(self):
        self.book.save(self.path)
        return self.path


@pytest.fixture
def read(lexicon):
    def run(text=REPORT, corrections=()):
        document = Document("0" * 12, "plan.txt", "utf-8", text)
        (reading,) = read_plans(document, lexicon).readings
        claims = find_claims(reading, "0" * 12, text, lexicon)
        done = amend_claims(
            claims, corrections, reading, doc_id="0" * 12, received=text, lexicon=lexicon
        )
        return done, reading

    return run


@pytest.fixture
def sheet(read, lexicon, tmp_path):
    """Write the review of a text and hand it to a person."""

    def make(text=REPORT, corrections=()):
        done, reading = read(text, corrections)
        waiting = list_waiting(done.claims, reading, text, below=0.85)
        path = tmp_path / "review.xlsx"
        path.write_bytes(make_review(waiting, lexicon.indicators, done.stale))
        return Person(path)

    return make


def test_what_waits_is_doubtful_and_unseen_and_the_rest_is_not_listed(read):
    done, reading = read()
    waiting = list_waiting(done.claims, reading, REPORT, below=0.85)
    listed = {w.claim for w in waiting}
    assert {c for c in done.claims if c.confidence < 0.85} == listed
    assert 0 < len(listed) < len(done.claims)
    seen = [replace(c, source="human") for c in done.claims]
    assert list_waiting(seen, reading, REPORT, below=0.85) == ()


def test_a_number_that_lost_its_unit_waits_however_sure_it_was_read(read):
    done, reading = read()
    sure = next(c for c in done.claims if isinstance(c.amount, Stated) and c.confidence > 0.9)
    lost = replace(sure, amount=replace(sure.amount, unit=None))
    assert [w.claim for w in list_waiting([sure, lost], reading, REPORT, below=0.5)] == [lost]


def test_the_sentence_is_shown_with_its_value_marked(read):
    done, reading = read()
    for waiting in list_waiting(done.claims, reading, REPORT, below=0.85):
        start, end = value_span(waiting.claim)
        assert waiting.value == REPORT[start:end]
        shown = waiting.before + waiting.value + waiting.after
        assert shown in REPORT.replace("\n", "")
        assert waiting.claim.indicator_text in shown
    boat = next(
        w for w in list_waiting(done.claims, reading, REPORT, below=0.85) if "艘" in w.value
    )
    assert boat.before == "镇上再添塘泥清淤船"
    assert boat.after.endswith("公里。")


def test_the_sheet_offers_choices_and_keeps_values_as_text(sheet):
    person = sheet()
    offered = {
        str(v.sqref).rstrip("0123456789").split(":")[0].rstrip("0123456789"): v.formula1
        for v in person.sheet.data_validations.dataValidation
    }
    letters = {t: openpyxl.utils.get_column_letter(n) for n, t in enumerate(person.titles, 1)}
    assert offered[letters["决定"]] == '"接受,拒绝,修改"'
    assert offered[letters["新状态"]] == '"目标,完成,跨年"'
    assert offered[letters["新指标"]].startswith(f"'{OPTIONS}'!$A$1:$A$")
    fill = person.sheet.cell(2, person.titles.index("新数值") + 1)
    assert (fill.value, fill.number_format) == (None, "@")
    hidden = [t for t in person.titles if person.sheet.column_dimensions[letters[t]].hidden]
    assert hidden[:1] == ["plan_id"]
    assert person.titles[-5:] == ["plan_id", "anchor", "occurrence", "indicator", "doc_id"]
    assert person.book[OPTIONS].sheet_state == "hidden"
    assert person.book.sheetnames[0] == SHEET
    assert GUIDE in person.book.sheetnames


def test_listed_indicators_come_first(sheet):
    keys = [row[-2].value.split()[0] for row in sheet().sheet.iter_rows(min_row=2)]
    assert keys[0] == "gdp"
    assert set(keys[1:]) == {"other"}


def test_a_sheet_nobody_filled_in_decides_nothing(sheet):
    assert read_review(sheet().save()) == ()


def test_the_same_claims_give_the_same_sheet(read, lexicon):
    done, reading = read()
    waiting = list_waiting(done.claims, reading, REPORT, below=0.85)
    assert make_review(waiting, lexicon.indicators) == make_review(
        waiting[::-1], lexicon.indicators
    )


def test_an_edited_value_is_changed_marked_and_stable_over_a_second_run(sheet, read, tmp_path):
    person = sheet().write(
        "【7。2%】", 决定="修改", 新数值="7.6", 新状态="跨年", 修改人="阿禾", 理由="小数点坏了"
    )
    log = tmp_path / "corrections.csv"
    assert append_corrections(log, read_review(person.save())) == 3
    first, _ = read(REPORT, read_corrections(log))
    second, _ = read(REPORT, read_corrections(log))
    assert first == second
    assert first.stale == ()
    (gdp,) = [c for c in first.claims if c.source == "human"]
    assert (gdp.indicator, gdp.amount.low, gdp.amount.high) == ("gdp", 7.6, 7.6)
    assert (gdp.status, gdp.confidence) == ("multi_year", 1.0)
    assert append_corrections(log, read_review(person.path)) == 0
    assert "【7。2%】" not in str(
        [r[1].value for r in sheet(corrections=read_corrections(log)).sheet]
    )


def test_when_the_text_under_it_changes_the_decision_is_stale_shown_and_kept(sheet, read, tmp_path):
    person = sheet().write("【7。2%】", 决定="修改", 新数值="7.6", 修改人="阿禾")
    log = tmp_path / "corrections.csv"
    append_corrections(log, read_review(person.save()))
    before = log.read_bytes()
    changed = REPORT.replace("7。2%", "8。1%")
    done, _ = read(changed, read_corrections(log))
    assert done.claims == read(changed)[0].claims
    assert [s.correction.value for s in done.stale] == ["7.6", "7.6"]
    rows = list(sheet(changed, read_corrections(log)).book[STALE].iter_rows(values_only=True))
    assert len(rows) == 3
    assert "no longer stand" in rows[1][1]
    assert rows[1][rows[0].index("value")] == "7.6"
    assert log.read_bytes() == before


def test_accept_reject_edit_and_untouched_rows_side_by_side(sheet, read):
    person = sheet()
    person.write("【6500亩】", 决定="接受", 修改人="阿禾")
    person.write("【3.6公里】", 决定="拒绝", 修改人="阿禾", 理由="不是指标")
    person.write(
        "【3-5艘】", 决定="修改", 新数值="4", 新指标="new_above_scale_enterprises", 修改人="老秦"
    )
    decided = read_review(person.save())
    assert [c.action for c in sorted(decided, key=lambda c: c.row)].count("edit") == 3
    done, _ = read(corrections=decided)
    assert done.stale == ()
    assert [c.evidence.quote for c in done.rejected] == ["芦苇荡栈桥修到3.6公里"]
    human = {c.indicator_text: c for c in done.claims if c.source == "human"}
    assert len(human) == 2
    boats = next(c for c in human.values() if "船" in c.indicator_text)
    assert (boats.amount.low, boats.amount.high) == (4, 4)
    assert boats.indicator == "new_above_scale_enterprises"


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("7-8", 7, 8), ("７．５", 7.5, 7.5), ("6 至 6.5", 6, 6.5), (7.3, 7.3, 7.3), (9, 9, 9),
        ("12,500", 12500, 12500), ("-3~-2", -3, -2), ("8％", None, None),
    ],
)  # fmt: skip
def test_a_new_value_is_read_as_people_type_it_or_refused(sheet, read, typed, low, high):
    person = sheet().write("【7。2%】", 决定="修改", 新数值=typed, 修改人="阿禾")
    if low is None:
        with pytest.raises(StudyError, match=r"row 2, column 新数值.*unit goes beside it"):
            read_review(person.save())
        return
    done, _ = read(corrections=read_review(person.save()))
    (gdp,) = [c for c in done.claims if c.source == "human"]
    assert (gdp.amount.low, gdp.amount.high) == (low, high)


def test_a_value_can_be_said_to_be_hidden_and_a_hidden_one_to_be_known(sheet, read):
    person = sheet()
    person.write("【7。2%】", 决定="修改", 新数值="**", 修改人="阿禾")
    person.write("【**%】", 决定="修改", 新数值="5", 修改人="阿禾")
    done, _ = read(corrections=read_review(person.save()))
    amounts = {c.indicator: c.amount for c in done.claims if c.source == "human"}
    assert amounts["gdp"] == Masked("**", "%", "about")
    assert amounts["other"] == Stated(5, 5, "%", "exact", 5, 5, "%")


@pytest.mark.parametrize(
    ("cells", "column", "why"),
    [
        ({"决定": "修改"}, "新数值", "needs a new value"),
        ({"决定": "同意"}, "决定", "none of 接受"),
        ({"新数值": "7"}, "决定", "is empty, but 新数值"),
        ({"决定": "接受", "新单位": "亩"}, "新单位", "the decision is 接受"),
        ({"决定": "接受", "修改人": ""}, "修改人", "say who"),
        ({"决定": "修改", "新数值": "约七成"}, "新数值", "no number"),
        ({"决定": "修改", "新状态": "已完成"}, "新状态", "not in the list"),
        ({"决定": "修改", "新指标": "生产总产值"}, "新指标", "not in the list"),
        ({"决定": "修改", "新数值": datetime.datetime(2026, 1, 2)}, "新数值", "made a date"),
        ({"决定": "接受", "anchor": ""}, "anchor", "ids of this row are lost"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_row_and_column(sheet, cells, column, why):
    person = sheet().write("【6500亩】", **{"修改人": "阿禾"} | cells)
    row = person.row("【6500亩】")
    with pytest.raises(StudyError, match="E-REV-02") as caught:
        read_review(person.save())
    assert f"row {row}, column {column}: " in caught.value.what
    assert why in caught.value.what


def test_all_slips_are_told_at_once(sheet):
    person = sheet()
    person.write("【6500亩】", 决定="修改", 修改人="阿禾").write("【7。2%】", 决定="行")
    with pytest.raises(StudyError) as caught:
        read_review(person.save())
    assert caught.value.what.count("row ") == 2


def test_of_two_equal_sentences_the_one_decided_on_is_meant(sheet, read):
    line = "镇里说过的话要算数，今年芡实连片扩到410亩，镇里说过的话要算数，不打折扣。\n"
    text = REPORT + line + line
    person = sheet(text)
    last = max(r[0].row for r in person.sheet.iter_rows(min_row=2) if "【410亩】" in r[1].value)
    for title, value in {"决定": "拒绝", "修改人": "阿禾"}.items():
        person.sheet.cell(last, person.titles.index(title) + 1).value = value
    (said,) = read_review(person.save())
    assert said.occurrence == 2
    (gone,) = read(text, [said])[0].rejected
    assert gone.evidence.start > text.rindex(line)


def test_rows_may_be_sorted_and_columns_moved_or_added(sheet):
    person = sheet().write("【6500亩】", 决定="接受", 修改人="阿禾")
    values = list(person.sheet.iter_rows(values_only=True))
    moved = openpyxl.Workbook()
    moved.active.title = SHEET
    for row in [values[0], *values[:0:-1]]:
        moved.active.append([*row[::-1], "批注"])
    plain = read_review(person.save())
    moved.save(person.path)
    assert read_review(person.path) == plain


def test_who_and_when_may_be_said_once_for_the_whole_sheet(sheet):
    person = sheet().write("【6500亩】", 决定="接受")
    (said,) = read_review(person.save(), by="阿禾", when="2024-03-05")
    assert (said.by, said.when) == ("阿禾", "2024-03-05")
    assert (
        read_review(person.path, by="阿禾")[0].when
        == datetime.datetime.now(datetime.UTC).date().isoformat()
    )


def test_the_indicator_may_be_chosen_or_typed_in_chinese(sheet, lexicon):
    key, zh = "retail_sales", lexicon.indicators["retail_sales"].zh
    for typed in (key, zh, f"{key} {zh}"):
        person = sheet().write("【6500亩】", 决定="修改", 新指标=typed, 修改人="阿禾")
        (said,) = read_review(person.save())
        assert (said.field, said.value) == ("indicator", key)


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04 broken", "计划,决定\n".encode()])
def test_a_file_that_is_no_review_is_refused(tmp_path, raw):
    path = tmp_path / "review.xlsx"
    path.write_bytes(raw)
    with pytest.raises(StudyError, match="E-REV-01"):
        read_review(path)
    with pytest.raises(StudyError, match="E-REV-01"):
        read_review(tmp_path / "none.xlsx")


def test_a_sheet_whose_titles_were_changed_names_them(sheet):
    person = sheet()
    person.sheet.cell(1, person.titles.index("决定") + 1).value = "结论"
    with pytest.raises(StudyError, match="no column 决定"):
        read_review(person.save())


def test_a_stale_correction_without_anything_waiting_still_makes_a_sheet(read, lexicon):
    done, _ = read()
    said = Correction(done.claims[0].plan_id, "无处可寻", 1, "accept", by="阿禾")
    data = make_review([], lexicon.indicators, [StaleCorrection(said, "gone")])
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book[STALE].max_row == 2
    assert book[SHEET].max_row == 1
