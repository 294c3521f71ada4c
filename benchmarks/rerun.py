"""A first run, one added town, nothing changed, beside a plain notebook: ``python -m benchmarks``.

Each is a process of its own, start-up included; CPU seconds of the process and its children. The
plain notebook (`benchmarks.plain_notebook`) is run between ours, round by round; a ratio is one
of a round, the median of the rounds is printed. The two do not make the same: ours reads goals
with their sentences, writes 40 tables, a report and some 20 figures in three formats.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.corpus.lexicon import read_lexicon
from analysis.corpus.study import find_bundled
from analysis.figures.font_files import find_font_file
from benchmarks.generate import CHARS, write_plans

OURS = ("first run", "one added town", "nothing changed")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took."""

    cpu: float
    """Seconds, its children's included."""
    peak: float
    """Megabytes of its largest process."""


def measure(command: Sequence[str], ok: Sequence[int] = (0,)) -> Cost:
    """Run a command to its end and return what it took."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in ok:
        raise SystemExit(f"{' '.join(map(str, command))}: exit code {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def go_round(n: int, chars: int, folder: Path) -> dict[str, Cost]:
    """Measure all of one round in an empty folder."""
    lexicon, font = read_lexicon(find_bundled() / "lexicon"), find_font_file()
    plans, out = folder / "plans", folder / "out"
    write_plans(plans, 0, n, lexicon, chars)
    python = [sys.executable, "-m"]
    ours = [*python, "analysis.cli", "run", "--quiet", "--plans", str(plans), "--out", str(out)]
    plain = [*python, "benchmarks.plain_notebook", str(plans), str(folder / "plain"), str(font)]
    costs = {"first run": measure(ours), "plain, first": measure(plain)}
    write_plans(plans, n, n + 1, lexicon, chars)
    costs["one added town"] = measure(ours)
    costs["plain, one added"] = measure(plain)
    costs["nothing changed"] = measure(ours)
    return costs


def main(argv: Sequence[str] | None = None) -> None:
    """Print one row per number of documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[5, 100])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--chars", type=int, default=CHARS)
    chosen = parser.parse_args(argv)
    sys.stdout.write(
        "| documents | plain notebook s, MB | first run s, MB | plain / first run "
        "| one added town s | plain / one added | nothing changed s | plain / nothing changed |\n"
        "|---|---|---|---|---|---|---|---|\n"
    )
    for n in chosen.sizes:
        rounds = []
        for _ in range(chosen.rounds):
            folder = Path(tempfile.mkdtemp(prefix="townplans-"))
            rounds.append(go_round(n, chosen.chars, folder))
            shutil.rmtree(folder)
        sys.stdout.write(_tell(n, rounds))
        sys.stdout.flush()


def _tell(n: int, rounds: Sequence[dict[str, Cost]]) -> str:
    def seconds(what: str) -> str:
        return f"{statistics.median(r[what].cpu for r in rounds):.2f}"

    def peak(what: str) -> str:
        return f"{max(r[what].peak for r in rounds):.0f}"

    def ratio(what: str, plain: str) -> str:
        found = sorted(r[plain].cpu / r[what].cpu for r in rounds)
        return f"{statistics.median(found):.2g} [{found[0]:.2g}-{found[-1]:.2g}]"

    cells = [str(n), f"{seconds('plain, first')}, {peak('plain, first')}"]
    cells += [f"{seconds('first run')}, {peak('first run')}", ratio("first run", "plain, first")]
    for what in OURS[1:]:
        cells += [seconds(what), ratio(what, "plain, one added")]
    return "| " + " | ".join(cells) + " |\n"


if __name__ == "__main__":
    main()
