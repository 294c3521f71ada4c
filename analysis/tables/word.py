"""Printed tables, headings, paragraphs and pictures -> one Word file.

All of it is plain text: no field, no formula, no link. The same blocks give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from itertools import count

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from analysis.tables.printed import Block, Heading, Paragraph, Placed, Printed, plain_text
from analysis.tables.word_table import CELL, HEAD, write_table

CHINESE, BOLD_CHINESE, LATIN = "宋体", "黑体", "Times New Roman"
CAPTION, BELOW, NOTE = "Table Caption", "Figure Caption", "Table Note"
TEXT, SMALL, PICTURE = "Report Text", "Report Small", "Report Picture"

_MARGIN_CM, _PAGE_CM = 2.0, (21.0, 29.7)
_ROOM_CM = _PAGE_CM[0] - 2 * _MARGIN_CM
_TALLEST_CM = 21.0
"""A picture this tall leaves room on its page for its heading and the words below it."""
_HEADS = {"Title": 18, "Heading 1": 14, "Heading 2": 12}
_TYPES = {CAPTION: 10.5, BELOW: 10.5, HEAD: 9, CELL: 9, NOTE: 9, TEXT: 10.5, SMALL: 9, PICTURE: 9}
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def to_docx(
    blocks: Sequence[Block],
    *,
    title: str,
    made: datetime,
    number: str = "表{n} {caption}",
    figure_number: str = "图{n} {caption}",
    lang: str = "zh",
) -> bytes:
    """Write blocks as the bytes of a .docx file, one under the other.

    Parameters
    ----------
    title
        Of the file's properties.
    made
        The date inside the file; a result does not change with the day it was written.
    number, figure_number
        How a caption carries the number of its table or picture.
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
    tables, pictures = count(1), count(1)
    for block in blocks:
        match block:
            case Printed():
                caption = number.format(n=next(tables), caption=block.caption)
                _add_table(document, block, caption)
            case Placed():
                caption = figure_number.format(n=next(pictures), caption=block.caption)
                _add_picture(document, block, caption)
            case Heading():
                document.add_paragraph(plain_text(block.text), style=list(_HEADS)[block.level])
            case Paragraph():
                style = SMALL if block.small else TEXT
                document.add_paragraph(plain_text(block.text), style=style)
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
    styles = document.styles
    _set_type(styles["Normal"], 10.5, lang)
    for name, size in _TYPES.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _set_type(style, size, lang)
        style.font.bold = name in (CAPTION, BELOW)
        form = style.paragraph_format
        form.space_before = form.space_after = Pt(1)
        form.line_spacing = 1.0
    for name in (CAPTION, BELOW, PICTURE):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for name in (CAPTION, HEAD, PICTURE):
        styles[name].paragraph_format.keep_with_next = True
    caption, picture = (styles[name].paragraph_format for name in (CAPTION, PICTURE))
    caption.space_before, caption.space_after = Pt(18), Pt(4)
    picture.space_before, picture.space_after = Pt(12), Pt(4)
    text = styles[TEXT].paragraph_format
    text.line_spacing, text.space_after = 1.25, Pt(6)
    if lang == "zh":  # two characters, as Chinese paragraphs begin
        text.first_line_indent = 2 * Pt(_TYPES[TEXT])
    for name, size in _HEADS.items():
        _set_head(styles[name], size, lang)


def _set_head(style: ParagraphStyle, size: float, lang: str) -> None:
    """Set a heading of Word's own, which its outline and screen readers know, in black."""
    _set_type(style, size, lang, BOLD_CHINESE)
    style.font.bold, style.font.color.rgb = True, RGBColor(0, 0, 0)
    form = style.paragraph_format
    form.space_before, form.space_after, form.keep_with_next = Pt(size), Pt(size / 2), True
    edges = style.element.get_or_add_pPr()
    for drawn in edges.findall(qn("w:pBdr")):
        edges.remove(drawn)
    if style.name == "Title":
        form.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _set_type(style: ParagraphStyle, size: float, lang: str, chinese: str = CHINESE) -> None:
    style.font.name, style.font.size = LATIN, Pt(size)
    properties = style.element.get_or_add_rPr()
    faces = properties.rFonts
    for theme in [name for name in faces.attrib if name.endswith("Theme")]:
        del faces.attrib[theme]
    faces.set(qn("w:eastAsia"), chinese)
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    latin = "zh-CN" if lang == "zh" else "en-US"
    properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{latin}" w:eastAsia="zh-CN"/>'))


def _add_table(document: Document, table: Printed, caption: str) -> None:
    document.add_paragraph(plain_text(caption), style=CAPTION)
    body = document.element.body
    body.insert_element_before(write_table(table, _ROOM_CM), "w:sectPr")
    # Word wants a paragraph between a table and what follows, if only an empty one
    _add_below(document, [text for text in (table.note, table.sources) if text] or [""])


def _add_picture(document: Document, placed: Placed, caption: str) -> None:
    run = document.add_paragraph(style=PICTURE).add_run()
    shape = run.add_picture(io.BytesIO(placed.png))
    shrink = min(1.0, Cm(_ROOM_CM) / shape.width, Cm(_TALLEST_CM) / shape.height)
    shape.width, shape.height = round(shape.width * shrink), round(shape.height * shrink)
    shape._inline.docPr.set("descr", plain_text(placed.alt))
    below = [text for text in (placed.note, placed.sources) if text]
    told = document.add_paragraph(plain_text(caption), style=BELOW)
    told.paragraph_format.keep_with_next = bool(below)
    _add_below(document, below)


def _add_below(document: Document, below: Sequence[str]) -> None:
    """Add what stands below a table or picture, held together on one page."""
    for place, text in enumerate(below, 1):
        paragraph = document.add_paragraph(plain_text(text), style=NOTE)
        paragraph.paragraph_format.keep_with_next = place < len(below)


def _pack_again(buffer: io.BytesIO) -> bytes:
    """Pack the parts anew under one date: a zip file carries the day it was made."""
    packed = io.BytesIO()
    with zipfile.ZipFile(buffer) as parts, zipfile.ZipFile(packed, "w") as book:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, _EARLIEST)
            part.compress_type, part.create_system = zipfile.ZIP_DEFLATED, 0
            book.writestr(part, parts.read(name))
    return packed.getvalue()
