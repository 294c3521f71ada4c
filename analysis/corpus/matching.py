"""What people know of plans, laid over what was read from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

from analysis.corpus.register import Register, RegisterRow, plain_path
from analysis.errors import StudyError
from analysis.model import Document, DocumentReading, DocumentWarning, Plan


def find_rows(
    register: Register, document: Document, numbers: Sequence[int]
) -> dict[int, RegisterRow]:
    """Return what people know of each plan of a document, by its number.

    Raises
    ------
    StudyError
        Two rows speak of one plan, or one row gives several plans the same town.
    """
    whole = _find_one(register, document, None)
    if whole and whole.town and len(numbers) > 1:
        raise StudyError(
            "E-REG-02",
            f"row {whole.line} gives all {len(numbers)} plans of {document.path} to {whole.town}",
            where=register.name,
            fix="write one row a plan, with its number",
        )
    found = {}
    for number in numbers:
        own = _find_one(register, document, number)
        row = _merge(whole, own) if whole and own else own or whole
        if row is not None:
            found[number] = row
    return found


def apply_register(plan: Plan, row: RegisterRow | None) -> Plan:
    """Let what people know win; `inferences` keep what was read, with its words.

    The plan id stays the one it was read under until the run names all plans. The year the
    content speaks of stays too: a registered year does not make an old text new.
    """
    if row is None:
        return plan
    return replace(
        plan,
        town=row.town or plan.town,
        county=row.county or plan.county,
        stated_year=row.year or plan.stated_year,
    )


def drop_answered(
    warnings: Iterable[DocumentWarning], known: Iterable[tuple[Plan, RegisterRow]]
) -> tuple[DocumentWarning, ...]:
    """Return a document's warnings without those its rows answer (town, year of a plan as read)."""
    left = list(warnings)
    for plan, row in known:
        answered = {
            ("W-NAM-01", plan.town): row.town is not None,
            ("W-YEA-01", plan.plan_id): row.year is not None,
            ("W-YEA-02", plan.plan_id): row.year is not None and row.year == plan.content_year,
        }
        for (code, words), is_answered in answered.items():
            gone = [w for w in left if w.code == code and words in w.message.split()]
            if is_answered and gone:
                left.remove(gone[0])
    return tuple(left)


def find_strays(
    register: Register, readings: Iterable[DocumentReading], refused: Iterable[str] = ()
) -> tuple[DocumentWarning, ...]:
    """Name the rows that speak of no plan of the study; rows of refused files are none."""
    there: set[tuple[str, int | None]] = set()
    for reading in readings:
        for key in keys_of(reading.document):
            there |= {(key, None), *((key, r.plan.number) for r in reading.readings)}
    waiting = {plain_path(name) for name in refused}
    return tuple(
        DocumentWarning(register.name, "W-REG-02", f"row {row.line} speaks of no plan here: {said}")
        for row in register.rows
        if (row.document, row.number) not in there and row.document not in waiting
        for said in [row.document + (f", number {row.number}" if row.number else "")]
    )


def _find_one(register: Register, document: Document, number: int | None) -> RegisterRow | None:
    rows = [register.by_key.get((key, number)) for key in keys_of(document)]
    found = [row for row in rows if row is not None]
    if len(found) > 1:
        lines = " and ".join(str(row.line) for row in found)
        raise StudyError(
            "E-REG-01",
            f"rows {lines} speak of one plan of {document.path}, by its name and by its id",
            where=register.name,
            fix="keep one of them",
        )
    return found[0] if found else None


def _merge(whole: RegisterRow, own: RegisterRow) -> RegisterRow:
    told = {f.name: getattr(own, f.name) for f in fields(own)}
    return replace(whole, **{name: value for name, value in told.items() if value is not None})


def keys_of(document: Document) -> tuple[str, str]:
    """Return what a register may call a document: its path, or its id."""
    return plain_path(document.path), document.doc_id
