"""How well each plan stands in its group: a negative silhouette is nearer to another one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import silhouette_samples

from analysis.model import Grouping


@dataclass(frozen=True, slots=True)
class TownSilhouette:
    """One plan in its group of the cut."""

    plan_id: str
    group: int
    value: float
    """(b - a) / max(a, b), -1..1: a its mean distance to its group's others, b to the `second`."""
    second: int
    """The nearest of the other groups, by mean distance."""


def measure_silhouettes(grouping: Grouping) -> tuple[TownSilhouette, ...]:
    """Measure each plan's silhouette in the order of plan ids; none without a cut.

    A plan that is a group of its own has 0 (Rousseeuw 1987).
    """
    return tuple(_measure(grouping)) if len(set(grouping.cut)) > 1 else ()


def _measure(grouping: Grouping) -> Iterator[TownSilhouette]:
    cut = np.array(grouping.cut, dtype=np.int64)
    numbers = np.unique(cut)
    # sklearn wants zeros in the diagonal to the last bit
    distances = grouping.distances * (1 - np.eye(len(cut)))
    values = silhouette_samples(distances, cut, metric="precomputed").round(9)
    means = np.array([distances[:, cut == number].mean(axis=1) for number in numbers]).T
    others = np.where(numbers == cut[:, None], np.inf, means.round(9))
    for plan_id, group, value, row in zip(grouping.plan_ids, cut, values, others, strict=True):
        yield TownSilhouette(plan_id, int(group), float(value), int(numbers[row.argmin()]))
