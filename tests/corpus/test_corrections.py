"""The log of people's decisions: read strictly, appended to only, survives a spreadsheet."""

import csv
import io
from dataclasses import replace

import pytest

from analysis.corpus.corrections import (
    COLUMNS,
    Correction,
    append_corrections,
    read_corrections,
)
from analysis.errors import StudyError

FIRST = Correction(
    plan_id="苇塘镇-2023",
    anchor="今年预期目标是：地区生产总值增长7.2%左右，财政总收入达到2亿元",
    occurrence=1,
    action="edit",
    indicator="gdp 地区生产总值",
    field="value_low",
    value="7.5",
    by="阿禾",
    when="2024-03-05",
    reason="扫描件上是7.5，\n录入时看错",
    doc_id="0123456789ab",
)
SECOND = replace(FIRST, action="reject", field="", value="", reason='镇长说"不算"，划掉')


def write(path, text, encoding="utf-8-sig"):
    path.write_bytes(text.encode(encoding))
    return path


def line(**cells):
    plain = {"plan_id": "苇塘镇-2023", "anchor": "甲", "action": "accept", "by": "阿禾"} | cells
    buffer = io.StringIO()
    csv.writer(buffer).writerow([plain.get(name, "") for name in COLUMNS])
    return buffer.getvalue()


HEAD = ",".join(COLUMNS) + "\r\n"


def test_a_study_without_the_file_has_no_corrections(tmp_path):
    assert read_corrections(tmp_path / "corrections.csv") == ()
    assert read_corrections(write(tmp_path / "empty.csv", "")) == ()
    assert read_corrections(write(tmp_path / "head.csv", HEAD)) == ()


def test_what_was_written_is_read_again(tmp_path):
    path = tmp_path / "corrections.csv"
    assert append_corrections(path, [FIRST, SECOND]) == 2
    assert read_corrections(path) == (FIRST, SECOND)
    assert [c.row for c in read_corrections(path)] == [2, 3]


def test_appending_leaves_every_former_byte_and_the_order(tmp_path):
    path = tmp_path / "corrections.csv"
    append_corrections(path, [FIRST])
    before = path.read_bytes()
    append_corrections(path, [SECOND])
    assert path.read_bytes().startswith(before)
    assert read_corrections(path) == (FIRST, SECOND)


def test_the_same_decision_is_not_written_twice(tmp_path):
    path = tmp_path / "corrections.csv"
    append_corrections(path, [FIRST, FIRST, SECOND])
    before = path.read_bytes()
    assert append_corrections(path, [SECOND, replace(FIRST, row=99)]) == 0
    assert path.read_bytes() == before


def test_a_file_that_excel_saved_as_gbk_is_read_and_appended_to(tmp_path):
    path = write(tmp_path / "c.csv", HEAD + line(reason="读对了").rstrip(), "gbk")
    append_corrections(path, [FIRST])
    assert [c.reason for c in read_corrections(path)] == ["读对了", FIRST.reason]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_columns_may_stand_in_any_order_and_the_optional_ones_may_be_missing(tmp_path):
    path = write(tmp_path / "c.csv", "by,action,anchor,plan_id,,\n阿禾,Reject,甲,某镇-2023,,\n")
    (read,) = read_corrections(path)
    assert read == Correction("某镇-2023", "甲", 1, "reject", by="阿禾")
    with pytest.raises(StudyError, match="no column occurrence"):
        append_corrections(path, [FIRST])


@pytest.mark.parametrize("opener", ["=", "+", "-", "@", "＝", "'=", "''-"])
def test_words_that_open_like_a_formula_come_back_as_they_went(tmp_path, opener):
    path = tmp_path / "c.csv"
    said = replace(FIRST, anchor=opener + FIRST.anchor)
    append_corrections(path, [said])
    assert read_corrections(path) == (said,)
    cells = next(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))["plan_id"]
    assert cells == FIRST.plan_id
    raw = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    assert raw[1][1].startswith("'")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024/3/5", "2024-03-05"),
        ("2024年3月5日", "2024-03-05"),
        ("2024-03-05 09:30", "2024-03-05"),
        ("", ""),
    ],
)
def test_a_day_is_read_however_a_spreadsheet_writes_it(tmp_path, written, read):
    path = write(tmp_path / "c.csv", HEAD + line(when=written))
    assert read_corrections(path)[0].when == read


def test_every_bad_row_is_named_at_once_and_good_ones_are_not(tmp_path):
    edit = {"action": "edit"}
    rows = [
        line(),
        line(action="acept"),
        line(by=""),
        line(occurrence="first"),
        "\r\n",
        line(occurrence="0"),
        line(when="5.3.24"),
        line(field="value_low", value="7"),
        line(**edit, field="vlaue", value="7"),
        line(**edit, field="value_low", value="7%"),
        line(**edit, field="value_low", value="nan"),
        line(**edit, field="value_low"),
        line(**edit, field="status", value="done"),
        line(**edit, field="unit"),
        line().rstrip("\r\n") + ",一，二\r\n",
    ]
    path = write(tmp_path / "c.csv", HEAD + "".join(rows))
    with pytest.raises(StudyError) as caught:
        read_corrections(path)
    told = {
        int(part.split(":")[0].removeprefix("row ")) for part in caught.value.what.split("; row")
    }
    assert told == {3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 16}


def test_a_row_that_cannot_be_meant_is_not_appended(tmp_path):
    path = tmp_path / "c.csv"
    append_corrections(path, [FIRST])
    before = path.read_bytes()
    for bad in (
        replace(SECOND, by=""),
        replace(FIRST, value="百分之七"),
        replace(FIRST, occurrence=0),
    ):
        with pytest.raises(StudyError, match="E-COR-03"):
            append_corrections(path, [SECOND, bad])
        assert path.read_bytes() == before


@pytest.mark.parametrize(
    "text",
    [
        "plan_id;anchor;action;by\n",
        "plan_id,anchor,action\n",
        HEAD.replace("value", "vlaue"),
        HEAD.replace("reason", "by"),
        HEAD + 'a,"b,c\n',
    ],
)
def test_another_table_is_refused_with_the_columns_it_needs(tmp_path, text):
    with pytest.raises(StudyError, match="E-COR-02"):
        read_corrections(write(tmp_path / "c.csv", text))


def test_a_damaged_utf8_file_is_refused_and_never_read_as_other_words(tmp_path):
    path, words = tmp_path / "c.csv", "高标准农田建设".encode()
    damaged = words[:4] + words[5:]
    assert damaged.decode("gb18030"), "GBK would swallow it"
    row = line(plan_id="a-2023", by="he").encode().replace("甲".encode(), damaged)
    path.write_bytes(HEAD.encode() + row)
    with pytest.raises(StudyError, match="E-COR-01"):
        read_corrections(path)


def test_the_bundled_corrections_can_be_read(project):
    for correction in read_corrections(project / "data" / "corrections.csv"):
        assert correction.reason
