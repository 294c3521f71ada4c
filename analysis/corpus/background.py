"""A frozen list of how many documents of a large collection use each term.

Few plans say little about how common a word is; such a list, made once and never changed, does.
``study.toml`` names it (``background = "list.csv"``); it has the columns `term` and `documents`,
and its row `N` holds the number of documents of the collection.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis.corpus.cells import Problem, SheetRow, check_problems, fold
from analysis.corpus.sheets import read_sheet
from analysis.errors import StudyError

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "term": ("term", "词", "词语"),
    "documents": ("documents", "文件数", "篇数"),
}
_WHOLE = "N"
"""The row that tells how many documents there are."""


@dataclass(frozen=True, slots=True)
class TermBackground:
    """How many of `n` documents use each term; a term that is not listed stands in none."""

    name: str
    hash: str
    """First 12 hexadecimal digits of the file's SHA-256."""
    n: int
    documents: Mapping[str, int] = field(repr=False)


def read_background(path: Path) -> TermBackground:
    """Read a list of terms and documents, saved as CSV or .xlsx in any usual encoding.

    Raises
    ------
    StudyError
        The file cannot be read, has no row N, or cells are wrong: all of them are named at once.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _refuse(f"the background list cannot be read ({error.strerror})", path) from None
    sheet = read_sheet(raw, path.name, _HEADINGS)
    problems = list(sheet.problems)
    problems += [
        Problem(1, column, "no column is headed so")
        for column in _HEADINGS
        if column not in sheet.columns
    ]
    check_problems(problems, str(path))
    documents = _read_rows(sheet.rows, problems)
    n = documents.pop(_WHOLE, 0)
    if not problems and not n:
        raise _refuse("no row N tells how many documents the list was counted in", path)
    problems += [
        Problem(row.number, "documents", f"is more than N = {n}")
        for row in sheet.rows
        if documents.get(row.cells.get("term", ""), 0) > n
    ]
    check_problems(problems, str(path))
    return TermBackground(path.name, hashlib.sha256(raw).hexdigest()[:12], n, documents)


def _read_rows(rows: tuple[SheetRow, ...], problems: list[Problem]) -> dict[str, int]:
    documents: dict[str, int] = {}
    for row in rows:
        term, count = row.cells.get("term"), fold(row.cells.get("documents", ""))
        digits = count.removesuffix(".0")
        if term is None:
            problems.append(Problem(row.number, "term", "is empty"))
        elif term in documents:
            problems.append(Problem(row.number, "term", f"{term} is listed twice"))
        elif not (digits.isascii() and digits.isdigit() and int(digits)):
            problems.append(Problem(row.number, "documents", f"{count!r} is no count from 1 on"))
        else:
            documents[term] = int(digits)
    return documents


def _refuse(what: str, path: Path) -> StudyError:
    fix = "give it the columns term and documents, and a first row N with the number of documents"
    return StudyError("E-BKG-01", what, where=str(path), fix=fix)
