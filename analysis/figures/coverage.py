"""Who says what: towns by indicators, the state of every cell as a shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import get_args

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.layout import Key, Picture, Sheet, keys_height
from analysis.figures.marks import draw_state
from analysis.figures.measure import balance_text, line_in, stack_text, widest
from analysis.figures.style import INK, current_page, word, words
from analysis.model import CellState, CoverageCell

SPEAKING: tuple[CellState, ...] = ("stated", "masked", "relative")
"""An indicator is worth a column when at least one town speaks of it in one of these ways."""
_COLUMN_EM = 1.5
"""Narrowest column, in type sizes."""


def plot_coverage(
    cells: Sequence[CoverageCell],
    plan_ids: Sequence[str],
    indicators: Sequence[str],
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw one shape a cell: rows towns, columns indicators, both in the order given.

    A cell that is not among `cells` raises KeyError: every cell has a state.
    """
    page = current_page()
    state = {(c.plan_id, c.indicator): c.state for c in cells}
    ax = ax or Figure(figsize=(page.width_in, page.row_in * (len(plan_ids) + 4))).subplots()
    ax.set(xlim=(-0.5, len(indicators) - 0.5), ylim=(len(plan_ids) - 0.5, -0.5))
    ax.set(xticks=[], yticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.hlines(range(len(plan_ids)), -0.5, len(indicators) - 0.5, color=INK["grid"], lw=0.5)
    for y, plan_id in enumerate(plan_ids):
        for x, indicator in enumerate(indicators):
            draw_state(ax, x, y, state[plan_id, indicator], page.small_pt * 0.72)
    return ax


def draw_coverage(
    cells: Sequence[CoverageCell],
    names: Mapping[str, str],
    indicators: Mapping[str, str],
    *,
    caption: Mapping[str, str],
    sources: Sequence[str] = (),
    note: str = "",
) -> Picture:
    """Compose the grid with its legend; indicators nobody speaks of have no column.

    Towns stand in the order of `names`, indicators (key -> words) with the most spoken of
    first. Columns that do not fit beside each other go on below.
    """
    page = current_page()
    spoken = Counter(c.indicator for c in cells if c.state in SPEAKING)
    columns = sorted((k for k in indicators if spoken[k]), key=lambda k: -spoken[k])
    plan_ids = [p for p in names if p in {c.plan_id for c in cells}]
    shown = tuple(c for c in cells if c.indicator in set(columns))
    keys = _list_keys(shown)
    room = page.width_in * 0.3
    left = min(widest([names[p] for p in plan_ids], page.base_pt), room) + 0.14
    step = _COLUMN_EM * page.base_pt / 72
    fit = max(1, int((page.width_in - left - 0.02) / step))
    rows_of_columns = -(-len(columns) // fit)
    even = -(-len(columns) // rows_of_columns) if columns else 1
    blocks = [columns[i : i + even] for i in range(0, len(columns), even)]
    step = min(step * 2.5, (page.width_in - left - 0.02) / max(map(len, blocks), default=1))
    headings = {k: _heading(indicators[k], step) for k in columns}
    tall = [_heading_height([headings[k] for k in block]) for block in blocks]
    top = keys_height(keys, page.width_in) + 0.08
    grid = page.row_in * len(plan_ids)

    def compose(sheet: Sheet) -> None:
        sheet.write_keys(0.0, keys)
        y = top
        for block, head in zip(blocks, tall, strict=True):
            middles = [y + head + page.row_in * (i + 0.5) for i in range(len(plan_ids))]
            towns = [names[p] for p in plan_ids]
            sheet.write_names(left - 0.1, zip(middles, towns, strict=True), room)
            _write_headings(sheet, left, y + head, step, [headings[k] for k in block])
            ax = sheet.place(left, y + head, step * len(block), grid)
            plot_coverage(shown, plan_ids, block, ax=ax)
            y += head + grid + 0.12
        if not blocks:
            sheet.write(0.02, top, word("nothing_to_show"), gid="why")

    counts = Counter(c.state for c in shown)
    total = {"stated": counts["stated"], "masked": counts["masked"]}
    return Picture(
        caption=caption,
        note=word("sentence_mark").join(t for t in (word("note_coverage"), note) if t),
        sources=tuple(sources),
        data=tabulate_coverage(shown, plan_ids, columns, names=names, indicators=indicators),
        n=len(plan_ids),
        alt=words("alt_coverage", n=len(plan_ids), indicators=len(columns), **total),
        page=page,
        body_in=top + (sum(tall) + (grid + 0.12) * len(blocks) if blocks else 0.3),
        compose=compose,
    )


def _list_keys(cells: Sequence[CoverageCell]) -> list[Key]:
    """All states that occur, each with its number of cells; together all cells."""
    size = current_page().small_pt * 0.72
    counts = Counter(c.state for c in cells)
    return [
        Key(
            word("state_count", state=word(f"state_{state}"), n=counts[state]),
            partial(draw_state, state=state, size_pt=size, gid="key"),
            0.12,
        )
        for state in get_args(CellState)
        if counts[state]
    ]


def _heading(name: str, step: float) -> str:
    """Write an indicator's name over its column: broken to lines, downwards when narrow."""
    page = current_page()
    if page.lang == "en":
        return name
    lines = balance_text(name, step - 0.05, page.small_pt)
    wide = widest(lines, page.small_pt) > step - 0.02
    return stack_text(name) if wide or step < 2.6 * page.small_pt / 72 else "\n".join(lines)


def _heading_height(headings: Sequence[str]) -> float:
    page = current_page()
    if page.lang == "en":
        return widest(headings, page.small_pt) + 0.1
    lines = max((len(heading.split("\n")) for heading in headings), default=0)
    return lines * line_in(page.small_pt) * 0.92 + 0.08


def _write_headings(
    sheet: Sheet, left: float, bottom: float, step: float, headings: Sequence[str]
) -> None:
    page = current_page()
    look = {"ha": "center", "va": "bottom", "size": page.small_pt, "linespacing": 1.05}
    if page.lang == "en":
        look["rotation"] = 90
    for i, heading in enumerate(headings):
        sheet.write(left + step * (i + 0.5), bottom - 0.05, heading, gid="indicator", **look)


def tabulate_coverage(
    cells: Sequence[CoverageCell],
    plan_ids: Sequence[str],
    columns: Sequence[str],
    *,
    names: Mapping[str, str],
    indicators: Mapping[str, str],
) -> tuple[dict[str, object], ...]:
    """List the state of every cell in the order drawn."""
    state = {(c.plan_id, c.indicator): c.state for c in cells}
    return tuple(
        {
            "plan_id": plan_id,
            "town": names[plan_id],
            "indicator": key,
            "indicator_name": indicators[key],
            "state": state[plan_id, key],
        }
        for plan_id in plan_ids
        for key in columns
    )
