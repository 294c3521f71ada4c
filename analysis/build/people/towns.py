"""Taking a town out of a study and giving it another name: rows of the register, never files.

A plan stays in the plans folder; ``use = no`` in the register leaves it out of every table and
figure, and deleting that word brings it back. A new name is the register's ``town``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.corpus.cells import read_register_words
from analysis.corpus.documents import read_documents
from analysis.corpus.lexicon import read_lexicon
from analysis.corpus.lock import PATIENCE, hold_alone
from analysis.corpus.matching import apply_register, find_rows, keys_of
from analysis.corpus.received import ReceivedTexts
from analysis.corpus.register import (
    Register,
    RegisterRow,
    append_rows,
    find_register,
    read_register,
)
from analysis.corpus.study import Study
from analysis.errors import RefusedDocumentError, StudyError
from analysis.model import Document, Plan
from analysis.text.reading import read_plans


@dataclass(frozen=True, slots=True)
class TownChange:
    """What was written into the register for a town's plans, and what a person has to edit."""

    town: str
    rows: tuple[RegisterRow, ...]
    """Appended."""
    to_edit: tuple[tuple[RegisterRow, str], ...]
    """Rows that stand already, which the program never rewrites, each with what to write."""
    register: Path
    dry_run: bool


def remove_town(
    study: Study,
    town: str,
    *,
    county: str | None = None,
    year: int | None = None,
    dry_run: bool = False,
) -> TownChange:
    """Leave a town's plans (of one year, if given) out of the study; no file is touched.

    Raises
    ------
    StudyError
        No plan is of this town, plans of several counties are, or the register is wrong.
    """
    meant = _find_plans(study, town, county, year)
    return _change(study, town, meant, RegisterRow("", use="no"), dry_run=dry_run)


def rename_town(
    study: Study,
    town: str,
    new_name: str,
    *,
    county: str | None = None,
    year: int | None = None,
    dry_run: bool = False,
) -> TownChange:
    """Give a town's plans another name; see `remove_town`."""
    meant = _find_plans(study, town, county, year)
    return _change(study, town, meant, RegisterRow("", town=new_name), dry_run=dry_run)


def describe_change(change: TownChange) -> str:
    """Tell what was written and what waits for a person."""
    name = change.register.name
    lines = [
        f"{name} 第 {row.line} 行 row: {row.document}, number = {row.number}: {_say_change(row)}"
        for row in change.rows
    ]
    lines += [
        f"请在 {name} 第 {row.line} 行写 {words} · write {words} in row {row.line} by hand"
        for row, words in change.to_edit
    ]
    lines.append(
        f"{change.town}: 登记 rows written {len(change.rows)} · 待改 to edit {len(change.to_edit)}"
        " · plans/ 里的文件不动 no file was touched"
    )
    if change.dry_run:
        lines.append("试行，什么都没有写 nothing was written (--dry-run)")
    return "\n".join(lines)


def _change(
    study: Study,
    town: str,
    meant: list[tuple[Document, Plan]],
    what: RegisterRow,
    *,
    dry_run: bool,
) -> TownChange:
    words, path = read_register_words(study.lexicon), find_register(study.root)
    register = read_register(path, words)
    rows, to_edit = [], []
    for document, plan in meant:
        row = replace(what, document=document.path, number=plan.number)
        held = [register.by_key.get((key, plan.number)) for key in keys_of(document)]
        standing = next((r for r in held if r is not None), None)
        if standing is None:
            rows.append(row)
        else:
            to_edit.append((standing, _say_change(what)))
    if dry_run or not rows:
        written = append_rows(path, rows, words, dry_run=True) if rows else ()
    else:
        with hold_alone(study.derived, patience=PATIENCE):
            written = append_rows(path, rows, words)
    return TownChange(town, written, tuple(to_edit), path, dry_run)


def _find_plans(
    study: Study, town: str, county: str | None, year: int | None
) -> list[tuple[Document, Plan]]:
    words = read_register_words(study.lexicon)
    register = read_register(find_register(study.root), words)
    used = list(_list_plans(study, register))
    meant = [
        (document, plan)
        for document, plan in used
        if plan.town == town
        and county in (plan.county or study.county, None)
        and year in (plan.stated_year, None)
    ]
    if not meant:
        there = "、".join(sorted({plan.town for _, plan in used}))
        raise StudyError(
            "E-TWN-01",
            f"no plan used here is of {town}",
            where=str(study.plans),
            fix=f"use {there}",
        )
    counties = sorted({plan.county or study.county or "?" for _, plan in meant})
    if len(counties) > 1:
        raise StudyError(
            "E-TWN-02",
            f"{town} stands in {'、'.join(counties)}",
            where=str(study.plans),
            fix="say which county",
        )
    return meant


def _list_plans(study: Study, register: Register) -> Iterator[tuple[Document, Plan]]:
    """Yield every plan the run would use, as people know it."""
    lexicon = read_lexicon(study.lexicon)
    seen: set[str] = set()
    for document in read_documents([study.plans], ReceivedTexts(study.derived / "text")):
        if isinstance(document, RefusedDocumentError) or document.doc_id in seen:
            continue
        seen.add(document.doc_id)
        plans = [reading.plan for reading in read_plans(document, lexicon).readings]
        rows = find_rows(register, document, [plan.number for plan in plans])
        for plan in plans:
            row = rows.get(plan.number)
            if row is None or row.use in (None, "yes"):
                yield document, apply_register(plan, row)


def _say_change(row: RegisterRow) -> str:
    return "use = no" if row.use == "no" else f"town = {row.town}"
