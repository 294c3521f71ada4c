"""Where the texts of a study are from: one row a plan, and one a file that gave none."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.build.documents.gather import Corpus
from analysis.build.measures.traits import name_genre
from analysis.corpus.matching import find_rows
from analysis.corpus.register import RegisterRow, plain_path
from analysis.model import DocumentReading, Plan
from analysis.tables.tabulate import Row

_SAME_BYTES = "W-DUP-01"
_NOTED = {"W-REG-01": "left_out", "W-DUP-02": "twin"}
"""Codes of the warnings that say why a plan is not used -> its state; one warning a plan."""


def tabulate_sources(corpus: Corpus) -> list[Row]:
    """Return a row for every plan, used or not, and for every file without one."""
    final = _find_plans(corpus)
    rows = [row for document in corpus.documents for row in _list_document(corpus, document, final)]
    rows += [
        {"doc": w.path, "state": "duplicate", "note": w.message}
        for w in corpus.warnings
        if w.code == _SAME_BYTES
    ]
    rows += [
        {
            "doc": refused.path,
            **_tell_register(corpus.people.register.by_key.get((plain_path(refused.path), None))),
            "sha256": refused.sha256 or None,
            "state": "quarantined",
            "note": f"{refused.code} {refused.message}",
        }
        for refused in corpus.quarantined
    ]
    return sorted(rows, key=lambda row: (str(row["doc"]), str(row.get("number", "")).zfill(6)))


def _find_plans(corpus: Corpus) -> dict[tuple[str, int], tuple[Plan, str]]:
    """Return document and number -> the plan under its final name, and what became of it."""
    found: dict[tuple[str, int], tuple[Plan, str]] = {}
    for plan in corpus.plans.values():
        found[plan.doc_id, plan.number] = plan, "truncated" if plan.truncated else "used"
    for part in corpus.superiors.values():
        found[part.reading.plan.doc_id, part.reading.plan.number] = part.reading.plan, "superior"
    for plan in corpus.left_out:
        found[plan.doc_id, plan.number] = plan, "left_out"
    return found


def _list_document(
    corpus: Corpus, held: DocumentReading, final: dict[tuple[str, int], tuple[Plan, str]]
) -> Iterator[Row]:
    document = held.document
    file: Row = {
        "doc": document.path,
        "encoding": document.encoding,
        "sha256": document.sha256 or None,
    }
    rows = find_rows(corpus.people.register, document, [r.plan.number for r in held.readings])
    notes = {code: iter([w.message for w in held.warnings if w.code == code]) for code in _NOTED}
    for reading in held.readings:
        plan, state = final[document.doc_id, reading.plan.number]
        row = rows.get(plan.number)
        if state == "left_out" and not (row is not None and row.use == "no"):
            state = "twin"
        yield {
            **file,
            **_tell_register(row),
            "number": plan.number,
            "plan_id": None if state in _NOTED.values() else plan.plan_id,
            "county": plan.county,
            "town": plan.town,
            "year": plan.stated_year,
            "title": plan.title,
            "genre": name_genre(row, plan.title, corpus.lexicon.places["report"]) or None,
            "chars": sum(map(len, held.clean.text[plan.start : plan.end].split())),
            "sentences": len(reading.sentences),
            "state": state,
            "note": next((next(notes[c], None) for c, s in _NOTED.items() if s == state), None),
        }
    if not held.readings:
        yield {**file, "state": "no_plan"}


def _tell_register(row: RegisterRow | None) -> Row:
    if row is None:
        return {}
    known = {name: getattr(row, name) for name in ("county", "town", "genre", "source")}
    return {**known, "year": row.year, "url": row.url, "obtained": row.obtained, "terms": row.terms}
