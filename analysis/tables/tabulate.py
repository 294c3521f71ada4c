"""Values -> rows of the tables that the codebook describes, sorted, with `None` for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isnan

from analysis.corpus.corrections import Correction
from analysis.corpus.lexicon import Lexicon
from analysis.extract.amend import StaleCorrection
from analysis.extract.ledger import ledger_row
from analysis.extract.numbers import Numeral
from analysis.model import (
    Claim,
    CoverageCell,
    DocumentReading,
    DocumentWarning,
    Grouping,
    KeywordCount,
    Plan,
    PlanCounts,
    Quarantined,
    Reading,
    Stated,
    TargetRow,
)
from analysis.stats.typology import RuleType

Row = dict[str, object]


def tabulate_documents(
    documents: Sequence[DocumentReading],
    quarantined: Sequence[Quarantined],
    warnings: Sequence[DocumentWarning],
) -> list[Row]:
    """One row a document, the refused ones included."""
    messages: dict[str, list[str]] = {}
    for warning in warnings:
        messages.setdefault(warning.path, []).append(f"{warning.code} {warning.message}")
    rows: list[Row] = []
    for reading in documents:
        document = reading.document
        rows.append(
            {
                "path": document.path,
                "doc_id": document.doc_id,
                "state": "warned" if document.path in messages else "ok",
                "encoding": document.encoding,
                "received_chars": len(document.text),
                "kept_chars": len(reading.clean.text),
                "plans": len(reading.readings),
                "announced": len(reading.announced) or None,
                "messages": "; ".join(messages.get(document.path, [])) or None,
            }
        )
    for refused in quarantined:
        rows.append(
            {
                "path": refused.path,
                "doc_id": refused.sha256[:12] or None,
                "state": "quarantined",
                "messages": f"{refused.code} {refused.message}; {refused.fix}",
            }
        )
    return sorted(rows, key=lambda row: str(row["path"]))


def tabulate_plans(
    readings: Mapping[str, Reading], docs: Mapping[str, str], counts: Mapping[str, PlanCounts]
) -> list[Row]:
    """One row a plan, with the words its name and years were read from."""
    rows: list[Row] = []
    for plan_id, reading in sorted(readings.items()):
        plan = reading.plan
        words = {inference.name: inference.quote for inference in plan.inferences}
        rows.append(
            {
                "plan_id": plan_id,
                "doc": docs[plan.doc_id],
                "number": plan.number,
                "title": plan.title,
                "county": plan.county,
                "town": plan.town,
                "stated_year": plan.stated_year,
                "content_year": plan.content_year,
                "truncated": plan.truncated,
                "sentences": len(reading.sentences),
                "plan_sentences": counts[plan_id].n_plan_sentences,
                "plan_chars": counts[plan_id].chars_plan,
                "words_for_town": words.get("town"),
                "words_for_year": words.get("stated_year"),
                "words_for_content_year": words.get("content_year"),
            }
        )
    return rows


def tabulate_announced(documents: Sequence[DocumentReading]) -> list[Row]:
    """One row for each entry of a compilation's contents list."""
    return [
        {
            "doc": reading.document.path,
            "number": entry.number,
            "title": entry.title,
            "town": entry.town or None,
            "state": entry.state,
            "plan_id": entry.plan_id,
            "confidence": entry.confidence,
        }
        for reading in documents
        for entry in reading.announced
    ]


def tabulate_cuts(documents: Sequence[DocumentReading]) -> list[Row]:
    """One row for every span that cleaning removed, replaced or left outside all plans.

    Changes of width and line end, one for one, are left out: they are thousands and lose nothing.
    """
    return [
        {
            "doc": reading.document.path,
            "start": cut.start,
            "end": cut.end,
            "rule": cut.rule,
            "removed": reading.document.text[cut.start : cut.end],
            "replaced_by": cut.text or None,
        }
        for reading in documents
        for cut in (*reading.clean.cuts, *reading.unassigned)
        if cut.end - cut.start != len(cut.text)
    ]


def tabulate_claims(
    claims: Mapping[str, Sequence[Claim]],
    plans: Mapping[str, Plan],
    docs: Mapping[str, str],
    *,
    only_targets: bool = False,
) -> list[Row]:
    """One row a claim, in the order of the text."""
    return [
        {
            "plan_id": plan_id,
            "row": number,
            **ledger_row(claim, plans[plan_id], docs[plans[plan_id].doc_id]),
        }
        for plan_id in sorted(claims)
        for number, claim in enumerate(claims[plan_id], 1)
        if claim.status == "target" or not only_targets
    ]


def tabulate_numbers(numerals: Mapping[str, Sequence[Numeral]]) -> list[Row]:
    """One row a numeral, in the order of the text."""
    return [
        {
            "plan_id": plan_id,
            "start": numeral.start,
            "end": numeral.end,
            "text": numeral.text,
            "fate": numeral.fate,
            "role": numeral.sentence_role,
        }
        for plan_id in sorted(numerals)
        for numeral in numerals[plan_id]
    ]


def tabulate_corrections(
    corrections: Sequence[Correction], stale: Sequence[StaleCorrection]
) -> list[Row]:
    """One row a correction and what became of it."""
    why = {found.correction.row: found.reason for found in stale}
    return [
        {
            "row": c.row,
            "plan_id": c.plan_id,
            "anchor": c.anchor,
            "action": c.action,
            "field": c.field or None,
            "value": c.value or None,
            "by": c.by or None,
            "when": c.when or None,
            "reason": c.reason or None,
            "state": "stale" if c.row in why else "applied",
            "why": why.get(c.row),
        }
        for c in corrections
    ]


def tabulate_coverage(
    cells: Iterable[CoverageCell],
    plans: Mapping[str, Plan],
    lexicon: Lexicon,
    without_text: Mapping[str, Row],
) -> list[Row]:
    """One row a town and indicator; the states add up to (plans + towns without) x indicators."""
    who = {**without_text, **{plan_id: _who(plan) for plan_id, plan in plans.items()}}
    return [
        {
            **who[cell.plan_id],
            "indicator": cell.indicator,
            "indicator_zh": lexicon.indicators[cell.indicator].zh,
            "state": cell.state,
        }
        for cell in cells
    ]


def tabulate_growth_targets(
    rows: Iterable[TargetRow], indicator: str, plans: Mapping[str, Plan], lexicon: Lexicon
) -> list[Row]:
    """One row a plan for one indicator: the target, or the state that stands for it."""
    table: list[Row] = []
    for row in rows:
        target = row.target.amount if row.target else None
        stated = target if isinstance(target, Stated) else None
        evidence = row.target.evidence if row.target else None
        table.append(
            {
                **_who(plans[row.plan_id]),
                "indicator": indicator,
                "indicator_zh": lexicon.indicators[indicator].zh,
                "state": row.state,
                "target_low": stated.low if stated else None,
                "target_high": stated.high if stated else None,
                "qualifier": stated.qualifier if stated else None,
                "commitment": row.target.commitment if row.target else None,
                "stretch_pct": _low(row.stretch),
                "achieved_pct": _low(row.achieved),
                "wording": evidence.quote if evidence else None,
                "start": evidence.start if evidence else None,
                "end": evidence.end if evidence else None,
            }
        )
    return table


def tabulate_keywords(counts: Iterable[KeywordCount], plans: Mapping[str, Plan]) -> list[Row]:
    """One row a plan and keyword."""
    return [
        {
            **_who(plans[count.plan_id]),
            "keyword": count.keyword,
            "count_document": count.count_document,
            "count_plan": count.count_plan,
            "per_10k_chars": round(count.per_10k_chars, 3),
            "tfidf": round(count.tfidf, 6),
            "rank": count.rank,
        }
        for count in counts
    ]


def tabulate_terms(
    leading: Mapping[str, Sequence[tuple[str, float]]], plans: Mapping[str, Plan]
) -> list[Row]:
    """One row a plan and rank, heaviest term first."""
    return [
        {**_who(plans[plan_id]), "rank": rank, "term": term, "tfidf": round(weight, 6)}
        for plan_id in sorted(leading)
        for rank, (term, weight) in enumerate(leading[plan_id], 1)
    ]


def tabulate_groups(
    grouping: Grouping, types: Iterable[RuleType], plans: Mapping[str, Plan], lexicon: Lexicon
) -> list[Row]:
    """One row a plan: its place in the tree and its nearest neighbour, or why it has none.

    Beside it stands the type that the lexicon's rule gives, of which the tree knows nothing.
    """
    named = {rule.key: rule.zh for rule in (*lexicon.typology.types, lexicon.typology.mixed)}
    ruled: dict[str, Row] = {
        t.plan_id: {
            "rule_type": t.type,
            "rule_type_zh": named[t.type],
            "rule_share_pct": _pct(t.share),
        }
        for t in types
    }
    nearest = {plan_id: (other, distance) for plan_id, other, distance in grouping.nearest}
    leaf = {grouping.plan_ids[i]: place for place, i in enumerate(grouping.order, 1)}
    cut = dict(zip(grouping.plan_ids, grouping.cut, strict=False)) if grouping.cut else {}
    rows: list[Row] = [
        {
            **_who(plans[plan_id]),
            "leaf": leaf.get(plan_id),
            "nearest": nearest[plan_id][0] if plan_id in nearest else None,
            "distance": round(nearest[plan_id][1], 6) if plan_id in nearest else None,
            "cut": cut.get(plan_id),
            "jaccard": grouping.stability[cut[plan_id] - 1] if grouping.stability else None,
            "null_p": None if grouping.null_p is None else round(grouping.null_p, 6),
            "verdict": grouping.verdict,
            "left_out": None,
            **ruled.get(plan_id, {}),
        }
        for plan_id in grouping.plan_ids
    ]
    rows += [
        {
            **_who(plans[plan_id]),
            "verdict": grouping.verdict,
            "left_out": reason,
            **ruled.get(plan_id, {}),
        }
        for plan_id, reason in grouping.left_out
    ]
    return sorted(rows, key=lambda row: str(row["plan_id"]))


def tabulate_quarantine(quarantined: Iterable[Quarantined]) -> list[Row]:
    """One row a refused document."""
    return [
        {"path": q.path, "sha256": q.sha256, "code": q.code, "message": q.message, "fix": q.fix}
        for q in sorted(quarantined, key=lambda q: q.path)
    ]


def tabulate_warnings(warnings: Iterable[DocumentWarning]) -> list[Row]:
    """One row a warning."""
    ordered = sorted(warnings, key=lambda w: (w.path, w.code, w.message))
    return [{"path": w.path, "code": w.code, "message": w.message} for w in ordered]


def _who(plan: Plan) -> Row:
    return {"plan_id": plan.plan_id, "town": plan.town, "year": plan.stated_year}


def _pct(share: float) -> float | None:
    return None if isnan(share) else round(float(share) * 100, 3)


def _low(claim: Claim | None) -> float | None:
    return claim.amount.low if claim and isinstance(claim.amount, Stated) else None
