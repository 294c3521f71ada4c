"""Words on paper: how wide they are, where lines break, what fits in a given room."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from analysis.figures.fonts import FALLBACK_FAMILY, chinese_font, replace_missing
from analysis.figures.style import current_page

LEADING = 1.45
"""Line height as a multiple of the type size."""
SMALLEST_PT = 6.0

# One unbreakable piece: a run of Latin letters and digits, or one character; opening marks
# stay with what follows, closing marks with what stands before.
_PIECE = re.compile(
    r"[（《〈“‘\[(]*(?:[A-Za-z0-9À-ɏ.,:;%°±+\-−/_=~$&'@#\^]+|.)"
    r"(?:[，。；：、！？）》〉”’%％\])…]|[,.;:!?](?=\s|$))*\s*",
    re.DOTALL,
)


def measure_width(text: str, size_pt: float) -> float:
    """Width of the widest line of `text` in inches."""
    family = chinese_font().family
    return max(_width_per_pt(line, family) for line in text.split("\n")) * size_pt


@lru_cache(maxsize=50_000)
def _width_per_pt(line: str, family: str) -> float:
    """Width in inches at one point, at which type is not hinted and grows evenly with its size."""
    font = FontProperties(family=[family, FALLBACK_FAMILY], size=100)
    said = replace_missing(line)
    return float(text_to_path.get_text_width_height_descent(said, font, ismath=False)[0]) / 7200


def widest(texts: Iterable[str], size_pt: float) -> float:
    """Width of the widest of `texts` in inches, 0 when there is none."""
    return max((measure_width(text, size_pt) for text in texts), default=0.0)


def line_in(size_pt: float) -> float:
    """Height of one line in inches."""
    return size_pt * LEADING / 72


def wrap_text(text: str, width_in: float, size_pt: float) -> list[str]:
    """Break `text` into lines no wider than `width_in`, the Chinese way."""
    return wrap_pieces(_PIECE.findall(" ".join(text.split())), width_in, size_pt)


def balance_text(text: str, width_in: float, size_pt: float) -> list[str]:
    """Break `text` as `wrap_text` does, into lines as even as the same number allows."""
    lines = wrap_text(text, width_in, size_pt)
    for share in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        even = wrap_text(text, width_in * share, size_pt)
        if len(even) == len(lines) and widest(even, size_pt) <= width_in * share:
            return even
    return lines


def wrap_pieces(pieces: Iterable[str], width_in: float, size_pt: float) -> list[str]:
    """Fill lines with whole pieces; a piece wider than a line is broken by characters."""
    lines, left = [""], list(pieces)
    while left:
        fit = _count_fitting(lines[-1], left, width_in, size_pt)
        lines[-1] += "".join(left[:fit])
        left = left[fit:]
        if not left:
            break
        piece = left[0]
        if len(piece) > 1 and measure_width(piece.rstrip(), size_pt) > width_in:
            inner = _PIECE.findall(piece)
            lines += wrap_pieces(inner if len(inner) > 1 else piece, width_in, size_pt)
        else:
            lines.append(piece)
        left = left[1:]
    return [line.rstrip() for line in lines if line.strip()] or [""]


def _count_fitting(begun: str, pieces: Sequence[str], width_in: float, size_pt: float) -> int:
    """Count the pieces that a line has room for; widths are measured around a guess only."""

    def has_room(count: int) -> bool:
        return measure_width((begun + "".join(pieces[:count])).rstrip(), size_pt) <= width_in

    guess, em = 0, width_in * 72 / size_pt - _guess_em(begun)
    while guess < len(pieces) and (em := em - _guess_em(pieces[guess])) > 0:
        guess += 1
    while guess and not has_room(guess):
        guess -= 1
    while guess < len(pieces) and has_room(guess + 1):
        guess += 1
    return guess


def _guess_em(text: str) -> float:
    """About how many times its type size a text is wide."""
    return sum(0.55 if char < "\u2000" else 1.0 for char in text)


def fit_text(text: str, width_in: float, size_pt: float) -> tuple[str, float]:
    """Make one line fit: smaller type first, then an ellipsis; the data keep the whole."""
    for size in (size_pt, size_pt * 0.9, max(SMALLEST_PT, size_pt * 0.8)):
        if measure_width(text, size) <= width_in:
            return text, size
    return cut_text(text, width_in, size), size


def cut_text(text: str, width_in: float, size_pt: float) -> str:
    """Make one line fit by an ellipsis, at the size given."""
    if measure_width(text, size_pt) <= width_in:
        return text
    while text and measure_width(text + "…", size_pt) > width_in:
        text = text[:-1]
    return text.rstrip(" ,，、（(") + "…"


def axis_height() -> float:
    """Height in inches of an axis below its rows: ticks, their numbers, the label."""
    page = current_page()
    return line_in(page.small_pt) + line_in(page.base_pt) + 0.14


def axes_width(ax: Axes) -> float:
    """Width of axes on paper in inches."""
    figure = ax.get_figure(root=True)
    return ax.bbox.width / figure.dpi if figure is not None else current_page().width_in


_UPRIGHT = str.maketrans("（）《》—", "︵︶︽︾︱")
"""Marks as they stand in text written downwards."""


def stack_text(text: str) -> str:
    """Write a heading downwards: one Chinese character, or one Latin run, a line."""
    return "\n".join(re.findall(r"[A-Za-z0-9&.%+\-]+|\S", text.translate(_UPRIGHT)))
