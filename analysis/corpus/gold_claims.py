"""Figures that people marked in the bundled texts, as the study carries them in ``gold/claims``.

A sheet ``NAME.tsv`` holds one row a target, multi-year aim or achieved figure, in the order of
``gold/texts/NAME.txt``; `read_gold_claims` finds the words again, so that offsets are never typed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from analysis.corpus.gold import read_locked
from analysis.errors import StudyError
from analysis.model import Commitment, Kind, Qualifier, Scope, Status

COLUMNS = (
    "status", "headline", "scope", "kind", "indicator", "indicator_text", "value_text",
    "value_low", "value_high", "unit", "qualifier", "commitment", "masked", "relation",
    "optional", "quote",
)  # fmt: skip
_MARK = ("", "1")
_ALLOWED: Mapping[str, tuple[str, ...]] = {
    "status": get_args(Status),
    "headline": _MARK,
    "scope": get_args(Scope),
    "kind": get_args(Kind),
    "qualifier": get_args(Qualifier),
    "commitment": get_args(Commitment),
    "masked": _MARK,
    "optional": _MARK,
}


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """One marked figure; offsets are characters of its text, names and units as written there."""

    status: Status
    headline: bool
    scope: Scope
    kind: Kind
    indicator: str
    indicator_text: str
    value_text: str | None
    value_low: float | None
    value_high: float | None
    unit: str
    qualifier: Qualifier
    commitment: Commitment
    masked: bool
    relation: str | None
    optional: bool
    """Finding it is neither rewarded nor punished."""
    quote: str
    start: int
    end: int
    value_start: int | None
    value_end: int | None


def list_gold_texts(folder: Path, *, locked: bool) -> tuple[str, ...]:
    """Return the names of the marked texts in or outside the locked split, sorted."""
    held = frozenset(read_locked(folder / "locked.txt"))
    names = sorted(path.stem for path in (folder / "claims").glob("*.tsv"))
    return tuple(name for name in names if (name in held) == locked)


def read_gold_claims(folder: Path, name: str, indicators: Collection[str]) -> tuple[GoldClaim, ...]:
    """Read the sheet of one text.

    Parameters
    ----------
    folder
        Holds ``claims/`` and ``texts/``.
    indicators
        Keys of the lexicon; ``other`` is known besides.

    Raises
    ------
    StudyError
        A file cannot be read, or a row breaks a rule: every row at fault is named by its number.
    """
    sheet = folder / "claims" / f"{name}.tsv"
    try:
        text = (folder / "texts" / f"{name}.txt").read_text(encoding="utf-8")
        raw = sheet.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StudyError(
            "E-GLD-04",
            f"the marked figures cannot be read ({error})",
            where=str(sheet),
            fix="copy the folders claims and texts from the project's data/gold",
        ) from None
    table = csv.DictReader(io.StringIO(raw), delimiter="\t", quoting=csv.QUOTE_NONE)
    faults, claims, cursor = [], [], 0
    if tuple(table.fieldnames or ()) != COLUMNS:
        faults.append(f"the columns must be {', '.join(COLUMNS)}")
    for number, line in enumerate(table if not faults else (), 2):
        found = list(find_faults(line, indicators))
        start = -1 if found else text.find(line["quote"] or "\0", cursor)
        if not found and start < 0:
            known = line["quote"] and line["quote"] in text
            found.append("the quote stands before the row above" if known else "no such quote")
        if found:
            faults.append(f"line {number}: {', '.join(found)}")
            continue
        cursor = start
        claims.append(_locate(line, start, text))
    if faults:
        raise StudyError(
            "E-GLD-05",
            "; ".join(faults),
            where=str(sheet),
            fix="compare with another sheet of the project's data/gold/claims",
        )
    return tuple(claims)


def find_faults(
    line: Mapping[str | None, str | None], indicators: Collection[str]
) -> Iterator[str]:
    """Say what is wrong with one line of a sheet."""
    if None in line or None in line.values():
        yield f"{len(COLUMNS)} columns are needed"
        return
    said = {str(column): str(cell) for column, cell in line.items()}
    for column, allowed in _ALLOWED.items():
        if said[column] not in allowed:
            yield f"{column} is {said[column]!r}"
    if said["indicator"] not in indicators and said["indicator"] != "other":
        yield f"no indicator {said['indicator']!r} in the lexicon"
    if said["value_text"] not in said["quote"]:
        yield "value_text does not stand in the quote"
    try:
        low, high = (_number(said[column]) for column in ("value_low", "value_high"))
    except ValueError:
        yield "the values are no numbers"
        return
    is_masked, is_relative = said["masked"] == "1", said["kind"] == "relative"
    if is_masked and (low is not None or high is not None):
        yield "a masked row has no value"
    if not is_masked and not is_relative and low is None and high is None:
        yield "a value is needed"
    if low is not None and high is not None and abs(low) > abs(high):
        yield "value_low is beyond value_high"
    if is_relative and not said["relation"]:
        yield "a relative row needs its relation"


def _locate(line: Mapping[str, str], start: int, text: str) -> GoldClaim:
    quote, value = line["quote"], line["value_text"]
    value_start = text.index(value, start) if value else None
    return GoldClaim(
        status=line["status"],  # type: ignore[arg-type]
        headline=line["headline"] == "1",
        scope=line["scope"],  # type: ignore[arg-type]
        kind=line["kind"],  # type: ignore[arg-type]
        indicator=line["indicator"],
        indicator_text=line["indicator_text"],
        value_text=value or None,
        value_low=_number(line["value_low"]),
        value_high=_number(line["value_high"]),
        unit=line["unit"],
        qualifier=line["qualifier"],  # type: ignore[arg-type]
        commitment=line["commitment"],  # type: ignore[arg-type]
        masked=line["masked"] == "1",
        relation=line["relation"] or None,
        optional=line["optional"] == "1",
        quote=quote,
        start=start,
        end=start + len(quote),
        value_start=value_start,
        value_end=value_start + len(value) if value_start is not None else None,
    )


def _number(cell: str) -> float | None:
    return float(cell) if cell else None
