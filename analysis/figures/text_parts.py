"""How much of each plan is its own, shared with one other town, or common to several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from analysis.figures.layout import Key, Part, Picture, Sheet, keys_height
from analysis.figures.measure import axis_height, fit_text, line_in, widest
from analysis.figures.paging import body_room, deal_rows
from analysis.figures.style import INK, current_page, word, words
from analysis.stats.reuse import TextParts

LOOKS: Mapping[str, Mapping[str, Any]] = {
    "own": {"fc": INK["bar"], "ec": INK["stated"]},
    "copied": {"fc": INK["paper"], "ec": INK["text"], "hatch": "/////"},
    "common": {"fc": INK["tree"], "ec": INK["text"]},
}
"""Part of a text -> its bar: light, hatched, dark, told apart without colours."""


def plot_text_parts(
    rows: Sequence[tuple[int, int, int]], *, longest: float, ax: Axes | None = None
) -> Axes:
    """Draw one stacked bar a row: own, copied and common letters.

    `longest` ends the axis, the same on every page.
    """
    page = current_page()
    ax = ax or Figure(figsize=(page.width_in, page.row_in * (len(rows) + 2))).subplots()
    for y, row in enumerate(rows):
        start = 0
        for (part, look), letters in zip(LOOKS.items(), row, strict=True):
            if letters:
                ax.barh(y, letters, left=start, height=0.62, lw=0.6, gid=part, **look)
            start += letters
    ax.set(xlim=(0, longest * 1.02 or 1.0), ylim=(len(rows) - 0.5, -0.5), yticks=[])
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    return ax


def draw_text_parts(
    parts: Sequence[TextParts],
    names: Mapping[str, str],
    *,
    caption: Mapping[str, str],
    sources: Sequence[str] = (),
    note: str = "",
) -> Picture:
    """Compose the bars, the least own first; own letters in per cent stand at the right."""
    page = current_page()
    ordered = sorted(parts, key=lambda p: (not p.letters, _own(p), p.plan_id))
    shared = sum(part.own < part.letters for part in ordered)
    note = word("sentence_mark").join(t for t in (word("note_text_parts"), note) if t)
    keys = list(_list_keys())
    top = keys_height(keys, page.width_in) + line_in(page.small_pt) + 0.1
    around = top + axis_height()
    layout = _Layout(ordered, names, keys, top)
    room = body_room(caption, note, sources) - around
    return Picture(
        caption=caption,
        note=note,
        sources=tuple(sources),
        data=tabulate_parts(ordered, names),
        n=len(ordered),
        alt=words("alt_text_parts", n=len(ordered), shared=shared),
        page=page,
        parts=tuple(
            Part(around + page.row_in * len(seen), partial(layout.compose, seen=seen))
            for seen in deal_rows(ordered, room, page.row_in)
        ),
    )


class _Layout:
    """Columns on the page that is open: names, bars, per cent."""

    def __init__(
        self,
        parts: Sequence[TextParts],
        names: Mapping[str, str],
        keys: Sequence[Key],
        top: float,
    ) -> None:
        page = current_page()
        self.names, self.keys, self.top = names, keys, top
        self.longest = max((part.letters for part in parts), default=1)
        self.room = page.width_in * 0.27
        self.left = min(widest([names[p.plan_id] for p in parts], page.base_pt), self.room) + 0.12
        self.right = widest([word("column_own"), "100%"], page.small_pt) + 0.1

    def compose(self, sheet: Sheet, seen: Sequence[TextParts]) -> None:
        """Draw one page."""
        page = current_page()
        sheet.write_keys(0.0, self.keys)
        look: dict[str, Any] = {"size": page.small_pt, "color": INK["quiet"], "ha": "right"}
        sheet.write(
            sheet.width, self.top - 0.03, word("column_own"), va="bottom", gid="heading", **look
        )
        wide, height = page.width_in - self.left - self.right, page.row_in * len(seen)
        ax = sheet.place(self.left, self.top, wide, height)
        rows = [(part.own, part.copied, part.common) for part in seen]
        plot_text_parts(rows, longest=self.longest, ax=ax)
        axis = self.top + height + axis_height() - 0.02
        middle = self.left + wide / 2
        sheet.write(middle, axis, word("axis_letters"), ha="center", va="bottom", gid="axis")
        for y, part in enumerate(seen):
            at = self.top + page.row_in * (y + 0.5)
            name, size = fit_text(self.names[part.plan_id], self.room, page.base_pt)
            sheet.write(self.left - 0.08, at, name, ha="right", va="center", size=size, gid="town")
            said = f"{100 * _own(part):.0f}%" if part.letters else "–"
            sheet.write(sheet.width, at, said, va="center", gid="own_share", **look)


def _own(part: TextParts) -> float:
    return part.own / part.letters if part.letters else 1.0


def _list_keys() -> Iterator[Key]:
    def swatch(ax: Axes, x: float, y: float, look: Mapping[str, Any]) -> None:
        ax.add_patch(Rectangle((x - 0.12, y - 0.05), 0.24, 0.1, lw=0.6, gid="key", **look))

    for part, look in LOOKS.items():
        yield Key(word(f"key_{part}"), partial(swatch, look=look), 0.24)


def tabulate_parts(
    parts: Sequence[TextParts], names: Mapping[str, str]
) -> tuple[dict[str, object], ...]:
    """List each town's letters by who else holds them, in the order drawn."""
    return tuple(
        {
            "plan_id": part.plan_id,
            "town": names[part.plan_id],
            "letters": part.letters,
            "own": part.own,
            "copied": part.copied,
            "common": part.common,
        }
        for part in parts
    )
