"""A Word file of printed tables: three lines where they belong, words as words, equal bytes."""

import io
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import datetime
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn

from analysis.tables.printed import LONG, Printed, PrintedColumn, plain_text, share_widths
from analysis.tables.word import to_docx
from analysis.tables.word_table import THICK, THIN

MADE = datetime(2024, 3, 1)
HOSTILE = (
    r"\input{/etc/passwd}镇", "=cmd|' /C calc'!A0", "<b>粗</b>镇", "</w:t></w:r><w:r>&amp;",
    "镇\x00\x0b\u202e\ufffe尾", "{n}%s{caption}", 'HYPERLINK "http://a.example"',
)  # fmt: skip


def make(rows, key="growth", **said):
    columns = (PrintedColumn("乡镇"), PrintedColumn("增长（%）", "numbers"))
    given = {"caption": "增长目标", "note": "注：自拟", "sources": "资料来源：甲.txt"} | said
    return Printed(key=key, columns=columns, rows=tuple(rows), **given)


SHORT = make([("垟头镇", "7.5左右"), ("柏树镇", "隐去"), ("南岗乡", "−3.25")])
WIDE = make([(f"第{n}镇", str(n)) for n in range(1, LONG + 40)], key="long")


def write(*tables, **said):
    return to_docx(tables, **({"title": "表", "made": MADE} | said))


@pytest.fixture(scope="module")
def document():
    return docx.Document(io.BytesIO(write(SHORT, WIDE, make([(h, "1") for h in HOSTILE]))))


def lines(cell):
    """Return side -> width in eighths of a point, of the lines that are drawn."""
    borders = cell._tc.tcPr.find(qn("w:tcBorders"))
    drawn = [] if borders is None else list(borders)
    assert {line.get(qn("w:val")) for line in drawn} <= {"single"}
    return {line.tag.rpartition("}")[2]: int(line.get(qn("w:sz"))) for line in drawn}


def test_three_lines_stand_where_they_belong_and_no_other(document):
    assert (THICK / 8, THIN / 8) == (1.5, 0.75)
    for table in document.tables:
        head, *middle, last = table.rows
        assert [lines(c) for c in head.cells] == [{"top": THICK, "bottom": THIN}] * 2
        assert [lines(c) for row in middle for c in row.cells] == [{}] * 2 * len(middle)
        assert [lines(c) for c in last.cells] == [{"bottom": THICK}] * 2
        edges = {e.tag.rpartition("}")[2]: e for e in table._tbl.tblPr.find(qn("w:tblBorders"))}
        drawn = {side for side, edge in edges.items() if edge.get(qn("w:val")) != "nil"}
        assert drawn == {"top", "bottom"}
        assert edges.keys() == {"top", "left", "bottom", "right", "insideH", "insideV"}


def test_the_head_is_repeated_on_each_page_and_no_row_is_broken(document):
    for table in document.tables:
        marks = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert marks == [True] + [False] * (len(marks) - 1)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_a_short_table_stays_on_one_page_and_a_long_one_goes_on(document):
    short, long, _ = document.tables
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in short.rows]
    assert kept[1:] == [True] * 3
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in long.rows]
    assert kept[1:-2] == [True] * 3 + [None] * (len(kept) - 6)
    assert document.styles["Table Caption"].paragraph_format.keep_with_next


def test_numbers_stand_right_and_words_left_under_their_heads(document):
    for row in document.tables[0].rows:
        sides = [cell.paragraphs[0]._p.pPr.find(qn("w:jc")).get(qn("w:val")) for cell in row.cells]
        assert sides == ["left", "right"]


def test_captions_are_numbered_above_and_note_and_sources_stand_below(document):
    body = [child for child in document.element.body if child.tag != qn("w:sectPr")]
    told = [
        "表" if e.tag == qn("w:tbl") else "".join(t.text for t in e.iter(qn("w:t"))) for e in body
    ]
    assert told == [
        line
        for n in (1, 2, 3)
        for line in (f"表{n} 增长目标", "表", "注：自拟", "资料来源：甲.txt")
    ]


def test_chinese_is_set_in_songti_and_latin_in_times(document):
    for name in ("Normal", "Table Caption", "Table Head", "Table Cell", "Table Note"):
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == "宋体"
        assert {fonts.get(qn(f"w:{a}")) for a in ("ascii", "hAnsi")} == {"Times New Roman"}


def test_a_hostile_name_is_plain_text_and_nothing_in_the_file_is_run(document):
    names = [row.cells[0].text for row in document.tables[2].rows][1:]
    assert names == [plain_text(name) for name in HOSTILE]
    assert names[:4] == list(HOSTILE[:4])
    assert names[4] == "镇 尾"
    with zipfile.ZipFile(io.BytesIO(write(make([(h, "1") for h in HOSTILE])))) as parts:
        written = parts.read("word/document.xml").decode()
        links = [n for n in parts.namelist() if n.endswith(".rels")]
        assert not any(b'TargetMode="External"' in parts.read(name) for name in links)
    tags = set(re.findall(r"<w:(\w+)", written))
    assert not tags & {"fldSimple", "instrText", "fldChar", "hyperlink", "object", "pict"}


def test_a_table_without_rows_or_words_below_is_still_one_that_word_opens():
    held = docx.Document(io.BytesIO(write(make([], note="", sources=""))))
    assert len(held.tables[0].rows) == 1
    assert held.element.body[-2].tag == qn("w:p")


def test_the_same_tables_give_the_same_bytes_on_any_day_and_hash_seed():
    code = (
        "import hashlib; from datetime import datetime;"
        "from analysis.tables.printed import *; from analysis.tables.word import to_docx;"
        "t = Printed('a', 'b', (PrintedColumn('c'),), (('d',),));"
        "print(hashlib.sha256(to_docx([t], title='t', made=datetime(2024, 3, 1))).hexdigest())"
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
    with zipfile.ZipFile(io.BytesIO(write(SHORT))) as parts:
        assert {i.date_time for i in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {i.create_system for i in parts.infolist()} == {0}
        core = ElementTree.fromstring(parts.read("docProps/core.xml"))
        dates = {e.text for e in core if "created" in e.tag or "modified" in e.tag}
        assert dates == {"2024-03-01T00:00:00Z"}
        assert not any("thumbnail" in name for name in parts.namelist())


def test_no_column_is_narrower_than_its_longest_word_while_there_is_room():
    columns = tuple(PrintedColumn("第一", "numbers") for _ in range(5))
    table = Printed(
        "k", "c", (PrintedColumn("乡镇"), *columns), (("很长的镇名" * 30, *["1234"] * 5),)
    )
    shares = share_widths(table)
    assert sum(shares) == pytest.approx(1)
    assert min(shares[1:]) * 107 >= 4 * 1.15
    assert shares[0] == max(shares)


def test_columns_that_cannot_all_have_their_room_give_from_the_widest():
    columns = tuple(PrintedColumn("列") for _ in range(8))
    wide = Printed("k", "c", columns, (("六", *["一二三四五六七八九十"] * 7),))
    shares = share_widths(wide)
    assert sum(shares) == pytest.approx(1)
    assert len({round(share, 6) for share in shares[1:]}) == 1
    assert shares[0] * 107 == pytest.approx(5.5, abs=0.2)


@pytest.mark.office
def test_libreoffice_opens_it_and_prints_every_number_and_repeats_the_head(tmp_path):
    if not (shutil.which("soffice") and shutil.which("pdftotext")):
        pytest.skip("needs LibreOffice and pdftotext")
    (tmp_path / "t.docx").write_bytes(write(SHORT, WIDE, make([(h, "1") for h in HOSTILE])))
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "t.docx"],
        cwd=tmp_path, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    said = subprocess.run(
        ["pdftotext", "-layout", "t.pdf", "-"], cwd=tmp_path, check=True, capture_output=True
    ).stdout.decode()
    assert re.search(r"垟头镇 +7\.5 ?左右", said)
    assert re.search(r"南岗乡 +−3\.25", said)
    rows = re.findall(r"第 ?(\d+) ?镇 +(\d+)", said)
    assert rows == [(str(n), str(n)) for n in range(1, LONG + 40)]
    assert said.count("乡镇") == 4, "the long table's head stands on both of its pages"
    assert HOSTILE[0] in said
    assert HOSTILE[1] in said
