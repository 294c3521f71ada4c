"""Named keywords: who says them, how often, and how much they set a town apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.layout import Part, Picture, Sheet
from analysis.figures.measure import line_in, widest
from analysis.figures.paging import body_room, deal_rows
from analysis.figures.style import INK, current_page, word, words
from analysis.model import KeywordCount

FEW_PLANS = 20
"""Below this number of plans an inverse document frequency has too few values to mean much."""
_PANEL_MIN_EM = 13.0
"""A panel narrower than this many type sizes cannot hold its four columns of numbers."""
_GAP_IN = 0.16


def plot_keyword(
    rows: Sequence[KeywordCount | str], *, longest: float, ax: Axes | None = None
) -> Axes:
    """Draw one keyword over the towns: a bar per 10,000 characters, and four numbers.

    Parameters
    ----------
    rows
        One entry a town, top to bottom: its count, or the words that say why there is none.
        Absent is 0.
    longest
        The value per 10,000 characters that fills the bar's lane; the same for all keywords.
    ax
        Axes to draw on, x from 0 to 1; a new figure is made when it is left out.

    """
    page = current_page()
    ax = ax or Figure(figsize=(page.width_in / 3, page.row_in * (len(rows) + 2))).subplots()
    ax.set(xlim=(0, 1), ylim=(len(rows) - 0.5, -0.5), xticks=[], yticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.hlines([y + 0.5 for y in range(len(rows))], 0, 1, color=INK["grid"], lw=0.5)
    small = page.small_pt * 0.94
    for y, row in enumerate(rows):
        if isinstance(row, str):
            ax.text(0, y, row, va="center", size=small, color=INK["quiet"], gid="silent")
            continue
        bar = row.per_10k_chars / longest * _LANE if longest else 0.0
        ax.barh(y, bar, height=0.56, color=INK["bar"], gid="bar")
        for x, text in zip(_COLUMNS.values(), _write_numbers(row), strict=True):
            ax.text(x - 0.01, y, text, ha="right", va="center", size=small, gid="number")
    for column, x in _COLUMNS.items():
        heading = word(f"column_{column}")
        ink = INK["quiet"]
        ax.text(
            x - 0.01,
            -0.62,
            heading,
            ha="right",
            va="bottom",
            size=small * 0.9,
            color=ink,
            gid="heading",
        )
    return ax


_COLUMNS = {"per_10k": 0.39, "count": 0.55, "tfidf": 0.8, "rank": 1.0}
"""Right edges of the columns, as shares of the panel; the bars take the room before them."""
_LANE = 0.21


def _write_numbers(row: KeywordCount) -> tuple[str, str, str, str]:
    rank = "–" if row.rank is None else str(row.rank)
    weight = f"{row.tfidf:.3f}" if row.tfidf else "0"
    per_10k = f"{row.per_10k_chars:.1f}" if row.count_plan else "0"
    return per_10k, str(row.count_plan), weight, rank


def draw_keywords(
    counts: Sequence[KeywordCount],
    plan_ids: Sequence[str],
    keywords: Sequence[str],
    names: Mapping[str, str],
    *,
    caption: Mapping[str, str],
    sources: Sequence[str] = (),
    note: str = "",
    silent: Mapping[str, str] | None = None,
) -> Picture:
    """Compose one panel a keyword with the towns in the same order, side by side as they fit.

    `plan_ids` gives the order of the rows. A town without counts says why in `silent`, plan
    id -> words, or else 无文本.
    """
    page = current_page()
    found = {(c.plan_id, c.keyword): c for c in counts}
    why = silent or {}
    room = page.width_in * 0.24
    left = min(widest([names[p] for p in plan_ids], page.base_pt), room) + 0.12
    across = max(1, int((page.width_in - left) / (_PANEL_MIN_EM * page.small_pt / 72)))
    across = min(across, len(keywords))
    wide = (page.width_in - left - 0.03 + _GAP_IN) / across - _GAP_IN
    head = line_in(page.base_pt) + line_in(page.small_pt)
    counted = sum(any((p, k) in found for k in keywords) for p in plan_ids)

    def block_in(towns: int) -> float:
        return head + page.row_in * towns + 0.14

    longest = max((c.per_10k_chars for c in counts), default=0.0)
    few = word("note_few_tfidf", n=counted) if counted < FEW_PLANS else ""
    note = word("sentence_mark").join(t for t in (word("note_keywords"), few, note) if t)
    bands = -(-len(keywords) // across)
    room_in = body_room(caption, note, sources) - bands * block_in(0)

    def compose(sheet: Sheet, plan_ids: Sequence[str]) -> None:
        for i, keyword in enumerate(keywords):
            x = left + (i % across) * (wide + _GAP_IN)
            top = (i // across) * block_in(len(plan_ids))
            sheet.write(x, top, keyword, size=page.base_pt * 1.05, gid="keyword")
            ax = sheet.place(x, top + head, wide, page.row_in * len(plan_ids))
            rows = [found.get((p, keyword), why.get(p) or word("state_no_text")) for p in plan_ids]
            plot_keyword(rows, longest=longest, ax=ax)
            if i % across == 0:
                heights = (top + head + page.row_in * (y + 0.5) for y in range(len(plan_ids)))
                towns = zip(heights, (names[p] for p in plan_ids), strict=True)
                sheet.write_names(left - 0.12, towns, room)

    return Picture(
        caption=caption,
        note=note,
        sources=tuple(sources),
        data=tabulate_keywords(counts, plan_ids, keywords, names),
        n=len(plan_ids),
        alt=words("alt_keywords", n=len(plan_ids), keywords="、".join(keywords)),
        page=page,
        parts=tuple(
            Part(bands * block_in(len(towns)), partial(compose, plan_ids=towns))
            for towns in deal_rows(plan_ids, room_in, page.row_in * bands)
        ),
        unlisted=dict(why),
    )


def tabulate_keywords(
    counts: Sequence[KeywordCount],
    plan_ids: Sequence[str],
    keywords: Sequence[str],
    names: Mapping[str, str],
) -> tuple[dict[str, object], ...]:
    """List what the figure shows, and the counts over whole documents beside it."""
    found = {(c.plan_id, c.keyword): c for c in counts}
    rows: list[dict[str, object]] = []
    for plan_id in plan_ids:
        for keyword in keywords:
            c = found.get((plan_id, keyword))
            rows.append(
                {
                    "plan_id": plan_id,
                    "town": names[plan_id],
                    "keyword": keyword,
                    "count_plan": c.count_plan if c else None,
                    "per_10k_chars": c.per_10k_chars if c else None,
                    "tfidf": c.tfidf if c else None,
                    "rank": c.rank if c else None,
                    "count_document": c.count_document if c else None,
                }
            )
    return tuple(rows)
