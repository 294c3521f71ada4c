"""Any plan in: Word, PDF and web pages give their text; what cannot be read names its cure."""

import io
import subprocess
import sys

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from analysis.corpus.documents import decode_document
from analysis.corpus.readers.formats import find_format
from analysis.corpus.readers.guard import Guard, shared_guard
from analysis.corpus.readers.html import read_html, read_mht
from analysis.corpus.readers.list_numbers import write_chinese
from analysis.corpus.readers.office import find_libreoffice
from analysis.corpus.readers.pdf import read_pdf
from analysis.corpus.readers.radicals import EQUIVALENT_CHARACTERS
from analysis.corpus.received import ReceivedTexts
from analysis.errors import RefusedDocumentError
from analysis.figures.fonts import chinese_font
from analysis.text.clean import clean
from tests.refused import makers

LONG = "今年把垟头渠三里四分修到田头，六个村的旱地都要浇上水，哪一段漏水就由哪一段的包工赔。"


def save(document):
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def read_word(document):
    return decode_document("垟头乡.docx", save(document)).text.rstrip("\n").split("\n")


def test_word_paragraphs_and_tables_come_in_document_order():
    document = docx.Document()
    document.add_paragraph("垟头乡2023年工作计划")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ("指标", "目标", "粮食\n产量", "1.2万吨"), strict=True):
        cell.text = words
    document.add_paragraph("以上由农业站办。")
    assert read_word(document) == [
        "垟头乡2023年工作计划", "指标\t目标", "粮食 产量\t1.2万吨", "以上由农业站办。",
    ]  # fmt: skip


def test_words_of_tracked_changes_are_read_as_they_would_be_accepted():
    document = docx.Document()
    paragraph = document.add_paragraph("修渠三里")
    for tag, inner, words in (
        ("w:ins", "w:t", "，架桥两座"),
        ("w:del", "w:delText", "，挖塘一口"),
    ):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
        text.text = words
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    assert read_word(document) == ["修渠三里，架桥两座"]


def number(document, level, pattern, kind, number_id="77"):
    numbering = document.part.numbering_part.element
    if not [n for n in numbering.iter(qn("w:num")) if n.get(qn("w:numId")) == number_id]:
        abstract, link, num = (
            OxmlElement(t) for t in ("w:abstractNum", "w:abstractNumId", "w:num")
        )
        abstract.set(qn("w:abstractNumId"), number_id)
        link.set(qn("w:val"), number_id)
        num.set(qn("w:numId"), number_id)
        num.append(link)
        numbering.insert(0, abstract)
        numbering.append(num)
    abstract = next(
        a for a in numbering.iter(qn("w:abstractNum")) if a.get(qn("w:abstractNumId")) == number_id
    )
    lvl = OxmlElement("w:lvl")
    lvl.set(qn("w:ilvl"), str(level))
    for tag, value in (("w:start", "1"), ("w:numFmt", kind), ("w:lvlText", pattern)):
        node = OxmlElement(tag)
        node.set(qn("w:val"), value)
        lvl.append(node)
    abstract.append(lvl)


def add_numbered(document, text, level, number_id="77"):
    place = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", level), ("w:numId", number_id)):
        node = OxmlElement(tag)
        node.set(qn("w:val"), str(value))
        place.append(node)
    document.add_paragraph(text)._p.get_or_add_pPr().append(place)


def test_numbers_that_word_counts_by_itself_are_written_out():
    document = docx.Document()
    number(document, 0, "%1、", "chineseCounting")
    number(document, 1, "（%2）", "chineseCountingThousand")
    number(document, 2, "%3.", "decimal")
    for text, level in (
        ("去年", 0), ("今年", 0), ("修渠", 1), ("垟头渠", 2), ("下店渠", 2),
        ("架桥", 1), ("石桥", 2),
    ):  # fmt: skip
        add_numbered(document, text, level)
    document.add_paragraph("没有编号")
    assert read_word(document) == [
        "一、去年", "二、今年", "（一）修渠", "1.垟头渠", "2.下店渠",
        "（二）架桥", "1.石桥", "没有编号",
    ]  # fmt: skip


def test_bullets_are_no_numbers():
    document = docx.Document()
    number(document, 0, "●", "bullet")
    add_numbered(document, "修渠三里", 0)
    assert read_word(document) == ["修渠三里"]


@pytest.mark.parametrize(
    ("value", "words"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (120, "120")],
)
def test_headings_count_in_chinese(value, words):
    assert write_chinese(value) == words


def test_a_text_box_is_read_once():
    document = docx.Document()
    paragraph = document.add_paragraph("正文一段")
    box, inner, run, text = (OxmlElement(t) for t in ("w:txbxContent", "w:p", "w:r", "w:t"))
    text.text = "框里一段"
    run.append(text)
    inner.append(run)
    box.append(inner)
    holder = OxmlElement("w:r")
    holder.append(box)
    paragraph._p.append(holder)
    assert read_word(document) == ["正文一段", "框里一段"]


def draw_pdf(*pages, size=12):
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(595, 842), invariant=1)
    for lines in pages:
        canvas.setFont("STSong-Light", size)
        for height, words in lines:
            canvas.drawString(60, height, words)
        canvas.showPage()
    canvas.save()
    return held.getvalue()


def paged(number, *lines):
    body = [(760 - 20 * i, line) for i, line in enumerate(lines)]
    return [(800, "垟头乡人民政府文件"), *body, (40, f"— {number} —")]


def test_running_heads_and_page_numbers_are_marked_by_position():
    raw = draw_pdf(
        paged(1, "垟头乡2023年工作计划", LONG[:30]),
        paged(2, LONG[30:], "修渠3里", "灌浆五处"),
        paged(3, "3", "架桥两座，挖塘四口，铺路五里。"),
    )
    received = read_pdf(raw, "垟头乡.pdf")
    gone = [(m.rule, received.text[m.start : m.end].strip()) for m in received.marks]
    assert [words for rule, words in gone if rule == "running_head"] == ["垟头乡人民政府文件"] * 3
    assert [words for rule, words in gone if rule == "page_number"] == ["— 1 —", "— 2 —", "— 3 —"]
    kept = clean(received.text, DIRT, (), received.marks).text
    assert kept.split("\n")[:5] == ["垟头乡2023年工作计划", LONG, "修渠3里", "灌浆五处", "3"]


DIRT = {
    "watermark": (),
    "frame_anywhere": (),
    "frame_opening": (),
    "frame_label": ("时间",),
    "unit_after_blank": ("%",),
}


def test_a_page_without_text_is_named():
    raw = draw_pdf(paged(1, LONG), [], paged(3, LONG))
    assert read_pdf(raw, "垟头乡.pdf").notes == (
        ("W-PDF-01", "hardly any text on pages 2 of 3: pictures?"),
    )


def test_radicals_become_the_characters_they_look_like():
    assert "⻓安镇⼯作⽬标，⺠⽣".translate(EQUIVALENT_CHARACTERS) == "长安镇工作目标，民生"


def test_radicals_leave_punctuation_and_figures_alone():
    text = "（一）增长８％…①，：镇"
    assert text.translate(EQUIVALENT_CHARACTERS) == text


def page(body, title="垟头乡2023年工作计划_垟头网", meta=""):
    links = "".join(f'<li><a href="/{i}">栏目{i}</a></li>' for i in range(6))
    return f"""<!DOCTYPE html><html><head>{meta}<title>{title}</title>
<script>var hidden = "不是正文";</script></head><body><ul class="nav">{links}</ul>
<h1>垟头乡2023年工作计划</h1><div class="content">{body}</div>
<div class="related"><a href="/x">石桥镇防汛值班表</a> <a href="/y">下店镇垃圾清运公告</a></div>
<div class="footer">主办：垟头乡人民政府 网站标识码000000</div></body></html>"""


ARTICLE = "".join(f"<p>　　{i}、{LONG}</p>" for i in range(1, 8))


def keep(received):
    return clean(received.text, DIRT, (), received.marks).text


def test_a_web_page_keeps_its_title_and_article_and_marks_the_rest():
    received = read_html(page(ARTICLE).encode(), "垟头乡.html")
    kept = keep(received)
    assert kept.strip().startswith("垟头乡2023年工作计划")
    assert kept.count(LONG) == 7
    for frame in ("栏目3", "防汛值班表", "网站标识码"):
        assert frame in received.text
        assert frame not in kept
    assert "不是正文" not in received.text


def test_rows_of_a_web_table_are_lines_with_tabs():
    table = (
        "<table><tr><th>指标</th><th>目标</th></tr>"
        "<tr><td>粮食<br>产量</td><td> 1.2 万吨</td></tr></table>"
    )
    assert (
        "指标\t目标\n\n粮食 产量\t1.2 万吨\n"
        in read_html(page(ARTICLE + table).encode(), "垟头乡.html").text
    )


def test_a_table_that_lays_out_a_page_is_no_table_of_values():
    inner = (
        "<table><tr><td>指标</td><td>目标</td></tr><tr><td>粮食</td><td>1.2万吨</td></tr></table>"
    )
    body = f"<table><tr><td><a>邻乡公告</a></td><td>{ARTICLE}{inner}</td></tr></table>"
    text = read_html(page(body).encode(), "垟头乡.html").text
    assert text.count(f"、{LONG}\n") == 7
    assert "指标\t目标" in text
    assert "粮食\t1.2万吨" in text


def test_a_heading_of_the_page_belongs_to_the_article_without_a_title():
    raw = f"<h3>垟头乡2023年工作计划</h3><div>{ARTICLE}</div>".encode()
    assert keep(read_html(raw, "x")).startswith("垟头乡2023年工作计划")


def test_hidden_words_of_a_page_are_not_read():
    hidden = '<p style="visibility: hidden">增长十三成</p><div hidden>增长十四成</div>'
    assert "成" not in read_html(page(ARTICLE + hidden).encode(), "x").text


def test_a_word_table_with_a_whole_plan_in_a_cell_keeps_its_paragraphs():
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    for words in ("垟头乡2023年工作计划", "一、水利", "修渠三里。", "架桥两座。"):
        cell.add_paragraph(words)
    table = cell.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "粮食", "1.2万吨"
    lines = [line for line in read_word(document) if line]
    assert lines[:4] == ["垟头乡2023年工作计划", "一、水利", "修渠三里。", "架桥两座。"]
    assert "粮食\t1.2万吨" in lines


def test_hidden_words_of_a_word_file_are_not_read():
    document = docx.Document()
    paragraph = document.add_paragraph("修渠三里")
    paragraph.add_run("增长十三成").font.hidden = True
    assert read_word(document) == ["修渠三里"]


def test_columns_of_a_pdf_table_are_parted_by_tabs():
    rows = [("指标", "单位", "目标"), ("粮食产量", "万吨", "1.2"), ("改厕", "户", "240")]
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(595, 842), invariant=1)
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(60, 780, "垟头乡2023年工作计划，全乡主要目标如下表，由乡长办公会议定。")
    for i, row in enumerate(rows):
        for left, words in zip((60, 250, 400), row, strict=True):
            canvas.drawString(left, 740 - 20 * i, words)
    canvas.save()
    text = read_pdf(held.getvalue(), "x").text
    assert [line for line in text.split("\n") if "\t" in line] == ["\t".join(r) for r in rows]


def test_a_line_end_in_the_source_of_a_page_parts_no_word():
    body = ARTICLE + "<p>今年乡村\n      振兴要见\r\n效，<b>招商</b>引资不放松</p>"
    text = read_html(page(body).encode(), "垟头乡.html").text
    assert "今年乡村振兴要见效，招商引资不放松" in text


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "utf-8", "big5"])
def test_a_page_is_decoded_as_it_says(charset):
    text = page("<p>修渠三里架橋兩座</p>" if charset == "big5" else ARTICLE, "計畫",
                f'<meta charset="{charset}">')  # fmt: skip
    words = "修渠三里架橋兩座" if charset == "big5" else LONG
    if charset != "utf-8":
        text = text.replace("計畫", "工作") if charset != "big5" else text
    raw = text.encode("gb18030" if charset in ("gb2312", "gbk") else charset, "replace")
    assert words in read_html(raw, "page.html").text


def test_a_page_saved_as_one_file_is_its_first_page():
    raw = (
        (
            b"From: <Saved by Browser>\r\nMIME-Version: 1.0\r\n"
            b'Content-Type: multipart/related; boundary="X"\r\n\r\n--X\r\n'
            b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        )
        + page(ARTICLE).encode("gb18030")
        + b"\r\n--X--\r\n"
    )
    assert find_format(raw, "x.mht") == "mht"
    assert keep(read_mht(raw, "x.mht")).count(LONG) == 7


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (page(ARTICLE).encode(), "html"),
        (page(ARTICLE).encode("utf-16"), "html"),
        ("<p>垟头乡</p><p>今年修渠</p>".encode(), "html"),
        ("指标<上年，占比>三成。垟头乡2023年工作计划".encode(), "text"),
        ("BM25号文：今年修渠三里".encode(), "text"),
        (makers.word("今年"), "docx"),
        (b"%PDF-1.4 ...", "pdf"),
    ],
)
def test_a_format_is_told_by_content(raw, kind):
    assert find_format(raw, "plan") == kind


@pytest.mark.parametrize(
    ("maker", "code", "cure"),
    [
        (makers.old_word, "E-FMT-03", ".docx"),
        (makers.locked_word, "E-FMT-01", "without"),
        (makers.old_excel, "E-FMT-01", ".docx"),
        (makers.rich_text, "E-FMT-03", "LibreOffice"),
        (makers.picture, "E-OCR-04", "ocr"),
        (makers.archive, "E-FMT-01", "unpack"),
        (makers.excel, "E-FMT-01", ".docx"),
        (makers.ofd, "E-FMT-01", "PDF"),
        (makers.program, "E-FMT-01", "folder"),
        (makers.cut_word, "E-FMT-02", "again"),
        (makers.empty_word, "E-TXT-02", "OCR"),
        (makers.word_with_entities, "E-DOC-03", "new Word file"),
        (makers.word_bomb, "E-DOC-02", "new Word file"),
        (makers.scan, "E-PDF-02", "ocr"),
        (makers.broken_pdf, "E-PDF-01", "again"),
    ],
)
def test_what_cannot_be_read_is_refused_and_the_next_file_is_read(maker, code, cure, monkeypatch):
    monkeypatch.setattr("analysis.corpus.readers.office.find_libreoffice", lambda: None)
    monkeypatch.setattr("analysis.corpus.readers.untrusted.can_recognise", lambda: False)
    with pytest.raises(RefusedDocumentError) as refused:
        decode_document("石桥镇", maker())
    assert refused.value.code == code
    assert cure in refused.value.fix
    assert "石桥镇" in str(refused.value)
    assert decode_document("垟头乡.docx", makers.word("修渠三里")).text == "修渠三里\n"


def test_a_reader_that_takes_too_long_is_stopped():
    guard = Guard(seconds=0.0)
    with pytest.raises(RefusedDocumentError) as refused:
        guard.read("docx", makers.word("修渠三里"), "垟头乡.docx")
    guard.close()
    assert refused.value.code == "E-LIM-01"


def test_a_reader_that_takes_too_much_memory_is_stopped(monkeypatch):
    monkeypatch.setattr("analysis.corpus.readers.guard._WATCH_SECONDS", 0.001)
    guard = Guard(memory=1024)
    with pytest.raises(RefusedDocumentError) as refused:
        guard.read("docx", makers.word("修渠三里"), "垟头乡.docx")
    guard.close()
    assert refused.value.code == "E-LIM-02"


def test_a_reader_that_dies_costs_one_file(monkeypatch):
    guard = Guard()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "executable", "/bin/true")
        with pytest.raises(RefusedDocumentError) as refused:
            guard.read("docx", makers.word("修渠三里"), "垟头乡.docx")
    assert refused.value.code == "E-DOC-09"
    assert guard.read("docx", makers.word("修渠三里"), "垟头乡.docx").text == "修渠三里\n"
    guard.close()


def test_a_text_read_before_is_not_read_again_unless_it_was_touched(tmp_path, monkeypatch):
    texts, raw = ReceivedTexts(tmp_path), makers.word("修渠三里")
    first = decode_document("垟头乡.docx", raw, texts)
    monkeypatch.setattr(shared_guard(), "read", lambda *_: pytest.fail("it was read again"))
    assert decode_document("垟头乡.docx", raw, texts) == first
    monkeypatch.undo()
    (tmp_path / f"{first.doc_id}.txt").write_text("修渠五里\n", encoding="utf-8")
    assert decode_document("垟头乡.docx", raw, texts) == first


def convert(raw, kind, folder):
    program = find_libreoffice()
    if program is None:
        pytest.skip("LibreOffice is not installed")
    (folder / "in.docx").write_bytes(raw)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, "--headless", profile, "--convert-to", kind, "--outdir", folder]
    subprocess.run([*command, folder / "in.docx"], check=True, capture_output=True, timeout=120)
    return (folder / f"in.{kind}").read_bytes()


@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
def test_an_old_office_file_reads_as_its_word_file_does(kind, tmp_path):
    document = docx.Document()
    document.add_paragraph("垟头乡2023年工作计划")
    document.add_paragraph("一、今年修渠三里，增长3.5%。")
    table = document.add_table(rows=2, cols=2, style="Table Grid")
    for cell, words in zip(table._cells, ("指标", "目标", "粮食", "1.2万吨"), strict=True):
        cell.text = words
    document.add_paragraph("以上由农业站办。")
    raw = save(document)
    old = convert(raw, kind, tmp_path)
    assert find_format(old, "x") == "office"
    assert decode_document("x.wps", old).text == decode_document("x.docx", raw).text


def test_a_picture_is_recognised_where_the_extra_is_installed():
    pytest.importorskip("rapidocr")
    font = ImageFont.truetype(str(chinese_font().path), 34)
    picture = Image.new("RGB", (1300, 420), "white")
    for i, line in enumerate(
        ("垟头乡2023年工作计划", "今年修渠三里，粮食产量增长3.5%，投资1.2亿元。")
    ):
        ImageDraw.Draw(picture).text((80, 80 + 90 * i), line, font=font, fill="black")
    held = io.BytesIO()
    picture.save(held, "PNG")
    document = decode_document("扫描.png", held.getvalue())
    assert document.text.split("\n")[:2] == [
        "垟头乡2023年工作计划",
        "今年修渠三里，粮食产量增长3.5%，投资1.2亿元。",
    ]
    assert document.notes[0][0] == "W-OCR-01"
    paper = io.BytesIO()
    picture.save(paper, "PDF", resolution=200)
    assert "增长3.5%" in decode_document("扫描.pdf", paper.getvalue()).text
