"""Results -> the figures of kept targets and of the superior's targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analysis.build.drawing.framing import (
    find_indicator,
    frame_picture,
    name_both,
    name_sources,
    name_towns,
)
from analysis.build.measures.results import Results
from analysis.figures.attainment import draw_attainment
from analysis.figures.escalation import draw_escalation
from analysis.figures.layout import Picture
from analysis.figures.one_year import draw_one_year
from analysis.model import Attainment, Escalation
from analysis.stats.attainment import keep_comparable

FEWEST_TOWNS = 2
"""A run draws no figure of one town; `draw` still does when asked."""


def compose_attainment(
    results: Results, indicator: str | None = None, years: str | None = None
) -> Picture:
    """Draw what became of one indicator's last targets, by default the one most can be judged of.

    With plans of one year only (or ``years="1"``), last year's results against this year's targets.
    """
    corpus = results.corpus
    rows = _list_shown(results)
    entry = find_indicator(results, indicator or choose_judged(rows) or results.indicator)
    of_one = [row for row in rows if row.indicator == entry.key]
    two = years != "1" and (years == "2" or any(row.promised for row in of_one))
    told = Counter(
        row.kind
        for row in of_one
        if row.achieved and (row.promised if two else row.target) is not None
    )
    kind = max(sorted(told), key=lambda k: (told[k], k == "growth_rate"), default="growth_rate")
    chosen = [row for row in of_one if row.kind == kind]
    names = {plan_id: name_towns(results)[plan_id] for plan_id in corpus.shown}
    frame = frame_picture(results, "attainment" if two else "one_year", indicator=name_both(entry))
    if not two:
        return draw_one_year(chosen, names, **frame)
    earlier = (row.earlier_id for row in chosen if row.earlier_id)
    frame["sources"] = name_sources(results, (*corpus.shown, *earlier))
    return draw_attainment(chosen, names, **frame)


def compose_escalation(results: Results, indicator: str | None = None) -> Picture:
    """Draw the superior's target and the towns', by default where most can be compared."""
    corpus = results.corpus
    shown = set(corpus.shown)
    rows = [row for row in results.attaining.escalation if row.plan_id in shown]
    entry = find_indicator(results, indicator or choose_compared(rows) or results.indicator)
    frame = frame_picture(results, "escalation", indicator=name_both(entry))
    chosen = [row for row in rows if row.indicator == entry.key]
    above = sorted({row.superior_id for row in chosen if row.superior_id})
    frame["sources"] = name_sources(results, (*corpus.shown, *above))
    return draw_escalation(
        chosen,
        {plan_id: name_towns(results)[plan_id] for plan_id in corpus.shown},
        missing="superior_silent" if corpus.superiors else "no_superior",
        **frame,
    )


def can_draw_attainment(results: Results) -> bool:
    """Tell whether enough towns have two figures of one indicator and kind to be drawn."""
    told = Counter(
        (row.indicator, row.kind)
        for row in _list_shown(results)
        if row.achieved and (row.promised or row.target)
    )
    return max(told.values(), default=0) >= FEWEST_TOWNS


def can_draw_escalation(results: Results) -> bool:
    """Tell whether any town can be held against its superior."""
    shown = set(results.corpus.shown)
    return any(r.direction != "open" and r.plan_id in shown for r in results.attaining.escalation)


def choose_judged(rows: Sequence[Attainment]) -> str | None:
    """Choose the indicator whose last targets can be judged most often, the first of equals.

    Where none can, the one with most results beside this year's target.
    """
    judged = Counter(row.indicator for row in rows if row.outcome != "open")
    paired = Counter(row.indicator for row in rows if row.achieved and row.target)
    told = judged or paired
    return max(told, key=lambda key: told[key], default=None)


def choose_compared(rows: Sequence[Escalation]) -> str | None:
    """Choose the indicator most towns can be compared for, the first of equals."""
    compared = Counter(row.indicator for row in rows if row.direction != "open")
    return max(compared, key=lambda key: compared[key], default=None)


def _list_shown(results: Results) -> list[Attainment]:
    """Rows of the plans side by side, with what may share an axis."""
    shown, indicators = set(results.corpus.shown), results.corpus.lexicon.indicators
    return [
        keep_comparable(row, indicators[row.indicator])
        for row in results.attaining.attainment
        if row.plan_id in shown
    ]
