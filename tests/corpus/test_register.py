"""What people know: read whatever Excel made of it, every slip named, nothing rewritten."""

import codecs
import contextlib
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.cells import read_register_words
from analysis.corpus.matching import apply_register, drop_answered, find_rows, find_strays
from analysis.corpus.register import (
    Register,
    RegisterRow,
    append_rows,
    find_register,
    parse_register,
    read_register,
)
from analysis.errors import StudyError
from analysis.model import (
    CleanText,
    Document,
    DocumentReading,
    DocumentWarning,
    Inference,
    Plan,
    Reading,
)

TABLE = (
    "document,number,county,town,code,year,genre,source,parent,terms,use\n"
    "垟头乡.txt,,桐坞县,垟头乡,990101201,2023,工作计划,官网,桐坞县人民政府,,\n"
    "各乡镇.txt,3,桐坞县,柏树镇,,2022,政府工作报告,汇编,,只供研究,no\n"
)


@pytest.fixture(scope="session")
def words(project):
    return read_register_words(project / "data" / "lexicon")


@pytest.fixture
def read(tmp_path, words):
    def read(content, name="register.csv"):
        raw = content if isinstance(content, bytes) else content.encode()
        (tmp_path / name).write_bytes(raw)
        return read_register(tmp_path / name, words)

    return read


@pytest.fixture
def slips(read):
    def slips(content, name="register.csv"):
        with pytest.raises(StudyError) as wrong:
            read(content, name)
        assert wrong.value.code == "E-SHT-03"
        return [line.strip() for line in wrong.value.what.splitlines()[1:]]

    return slips


def workbook(rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def make_plan(number=1, town="未知镇-" + "a" * 12, year=None, content_year=None, county=None):
    inference = Inference("town", "旧名乡", "旧名乡工作计划", 0, 7)
    return Plan(
        plan_id=f"{town}-{year or '年份不详'}",
        doc_id="a" * 12,
        number=number,
        title="工作计划",
        town=town,
        county=county,
        stated_year=year,
        content_year=content_year,
        start=0,
        end=9,
        truncated=False,
        inferences=(inference,),
    )


def make_reading(path="各乡镇.txt", numbers=(1,), doc_id="a" * 12):
    clean = CleanText("", None, ())
    readings = tuple(Reading(make_plan(n), clean, (), ()) for n in numbers)
    return DocumentReading(Document(doc_id, path, "utf-8", ""), clean, readings, (), (), ())


# --- reading


def test_an_absent_register_is_an_empty_one(tmp_path, words):
    assert read_register(tmp_path / "register.csv", words).rows == ()


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(TABLE.encode("utf-8"), id="utf-8"),
        pytest.param(TABLE.encode("utf-8-sig"), id="utf-8-with-bom"),
        pytest.param(TABLE.replace("\n", "\r\n").encode("gbk"), id="gbk-crlf"),
        pytest.param(TABLE.encode("gb18030"), id="gb18030"),
        pytest.param(codecs.BOM_UTF16_LE + TABLE.encode("utf-16-le"), id="utf-16"),
        pytest.param(TABLE.replace(",", ";").encode(), id="semicolons"),
        pytest.param(TABLE.replace(",", "\t").encode(), id="tabs"),
        pytest.param(("\n" + TABLE.replace("\n", "\n,,,\n")).encode(), id="blank-rows"),
    ],
)
def test_one_register_in_any_dress_is_one_register(read, raw):
    first, second = read(raw).rows
    assert (first.document, first.number, first.town) == ("垟头乡.txt", None, "垟头乡")
    assert (first.code, first.year, first.use) == ("990101201", 2023, None)
    assert (second.number, second.year, second.source) == (3, 2022, "汇编")
    assert (second.terms, second.use) == ("只供研究", "no")


def test_columns_come_in_any_order_under_chinese_or_english_headings(read):
    rows = read("年份，备注\n".replace("，备注", ",文件, 乡镇 ,Use\n2023年,a.txt,垟头乡,是\n")).rows
    assert rows == (RegisterRow("a.txt", town="垟头乡", year=2023, use="yes", line=2),)


@pytest.mark.parametrize(
    "written", ["2023", "２０２３", "2023年", "2023年度", "　2023　", "2023.0", "２０２３ 年"]
)
def test_a_year_is_read_however_it_is_written(read, written):
    assert read(f"document,year\na.txt,{written}\n").rows[0].year == 2023


@pytest.mark.parametrize("written", ["23", "23年", "20233", "1023", "2023-01-01", "明年", "2O23"])
def test_what_is_no_year_is_said(slips, written):
    (slip,) = slips(f"document,year\na.txt,{written}\n")
    assert slip.startswith("row 2, year:")
    assert written in slip


def test_full_width_blanks_and_digits_do_not_make_another_town(read):
    row = read("document,town,number,code\na.txt,　垟　头 乡 ,２,９９０１０１２０１\n").rows[0]
    assert (row.town, row.number, row.code) == ("垟头乡", 2, "990101201")


def test_a_workbook_says_the_same_as_a_csv(read):
    heading, *rows = [line.split(",") for line in TABLE.splitlines()]
    rows[0][4:6] = [990101201, 2023.0]
    rows[1][1] = 3.0
    book = workbook([heading, *[[cell or None for cell in row] for row in rows], [None] * 11])
    assert read(book, "register.xlsx").rows == read(TABLE).rows


def test_a_date_that_excel_made_of_a_year_is_no_year(slips):
    import datetime  # noqa: PLC0415

    book = workbook([["document", "year"], ["a.txt", datetime.datetime(2023, 1, 1)]])
    assert slips(book, "register.xlsx") == [
        "row 2, year: '2023-01-01' is no year from 1990 to 2040"
    ]


def test_every_bad_row_is_reported_at_once_with_its_number_and_column(slips):
    found = slips(
        "document,number,town,code,year,genre,source,use\n"
        "a.txt,一,石埠镇,12,23,报告,网上,也许\n"
        "\n"
        ",,柏树镇,,2023,,,\n"
        "b.txt,0,a/b镇,4.3E+11,,,,\n"
        "c.txt,,,,2023,要点,官网,yes,多\n"
    )
    assert [slip.split(":")[0] for slip in found] == [
        "row 2, code",
        "row 2, genre",
        "row 2, number",
        "row 2, source",
        "row 2, use",
        "row 2, year",
        "row 4, document",
        "row 5, code",
        "row 5, number",
        "row 5, town",
        "row 6, column 9",
    ]


@pytest.mark.parametrize("cell", ["??镇", "石\ufffd镇", "\ufffd\ufffd\ufffd", "?"])
def test_what_a_lossy_save_left_is_an_error_in_its_row(slips, cell):
    (slip,) = slips(f"document,town\na.txt,石埠镇\nb.txt,{cell}\n")
    assert slip.startswith("row 3, town:")
    assert "lossy" in slip


def test_a_heading_that_lost_its_characters_is_said(slips):
    assert any("lost" in slip for slip in slips("document,??\na.txt,石埠镇\n"))


def test_a_question_mark_in_an_address_or_of_full_width_is_no_loss(read):
    row = read("document,terms\na.txt,见 https://example.org/p?id=3 可否转载？\n").rows[0]
    assert row.terms == "见 https://example.org/p?id=3 可否转载？"


def test_the_same_plan_twice_is_said_with_both_rows(slips):
    assert slips("document,number\na.txt,1\na.txt,2\n./a.txt,1\n") == [
        "row 4, document: row 2 speaks of this plan already"
    ]


@pytest.mark.parametrize(
    "document",
    [
        "../a.txt",
        "x/../../a.txt",
        "..\\a.txt",
        "/etc/a.txt",
        "C:\\a.txt",
        "c:a.txt",
        "~/a.txt",
        "\\\\server\\a.txt",
        "https://example.org/a.txt",
        "file:///a.txt",
        "a\x01.txt",
        "a|b.txt",
    ],
)
def test_a_place_outside_the_plans_folder_is_refused(slips, document):
    (slip,) = slips(f"document\n{document}\n")
    assert slip.startswith("row 2, document:")


def test_an_address_is_told_that_it_is_one(slips):
    assert "address of the web" in slips("document\nhttps://example.org/a.txt\n")[0]


def test_a_utf_8_file_with_one_broken_byte_is_never_read_as_other_words(read):
    lines = "".join(f"plans/town-{n:03d}.txt,990101{n:03d},2023\n" for n in range(60))
    raw = f"document,code,year\n{lines}石埠镇.txt,,2023\n柏树.txt,,2023\n".encode()
    broken = raw.replace("柏".encode(), "柏".encode()[:2])
    with pytest.raises(StudyError, match="although the rest is"):
        read(broken)


@pytest.mark.parametrize("document", ["2023/a.txt", "2023\\a.txt", "a..b.txt", "计划[1].txt"])
def test_a_place_inside_the_plans_folder_is_taken(read, document):
    assert read(f"document\n{document}\n").rows[0].document == document.replace("\\", "/")


def test_a_name_that_would_leave_the_figures_folder_is_refused(slips):
    for name in ("../镇", "=1+1镇", "镇\\x", "石埠*镇", "-镇"):
        assert slips(f"document,town\na.txt,{name}\n")[0].startswith("row 2, town:")


@pytest.mark.parametrize("name", ["㵲阳镇", "阿·石乡", "垟头乡（新）", "Yangtou Town"])
def test_a_rare_name_is_a_name(read, name):
    assert read(f"document,town\na.txt,{name}\n").rows[0].town == name


def test_unknown_doubled_and_missing_columns_are_said(slips):
    found = slips("镇长,town,town\n某某,石埠镇,石埠镇\n")
    assert [slip.split(":")[0] for slip in found] == [
        "row 1, document",
        "row 1, town",
        "row 1, 镇长",
    ]


def test_a_cell_under_no_heading_is_never_dropped_in_silence(slips):
    assert slips("document,,town\na.txt,密,石埠镇\n")[0].startswith("row 2, column 2: '密'")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        pytest.param(b"", "E-SHT-02", id="empty"),
        pytest.param(b"\xef\xbb\xbf\r\n", "E-SHT-02", id="blank"),
        pytest.param(TABLE.encode()[:-40] + b"\xe4\n", "E-SHT-01", id="broken-utf-8"),
        pytest.param(b"\xd0\xcf\x11\xe0" + bytes(600), "E-SHT-01", id="old-excel"),
        pytest.param(b"PK\x03\x04 no workbook", "E-SHT-01", id="broken-workbook"),
        pytest.param(b'document\n"a.txt\n', "E-SHT-01", id="open-quote"),
        pytest.param(b"document\na\x00.txt\n", "E-SHT-01", id="nul"),
    ],
)
def test_what_is_no_table_stops_with_cause_and_cure(read, raw, code):
    with pytest.raises(StudyError) as wrong:
        read(raw)
    assert wrong.value.code == code
    assert "register.csv" in str(wrong.value)
    assert wrong.value.fix


def test_two_registers_are_one_too_many(tmp_path, read):
    assert find_register(tmp_path).name == "register.csv"
    read(workbook([["document"]]), "register.xlsx")
    assert find_register(tmp_path).name == "register.xlsx"
    read(TABLE)
    with pytest.raises(StudyError, match="two registers"):
        find_register(tmp_path)


# --- appending


@pytest.mark.parametrize(
    ("old", "separator", "encoding"),
    [
        pytest.param(TABLE.encode("utf-8-sig"), ",", "utf-8-sig", id="utf-8-with-bom"),
        pytest.param(TABLE.replace("\n", "\r\n").encode("gb18030"), ",", "gb18030", id="gb18030"),
        pytest.param(TABLE.replace(",", ";").rstrip().encode(), ";", "utf-8", id="no-last-end"),
        pytest.param(TABLE.replace(",", "\t").encode("utf-16"), "\t", "utf-16", id="utf-16"),
    ],
)
def test_an_appended_row_leaves_every_byte_before_it(tmp_path, words, old, separator, encoding):
    path = tmp_path / "register.csv"
    path.write_bytes(old)
    before = read_register(path, words).rows
    (row,) = append_rows(path, [RegisterRow("新.txt", town="石埠镇", year=2024)], words)
    raw = path.read_bytes()
    assert raw.startswith(old)
    last = raw.decode(encoding).splitlines()[-1]
    assert last == separator.join(["新.txt", "", "", "石埠镇", "", "2024", *[""] * 5])
    assert ("\r\n" in raw.decode(encoding)) == (b"\r\n" in old)
    assert read_register(path, words).rows == (*before, row)
    assert row.line == 4


def test_a_new_register_opens_in_excel_and_reads_back(tmp_path, words):
    path = tmp_path / "register.csv"
    given = RegisterRow("=1,2.txt", 2, county="桐坞县", terms='只供"研究"', use="no")
    append_rows(path, [given, RegisterRow("b.txt", use="yes")], words)
    raw = path.read_bytes()
    assert raw.startswith(codecs.BOM_UTF8)
    assert b"'=1" in raw
    first, second = read_register(path, words).rows
    assert (first.document, first.number, first.terms) == (given.document, 2, given.terms)
    assert (first.use, second.use) == ("no", "yes")


CELLS = st.sampled_from([
    "", " ", "垟头乡.txt", "../a.txt", "3", "２０２３", "2023年", "2023.0", "20233", "桐坞县",
    "=1+1", "'=1", "yes", "不用", "?", "\ufffd", "\ufeff", "\u200b", "工作计划", '"', ",", ";",
    "\t", "\n", "\r", "\x00", "https://a.cn/x?y=1", "990101201", "𠮷田镇", "a" * 300,
    "document", "town", "year",
])  # fmt: skip


@given(cells=st.lists(CELLS, max_size=40), separator=st.sampled_from(",;\t"))
def test_any_table_is_a_register_or_stops_in_a_sentence(cells, separator, words):
    rows = [cells[at : at + 4] for at in range(0, len(cells), 4)]
    table = "\n".join(
        separator.join(row) for row in (["document", "number", "town", "year"], *rows)
    )
    with contextlib.suppress(StudyError):
        register = parse_register(table.encode(), "register.csv", words)
        assert all(row.document for row in register.rows)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(RegisterRow("垟头乡.txt"), id="there-already"),
        pytest.param(RegisterRow("../a.txt"), id="outside"),
        pytest.param(RegisterRow("a.txt", town="a/b"), id="no-name"),
        pytest.param(RegisterRow("a.txt", year=23), id="no-year"),
    ],
)
def test_a_row_that_would_not_be_read_is_not_written(tmp_path, words, row):
    path = tmp_path / "register.csv"
    path.write_text(TABLE, encoding="utf-8")
    with pytest.raises(StudyError, match="E-SHT-03"):
        append_rows(path, [RegisterRow("good.txt"), row], words)
    assert path.read_text(encoding="utf-8") == TABLE


def test_a_register_without_the_column_or_in_a_workbook_is_not_written(tmp_path, words):
    (tmp_path / "register.csv").write_text("document,town\na.txt,石埠镇\n", encoding="utf-8")
    with pytest.raises(StudyError, match="no column for use"):
        append_rows(tmp_path / "register.csv", [RegisterRow("b.txt", use="no")], words)
    (tmp_path / "register.xlsx").write_bytes(book := workbook([["document"], ["a.txt"]]))
    with pytest.raises(StudyError, match="workbook"):
        append_rows(tmp_path / "register.xlsx", [RegisterRow("b.txt")], words)
    assert (tmp_path / "register.xlsx").read_bytes() == book


def test_a_dry_append_writes_nothing(tmp_path, words):
    rows = append_rows(tmp_path / "r.csv", [RegisterRow("a.txt")], words, dry_run=True)
    assert rows[0].line == 2
    assert not (tmp_path / "r.csv").exists()


# --- applying


def find(register_rows, path="各乡镇.txt", numbers=(1,)):
    register = Register("register.csv", tuple(register_rows))
    return find_rows(register, Document("a" * 12, path, "utf-8", ""), numbers)


def test_what_people_know_wins_and_what_was_read_stays_with_its_words():
    plan = make_plan(town="旧名乡", year=2023, content_year=2014, county="误县")
    known = apply_register(plan, RegisterRow("a.txt", county="桐坞县", town="新名镇", year=2014))
    assert (known.county, known.town, known.stated_year) == ("桐坞县", "新名镇", 2014)
    assert known.inferences == plan.inferences
    assert known.content_year == 2014


def test_an_empty_cell_says_nothing():
    plan = make_plan(town="旧名乡", year=2023, county="桐坞县")
    assert apply_register(plan, RegisterRow("a.txt", genre="要点")) == plan
    assert apply_register(plan, None) is plan


def test_a_numbered_row_wins_over_that_of_the_whole_document_cell_by_cell():
    rows = [
        RegisterRow("各乡镇.txt", county="桐坞县", year=2023, line=2),
        RegisterRow("各乡镇.txt", 2, town="柏树镇", year=2022, line=3),
    ]
    found = find(rows, numbers=(1, 2))
    assert (found[1].county, found[1].town, found[1].year) == ("桐坞县", None, 2023)
    assert (found[2].county, found[2].town, found[2].year) == ("桐坞县", "柏树镇", 2022)


@pytest.mark.parametrize("document", ["各乡镇.txt", "a" * 12])
def test_a_document_is_meant_by_its_path_or_its_id(document):
    assert find([RegisterRow(document, year=2023)])[1].year == 2023
    assert find([RegisterRow(document, year=2023)], path="各乡镇2.txt") == (
        {1: RegisterRow(document, year=2023)} if document == "a" * 12 else {}
    )


def test_a_name_from_a_mac_and_one_from_windows_are_one_name(read):
    row = read("document\n2023\\é镇.txt\n").rows[0]
    assert find([row], path="2023/e\u0301镇.txt") == {1: row}


def test_two_rows_for_one_plan_by_name_and_by_id_are_said():
    rows = [RegisterRow("各乡镇.txt", line=2), RegisterRow("a" * 12, line=7)]
    with pytest.raises(StudyError, match="rows 2 and 7"):
        find(rows)


def test_one_row_never_gives_many_plans_one_town():
    row = RegisterRow("各乡镇.txt", town="柏树镇", line=2)
    assert find([row], numbers=(1,)) == {1: row}
    with pytest.raises(StudyError, match="row 2 gives all 2 plans"):
        find([row], numbers=(1, 2))


def test_a_row_that_speaks_of_no_plan_is_said_and_one_of_a_refused_file_is_not():
    rows = [
        RegisterRow("各乡镇.txt", 1, line=2),
        RegisterRow("各乡镇.txt", 9, line=3),
        RegisterRow("没有.txt", line=4),
        RegisterRow("坏.txt", 2, line=5),
        RegisterRow("a" * 12, line=6),
    ]
    found = find_strays(Register("register.csv", tuple(rows)), [make_reading()], ["坏.txt"])
    assert [w.message.split(":")[0] for w in found] == [
        "row 3 speaks of no plan here",
        "row 4 speaks of no plan here",
    ]


def test_a_warning_goes_when_a_person_has_answered_it_and_only_then():
    plan = make_plan(content_year=2014)
    warnings = [
        DocumentWarning("a.txt", "W-NAM-01", f"no town is named; kept as {plan.town}"),
        DocumentWarning("a.txt", "W-YEA-01", f"{plan.plan_id} states no year"),
        DocumentWarning("a.txt", "W-YEA-02", f"{plan.plan_id} is titled 2023 but speaks of 2014"),
        DocumentWarning("a.txt", "W-TXT-02", f"{plan.plan_id} breaks off in a sentence"),
    ]

    def left(**known):
        row = RegisterRow("a.txt", **known)
        return [w.code for w in drop_answered(warnings, [(plan, row)])]

    assert left() == ["W-NAM-01", "W-YEA-01", "W-YEA-02", "W-TXT-02"]
    assert left(town="石埠镇") == ["W-YEA-01", "W-YEA-02", "W-TXT-02"]
    assert left(year=2023) == ["W-NAM-01", "W-YEA-02", "W-TXT-02"]
    assert left(year=2014) == ["W-NAM-01", "W-TXT-02"]


def test_the_bundled_register_speaks_of_every_bundled_plan(project, words):
    register = read_register(project / "data" / "register.csv", words)
    plans = {p.name for p in (project / "data" / "plans").iterdir() if p.name[0] != "."}
    assert {row.document for row in register.rows} == plans
    assert {row.county for row in register.rows} == {"澜溪县", "棠浦县"}
