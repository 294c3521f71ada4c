"""Plans on a plane: classical scaling of their distances, and how much of them it keeps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.stats.cutting import Floats

AXES = 2


@dataclass(frozen=True, slots=True)
class TownMap:
    """Where plans stand on a plane."""

    points: Floats
    """``(n_plans, 2)``, in units of the distances, centred at 0."""
    kept: tuple[float, float]
    """Share of the variance of all distances that each axis keeps, 0..1."""


def map_plans(distances: Floats) -> TownMap:
    """Place plans by classical scaling (Torgerson 1952; principal coordinates, Gower 1966).

    Parameters
    ----------
    distances
        Euclidean distances, ``(n_plans, n_plans)``; Hellinger's are.

    Notes
    -----
    Axes may be mirrored without a change in meaning: on each the farthest plan, the first
    among equals, stands on the positive side. Plans that are all alike stand at 0.
    """
    n = len(distances)
    if n == 0:
        return TownMap(np.zeros((0, AXES)), (0.0, 0.0))
    centre = np.eye(n) - 1 / n
    values, vectors = np.linalg.eigh(-0.5 * centre @ np.square(distances) @ centre)
    values = np.where(values > 1e-12 * max(values[-1], 1e-12), values, 0.0)
    points = np.zeros((n, AXES))
    kept = [0.0] * AXES
    for axis in range(min(AXES, n)):
        place = vectors[:, -1 - axis] * np.sqrt(values[-1 - axis])
        farthest = int(np.abs(place).round(9).argmax())
        points[:, axis] = place * (-1 if place[farthest] < 0 else 1)
        kept[axis] = float(values[-1 - axis] / values.sum()) if values.sum() > 0 else 0.0
    return TownMap((points + 0.0).round(9) + 0.0, (round(kept[0], 9), round(kept[1], 9)))
