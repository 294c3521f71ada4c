"""Values -> rows of the tables that the codebook describes, sorted, with `None` for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isnan

from analysis.corpus.lexicon import Lexicon
from analysis.model import (
    DocumentReading,
    DocumentWarning,
    Grouping,
    KeywordCount,
    Plan,
    PlanCounts,
    Quarantined,
    Reading,
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


def tabulate_keywords(counts: Iterable[KeywordCount], plans: Mapping[str, Plan]) -> list[Row]:
    """One row a plan and keyword."""
    return [
        {
            **who(plans[count.plan_id]),
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
        {**who(plans[plan_id]), "rank": rank, "term": term, "tfidf": round(weight, 6)}
        for plan_id in sorted(leading)
        for rank, (term, weight) in enumerate(leading[plan_id], 1)
    ]


def tabulate_groups(
    grouping: Grouping,
    types: Iterable[RuleType],
    plans: Mapping[str, Plan],
    lexicon: Lexicon,
    lasting: Mapping[str, Row] | None = None,
) -> list[Row]:
    """One row a plan: its place in the tree and its nearest neighbour, or why it has none.

    Beside it stand the type that the lexicon's rule gives, of which the tree knows nothing, and
    plan id -> cells of the groups that last.
    """
    named = {rule.key: rule.zh for rule in (*lexicon.typology.types, lexicon.typology.mixed)}
    ruled: dict[str, Row] = {
        t.plan_id: {
            "rule_type": t.type,
            "rule_type_zh": named[t.type],
            "rule_share_pct": pct(t.share),
        }
        for t in types
    }
    nearest = {plan_id: (other, distance) for plan_id, other, distance in grouping.nearest}
    leaf = {grouping.plan_ids[i]: place for place, i in enumerate(grouping.order, 1)}
    cut = dict(zip(grouping.plan_ids, grouping.cut, strict=False)) if grouping.cut else {}
    rows: list[Row] = [
        {
            **who(plans[plan_id]),
            "leaf": leaf.get(plan_id),
            "nearest": nearest[plan_id][0] if plan_id in nearest else None,
            "distance": round(nearest[plan_id][1], 6) if plan_id in nearest else None,
            "cut": cut.get(plan_id),
            "jaccard": grouping.stability[cut[plan_id]] if grouping.stability else None,
            "null_p": None if grouping.null_p is None else round(grouping.null_p, 6),
            "verdict": grouping.verdict,
            "left_out": None,
            **(lasting or {}).get(plan_id, {}),
            **ruled.get(plan_id, {}),
        }
        for plan_id in grouping.plan_ids
    ]
    rows += [
        {
            **who(plans[plan_id]),
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


def who(plan: Plan) -> Row:
    """Name the plan a row is of."""
    return {"plan_id": plan.plan_id, "town": plan.town, "year": plan.stated_year}


def pct(share: float) -> float | None:
    """Return a share in percent, None for one that is not known."""
    return None if isnan(share) else round(float(share) * 100, 3)
