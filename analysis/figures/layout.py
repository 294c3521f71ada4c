"""Figures composed in inches: marks and words in place, caption, 注 and 资料来源 below.

Row heights are fixed and the page grows, so the height of every part is known before
anything is drawn; nothing is shifted afterwards, nothing is clipped.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.figures.fonts import MissingGlyphWarning, find_missing, replace_missing
from analysis.figures.measure import fit_text, line_in, measure_width, wrap_text
from analysis.figures.style import INK, MARGIN_IN, Page, current_page, reopen, word

SOURCES_NAMED = 6
"""More sources than this are counted in the figure and listed in its card."""


_ABOVE_CAPTION_IN = 0.14


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
        self.canvas.set(xlim=(-edge, width + edge), ylim=(height + edge, -edge))

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


@dataclass(frozen=True)
class Picture:
    """A whole figure, told but not yet drawn: `figure` draws it when it is asked for.

    `data` are the rows drawn, `n` the towns they speak of, `alt` what a reader who cannot
    see the figure is told. A notebook shows it by naming it.
    """

    caption: Mapping[str, str]
    note: str
    sources: tuple[str, ...]
    data: tuple[Mapping[str, object], ...]
    n: int
    alt: Mapping[str, str]
    page: Page
    body_in: float
    """Height of the picture without its caption, in inches."""
    compose: Callable[[Sheet], None]
    """Draws the picture on a sheet whose first `body_in` inches are free."""
    unlisted: object = ()
    """What is drawn without standing in `data`, such as the branches of a tree."""

    @cached_property
    def figure(self) -> Figure:
        """The figure with caption, 注 and 资料来源 below it."""
        with reopen(self.page):
            lines = _caption_lines(self)
            body = self.body_in if self.n else 0.4
            below = sum(line_in(size) for _, size, _ in lines)
            sheet = Sheet(self.page.width_in, body + _ABOVE_CAPTION_IN + below)
            if self.n:
                self.compose(sheet)
            else:
                sheet.write(sheet.width / 2, 0.1, word("nothing_to_show"), ha="center", gid="why")
            _write_caption(sheet, body + _ABOVE_CAPTION_IN, lines)
            mend_labels(sheet.figure)
            return sheet.figure

    def _repr_png_(self) -> bytes:
        with reopen(self.page):
            file = io.BytesIO()
            self.figure.savefig(file, format="png", dpi=150)
            return file.getvalue()


def _caption_lines(picture: Picture) -> list[tuple[str, float, str]]:
    """Lines of the caption block: words, type size, gid."""
    page = picture.page
    large, small = page.base_pt * 1.1, page.base_pt * 0.8
    width = page.width_in * 0.985
    lines = [
        (line, large, "caption") for line in wrap_text(picture.caption[page.lang], width, large)
    ]
    if picture.note:
        note = word("note", text=picture.note)
        lines += [(line, small, "note") for line in wrap_text(note, width, small)]
    if picture.sources:
        source = word("source", text=_name_sources(picture.sources))
        lines += [(line, small, "source") for line in wrap_text(source, width, small)]
    return lines


def _name_sources(sources: Sequence[str]) -> str:
    listed = word("list_mark").join(sources[:SOURCES_NAMED])
    if len(sources) <= SOURCES_NAMED:
        return listed
    return word("and_others", listed=listed, n=len(sources))


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
    for label in labels:
        label.set_text(replace_missing(label.get_text()))
