"""Reading by one worker of a Dask cluster and by two: ``python -m benchmarks.cluster 2000``.

Seconds on the clock, each from new workers and an empty study, beside the CPU seconds of the worker
that did most (on cores that others work on, only these compare), of all workers and of the run.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from distributed import Client, LocalCluster

from analysis.build.documents.many import read_study_documents
from analysis.corpus.lexicon import read_lexicon
from analysis.corpus.lock import write_alone
from analysis.corpus.study import make_study
from benchmarks.generate import CHARS, write_plans


def main(argv: Sequence[str] | None = None) -> None:
    """Print one row per reading: first one worker, then two, round after round."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("n", type=int)
    parser.add_argument("--chars", type=int, default=CHARS)
    parser.add_argument("--rounds", type=int, default=1)
    chosen = parser.parse_args(argv)
    head: list[str] = []
    with tempfile.TemporaryDirectory(prefix="townplans-") as folder:
        plans = Path(folder) / "plans"
        plans.mkdir()
        lexicon = read_lexicon(make_study(plans, Path(folder)).lexicon)
        write_plans(plans, 0, chosen.n, lexicon, chosen.chars)
        for round_ in range(chosen.rounds):
            for workers in (1, 2):
                row = measure_reading(plans, Path(folder) / f"{workers}-{round_}", workers)
                if not head:
                    head = list(row)
                    sys.stdout.write("| " + " | ".join(head) + " |\n|" + "---|" * len(head) + "\n")
                sys.stdout.write("| " + " | ".join(row.values()) + " |\n")
                sys.stdout.flush()


def measure_reading(plans: Path, out: Path, workers: int) -> dict[str, str]:
    """Read all plans anew by so many workers of one thread."""
    study = make_study(plans, out)
    lexicon = read_lexicon(study.lexicon)
    with (
        LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0"
        ) as started,
        Client(started) as client,
        write_alone(study, draw=False),
    ):
        before = client.run(time.process_time)
        began, here = time.monotonic(), time.process_time()
        address = started.scheduler_address
        told = read_study_documents(study, lexicon, progress=False, cluster=address)
        seconds, here = time.monotonic() - began, time.process_time() - here
        used = [cpu - before[worker] for worker, cpu in client.run(time.process_time).items()]
    return {
        "documents": f"{len(told.computed):,}",
        "workers": str(workers),
        "seconds": f"{seconds:.1f}",
        "CPU of the busiest worker": f"{max(used):.1f}",
        "CPU of all workers": f"{sum(used):.1f}",
        "CPU of run and scheduler": f"{here:.1f}",
        "left to the run": str(told.given_back),
        "load": f"{os.getloadavg()[0]:.1f}",
    }


if __name__ == "__main__":
    main()
