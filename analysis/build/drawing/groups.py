"""Results -> the figures that look closely at groups, at shared text, and at groups before."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.build.drawing.framing import frame_picture
from analysis.build.history.baseline import read_baseline
from analysis.build.measures.manifests import list_baselines
from analysis.build.measures.results import Results
from analysis.build.measures.traits import choose_templates
from analysis.figures.co_assignment import draw_co_assignment
from analysis.figures.cut_marks import tell_instead
from analysis.figures.group_changes import draw_group_changes
from analysis.figures.group_moves import NOWHERE, GroupMove
from analysis.figures.groups import draw_groups
from analysis.figures.layout import Picture
from analysis.figures.reuse_matrix import draw_reuse_matrix
from analysis.figures.silhouettes import draw_silhouettes
from analysis.figures.style import word, words
from analysis.figures.text_parts import draw_text_parts
from analysis.figures.town_map import draw_town_map
from analysis.stats.alignment import align_numbers
from analysis.stats.co_assignment import measure_together
from analysis.stats.cutting import take_roots
from analysis.stats.groups import GroupRecipe
from analysis.stats.maps import map_plans
from analysis.stats.silhouettes import measure_silhouettes


def compose_groups(results: Results) -> Picture:
    """Draw the tree of the towns, with its verdict and the support of its groups."""
    return draw_groups(
        results.grouping, results.corpus.names, **_warn(results, frame_picture(results, "groups"))
    )


def compose_co_assignment(results: Results) -> Picture:
    """Draw how often two towns fall together in the resamples that tested the groups."""
    grouping, shares = results.grouping, results.grouped_shares
    together = None
    if grouping.cut:
        recipe = GroupRecipe()
        row = {plan_id: i for i, plan_id in enumerate(shares.plan_ids)}
        roots = take_roots(shares.shares[[row[plan_id] for plan_id in grouping.plan_ids]])
        draws = {"draws": recipe.draws, "seed": recipe.seed}
        together = measure_together(roots, max(grouping.cut), **draws)
    frame = _warn(results, frame_picture(results, "co_assignment"))
    return draw_co_assignment(grouping, together, results.corpus.names, **frame)


def compose_map(results: Results) -> Picture:
    """Draw the towns on the plane that keeps most of their distances."""
    placed = map_plans(results.grouping.distances)
    frame = frame_picture(results, "map", kept=f"{100 * sum(placed.kept):.0f}")
    return draw_town_map(results.grouping, placed, results.corpus.names, **_warn(results, frame))


def compose_silhouettes(results: Results) -> Picture:
    """Draw how well each town stands in its group."""
    frame = _warn(results, frame_picture(results, "silhouettes"))
    measured = measure_silhouettes(results.grouping)
    return draw_silhouettes(results.grouping, measured, results.corpus.names, **frame)


def _warn(results: Results, frame: dict[str, Any]) -> dict[str, Any]:
    """Put before a figure's note which traits the groups follow that they should not."""
    biting = [word(f"trait_{c.trait}") for c in results.controls if c.bites]
    traits = word("list_mark").join(biting)
    said = (word("controls_bite", traits=traits) if biting else "", frame["note"])
    return frame | {"note": word("sentence_mark").join(filter(None, said))}


def compose_reuse_matrix(results: Results) -> Picture:
    """Draw who shares text with whom, of the plans side by side."""
    corpus = results.corpus
    shown = set(corpus.shown)
    shared: dict[tuple[str, str], float] = {}
    for pair in results.reuse.pairs:
        if not pair.same_town and {pair.plan_id, pair.other} <= shown:
            shared[pair.plan_id, pair.other] = pair.share
            shared[pair.other, pair.plan_id] = pair.other_share
    families = {p: n for p, n in choose_templates(results.reuse).items() if p in shown}
    names = {plan_id: corpus.names[plan_id] for plan_id in corpus.shown}
    return draw_reuse_matrix(shared, families, names, **frame_picture(results, "reuse_matrix"))


def compose_text_parts(results: Results) -> Picture:
    """Draw how much of each plan side by side is its own."""
    corpus = results.corpus
    shown = set(corpus.shown)
    frame = frame_picture(results, "text_parts")
    effective = results.reuse.count_effective(shown)
    counted = word("note_effective", n=len(shown), effective=f"{effective:.1f}")
    said = word("sentence_mark").join(filter(None, (counted, frame.pop("note"))))
    parts = [part for part in results.reuse.parts if part.plan_id in shown]
    return draw_text_parts(parts, corpus.names, note=said, **frame)


@dataclass(frozen=True, slots=True)
class _Before:
    """What the latest baseline kept of groups; plan id -> number and name of its group."""

    baseline: str | None
    groups: Mapping[str, tuple[int, str]]
    verdict: str
    labels: Mapping[str, str]


def has_groups_before(results: Results) -> bool:
    """Tell whether the latest baseline and this run both have groups."""
    return bool(results.lasting.model and _read_before(results).groups)


def compose_before_after(results: Results) -> Picture:
    """Draw the towns' lasting groups in the latest baseline and now; or say why it cannot be."""
    before, model = _read_before(results), results.lasting.model
    name = f" {before.baseline}" if before.baseline else ""
    frame = frame_picture(results, "before_after", baseline=name)
    if model is None or not before.groups:
        key = "no_groups_now" if before.groups else "no_groups_then"
        why = words(key if name else "no_baseline_yet", baseline=before.baseline)
        return tell_instead(why, n=len(results.corpus.shown), **frame)
    frozen = results.lasting.drift is not None
    verdict = before.verdict if frozen else results.grouping.verdict
    said = (
        word("note_frozen" if frozen else "note_refit"),
        word("said_types" if verdict == "types" else "said_descriptive"),
        frame.pop("note"),
    )
    note = word("sentence_mark").join(filter(None, said))
    groups = dict(before.groups.values()) | dict(zip(model.numbers, model.names, strict=True))
    return draw_group_changes(_list_moves(results, before), groups, note=note, **frame)


def _list_moves(results: Results, before: _Before) -> list[GroupMove]:
    lasting, grouping, names = results.lasting, results.grouping, results.corpus.names
    now = {a.plan_id: a for a in lasting.assigned}
    cut = dict(zip(grouping.plan_ids, grouping.cut, strict=False))
    groups = {plan_id: a.group for plan_id, a in now.items()}
    last = lasting.model.last_number if lasting.model else 0
    number = align_numbers(groups, cut, last) if cut else {}
    return [
        GroupMove(
            plan_id=plan_id,
            town=names.get(plan_id) or before.labels.get(plan_id, plan_id),
            before=before.groups[plan_id][0] if plan_id in before.groups else NOWHERE,
            after=groups.get(plan_id, NOWHERE),
            standing=now[plan_id].standing if plan_id in now else "member",
            anew=number[cut[plan_id]] if plan_id in cut else NOWHERE,
        )
        for plan_id in sorted(before.groups.keys() | now.keys())
    ]


def _read_before(results: Results) -> _Before:
    if not list_baselines(results.corpus.study):
        return _Before(None, {}, "", {})
    baseline = read_baseline(results.corpus.study)
    table = baseline.tables.get("groups", b"").decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(table, newline="")) if row.get("assigned")]
    groups = {row["plan_id"]: (int(row["assigned"]), row.get("group_name", "")) for row in rows}
    verdict = next((row.get("verdict", "") for row in rows), "")
    return _Before(baseline.name, groups, verdict, baseline.labels)
