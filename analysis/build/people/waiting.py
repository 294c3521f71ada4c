"""What waits for a person, in reading order; the review sheet out and back in."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from analysis.build.measures.results import Results
from analysis.build.people.arrivals import list_lacking
from analysis.corpus.corrections import append_corrections
from analysis.corpus.files import write_if_changed
from analysis.corpus.lock import PATIENCE, hold_alone
from analysis.errors import StudyError
from analysis.stats.coverage import MIN_CONFIDENCE
from analysis.tables.review import WaitingClaim, list_waiting, make_review
from analysis.tables.review_reading import read_review


def find_waiting(results: Results) -> tuple[WaitingClaim, ...]:
    """Return the doubtful claims of all plans that no person has seen."""
    corpus = results.corpus
    texts = {d.document.doc_id: d.document.text for d in corpus.documents}
    return tuple(
        waiting
        for part in (*corpus.parts.values(), *corpus.superiors.values())
        for claims, reading in [(part.claims, part.reading)]
        for waiting in list_waiting(
            claims, reading, texts[reading.plan.doc_id], below=MIN_CONFIDENCE
        )
    )


def list_open_ends(results: Results) -> list[str]:
    """Say what waits: files first, then names and years, then corrections, then claims."""
    corpus = results.corpus
    lines = [f"隔离 quarantined {q.path}: {q.message}; {q.fix}" for q in corpus.quarantined]
    for plan in corpus.plans.values():
        lacking = list_lacking(plan)
        if lacking:
            lines.append(
                f"待填 fill in register.csv: document = {corpus.doc_names[plan.doc_id]}, "
                f"number = {plan.number}: {', '.join(lacking)}"
            )
    lines += [
        f"提示 {w.code} {w.path}: {w.message}"
        for w in corpus.warnings
        if w.code not in ("W-NAM-01", "W-YEA-01")
    ]
    towns = Counter(waiting.claim.plan_id for waiting in find_waiting(results))
    lines += [
        f"待核 to review {plan_id}: {n} 条可信度低于 claims below {MIN_CONFIDENCE}"
        for plan_id, n in sorted(towns.items())
    ]
    return lines


def write_review(results: Results, path: Path) -> int:
    """Write the review sheet to `path`; return how many claims wait in it.

    Raises
    ------
    StudyError
        The file is there already: a person may have filled it in.
    """
    if path.exists():
        raise StudyError(
            "E-REV-04",
            "the review sheet is there already and may be filled in",
            where=str(path),
            fix="take it in with townplans check --import, or name another file",
        )
    waiting = find_waiting(results)
    corpus = results.corpus
    write_if_changed(path, make_review(waiting, corpus.lexicon.indicators, corpus.stale))
    return len(waiting)


def take_review(results: Results, path: Path) -> int:
    """Put the decisions of a filled-in sheet into corrections.csv; return how many are new."""
    study, decided = results.corpus.study, read_review(path)
    with hold_alone(study.derived, patience=PATIENCE):
        return append_corrections(study.root / "corrections.csv", decided)
