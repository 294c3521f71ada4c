"""frame.csv, the sampling frame: which towns should be there, with mergers and renames.

A town is expected in the years from ``valid_from`` to ``valid_to``; an empty end is open. Who
was merged or renamed names its heir and its own last year, so that a plan under an old name
counts for the town that is there now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.corpus.cells import (
    NAME_WANTED,
    Problem,
    RegisterWords,
    SheetRow,
    check_problems,
    read_cell,
    read_code,
    read_name,
    read_year,
)
from analysis.corpus.sheets import read_sheet
from analysis.errors import StudyError
from analysis.model import Plan


@dataclass(frozen=True, slots=True)
class FrameTown:
    """One town of the frame; years are the first and the last it stood under this name."""

    town: str
    county: str | None = None
    code: str | None = None
    valid_from: int | None = None
    valid_to: int | None = None
    merged_into: str | None = None
    renamed_to: str | None = None
    line: int = 0

    @property
    def heir(self) -> str | None:
        """The town it was merged into or is called now."""
        return self.merged_into or self.renamed_to

    def stood_in(self, year: int) -> bool:
        """Tell whether the town stood under this name in a year."""
        return (self.valid_from or year) <= year <= (self.valid_to or year)


@dataclass(frozen=True, slots=True)
class Frame:
    """The towns that should be there, in the file's order."""

    name: str
    towns: tuple[FrameTown, ...] = ()


def read_frame(path: Path, words: RegisterWords) -> Frame:
    """Read a sampling frame; an absent file is an empty one.

    Raises
    ------
    StudyError
        The file is no table, or cells are wrong, an heir is unknown, or heirs run in a circle:
        all of it is named at once.
    """
    if not path.exists():
        return Frame(path.name)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise StudyError(
            "E-FRM-01",
            f"the system does not let it be read ({error.strerror})",
            where=str(path),
            fix="close it in Excel; check that it is yours to read",
        ) from None
    sheet = read_sheet(raw, path.name, words.frame_columns)
    problems = list(sheet.problems)
    if "town" not in sheet.columns:
        problems.append(Problem(1, "town", "no column is headed so"))
    towns = tuple(_read_town(row, words, problems) for row in sheet.rows)
    check_problems(problems, path.name)
    check_problems([*_check_rows(towns), *_check_heirs(towns)], path.name)
    return Frame(path.name, towns)


def find_expected(frame: Frame, year: int) -> tuple[FrameTown, ...]:
    """Return the towns that stood in a year, in the frame's order."""
    return tuple(town for town in frame.towns if town.stood_in(year))


def find_missing(frame: Frame, plans: Iterable[Plan], year: int) -> tuple[str, ...]:
    """Return the names of the towns that stood in `year` and have no plan for it.

    A plan under an old or a later name of a town counts for it; so does one of an unknown year,
    which figures show beside the others. A plan without a county counts only where one town of
    the frame is called so. Towns of one name get their county before it.
    """
    seen = {
        heir
        for plan in plans
        if plan.stated_year in (year, None)
        for town in _find_namesakes(frame.towns, plan.town, plan.county)
        for heir in _find_standing(frame.towns, town, year)
    }
    expected = find_expected(frame, year)
    namesakes = Counter(town.town for town in expected)
    return tuple(
        (town.county or "") + town.town if namesakes[town.town] > 1 else town.town
        for town in expected
        if town not in seen
    )


def find_outsiders(frame: Frame, plans: Iterable[Plan]) -> tuple[str, ...]:
    """Return the ids of plans whose town the frame does not hold, or holds in several counties."""
    if not frame.towns:
        return ()
    return tuple(
        plan.plan_id for plan in plans if not _find_namesakes(frame.towns, plan.town, plan.county)
    )


def _find_namesakes(
    towns: Sequence[FrameTown], name: str, county: str | None
) -> tuple[FrameTown, ...]:
    """Return the one row of a name, or nothing where there is none or no telling which."""
    named = [t for t in towns if t.town == name and (county is None or t.county in (county, None))]
    return tuple(named) if len(named) == 1 else ()


def _find_standing(towns: Sequence[FrameTown], town: FrameTown, year: int) -> tuple[FrameTown, ...]:
    """Return what stood in a year for a town: itself, after it its heir, before it its old name."""
    if town.stood_in(year):
        return (town,)
    if town.valid_to is not None and year > town.valid_to:
        heir = _find_heir(towns, town)
        near = [heir] if heir else []
    else:
        former = [t for t in towns if t.renamed_to and _find_heir(towns, t) == town]
        near = [t for t in former if (t.valid_to or year) >= year]
    return tuple(found for t in near for found in _find_standing(towns, t, year))


def _find_heir(towns: Sequence[FrameTown], town: FrameTown) -> FrameTown | None:
    """Return the row of a town's heir: in its own county, or written with its county."""
    if town.heir is None:
        return None
    own = [t for t in towns if t.town == town.heir and t.county == town.county]
    written = [t for t in towns if (t.county or "") + t.town == town.heir]
    return next(iter([*own, *written]), None)


def _check_rows(towns: Sequence[FrameTown]) -> list[Problem]:
    first: dict[tuple[str | None, str], int] = {}
    problems = []
    for town in towns:
        line = first.setdefault((town.county, town.town), town.line)
        if line != town.line:
            problems.append(Problem(town.line, "town", f"row {line} names {town.town} already"))
        if town.merged_into and town.renamed_to:
            what = (
                f"{town.town} is renamed too; write the one that came first, the other on its heir"
            )
            problems.append(Problem(town.line, "merged_into", what))
        if town.heir and town.valid_to is None:
            what = f"{town.town} went to {town.heir}; write its own last year"
            problems.append(Problem(town.line, "valid_to", what))
        if town.valid_from and town.valid_to and town.valid_from > town.valid_to:
            what = f"{town.valid_to} is before {town.valid_from}"
            problems.append(Problem(town.line, "valid_to", what))
    return problems


def _check_heirs(towns: Sequence[FrameTown]) -> list[Problem]:
    problems = []
    for town in towns:
        column = "merged_into" if town.merged_into else "renamed_to"
        path, step = [town], _find_heir(towns, town)
        if town.heir and step is None:
            what = f"no row names {town.heir}; add the town it became"
            problems.append(Problem(town.line, column, what))
        while step is not None and step not in path:
            path.append(step)
            step = _find_heir(towns, step)
        if step is town and town.line == min(t.line for t in path):
            circle = " → ".join(t.town for t in [*path, town])
            problems.append(Problem(town.line, column, f"a circle: {circle}"))
    return problems


def _read_town(row: SheetRow, words: RegisterWords, problems: list[Problem]) -> FrameTown:
    def name(column: str) -> str | None:
        return read_cell(row, column, read_name, NAME_WANTED, problems)

    def year(column: str) -> int | None:
        return read_cell(row, column, lambda t: read_year(t, words), "is no year", problems)

    damaged = any((p.row, p.column) == (row.number, "town") for p in problems)
    if "town" not in row.cells and not damaged:
        problems.append(Problem(row.number, "town", "is empty; name the town"))
    digits = " or ".join(map(str, words.code_digits))
    return FrameTown(
        town=name("town") or "",
        county=name("county"),
        code=read_cell(
            row, "code", lambda t: read_code(t, words), f"is no code of {digits} digits", problems
        ),
        valid_from=year("valid_from"),
        valid_to=year("valid_to"),
        merged_into=name("merged_into"),
        renamed_to=name("renamed_to"),
        line=row.number,
    )
