"""How figures look: the only place of colours, sizes and pages (fonts are found in `fonts`).

A figure is drawn inside ``with page("a4_full", labels=lexicon.labels):``; the page carries
width, type size, language and words, and every `word` a figure writes comes from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from math import inf
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.colors import LinearSegmentedColormap

from analysis.errors import PlanError, StudyError
from analysis.figures.fonts import FALLBACK_FAMILY, chinese_font
from analysis.model import CellState

Lang = Literal["zh", "en"]
Labels = Mapping[str, Mapping[str, str]]

STYLE_VERSION = "3"
"""Part of every figure's key: raise it when the look changes, and all figures are redrawn."""

CM = 1 / 2.54
PAGES: Mapping[str, tuple[float, float, float]] = {
    "a4_column": (8.4 * CM, 25.7 * CM, 8.0),
    "a4_full": (15.0 * CM, 25.7 * CM, 9.0),
    "notebook": (19.0 * CM, inf, 10.0),
    "slide": (29.0 * CM, 16.3 * CM, 15.0),
}
"""Page name -> width and greatest height in inches, type size in points.

An A4 page less margins of 2 cm; a slide of 16 by 9; a notebook scrolls and has no end.
"""
MARGIN_IN = 0.05
"""Blank edge around every figure, so that no stroke is cut."""

# Okabe-Ito, by meaning: a colour says the same thing in every figure.
INK: Mapping[str, str] = {
    "text": "#1f1f1f",
    "quiet": "#666666",
    "rule": "#bdbdbd",
    "grid": "#e6e6e6",
    "stated": "#0072b2",
    "achieved": "#7a7a7a",
    "median": "#1f1f1f",
    "superior": "#d55e00",
    "bar": "#8cc8ee",
    "tree": "#555555",
    "on_dark": "#ffffff",
    "paper": "#ffffff",
}
SHARES = LinearSegmentedColormap.from_list(
    "shares", ["#f7fafc", "#cfe3f0", "#8fc0de", "#3a8fc4", "#0072b2", "#004a75"]
)


@dataclass(frozen=True, slots=True)
class StateMark:
    """The shape of a cell state; the colour only repeats what the shape says."""

    marker: str
    color: str
    filled: bool
    scale: float = 1.0


STATE_MARKS: Mapping[CellState, StateMark] = {
    "stated": StateMark("o", "#0072b2", filled=True),
    "relative": StateMark("D", "#009e73", filled=False, scale=0.85),
    "masked": StateMark("s", "#1f1f1f", filled=True, scale=0.9),
    "unreadable": StateMark("x", "#d55e00", filled=False, scale=0.9),
    "truncated": StateMark("v", "#cc79a7", filled=False),
    "not_stated": StateMark("o", "#9a9a9a", filled=True, scale=0.28),
    "no_text": StateMark("_", "#9a9a9a", filled=False),
}


@dataclass(frozen=True, slots=True)
class Page:
    """Where a figure will stand.

    `width_in` is the width between the margins in inches, `height_in` the greatest height,
    `base_pt` the type size in points.
    """

    name: str
    width_in: float
    height_in: float
    base_pt: float
    lang: Lang
    labels: Labels = field(repr=False)

    @property
    def small_pt(self) -> float:
        """Type size of notes, numbers in cells and headings of columns."""
        return self.base_pt * 0.85

    @property
    def row_in(self) -> float:
        """Height of one town's row in inches."""
        return self.base_pt * 1.75 / 72


_OPEN: ContextVar[Page] = ContextVar("page")


@contextmanager
def page(name: str = "notebook", lang: Lang = "zh", *, labels: Labels) -> Iterator[Page]:
    """Draw everything inside the ``with`` block in the project's look, for one kind of page."""
    if name not in PAGES or lang not in {"zh", "en"}:
        raise PlanError(
            "E-FIG-01",
            f"there is no page {name!r} in language {lang!r}",
            where="page()",
            fix=f"use one of {', '.join(PAGES)} with zh or en",
        )
    width_in, height_in, base_pt = PAGES[name]
    size = width_in - 2 * MARGIN_IN, height_in - 2 * MARGIN_IN
    with reopen(Page(name, *size, base_pt, lang, labels)) as opened:
        yield opened


@contextmanager
def reopen(opened: Page) -> Iterator[Page]:
    """Draw inside the ``with`` block on a page that was opened before."""
    token = _OPEN.set(opened)
    try:
        with mpl.rc_context(_look(opened)):
            yield opened
    finally:
        _OPEN.reset(token)


def current_page() -> Page:
    """Return the page that is open, or say how to open one."""
    try:
        return _OPEN.get()
    except LookupError:
        raise PlanError(
            "E-FIG-02",
            "a figure was asked for, but no page is open",
            where="analysis.figures",
            fix='write the call inside: with page("a4_full", labels=lexicon.labels):',
        ) from None


def word(key: str, **values: object) -> str:
    """Return the words of a label in the page's language, with `values` filled in."""
    return words(key, **values)[current_page().lang]


def words(key: str, **values: object) -> dict[str, str]:
    """Return the words of a label in both languages, with `values` filled in."""
    entry = current_page().labels.get(key)
    if entry is None:
        raise StudyError(
            "E-LAB-01",
            f"the label {key} is missing",
            where="lexicon/labels.toml",
            fix="copy it from the project's data/lexicon/labels.toml",
        )
    return {lang: entry[lang].format(**values) for lang in ("zh", "en")}


def _look(opened: Page) -> dict[Any, Any]:
    font = chinese_font()
    machine = ("backend", "interactive", "toolbar", "webagg", "tk.", "timezone", "savefig.dir")
    # a personal matplotlibrc must not change a figure
    plain = {k: v for k, v in mpl.rcParamsDefault.items() if not k.startswith(machine)}
    return {
        **plain,
        "font.family": [font.family, FALLBACK_FAMILY],
        "font.size": opened.base_pt,
        "text.parse_math": False,  # a town may be called $甲$
        "text.hinting": "no_hinting",  # words are as wide as they were measured, at any dpi
        "text.color": INK["text"],
        "axes.unicode_minus": 0x2212 in font.own_chars,
        "axes.edgecolor": INK["rule"],
        "axes.labelcolor": INK["text"],
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.formatter.useoffset": False,
        "grid.color": INK["grid"],
        "grid.linewidth": 0.6,
        "xtick.color": INK["rule"],
        "xtick.labelcolor": INK["text"],
        "xtick.labelsize": opened.small_pt,
        "xtick.major.width": 0.6,
        "xtick.major.size": 2.5,
        "ytick.color": INK["rule"],
        "ytick.labelcolor": INK["text"],
        "ytick.major.width": 0.6,
        "figure.dpi": 110,
        "pdf.fonttype": 42,
        "ps.fonttype": 42,  # asked for PDF too: else letters and Chinese come in a font each
        "svg.fonttype": "path",
        "svg.hashsalt": "townplans",
    }
