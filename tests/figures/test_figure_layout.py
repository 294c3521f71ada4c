"""Every figure, at every size: nothing overlaps, nothing is clipped, every name survives."""

from __future__ import annotations

from itertools import combinations

import pytest
from figure_towns import (
    CAPTION,
    INDICATORS,
    KEYWORDS,
    LABELS,
    THEMES,
    coverage_cells,
    grouping,
    keyword_counts,
    names_of,
    target_rows,
    theme_shares,
    top_terms,
)
from matplotlib.text import Text

from analysis.figures.coverage import draw_coverage
from analysis.figures.groups import draw_groups
from analysis.figures.keywords import draw_keywords
from analysis.figures.rates import draw_target_rates
from analysis.figures.style import page
from analysis.figures.terms import draw_cloud, draw_clouds, draw_top_terms
from analysis.figures.themes import draw_themes

SOURCES = [f"虚构的公开栏第{i}期" for i in range(9)]


def told():
    return {"caption": CAPTION, "sources": SOURCES}


def rates(n):
    return draw_target_rates(target_rows(n), names_of(n), superior=7.0, **told())


def keywords(n):
    counts = [c for c in keyword_counts(n) if c.plan_id != "p001"]
    return draw_keywords(counts, tuple(names_of(n)), KEYWORDS, names_of(n), **told())


def themes(n):
    verdict = "tree_only" if n < 8 else "descriptive"
    shares, group = theme_shares(n), grouping(n, verdict)
    return draw_themes(shares, group, names_of(n), THEMES, lexicon_hash="0f1e2d", **told())


def groups(n):
    return draw_groups(grouping(n), names_of(n), **told())


def terms(n):
    return draw_top_terms({**top_terms(n), "p001": []}, names_of(n), **told())


def clouds(n):
    few = {p: found[:4] for p, found in list(top_terms(n).items())[:5]}
    return draw_clouds({**few, "p001": []}, names_of(n), **told())


def cloud(n):
    return draw_cloud("p000", top_terms(n)["p000"], names_of(n), **told())


def coverage(n):
    return draw_coverage(coverage_cells(n), names_of(n), INDICATORS, **told())


DRAWERS = (rates, keywords, themes, groups, terms, clouds, cloud, coverage)


def words_of(figure):
    """Visible words with their boxes in pixels."""
    figure.set_dpi(100)
    figure.draw_without_rendering()
    return [
        (text, text.get_window_extent())
        for text in figure.findobj(Text)
        if text.get_text().strip() and text.get_visible()
    ]


def overlap(a, b):
    """Shared area of two boxes, a hair's breadth forgiven."""
    wide = min(a.x1, b.x1) - max(a.x0, b.x0) - 0.5
    tall = min(a.y1, b.y1) - max(a.y0, b.y0) - 0.5
    return wide > 0 and tall > 0


@pytest.mark.parametrize(
    ("page_name", "n", "lang"),
    [
        ("a4_column", 5, "zh"),
        ("a4_full", 5, "en"),
        ("a4_full", 32, "zh"),
        ("notebook", 120, "zh"),
        ("slide", 5, "en"),
    ],
)
@pytest.mark.parametrize("drawer", DRAWERS, ids=lambda d: d.__name__)
def test_no_words_overlap_and_none_are_clipped(drawer, page_name, n, lang):
    with page(page_name, lang, labels=LABELS):
        figure = drawer(n).figure
        found = words_of(figure)
        edge = figure.bbox
    assert found, "a figure without words proves nothing"
    clipped = [
        text.get_text()
        for text, box in found
        if box.x0 < edge.x0 or box.x1 > edge.x1 or box.y0 < edge.y0 or box.y1 > edge.y1
    ]
    assert clipped == []
    found.sort(key=lambda pair: pair[1].y0)
    clashes = [
        (a.get_text(), b.get_text())
        for (a, one), (b, two) in combinations(found, 2)
        if two.y0 < one.y1 and overlap(one, two)
    ]
    assert clashes == []


@pytest.mark.parametrize("drawer", [rates, keywords, themes, groups, terms, coverage])
def test_every_town_is_named_once_or_more_and_by_its_whole_name(drawer):
    with page("notebook", labels=LABELS):
        figure = drawer(5).figure
        shown = "\n".join(text.get_text() for text in figure.findobj(Text))
    for name in names_of(5).values():
        assert name in shown


def test_dollars_and_underscores_are_letters_of_a_name():
    with page("a4_full", labels=LABELS):
        figure = coverage(5).figure
        towns = {t.get_text(): t for t in figure.findobj(Text) if t.get_gid() == "town"}
    assert {"$甲$镇", "_下划线镇"} <= towns.keys()
    assert not towns["$甲$镇"].get_parse_math()


@pytest.mark.parametrize("drawer", DRAWERS, ids=lambda d: d.__name__)
def test_the_caption_stands_below_the_picture_with_note_and_sources(drawer):
    with page("a4_full", labels=LABELS):
        figure = drawer(5).figure
        found = words_of(figure)
    heights = {
        gid: max(box.y1 for text, box in found if text.get_gid() == gid)
        for gid in ("caption", "note", "source")
    }
    others = (
        min(box.y0 for text, box in found if text.get_gid() not in {"caption", "note", "source"})
        if any(text.get_gid() not in {"caption", "note", "source"} for text, _ in found)
        else 1e9
    )
    assert heights["source"] < heights["note"] < heights["caption"] < others


def test_more_sources_than_six_are_counted():
    with page("a4_full", labels=LABELS):
        figure = rates(5).figure
        said = "".join(t.get_text() for t in figure.findobj(Text) if t.get_gid() == "source")
    assert "等9份" in said
    assert SOURCES[5] in said
    assert SOURCES[6] not in said


def test_row_height_is_fixed_and_the_page_grows():
    with page("a4_full", labels=LABELS) as opened:
        small, large = keywords(32).figure, keywords(120).figure
        grown = large.get_size_inches()[1] - small.get_size_inches()[1]
        assert grown == pytest.approx(88 * opened.row_in, abs=0.4)
        assert small.get_size_inches()[0] == pytest.approx(15.0 / 2.54)
