"""A corpus and its coded sentences -> how far its theme shares can be believed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.build.documents.gather import Corpus
from analysis.build.measures.traits import list_traits
from analysis.build.measures.words import judge_lexicon
from analysis.corpus.gold import find_gold, read_gold
from analysis.corpus.lexicon import Lexicon
from analysis.corpus.study import Study
from analysis.model import ThemeShares
from analysis.stats.controls import hold_themes_against
from analysis.stats.differences import compare_with_rest
from analysis.stats.reuse import Reuse
from analysis.stats.trust import (
    ThemeMeasure,
    ThemeTrust,
    correlate_ranks,
    judge_weakness,
    measure_intensity,
)
from analysis.stats.validity import ThemeQuality

THEME_TRAITS = ("mask_style", "source_kind", "genre", "length", "year")
"""What themes are held against; a shared template may well carry shared priorities."""


def measure_trust(
    corpus: Corpus, reuse: Reuse, shares: ThemeShares, shown: ThemeShares
) -> ThemeTrust:
    """Measure what stands beside theme shares.

    Parameters
    ----------
    corpus, reuse
        What the study says, and what its plans share.
    shares, shown
        Shares of all plans, and of those that stand side by side.
    """
    themes, least = shares.themes, corpus.study.min_sentences
    intensity = measure_intensity([corpus.counts[p] for p in shares.plan_ids], len(themes))
    rows = [i for i, plan_id in enumerate(shown.plan_ids) if shown.n_sentences[i] >= max(1, least)]
    kept = [shown.plan_ids[i] for i in rows]
    at = {plan_id: i for i, plan_id in enumerate(shares.plan_ids)}
    held = shown.shares[rows], intensity[[at[plan_id] for plan_id in kept]]
    quality = tuple(judge_splits(corpus.study, corpus.lexicon))
    open_quality, weak = quality[0], judge_weakness(quality)
    traits = list_traits(corpus, reuse, kept) if kept else {}
    return ThemeTrust(
        measures=tuple(
            ThemeMeasure(
                found=found,
                weakness=weak.get(found.theme),
                intensity_rho=correlate_ranks(held[0][:, j], held[1][:, j]),
                n_plans=len(rows),
            )
            for j, found in enumerate(open_quality.themes)
        ),
        intensity=intensity,
        compared=shown.plan_ids,
        differences=compare_with_rest(
            [corpus.counts[plan_id] for plan_id in shown.plan_ids],
            [f"{corpus.plans[p].county} {corpus.plans[p].town}" for p in shown.plan_ids],
            len(themes),
            min_sentences=least,
        ),
        controls=hold_themes_against(
            np.asarray(held[0]), themes, {t: traits[t] for t in THEME_TRAITS if t in traits}
        ),
        quality=quality,
    )


def judge_splits(study: Study, lexicon: Lexicon) -> Sequence[ThemeQuality]:
    """Judge the lexicon by the open coded sentences, then by the locked ones, if there are any.

    Nothing is coded where there is no gold, or where it was coded by other themes.
    """
    folder = find_gold(study)
    gold = read_gold(folder) if folder else ()
    keys = {theme.key for theme in lexicon.themes}
    if not frozenset().union(*(sentence.themes for sentence in gold)) <= keys:
        gold = ()
    splits = [[s for s in gold if s.locked == locked] for locked in (False, True)]
    return [judge_lexicon(split, lexicon) for split in splits]
