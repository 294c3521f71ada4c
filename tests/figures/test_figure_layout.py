"""Every figure: every name survives, the caption stands below, rows have one height."""

from __future__ import annotations

import pytest
from figure_drawers import (
    DRAWERS,
    SOURCES,
    coverage,
    keywords,
    rates,
    terms,
    themes,
)
from figure_groups import tree_with_support
from figure_towns import LABELS, names_of
from matplotlib.text import Text
from test_figure_boxes import words_of

from analysis.figures.measure import measure_width
from analysis.figures.paging import caption_lines
from analysis.figures.style import page


@pytest.mark.parametrize("drawer", [rates, keywords, themes, tree_with_support, terms, coverage])
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
        figure = drawer(12).figure
        found = list(zip(*words_of(figure), strict=True))
    heights = {
        gid: max(box[3] for text, box in found if text.get_gid() == gid)
        for gid in ("caption", "note", "source")
    }
    others = (
        min(box[1] for text, box in found if text.get_gid() not in {"caption", "note", "source"})
        if any(text.get_gid() not in {"caption", "note", "source"} for text, _ in found)
        else 1e9
    )
    assert heights["source"] < heights["note"] < heights["caption"] < others


def test_a_caption_breaks_evenly_and_no_line_of_a_note_holds_one_sign():
    with page("a4_full", "en", labels=LABELS) as opened:
        said = "Which towns keep falling together when resampled, towns of Lanxi County (invented), 2023"
        first, last = (line for line, _, _ in caption_lines({"en": said}, "", ()))
        assert f"{first} {last}" == said
        assert 0.6 < len(last) / len(first) < 1.6
        room, size = opened.width_in * 0.985, opened.base_pt * 0.8
        lasts = []
        for n in range(1, 150):
            *_, last = (line for line, _, _ in caption_lines({"en": "a"}, "字" * n, ()))
            lasts.append(last)
        assert "字" not in lasts
        assert sum(measure_width(f"{last}字", size) > room for last in lasts) > 1


def test_more_sources_than_six_are_counted():
    with page("a4_full", labels=LABELS):
        figure = rates(5).figure
        said = "".join(t.get_text() for t in figure.findobj(Text) if t.get_gid() == "source")
    assert "等9份" in said
    assert SOURCES[5] in said
    assert SOURCES[6] not in said


def test_row_height_is_fixed_and_the_page_grows():
    with page("notebook", labels=LABELS) as opened:
        small, large = keywords(32).figure, keywords(120).figure
        grown = large.get_size_inches()[1] - small.get_size_inches()[1]
        assert grown == pytest.approx(88 * opened.row_in, abs=0.4)
        assert small.get_size_inches()[0] == pytest.approx(19.0 / 2.54)
