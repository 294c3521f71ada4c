"""What sets each town apart: its terms of highest TF-IDF weight, as bars, words or clouds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.clouds import CLOUD_PX, Terms, heaviest_first, plot_cloud
from analysis.figures.layout import Picture, Sheet
from analysis.figures.measure import fit_text, line_in, widest, wrap_pieces
from analysis.figures.style import INK, current_page, word, words

MOST_PANELS = 12
"""More towns than this are told in rows of words: their panels would fill many pages."""
_GAP_IN = 0.18


def plot_terms(terms: Terms, *, longest: float, ax: Axes | None = None) -> Axes:
    """Draw one bar a term, top to bottom in the order given; `longest` fills the width."""
    page = current_page()
    ax = ax or Figure(figsize=(page.width_in / 2, page.row_in * (len(terms) + 1))).subplots()
    rows = range(len(terms))
    ax.barh(rows, [weight for _, weight in terms], height=0.62, color=INK["bar"], gid="term")
    for y, (_, weight) in enumerate(terms):
        look: dict[str, Any] = {
            "size": page.small_pt * 0.85,
            "color": INK["quiet"],
            "gid": "weight",
        }
        ax.text(weight + longest * 0.03, y, f"{weight:.2f}", va="center", **look)
    labels = [term for term, _ in terms]
    ax.set_yticks(rows, labels, parse_math=False, size=page.small_pt)
    ax.set(xlim=(0, longest * 1.25 or 1.0), ylim=(max(len(terms), 1) - 0.5, -0.5), xticks=[])
    ax.tick_params(axis="y", length=0, pad=3)
    ax.spines["bottom"].set_visible(False)
    return ax


def draw_top_terms(
    terms: Mapping[str, Terms],
    names: Mapping[str, str],
    *,
    caption: Mapping[str, str],
    sources: Sequence[str] = (),
    note: str = "",
) -> Picture:
    """Compose the towns in the order of `terms`, on one scale.

    Up to a dozen towns stand as small multiples of bars, more as one row of words a town.
    """
    deepest = max((len(found) for found in terms.values()), default=0)
    few = len(terms) <= MOST_PANELS
    body_in, compose = (_plan_panels if few else _plan_rows)(terms, names)
    return Picture(
        caption=caption,
        note=word("sentence_mark").join(
            part for part in (word("note_terms" if few else "note_rows", k=deepest), note) if part
        ),
        sources=tuple(sources),
        data=tabulate_terms(terms, names),
        n=len(terms),
        alt=words("alt_terms", n=len(terms)),
        page=current_page(),
        body_in=body_in,
        compose=compose,
    )


def _plan_panels(
    terms: Mapping[str, Terms], names: Mapping[str, str]
) -> tuple[float, Callable[[Sheet], None]]:
    page = current_page()
    every = [pair for found in terms.values() for pair in found]
    deepest = max((len(found) for found in terms.values()), default=0)
    longest = max((weight for _, weight in every), default=0.0)
    label_in = min(widest([t for t, _ in every], page.small_pt), page.width_in * 0.2) + 0.08
    across = max(1, min(len(terms), int(page.width_in / (label_in + 8 * page.base_pt / 72))))
    wide = (page.width_in - _GAP_IN * (across - 1)) / across
    head, row = line_in(page.base_pt) + 0.03, page.row_in * 0.86
    block = head + row * max(deepest, 1) + 0.16

    def compose(sheet: Sheet) -> None:
        for i, (plan_id, found) in enumerate(terms.items()):
            x, top = (i % across) * (wide + _GAP_IN), (i // across) * block
            name, size = fit_text(names[plan_id], wide, page.base_pt)
            sheet.write(x, top, name, size=size, gid="town")
            if not found:
                ink = INK["quiet"]
                sheet.write(x, top + head, word("no_terms"), color=ink, gid="silent")
                continue
            ax = sheet.place(x + label_in, top + head, wide - label_in, row * len(found))
            plot_terms(found, longest=longest, ax=ax)
            for label in ax.get_yticklabels():
                text, size = fit_text(label.get_text(), label_in - 0.06, page.small_pt)
                label.set(text=text, size=size)

    return block * -(-len(terms) // across), compose


def _plan_rows(
    terms: Mapping[str, Terms], names: Mapping[str, str]
) -> tuple[float, Callable[[Sheet], None]]:
    """Write as many terms a town as one line holds, heaviest first."""
    page = current_page()
    room = page.width_in * 0.27
    left = min(widest([names[p] for p in terms], page.base_pt), room) + 0.14

    def compose(sheet: Sheet) -> None:
        middles = [page.row_in * (y + 0.5) for y in range(len(terms))]
        towns = (names[p] for p in terms)
        sheet.write_names(left - 0.14, zip(middles, towns, strict=True), room)
        for y, found in zip(middles, terms.values(), strict=True):
            sheet.canvas.axhline(y + page.row_in / 2, color=INK["grid"], lw=0.5)
            pieces = [f"{term}   " for term, _ in found] or [word("no_terms")]
            line = wrap_pieces(pieces, sheet.width - left, page.small_pt)[0]
            sheet.write(left, y, line, va="center", size=page.small_pt, gid="terms")

    return page.row_in * len(terms) + 0.04, compose


def draw_clouds(
    terms: Mapping[str, Terms],
    names: Mapping[str, str],
    *,
    caption: Mapping[str, str],
    sources: Sequence[str] = (),
    note: str = "",
) -> Picture:
    """Compose a contact sheet, one cloud a town in the order of `terms`, smaller for more."""
    page = current_page()
    fit = max(1, int(page.width_in / (11 * page.base_pt / 72)))
    across = min(fit, max(len(terms), 1), 2 if len(terms) <= 6 else 3 if len(terms) <= 12 else 4)
    wide = (page.width_in - _GAP_IN * (across - 1)) / across
    tall = wide * CLOUD_PX[1] / CLOUD_PX[0]
    head = line_in(page.base_pt) + 0.04
    block = head + tall + 0.12

    def compose(sheet: Sheet) -> None:
        for i, (plan_id, found) in enumerate(terms.items()):
            x, top = (i % across) * (wide + _GAP_IN), (i // across) * block
            name, size = fit_text(names[plan_id], wide, page.base_pt)
            sheet.write(x, top, name, size=size, gid="town")
            ax = sheet.place(x, top + head, wide, tall)
            plot_cloud(found, scale=2, ax=ax)

    return _tell_clouds(
        terms,
        names,
        compose,
        body_in=block * -(-len(terms) // across),
        caption=caption,
        sources=sources,
        note=note,
    )


def draw_cloud(
    plan_id: str,
    terms: Terms,
    names: Mapping[str, str],
    *,
    caption: Mapping[str, str],
    sources: Sequence[str] = (),
    note: str = "",
    max_words: int = 100,
) -> Picture:
    """Compose one town's cloud at the full width of the page."""
    page = current_page()
    tall = page.width_in * CLOUD_PX[1] / CLOUD_PX[0] if terms else 1.0

    def compose(sheet: Sheet) -> None:
        plot_cloud(terms, max_words=max_words, ax=sheet.place(0, 0, sheet.width, tall))

    told = {plan_id: terms}
    picture = _tell_clouds(
        told, names, compose, body_in=tall, caption=caption, sources=sources, note=note
    )
    return replace(picture, unlisted=max_words)


def _tell_clouds(
    terms: Mapping[str, Terms],
    names: Mapping[str, str],
    compose: Callable[[Sheet], None],
    *,
    body_in: float,
    caption: Mapping[str, str],
    sources: Sequence[str],
    note: str,
) -> Picture:
    every = {pair for found in terms.values() for pair in found}
    foremost = list(dict.fromkeys(term for term, _ in sorted(every, key=heaviest_first)))[:5]
    return Picture(
        caption=caption,
        note=word("sentence_mark").join(t for t in (word("note_cloud"), note) if t),
        sources=tuple(sources),
        data=tabulate_terms(terms, names),
        n=len(terms),
        alt=words("alt_cloud", n=len(terms), terms="、".join(foremost)),
        page=current_page(),
        body_in=body_in,
        compose=compose,
    )


def tabulate_terms(
    terms: Mapping[str, Terms], names: Mapping[str, str]
) -> tuple[dict[str, object], ...]:
    """List every town's terms with weight and rank."""
    return tuple(
        {"plan_id": p, "town": names[p], "rank": rank, "term": term, "tfidf": float(weight)}
        for p, found in terms.items()
        for rank, (term, weight) in enumerate(found, start=1)
    )
