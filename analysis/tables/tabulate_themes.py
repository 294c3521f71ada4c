"""Theme shares, how well themes are found and what they follow, as rows of tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isnan

from analysis.corpus.lexicon import Lexicon
from analysis.model import Plan, ThemeShares
from analysis.stats.controls import ThemeControl
from analysis.stats.correction import ShareIntervals
from analysis.stats.trust import ThemeTrust
from analysis.tables.tabulate import Row, pct, who

_SIDES = {1: "above", -1: "below"}


def tabulate_themes(
    shares: ThemeShares,
    intervals: ShareIntervals,
    trust: ThemeTrust,
    plans: Mapping[str, Plan],
    lexicon: Lexicon,
) -> list[Row]:
    """One row a plan and theme; shares, intervals and intensity have the same plans and themes."""
    names = {theme.key: theme.zh for theme in lexicon.themes}
    compared = {plan_id: i for i, plan_id in enumerate(trust.compared)}
    return [
        {
            **who(plans[plan_id]),
            "theme": theme,
            "theme_zh": names[theme],
            "weak": theme in trust.weak,
            "share_pct": pct(shares.shares[i, j]),
            "share_low_pct": pct(intervals.raw_low[i, j]),
            "share_high_pct": pct(intervals.raw_high[i, j]),
            "corrected_pct": pct(intervals.corrected[i, j]),
            "corrected_low_pct": pct(intervals.low[i, j]),
            "corrected_high_pct": pct(intervals.high[i, j]),
            **_tell_difference(trust, compared.get(plan_id), j),
            "words_per_10k": _round(trust.intensity[i, j], 4),
            "plan_sentences": int(shares.n_sentences[i]),
        }
        for i, plan_id in enumerate(shares.plan_ids)
        for j, theme in enumerate(shares.themes)
    ]


def _tell_difference(trust: ThemeTrust, row: int | None, theme: int) -> Row:
    """Difference from the other towns; empty for plans that do not stand side by side."""
    told = trust.differences
    if row is None or isnan(told.difference[row, theme]):
        empty = ("difference_pct", "difference_low_pct", "difference_high_pct", "p_holm", "differs")
        return dict.fromkeys(empty)
    return {
        "difference_pct": pct(told.difference[row, theme]),
        "difference_low_pct": pct(told.low[row, theme]),
        "difference_high_pct": pct(told.high[row, theme]),
        "p_holm": _round(told.p_holm[row, theme], 6),
        "differs": _SIDES.get(int(told.claimed[row, theme])),
    }


def tabulate_theme_measures(trust: ThemeTrust, lexicon: Lexicon) -> list[Row]:
    """One row a theme, in the lexicon's order."""
    names = {theme.key: theme for theme in lexicon.themes}
    return [
        {
            "theme": measure.found.theme,
            "theme_zh": names[measure.found.theme].zh,
            "words": len(names[measure.found.theme].words),
            "coded": measure.found.coded,
            "precision": _round(measure.found.precision, 6),
            "recall": _round(measure.found.recall, 6),
            "f1": _round(measure.found.f1, 6),
            "weak": measure.weakness is not None,
            "why": measure.weakness,
            "intensity_rho": _round(measure.intensity_rho, 6),
            "towns": measure.n_plans,
        }
        for measure in trust.measures
    ]


def tabulate_theme_controls(controls: Iterable[ThemeControl], lexicon: Lexicon) -> list[Row]:
    """One row a theme and trait that its share should not follow."""
    names = {theme.key: theme.zh for theme in lexicon.themes}
    return [
        {
            "theme": control.theme,
            "theme_zh": names[control.theme],
            "trait": control.trait,
            "trait_zh": lexicon.labels[f"trait_{control.trait}"]["zh"],
            "values": control.values,
            "omega_squared": _round(control.omega_squared, 6),
            "p": control.p,
            "p_holm": control.p_holm,
            "bites": control.bites,
        }
        for control in controls
    ]


def _round(value: float | None, digits: int) -> float | None:
    return None if value is None or isnan(value) else round(float(value), digits)
