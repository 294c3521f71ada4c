"""Invented words of two sets of towns, places in plans, shares of two years; nothing is real."""

from __future__ import annotations

import numpy as np
from figure_towns import TERMS, names_of

from analysis.figures.dispersion import LanePanel
from analysis.figures.word_shift_rows import ShiftTerm
from analysis.figures.year_on_year import YearPanel
from analysis.figures.year_rows import YearRow
from analysis.stats.dispersion import Lane
from analysis.stats.keyness import KeyTerm
from analysis.stats.year_on_year import YearChange


def shift_term(term, log_odds, *, q=0.3, held=0.9, counts=(12, 3)) -> ShiftTerm:
    error = 0.4 + abs(log_odds) / 4
    low, high = log_odds - 1.64 * error, log_odds + 1.64 * error
    z = log_odds / error
    return ShiftTerm(KeyTerm(term, *counts, 9, 0.5, log_odds, error, low, high, z, q), held)


def shift_terms() -> list[ShiftTerm]:
    """Fifteen terms a side, of which some are sure; a very long one among them."""
    made = [*TERMS, "规模以上工业企业技术改造", "R&D", "$甲$", "一事一议财政奖补", "卫生厕所"]
    half = [shift_term(t, 2.6 - i * 0.15, q=i / 40, held=0.99) for i, t in enumerate(made[:15])]
    rest = [shift_term(t, -0.4 - i * 0.3, counts=(i, 1234)) for i, t in enumerate(made[8:])]
    return [*half, *rest]


def lane(plan_id, places=(), review=(), reviews=((0.05, 0.4),), dp=None) -> Lane:
    return Lane(plan_id, tuple(places), tuple(review), tuple(reviews), dp)


def lane_panels(n: int, subjects=("乡村振兴", "招商引资", "共同富裕")) -> list[LanePanel]:
    """The second town has no text; uses from none to a dozen, in the review too."""
    draw = np.random.default_rng(11)
    panels = []
    for j, subject in enumerate(subjects):
        lanes = {}
        for i, plan_id in enumerate(names_of(n)):
            places = sorted(0.42 + 0.58 * draw.random((i * 5 + j * 3) % 13))
            review = 0.05 + 0.35 * draw.random((i + j) % 3)
            reviews = ((0.05, 0.4),) if i % 4 else ()
            dp = 0.4 if len(places) > 4 else None
            lanes[plan_id] = lane(plan_id, places, review, reviews, dp)
        lanes.pop("p001")
        panels.append(LanePanel(subject, subject, lanes, 0.31 if j else None))
    return panels


def year_row(plan_id, before, after, *, subject="farming", p=1.0, reach=0.07) -> YearRow:
    low, high = after - before - reach, after - before + reach
    change = YearChange(plan_id, subject, before, after, low, high, p)
    return YearRow(
        change,
        (max(0.0, before - reach), before + reach),
        (max(0.0, after - reach), after + reach),
    )


def year_panels(n: int, subjects) -> list[YearPanel]:
    """Every fifth change of every third theme is claimed; one town in a hundred has none."""
    panels = []
    for j, (subject, name) in enumerate(subjects.items()):
        rows = [
            year_row(
                plan_id,
                (i * 7 + j * 3) % 11 / 40,
                (i * 5 + j * 4) % 13 / 40,
                subject=subject,
                p=0.01 if i % 5 == 0 and j % 3 == 0 else 1.0,
                reach=0.05,
            )
            for i, plan_id in enumerate(names_of(n))
        ]
        panels.append(YearPanel(subject, name, tuple(rows)))
    return panels
