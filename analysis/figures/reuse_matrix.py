"""Who shares text with whom: the part of each town's plan that stands in another's too.

A text does not say who copied; no direction is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from analysis.figures.cut_marks import tell_instead
from analysis.figures.layout import Picture
from analysis.figures.paging import body_room
from analysis.figures.style import current_page, word, words
from analysis.figures.town_matrix import TownMatrix
from analysis.figures.tree import Run

_EDGES = (0.0, 0.01, 0.05, 0.2, 0.5, 1.0)

Shared = Mapping[tuple[str, str], float]
"""Plan and other plan -> share of the first one's letters that stand in the other, 0..1."""


def draw_reuse_matrix(
    shared: Shared,
    families: Mapping[str, int],
    names: Mapping[str, str],
    *,
    caption: Mapping[str, str],
    sources: Sequence[str] = (),
    note: str = "",
) -> Picture:
    """Compose the matrix of the towns that share anything, by template, then by name.

    `names` are all towns compared, `families` the template that a plan holds most of.
    """
    ids = order_sharers(shared, families, names)
    counts = {"n": len(names), "sharing": len(ids)}
    frame: dict[str, Any] = {"caption": caption, "sources": tuple(sources), "n": len(names)}
    if not ids:
        return tell_instead(words("no_reuse", n=len(names)), note=note, **frame)
    values = np.array([[shared.get((a, b), 0.0) for b in ids] for a in ids])
    runs = list_families(ids, families)
    matrix = TownMatrix(values, [names[p] for p in ids], edges=_EDGES, runs=runs)
    framed = word("note_families") if runs else ""
    alone = word("note_no_reuse", n=len(names) - len(ids)) if len(ids) < len(names) else ""
    said = [word("note_reuse_matrix"), framed, alone, note]
    note = word("sentence_mark").join(part for part in said if part)
    return Picture(
        **frame,
        note=note,
        alt=words("alt_reuse_matrix", **counts),
        data=tabulate_shared(shared, ids, families, names),
        page=current_page(),
        parts=tuple(matrix.deal_parts(body_room(caption, note, sources))),
    )


def order_sharers(
    shared: Shared, families: Mapping[str, int], names: Mapping[str, str]
) -> list[str]:
    """Return the plans that share anything: by template, then pairs that have none together."""
    pairs = [pair for pair, share in shared.items() if share > 0]
    last = max(families.values(), default=0) + 1
    place = {p: i for i, p in enumerate(names)}
    first = dict(place)
    for a, b in pairs:
        if families.get(a) == families.get(b):
            first[a] = min(first[a], place[b])

    def rank(plan_id: str) -> tuple[int, int, int]:
        return families.get(plan_id, last), first[plan_id], place[plan_id]

    return sorted({p for pair in pairs for p in pair}, key=rank)


def list_families(ids: Sequence[str], families: Mapping[str, int]) -> list[Run]:
    """Return each template's towns as a run of rows."""
    rows: dict[int, list[int]] = {}
    for y, plan_id in enumerate(ids):
        if plan_id in families:
            rows.setdefault(families[plan_id], []).append(y)
    return [(family, held[0], held[-1]) for family, held in rows.items()]


def tabulate_shared(
    shared: Shared, ids: Sequence[str], families: Mapping[str, int], names: Mapping[str, str]
) -> tuple[dict[str, object], ...]:
    """List each pair that shares text, in the order drawn."""
    return tuple(
        {
            "plan_id": a,
            "town": names[a],
            "template": families.get(a),
            "other": b,
            "other_town": names[b],
            "share_pct": round(100 * shared[a, b], 4),
        }
        for a in ids
        for b in ids
        if shared.get((a, b), 0.0) > 0
    )
