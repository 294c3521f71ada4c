"""Do the 90 % intervals of theme shares hold what they should? ``python -m benchmarks.intervals``.

Plans of known shares are invented, their sentences are misread by a known confusion matrix, and
a sample of other sentences is coded to learn that matrix from, as `correct_shares` does. The raw
interval should hold the share that the lexicon would measure in an endless plan of that kind,
the corrected one the true share. Nothing of the bundled study is read.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analysis.model import PlanCounts
from analysis.stats.correction import CodedThemes, correct_shares, split_evenly

SIZES = (20, 40, 80, 140)
N_THEMES = 20
CODED = 1600
RECALL = (0.5, 0.9)
"""Range of the themes' recalls; what is missed falls to no theme for the greater part."""
_LARGE = 0.05
_SILENT = 0.25
"""Mean share of sentences that speak of no theme."""

Floats = npt.NDArray[np.float64]


def invent_confusion(rng: np.random.Generator) -> Floats:
    """Invent how sentences are misread: rows true, columns found, the last one without theme."""
    n = N_THEMES
    matrix = np.zeros((n + 1, n + 1))
    for row in range(n):
        recall = rng.uniform(*RECALL)
        matrix[row] = 0.4 * (1 - recall) * rng.dirichlet(np.ones(n + 1))
        matrix[row, n] += 0.6 * (1 - recall)
        matrix[row, row] += recall
    matrix[n] = 0.2 * rng.dirichlet(np.ones(n + 1))
    matrix[n, n] += 0.8
    return matrix


def invent_shares(rng: np.random.Generator) -> Floats:
    """Invent a plan's true shares: some themes large, some nearly absent."""
    weights = np.append(np.full(N_THEMES, 1.5), 1.5 * N_THEMES * _SILENT / (1 - _SILENT))
    return rng.dirichlet(weights)


def misread(true: npt.NDArray[np.int64], confusion: Floats, rng: np.random.Generator) -> list[int]:
    """Draw what the lexicon finds in sentences of these themes."""
    return [int(rng.choice(len(confusion), p=confusion[theme])) for theme in true]


def count_found(found: Sequence[int], number: int) -> PlanCounts:
    """Count a plan of which only the found themes are known."""
    held = Counter((theme,) if theme < N_THEMES else () for theme in found)
    return PlanCounts(f"plan-{number}", 0, 0, (), (), len(found), (), tuple(sorted(held.items())))


def code_sentences(
    shares: Floats, confusion: Floats, n: int, rng: np.random.Generator
) -> CodedThemes:
    """Read and code n sentences of plans with these mean shares."""
    true = rng.choice(N_THEMES + 1, size=n, p=shares)
    read = misread(true, confusion, rng)
    sets = [[(t,) if t < N_THEMES else () for t in themes] for themes in (read, true.tolist())]
    return CodedThemes(split_evenly(sets[0], N_THEMES), split_evenly(sets[1], N_THEMES))


def measure_coverage(
    size: int, plans: int, worlds: int, seed: int, drift: float = 0.0
) -> tuple[float, ...]:
    """Coverage of the raw and corrected interval, the same of true shares of 5 % and more alone,
    coverage of the true share by the raw interval, and mean widths.

    Every world has its own misreading and its own coded sentences; its plans differ in shares.
    With a `drift` that part of every plan's sentences is misread in a way of its own, which no
    coded sentence shows.
    """
    rng = np.random.default_rng([seed, size])
    held = []
    for _ in range(worlds):
        confusion = invent_confusion(rng)
        true = np.array([invent_shares(rng) for _ in range(plans)])
        gold = code_sentences(true.mean(axis=0), confusion, CODED, rng)
        ways = [(1 - drift) * confusion + drift * invent_confusion(rng) for _ in true]
        counts = [
            count_found(misread(rng.choice(N_THEMES + 1, size=size, p=shares), way, rng), number)
            for number, (shares, way) in enumerate(zip(true, ways, strict=True))
        ]
        found = correct_shares(counts, N_THEMES, gold)
        measured = np.array([shares @ way for shares, way in zip(true, ways, strict=True)])[:, :-1]
        real = true[:, :-1]
        raw = (found.raw_low <= measured) & (measured <= found.raw_high)
        corrected = (found.low <= real) & (real <= found.high)
        held.append(
            (
                np.mean(raw),
                np.mean(corrected),
                np.mean(raw[real >= _LARGE]),
                np.mean(corrected[real >= _LARGE]),
                np.mean((found.raw_low <= real) & (real <= found.raw_high)),
                np.mean(found.raw_high - found.raw_low),
                np.mean(found.high - found.low),
            )
        )
    return tuple(np.mean(held, axis=0).tolist())


def main(argv: Sequence[str] | None = None) -> None:
    """Print the table of docs/intervals.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=20, help="plans of one size in every world")
    parser.add_argument("--worlds", type=int, default=12, help="confusion matrices")
    parser.add_argument("--drift", type=float, default=0.0, help="part read in ways of its own")
    parser.add_argument("--seed", type=int, default=2023)
    chosen = parser.parse_args(argv)
    lines = [
        "| sentences | raw covers measured | corrected covers true | raw, shares of 5 % and more "
        "| corrected, the same | raw covers true | raw width | corrected width |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for size in SIZES:
        row = measure_coverage(size, chosen.plans, chosen.worlds, chosen.seed, chosen.drift)
        lines.append("| " + " | ".join([str(size), *(f"{value:.3f}" for value in row)]) + " |")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
