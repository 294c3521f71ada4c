"""A cloud is packed quickly, and packed as it always was."""

from __future__ import annotations

import numpy as np
import pytest
from figure_towns import LABELS
from PIL import ImageFont
from wordcloud import WordCloud, wordcloud

from analysis.figures import clouds
from analysis.figures.fonts import chinese_font
from analysis.figures.style import page

WORDS = [
    "油茶林",
    "水库",
    "高标准农田",
    "5G",
    "光伏",
    "民宿",
    "人居环境",
    "GDP",
    "村集体经济",
    "茶",
]


@pytest.fixture(autouse=True)
def _page():
    with page("a4_column", labels=LABELS):
        yield


def paint(terms):
    clouds._paint_cloud.cache_clear()
    return clouds._paint_cloud(terms, 100, 8, 1, chinese_font().path)


@pytest.mark.parametrize(
    "first", ["茶", "高标准农田", "GDP", "中华人民共和国乡村振兴促进法及其实施"]
)
def test_a_cloud_is_packed_as_by_the_library(monkeypatch, first):
    terms = (
        (first, 1.0),
        *((word, 0.9 / (i + 1)) for i, word in enumerate(WORDS) if word != first),
    )
    ours = paint(terms)
    monkeypatch.setattr(clouds, "_Cloud", WordCloud)
    assert np.array_equal(ours, paint(terms))


def test_one_word_alone_is_packed_as_by_the_library(monkeypatch):
    ours = paint((("茶", 1.0),))
    monkeypatch.setattr(clouds, "_Cloud", WordCloud)
    assert np.array_equal(ours, paint((("茶", 1.0),)))


def test_the_library_has_its_own_way_of_opening_fonts_back():
    paint((("茶", 1.0), ("水库", 0.5)))
    assert wordcloud.ImageFont is ImageFont
