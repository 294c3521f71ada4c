"""What sets each town apart: its terms of highest TF-IDF weight, as bars, words or clouds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.clouds import CLOUD_PX, Terms, heaviest_first, plot_cloud
from analysis.figures.layout import Part, Picture, Sheet
from analysis.figures.measure import fit_text, line_in, widest, wrap_pieces
from analysis.figures.paging import body_room, deal_rows
from analysis.figures.style import INK, current_page, word, words
from analysis.figures.target_row import fit_names

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
    said = (word("note_terms" if few else "note_rows", k=deepest), note)
    note = word("sentence_mark").join(part for part in said if part)
    lay = (_plan_panels if few else _plan_rows)(terms, names)
    return Picture(
        caption=caption,
        note=note,
        sources=tuple(sources),
        data=tabulate_terms(terms, names),
        n=len(terms),
        alt=words("alt_terms", n=len(terms)),
        page=current_page(),
        parts=_deal_parts(tuple(terms), lay, body_room(caption, note, sources)),
    )


class _Layout(NamedTuple):
    """Towns beside each other, height of a row of them in inches, and what draws some of them."""

    across: int
    row_in: float
    compose: Callable[[Sheet, Sequence[str]], None]
    """Takes a sheet and plan ids."""


def _deal_parts(plan_ids: Sequence[str], lay: _Layout, room: float) -> tuple[Part, ...]:
    """Deal towns onto pages of `room` inches."""
    rows = [plan_ids[i : i + lay.across] for i in range(0, len(plan_ids), lay.across)]
    return tuple(
        Part(lay.row_in * len(some), _compose_some(lay, list(chain(*some))))
        for some in deal_rows(rows, room, lay.row_in)
    )


def _compose_some(lay: _Layout, plan_ids: Sequence[str]) -> Callable[[Sheet], None]:
    return lambda sheet: lay.compose(sheet, plan_ids)


def _plan_panels(terms: Mapping[str, Terms], names: Mapping[str, str]) -> _Layout:
    page = current_page()
    every = [pair for found in terms.values() for pair in found]
    deepest = max((len(found) for found in terms.values()), default=0)
    longest = max((weight for _, weight in every), default=0.0)
    label_in = min(widest([t for t, _ in every], page.small_pt), page.width_in * 0.2) + 0.08
    across = max(1, min(len(terms), int(page.width_in / (label_in + 8 * page.base_pt / 72))))
    wide = (page.width_in - _GAP_IN * (across - 1)) / across
    head, row = line_in(page.base_pt) + 0.03, page.row_in * 0.86
    block = head + row * max(deepest, 1) + 0.16

    def compose(sheet: Sheet, plan_ids: Sequence[str]) -> None:
        for i, plan_id in enumerate(plan_ids):
            found = terms[plan_id]
            x, top = (i % across) * (wide + _GAP_IN), (i // across) * block
            name, size = fit_text(names[plan_id], wide, page.base_pt)
            sheet.write(x, top, name, size=size, gid="town")
            if not found:
                ink = INK["quiet"]
                sheet.write(x, top + head, word("no_terms"), color=ink, gid="silent")
                continue
            ax = sheet.place(x + label_in, top + head, wide - label_in, row * len(found))
            plot_terms(found, longest=longest, ax=ax)
            fit_names(ax, label_in - 0.06)

    return _Layout(across, block, compose)


def _plan_rows(terms: Mapping[str, Terms], names: Mapping[str, str]) -> _Layout:
    """Write as many terms a town as one line holds, heaviest first."""
    page = current_page()
    room = page.width_in * 0.27
    left = min(widest([names[p] for p in terms], page.base_pt), room) + 0.14

    def compose(sheet: Sheet, plan_ids: Sequence[str]) -> None:
        middles = [page.row_in * (y + 0.5) for y in range(len(plan_ids))]
        towns = (names[p] for p in plan_ids)
        sheet.write_names(left - 0.14, zip(middles, towns, strict=True), room)
        for y, plan_id in zip(middles, plan_ids, strict=True):
            sheet.canvas.axhline(y + page.row_in / 2, color=INK["grid"], lw=0.5)
            pieces = [f"{term}   " for term, _ in terms[plan_id]] or [word("no_terms")]
            line = wrap_pieces(pieces, sheet.width - left, page.small_pt)[0]
            sheet.write(left, y, line, va="center", size=page.small_pt, gid="terms")

    return _Layout(1, page.row_in, compose)


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

    def compose(sheet: Sheet, plan_ids: Sequence[str]) -> None:
        for i, plan_id in enumerate(plan_ids):
            x, top = (i % across) * (wide + _GAP_IN), (i // across) * block
            name, size = fit_text(names[plan_id], wide, page.base_pt)
            sheet.write(x, top, name, size=size, gid="town")
            found = terms[plan_id]
            ax = sheet.place(x, top + head, wide, tall)
            plot_cloud(found, scale=2, ax=ax)

    lay = _Layout(across, block, compose)
    return _tell_clouds(terms, names, lay, caption=caption, sources=sources, note=note)


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
    """Compose one town's cloud at the width of the page, smaller where its height would not do."""
    page = current_page()
    shape = CLOUD_PX[1] / CLOUD_PX[0]
    told = word("sentence_mark").join(t for t in (word("note_cloud"), note) if t)
    tall = min(page.width_in * shape, body_room(caption, told, sources)) if terms else 1.0
    wide = tall / shape if terms else page.width_in

    def compose(sheet: Sheet, plan_ids: Sequence[str]) -> None:
        for _ in plan_ids:
            place = sheet.place((sheet.width - wide) / 2, 0, wide, tall)
            plot_cloud(terms, max_words=max_words, ax=place)

    lay = _Layout(1, tall, compose)
    picture = _tell_clouds(
        {plan_id: terms}, names, lay, caption=caption, sources=sources, note=note
    )
    return replace(picture, unlisted=max_words)


def _tell_clouds(
    terms: Mapping[str, Terms],
    names: Mapping[str, str],
    lay: _Layout,
    *,
    caption: Mapping[str, str],
    sources: Sequence[str],
    note: str,
) -> Picture:
    every = {pair for found in terms.values() for pair in found}
    foremost = list(dict.fromkeys(term for term, _ in sorted(every, key=heaviest_first)))[:5]
    note = word("sentence_mark").join(t for t in (word("note_cloud"), note) if t)
    return Picture(
        caption=caption,
        note=note,
        sources=tuple(sources),
        data=tabulate_terms(terms, names),
        n=len(terms),
        alt=words("alt_cloud", n=len(terms), terms="、".join(foremost)),
        page=current_page(),
        parts=_deal_parts(tuple(terms), lay, body_room(caption, note, sources)),
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
