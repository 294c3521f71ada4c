"""Figures composed in inches: marks and words in place, caption, 注 and 资料来源 below.

Row heights are fixed and the page grows, up to the height of its paper; then the figure goes
on on the next page. So the height of every part is known before anything is drawn; nothing is
shifted afterwards, nothing is clipped.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import imread, imsave
from matplotlib.text import Text

from analysis.figures.fonts import MissingGlyphWarning, find_missing, replace_missing
from analysis.figures.measure import fit_text, line_in, measure_width
from analysis.figures.paging import ABOVE_CAPTION_IN, caption_lines, number_part
from analysis.figures.style import INK, MARGIN_IN, Page, current_page, reopen, word

_SCREEN_DPI = 150


@dataclass(frozen=True, slots=True)
class Key:
    """A legend entry: its words, what draws the mark at (x, y), the mark's width in inches."""

    label: str
    draw: Callable[[Axes, float, float], None]
    mark_in: float

    def width(self) -> float:
        """Width with the gap to the next entry, in inches."""
        return self.mark_in + 0.3 + measure_width(self.label, current_page().small_pt)


class Sheet:
    """A figure under composition; all measures in inches from the top left, inside margins."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        edge = MARGIN_IN
        size = self._size = width + 2 * edge, height + 2 * edge
        self.figure = Figure(figsize=size, facecolor=INK["paper"])
        self.canvas = self.figure.add_axes((0, 0, 1, 1), zorder=-1)
        self.canvas.set_axis_off()
        limits = {"xlim": (-edge, width + edge), "ylim": (height + edge, -edge)}
        self.canvas.set(**limits, xticks=[], yticks=[])

    def place(self, left: float, top: float, width: float, height: float) -> Axes:
        """Add axes at a place of the sheet."""
        wide, tall = self._size
        bottom = tall - MARGIN_IN - top - height
        return self.figure.add_axes(
            ((left + MARGIN_IN) / wide, bottom / tall, width / wide, height / tall)
        )

    def write(self, x: float, y: float, text: str, **look: Any) -> Text:
        """Write words with their upper left corner (by default) at a place of the sheet."""
        look = {"va": "top", "ha": "left", "parse_math": False, **look}
        return self.canvas.text(x, y, text, **look)

    def write_names(self, right: float, names: Iterable[tuple[float, str]], room: float) -> None:
        """Write towns' names flush with `right`, each at its height, in at most `room` inches."""
        for y, name in names:
            text, size = fit_text(name, room, current_page().base_pt)
            self.write(right, y, text, ha="right", va="center", size=size, gid="town")

    def write_keys(self, top: float, keys: Sequence[Key]) -> None:
        """Draw a legend in lines, each mark before its words."""
        size = current_page().small_pt
        x, y = 0.02, top + line_in(size) / 2
        for key in keys:
            if x > 0.02 and x + key.width() - 0.2 > self.width:
                x, y = 0.02, y + line_in(size)
            key.draw(self.canvas, x + key.mark_in / 2, y)
            self.write(x + key.mark_in + 0.06, y, key.label, va="center", size=size, gid="legend")
            x += key.width()


def keys_height(keys: Iterable[Key], width: float) -> float:
    """Height in inches of a legend in lines of `width`."""
    lines, x = 1, 0.02
    for key in keys:
        if x > 0.02 and x + key.width() - 0.2 > width:
            lines, x = lines + 1, 0.02
        x += key.width()
    return lines * line_in(current_page().small_pt)


@dataclass(frozen=True, slots=True)
class Part:
    """What stands on one page of a picture: its height in inches without the caption block.

    `compose` draws it on a sheet whose first `height` inches are free.
    """

    height: float
    compose: Callable[[Sheet], None]


@dataclass(frozen=True)
class Picture:
    """A whole figure, told but not yet drawn: `figures` draws its pages when they are asked for.

    `data` are the rows drawn, `n` the towns they speak of, `alt` what a reader who cannot
    see the figure is told. A figure longer than a page of its paper has several parts, each
    with its own axis, legend and caption. A notebook shows it by naming it.
    """

    caption: Mapping[str, str]
    note: str
    sources: tuple[str, ...]
    data: tuple[Mapping[str, object], ...]
    n: int
    alt: Mapping[str, str]
    page: Page
    parts: tuple[Part, ...]
    unlisted: object = ()
    """What is drawn without standing in `data`, such as the branches of a tree."""

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The pages, each with caption, 注 and 资料来源 below it."""
        with reopen(self.page):
            return tuple(self.draw_part(at) for at in range(1, len(self.parts) + 1))

    def draw_part(self, at: int) -> Figure:
        """Draw one page, counted from 1."""
        with reopen(self.page):
            caption = number_part(self.caption, at, len(self.parts))
            lines = caption_lines(caption, self.note, self.sources)
            body = self.parts[at - 1].height if self.n else 0.4
            below = sum(line_in(size) for _, size, _ in lines)
            sheet = Sheet(self.page.width_in, body + ABOVE_CAPTION_IN + below)
            if self.n:
                self.parts[at - 1].compose(sheet)
            else:
                sheet.write(sheet.width / 2, 0.1, word("nothing_to_show"), ha="center", gid="why")
            _write_caption(sheet, body + ABOVE_CAPTION_IN, lines)
            mend_labels(sheet.figure)
            return sheet.figure

    @property
    def figure(self) -> Figure:
        """The first page; the whole where there is one."""
        return self.figures[0]

    def _repr_png_(self) -> bytes:
        with reopen(self.page):
            pages = [_paint(figure) for figure in self.figures]
            if len(pages) == 1:
                return pages[0]
            whole = io.BytesIO()
            shown = [imread(io.BytesIO(page)) for page in pages]
            imsave(whole, np.concatenate(shown), format="png", dpi=_SCREEN_DPI)
            return whole.getvalue()


def _paint(figure: Figure) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=_SCREEN_DPI)
    return file.getvalue()


def _write_caption(sheet: Sheet, top: float, lines: Sequence[tuple[str, float, str]]) -> None:
    for text, size, gid in lines:
        centred = gid == "caption"
        sheet.write(
            sheet.width / 2 if centred else 0.02,
            top,
            text,
            ha="center" if centred else "left",
            size=size,
            color=INK["text"] if centred else INK["quiet"],
            gid=gid,
        )
        top += line_in(size)


def mend_labels(figure: Figure) -> None:
    """Replace characters that no font can draw by 〓 and say which they were."""
    labels = [label for label in figure.findobj(Text) if isinstance(label, Text)]
    missing = find_missing(label.get_text() for label in labels)
    if not missing:
        return
    warnings.warn(
        f"字体缺字，图中以〓代替 / no glyph for {'、'.join(missing)}; "
        "set TOWNPLANS_FONT to a font that has them",
        MissingGlyphWarning,
        stacklevel=2,
    )
    for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
        names = [label.get_text() for label in axis.get_majorticklabels()]
        if find_missing(names):  # an axis writes its names anew whenever it is drawn
            axis.set_ticklabels([replace_missing(name) for name in names])
    for label in labels:
        label.set_text(replace_missing(label.get_text()))
