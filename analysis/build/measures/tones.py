"""How firmly the towns of a study promise, and its targets in the form researchers exchange."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.build.documents.gather import Corpus
from analysis.corpus.files import write_if_changed
from analysis.corpus.tone import ToneCoding
from analysis.stats.commitment import (
    ToneAgreement,
    ToneCount,
    ToneScore,
    compare_codings,
    count_tones,
    score_tones,
)
from analysis.tables.exchange import EXCHANGE, write_exchange_book, write_stata


@dataclass(frozen=True, slots=True)
class Tones:
    """Counts and means of every plan, and how alike the codings rank the plans side by side."""

    counts: tuple[ToneCount, ...]
    scores: tuple[ToneScore, ...]
    agreement: tuple[ToneAgreement, ...]


def measure_tones(corpus: Corpus) -> Tones:
    """Class the targets of every plan by every coding of the lexicon."""
    codings, lexicon = corpus.lexicon.tone, corpus.lexicon
    scores = score_tones(corpus.claims, list(corpus.plans), codings)
    shown = set(corpus.shown)
    return Tones(
        counts=count_tones(
            corpus.claims,
            list(corpus.plans.values()),
            {plan_id: held.chars_plan for plan_id, held in corpus.counts.items()},
            codings,
            [key for key, indicator in lexicon.indicators.items() if indicator.core],
        ),
        scores=scores,
        agreement=compare_codings([s for s in scores if s.plan_id in shown], codings),
    )


def write_exchange(folder: Path, frame: pd.DataFrame, coding: ToneCoding) -> list[Path]:
    """Write the table of exchange as ``targets_exchange.xlsx`` and ``.dta``; return what is new."""
    files = {
        folder / f"{EXCHANGE}.xlsx": write_exchange_book(frame, coding),
        folder / f"{EXCHANGE}.dta": write_stata(frame, coding),
    }
    return [path for path, data in files.items() if write_if_changed(path, data)]
