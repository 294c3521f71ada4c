"""Shared text, what copying left behind, and what differs from a baseline."""

from __future__ import annotations

from analysis.model import Plan
from analysis.report.parts import Field, Material, Row, Sheet
from analysis.report.quotes import QuoteBook
from analysis.report.sheets_corpus import PLAN_ID, WHO, name_plan

_MOST_CHANGES = 5000


def list_reuse(material: Material, book: QuoteBook) -> list[Sheet]:
    """Lay out each plan's own and shared letters, pairs with their passages, and leaks."""
    return [
        _list_parts(material),
        _list_pairs(material),
        _list_leaks(material, book),
        _list_passages(material, book),
    ]


def _list_parts(material: Material) -> Sheet:
    compared = set(material.grouping.plan_ids)
    rows: list[Row] = [
        {
            **name_plan(material, part.plan_id),
            "compared": part.plan_id in compared,
            "letters": part.letters,
            "own": part.own,
            "copied": part.copied,
            "common": part.common,
            **{f"{name}_pct": _pct(n, part.letters) for name, n in _name_parts(part)},
            "weight": part.weight,
        }
        for part in material.reuse.parts
    ]
    fields = (
        *WHO,
        Field("compared", codes="yes_no", choose=True),
        *(Field(n, "number", recipe="letters_of_part") for n in ("letters", "own")),
        Field("own_pct", "number", recipe="share_of_part", bind=(("part", "own"),)),
        Field("copied", "number", recipe="letters_of_part"),
        Field("copied_pct", "number", recipe="share_of_part", bind=(("part", "copied"),)),
        Field("common", "number", recipe="letters_of_part"),
        Field("common_pct", "number", recipe="share_of_part", bind=(("part", "common"),)),
        Field("weight", "number", recipe="letters_of_part"),
    )
    return Sheet("text_parts", "reuse", fields, tuple(rows))


def _name_parts(part: object) -> list[tuple[str, int]]:
    return [(name, int(getattr(part, name))) for name in ("own", "copied", "common")]


def _pct(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 3) if whole else None


def _list_pairs(material: Material) -> Sheet:
    rows: list[Row] = [
        {
            **name_plan(material, pair.plan_id),
            "other": pair.other,
            "other_town": name_plan(material, pair.other)["town"],
            "same_town": pair.same_town,
            "letters": pair.letters,
            "share_pct": round(100 * pair.share, 3),
            "other_share_pct": round(100 * pair.other_share, 3),
            "passages": len(pair.passages),
            "longest": max(passage.letters for passage in pair.passages),
        }
        for pair in material.reuse.pairs
    ]
    fields = (
        *WHO,
        Field("other_town"),
        Field("same_town", codes="yes_no", choose=True),
        *(Field(n, "number", recipe="pair") for n in ("passages", "longest", "letters")),
        *(Field(n, "number", recipe="share_of_pair") for n in ("share_pct", "other_share_pct")),
        Field("other", "hidden"),
    )
    return Sheet("pairs", "reuse", fields, tuple(rows))


def _list_passages(material: Material, book: QuoteBook) -> Sheet:
    def doc(plan_id: str) -> str:
        return material.readings[plan_id].plan.doc_id

    rows: list[Row] = [
        {
            "plan_id": pair.plan_id,
            "other": pair.other,
            "start": passage.start,
            "end": passage.end,
            "other_start": passage.other_start,
            "other_end": passage.other_end,
            "letters": passage.letters,
            "quote": book.add_passage(doc(pair.plan_id), passage.start, passage.end),
            "other_quote": book.add_passage(
                doc(pair.other), passage.other_start, passage.other_end
            ),
        }
        for pair in material.reuse.pairs
        for passage in pair.passages
    ]
    fields = (
        PLAN_ID, Field("other", "hidden"), Field("letters", "number"), Field("start", "number"),
        Field("end", "number"), Field("other_start", "number"), Field("other_end", "number"),
        Field("quote", "hidden"), Field("other_quote", "hidden"),
    )  # fmt: skip
    return Sheet("passages", None, fields, tuple(rows), places="quote")


def _list_leaks(material: Material, book: QuoteBook) -> Sheet:
    rows: list[Row] = []
    for leak in material.leaks:
        plan: Plan = material.readings[leak.plan_id].plan
        rows.append(
            {
                **name_plan(material, leak.plan_id),
                "leak": leak.kind,
                "words": leak.words,
                "of_town": leak.town,
                "other_town": name_plan(material, leak.other)["town"] if leak.other else None,
                "quote": book.add_passage(plan.doc_id, leak.start, leak.end),
            }
        )
    fields = (
        *WHO,
        Field("leak", codes="leak", choose=True),
        Field("words", "mark", quote="quote"),
        Field("of_town"),
        Field("other_town"),
        Field("wording", "quoted", quote="quote"),
        Field("quote", "hidden"),
    )
    return Sheet("leaks", "reuse", fields, tuple(rows), places="quote")


def list_changes(material: Material) -> Sheet | None:
    """Lay out what differs from the baseline; None where there is none."""
    if material.changes is None:
        return None
    fields = (
        Field("table", choose=True),
        Field("key"),
        Field("column"),
        Field("what", codes="change", choose=True),
        Field("old"),
        Field("new"),
        Field("difference", "number", recipe="change"),
        Field("reason", codes="cause", choose=True),
        Field("detail"),
    )
    kept = material.changes[:_MOST_CHANGES]
    left = len(material.changes) - len(kept)
    notes = (
        {
            "zh": f"另有{left}处不同，见 townplans changes。",
            "en": f"{left} more differences: townplans changes.",
        },
    )
    return Sheet("changes", "changes", fields, kept, notes if left else ())
