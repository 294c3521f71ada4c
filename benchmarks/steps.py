"""What each step of a run costs by number of documents: ``python -m benchmarks.steps 100 1000``.

One process, CPU seconds; figures are left out (``--draw`` draws them as well). Read: bytes to
claims, words and counts of new documents. From the store: the same documents once more.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from analysis.build.documents.gather import gather, read_people
from analysis.build.documents.many import read_study_documents
from analysis.build.documents.reading import ReadDocuments
from analysis.build.drawing.pictures import export_pictures
from analysis.build.measures.results import Results
from analysis.build.telling.methods import LANGUAGES, tell_methods
from analysis.build.telling.reporting import write_report
from analysis.corpus.inputs import take_inputs
from analysis.corpus.lexicon import read_lexicon
from analysis.corpus.study import make_study
from analysis.tables.frames import to_csv
from analysis.tables.workbook import to_workbook
from benchmarks.generate import CHARS, write_plans

T = TypeVar("T")


def main(argv: Sequence[str] | None = None) -> None:
    """Print one row per number of documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--chars", type=int, default=CHARS)
    parser.add_argument("--draw", action="store_true")
    chosen = parser.parse_args(argv)
    head: list[str] = []
    for n in chosen.sizes:
        with tempfile.TemporaryDirectory(prefix="townplans-") as folder:
            row = measure_steps(n, chosen.chars, Path(folder), draw=chosen.draw)
        if not head:
            head = list(row)
            sys.stdout.write("| " + " | ".join(head) + " |\n|" + "---|" * len(head) + "\n")
        sys.stdout.write("| " + " | ".join(row.values()) + " |\n")
        sys.stdout.flush()


def measure_steps(n: int, chars: int, folder: Path, *, draw: bool) -> dict[str, str]:
    """Take `n` plans through every step; return its name -> what it took."""
    took: dict[str, str] = {"documents": f"{n:,}"}

    def time_step(name: str, work: Callable[[], T]) -> T:
        began = time.process_time()
        done = work()
        took[name] = f"{time.process_time() - began:.1f}"
        return done

    plans = folder / "plans"
    plans.mkdir()
    study = make_study(plans, folder / "out")
    lexicon = read_lexicon(study.lexicon)
    took["MB"] = f"{write_plans(plans, 0, n, lexicon, chars) / 1e6:.1f}"

    def read() -> ReadDocuments:
        return read_study_documents(study, lexicon, progress=False, workers=1)

    time_step("inputs hashed", lambda: take_inputs(study))
    time_step("read", read)
    told = time_step("from the store", read)
    corpus = time_step(
        "gathered",
        lambda: gather(
            study, lexicon, read_people(study), list(told.done.values()), quarantined=(), doubled=()
        ),
    )
    results = Results(corpus)
    time_step("measured, laid out", lambda: list(results.tables.values()))
    time_step("tables", lambda: [to_csv(table) for table in results.tables.values()])
    time_step("workbook", lambda: to_workbook(results.tables))
    methods = time_step("methods", lambda: {x: tell_methods(results, x) for x in LANGUAGES})
    time_step("report", lambda: write_report(results, methods))
    if draw:
        time_step("figures", lambda: export_pictures(results, progress=False))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return took | {"peak MB": f"{peak:,.0f}"}


if __name__ == "__main__":
    main()
