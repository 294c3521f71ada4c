"""How often statements hold: kept beside the tables of the study it was asked for, and told.

``tables/robustness.csv`` is for people; ``derived/robustness.json`` holds the same rows and a key
of all they were made from, so that numbers of other inputs are never shown.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.build.documents.store import hash_code, mix_key
from analysis.build.history.baseline import list_inputs
from analysis.build.measures.manifests import write_plain
from analysis.build.measures.results import Results
from analysis.build.validity.robustness import measure_statements
from analysis.corpus.files import write_if_changed
from analysis.tables.frames import make_table, to_csv
from analysis.tables.tabulate_words import name_choice, tabulate_robustness
from analysis.text.tokens import CUTTER_VERSION

TABLE = "robustness"
_LEAST_TOLD = 3
_LINES = 12
"""Statements that a notebook lists one by one."""


def keep_robustness(results: Results, *, progress: bool = True) -> list[Path]:
    """Measure how often statements hold, unless it is known, and write it; return what is new."""
    rows = _read_kept(results)
    if rows is None:
        found = measure_statements(results, progress=progress)
        rows = tabulate_robustness(found, results.corpus.names, results.corpus.lexicon)
    table, kept = _places(results)
    record = {"made_from": _hash_inputs(results), "rows": rows}
    files = {kept: write_plain(record), table: to_csv(make_table(TABLE, rows))}
    return [path for path, data in files.items() if write_if_changed(path, data)]


def forget_outdated(results: Results) -> None:
    """Remove what was measured of other inputs, so that it does not lie among newer tables."""
    if _read_kept(results) is None:
        for path in _places(results):
            path.unlink(missing_ok=True)


def robustness(results: Results) -> pd.DataFrame:
    """Return how often each headline statement holds; empty unless a run was asked for it.

    Nothing is computed here: `townplans run --robustness` does that for the study as it is, and
    as soon as plans or words change it has to be asked again.
    """
    return make_table(TABLE, _read_kept(results) or [])


def tell_robustness(results: Results) -> tuple[str, ...]:
    """Tell in three lines how many statements are firm, the least firm ones and what moves them."""
    rows = _read_kept(results) or []
    if not rows:
        return ()
    firm = _count_firm(rows, results)
    weakest = sorted(rows, key=lambda row: (row["share"], row["kind"], row["subject"]))
    movers = Counter(choice for row in rows for choice in _list_movers(row))
    moved = (
        f"{' '.join(name_choice(choice, results.corpus.lexicon))} {n}"
        for choice, n in movers.most_common()
    )
    return (
        f"稳健性 robustness: {rows[0]['grid']} 种做法 variants, {firm}",
        "最不稳 least firm: " + "; ".join(_say(row, results) for row in weakest[:_LEAST_TOLD]),
        f"最常推翻 overturned mostly by: {', '.join(moved) or '无 nothing'}",
    )


def tell_holding(results: Results, kind: str) -> str:
    """Tell of one kind of statement how many are firm, and which are not and why."""
    rows = [row for row in _read_kept(results) or [] if row["kind"] == kind]
    if not rows:
        return "稳健性未算 robustness was not asked for: townplans run --robustness"
    label = results.corpus.lexicon.labels[f"statement_{kind}"]
    open_ones = [row for row in rows if not _is_firm(row, results)]
    open_ones.sort(key=lambda row: (row["share"], row["subject"]))
    lines = [f"{label['zh']} {label['en']}: {_count_firm(rows, results)}"]
    lines += [f"  {_say(row, results)}" for row in open_ones[:_LINES]]
    if len(open_ones) > _LINES:
        lines.append(f"  … 共 {len(open_ones)} 条 in all (robustness.csv)")
    return "\n".join(lines)


def _say(row: dict[str, Any], results: Results) -> str:
    """Say one statement: of town A, the theme, 118 of 128, and what overturns it."""
    label = results.corpus.lexicon.labels[f"statement_{row['kind']}"]
    said = (
        f"{row['subject_zh']} {label['zh']} {label['en']} {row['said_zh']}: "
        f"{row['holds_in_grid']}/{row['grid']}"
    )
    if row["variants"] != row["grid"]:
        said += f" ({row['holds']}/{row['variants']})"
    movers = [" ".join(name_choice(c, results.corpus.lexicon)) for c in _list_movers(row)]
    return said + (f" ← {', '.join(movers)}" if movers else "")


def _list_movers(row: dict[str, Any]) -> list[str]:
    return row["overturned_by"].split("; ") if row["overturned_by"] else []


def _count_firm(rows: list[dict[str, Any]], results: Results) -> str:
    n = sum(_is_firm(row, results) for row in rows)
    least = results.corpus.lexicon.workbench.robustness.firm
    return (
        f"{len(rows)} 条中 {n} 条在 ≥{least:.0%} 的做法下成立 "
        f"{n} of {len(rows)} statements hold in >= {least:.0%}"
    )


def _is_firm(row: dict[str, Any], results: Results) -> bool:
    return bool(row["share"] >= results.corpus.lexicon.workbench.robustness.firm)


def _places(results: Results) -> tuple[Path, Path]:
    derived = results.corpus.study.derived
    return derived / "tables" / f"{TABLE}.csv", derived / f"{TABLE}.json"


def _read_kept(results: Results) -> list[dict[str, Any]] | None:
    """Return the rows that were made from these very inputs, if there are any."""
    path = _places(results)[1]
    try:
        record = json.loads(path.read_bytes())
        rows: list[dict[str, Any]] = record["rows"]
        fits = record["made_from"] == _hash_inputs(results)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return rows if fits else None


def _hash_inputs(results: Results) -> str:
    made_from = write_plain(list_inputs(results)).decode()
    return mix_key(made_from, hash_code("corpus"), CUTTER_VERSION)
