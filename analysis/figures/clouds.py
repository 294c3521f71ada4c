"""A word cloud, painted from weights, never from text; the same weights, the same cloud."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from PIL import ImageFont
from wordcloud import WordCloud, wordcloud

from analysis.figures.fonts import chinese_font, replace_missing
from analysis.figures.measure import axes_width
from analysis.figures.style import INK, SHARES, current_page, word

Terms = Sequence[tuple[str, float]]
"""Terms with their weights, heaviest first."""

CLOUD_PX = (400, 250)
CLOUD_SEED = 20231
SMALLEST_PT = 5.0
"""Words of a cloud that would be smaller on paper are left out."""


def plot_cloud(
    terms: Terms, *, max_words: int = 100, scale: int = 4, ax: Axes | None = None
) -> Axes:
    """Draw a word cloud from weights; a town without terms says so in words.

    Words too light to be read at the size of `ax` are left out. `scale` is pixels per cell
    of the packing grid (see `CLOUD_PX`), and changes no place.
    """
    page = current_page()
    ax = ax or Figure(figsize=(page.width_in, page.width_in * 0.625)).subplots()
    ax.set_axis_off()
    usable = tuple((term, weight) for term, weight in terms if weight > 0)
    if not usable:
        ax.text(0.5, 0.5, word("no_terms"), ha="center", color=INK["quiet"], gid="silent")
        return ax
    smallest = max(4, round(SMALLEST_PT / 72 * CLOUD_PX[0] / axes_width(ax)))
    pixels = _paint_cloud(usable, max_words, smallest, scale, chinese_font().path)
    ax.imshow(pixels, aspect="auto", gid="cloud")
    return ax


def heaviest_first(term: tuple[str, float]) -> tuple[float, str]:
    """Sort terms by falling weight, equal ones by their characters."""
    return -term[1], term[0]


@lru_cache(maxsize=32)
def _paint_cloud(
    terms: tuple[tuple[str, float], ...], max_words: int, smallest: int, scale: int, font: Path
) -> npt.NDArray[np.uint8]:
    """Return the cloud's pixels; a coarse grid painted large is five times faster to pack."""
    weights = {replace_missing(t, fallback=False): weight for t, weight in reversed(terms)}
    cloud = _Cloud(
        font_path=str(font),
        width=CLOUD_PX[0],
        height=CLOUD_PX[1],
        scale=scale,
        max_words=max_words,
        min_font_size=smallest,
        random_state=CLOUD_SEED,
        prefer_horizontal=1.0,
        background_color=INK["paper"],
        color_func=_shade(max(weights.values()), weights),
        relative_scaling=0.5,
        margin=3,
    ).generate_from_frequencies(dict(sorted(weights.items(), key=heaviest_first)))
    return np.asarray(cloud.to_array(), dtype=np.uint8)


class _Cloud(WordCloud):  # type: ignore[misc]
    """A cloud packed as `WordCloud` packs it, place by place, in a third of the time.

    Nearly all of packing was opening the font: at every size that was tried, from the height of
    the page down, for every word. The first word set in an opened font costs a millisecond (its
    hinting is made ready), every other one a twentieth of that.
    """

    def generate_from_frequencies(
        self, frequencies: Mapping[str, float], max_font_size: int | None = None
    ) -> WordCloud:
        """Pack; the search for the largest size begins where the heaviest word can stand at all."""
        if max_font_size == self.height:
            max_font_size = self._find_largest(max(frequencies, key=frequencies.__getitem__))
        with _open_sizes_once():
            return super().generate_from_frequencies(frequencies, max_font_size)

    def _find_largest(self, heaviest: str) -> int:
        """Return a size a little above the largest at which a word fits onto the empty page."""
        _, _, wide, tall = _open_size(self.font_path, self.height).getbbox(heaviest, anchor="lt")
        share = min(self.width / max(wide, 1), self.height / max(tall, 1), 1)
        return min(int(self.height), int(self.height * share) + 3)


_keep_size = lru_cache(maxsize=128)(ImageFont.truetype)
_KEPT_PX = 130
"""Most words stand in fewer pixels; every size kept holds its own view of the font's file."""


def _open_size(font: str, size: int) -> ImageFont.FreeTypeFont:
    return (_keep_size if size <= _KEPT_PX else ImageFont.truetype)(font, size)


@contextmanager
def _open_sizes_once() -> Iterator[None]:
    former = wordcloud.ImageFont
    wordcloud.ImageFont = SimpleNamespace(
        truetype=_open_size, TransposedFont=ImageFont.TransposedFont
    )
    try:
        yield
    finally:
        wordcloud.ImageFont = former


def _shade(top: float, weights: Mapping[str, float]) -> Callable[..., str]:
    """Return a colour function: one hue, heavier is darker, never too pale to read."""

    def color(term: str, **_: object) -> str:
        return to_hex(SHARES(0.55 + 0.45 * weights[term] / top))

    return color
