"""Pages of figures, drawn by this process and, where they are many, by others beside it."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future

from analysis.build.processes import count_processes, open_pool, without_main
from analysis.figures.export import Leaf, paint, paint_here

WORTH_A_PROCESS = 12
"""Pages for each process: one more takes as long to start as three pages to draw."""
_AHEAD = 2
"""Pages a process has in hand, so that it never waits; they are held in memory."""


def paint_together(
    leaves: Iterable[Leaf], pages: int, *, workers: int | None = None
) -> Generator[tuple[bytes, ...], None, None]:
    """Draw `pages` pages, with at most `workers` processes; who draws a page changes no byte."""
    helpers = count_processes(pages // WORTH_A_PROCESS, workers) - 1
    with open_pool(helpers) as pool:
        if pool is None:
            yield from paint_here(leaves, pages)
        else:
            yield from _share(leaves, pool, helpers * _AHEAD)


def _share(leaves: Iterable[Leaf], pool: Executor, most: int) -> Iterator[tuple[bytes, ...]]:
    """Yield what is painted in order; what the pool has no hand free for is painted here."""
    begun: deque[tuple[Leaf, Future[tuple[bytes, ...]]]] = deque()
    for leaf in leaves:
        in_hand = sum(not future.done() for _, future in begun)
        begun.append((leaf, _hand_over(leaf, pool if in_hand < most else None)))
        while begun and begun[0][1].done():
            yield _take(*begun.popleft())
    while begun:
        yield _take(*begun.popleft())


def _hand_over(leaf: Leaf, pool: Executor | None) -> Future[tuple[bytes, ...]]:
    if pool is not None:
        try:
            with without_main():
                return pool.submit(paint, leaf)
        except BrokenExecutor:
            pass
    here: Future[tuple[bytes, ...]] = Future()
    here.set_result(paint(leaf))
    return here


def _take(leaf: Leaf, future: Future[tuple[bytes, ...]]) -> tuple[bytes, ...]:
    try:
        return future.result()
    except BrokenExecutor:
        return paint(leaf)
