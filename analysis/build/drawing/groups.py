"""Results -> the figures that look closely at groups, at shared text, and at groups before."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from analysis.build.drawing.framing import frame_picture, name_towns
from analysis.build.history.baseline import read_baseline
from analysis.build.measures.manifests import list_baselines
from analysis.build.measures.results import Results
from analysis.build.measures.standing import say_names
from analysis.build.measures.traits import choose_templates
from analysis.figures.co_assignment import draw_co_assignment
from analysis.figures.cut_marks import tell_instead, title_group
from analysis.figures.group_changes import draw_group_changes
from analysis.figures.group_moves import NOWHERE, GroupMove
from analysis.figures.groups import draw_groups
from analysis.figures.layout import Picture
from analysis.figures.reuse_matrix import draw_reuse_matrix
from analysis.figures.silhouettes import draw_silhouettes
from analysis.figures.style import current_page, word, words
from analysis.figures.text_parts import draw_text_parts
from analysis.figures.town_map import draw_town_map
from analysis.model import Grouping
from analysis.stats.co_assignment import measure_together
from analysis.stats.cutting import take_roots
from analysis.stats.groups import GroupRecipe
from analysis.stats.maps import map_plans
from analysis.stats.silhouettes import measure_silhouettes


def compose_groups(results: Results) -> Picture:
    """Draw the tree of the towns, with its verdict and the support of its groups."""
    frame = _warn(results, frame_picture(results, "groups"))
    return draw_groups(say_groups(results), name_towns(results), **frame)


def compose_co_assignment(results: Results) -> Picture:
    """Draw how often two towns fall together in the resamples that tested the groups."""
    grouping, shares = say_groups(results), results.grouped_shares
    together = None
    if grouping.cut:
        recipe = GroupRecipe()
        row = {plan_id: i for i, plan_id in enumerate(shares.plan_ids)}
        roots = take_roots(shares.shares[[row[plan_id] for plan_id in grouping.plan_ids]])
        draws = {"draws": recipe.draws, "seed": recipe.seed}
        together = measure_together(roots, len(set(grouping.cut)), **draws)
    frame = _warn(results, frame_picture(results, "co_assignment"), named=True)
    return draw_co_assignment(grouping, together, name_towns(results), **frame)


def compose_map(results: Results) -> Picture:
    """Draw the towns on the plane that keeps most of their distances."""
    placed = map_plans(results.grouping.distances)
    frame = frame_picture(results, "map", kept=f"{100 * sum(placed.kept):.0f}")
    return draw_town_map(say_groups(results), placed, name_towns(results), **_warn(results, frame))


def compose_silhouettes(results: Results) -> Picture:
    """Draw how well each town stands in its group."""
    frame = _warn(results, frame_picture(results, "silhouettes"))
    measured = measure_silhouettes(results.grouping)
    return draw_silhouettes(say_groups(results), measured, name_towns(results), **frame)


def _warn(results: Results, frame: dict[str, Any], *, named: bool = False) -> dict[str, Any]:
    """Put before a figure's note what the groups wrongly follow, and whose they are."""
    biting = [word(f"trait_{c.trait}") for c in results.controls if c.bites]
    traits = word("list_mark").join(biting)
    bites = word("controls_bite", traits=traits) if biting else ""
    said = (bites, *tell_lasting(results, named=named), frame["note"])
    return frame | {"note": word("sentence_mark").join(filter(None, said))}


def tell_lasting(results: Results, *, named: bool) -> list[str]:
    """Say whose the groups are where a baseline keeps them, and who does not quite fit.

    `named` adds the groups' names, for a figure that has room for numbers only.
    """
    lasting, grouping = results.lasting, say_groups(results)
    if not grouping.group_names:
        return []
    said = [word("note_refit" if lasting.drift is None else "note_frozen")]
    if named:
        titles = (title_group(grouping, group) for group in grouping.group_names)
        said.append(word("note_names", names=word("list_mark").join(titles)))
    between = [
        word(f"stands_{a.standing}", town=name_towns(results)[a.plan_id])
        for a in lasting.assigned
        if a.standing in ("between", "unlike")
    ]
    if between:
        said.append(word("note_between", towns=word("list_mark").join(between)))
    return said


def tell_group(results: Results, plan_id: str) -> str:
    """Say in which of a baseline's groups a town stands, and how; nothing without a baseline."""
    grouping = say_groups(results)
    cut = dict(zip(grouping.plan_ids, grouping.cut, strict=False))
    if plan_id not in cut or not grouping.group_names:
        return ""
    standing = next(a.standing for a in results.lasting.assigned if a.plan_id == plan_id)
    title = title_group(grouping, cut[plan_id])
    return word("card_group", group=word(f"stands_{standing}", town=title))


def say_groups(results: Results) -> Grouping:
    """Return the grouping with its groups' names in the page's language."""
    grouping, lexicon = results.grouping, results.corpus.lexicon
    names = say_names(grouping.group_names, lexicon, current_page().lang)
    return replace(grouping, group_names=names)


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
    names = {plan_id: name_towns(results)[plan_id] for plan_id in corpus.shown}
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
    return draw_text_parts(parts, name_towns(results), note=said, **frame)


@dataclass(frozen=True, slots=True)
class _Before:
    """What the latest baseline kept of groups; plan id -> number and name of its group."""

    baseline: str | None
    groups: Mapping[str, tuple[int, str]]
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
    types = results.grouping.verdict == "types"
    said = (
        word("note_refit" if results.lasting.drift is None else "note_frozen"),
        word("said_types" if types else "said_descriptive"),
        frame.pop("note"),
    )
    note = word("sentence_mark").join(filter(None, said))
    groups = dict(before.groups.values()) | dict(zip(model.numbers, model.names, strict=True))
    groups = say_names(groups, results.corpus.lexicon, current_page().lang)
    new = results.lasting.new_groups
    return draw_group_changes(_list_moves(results, before), groups, new=new, note=note, **frame)


def _list_moves(results: Results, before: _Before) -> list[GroupMove]:
    lasting, names = results.lasting, name_towns(results)
    now = {a.plan_id: a for a in lasting.assigned}
    return [
        GroupMove(
            plan_id=plan_id,
            town=names.get(plan_id) or before.labels.get(plan_id, plan_id),
            before=before.groups[plan_id][0] if plan_id in before.groups else NOWHERE,
            after=now[plan_id].group if plan_id in now else NOWHERE,
            standing=now[plan_id].standing if plan_id in now else "member",
            anew=lasting.anew.get(plan_id, NOWHERE),
        )
        for plan_id in sorted(before.groups.keys() | now.keys())
    ]


def _read_before(results: Results) -> _Before:
    if not list_baselines(results.corpus.study):
        return _Before(None, {}, {})
    baseline = read_baseline(results.corpus.study)
    table = baseline.tables.get("groups", b"").decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(table, newline="")) if row.get("assigned")]
    groups = {row["plan_id"]: (int(row["assigned"]), row.get("group_name", "")) for row in rows}
    return _Before(baseline.name, groups, baseline.labels)
