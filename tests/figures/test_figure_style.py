"""Fonts, pages and words."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import warnings

import matplotlib as mpl
import pytest
from figure_towns import CAPTION, LABELS, ROOT, coverage_cells, names_of, stated_row
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.errors import FontMissingError, PlanError, StudyError
from analysis.figures import fonts, style
from analysis.figures.coverage import draw_coverage
from analysis.figures.layout import mend_labels
from analysis.figures.measure import (
    _PIECE,
    balance_text,
    fit_text,
    measure_width,
    stack_text,
    wrap_pieces,
    wrap_text,
)
from analysis.figures.rates import draw_target_rates
from analysis.figures.style import STATE_MARKS, page, word

ABSENT = chr(0x2FA1D)
"""A compatibility character of the supplementary plane that the fonts at hand lack."""


@pytest.fixture
def opened():
    with page("a4_full", labels=LABELS) as it:
        yield it


@pytest.fixture
def no_fonts(monkeypatch):
    monkeypatch.delenv("TOWNPLANS_FONT", raising=False)
    monkeypatch.setattr(fonts, "SYSTEM_FAMILIES", ())
    monkeypatch.setattr(fonts, "carried_font", lambda: None)
    fonts._load_font.cache_clear()
    yield
    fonts._load_font.cache_clear()


def test_rare_characters_of_town_names_are_none_of_the_missing():
    assert fonts.find_missing(["驩城镇", "㙍头镇", "上垟乡", "●○▷−〓≥…—“”（）％"]) == ()


@pytest.mark.usefixtures("opened")
def test_rare_characters_are_drawn_without_a_warning():
    names = dict(zip(names_of(3), ["驩城镇", "㙍头镇", "上垟乡"], strict=True))
    rows = [stated_row(plan_id, 7.0) for plan_id in names]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        draw_target_rates(rows, names, caption=CAPTION)._repr_png_()


@pytest.mark.usefixtures("opened")
def test_a_character_in_no_font_is_named_and_drawn_as_the_printers_sign():
    assert fonts.find_missing([ABSENT]) == (ABSENT,)
    names = {"p000": f"{ABSENT}河镇"}
    picture = draw_target_rates([stated_row("p000", 7.0)], names, caption=CAPTION)
    with pytest.warns(fonts.MissingGlyphWarning, match=ABSENT):
        figure = picture.figure
    assert "〓河镇" in [t.get_text() for t in figure.findobj(Text)]
    assert picture.data[0]["town"] == f"{ABSENT}河镇"
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # the axis writes its names anew
        figure.savefig(io.BytesIO(), format="png", dpi=50)


def test_the_carrier_is_located_and_never_imported():
    code = (
        "import sys\n"
        "from analysis.figures.fonts import chinese_font\n"
        "font = chinese_font()\n"
        "assert 'zhplot' not in sys.modules\n"
        "assert 'zhplot' in font.path.parts, font.path\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_an_explicit_font_comes_first(monkeypatch):
    path = fonts.chinese_font().path
    monkeypatch.setenv("TOWNPLANS_FONT", str(path))
    monkeypatch.setattr(fonts, "carried_font", lambda: pytest.fail("asked the carrier"))
    fonts._load_font.cache_clear()
    assert fonts.chinese_font().path == path


def test_an_explicit_font_that_is_not_there_is_an_error_and_not_another_font(monkeypatch):
    monkeypatch.setenv("TOWNPLANS_FONT", "/nowhere/宋体.ttf")
    with pytest.raises(FontMissingError, match=r"/nowhere/宋体\.ttf"):
        fonts.chinese_font()


@pytest.mark.usefixtures("no_fonts")
def test_without_any_font_the_error_names_the_cure_in_both_languages():
    with pytest.raises(FontMissingError) as caught:
        fonts.chinese_font()
    assert "安装依赖 zhplot" in str(caught.value)
    assert "install the dependency zhplot" in str(caught.value)


@pytest.mark.usefixtures("no_fonts")
def test_the_system_families_are_the_last_resort(monkeypatch):
    monkeypatch.setattr(fonts, "SYSTEM_FAMILIES", ("No Such Family", "DejaVu Sans"))
    assert fonts.chinese_font().family == "DejaVu Sans"


@pytest.mark.usefixtures("opened")
def test_the_minus_sign_follows_the_font():
    assert mpl.rcParams["axes.unicode_minus"] == (0x2212 in fonts.chinese_font().own_chars)


def test_a_page_leaves_the_settings_of_the_session_as_they_were():
    before = dict(mpl.rcParams)
    with page("slide", labels=LABELS):
        assert dict(mpl.rcParams) != before
    assert dict(mpl.rcParams) == before


def test_a_personal_matplotlibrc_changes_no_figure():
    with page("a4_full", labels=LABELS):
        plain = draw_coverage(coverage_cells(3), names_of(3), {"gdp": "总值"}, caption=CAPTION)
        expected = plain._repr_png_()
    personal = {"lines.linewidth": 9, "font.size": 30, "savefig.bbox": "tight"}
    with mpl.rc_context(personal), page("a4_full", labels=LABELS):
        again = draw_coverage(coverage_cells(3), names_of(3), {"gdp": "总值"}, caption=CAPTION)
        assert again._repr_png_() == expected


def test_an_unknown_page_or_language_says_which_there_are():
    with pytest.raises(PlanError, match="a4_column"), page("a3", labels=LABELS):
        pass
    with pytest.raises(PlanError, match="zh or en"), page("slide", "fr", labels=LABELS):  # type: ignore[arg-type]
        pass


def test_drawing_without_a_page_says_how_to_open_one():
    with pytest.raises(PlanError, match="with page"):
        draw_target_rates([stated_row("p000", 7.0)], {"p000": "甲镇"}, caption=CAPTION)


def test_a_missing_label_is_named():
    with page("notebook", labels={}), pytest.raises(StudyError, match="list_mark"):
        word("list_mark")


def test_every_label_fills_the_same_blanks_in_both_languages():
    import string  # noqa: PLC0415

    for key, entry in LABELS.items():
        blanks = [
            {name for _, name, _, _ in string.Formatter().parse(entry[lang]) if name}
            for lang in ("zh", "en")
        ]
        assert blanks[0] == blanks[1], key


def test_states_differ_in_shape_and_not_in_colour_alone():
    shapes = {(m.marker, m.filled, m.scale < 0.5) for m in STATE_MARKS.values()}
    assert len(shapes) == len(STATE_MARKS) == 7


def test_colours_of_meaning_are_kept_apart_in_grey():
    """Where two states share a shape and fill, size tells them apart; shares grow darker."""
    grey = [sum(style.SHARES(x / 10)[:3]) for x in range(11)]
    assert grey == sorted(grey, reverse=True)


@pytest.mark.parametrize("width", [0.5, 1.0, 2.5])
@pytest.mark.usefixtures("opened")
def test_wrapped_lines_fit_and_lose_nothing(width):
    text = "注：32个乡镇中19个写明数值；（箭头）无含义，TF-IDF仅供探索。Sources: listed below"
    lines = wrap_text(text, width, 8.0)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(measure_width(line, 8.0) <= width + 1e-6 for line in lines)


@pytest.mark.usefixtures("opened")
def test_an_english_line_begins_with_no_mark_and_breaks_no_word():
    text = "where they stand, towns of Lüliang County (invented), 2023; and so on (1/2)."
    for width in (0.9, 1.1, 1.4, 1.9):
        lines = wrap_text(text, width, 8.0)
        assert " ".join(lines) == text
        assert not [line for line in lines if line[0] in ",.;:)!?"]


@pytest.mark.usefixtures("opened")
def test_no_line_opens_with_closing_punctuation():
    lines = wrap_text("山、水、林、田、湖、草、沙，一体化（保护）；系统治理。" * 3, 1.1, 9.0)
    assert len(lines) > 3
    assert [line for line in lines if line[0] in "，。；：、）”"] == []
    assert [line for line in lines if line[-1] in "（“"] == []


@pytest.mark.usefixtures("opened")
def test_a_town_is_not_torn_between_lines():
    towns = [f"{name}、" for name in names_of(30).values()]
    lines = wrap_pieces(towns, 2.0, 8.0)
    assert "".join(lines) == "".join(towns)
    assert all(line.endswith("、") for line in lines)


def _fill_piece_by_piece(pieces, width, size):
    lines = [""]
    for piece in pieces:
        if measure_width((lines[-1] + piece).rstrip(), size) <= width:
            lines[-1] += piece
        elif measure_width(piece.rstrip(), size) <= width or len(piece) == 1:
            lines.append(piece)
        else:
            inner = _PIECE.findall(piece)
            lines += _fill_piece_by_piece(inner if len(inner) > 1 else piece, width, size)
    return [line.rstrip() for line in lines if line.strip()] or [""]


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("width", [0.05, 0.4, 1.7])
def test_lines_are_as_full_as_when_every_piece_is_tried(width):
    rng = random.Random(7)
    signs = ["镇", "WAV", "WMWMWM", "fi", "il.", "8.5%", "—", "  ", "（茶）", "长长的一个地名"]
    for _ in range(12):
        count = rng.randrange(25)
        pieces = [rng.choice(signs) + rng.choice(["", "、", "   "]) for _ in range(count)]
        assert wrap_pieces(pieces, width, 8.0) == _fill_piece_by_piece(pieces, width, 8.0)


@pytest.mark.usefixtures("opened")
def test_a_name_too_long_grows_smaller_and_then_ends_in_an_ellipsis():
    assert fit_text("甲镇", 2.0, 9.0) == ("甲镇", 9.0)
    text, size = fit_text("龙凤湾经济开发区管理委员会", 1.4, 9.0)
    assert text == "龙凤湾经济开发区管理委员会"
    assert size < 9.0
    text, size = fit_text("龙凤湾经济开发区管理委员会", 0.6, 9.0)
    assert text.endswith("…")
    assert measure_width(text, size) <= 0.6


@pytest.mark.usefixtures("opened")
def test_words_are_as_wide_on_paper_as_they_were_measured():
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415

    for dpi in (72, 150, 300):
        figure = Figure(dpi=dpi)
        text = figure.text(0, 0, "望湖台街道办事处 8.5%", size=9)
        FigureCanvasAgg(figure).draw()
        width = text.get_window_extent().width / dpi
        assert width == pytest.approx(measure_width(text.get_text(), 9), abs=0.004)


@pytest.mark.usefixtures("opened")
def test_mending_leaves_good_labels_alone():
    figure = Figure()
    text = figure.text(0, 0, "驩城镇\n$甲$")
    assert not text.get_parse_math()
    mend_labels(figure)
    assert text.get_text() == "驩城镇\n$甲$"


def test_a_heading_written_downwards_keeps_latin_runs_and_turns_its_brackets():
    assert stack_text("R&D经费（万元）") == "R&D\n经\n费\n︵\n万\n元\n︶"


@pytest.mark.usefixtures("opened")
def test_a_heading_is_broken_into_even_lines():
    wide = measure_width("党的建", 8.0) + 0.01
    assert balance_text("党的建设", wide, 8.0) == ["党的", "建设"]
