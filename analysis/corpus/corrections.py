"""corrections.csv: what people decided about claims, read strictly and only ever appended to.

A correction is tied to words, not to places: its `anchor` is twelve characters, the value and
twelve more. The file is a log, and for one claim the later row holds.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from analysis.corpus.files import write_if_changed
from analysis.corpus.sheets import FORMULA_OPENERS
from analysis.errors import StudyError
from analysis.model import Commitment, Kind, Qualifier, Scope, Status

Action = Literal["accept", "reject", "edit", "add"]

CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": get_args(Kind),
    "status": get_args(Status),
    "qualifier": get_args(Qualifier),
    "commitment": get_args(Commitment),
    "scope": get_args(Scope),
    "headline": ("true", "false"),
}
NUMBERS = ("value_low", "value_high")
_WORDS = ("indicator", "indicator_text", "unit", "mark", "relation")
EDITABLE = (*NUMBERS, *_WORDS, *CHOICES)
"""Fields of a claim, named as in the table `claims`, that a person may change."""
_MAY_BE_EMPTIED = ("unit", "mark", "relation", "indicator_text")

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: .*)?")
_OPENERS = f"[{re.escape(''.join(FORMULA_OPENERS))}]"
_OPENS_LIKE_A_FORMULA = re.compile(f"'*{_OPENERS}")
_QUOTED_FORMULA = re.compile(f"'+{_OPENERS}")


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision of one person about one claim.

    `indicator` is the key the rules gave, the indicator as written, or both with a blank between;
    it tells apart claims that share a value (入园率和普惠率均达到93%). Left empty, the anchor must
    lead to one claim only. `row` is the row of the spreadsheet, for messages.
    """

    plan_id: str
    anchor: str
    occurrence: int
    """Which of the plan's places that read like the anchor, from 1."""
    action: Action
    indicator: str = ""
    field: str = ""
    value: str = ""
    by: str = ""
    when: str = ""
    reason: str = ""
    doc_id: str = ""
    row: int = dataclasses.field(default=0, compare=False)


COLUMNS = tuple(f.name for f in dataclasses.fields(Correction) if f.compare)
_NEEDED = ("plan_id", "anchor", "action", "by")
_SPILT = "behind the last column"


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Read a study's corrections, UTF-8 or GBK; without the file there are none.

    Raises
    ------
    StudyError
        Not a CSV of the known columns, or rows that cannot be meant; all of them are named.
    """
    if not path.is_file():
        return ()
    text = _decode(path)
    if not text.strip():
        return ()
    header = _header(text, path)
    rows = [
        (number, cells)
        for number, cells in enumerate(_parse(text, path), 1)
        if number > 1 and any(cell.strip() for cell in cells)
    ]
    return _check([_cells_by_name(header, cells) for _, cells in rows], [n for n, _ in rows], path)


def append_corrections(path: Path, rows: Sequence[Correction]) -> int:
    """Write `rows` behind those of the file in one step, as UTF-8; nothing there is changed.

    A row that the file already holds word for word is not written again, so that the same
    review may be imported twice.

    Returns
    -------
    The number of rows that were new.

    Raises
    ------
    StudyError
        A row cannot be meant, the file cannot be read, or it lacks a column.
    """
    given = [{name: str(getattr(c, name)) for name in COLUMNS} for c in rows]
    tidy = _check(given, [c.row for c in rows], path)
    held = set(read_corrections(path))
    text = _decode(path) if path.is_file() else ""
    header = _header(text, path) if text.strip() else list(COLUMNS)
    if missing := [name for name in COLUMNS if name not in header]:
        raise StudyError(
            "E-COR-02",
            f"no column {', '.join(missing)}",
            where=str(path),
            fix="add the missing names to the first row",
        )
    fresh = [c for c in dict.fromkeys(tidy) if c not in held]
    if not fresh:
        return 0
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    if not text.strip():
        text = ""
        writer.writerow(header)
    elif not text.endswith(("\n", "\r")):
        buffer.write("\r\n")
    for correction in fresh:
        writer.writerow([_quote_formula(str(getattr(correction, name))) for name in header])
    write_if_changed(path, (text + buffer.getvalue()).encode("utf-8-sig"))
    return len(fresh)


def _find_fault(correction: Correction) -> str | None:
    """Tell in words why a correction cannot be meant; None when it can."""
    if missing := [name for name in ("plan_id", "anchor", "by") if not getattr(correction, name)]:
        return f"{', '.join(missing)} is empty"
    if correction.action not in get_args(Action):
        return f"action {correction.action!r} is none of {', '.join(get_args(Action))}"
    if correction.occurrence < 1:
        return f"occurrence {correction.occurrence} is less than 1"
    if correction.action in ("accept", "reject"):
        given = correction.field or correction.value
        return f"{correction.action} takes no field or value ({given!r})" if given else None
    return _fault_of_value(correction.field, correction.value)


def _fault_of_value(name: str, value: str) -> str | None:
    if name not in EDITABLE:
        return f"field {name!r} is none of {', '.join(EDITABLE)}"
    if not value:
        return None if name in _MAY_BE_EMPTIED else f"{name} has no value"
    if name in NUMBERS and not _NUMBER.fullmatch(value):
        return f"{name} {value!r} is not a plain number such as 7.5 (units go into `unit`)"
    if name in CHOICES and value not in CHOICES[name]:
        return f"{name} {value!r} is none of {', '.join(CHOICES[name])}"
    return None


def _decode(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise StudyError(
            "E-COR-04",
            f"the system does not let it be read ({error.strerror})",
            where=str(path),
            fix="close it in Excel; check that it is yours to read",
        ) from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            # GB18030 would take most of a broken UTF-8 file and turn it into other words
            mended = raw.decode("utf-8", errors="replace")
            if sum(c > "\x7f" and c != "\ufffd" for c in mended) > mended.count("\ufffd"):
                break
    raise StudyError(
        "E-COR-01", "neither UTF-8 nor GBK", where=str(path), fix="save it as CSV UTF-8 again"
    )


def _header(text: str, path: Path) -> list[str]:
    header = [name.strip() for name in next(csv.reader(io.StringIO(text, newline="")), [])]
    while header and not header[-1]:
        header.pop()
    unknown = [name for name in header if name not in COLUMNS or header.count(name) > 1]
    missing = [name for name in _NEEDED if name not in header]
    if unknown or missing:
        raise StudyError(
            "E-COR-02",
            f"columns not known or doubled: {unknown or 'none'}; missing: {missing or 'none'}",
            where=str(path),
            fix="the first row names these columns, with commas between: " + ",".join(COLUMNS),
        )
    return header


def _parse(text: str, path: Path) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        raise StudyError(
            "E-COR-02",
            f"not a CSV at line {reader.line_num} ({error})",
            where=str(path),
            fix="check the quotes of that line",
        ) from None


def _cells_by_name(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    named = dict(zip(header, map(_unquote_formula, cells), strict=False))
    return named | {_SPILT: "".join(cells[len(header) :]).strip()}


def _check(
    given: Sequence[Mapping[str, str]], rows: Sequence[int], path: Path
) -> tuple[Correction, ...]:
    """Return corrections in tidy form, or name every row that cannot be meant."""
    found: list[Correction] = []
    faults: list[str] = []
    for cells, row in zip(given, rows, strict=True):
        try:
            correction = _correction(cells, row)
        except ValueError as error:
            faults.append(f"row {row}: {error}")
            continue
        if fault := _find_fault(correction):
            faults.append(f"row {row}: {fault}")
        found.append(correction)
    if faults:
        raise StudyError(
            "E-COR-03", "; ".join(faults), where=str(path), fix="mend these rows and run again"
        )
    return tuple(found)


def _correction(cells: Mapping[str, str], row: int) -> Correction:
    """Raise ValueError, in words, for what has not even the right form."""
    if spilt := cells.get(_SPILT):
        raise ValueError(f"{spilt!r} stands behind the last column; quote text that holds commas")
    plain = {name: cells.get(name, "").strip() for name in COLUMNS}
    occurrence = plain["occurrence"] or "1"
    if not occurrence.isdecimal():
        raise ValueError(f"occurrence {occurrence!r} is not a whole number")
    if plain["field"] in CHOICES:
        plain["value"] = plain["value"].casefold()
    plain |= {"when": _date(plain["when"]), "action": plain["action"].casefold()}
    return Correction(**{**plain, "occurrence": int(occurrence), "row": row})  # type: ignore[arg-type]


def _date(text: str) -> str:
    if not text:
        return ""
    try:
        year, month, day = map(int, _DATE.fullmatch(text).groups())  # type: ignore[union-attr]
        return date(year, month, day).isoformat()
    except (AttributeError, ValueError):
        raise ValueError(f"when {text!r} is not a date such as 2024-03-05") from None


def _quote_formula(text: str) -> str:
    return "'" + text if _OPENS_LIKE_A_FORMULA.match(text) else text


def _unquote_formula(text: str) -> str:
    return text[1:] if _QUOTED_FORMULA.match(text) else text
