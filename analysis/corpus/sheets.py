"""Small tables that people keep in Excel or an editor -> rows of cells, every slip named.

Read as UTF-8 (with or without mark), UTF-16, GB18030 or .xlsx; parted by comma, semicolon or
tab; columns in any order. What is wrong is collected, not raised at the first row.
"""

from __future__ import annotations

import codecs
import csv
import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.corpus.cells import Problem, SheetRow, fold
from analysis.corpus.readers.text import read_text
from analysis.errors import RefusedDocumentError, StudyError

_SEPARATORS = ",;\t"
FORMULA_OPENERS = (*"=+-@＝＋－＠", "\t", "\r", "\n")
"""A spreadsheet may run a cell that begins so; an East Asian one the wide signs too (OWASP)."""
_URL = re.compile(r"https?://\S+")
_LARGEST_UNPACKED = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it came; `columns` are in the file's order, "" where a heading is blank."""

    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    problems: tuple[Problem, ...]
    encoding: str
    separator: str
    newline: str


def read_sheet(raw: bytes, where: str, headings: Mapping[str, tuple[str, ...]]) -> Sheet:
    """Read the bytes of a table.

    Parameters
    ----------
    headings
        Column -> what its heading may be.

    Raises
    ------
    StudyError
        The file is no table at all: unreadable, empty, a broken workbook.
    """
    if raw.startswith(b"PK\x03\x04"):
        records, encoding, separator, newline = _read_workbook(raw, where), "xlsx", "", ""
    else:
        text, encoding = _decode(raw, where)
        first = next((line for line in text.splitlines() if line.strip()), "")
        separator = max(_SEPARATORS, key=first.count)
        newline = "\r\n" if "\r\n" in text else "\n" if "\n" in text else "\r"
        records = _part(text, separator, where)
    numbered = [(n, r) for n, r in enumerate(records, 1) if any(map(str.strip, r))]
    if not numbered:
        raise StudyError(
            "E-SHT-02", "the table is empty", where=where, fix="restore it, or delete the file"
        )
    problems: list[Problem] = []
    (top, heading), *body = numbered
    columns = _name_columns(top, heading, headings, problems)
    rows = tuple(SheetRow(n, _name_cells(n, r, columns, problems)) for n, r in body)
    return Sheet(columns, rows, tuple(problems), encoding, separator, newline)


def start_sheet(headings: Mapping[str, tuple[str, ...]]) -> bytes:
    """Return a table without rows as Excel opens it best: UTF-8 with mark, commas, CRLF."""
    heading = _write_line([words[0] for words in headings.values()], ",")
    return f"{heading}\r\n".encode("utf-8-sig")


def append_lines(old: bytes, sheet: Sheet, rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return `old` with more rows, in its own encoding, separator and line ends."""
    encoding = "utf-8" if sheet.encoding == "utf-8-sig" else sheet.encoding
    if encoding == "utf-16":
        encoding = "utf-16-le" if old.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    ends = old.decode(sheet.encoding).endswith(("\n", "\r"))
    lines = [
        _write_line([cells.get(column, "") for column in sheet.columns], sheet.separator)
        + sheet.newline
        for cells in rows
    ]
    return old + (("" if ends else sheet.newline) + "".join(lines)).encode(encoding)


def _decode(raw: bytes, where: str) -> tuple[str, str]:
    if not raw.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise StudyError(
            "E-SHT-02", "the table is empty", where=where, fix="restore it, or delete the file"
        )
    try:
        text = raw.decode("utf-8-sig")
        if "\x00" not in text:
            return text, "utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "utf-8"
    except UnicodeDecodeError as error:
        # GB18030 would accept most of a broken UTF-8 file and turn it into other words
        mended = raw.decode("utf-8", errors="replace")
        if sum(c > "\x7f" and c != "\ufffd" for c in mended) > mended.count("\ufffd"):
            raise StudyError(
                "E-SHT-01",
                f"not UTF-8 at byte {error.start:,} although the rest is",
                where=where,
                fix="save the table as CSV UTF-8 again",
            ) from None
    try:
        return read_text(raw, where)
    except RefusedDocumentError as refused:
        raise StudyError(
            "E-SHT-01", refused.what, where=where, fix="save the table as CSV UTF-8 or .xlsx"
        ) from None


def _write_line(values: list[str], separator: str) -> str:
    """Write cells as a line without its end; a text that opens like a formula gets a '."""
    line = io.StringIO()
    guarded = ["'" + v if v.startswith(FORMULA_OPENERS) else v for v in values]
    csv.writer(line, delimiter=separator, lineterminator="").writerow(guarded)
    return line.getvalue()


def _part(text: str, separator: str, where: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        raise StudyError(
            "E-SHT-01",
            f"not a table at line {reader.line_num} ({error})",
            where=where,
            fix='close each " that opens a cell, and double a " inside one',
        ) from None


def _read_workbook(raw: bytes, where: str) -> list[list[str]]:
    """Return the cells of the first sheet."""
    import openpyxl  # type: ignore[import-untyped] # noqa: PLC0415 - most studies have no .xlsx

    try:
        unpacked = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(raw)).infolist())
        if unpacked > _LARGEST_UNPACKED:
            raise ValueError(f"it unpacks to {unpacked:,} bytes")
        with warnings.catch_warnings(action="ignore"):
            book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
            return [[_say_cell(v) for v in row] for row in book.worksheets[0].values]
    except Exception as error:  # openpyxl fails in many ways on damaged bytes
        raise StudyError(
            "E-SHT-01",
            f"not a workbook that can be read ({error})",
            where=where,
            fix="save the table as .xlsx or CSV UTF-8 again",
        ) from None


def _say_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(value)


def _name_columns(
    row: int, heading: list[str], headings: Mapping[str, tuple[str, ...]], problems: list[Problem]
) -> tuple[str, ...]:
    names = {fold(word): column for column, words in headings.items() for word in words}
    columns: list[str] = []
    for position, written in enumerate(heading, 1):
        column = names.get(fold(written), "")
        if fold(written) and not column:
            lost = " (its characters were lost by a save)" if _is_damaged(written) else ""
            known = ", ".join(headings)
            problems.append(
                Problem(row, written.strip(), f"column {position} is not known{lost}; use {known}")
            )
        elif column and column in columns:
            problems.append(Problem(row, column, f"column {position} stands here a second time"))
        columns.append(column or written.strip())
    return tuple(columns)


def _name_cells(
    row: int, values: list[str], columns: tuple[str, ...], problems: list[Problem]
) -> dict[str, str]:
    cells: dict[str, str] = {}
    for position, value in enumerate(values, 1):
        text = value.strip().strip("\ufeff\u200b\u200c\u200d\u2060").strip()
        if text[:1] == "'" and text[1:].startswith(FORMULA_OPENERS):
            text = text[1:]
        if not text:
            continue
        column = columns[position - 1] if position <= len(columns) else ""
        if not column:
            what = f'{text!r} stands under no heading; name the column, or put " around a comma'
            problems.append(Problem(row, f"column {position}", what))
        elif _is_damaged(text):
            lost = f"{text!r} holds what a lossy save leaves for a lost character; write it again"
            problems.append(Problem(row, column, lost))
        else:
            cells.setdefault(column, text)
    return cells


def _is_damaged(text: str) -> bool:
    return "\ufffd" in text or "?" in _URL.sub("", text)
