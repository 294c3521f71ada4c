"""register.csv: what people know of the plans, which wins over what was read from them.

One row speaks of one plan (document and number), or without a number of every plan of a
document; the former wins, cell by cell. An empty cell says nothing. ``use = no`` leaves a plan
out of the run while its file stays where it is, ``use = superior`` reads it as the paper of a body
above the towns; a `town` renames. The program only appends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Literal, TypeVar

from analysis.corpus.cells import (
    NAME_WANTED,
    Problem,
    RegisterWords,
    SheetRow,
    check_problems,
    find_file_fault,
    fold,
    read_address,
    read_cell,
    read_choice,
    read_code,
    read_day,
    read_name,
    read_year,
)
from analysis.corpus.files import write_if_changed
from analysis.corpus.sheets import Sheet, append_lines, read_sheet, start_sheet
from analysis.errors import StudyError

T = TypeVar("T")
Use = Literal["yes", "no", "superior"]

_DOC_ID = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """What people know of a plan; None where they said nothing."""

    document: str
    """Path inside the plans folder, or the 12 digits of a document's id."""
    number: int | None = None
    """The plan's number inside its document; None speaks of all of them."""
    county: str | None = None
    town: str | None = None
    code: str | None = None
    year: int | None = None
    genre: str | None = None
    source: str | None = None
    parent: str | None = None
    terms: str | None = None
    use: Use | None = None
    url: str | None = None
    """The address it was got from."""
    obtained: str | None = None
    """The day it was got, such as 2024-03-01."""
    line: int = 0
    """The row as Excel numbers it; 0 before it is written."""


@dataclass(frozen=True)
class Register:
    """The rows of a register in the file's order."""

    name: str
    rows: tuple[RegisterRow, ...] = ()

    @cached_property
    def by_key(self) -> dict[tuple[str, int | None], RegisterRow]:
        """(document, number) -> row."""
        return {(row.document, row.number): row for row in self.rows}


def find_register(root: Path) -> Path:
    """Return where a study keeps its register: register.csv, else register.xlsx.

    Raises
    ------
    StudyError
        Both are there, so that nobody knows which one holds.
    """
    table, book = root / "register.csv", root / "register.xlsx"
    if table.exists() and book.exists():
        raise StudyError(
            "E-REG-03",
            "there are two registers, register.csv and register.xlsx",
            where=str(root),
            fix="keep the one that holds",
        )
    return book if book.exists() else table


def read_register(path: Path, words: RegisterWords) -> Register:
    """Read a register; an absent file is an empty one.

    Raises
    ------
    StudyError
        The file is no table, or cells are wrong: all of them are named at once.
    """
    return parse_register(_read(path), path.name, words) if path.exists() else Register(path.name)


def parse_register(raw: bytes, where: str, words: RegisterWords) -> Register:
    """Read the bytes of a register; see `read_register`."""
    return _check_sheet(read_sheet(raw, where, words.register_columns), where, words)


def append_rows(
    path: Path, rows: Sequence[RegisterRow], words: RegisterWords, *, dry_run: bool = False
) -> tuple[RegisterRow, ...]:
    """Add rows behind the others; what stands in the file keeps every byte.

    Encoding, separator and line ends are the file's own; a new file is what Excel opens best.

    Returns
    -------
    The rows with their lines; with `dry_run`, what they would be.

    Raises
    ------
    StudyError
        The register or a row is wrong, a plan has a row already, the file is a workbook or
        lacks a column that a row needs; nothing was written.
    """
    old = _read(path) if path.exists() else start_sheet(words.register_columns)
    sheet = read_sheet(old, path.name, words.register_columns)
    before = _check_sheet(sheet, path.name, words).rows
    cells = [_say_cells(row, words) for row in rows]
    _check_room(sheet, {column for row in cells for column in row}, path)
    new = append_lines(old, sheet, cells)
    after = parse_register(new, path.name, words).rows
    if after[: len(before)] != before or len(after) != len(before) + len(rows):
        raise StudyError(
            "E-REG-04", "its end is not whole", where=str(path), fix="mend its last row by hand"
        )
    if rows and not dry_run:
        write_if_changed(path, new)
    return after[len(before) :]


def plain_path(name: str) -> str:
    """Write a path or a document's id in one way, whatever the system it came from."""
    path = unicodedata.normalize("NFC", name.replace("\\", "/"))
    return path.lower() if _DOC_ID.fullmatch(path.lower()) else PurePosixPath(path).as_posix()


def _check_sheet(sheet: Sheet, where: str, words: RegisterWords) -> Register:
    problems = list(sheet.problems)
    damaged = {(p.row, p.column) for p in problems}
    if "document" not in sheet.columns:
        problems.append(Problem(1, "document", "no column is headed so"))
    rows: dict[tuple[str, int | None], RegisterRow] = {}
    for given in sheet.rows:
        row = _read_row(given, words, problems)
        twin = rows.setdefault((row.document, row.number), row)
        if not row.document:
            if "document" in sheet.columns and (given.number, "document") not in damaged:
                problems.append(Problem(given.number, "document", "is empty; name the file"))
        elif twin is not row:
            again = f"row {twin.line} speaks of this plan already"
            problems.append(Problem(given.number, "document", again))
    check_problems(problems, where)
    return Register(where, tuple(rows.values()))


def _read_row(row: SheetRow, words: RegisterWords, problems: list[Problem]) -> RegisterRow:
    def take(column: str, read: Callable[[str], T | None], wanted: str) -> T | None:
        return read_cell(row, column, read, wanted, problems)

    def choose(column: str, choices: tuple[str, ...]) -> str | None:
        return take(
            column, lambda t: read_choice(t, choices), "is not one of " + "、".join(choices)
        )

    document = row.cells.get("document", "")
    fault = find_file_fault(document)
    if fault:
        problems.append(Problem(row.number, "document", f"{document!r}: {fault}"))
    years = f"is no year from {words.first_year} to {words.last_year}"
    days = f"is no day such as {words.last_year}-01-31"
    digits = " or ".join(map(str, words.code_digits))
    use = choose("use", words.yes + words.no + words.superior)
    return RegisterRow(
        document=plain_path(document) if document else "",
        number=take("number", _read_number, "is no plan number (1, 2, 3 ...)"),
        county=take("county", read_name, NAME_WANTED),
        town=take("town", read_name, NAME_WANTED),
        code=take("code", lambda t: read_code(t, words), f"is no code of {digits} digits"),
        year=take("year", lambda t: read_year(t, words), years),
        genre=choose("genre", words.genres),
        source=choose("source", words.sources),
        parent=row.cells.get("parent"),
        terms=row.cells.get("terms"),
        use=None if use is None else _tell_use(use, words),
        url=take("url", read_address, "is no address (https://...)"),
        obtained=take("obtained", lambda t: read_day(t, words), days),
        line=row.number,
    )


def _tell_use(said: str, words: RegisterWords) -> Use:
    if said in words.superior:
        return "superior"
    return "yes" if said in words.yes else "no"


def _read_number(text: str) -> int | None:
    found = re.fullmatch(r"([1-9][0-9]{0,4})(?:\.0)?", fold(text))
    return int(found[1]) if found else None


def _check_room(sheet: Sheet, columns: Collection[str], path: Path) -> None:
    if sheet.encoding == "xlsx":
        raise StudyError(
            "E-REG-04",
            "a workbook is read but never written",
            where=str(path),
            fix="save it as register.csv (CSV UTF-8) and take the workbook away",
        )
    lacking = ", ".join(column for column in sorted(columns) if column not in sheet.columns)
    if lacking:
        raise StudyError(
            "E-REG-04",
            f"it has no column for {lacking}",
            where=str(path),
            fix=f"write {lacking} behind the headings of its first row",
        )


def _say_cells(row: RegisterRow, words: RegisterWords) -> dict[str, str]:
    said = {f.name: getattr(row, f.name) for f in fields(row) if f.name not in ("line", "use")}
    cells = {column: str(value) for column, value in said.items() if value is not None}
    if row.use is not None:
        cells["use"] = {"yes": words.yes, "no": words.no, "superior": words.superior}[row.use][0]
    return cells


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StudyError(
            "E-REG-05",
            f"the system does not let it be read ({error.strerror})",
            where=str(path),
            fix="close it in Excel; check that it is yours to read",
        ) from None
