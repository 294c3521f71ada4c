"""Publish the texts of the bundled county the way real plans reach a researcher.

``python -m tests.county.publish`` writes ``data/plans/`` and ``data/inbox/`` from
``data/gold/texts/`` as ``data/gold/publish.toml`` says: encodings, Word, PDF and web pages, page
marks inside words, hard line breaks, web frames, a compilation, a text that breaks off.
"""

import io
import tomllib
import zipfile
from html import escape
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

DATA = Path(__file__).parents[2] / "data"
GOLD = DATA / "gold"
WATERMARK = "{墨耕文档网@范文}"


def read_orders():
    """Return what is to be published: a list of tables, one a file."""
    return tomllib.loads((GOLD / "publish.toml").read_text(encoding="utf-8"))["file"]


def publish(order):
    """Return the bytes of one file."""
    texts = [
        (GOLD / "texts" / f"{name}.txt").read_text(encoding="utf-8") for name in order["texts"]
    ]
    text = soil("\n".join(texts), order)
    writer = {"docx": write_docx, "pdf": write_pdf, "html": write_html}.get(order.get("format"))
    return writer(text, order) if writer else text.encode(order.get("encoding", "utf-8"))


def soil(text, order):
    """Put the dirt of copying and publishing into a text."""
    if "ends_after" in order:
        text = text[: find_once(text, order["ends_after"]) + len(order["ends_after"])]
    for number, words in enumerate(order.get("page_marks", ()), 2):
        before, after = words.split("|")
        at = find_once(text, before + after) + len(before)
        text = f"{text[:at]}\n{number}、{text[at:]}"
    if "page_marks" in order:
        text = "1、" + text
    for words in order.get("watermarks", ()):
        before, after = words.split("|")
        at = find_once(text, before + after) + len(before)
        text = f"{text[:at]}{WATERMARK}{text[at:]}"
    if "line_width" in order:
        text = break_lines(text, order["line_width"])
    return "".join((order.get("above", ""), text, order.get("below", "")))


def find_once(text, words):
    """Return where `words` stand; they must stand exactly once."""
    if text.count(words) != 1:
        raise ValueError(f"{words!r} stands {text.count(words)} times")
    return text.index(words)


def break_lines(text, width):
    """Break paragraphs as a page of fixed width does; tables and short lines stay."""
    lines = []
    for line in text.split("\n"):
        pieces = [line[i : i + width] for i in range(0, len(line), width)] or [""]
        lines += [line] if "\t" in line else pieces
    return "\n".join(lines)


def write_docx(text, order):
    """Write a Word file: rows with tabs become a table, headings may count by themselves."""
    document = docx.Document()
    counted = number_headings(document) if order.get("counts_headings") else None
    rows = []
    for line in [*text.rstrip("\n").split("\n"), None]:
        if line is not None and "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
            for cells, row in zip(table.rows, rows, strict=True):
                for cell, words in zip(cells.cells, row, strict=False):
                    cell.text = words
            rows = []
        if line is None:
            break
        opening, _, rest = line.partition("、")
        if counted and 0 < len(opening) <= 2 and set(opening) <= set("一二三四五六七八九十"):
            paragraph = document.add_paragraph(rest)
            paragraph._p.get_or_add_pPr().append(counted())
        else:
            document.add_paragraph(line)
    document.core_properties.author = "乡镇办公室"
    held = io.BytesIO()
    document.save(held)
    return still(held.getvalue())


def number_headings(document):
    """Let Word count 一、二、三、; return a maker of the property that a heading needs."""
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for tag, value in (("start", "1"), ("numFmt", "chineseCounting"), ("lvlText", "%1、")):
        node = OxmlElement(f"w:{tag}")
        node.set(qn("w:val"), value)
        level.append(node)
    abstract.append(level)
    numbering.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "77")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "77")
    number.append(link)
    numbering.append(number)

    def make():
        place = OxmlElement("w:numPr")
        for tag, value in (("ilvl", "0"), ("numId", "77")):
            node = OxmlElement(f"w:{tag}")
            node.set(qn("w:val"), value)
            place.append(node)
        return place

    return make


def still(raw):
    """Write an archive anew with one date, so that the same text gives the same bytes."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in sorted(old.namelist()):
            content = old.read(member)
            if member == "docProps/core.xml":
                content = content.split(b"<dcterms:created")[0] + b"</cp:coreProperties>"
            stamp = zipfile.ZipInfo(member, (2023, 2, 1, 9, 0, 0))
            new.writestr(stamp, content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def write_pdf(text, order):
    """Write a PDF with text: a running head, page numbers at the foot, tables as rows."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=A4, invariant=1, pageCompression=0)
    canvas.setTitle(order["name"].removesuffix(".pdf"))
    width, height = A4
    lines = [piece for line in text.rstrip("\n").split("\n") for piece in set_line(line)]
    pages = [lines[i : i + 36] for i in range(0, len(lines), 36)]
    for number, page in enumerate(pages, 1):
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(70, height - 45, order["running_head"])
        canvas.drawCentredString(width / 2, 40, f"— {number} —")
        canvas.setFont("STSong-Light", 12)
        for i, line in enumerate(page):
            canvas.drawString(70, height - 80 - i * 19.5, line)
        canvas.showPage()
    canvas.save()
    return held.getvalue()


def set_line(line):
    """Set one paragraph in lines of the type area's width, the first indented by two."""
    if not line:
        return []
    words = line.replace("\t", "  ")
    words = words if len(words) <= 30 else f"　　{words}"
    lines, start = [], 0
    for end in range(1, len(words) + 1):
        if pdfmetrics.stringWidth(words[start:end], "STSong-Light", 12) > 36 * 12:
            lines.append(words[start : end - 1])
            start = end - 1
    return [*lines, words[start:]]


def write_html(text, order):
    """Write a saved web page: the frame of its site around the paragraphs."""
    frame = (GOLD / "frames" / f"{order['frame']}.html").read_text(encoding="utf-8")
    lines = [line for line in text.rstrip("\n").split("\n") if line.strip()]
    title, paragraphs = lines[0], lines[1:]
    body = "\n".join(map(write_paragraph, paragraphs))
    body = body.replace("</table>\n<table>\n", "")
    page = frame.replace("{title}", escape(title)).replace("{body}", body)
    return page.encode(order.get("encoding", "utf-8"))


def write_paragraph(line):
    """Write one line of a page; a row of a table is a table, joined with its neighbours later."""
    if "\t" not in line:
        return f"<p>　　{escape(line)}</p>"
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in line.split("\t"))
    return f"<table>\n<tr>{cells}</tr>\n</table>"


def main():
    """Write every file that differs."""
    for order in read_orders():
        path = DATA / order.get("folder", "plans") / order["name"]
        raw = publish(order)
        if not path.is_file() or path.read_bytes() != raw:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(raw)
            print(path.relative_to(DATA))


if __name__ == "__main__":
    main()
