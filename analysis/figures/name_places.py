"""Where names stand beside marks: none upon another, none upon a mark, all inside their frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Point = tuple[float, float]
Boxes = npt.NDArray[np.float64]
_AROUND = (
    (1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1),
)  # fmt: skip
"""Sides of a mark in the order tried: right, left, above, below, then the corners."""
_CORNER = 0.6
"""A corner stands this much as far out as a side."""
_RINGS_IN = (0.0, 0.13, 0.26)
"""How far names may stand from their marks; beyond the first a line leads to them."""


@dataclass(frozen=True, slots=True)
class Place:
    """The middle of a name, in inches; `far` ones need a line to their mark."""

    x: float
    y: float
    far: bool


def place_names(
    marks: Sequence[Point], sizes: Sequence[Point], *, frame: Point, radius: float
) -> list[Place | None]:
    """Return where each name stands beside its mark; None where no side has room.

    Parameters
    ----------
    marks
        Middles of the marks, in inches from the upper left of the frame.
    sizes
        Width and height of each name in inches.
    frame
        Width and height of the frame in inches.
    radius
        Half the size of a mark in inches.

    Notes
    -----
    Marks that stand apart are served first, for they take room from nobody; near places of all
    names go before far ones.
    """
    points: Boxes = np.array(marks, dtype=np.float64).reshape(-1, 2)
    taken: Boxes = np.hstack([points - radius, points + radius])
    found: list[Place | None] = [None] * len(marks)
    apart = np.linalg.norm(points[:, None] - points[None], axis=2) + np.diag([np.inf] * len(points))
    order = np.argsort(-apart.min(axis=1, initial=np.inf).round(9), kind="stable").tolist()
    for ring in _RINGS_IN:
        for i in (i for i in order if found[i] is None):
            for box in _try_sides(points[i], sizes[i], radius + ring):
                inside = bool((box[:2] >= 0).all() and (box[2:] <= np.array(frame)).all())
                if inside and not _meets(box, np.delete(taken, i, axis=0)):
                    middle = (box[:2] + box[2:]) / 2
                    found[i] = Place(float(middle[0]), float(middle[1]), ring > 0)
                    taken = np.vstack([taken, box])
                    break
    return found


def _try_sides(mark: Boxes, size: Point, reach: float) -> Iterator[Boxes]:
    """Yield the boxes of a name on all sides of its mark."""
    half = np.array(size) / 2
    for way in _AROUND:
        far = reach * (_CORNER if all(way) else 1.0)
        middle = mark + np.array(way) * (np.array([far + 0.02, far + 0.01]) + half)
        yield np.hstack([middle - half, middle + half])


def _meets(box: Boxes, others: Boxes) -> bool:
    apart = (others[:, 2:] <= box[:2]) | (others[:, :2] >= box[2:])
    return not bool(apart.any(axis=1).all())
