"""Every figure of a study over n invented towns, drawn on the page that is open."""

from __future__ import annotations

from figure_groups import OF_GROUPS
from figure_promises import asked_rows, attained_rows
from figure_towns import (
    CAPTION,
    KEYWORDS,
    coverage_cells,
    grouping,
    keyword_counts,
    lexicon_words,
    names_of,
    panel_rows,
    target_rows,
    theme_shares,
    top_terms,
)
from figure_words import lane_panels, shift_terms, year_panels

from analysis.figures.attainment import draw_attainment
from analysis.figures.coverage import draw_coverage
from analysis.figures.dispersion import draw_dispersion
from analysis.figures.escalation import draw_escalation
from analysis.figures.keywords import draw_keywords
from analysis.figures.one_year import draw_one_year
from analysis.figures.rates import draw_target_rates
from analysis.figures.style import current_page
from analysis.figures.target_grid import TargetPanel, draw_target_grid
from analysis.figures.terms import draw_cloud, draw_clouds, draw_top_terms
from analysis.figures.themes import draw_themes
from analysis.figures.word_shift import Side, draw_word_shift
from analysis.figures.year_on_year import draw_year_on_year

SOURCES = [f"虚构的公开栏第{i}期" for i in range(9)]


def told():
    return {"caption": CAPTION, "sources": SOURCES}


def rates(n):
    return draw_target_rates(target_rows(n), names_of(n), superior=7.0, **told())


def grid(n):
    every = list(lexicon_words("indicators", current_page().lang).items())[:6]
    panels = []
    for i, (key, name) in enumerate(every):
        kind = "level" if i % 3 == 2 else "growth_rate"
        panels.append(TargetPanel(key, kind, name, tuple(panel_rows(n, i))))
    return draw_target_grid(panels, tuple(names_of(n)), names_of(n), **told())


def attainment(n):
    return draw_attainment(attained_rows(n), names_of(n), **told())


def one_year(n):
    return draw_one_year(attained_rows(n), names_of(n), **told())


def escalation(n):
    return draw_escalation(asked_rows(n), names_of(n), **told())


def keywords(n):
    counts = [c for c in keyword_counts(n) if c.plan_id != "p001"]
    return draw_keywords(counts, tuple(names_of(n)), KEYWORDS, names_of(n), **told())


def themes(n):
    verdict = "tree_only" if n < 8 else "descriptive"
    every = lexicon_words("themes", current_page().lang)
    shares, group = theme_shares(n, every), grouping(n, verdict)
    return draw_themes(shares, group, names_of(n), every, lexicon_hash="0f1e2d", **told())


def terms(n):
    return draw_top_terms({**top_terms(n), "p001": []}, names_of(n), **told())


def clouds(n):
    one, two = (found[:4] for found in list(top_terms(2).values()))
    few = {p: two if i % 2 else one for i, p in enumerate(names_of(n))}  # packed once each
    return draw_clouds({**few, "p001": []}, names_of(n), **told())


def cloud(n):
    return draw_cloud("p000", top_terms(n)["p000"], names_of(n), **told())


def coverage(n):
    every = lexicon_words("indicators", current_page().lang)
    return draw_coverage(coverage_cells(n, every), names_of(n), every, **told())


def word_shift(n):
    named = "、".join(list(names_of(n).values())[:3])
    return draw_word_shift(shift_terms(), (Side(named, n // 3), Side("其他乡镇", n)), **told())


def dispersion(n):
    return draw_dispersion(lane_panels(n), tuple(names_of(n)), names_of(n), **told())


def year_on_year(n):
    every = dict(list(lexicon_words("themes", current_page().lang).items())[:6])
    silent = [("没有上年的计划", name) for name in names_of(n).values()]
    panels = year_panels(n, every)
    return draw_year_on_year(
        panels, names_of(n), tested=20 * n, claimed=7, reasons=silent, **told()
    )


DRAWERS = (
    rates, grid, attainment, one_year, escalation, keywords, themes, terms, clouds, cloud,
    coverage, word_shift, dispersion,
    year_on_year, *OF_GROUPS,
)  # fmt: skip
