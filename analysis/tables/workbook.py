"""Tables -> one Excel workbook: a sheet per table behind a first sheet that explains the columns.

Text stays text (1-2 is no date, =A1 no formula) and numbers stay numbers; the same tables give
the same bytes.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import pandas as pd
import xlsxwriter  # type: ignore[import-untyped]

from analysis.codebook import BY_NAME, Column

GUIDE = "说明"
CREATED = datetime(2000, 1, 1)
"""Every workbook's date of creation: a result does not change with the day it was written."""

_OPTIONS = {
    "constant_memory": True,  # a row at a time; all cells as objects: 2 MB a plan
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# Limits of Excel.
_NAME_CHARS, _CELL_CHARS, _EXACT_DIGITS = 31, 32_767, 15
MOST_ROWS = 200_000
"""A longer table is left to its CSV: Excel would take 1,048,575, but minutes to open and filter."""
# Widths in characters of half an em; wider frozen columns would leave no room to scroll.
_NARROWEST, _WIDEST, _FROZEN, _MEASURED = 6, 60, 72, 2000
_A4, _PAPER_CHARS = 9, 220
"""Excel's number of the paper, and the widest table that is printed on one width of it."""
_HEAD = {"bold": True, "bg_color": "#E7E6E6", "bottom": 1, "num_format": "@", "valign": "top"}
_GUIDE_COLUMNS = (
    ("表 table", 18), ("列 column", 24), ("键 key", 6), ("类型 type", 10),
    ("单位 unit", 22), ("含义", 40), ("meaning", 60),
)  # fmt: skip
_TYPES = {
    "text": "文字 text",
    "integer": "整数 integer",
    "number": "数 number",
    "yes_no": "是否 yes/no",
}


def to_workbook(
    tables: Mapping[str, pd.DataFrame], *, heads: Mapping[str, str] | None = None
) -> bytes:
    """Write tables as the bytes of an .xlsx file, in the order given.

    A table of more than `MOST_ROWS` rows has no sheet, which the first one says; a text longer
    than a cell holds is cut and says so.

    Parameters
    ----------
    heads
        Column -> what stands over it; a column without one carries its own name.
    """
    buffer = io.BytesIO()
    with open_workbook(buffer) as book:
        guide = book.add_worksheet(GUIDE)
        taken = {GUIDE}
        places: dict[str, str] = {}
        for name, frame in tables.items():
            if len(frame) <= MOST_ROWS:
                places[name] = name_sheet(name, taken)
                _write_table(book, book.add_worksheet(places[name]), name, frame, heads or {})
        _write_guide(book, guide, tables, places, heads or {})
    return buffer.getvalue()


def open_workbook(buffer: io.BytesIO) -> xlsxwriter.Workbook:
    """Return a new workbook that takes text as text and carries no date of its own."""
    book = xlsxwriter.Workbook(buffer, _OPTIONS)
    book.set_properties({"created": CREATED})
    return book


def name_sheet(name: str, taken: set[str]) -> str:
    """Return a name that Excel takes and that is not taken, whatever its case, and take it."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "_", name).strip("'") or "_"
    plain = f"{plain}_" if plain.casefold() == "history" else plain
    used = {other.casefold() for other in taken}
    sheet, number = plain[:_NAME_CHARS], 2
    while sheet.casefold() in used:
        tail = f"_{number}"
        sheet, number = plain[: _NAME_CHARS - len(tail)] + tail, number + 1
    taken.add(sheet)
    return sheet


def measure_width(texts: Iterable[str]) -> int:
    """Return a column width for texts: a Chinese character takes two places, few texts decide."""
    widths = sorted(
        sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text[:_WIDEST])
        for text in texts
    )
    typical = widths[min(len(widths) - 1, len(widths) * 95 // 100)] if widths else 0
    return max(_NARROWEST, min(_WIDEST, typical + 2))


def fit_cell(text: str) -> str:
    """Return a text that one cell can hold; what is cut off is said."""
    if len(text) <= _CELL_CHARS:
        return text
    note = f"…（共 {len(text)} 字，全文见 CSV; {len(text)} characters, in full in the CSV）"
    return text[: _CELL_CHARS - len(note)] + note


def _write_table(
    book: xlsxwriter.Workbook,
    sheet: xlsxwriter.worksheet.Worksheet,
    name: str,
    frame: pd.DataFrame,
    heads: Mapping[str, str],
) -> None:
    head, words = book.add_format(_HEAD), book.add_format({"num_format": "@"})
    widths, columns = [], []
    for place, column in enumerate(frame.columns):
        title = heads.get(str(column), str(column))
        plain = frame[column].astype(object)
        values = plain.where(frame[column].notna(), None).tolist()
        shown = (str(value) for value in values[:_MEASURED] if value is not None)
        width = max(measure_width([title + "▾▾"]), measure_width(shown))
        widths.append(width)
        columns.append(values)
        is_text = not pd.api.types.is_numeric_dtype(frame[column].dtype)
        sheet.set_column(place, place, width, words if is_text else None)
        sheet.write_string(0, place, title, head)
    for row, held in enumerate(zip(*columns, strict=True), 1):
        for place, value in enumerate(held):
            _write_value(sheet, row, place, value, words)
    _lay_on_paper(sheet, fits=sum(widths) <= _PAPER_CHARS)
    if widths:
        sheet.freeze_panes(1, _count_frozen(name, [str(c) for c in frame.columns], widths))
        sheet.autofilter(0, 0, len(frame), len(widths) - 1)


def _lay_on_paper(sheet: xlsxwriter.worksheet.Worksheet, *, fits: bool) -> None:
    """Print on A4 across, the head on every sheet; a table that is not too wide on one width."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    if fits:
        sheet.fit_to_pages(1, 0)


def _write_value(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, place: int, value: object, words: object
) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, int | float) and abs(value) < 10**_EXACT_DIGITS:
        sheet.write_number(row, place, value)
    else:
        sheet.write_string(row, place, fit_cell(str(value)), words)


def _count_frozen(name: str, columns: Sequence[str], widths: Sequence[int]) -> int:
    """Return how many leading columns stay in view: up to the last key, while there is room."""
    keys = {c.name for c in BY_NAME[name].columns if c.key} if name in BY_NAME else set(columns[:1])
    last = max((n for n, column in enumerate(columns, 1) if column in keys), default=0)
    while last > 1 and sum(widths[:last]) > _FROZEN:
        last -= 1
    return last


def _write_guide(
    book: xlsxwriter.Workbook,
    sheet: xlsxwriter.worksheet.Worksheet,
    tables: Mapping[str, pd.DataFrame],
    places: Mapping[str, str],
    heads: Mapping[str, str],
) -> None:
    head, bold = book.add_format(_HEAD), book.add_format({"bold": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for place, (title, width) in enumerate(_GUIDE_COLUMNS):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, head)
    row = 1
    for name, frame in tables.items():
        table = BY_NAME.get(name)
        rows = f"{len(frame)} 行 rows"
        if name in places:
            sheet.write_url(row, 0, f"internal:'{places[name]}'!A1", string=name)
        else:
            sheet.write_string(row, 0, name, bold)
            rows += f"，太多，只在 {name}.csv 中 too many for a sheet, only in {name}.csv"
        for place, text in (
            (4, rows),
            (5, table.zh if table else ""),
            (6, table.en if table else ""),
        ):
            sheet.write_string(row, place, text, bold)
        row += 1
        known = {column.name: column for column in table.columns} if table else {}
        for column in map(str, frame.columns):
            shown = f"{heads[column]} {column}" if column in heads else column
            for place, text in enumerate(_explain(name, shown, known.get(column))):
                sheet.write_string(row, place, text, wrap)
            row += 1
    sheet.freeze_panes(1, 2)
    _lay_on_paper(sheet, fits=True)


def _explain(table: str, name: str, column: Column | None) -> tuple[str, ...]:
    if column is None:
        return (table, name)
    key = "是 yes" if column.key else ""
    return (table, name, key, _TYPES[column.type], column.unit, column.zh, column.en)
