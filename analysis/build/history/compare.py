"""Results against a baseline: every number, rank, group and label that differs, and why.

Rows are named by the codebook's keys. A key that only counts places (a row's number, an offset)
would shift with every word, so such rows are named by what they say and by their turn: the
second target for one indicator is ``#2``. Where a figure stands, and the sentence around it, are
evidence and not compared; ``targets`` repeats ``claims`` and is left out.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

import pandas as pd

from analysis.build.history.baseline import Baseline, read_baseline, take_stock
from analysis.build.history.causes import REASONS, Cause, Reason
from analysis.build.measures.manifests import list_baselines
from analysis.build.measures.results import Results
from analysis.codebook import BY_NAME
from analysis.stats.changes import Key, Row, compare_rows
from analysis.tables.frames import make_table

_NAMED_BY = {
    "claims": ("plan_id", "indicator", "kind", "status"),
    "terms": ("plan_id", "term"),
    "numbers": ("plan_id", "text", "fate"),
    "corrections": ("plan_id", "anchor", "action", "field"),
    "leaks": ("plan_id", "other", "kind", "words"),
}
_COUNTED = {"row", "start", "end", "other_start", "other_end", "value_start", "value_end"}
_EVIDENCE = _COUNTED | {"quote", "wording"}
_REPEATED = {"targets"}


@dataclass(frozen=True, slots=True)
class BaselineChange:
    """One difference; a row that appeared or vanished has no column, a column no key."""

    table: str
    what: Literal["appeared", "vanished", "moved"]
    key: Key
    column: str | None
    old: str | None
    new: str | None
    difference: float | None
    """New less old, in the column's unit; None unless both are numbers."""
    reason: Reason
    detail: str
    """Which town, file, lexicon or choice."""


@dataclass(frozen=True, slots=True)
class BaselineReport:
    """What differs from the baseline `name`: the inputs first, then what they did."""

    name: str
    inputs: tuple[tuple[Reason, str], ...]
    changes: tuple[BaselineChange, ...]


def compare_with_baseline(results: Results, name: str | None = None) -> BaselineReport:
    """Compare a study with one of its baselines, the latest by default.

    Raises
    ------
    StudyError
        The study has no such baseline, or it is damaged.
    """
    old = read_baseline(results.corpus.study, name)
    return compare_baselines(old, take_stock(results))


def compare(results: Results, name: str | None = None) -> pd.DataFrame:
    """Compare a study with a baseline, as a table; without one, with itself: nothing differs.

    The table's ``attrs["baseline"]`` names the baseline, or says how to make one.
    """
    if not list_baselines(results.corpus.study):
        frame = make_table("changes", [])
        frame.attrs["baseline"] = "还没有基线 no baseline yet: townplans freeze"
        return frame
    report = compare_with_baseline(results, name)
    frame = make_table("changes", tabulate_changes(report))
    frame.attrs["baseline"] = report.name
    return frame


def compare_baselines(old: Baseline, new: Baseline) -> BaselineReport:
    """Return every difference, by table, key and column, each with its reason."""
    cause = Cause(old.made_from, new.made_from)
    before, after = _read_tables(old), _read_tables(new)
    changes: list[BaselineChange] = []
    for table in sorted(before.keys() | after.keys()):
        if table not in before or table not in after:
            what: Literal["appeared", "vanished"] = "appeared" if table in after else "vanished"
            changes.append(BaselineChange(table, what, (), None, None, None, None, "program", ""))
        else:
            changes += _compare_table(table, before[table], after[table], cause)
    return BaselineReport(old.name, tuple(cause.list_inputs()), tuple(changes))


def _compare_table(
    table: str, old: dict[Key, Row], new: dict[Key, Row], cause: Cause
) -> Iterator[BaselineChange]:
    numeric = {
        c.name for c in BY_NAME[table].columns if c.type in ("integer", "number")
    } if table in BY_NAME else set()  # fmt: skip
    columns = [set().union(*(row.keys() for row in rows.values())) for rows in (old, new)]
    uneven = columns[0] ^ columns[1] if old and new else set()
    for column in sorted(uneven):
        came: Literal["appeared", "vanished"] = "appeared" if column in columns[1] else "vanished"
        yield BaselineChange(table, came, (), column, None, None, None, "program", "")
    for change in compare_rows(old, new):
        if change.column in uneven:
            continue
        row = new.get(change.key) or old[change.key]
        reason, detail = cause.explain(table, row, change.column)
        by = _subtract(change.old, change.new) if change.column in numeric else None
        yield BaselineChange(
            table,
            change.what,
            change.key,
            change.column,
            change.old,
            change.new,
            by,
            reason,
            detail,
        )


def _subtract(old: str | None, new: str | None) -> float | None:
    try:
        return float(Decimal(new or "") - Decimal(old or ""))
    except InvalidOperation:
        return None


def _read_tables(baseline: Baseline) -> dict[str, dict[Key, Row]]:
    found: dict[str, dict[Key, Row]] = {
        table: _name_rows(table, csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        for table, data in baseline.tables.items()
        if table not in _REPEATED
    }
    found["labels"] = {(p,): {"plan_id": p, "label": label} for p, label in baseline.labels.items()}
    return found


def _name_rows(table: str, rows: csv.DictReader[str]) -> dict[Key, Row]:
    header = rows.fieldnames or ()
    keys = _NAMED_BY.get(table) or tuple(
        c.name for c in (BY_NAME[table].columns if table in BY_NAME else ()) if c.key
    )
    names = [column for column in (keys or header) if column not in _COUNTED]
    hidden = _EVIDENCE if table == "documents" else _EVIDENCE | {"doc_id"}
    turn: Counter[Key] = Counter()
    named: dict[Key, Row] = {}
    for row in rows:
        key = tuple(row[column] for column in names)
        turn[key] += 1
        place = () if turn[key] == 1 else (f"#{turn[key]}",)
        named[*key, *place] = {c: v for c, v in row.items() if c not in hidden}
    return named


def tabulate_changes(report: BaselineReport) -> list[dict[str, object]]:
    """One row a difference, as the table ``changes`` holds it."""
    return [
        {
            "baseline": report.name,
            "table": change.table,
            "key": " · ".join(change.key) or None,
            "column": change.column,
            "what": change.what,
            "old": change.old or None,
            "new": change.new or None,
            "difference": change.difference,
            "reason": change.reason,
            "detail": change.detail or None,
        }
        for change in report.changes
    ]


def describe_baseline(report: BaselineReport, limit: int = 8) -> str:
    """Tell what differs from the baseline: inputs, counts, then `limit` cells of each table."""
    head = f"与基线相比 compared with the baseline {report.name}: "
    if not report.changes and not report.inputs:
        return head + "无 nothing differs"
    lines = [head + f"{len(report.changes)} 处不同 differences"]
    for reason, zh_en in REASONS.items():
        inputs = [what for kind, what in report.inputs if kind == reason]
        tables = Counter(c.table for c in report.changes if c.reason == reason)
        if inputs or tables:
            told = "、".join(inputs[:limit]) + ("…" if len(inputs) > limit else "")
            counted = " · ".join(f"{table} {n}" for table, n in sorted(tables.items()))
            lines.append(f"  {zh_en}: {told or '-'} → {counted or '无变化 nothing moved'}")
    for table in sorted({c.table for c in report.changes}):
        lines += _describe_table(table, report.changes, limit)
    return "\n".join(lines)


def _describe_table(table: str, changes: Sequence[BaselineChange], limit: int) -> Iterator[str]:
    cells = [c for c in changes if c.table == table and c.what == "moved"]
    for c in cells[:limit]:
        by = f"（{c.difference:+.6g}）" if c.difference is not None else ""
        detail = f"：{c.detail}" if c.detail else ""
        old, new = c.old or "(空 empty)", c.new or "(空 empty)"
        where = f"{' · '.join(c.key)} {c.column}"
        yield f"{table} {where}: {old} → {new}{by} [{REASONS[c.reason]}{detail}]"
    if len(cells) > limit:
        yield f"{table}: 另有 and {len(cells) - limit} more"
