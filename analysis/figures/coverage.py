"""Who says what: towns by indicators, the state of every cell as a shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, get_args

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.headings import fit_headings, write_headings
from analysis.figures.layout import Key, Part, Picture, Sheet, keys_height
from analysis.figures.marks import draw_state, draw_states
from analysis.figures.measure import SMALLEST_PT, line_in, measure_width, widest
from analysis.figures.paging import body_room, deal_rows, pack_blocks
from analysis.figures.style import INK, current_page, word, words
from analysis.model import CellState, CoverageCell

SPEAKING: tuple[CellState, ...] = ("stated", "masked", "relative")
"""An indicator is worth a column when at least one town speaks of it in one of these ways."""
_COLUMN_EM = 1.1
"""Narrowest column, in type sizes."""
_ROW_EM = 1.45
"""Height of a row: shapes stand closer than words do."""
_GAP_IN = 0.12


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
    places: dict[CellState, list[tuple[int, int]]] = {}
    for y, plan_id in enumerate(plan_ids):
        for x, indicator in enumerate(indicators):
            places.setdefault(state[plan_id, indicator], []).append((x, y))
    for said in (said for said in get_args(CellState) if said in places):
        draw_states(ax, places[said], said, page.small_pt * 0.72)
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
    """Compose the grid with its legend and totals; indicators nobody speaks of have no column.

    Towns stand in the order of `names`, indicators (key -> words) with the most stated first.
    Columns that do not fit beside each other go on below, rows that do not on the next page.
    """
    spoken = Counter(c.indicator for c in cells if c.state in SPEAKING)
    stated = Counter(c.indicator for c in cells if c.state == "stated")
    columns = sorted((k for k in indicators if spoken[k]), key=lambda k: (-stated[k], -spoken[k]))
    known = {c.plan_id for c in cells}
    plan_ids = [p for p in names if p in known]
    shown = tuple(c for c in cells if c.indicator in set(columns))
    note = word("sentence_mark").join(t for t in (word("note_coverage"), note) if t)
    grid = _Grid(shown, plan_ids, columns, names, indicators)
    counts = Counter(c.state for c in shown)
    total = {"stated": counts["stated"], "masked": counts["masked"]}
    return Picture(
        caption=caption,
        note=note,
        sources=tuple(sources),
        data=tabulate_coverage(shown, plan_ids, columns, names=names, indicators=indicators),
        n=len(plan_ids),
        alt=words("alt_coverage", n=len(plan_ids), indicators=len(columns), **total),
        page=current_page(),
        parts=tuple(grid.deal_parts(body_room(caption, note, sources))),
    )


class _Grid:
    """Where headings, shapes and totals stand on the page that is open."""

    def __init__(
        self,
        cells: Sequence[CoverageCell],
        plan_ids: Sequence[str],
        columns: Sequence[str],
        names: Mapping[str, str],
        indicators: Mapping[str, str],
    ) -> None:
        page = current_page()
        self.cells, self.plan_ids, self.names = cells, plan_ids, names
        self.by_town = Counter(c.plan_id for c in cells if c.state == "stated")
        self.by_indicator = Counter(c.indicator for c in cells if c.state == "stated")
        self.keys = _list_keys(cells)
        self.top = keys_height(self.keys, page.width_in) + 0.08
        self.small, self.line = page.small_pt * 0.94, line_in(page.small_pt)
        self.across = word("total_of_indicators", n=len(columns))
        self.below = word("total_of_towns", n=len(plan_ids))
        self.room = page.width_in * 0.3
        wide = widest([names[p] for p in plan_ids], page.base_pt)
        wide = max(min(wide, self.room), measure_width(self.below, self.small))
        self.left = wide + 0.14
        self.right = widest(self.across.split("\n"), self.small) + 0.08
        free = page.width_in - self.left - self.right - 0.02
        fit = max(1, int(free / (_COLUMN_EM * page.base_pt / 72)))
        even = -(-len(columns) // -(-len(columns) // fit)) if columns else 1
        self.blocks = [columns[i : i + even] for i in range(0, len(columns), even)]
        self.step = min(_COLUMN_EM * 3.4 * page.base_pt / 72, free / even)
        size = min(page.small_pt, max(SMALLEST_PT, page.small_pt * 0.88))
        two = line_in(self.small) * len(self.across.split("\n"))
        self.headings = [
            fit_headings([indicators[k] for k in block], self.step, size) for block in self.blocks
        ]
        self.heads = [max(headings.height, two) + self.line for headings in self.headings]

    def deal_parts(self, room: float) -> Iterator[Part]:
        """Deal towns, and for each lot of towns the blocks of columns, onto pages."""
        if not self.blocks:
            yield Part(self.top + 0.3, _say_nothing)
            return
        row_in = _row_in()
        free = room - self.top - max(self.heads) - _GAP_IN
        for towns in deal_rows(self.plan_ids, free, row_in):
            tall = [head + row_in * len(towns) + _GAP_IN for head in self.heads]
            for some in pack_blocks(tall, room - self.top):
                height = self.top + sum(tall[i] for i in some)
                yield Part(height, partial(self.compose, towns=towns, blocks=some))

    def compose(self, sheet: Sheet, towns: Sequence[str], blocks: Sequence[int]) -> None:
        """Draw some towns with some blocks of columns below each other, under the legend."""
        sheet.write_keys(0.0, self.keys)
        row_in, y = _row_in(), self.top
        for i in blocks:
            block, bottom = self.blocks[i], y + self.heads[i]
            middles = [bottom + row_in * (row + 0.5) for row in range(len(towns))]
            named = zip(middles, (self.names[p] for p in towns), strict=True)
            sheet.write_names(self.left - 0.1, named, self.room)
            upper = bottom - self.line
            write_headings(sheet, self.headings[i], left=self.left, bottom=upper, gid="indicator")
            self._write_totals(sheet, bottom, block, zip(middles, towns, strict=True))
            place = sheet.place(self.left, bottom, self.step * len(block), row_in * len(towns))
            plot_coverage(self.cells, towns, block, ax=place)
            y = bottom + row_in * len(towns) + _GAP_IN

    def _write_totals(
        self,
        sheet: Sheet,
        bottom: float,
        block: Sequence[str],
        towns: Iterable[tuple[float, str]],
    ) -> None:
        """Write how many towns state each indicator, and how many indicators each town."""
        look: dict[str, Any] = {"size": self.small, "color": INK["quiet"], "va": "center"}
        line = bottom - self.line / 2
        sheet.write(self.left - 0.1, line, self.below, ha="right", gid="total_of", **look)
        for x, key in enumerate(block):
            middle, said = self.left + self.step * (x + 0.5), str(self.by_indicator[key])
            sheet.write(middle, line, said, ha="center", gid="towns_stating", **look)
        end = self.left + self.step * len(block) + self.right
        head = {**look, "va": "bottom", "linespacing": 1.2}
        sheet.write(end, bottom - 0.03, self.across, ha="right", gid="total_of", **head)
        for y, plan_id in towns:
            said = str(self.by_town[plan_id])
            sheet.write(end, y, said, ha="right", gid="indicators_stated", **look)


def _row_in() -> float:
    return current_page().base_pt * _ROW_EM / 72


def _say_nothing(sheet: Sheet) -> None:
    sheet.write(0.02, 0.1, word("nothing_to_show"), gid="why")


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
