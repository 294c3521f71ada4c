"""The themes on a town's card: its share of each over the range and median of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.figures.layout import Key, Sheet
from analysis.figures.marks import dot_pt, draw_dot
from analysis.figures.measure import fit_text, line_in, widest
from analysis.figures.scale import FEWEST_FOR_MEDIAN
from analysis.figures.style import INK, current_page, word
from analysis.model import ThemeShares

THEME_ROW_EM = 1.5
"""Height of a theme's row in type sizes."""
_RANGE_PT = 3.6


@dataclass(frozen=True, slots=True)
class Standing:
    """One town's value beside the same value of the others, in their order."""

    item: str
    own: float
    others: tuple[float, ...]

    def place(self) -> int:
        """Rank among all, 1 is highest; equals share a rank."""
        return 1 + sum(value > self.own for value in self.others)

    def middle(self) -> float | None:
        """Median of the others; None below three, where it says nothing."""
        return median(self.others) if len(self.others) >= FEWEST_FOR_MEDIAN else None

    def tell_others(self, digits: int) -> str:
        """Write the median of the others, or all of them where they are one or two."""
        if not self.others:
            return "–"
        middle = self.middle()
        values = sorted(self.others) if middle is None else [middle]
        return "–".join(dict.fromkeys(f"{value:.{digits}f}" for value in values))


def list_comparable(shares: ThemeShares, least: int) -> tuple[str, ...]:
    """List the plans with at least `least` plan sentences."""
    enough = zip(shares.plan_ids, shares.n_sentences.tolist(), strict=True)
    return tuple(plan_id for plan_id, n in enough if n >= least)


def rank_themes(shares: ThemeShares, plan_id: str, others: Sequence[str]) -> list[Standing]:
    """Set a town's shares in per cent beside those of `others`, its largest first."""
    at = {p: i for i, p in enumerate(shares.plan_ids)}
    rows = 100 * shares.shares[[at[p] for p in others]]
    own = 100 * shares.shares[at[plan_id]]
    order = np.argsort(-own.round(9), kind="stable")
    return [Standing(shares.themes[j], float(own[j]), tuple(rows[:, j].tolist())) for j in order]


def name_others(n: int) -> str:
    """Head the column of the others: their median, or the one or two there are."""
    if n >= FEWEST_FOR_MEDIAN:
        return word("card_median")
    return word("card_other_town" if n == 1 else "card_other_towns")


def plot_theme_standing(standings: Sequence[Standing], *, ax: Axes | None = None) -> Axes:
    """Draw one row a theme: the town's dot over the range and the median of the others.

    Rows stand top to bottom in the order given, values in per cent. One other town is a tick,
    two are a range without a median.
    """
    page = current_page()
    n = len(standings)
    ax = ax or Figure(figsize=(page.width_in / 2, page.row_in * (n + 2))).subplots()
    ends = [value for s in standings for value in (s.own, *s.others)]
    for y, s in enumerate(standings):
        if len(s.others) > 1:
            _draw_range(ax, min(s.others), max(s.others), y)
        middle = s.others[0] if len(s.others) == 1 else s.middle()
        if middle is not None:
            _draw_tick(ax, middle, y)
        draw_dot(ax, s.own, y, gid="own")
    ax.set(xlim=(0, max(ends, default=0.0) * 1.04 or 1.0), ylim=(n - 0.4, -0.6), yticks=[])
    ax.xaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    ax.grid(axis="x")
    ax.spines["left"].set_visible(False)
    for line in ax.lines:
        line.set_clip_on(False)
    return ax


def _draw_range(ax: Axes, low: float, high: float, y: float, gid: str = "range") -> None:
    look: dict[str, Any] = {"color": INK["rule"], "lw": _RANGE_PT, "solid_capstyle": "butt"}
    ax.plot([low, high], [y, y], "-", gid=gid, **look)


def _draw_tick(ax: Axes, x: float, y: float, gid: str = "others") -> None:
    ax.plot([x], [y], "|", color=INK["median"], ms=dot_pt() * 1.35, mew=1.2, gid=gid)


def list_theme_keys(n_others: int) -> list[Key]:
    """Return the legend of the themes' rows."""
    keys = [Key(word("card_own"), partial(draw_dot, gid="key"), 0.1)]
    if n_others > 1:
        label = word("card_others_range", n=n_others)
        keys.append(Key(label, _draw_key_range, 0.26))
    if n_others == 1 or n_others >= FEWEST_FOR_MEDIAN:
        keys.append(Key(name_others(n_others), partial(_draw_tick, gid="key"), 0.06))
    return keys


def _draw_key_range(ax: Axes, x: float, y: float) -> None:
    _draw_range(ax, x - 0.13, x + 0.13, y, gid="key")


def themes_height(n: int) -> float:
    """Height of the themes' rows with their headings and axis in inches."""
    page = current_page()
    return n * page.small_pt * THEME_ROW_EM / 72 + 2 * line_in(page.small_pt) + 0.24


def compose_themes(
    sheet: Sheet, top: float, width: float, standings: Sequence[Standing], names: Mapping[str, str]
) -> None:
    """Draw the themes with their numbers in a column of `width` inches at the left."""
    page = current_page()
    size = page.small_pt
    n_others = len(standings[0].others) if standings else 0
    sheet.write_keys(top, list_theme_keys(n_others))
    top += 2 * line_in(size)
    heads = word("card_own"), name_others(n_others)
    rights = [widest([head, "00–00"], size) + 0.08 for head in heads]
    room = width * 0.48
    left = min(widest([names[s.item] for s in standings], size), room) + 0.12
    row = size * THEME_ROW_EM / 72
    ax = sheet.place(left, top, width - left - sum(rights) - 0.04, row * len(standings))
    plot_theme_standing(standings, ax=ax)
    ends = width - rights[1], width
    look: dict[str, Any]
    for end, head in zip(ends, heads, strict=True):
        look = {"ha": "right", "va": "bottom", "size": size, "color": INK["quiet"]}
        sheet.write(end, top - 0.01, head, gid="heading", **look)
    for i, s in enumerate(standings):
        y = top + row * len(standings) * (i + 0.6) / (len(standings) + 0.2)
        name, small = fit_text(names[s.item], room, size)
        sheet.write(left - 0.12, y, name, ha="right", va="center", size=small, gid="theme")
        look = {"ha": "right", "va": "center", "size": size}
        sheet.write(ends[0], y, f"{s.own:.0f}", gid="share", **look)
        sheet.write(ends[1], y, s.tell_others(0), color=INK["quiet"], gid="others_share", **look)
