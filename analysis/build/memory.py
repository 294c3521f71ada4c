"""How often Python looks for memory to free while a study is measured and written."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_EVERY = 10_000
"""New objects after which Python sweeps; its own 700 are for programs that hold little."""


@contextmanager
def sweep_seldom() -> Iterator[None]:
    """Keep Python from looking for rubbish, again and again, through all that was read so far.

    That takes an eighth of a run and finds little: documents, counts and rows are needed to its
    end. What is there when the ``with`` block begins is not looked through inside it.
    """
    former = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_EVERY, *former[1:])
    try:
        yield
    finally:
        gc.set_threshold(*former)
        gc.unfreeze()
