"""Tables of words beside a plain notebook's: ``python -m benchmarks.words 1000 --rounds 3``.

Plain: read the files, ``jieba.lcut``, ``TfidfVectorizer``, count the keywords; when a file is added
it does everything again. Ours: ``open_study(place, write=False)`` and its tables ``keywords`` and
``terms``; it cleans the texts, splits them into plans and sections and reads every claim as well.
Each in a kernel of its own whose libraries and dictionary are there; CPU seconds, those of its
processes included, round by round in turn. A ratio is one of a round, the median is printed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from analysis.build.run import open_study
from analysis.corpus.lexicon import read_lexicon
from analysis.corpus.study import find_bundled
from benchmarks.generate import write_plans

CHARS = 9_600
"""Length of a document: 28 kB, that of a county's report."""


def measure_cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds of `work` and of the processes it started and ended."""
    before = os.times()
    work()
    return sum(os.times()[:4]) - sum(before[:4])


def tabulate_plainly(plans: Path) -> None:
    """Make the tables of words as a notebook without this program would."""
    import jieba  # noqa: PLC0415 - there before the clock runs, and only where it is asked for
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415

    names = sorted(path.name for path in plans.glob("*.txt"))
    words = [jieba.lcut((plans / name).read_text(encoding="utf-8")) for name in names]
    TfidfVectorizer(max_features=5000).fit_transform([" ".join(cut) for cut in words])
    [[cut.count(word) for word in ("乡村振兴", "招商引资", "共同富裕")] for cut in words]


def tabulate_ours(plans: Path) -> None:
    """Make the tables of words as a notebook of this program does."""
    results = open_study(plans, write=False, progress=False)
    for name in ("keywords", "terms"):
        results.tables[name]


def go_round(tabulate: Callable[[Path], None], n: int, chars: int) -> tuple[float, ...]:
    """Return the seconds of a first time, when a document was added, and when one more was.

    The first time many processes read; the second this one loads what they kept.
    """
    lexicon = read_lexicon(find_bundled() / "lexicon")
    with tempfile.TemporaryDirectory(prefix="townplans-") as home:
        os.chdir(home)
        (Path(home) / "one").mkdir()
        write_plans(Path(home) / "one", n + 2, n + 3, lexicon, chars)
        tabulate(Path(home) / "one")  # what is loaded once a kernel
        plans = Path(home) / "plans"
        write_plans(plans, 0, n, lexicon, chars)
        took = [measure_cpu(lambda: tabulate(plans))]
        for added in (n, n + 1):
            write_plans(plans, added, added + 1, lexicon, chars)
            took.append(measure_cpu(lambda: tabulate(plans)))
        return tuple(took)


def _go_rounds(n: int, chars: int, rounds: int) -> Iterator[tuple[float, ...]]:
    for _ in range(rounds):
        found: list[float] = []
        for tabulate in (tabulate_plainly, tabulate_ours):
            with ProcessPoolExecutor(1, get_context("spawn")) as kernel:
                found += kernel.submit(go_round, tabulate, n, chars).result()
        yield tuple(found)


def main(argv: Sequence[str] | None = None) -> None:
    """Print one row per number of documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--chars", type=int, default=CHARS)
    chosen = parser.parse_args(argv)
    sys.stdout.write(
        "| documents | plain, first s | ours s | ratio | plain, one added s | ours s | ratio "
        "| plain, one more s | ours s | ratio |\n|---|---|---|---|---|---|---|---|---|---|\n"
    )
    for n in chosen.sizes:
        rounds = list(_go_rounds(n, chosen.chars, chosen.rounds))
        cells = [str(n)]
        for plain, ours in ((0, 3), (1, 4), (2, 5)):
            cells += [f"{statistics.median(r[i] for r in rounds):.2f}" for i in (plain, ours)]
            ratios = sorted(r[plain] / r[ours] for r in rounds)
            cells.append(f"{statistics.median(ratios):.2g} [{ratios[0]:.2g}-{ratios[-1]:.2g}]")
        sys.stdout.write("| " + " | ".join(cells) + " |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
