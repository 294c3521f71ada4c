"""How far the numbers can be believed, for the methods paragraphs: F1, alpha, right targets."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan

from analysis.build.measures.results import Results
from analysis.build.validity.claim_validity import judge_targets
from analysis.build.validity.validation import measure_agreement
from analysis.corpus.gold import find_gold, read_gold
from analysis.corpus.prose import Facts
from analysis.corpus.study import find_bundled
from analysis.stats.validity import ThemeQuality, wilson_interval


def tell_quality(results: Results) -> Facts:
    """Return slot -> value; None where nothing was coded by this study's lexicon."""
    folder = find_gold(results.corpus.study)
    by_open, by_locked = (_tell_quality(quality) for quality in _pad(results.trust.quality))
    facts: Facts = dict.fromkeys(
        ("alpha", "alpha_n", "gold_bundled", "gold_texts", "judged", "right", "right_pct",
         "right_low", "right_high", "target_precision", "target_recall", "target_f1")
    )  # fmt: skip
    facts |= {"open_n": by_open[0], "open_f1": by_open[1]}
    facts |= {"locked_n": by_locked[0], "locked_f1": by_locked[1]}
    if folder is None:
        return facts
    facts["gold_bundled"] = int(folder == find_bundled() / "gold")
    passes = [folder / "themes" / f"{name}.tsv" for name in ("first", "second")]
    if by_open[0] and all(path.is_file() for path in passes):
        first, second = (read_gold(folder, path.stem) for path in passes)
        facts |= {"alpha": _known(measure_agreement(first, second)), "alpha_n": len(first)}
    quality = judge_targets(folder, results.corpus.lexicon)
    if quality is not None and quality.judged:
        low, high = wilson_interval(quality.right, quality.judged)
        facts |= {
            "gold_texts": quality.texts,
            "target_precision": _known(quality.found.precision),
            "target_recall": _known(quality.found.recall),
            "target_f1": _known(quality.found.f1),
            "judged": quality.judged,
            "right": quality.right,
            "right_pct": share(quality.right, quality.judged),
            "right_low": 100 * low,
            "right_high": 100 * high,
        }
    return facts


def _pad(quality: tuple[ThemeQuality, ...]) -> Iterable[ThemeQuality]:
    """Return the open and the locked split, empty ones where there are none."""
    return (*quality, *[ThemeQuality((), 0)] * 2)[:2]


def _tell_quality(quality: ThemeQuality) -> tuple[int | None, float | None]:
    return quality.n_sentences or None, _known(quality.macro_f1)


def share(part: float, whole: float) -> float | None:
    """Return a part in percent of the whole, None of nothing."""
    return 100 * part / whole if whole else None


def _known(value: float) -> float | None:
    return None if isnan(value) else value
