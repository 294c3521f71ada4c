"""What people know of plans, laid over what was read from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace

from analysis.corpus.cells import RegisterWords, fold
from analysis.corpus.register import Register, RegisterRow, plain_path
from analysis.errors import StudyError
from analysis.model import Document, DocumentReading, DocumentWarning, NoSuperior, Plan


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
    content speaks of stays too: a registered year does not make an old text new. A superior's
    paper is of the town its row names, else of the county.
    """
    if row is None:
        return plan
    town = row.town or (row.county if row.use == "superior" else None)
    return replace(
        plan,
        town=town or plan.town,
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


def find_superior(
    row: RegisterRow | None,
    year: int | None,
    superiors: Mapping[str, tuple[RegisterRow, int | None]],
    words: RegisterWords,
) -> tuple[str | None, NoSuperior | None]:
    """Find the superior's paper of the same year by the name in a plan's `parent`; nothing else.

    Parameters
    ----------
    row, year
        What people know of the plan, and its year.
    superiors
        Id -> the row of a superior's paper, and its year.

    Returns
    -------
    Its id, or None with the reason: nobody is named or none of that name is there, several are,
    or those that are speak of another year.
    """
    parent = fold(row.parent) if row and row.parent else ""
    tails = sorted(words.government, key=len, reverse=True)
    name = next((parent.removesuffix(t) for t in tails if parent.endswith(t)), parent)
    county = row.county if row else None
    named = [key for key, (own, _) in superiors.items() if name and _is_called(name, own, county)]
    of_year = [key for key in named if superiors[key][1] == year and year is not None]
    if len(of_year) == 1:
        return of_year[0], None
    return None, "several_superiors" if of_year else "other_year" if named else "no_superior"


def _is_called(name: str, own: RegisterRow, county: str | None) -> bool:
    """Tell whether a superior has this name; a town of another county is another town."""
    place, above = fold(own.town or own.county or ""), fold(own.county or "")
    if own.town and name == above + place:
        return True
    return name == place and not (own.town and above and county and above != fold(county))


def keys_of(document: Document) -> tuple[str, str]:
    """Return what a register may call a document: its path, or its id."""
    return plain_path(document.path), document.doc_id
