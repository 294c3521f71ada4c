"""How quickly words are cut, and whether they are jieba's. ``python -m benchmarks.tokens``.

The same texts are cut by jieba and by rjieba in turn, CPU time, the median of the rounds: the
cutting alone, and with the numbering of words and places that a study keeps (`cut_plan`).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from analysis.build.documents.stages import list_words
from analysis.corpus.documents import decode_document
from analysis.corpus.lexicon import read_lexicon
from analysis.corpus.listing import read_bytes
from analysis.corpus.study import find_bundled, read_study
from analysis.model import Reading
from analysis.text.reading import read_plans
from analysis.text.tokens import Cutter, cut_plan


def measure_cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds that `work` takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main(argv: Sequence[str] | None = None) -> None:
    """Print one row per folder of text files."""
    study = read_study(find_bundled())
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[study.plans])
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args(argv)
    lexicon = read_lexicon(study.lexicon)
    quick = Cutter(list_words(lexicon), frozenset().union(*lexicon.stop_words.values()))
    took = measure_cpu(quick.hurry)
    slow = quick.stop_hurrying()
    lines = [
        f"{quick.engine}, ready in {took:.2f} s, against {slow.engine}\n",
        "| texts | plans | words | differing plans | cutting: jieba s | rjieba s | ratio "
        "| cut_plan: jieba s | rjieba s | ratio |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for folder in chosen.folders:
        readings: list[Reading] = []
        for path in sorted(folder.rglob("*.txt")):
            document = decode_document(path.name, read_bytes(path.name, path))
            readings += read_plans(document, lexicon).readings
        texts = [reading.clean.text for reading in readings]
        words = [quick.split(text) for text in texts]
        differing = sum(
            found != slow.split(text)
            or quick.stop_guessing().split(text) != slow.stop_guessing().split(text)
            for found, text in zip(words, texts, strict=True)
        )
        row = [folder.name, str(len(texts)), str(sum(map(len, words))), str(differing)]
        for work in (
            lambda cutter, texts=texts: [cutter.split(text) for text in texts],
            lambda cutter, readings=readings: [cut_plan(reading, cutter) for reading in readings],
        ):
            rounds = [
                (measure_cpu(lambda: work(slow)), measure_cpu(lambda: work(quick)))  # noqa: B023
                for _ in range(chosen.rounds)
            ]
            row += [f"{statistics.median(seconds):.3f}" for seconds in zip(*rounds, strict=True)]
            row.append(f"{statistics.median(s / q for s, q in rounds):.1f}")
        lines.append("| " + " | ".join(row) + " |")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
