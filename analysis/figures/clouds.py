"""A word cloud, painted from weights, never from text; the same weights, the same cloud."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from wordcloud import WordCloud

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


@lru_cache(maxsize=256)
def _paint_cloud(
    terms: tuple[tuple[str, float], ...], max_words: int, smallest: int, scale: int, font: Path
) -> npt.NDArray[np.uint8]:
    """Return the cloud's pixels; a coarse grid painted large is five times faster to pack."""
    weights = {replace_missing(t, fallback=False): weight for t, weight in reversed(terms)}
    cloud = WordCloud(
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


def _shade(top: float, weights: Mapping[str, float]) -> Callable[..., str]:
    """Return a colour function: one hue, heavier is darker, never too pale to read."""

    def color(term: str, **_: object) -> str:
        return to_hex(SHARES(0.55 + 0.45 * weights[term] / top))

    return color
