"""A review sheet that a person filled in -> corrections."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]

from analysis.corpus.corrections import Correction
from analysis.errors import StudyError
from analysis.tables.review_columns import (
    BY_COLUMN,
    CHANGES,
    CHOICES,
    DECISION_COLUMN,
    DECISIONS,
    IDS,
    NEW_CHOICES,
    OPTIONS,
    REASON_COLUMN,
    SHEET,
    TITLES,
    UNIT_COLUMN,
    VALUE_COLUMN,
)
from analysis.tables.workbook import CREATED

_NUMBER = r"-?\d+(?:\.\d+)?"
_RANGE = re.compile(rf"({_NUMBER})(?: ?[-—–~至到] ?({_NUMBER}))?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_MASK = re.compile(r"[xXN\W_]+")


def read_review(path: Path, *, by: str = "", when: str = "") -> tuple[Correction, ...]:
    """Return the decisions of a filled-in sheet; rows left empty are left alone.

    Parameters
    ----------
    by, when
        Who decided and on which day (2024-03-05), where the sheet does not say; the day is else
        the one on which the sheet was last saved.

    Raises
    ------
    StudyError
        Not such a sheet, or rows that cannot be meant; all are named with row and column.
    """
    try:
        with warnings.catch_warnings(action="ignore"):
            book = openpyxl.load_workbook(path, data_only=True)
        sheet = book[SHEET]
    except Exception as error:  # openpyxl fails in many ways on damaged bytes
        raise StudyError(
            "E-REV-01",
            f"not a review sheet ({error})",
            where=str(path),
            fix="use the review.xlsx that townplans wrote, saved as .xlsx",
        ) from None
    rows = sheet.iter_rows(values_only=True)
    header = [str(title or "") for title in next(rows, ())]
    if missing := [title for title in TITLES if title not in header]:
        raise StudyError(
            "E-REV-01",
            f"no column {'、'.join(missing)}",
            where=f"{path} [{SHEET}]",
            fix="put the titles of the first row back",
        )
    keys = _read_options(book)
    saved = book.properties.modified
    when = when or (saved.date().isoformat() if saved and saved != CREATED else "")
    found: list[Correction] = []
    faults: list[str] = []
    for number, values in enumerate(rows, 2):
        reader = _Row(number, dict(zip(header, values, strict=False)), keys, faults)
        found += reader.read(by, when)
    if faults:
        raise StudyError("E-REV-02", "; ".join(faults), where=str(path), fix="mend these cells")
    return tuple(found)


def _read_options(book: Any) -> dict[str, str]:
    """Return every way to write an indicator -> its key."""
    keys: dict[str, str] = {"other": "other"}
    if OPTIONS in book.sheetnames:
        for (option,) in book[OPTIONS].iter_rows(max_col=1, values_only=True):
            key, _, name = str(option or "").partition(" ")
            keys |= {str(option): key, key: key, name: key}
    return keys


class _Row:
    """One row of the sheet; what cannot be meant goes to `faults`."""

    def __init__(
        self, number: int, cells: Mapping[str, object], keys: Mapping[str, str], faults: list[str]
    ) -> None:
        self._number, self._cells, self._keys, self._faults = number, cells, keys, faults

    def read(self, by: str, when: str) -> list[Correction]:
        """Return the row's corrections: none, one, or one for each changed field."""
        decision, changes = self._text(DECISION_COLUMN), [t for t in CHANGES if self._text(t)]
        if not decision:
            if changes:
                self._blame(DECISION_COLUMN, f"is empty, but {'、'.join(changes)} is filled in")
            return []
        if decision not in DECISIONS:
            self._blame(DECISION_COLUMN, f"{decision!r} is none of {'、'.join(DECISIONS)}")
            return []
        action = DECISIONS[decision]
        if action == "edit" and not changes:
            self._blame(VALUE_COLUMN, "修改 needs a new value here or in a column beside it")
        if action != "edit" and changes:
            self._blame(changes[0], f"is filled in, but the decision is {decision}")
        signed = self._text(BY_COLUMN) or by
        if not signed:
            self._blame(BY_COLUMN, "is empty; say who decided")
        ids = {name: self._text(name) for name in IDS}
        if not ids["plan_id"] or not ids["anchor"] or not ids["occurrence"].isdecimal():
            self._blame("anchor", "the hidden ids of this row are lost; make a new review sheet")
            return []
        common: dict[str, Any] = {
            **ids, "occurrence": int(ids["occurrence"]), "action": action, "by": signed,
            "when": when, "reason": self._text(REASON_COLUMN), "row": self._number,
        }  # fmt: skip
        if action != "edit":
            return [Correction(**common)]
        return [Correction(**common, field=f, value=v) for f, v in self._changes(changes).items()]

    def _changes(self, titles: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for title in titles:
            text = self._text(title)
            if title == VALUE_COLUMN:
                found |= self._value(text)
            elif title == UNIT_COLUMN:
                found["unit"] = text
            else:
                name = NEW_CHOICES.get(title, "indicator")
                known = CHOICES.get(name, self._keys)
                if text in known:
                    found[name] = known[text]
                else:
                    self._blame(title, f"{text!r} is not in the list")
        return found

    def _value(self, text: str) -> dict[str, str]:
        plain = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text))
        if number := _RANGE.fullmatch(plain):
            return {"value_low": number[1], "value_high": number[2] or number[1]}
        if _MASK.fullmatch(text):
            return {"mark": text}
        self._blame(
            VALUE_COLUMN,
            f"{text!r} is no number, range (7-8) or mask (**); the unit goes beside it",
        )
        return {}

    def _text(self, title: str) -> str:
        value = self._cells.get(title)
        if isinstance(value, datetime | date | time):
            self._blame(title, f"the spreadsheet made a date of it ({value}); write it as text")
            return "?"
        if isinstance(value, float):
            return format(value, ".15g")
        return "" if value is None else str(value).strip()

    def _blame(self, title: str, why: str) -> None:
        fault = f"row {self._number}, column {title}: {why}"
        if fault not in self._faults:
            self._faults.append(fault)
