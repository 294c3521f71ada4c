"""The same group, the same number and name, whenever groups are made anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from analysis.stats.cutting import Floats

NAME_MARK = "·"
"""Between the themes of a group's name."""


def align_numbers(
    old: Mapping[str, int], new: Mapping[str, int], last_number: int = 0
) -> dict[int, int]:
    """Give each new group the number of the old one it carries on: most plans stay in all.

    A new group that shares no plan with its match gets a number of its own, above `last_number`,
    the highest that was given before. Matched by linear assignment (Kuhn 1955).
    """
    before, after = sorted(set(old.values())), sorted(set(new.values()))
    overlap = np.zeros((len(after), len(before)))
    for plan_id, group in new.items():
        if plan_id in old:
            overlap[after.index(group), before.index(old[plan_id])] += 1
    matched = zip(*linear_sum_assignment(overlap, maximize=True), strict=True)
    number = {after[i]: before[j] for i, j in matched if overlap[i, j] > 0}
    last = max([*before, last_number])
    for group in after:
        if group not in number:
            last += 1
            number[group] = last
    return number


def name_groups(
    centroids: Floats,
    roots: Floats,
    labels: Sequence[str],
    kept: Mapping[int, str] | None = None,
    taken: Sequence[str] = (),
) -> tuple[str, ...]:
    """Name each group by the two themes it speaks of most above the mean plan; all different.

    Parameters
    ----------
    kept
        Place among `centroids` -> the name that such a group has and keeps.
    taken
        Names that no other group may be given.
    """
    kept = kept or {}
    mean = np.square(roots).mean(axis=0)
    names: list[str] = []
    for place, centroid in enumerate(centroids):
        if place in kept:
            names.append(kept[place])
            continue
        used = {*names, *kept.values(), *taken}
        order = np.argsort(-(np.square(centroid) - mean).round(9), kind="stable")
        leading = [labels[i] for i in order]
        said = 2
        while NAME_MARK.join(leading[:said]) in used and said < len(leading):
            said += 1
        names.append(NAME_MARK.join(leading[:said]))
    return tuple(names)
