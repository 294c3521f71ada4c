"""Results -> the figure of what towns speak of more or less than the year before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from analysis.build.drawing.framing import frame_picture, name_sources, name_towns
from analysis.build.drawing.word_sets import split_names
from analysis.build.drawing.words import name_themes, warn_of_weak
from analysis.build.measures.kwic import choose_theme
from analysis.build.measures.results import Results
from analysis.figures.layout import Picture
from analysis.figures.style import word
from analysis.figures.year_on_year import YearPanel, draw_year_on_year
from analysis.figures.year_rows import YearRow
from analysis.stats.attainment import find_earlier
from analysis.stats.validity import wilson_interval
from analysis.stats.year_on_year import (
    Spoken,
    YearChange,
    compare_years,
    count_spoken_themes,
    count_spoken_words,
)

PANELS = 6
"""Themes drawn when none is named."""
FEWEST_TOWNS = 2
"""A run draws no figure of one town's two years; `draw` still does when asked."""


def compose_year_on_year(results: Results, theme: str = "", words: str = "") -> Picture:
    """Draw what towns with plans of two years speak of more or less than the year before.

    The themes that changed most, unless `theme` names some (keys or Chinese names with 、 between
    them) or `words` names words: then it is the share of plan sentences that say each.
    """
    themes = results.corpus.lexicon.themes
    earlier, reasons = pair_years(results)
    named = split_names(words)
    subjects = named or tuple(theme.key for theme in themes)
    spoken = _count_spoken(results, (*earlier, *earlier.values()), subjects, of_words=bool(named))
    changes = compare_years({p: (spoken[e], spoken[p]) for p, e in earlier.items()}, subjects)
    chosen = named or [choose_theme(themes, name).key for name in split_names(theme)]
    drawn = (chosen or _choose_subjects(changes, PANELS)) if earlier else ()
    names = {said: said for said in named} or name_themes(results)
    panels = [
        YearPanel(s, names[s], _make_rows(results, s, changes, earlier, spoken)) for s in drawn
    ]
    frame = frame_picture(results, "year_on_year")
    frame["sources"] = name_sources(results, (*earlier, *earlier.values()))
    said = (
        word("note_most_changed", n=len(panels), total=len(subjects)) if not chosen else "",
        warn_of_weak(results) if results.trust.weak.intersection(drawn) else "",
        frame.pop("note"),
    )
    return draw_year_on_year(
        panels,
        name_towns(results),
        tested=len(changes),
        claimed=sum(change.claimed != 0 for change in changes),
        reasons=reasons,
        note=word("sentence_mark").join(filter(None, said)),
        **frame,
    )


def _count_spoken(
    results: Results, plan_ids: Sequence[str], subjects: Sequence[str], *, of_words: bool
) -> dict[str, Spoken]:
    corpus = results.corpus
    if of_words:
        return {p: count_spoken_words(corpus.readings[p], subjects) for p in plan_ids}
    return {p: count_spoken_themes(corpus.counts[p], subjects) for p in plan_ids}


def pair_years(results: Results) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Find each shown plan's plan of the year before, with enough sentences in both.

    Returns
    -------
    Plan id -> the earlier plan's, and for the other towns the reason in words and the name.
    """
    corpus = results.corpus
    least = max(1, corpus.study.min_sentences)
    pairs: dict[str, str] = {}
    reasons: list[tuple[str, str]] = []
    for plan_id in corpus.shown:
        found = find_earlier(corpus.plans[plan_id], list(corpus.plans.values()))
        ids = [plan_id, *(plan.plan_id for plan in found)]
        if len(found) != 1:
            why = word("open_several_earlier_plans" if found else "open_no_earlier_plan")
        elif min(corpus.counts[p].n_plan_sentences for p in ids) < least:
            why = word("year_few_sentences", least=least)
        else:
            pairs[plan_id] = found[0].plan_id
            continue
        reasons.append((why, name_towns(results)[plan_id]))
    return pairs, reasons


def can_draw_years(results: Results) -> bool:
    """Tell whether enough towns have plans of two years."""
    return len(pair_years(results)[0]) >= FEWEST_TOWNS


def _choose_subjects(changes: Sequence[YearChange], most: int) -> list[str]:
    """Choose the subjects with most claimed changes, then with the largest ones on average."""
    claimed = Counter(change.subject for change in changes if change.claimed)
    moved: defaultdict[str, float] = defaultdict(float)
    for change in changes:
        moved[change.subject] += abs(change.after - change.before)
    return sorted(moved, key=lambda s: (-claimed[s], -moved[s], s))[:most]


def _make_rows(
    results: Results,
    subject: str,
    changes: Sequence[YearChange],
    earlier: Mapping[str, str],
    spoken: Mapping[str, Spoken],
) -> tuple[YearRow, ...]:
    """Give the changes of one subject the intervals of both shares, largest increase first."""
    of_it = (change for change in changes if change.subject == subject)
    ordered = sorted(of_it, key=lambda c: (c.before - c.after, c.plan_id))
    return tuple(
        YearRow(
            change,
            _bound_share(results, earlier[change.plan_id], change.subject, spoken),
            _bound_share(results, change.plan_id, change.subject, spoken),
        )
        for change in ordered
    )


def _bound_share(
    results: Results, plan_id: str, subject: str, spoken: Mapping[str, Spoken]
) -> tuple[float, float]:
    """Return a theme's interval as the table of themes has it, Wilson's for a word."""
    shares = results.shares
    if subject in shares.themes:
        at = shares.plan_ids.index(plan_id), shares.themes.index(subject)
        return float(results.intervals.raw_low[at]), float(results.intervals.raw_high[at])
    n = spoken[plan_id].n_sentences
    return wilson_interval(spoken[plan_id].share(subject) * n, n)
