"""A printed table -> the XML of a Word 三线表: thick lines at the ends, a thin one under the head.

Every cell is plain text: no field, no formula, no link.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

from analysis.tables.printed import LONG, Printed, plain_text, share_widths

THICK, THIN = 12, 6
"""Widths of the lines in eighths of a point: 1.5 pt and 0.75 pt."""
HEAD, CELL = "Table Head", "Table Cell"
_FIRST = 4
"""As many rows of a long table at least stand with its caption."""

_TWIPS_A_CM = 1440 / 2.54
_SIDES = {"words": "left", "numbers": "right"}
_SCHEMA_ORDER = ("top", "left", "bottom", "right", "insideH", "insideV")


def write_table(table: Printed, room_cm: float) -> BaseOxmlElement:
    """Write a table as wide as `room_cm`; its caption and notes are paragraphs of their own."""
    widths = [round(room_cm * _TWIPS_A_CM * share) for share in share_widths(table)]
    last = len(table.rows)
    sides = [_SIDES[column.kind] for column in table.columns]
    together = last <= LONG
    lines = [_write_row([c.head for c in table.columns], widths, sides, HEAD, line="head")]
    for place, row in enumerate(table.rows, 1):
        line = "last" if place == last else ""
        keep = together or place < _FIRST or place >= last - 1
        lines.append(_write_row(row, widths, sides, CELL, line=line, keep=keep))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    none = {side: f'<w:{side} w:val="nil"/>' for side in ("left", "right", "insideH", "insideV")}
    edges = none | {side: _draw_line(side, THICK) for side in ("top", "bottom")}
    drawn = "".join(edges[side] for side in _SCHEMA_ORDER)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{drawn}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/>'
        '<w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )


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
