"""Shared text, leaks, and what groups were held against, as rows of tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from analysis.model import Plan
from analysis.stats.controls import Control
from analysis.stats.leaks import Leak
from analysis.stats.reuse import SharedPair, TextParts
from analysis.stats.templates import Template
from analysis.tables.tabulate import Row, pct, who


def tabulate_reuse(pairs: Iterable[SharedPair], plans: Mapping[str, Plan]) -> list[Row]:
    """One row a pair of plans with passages in common."""
    return [
        {
            **who(plans[pair.plan_id]),
            "other": pair.other,
            "same_town": pair.same_town,
            "letters": pair.letters,
            "share_pct": pct(pair.share),
            "other_share_pct": pct(pair.other_share),
            "passages": len(pair.passages),
            "longest": max(passage.letters for passage in pair.passages),
        }
        for pair in pairs
    ]


def tabulate_passages(
    pairs: Iterable[SharedPair], plans: Mapping[str, Plan], texts: Mapping[str, str]
) -> list[Row]:
    """One row a passage, in the order of the first text; `texts` are received, by document."""
    return [
        {
            "plan_id": pair.plan_id,
            "other": pair.other,
            "row": number,
            "letters": passage.letters,
            "towns": passage.towns,
            "start": passage.start,
            "end": passage.end,
            "other_start": passage.other_start,
            "other_end": passage.other_end,
            "quote": texts[plans[pair.plan_id].doc_id][passage.start : passage.end],
        }
        for pair in pairs
        for number, passage in enumerate(pair.passages, 1)
    ]


def tabulate_templates(
    templates: Iterable[Template], plans: Mapping[str, Plan], texts: Mapping[str, str]
) -> list[Row]:
    """One row a piece of a template and plan that holds it."""
    rows: list[Row] = []
    for template in templates:
        seen: dict[str, int] = {}
        for place in template.places:
            plan = plans[place.plan_id]
            seen[place.plan_id] = seen.get(place.plan_id, 0) + 1
            rows.append(
                {
                    **who(plan),
                    "template": template.number,
                    "row": seen[place.plan_id],
                    "plans": len(template.plan_ids),
                    "letters": place.letters,
                    "start": place.start,
                    "end": place.end,
                    "quote": texts[plan.doc_id][place.start : place.end],
                }
            )
    return rows


def tabulate_text_parts(
    parts: Iterable[TextParts], templates: Mapping[str, int], plans: Mapping[str, Plan]
) -> list[Row]:
    """One row a plan: how much of it is its own, one other town's, several towns'."""
    return [
        {
            **who(plans[part.plan_id]),
            "letters": part.letters,
            "own_pct": pct(part.own / part.letters) if part.letters else None,
            "copied_pct": pct(part.copied / part.letters) if part.letters else None,
            "common_pct": pct(part.common / part.letters) if part.letters else None,
            "template": templates.get(part.plan_id),
            "weight": round(part.weight, 6),
        }
        for part in parts
    ]


def tabulate_leaks(
    leaks: Sequence[Leak], plans: Mapping[str, Plan], texts: Mapping[str, str]
) -> list[Row]:
    """One row a sentence and what of another town's stands in it."""
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for leak in leaks:
        plan = plans[leak.plan_id]
        seen[leak.plan_id] = seen.get(leak.plan_id, 0) + 1
        rows.append(
            {
                **who(plan),
                "row": seen[leak.plan_id],
                "kind": leak.kind,
                "words": leak.words,
                "of_town": leak.town,
                "other": leak.other,
                "in_passage": leak.in_passage,
                "start": leak.start,
                "end": leak.end,
                "quote": texts[plan.doc_id][leak.start : leak.end],
            }
        )
    return rows


def tabulate_controls(
    controls: Iterable[Control], labels: Mapping[str, Mapping[str, str]]
) -> list[Row]:
    """One row a trait that groups should not follow."""
    return [
        {
            "trait": control.trait,
            "trait_zh": labels[f"trait_{control.trait}"]["zh"],
            "values": control.values,
            "ari": None if control.ari is None else round(control.ari, 6),
            "p": control.p,
            "p_holm": control.p_holm,
            "bites": control.bites,
        }
        for control in controls
    ]
