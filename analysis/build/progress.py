"""The progress bar of a run, in a terminal and in a notebook."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TypeVar

from tqdm import tqdm

T = TypeVar("T")


def track(
    items: Iterable[T], what: str, unit: str, *, show: bool, total: int | None = None
) -> Iterable[T]:
    """Pass `items` on, showing how far they are, how many a second and the time left.

    The bar goes away when it is done. `total` is how many there are, where `items` cannot tell.
    """
    in_notebook = "ipykernel" in sys.modules
    stream = sys.stdout if in_notebook else sys.stderr
    bar: Iterable[T] = tqdm(
        items,
        desc=what,
        unit=unit,
        total=total,
        leave=False,
        disable=not show,
        file=stream,
        ascii=" ▏▎▍▌▋▊▉█",
    )
    return bar
