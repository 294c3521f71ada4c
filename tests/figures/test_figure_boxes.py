"""Every figure at every size: no words overlap, none are clipped, none are too small to read.

The sizes of each commit are drawn always; with TOWNPLANS_ALL_FIGURES=1 every page of every
figure is drawn, which takes minutes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from figure_drawers import DRAWERS, SOURCES, coverage, rates, themes
from figure_towns import CAPTION, LABELS, names_of, stated_row
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.figures.rates import draw_target_rates
from analysis.figures.style import MARGIN_IN, PAGES, page

SIZES, LANGS = (5, 32, 120), ("zh", "en")
ALWAYS = [(name, n, lang) for (n, lang) in product(SIZES, LANGS) for name in ("a4_full",)]
ALWAYS += [("a4_column", 32, "zh"), ("a4_column", 5, "en"), ("slide", 5, "zh"), ("slide", 32, "en")]
SMALLEST_PT = 5.4
_HAIR_PX = 0.5

every_page = pytest.mark.skipif(
    "TOWNPLANS_ALL_FIGURES" not in os.environ, reason="minutes long: TOWNPLANS_ALL_FIGURES=1"
)


def words_of(figure: Figure) -> tuple[list[Text], np.ndarray]:
    """Visible words and their boxes in pixels: x0, y0, x1, y1."""
    figure.set_dpi(100)
    figure.draw_without_rendering()
    found = [t for t in figure.findobj(Text) if t.get_text().strip() and t.get_visible()]
    beyond = {id(label) for label in _list_undrawn(figure)}
    found = [t for t in found if id(t) not in beyond]
    return found, np.array([t.get_window_extent().extents for t in found])


def _list_undrawn(figure: Figure) -> Iterator[Text]:
    """Tick labels beyond the ends of their axis, which are kept but never drawn."""
    for axis in (axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if not low <= tick.get_loc() <= high:
                yield from (tick.label1, tick.label2)


def find_faults(figure: Figure) -> list[tuple[str, ...]]:
    """Name words that overlap or are clipped by the page; a hair's breadth is forgiven."""
    return _find_faults(figure, *words_of(figure))


def _find_faults(figure: Figure, found: list[Text], boxes: np.ndarray) -> list[tuple[str, ...]]:
    assert found, "a figure without words proves nothing"
    said = [t.get_text() for t in found]
    x0, y0, x1, y1 = boxes.T
    out = (x0 < 0) | (y0 < 0) | (x1 > figure.bbox.x1) | (y1 > figure.bbox.y1)
    wide = np.minimum.outer(x1, x1) - np.maximum.outer(x0, x0)
    tall = np.minimum.outer(y1, y1) - np.maximum.outer(y0, y0)
    clash = np.argwhere(np.triu((wide > _HAIR_PX) & (tall > _HAIR_PX), 1))
    return [("clipped", said[i]) for i in np.flatnonzero(out)] + [
        ("overlap", said[i], said[j]) for i, j in clash
    ]


def check(drawer, case, *, pages=None):
    name, n, lang = case
    with page(name, lang, labels=LABELS) as opened:
        picture = drawer(n)
        parts = range(1, len(picture.parts) + 1)
        for at in parts if pages == "all" else sorted({1, len(picture.parts)}):
            figure = picture.draw_part(at)
            found, boxes = words_of(figure)
            assert _find_faults(figure, found, boxes) == []
            assert figure.get_figheight() <= opened.height_in + 2 * MARGIN_IN + 0.01
            sizes = {t.get_fontsize() for t in found}
            assert min(sizes) >= SMALLEST_PT


@pytest.mark.parametrize("case", ALWAYS, ids="-".join(["{0[0]}", "{0[1]}", "{0[2]}"]).format)
@pytest.mark.parametrize("drawer", DRAWERS, ids=lambda d: d.__name__)
def test_no_words_overlap_and_none_are_clipped_or_too_small(drawer, case):
    check(drawer, case)


@every_page
@pytest.mark.parametrize("drawer", DRAWERS, ids=lambda d: d.__name__)
def test_no_words_overlap_on_any_page(drawer):
    for case in product(PAGES, SIZES, LANGS):
        check(drawer, case, pages="all")


def test_the_check_of_boxes_finds_what_it_looks_for():
    said = ((0.1, 0.1, "太平镇"), (0.12, 0.1, "云岭乡"), (0.95, 0.5, "长长长长长名字"))
    with page("a4_full", labels=LABELS):
        figure = Figure(figsize=(3, 3))
        for x, y, name in said:
            figure.text(x, y, name)
        found = find_faults(figure)
    assert found == [("clipped", "长长长长长名字"), ("overlap", "太平镇", "云岭乡")]


@pytest.mark.parametrize("drawer", [rates, themes, coverage], ids=lambda d: d.__name__)
def test_a_figure_longer_than_its_page_goes_on_in_numbered_parts_with_the_same_words(drawer):
    with page("a4_full", labels=LABELS):
        picture = drawer(120)
        figures = picture.figures
    assert len(figures) == len(picture.parts) > 1
    said = [{t.get_gid(): t.get_text() for t in f.findobj(Text)}["caption"] for f in figures]
    assert said == [f"{CAPTION['zh']}（{i}/{len(figures)}）" for i in range(1, len(figures) + 1)]
    notes = [
        "".join(t.get_text() for t in f.findobj(Text) if t.get_gid() == "note") for f in figures
    ]
    assert len(set(notes)) == 1


def test_every_town_stands_on_exactly_one_page_and_in_the_order_of_the_whole():
    rows = [stated_row(p, 20 - i / 10) for i, p in enumerate(names_of(120))]
    with page("a4_full", labels=LABELS):
        picture = draw_target_rates(rows, names_of(120), caption=CAPTION, sources=SOURCES)
        axes = [figure.axes[1] for figure in picture.figures]
    shown = [label.get_text() for ax in axes for label in ax.get_yticklabels()]
    assert shown == list(names_of(120).values())
    assert len({ax.get_xlim() for ax in axes}) == 1
    assert len({ax.get_xlabel() for ax in axes}) == 1


def test_a_notebook_scrolls_and_needs_no_parts():
    with page("notebook", labels=LABELS):
        assert all(len(drawer(120).parts) == 1 for drawer in (rates, themes))
