"""Figures of groups and shared text over n invented towns, drawn on the page that is open."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from figure_towns import CAPTION, grouping, names_of

from analysis.figures.co_assignment import draw_co_assignment
from analysis.figures.group_changes import draw_group_changes
from analysis.figures.group_moves import GroupMove
from analysis.figures.groups import draw_groups
from analysis.figures.reuse_matrix import draw_reuse_matrix
from analysis.figures.silhouettes import draw_silhouettes
from analysis.figures.text_parts import draw_text_parts
from analysis.figures.town_map import draw_town_map
from analysis.model import Grouping
from analysis.stats.maps import map_plans
from analysis.stats.reuse import TextParts
from analysis.stats.silhouettes import measure_silhouettes

SOURCES = [f"虚构的公开栏第{i}期" for i in range(9)]
GROUPS = {
    1: "基础设施与城镇建设·商贸与消费",
    2: "工业与园区·招商引资",
    3: "文化与旅游·村集体经济",
    5: "农业",
}


def group_towns(n: int, verdict: str = "descriptive") -> Grouping:
    """Return towns as a run groups them: below eight a tree alone, else a cut that was tested."""
    if n < 8:
        return grouping(n, "tree_only")
    held = {"verdict": verdict, "null_p": 0.12, "stability": {1: 0.82, 2: 0.61, 3: 0.9}}
    return replace(grouping(n), **held)


KEPT = {
    2: "工业与园区·招商引资",
    7: "粮食生产片区（东部丘陵各乡与沿江两个镇，含整建制推进的示范乡）及其外围",
    13: "Education, health, social security·Grassroots governance and civility",
}


def keep_groups(n: int, verdict: str = "descriptive") -> Grouping:
    """Return the same groups by a baseline's numbers and names; 13 is new and 2 is no branch."""
    group = group_towns(n, verdict)
    number = {1: 7, 2: 2, 3: 13}
    cut = [number[g] for g in group.cut]
    lent = next((i for i in group.order if cut and cut[i] == 7), None)
    if lent is not None:
        cut[lent] = 2
    return replace(
        group,
        cut=tuple(cut),
        stability={number[g]: value for g, value in group.stability.items()} if cut else {},
        group_names=KEPT if cut else {},
        new_groups=frozenset({13} if cut else ()),
    )


def invent_together(n: int) -> np.ndarray:
    """Return shares of resamples that are high inside a group and low across."""
    cut, draw = np.array(group_towns(n).cut), np.random.default_rng(3)
    noise = draw.uniform(0, 0.45, (n, n))
    values = np.where(cut[:, None] == cut, 1 - noise, noise * 0.6)
    values = np.triu(values, 1) + np.triu(values, 1).T + np.eye(n)
    return values.round(2)


def invent_shared(n: int) -> tuple[dict[tuple[str, str], float], dict[str, int]]:
    """Return pairs that share text, and templates: every fifth town shares nothing."""
    ids = [p for i, p in enumerate(names_of(n)) if i % 5 != 4]
    families = {p: 1 + i % 7 // 2 for i, p in enumerate(ids) if i % 7 < 5}
    shared: dict[tuple[str, str], float] = {}
    for i, a in enumerate(ids):
        for j, b in enumerate(ids):
            if i != j and families.get(a) == families.get(b) is not None:
                shared[a, b] = (0.004, 0.03, 0.12, 0.34, 0.81)[(i * 3 + j * 5) % 5]
    for a, b in zip(ids[::6], ids[1::6], strict=False):
        shared[a, b], shared[b, a] = 0.02, 0.06
    return shared, families


def invent_parts(n: int) -> list[TextParts]:
    sizes = ((1858, 0, 0), (447, 1240, 0), (974, 0, 119), (1870, 148, 256), (0, 0, 0))
    return [TextParts(p, sum(sizes[i % 5]), *sizes[i % 5]) for i, p in enumerate(names_of(n))]


def invent_moves(n: int) -> list[GroupMove]:
    moves = []
    for i, (plan_id, town) in enumerate(names_of(n).items()):
        before = (1, 2, 3, 1, 2, 1)[i % 6]
        after = 3 if i % 11 == 3 else before
        standing = "member"
        if i % 7 == 5:
            before, standing = 0, ("nearest", "between", "unlike")[i % 3]
        if i % 13 == 8:
            after, standing = (5, "member") if i % 2 else (0, "member")
        moves.append(GroupMove(plan_id, town, before, after, standing, 3 if i % 9 == 4 else after))
    return [m for m in moves if m.before or m.after]


def told():
    return {"caption": CAPTION, "sources": SOURCES}


def tree_with_support(n):
    return draw_groups((keep_groups if n == 32 else group_towns)(n), names_of(n), **told())


def co_assignment(n):
    together = None if n < 8 else invent_together(n)
    group = (keep_groups if n == 32 else group_towns)(n)
    return draw_co_assignment(group, together, names_of(n), **told())


def town_map(n):
    group = (group_towns if n == 32 else keep_groups)(n)
    return draw_town_map(group, map_plans(group.distances), names_of(n), **told())


def silhouettes(n):
    group = (group_towns if n == 32 else keep_groups)(n)
    return draw_silhouettes(group, measure_silhouettes(group), names_of(n), **told())


def reuse_matrix(n):
    return draw_reuse_matrix(*invent_shared(n), names_of(n), **told())


def text_parts(n):
    return draw_text_parts(invent_parts(n), names_of(n), **told())


def group_changes(n):
    return draw_group_changes(invent_moves(n), GROUPS, new={5}, **told())


OF_GROUPS = (
    tree_with_support, co_assignment, town_map, silhouettes, reuse_matrix, text_parts,
    group_changes,
)  # fmt: skip
