"""Groups that stay: towns that came later go to the nearest of the groups a baseline keeps.

A group is kept as the mean of its members' Hellinger vectors, under a number that is never given
twice. Members stay where they are, whatever comes; a newcomer goes to the nearest mean, stands
between two where it is about as near to both, or is unlike any where it is farther away than
nearly all members are. When newcomers drift away from what was kept, a refit is recommended; its
groups take over the old numbers by the plans they share (Kuhn 1955, the Hungarian method).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analysis.model import Grouping, ThemeShares
from analysis.stats.alignment import align_numbers, name_groups
from analysis.stats.cutting import EVEN, Floats, Labels, cut_into, measure_silhouette, take_roots

Standing = Literal["member", "nearest", "between", "unlike"]
_DECIMALS = 9


@dataclass(frozen=True, slots=True)
class AssignRecipe:
    """When a newcomer belongs to a group, and when the groups should be made anew."""

    least_margin: float = 0.1
    """Below it a newcomer stands between its two nearest groups."""
    quantile: float = 0.95
    """Farther than this part of the members are from their groups: unlike any."""
    most_unlike: float = 0.2
    """A larger share of newcomers unlike any group is a drift ..."""
    most_distance: float = 1.25
    """... and so is a mean distance this many times the members'."""
    least_newcomers: int = 3
    """Fewer cannot tell a drift."""
    least_gain: float = 0.05
    """A refit keeps the number of groups unless another one's silhouette is so much larger."""


@dataclass(frozen=True, slots=True)
class GroupModel:
    """The groups a baseline keeps; `numbers`, `centroids` and `names` run side by side."""

    themes: tuple[str, ...]
    numbers: tuple[int, ...]
    centroids: Floats
    """Mean Hellinger vectors, ``(n_groups, n_themes)``."""
    names: tuple[str, ...]
    members: Mapping[str, int]
    """Plan id -> number of its group."""
    reach: float
    """Quantile of the members' distances to the mean of the others of their group (0..1)."""
    spread: float
    """Mean of those distances."""
    last_number: int
    """The highest number ever given, so that none is given twice."""
    even: float = EVEN
    """Part of each composition that was spread evenly when the means were taken."""

    def fits(self, shares: ThemeShares) -> bool:
        """Tell whether plans with these shares can be held against the means."""
        return self.themes == shares.themes and self.even == EVEN


@dataclass(frozen=True, slots=True)
class Assigned:
    """Where one plan stands."""

    plan_id: str
    group: int
    second: int | None
    """The nearest of the other groups."""
    distance: float
    """Hellinger distance to the mean of `group`."""
    margin: float | None
    """1 - distance / distance to `second`: 1 at the mean, 0 midway, below 0 nearer to the other."""
    standing: Standing


@dataclass(frozen=True, slots=True)
class Drift:
    """How newcomers as a whole compare with the members."""

    newcomers: int
    unlike: int
    distance_ratio: float | None
    """Their mean distance to their groups, as a multiple of the members'."""
    refit: bool


def keep_groups(
    shares: ThemeShares,
    grouping: Grouping,
    *,
    labels: Mapping[str, str],
    former: GroupModel | None = None,
    recipe: AssignRecipe | None = None,
) -> GroupModel | None:
    """Return the groups of a cut in the form a baseline keeps; None without a cut.

    Parameters
    ----------
    labels
        Theme -> what it is called in a group's name.
    former
        Groups kept before: theirs are the numbers and names of the groups that carry them on.
    """
    if not grouping.cut:
        return None
    recipe = recipe or AssignRecipe()
    roots = _find_rows(shares, grouping.plan_ids)
    cut = _choose_cut(grouping, former, recipe)
    groups = range(1, int(cut.max()) + 1)
    centroids = np.array([roots[cut == g].mean(axis=0) for g in groups]).round(_DECIMALS)
    apart = _leave_one_out(roots, cut, centroids)
    told = dict(zip(grouping.plan_ids, cut.tolist(), strict=True))
    number = align_numbers(
        former.members if former else {}, told, former.last_number if former else 0
    )
    names = dict(zip(former.numbers, former.names, strict=True)) if former else {}
    fresh = name_groups(
        centroids,
        roots,
        [labels[theme] for theme in shares.themes],
        kept={g - 1: names[number[g]] for g in groups if number[g] in names},
        taken=former.names if former else (),
    )
    return GroupModel(
        themes=shares.themes,
        numbers=tuple(number[g] for g in groups),
        centroids=centroids,
        names=fresh,
        members={plan_id: number[g] for plan_id, g in told.items()},
        reach=round(float(np.quantile(apart, recipe.quantile)), _DECIMALS),
        spread=round(float(apart.mean()), _DECIMALS),
        last_number=max(former.last_number if former else 0, *number.values()),
    )


def _choose_cut(grouping: Grouping, former: GroupModel | None, recipe: AssignRecipe) -> Labels:
    """Return the cut into as many groups as before, unless today's is clearly better."""
    _, places = np.unique(grouping.cut, return_inverse=True)
    today = np.asarray(places + 1, dtype=np.int64)
    if former is None or len(former.numbers) == today.max():
        return today
    as_before = cut_into(grouping.linkage, len(former.numbers))
    if as_before.max() != len(former.numbers):
        return today
    gain = measure_silhouette(grouping.distances, today) - measure_silhouette(
        grouping.distances, as_before
    )
    return today if gain > recipe.least_gain else as_before


def assign_plans(
    shares: ThemeShares,
    plan_ids: Sequence[str],
    model: GroupModel,
    recipe: AssignRecipe | None = None,
) -> tuple[Assigned, ...]:
    """Tell where each plan stands; members of the model stay in their groups.

    Raises
    ------
    ValueError
        The model's means are of other themes, or of compositions made otherwise.
    """
    if not model.fits(shares):
        raise ValueError("groups kept for other themes cannot take these plans in")
    recipe = recipe or AssignRecipe()
    roots = _find_rows(shares, plan_ids)
    far = np.linalg.norm(roots[:, None, :] - model.centroids[None], axis=2).round(_DECIMALS)
    found: list[Assigned] = []
    for plan_id, row in zip(plan_ids, far, strict=True):
        own = model.numbers.index(model.members[plan_id]) if plan_id in model.members else None
        home = int(row.argmin()) if own is None else own
        others = [j for j in np.argsort(row, kind="stable").tolist() if j != home]
        distance, second = float(row[home]), others[0] if others else None
        margin = None if second is None else _measure_margin(distance, float(row[second]))
        standing: Standing = "member"
        if own is None:
            standing = _judge(distance, margin, model, recipe)
        found.append(
            Assigned(
                plan_id,
                model.numbers[home],
                None if second is None else model.numbers[second],
                distance,
                margin,
                standing,
            )
        )
    return tuple(found)


def measure_drift(
    assigned: Sequence[Assigned], model: GroupModel, recipe: AssignRecipe | None = None
) -> Drift:
    """Compare the newcomers with the members: whether the kept groups fit them still."""
    recipe = recipe or AssignRecipe()
    came = [a for a in assigned if a.standing != "member"]
    unlike = sum(a.standing == "unlike" for a in came)
    mean = float(np.mean([a.distance for a in came])) if came else 0.0
    ratio = mean / model.spread if came and model.spread > 0 else None
    far = ratio is not None and ratio > recipe.most_distance
    enough = len(came) >= recipe.least_newcomers
    refit = enough and (far or unlike > recipe.most_unlike * len(came))
    return Drift(len(came), unlike, None if ratio is None else round(ratio, 6), refit)


def _judge(
    distance: float, margin: float | None, model: GroupModel, recipe: AssignRecipe
) -> Standing:
    if distance > model.reach:
        return "unlike"
    return "between" if margin is not None and margin < recipe.least_margin else "nearest"


def _measure_margin(distance: float, other: float) -> float:
    """Return 0 where both are 0: the plan is at two means at once."""
    return round(1 - distance / other, _DECIMALS) if other > 0 else -1.0 * (distance > 0)


def _find_rows(shares: ThemeShares, plan_ids: Sequence[str]) -> Floats:
    row = {plan_id: i for i, plan_id in enumerate(shares.plan_ids)}
    return take_roots(shares.shares[[row[plan_id] for plan_id in plan_ids]])


def _leave_one_out(roots: Floats, cut: Labels, centroids: Floats) -> Floats:
    """Distances of members to the mean of the others of their group; a group of one has none."""
    sizes = np.bincount(cut)[cut]
    own = np.linalg.norm(roots - centroids[cut - 1], axis=1)
    shared = sizes > 1
    return np.asarray(own[shared] * sizes[shared] / (sizes[shared] - 1), dtype=np.float64)
