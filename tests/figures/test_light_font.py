"""A PDF's font is picked out of a light one: nothing that is seen or searched may differ."""

from __future__ import annotations

import io
from contextlib import suppress

import numpy as np
import pypdfium2
import pytest
from figure_towns import LABELS
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.figures import light_font
from analysis.figures.export import _render
from analysis.figures.fonts import FALLBACK_FAMILY, chinese_font
from analysis.figures.light_font import draw_light
from analysis.figures.style import page

COMMON = "乡村振兴 AVATAR Tofu 8.5%左右（→ −3）"
RARE = "驩城镇雲霧鄉"
FALLBACK = "镇 ʒ"


@pytest.fixture(autouse=True)
def _page():
    with page("a4_column", labels=LABELS):
        yield


def drawn(*lines):
    figure = Figure(figsize=(3, 1.5))
    for y, line in enumerate(lines):
        figure.text(0.05, 0.8 - 0.2 * y, line, size=9)
    return figure


def pdf(*lines):
    return _render(drawn(*lines), "pdf", "t", "t")


def with_the_whole_font(*lines):
    file = io.BytesIO()
    drawn(*lines).savefig(file, format="pdf", metadata={"CreationDate": None})
    return file.getvalue()


def seen(data):
    with pypdfium2.PdfDocument(data) as document:
        return document[0].render(scale=4).to_numpy().copy()


def searched(data):
    with pypdfium2.PdfDocument(data) as document:
        return document[0].get_textpage().get_text_bounded().split()


@pytest.mark.parametrize("lines", [[COMMON, RARE], [COMMON, FALLBACK]])
def test_it_looks_and_reads_as_with_the_whole_font(lines):
    light, whole = pdf(*lines), with_the_whole_font(*lines)
    assert np.array_equal(seen(light), seen(whole))
    assert searched(light) == searched(whole) == [w for line in lines for w in line.split()]
    assert b"/CIDFontType2" in light
    assert b"NotoSansSC-Regular" in light


def test_letters_and_chinese_are_embedded_as_one_font():
    assert pdf(COMMON).count(b"/FontFile2") == 1


def test_bytes_do_not_depend_on_the_figures_drawn_before_and_each_font_is_made_once(monkeypatch):
    first = pdf(COMMON), pdf(RARE)
    light_font._name_light.cache_clear()
    made = []
    trim = light_font._trim
    monkeypatch.setattr(light_font, "_trim", lambda *told: made.append(told) or trim(*told))
    assert (pdf(RARE), pdf(COMMON)) == tuple(reversed(first))
    pdf("别的字", RARE)
    assert len(made) == 2


def test_the_words_have_their_own_font_again_afterwards():
    figure = drawn(COMMON, RARE)
    before = [text.get_fontfamily() for text in figure.findobj(Text)]
    with suppress(ZeroDivisionError), draw_light(figure):
        assert [text.get_fontfamily() for text in figure.findobj(Text)] != before
        raise ZeroDivisionError
    assert [text.get_fontfamily() for text in figure.findobj(Text)] == before


def test_a_font_that_is_no_truetype_stays_whole(monkeypatch):
    light_font._name_light.cache_clear()
    monkeypatch.setattr(light_font, "_TRUETYPE", b"OTTO")
    figure = drawn(COMMON)
    with draw_light(figure):
        families = {tuple(text.get_fontfamily()) for text in figure.findobj(Text)}
    assert families == {(chinese_font().family, FALLBACK_FAMILY)}
    light_font._name_light.cache_clear()
