"""Printed tables -> one Word file of 三线表: thick lines at the ends, a thin one under the head.

Every cell is plain text: no field, no formula, no link. The same tables give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle

from analysis.tables.printed import LONG, Printed, plain_text, share_widths

CHINESE, LATIN = "宋体", "Times New Roman"
THICK, THIN = 12, 6
"""Widths of the lines in eighths of a point: 1.5 pt and 0.75 pt."""
CAPTION, HEAD, CELL, NOTE = "Table Caption", "Table Head", "Table Cell", "Table Note"

_MARGIN_CM, _PAGE_CM = 2.0, (21.0, 29.7)
_TWIPS_A_CM = 1440 / 2.54
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_SIDES = {"words": "left", "numbers": "right"}
_SCHEMA_ORDER = ("top", "left", "bottom", "right", "insideH", "insideV")


def to_docx(
    tables: Sequence[Printed],
    *,
    title: str,
    made: datetime,
    number: str = "表{n} {caption}",
    lang: str = "zh",
) -> bytes:
    """Write tables as the bytes of a .docx file, one under the other.

    Parameters
    ----------
    title
        Of the file's properties.
    made
        The date inside the file; a result does not change with the day it was written.
    number
        How a caption carries the number of its table.
    lang
        zh or en: the language that Word checks the spelling by.
    """
    document = docx.Document()
    _forget_template(document)
    _set_page(document)
    _set_styles(document, lang)
    core = document.core_properties
    core.title, core.author, core.last_modified_by = plain_text(title), "townplans", "townplans"
    core.comments, core.created, core.modified, core.revision = "", made, made, 1
    for n, table in enumerate(tables, 1):
        caption = number.format(n=n, caption=table.caption)
        document.add_paragraph(plain_text(caption), style=CAPTION)
        # Word wants a paragraph between a table and what follows, if only an empty one
        below = [text for text in (table.note, table.sources) if text] or [""]
        _add_table(document, table)
        for place, text in enumerate(below, 1):
            paragraph = document.add_paragraph(plain_text(text), style=NOTE)
            paragraph.paragraph_format.keep_with_next = place < len(below)
    buffer = io.BytesIO()
    document.save(buffer)
    return _pack_again(buffer)


def _forget_template(document: Document) -> None:
    """Drop the picture of the first page that the template brings along."""
    relations = document.part.package.rels
    for key, relation in list(relations.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del relations[key]


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = map(Cm, _PAGE_CM)
    section.left_margin = section.right_margin = Cm(_MARGIN_CM)
    section.top_margin = section.bottom_margin = Cm(_MARGIN_CM)


def _set_styles(document: Document, lang: str) -> None:
    _set_type(document.styles["Normal"], 10.5, lang)
    for name, size, bold in ((CAPTION, 10.5, True), (HEAD, 9, False), (CELL, 9, False),
                             (NOTE, 9, False)):  # fmt: skip
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        _set_type(style, size, lang)
        style.font.bold = bold
        form = style.paragraph_format
        form.space_before = form.space_after = Pt(1)
        form.line_spacing = 1.0
    caption = document.styles[CAPTION].paragraph_format
    caption.alignment, caption.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
    caption.space_before, caption.space_after = Pt(18), Pt(4)
    document.styles[HEAD].paragraph_format.keep_with_next = True


def _set_type(style: ParagraphStyle, size: float, lang: str) -> None:
    style.font.name, style.font.size = LATIN, Pt(size)
    properties = style.element.get_or_add_rPr()
    properties.rFonts.set(qn("w:eastAsia"), CHINESE)
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    latin = "zh-CN" if lang == "zh" else "en-US"
    properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{latin}" w:eastAsia="zh-CN"/>'))


def _add_table(document: Document, table: Printed) -> None:
    room = (_PAGE_CM[0] - 2 * _MARGIN_CM) * _TWIPS_A_CM
    widths = [round(room * share) for share in share_widths(table)]
    last = len(table.rows)
    sides = [_SIDES[column.kind] for column in table.columns]
    together = last <= LONG
    lines = [_write_row([c.head for c in table.columns], widths, sides, HEAD, line="head")]
    for place, row in enumerate(table.rows, 1):
        line = "last" if place == last else ""
        keep = together or place >= last - 1
        lines.append(_write_row(row, widths, sides, CELL, line=line, keep=keep))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    none = {side: f'<w:{side} w:val="nil"/>' for side in ("left", "right", "insideH", "insideV")}
    edges = none | {side: _draw_line(side, THICK) for side in ("top", "bottom")}
    drawn = "".join(edges[side] for side in _SCHEMA_ORDER)
    body = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{drawn}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/>'
        '<w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )
    document.element.body.insert_element_before(body, "w:sectPr")


def _write_row(
    cells: Sequence[str],
    widths: Sequence[int],
    sides: Sequence[str],
    style: str,
    *,
    line: str,
    keep: bool = False,
) -> str:
    """Write one row as XML; the head is repeated on every page, no row is broken."""
    is_head = line == "head"
    edges = {"head": _draw_line("top", THICK) + _draw_line("bottom", THIN),
             "last": _draw_line("bottom", THICK)}.get(line, "")  # fmt: skip
    drawn = f"<w:tcBorders>{edges}</w:tcBorders>" if edges else ""
    middle = f'<w:vAlign w:val="{"bottom" if is_head else "top"}"/>'
    next_too = "<w:keepNext/>" if keep else ""
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{drawn}{middle}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style.replace(" ", "")}"/>{next_too}'
        f'<w:jc w:val="{side}"/></w:pPr>{_write_words(cell)}</w:p></w:tc>'
        for cell, width, side in zip(cells, widths, sides, strict=True)
    )
    repeated = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{written}</w:tr>"


def _write_words(text: str) -> str:
    words = escape(plain_text(text))
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>' if words else ""


def _draw_line(side: str, eighths: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="000000"/>'


def _pack_again(buffer: io.BytesIO) -> bytes:
    """Pack the parts anew under one date: a zip file carries the day it was made."""
    packed = io.BytesIO()
    with zipfile.ZipFile(buffer) as parts, zipfile.ZipFile(packed, "w") as book:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, _EARLIEST)
            part.compress_type, part.create_system = zipfile.ZIP_DEFLATED, 0
            book.writestr(part, parts.read(name))
    return packed.getvalue()
