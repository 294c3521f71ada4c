"""Every figure of a study over n invented towns, drawn on the page that is open."""

from __future__ import annotations

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

from analysis.figures.attainment import draw_attainment
from analysis.figures.coverage import draw_coverage
from analysis.figures.escalation import draw_escalation
from analysis.figures.groups import draw_groups
from analysis.figures.keywords import draw_keywords
from analysis.figures.one_year import draw_one_year
from analysis.figures.rates import draw_target_rates
from analysis.figures.style import current_page
from analysis.figures.target_grid import TargetPanel, draw_target_grid
from analysis.figures.terms import draw_cloud, draw_clouds, draw_top_terms
from analysis.figures.themes import draw_themes

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


def groups(n):
    return draw_groups(grouping(n), names_of(n), **told())


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


DRAWERS = (
    rates, grid, attainment, one_year, escalation, keywords, themes, groups, terms, clouds, cloud,
    coverage,
)  # fmt: skip
