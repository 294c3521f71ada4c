"""``townplans add``: files come in, are read, compared with what is there, and copied.

Nothing that lies in the plans folder is ever overwritten, moved or deleted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from analysis.corpus.cells import RegisterWords, read_register_words
from analysis.corpus.documents import decode_document
from analysis.corpus.intake import (
    copy_new,
    expand_patterns,
    fold_name,
    free_name,
    read_arrival,
    take_back,
)
from analysis.corpus.lexicon import read_lexicon
from analysis.corpus.listing import hash_bytes, list_files, read_bytes
from analysis.corpus.lock import PATIENCE, hold_alone
from analysis.corpus.matching import apply_register, drop_answered, find_rows
from analysis.corpus.received import ReceivedTexts
from analysis.corpus.register import (
    Register,
    RegisterRow,
    append_rows,
    find_register,
    read_register,
)
from analysis.corpus.study import Study
from analysis.errors import PlanError, RefusedDocumentError, StudyError
from analysis.model import Document, DocumentWarning, Plan
from analysis.text.clean import clean
from analysis.text.reading import read_plans
from analysis.text.shingles import Shingles, may_overlap, measure_overlap, shingle

# The lines "to fill in" say the same.
_SAID_ELSEWHERE = ("W-NAM-01", "W-YEA-01")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file that was named, and what became of it."""

    source: str
    state: Literal["added", "duplicate", "refused"]
    name: str = ""
    """In the plans folder: its new name, or the file it has the bytes of."""
    plans: tuple[Plan, ...] = ()
    """As read and as people know them."""
    warnings: tuple[DocumentWarning, ...] = ()
    twins: tuple[tuple[str, float], ...] = ()
    """Files with nearly the same words, each with the shared part (Jaccard)."""
    refusal: PlanError | None = None


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What one ``add`` did, or would do."""

    files: tuple[Arrival, ...]
    rows: tuple[RegisterRow, ...]
    """What was written into the register."""
    register: Path
    dry_run: bool


def add_files(
    study: Study,
    patterns: Sequence[str],
    *,
    county: str | None = None,
    town: str | None = None,
    year: int | None = None,
    dry_run: bool = False,
) -> Arrivals:
    """Copy files into a study's plans folder and say what they are.

    Parameters
    ----------
    patterns
        Files, folders, or patterns such as ``*.txt``, which are expanded here.
    county, town, year
        What the caller knows of every file; written into the register.
    dry_run
        Look at everything, write nothing.

    Raises
    ------
    StudyError
        What is known contradicts the files or the register, or something cannot be written;
        then nothing was added.
    """
    words, path = read_register_words(study.lexicon), find_register(study.root)
    known = RegisterRow("", county=county, town=town, year=year)
    is_known = any(value is not None for value in (county, town, year))
    desk = _Desk(study, read_register(path, words), words, known if is_known else None)
    arrivals = [desk.look_at(source, found) for source, found in expand_patterns(patterns)]
    added = [arrival for arrival in arrivals if arrival.state == "added"]
    rows = [replace(known, document=arrival.name) for arrival in added] if is_known else []
    written = append_rows(path, rows, words, dry_run=True) if rows else ()
    if not dry_run and added:
        with hold_alone(study.derived, patience=PATIENCE):
            copy_new({study.plans / a.name: desk.raw[a.name] for a in added})
            try:
                written = append_rows(path, rows, words) if rows else ()
            except StudyError:
                take_back(study.plans / arrival.name for arrival in added)
                raise
    return Arrivals(tuple(arrivals), written, path, dry_run)


def describe_arrivals(arrivals: Arrivals) -> str:
    """Tell what became of every file, and what waits to be filled in."""
    lines: list[str] = []
    waiting = 0
    for arrival in arrivals.files:
        lines.append(_describe_one(arrival))
        lines += [
            f"    提示 {w.code} {w.message}"
            for w in arrival.warnings
            if w.code not in _SAID_ELSEWHERE
        ]
        lines += [
            f"    近似 near twin of {name}（相同 shared {share:.1%}）: 若是同一份，在 "
            f"{arrivals.register.name} 给其中一份写 use = no · if one plan, write use = no for one"
            for name, share in arrival.twins
        ]
        for plan in arrival.plans:
            lacking = list_lacking(plan)
            waiting += bool(lacking)
            if lacking:
                lines.append(
                    f"    待填 fill in {arrivals.register.name}: document = {arrival.name}, "
                    f"number = {plan.number}: {', '.join(lacking)}"
                )
    states = [arrival.state for arrival in arrivals.files]
    plans = sum(len(a.plans) for a in arrivals.files if a.state == "added")
    lines.append(
        f"文件 files {len(states)} = 收入 added {states.count('added')} + 重复 duplicates "
        f"{states.count('duplicate')} + 拒收 refused {states.count('refused')} · "
        f"计划 plans {plans} · 待填 to complete {waiting} · 登记 register rows {len(arrivals.rows)}"
    )
    if arrivals.dry_run:
        lines.append("试行，什么都没有写 nothing was written (--dry-run)")
    return "\n".join(lines)


def list_lacking(plan: Plan) -> tuple[str, ...]:
    """Return the register's columns that a person has to fill in for a plan."""
    lacking = {"town": plan.town.startswith("未知镇"), "year": plan.stated_year is None}
    return tuple(column for column, is_lacking in lacking.items() if is_lacking)


def _describe_one(arrival: Arrival) -> str:
    if arrival.state == "refused" and arrival.refusal is not None:
        cause = arrival.refusal
        return f"拒收 refused {arrival.source}: {cause.code} {cause.what}; {cause.fix}"
    if arrival.state == "duplicate":
        return f"重复 duplicate {arrival.source}: 与 {arrival.name} 逐字节相同 the same bytes"
    told = "、".join(f"{p.town} {p.stated_year or '年份不详'}" for p in arrival.plans[:3])
    rest = " ..." if len(arrival.plans) > 3 else ""
    return f"收入 added {arrival.name}: 计划 plans {len(arrival.plans)}: {told}{rest}"


class _Desk:
    """What is there already, in bytes and in words, held against what comes in."""

    def __init__(
        self, study: Study, register: Register, words: RegisterWords, known: RegisterRow | None
    ) -> None:
        self._register, self._words, self._known = register, words, known
        self._lexicon = read_lexicon(study.lexicon)
        self._names: dict[str, str] = {}
        self._shingles: dict[str, Shingles] = {}
        self._texts = ReceivedTexts(study.derived / "text")
        self._taken = {fold_name(path.name) for path in study.plans.glob("*")}
        self.raw: dict[str, bytes] = {}
        for name, path in list_files([study.plans]) if study.plans.exists() else []:
            try:
                raw = read_bytes(name, path)
                self._names.setdefault(hash_bytes(raw), name)
                self._shingle(decode_document(name, raw, self._texts))
            except RefusedDocumentError:
                continue

    def look_at(self, source: str, found: Path | None) -> Arrival:
        """Read one file and say what it is; nothing is written."""
        try:
            name, raw = read_arrival(source, found)
            document = decode_document(name, raw)
        except RefusedDocumentError as refused:
            return Arrival(source, "refused", refusal=refused)
        same = self._names.get(hash_bytes(raw))
        if same is not None:
            return Arrival(source, "duplicate", same)
        document = replace(document, path=free_name(name, self._taken))
        shingles = self._shingle(document)
        self._names[hash_bytes(raw)] = document.path
        self.raw[document.path] = raw
        reading = read_plans(document, self._lexicon)
        as_read = {r.plan.number: r.plan for r in reading.readings}
        rows = find_rows(self._with_known(document, len(as_read)), document, list(as_read))
        return Arrival(
            source,
            "added",
            document.path,
            tuple(apply_register(plan, rows.get(number)) for number, plan in as_read.items()),
            drop_answered(reading.warnings, [(as_read[n], row) for n, row in rows.items()]),
            tuple(self._find_twins(document.path, shingles)),
        )

    def _shingle(self, document: Document) -> Shingles:
        text = clean(document.text, self._lexicon.dirt, marks=document.marks).text
        held = shingle(text, self._words.shingle_chars)
        return self._shingles.setdefault(document.path, held)

    def _find_twins(self, name: str, held: Shingles) -> Iterator[tuple[str, float]]:
        least = self._words.twin_share
        for other, its in sorted(self._shingles.items()):
            if other == name or not may_overlap(held, its, least):
                continue
            share = measure_overlap(held, its)
            if share >= least:
                yield other, share

    def _with_known(self, document: Document, n_plans: int) -> Register:
        """Return the register with what the caller knows of this file as one row more."""
        if self._known is None:
            return self._register
        if self._known.town is not None and n_plans > 1:
            raise StudyError(
                "E-ADD-01",
                f"it holds {n_plans} plans, which cannot all be of {self._known.town}",
                where=document.path,
                fix="leave --town away and fill in the register, one row a plan",
            )
        for row in self._register.rows:
            if row.number is None and row.document in (document.path, document.doc_id):
                raise StudyError(
                    "E-ADD-02",
                    f"row {row.line} of {self._register.name} speaks of it already",
                    where=document.path,
                    fix="leave --county, --town and --year away, or take that row out",
                )
        row = replace(self._known, document=document.path)
        return Register(self._register.name, (*self._register.rows, row))
