"""Towns in words: what stands beside or below a figure where there is no number to draw."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import ceil
from typing import get_args

from analysis.figures.layout import Sheet
from analysis.figures.marks import draw_state
from analysis.figures.measure import line_in, measure_width, wrap_pieces
from analysis.figures.paging import deal_rows
from analysis.figures.style import INK, current_page, word
from analysis.model import CellState, Claim, Relative, TargetRow

WordLine = tuple[CellState | None, str, str]
"""State (on the first line of its towns), heading, towns."""

_HEAD_CHARS = 3
_TAIL = re.compile(r"[\u4e00-\u9fff]{1,4}(?![\u4e00-\u9fff])")
"""Up to four Chinese characters before the next mark or number."""
BARE = re.compile(r"[\d.,，+\-−–—~～≤≥<>*＊xXＸ×□]+")
"""A number that stands alone in a table; its unit stands in another cell."""
_QUOTE_CHARS = 18
"""Words of a hidden or relative target are shown up to this length; the data keep the quote."""


def read_wording(claim: Claim) -> str:
    """Return the figure as the plan writes it, or the quote where it has none.

    What stands right behind the number, such as 以上, belongs to it; where nothing does but
    the number is qualified, so do a few characters before it (…不低于8%).
    """
    evidence, amount = claim.evidence, claim.amount
    quote = evidence.quote
    if evidence.value_start is None or evidence.value_end is None:
        return "".join(quote.split())
    if len(quote) != evidence.end - evidence.start:
        # dirt was cut out of the quote, so that offsets do not hold inside it
        return "".join(quote.split()).removeprefix("".join(claim.indicator_text.split()))
    first, last = evidence.value_start - evidence.start, evidence.value_end - evidence.start
    before, said, after = (
        "".join(part.split()) for part in (quote[:first], quote[first:last], quote[last:])
    )
    alone = False
    if not isinstance(amount, Relative) and amount.unit and BARE.fullmatch(said):
        alone, said = True, said + amount.unit
    behind = _TAIL.match(after)
    if behind:
        return said + behind[0]
    if not isinstance(amount, Relative) and amount.qualifier != "exact":
        if alone and said[0] not in "≤≥<>":
            said = word(f"card_{amount.qualifier}", said=said)
        elif not alone and before and said.endswith(amount.unit or said):
            said = f"…{before[-_HEAD_CHARS:]}{said}"
    return said


def list_word_lines(silent: Sequence[TargetRow], names: Mapping[str, str]) -> list[WordLine]:
    """List the lines of the panel: state and heading on its first line, then towns."""
    page = current_page()
    lines: list[WordLine] = []
    for state in get_args(CellState):
        rows = [row for row in silent if row.state == state]
        if not rows:
            continue
        heading = word("state_count", state=_state_words(state), n=len(rows))
        pieces = _list_towns(rows, names)
        room = page.width_in - _heading_in() - 0.05
        for i, line in enumerate(wrap_pieces(pieces, room, page.small_pt)):
            lines.append((state, heading, line) if i == 0 else (None, "", line))
    return lines


def deal_words(
    rows: Sequence[TargetRow], lines: Sequence[WordLine], *, room: float, around: float
) -> list[tuple[Sequence[TargetRow], Sequence[WordLine]]]:
    """Deal rows of an axis, then the panel in words, onto pages of `room` inches.

    `around` is what legend and axis take on each page with rows. The panel stands below the
    last rows where it fits, else on pages of its own; a state that goes on is named again.
    """
    row_in = current_page().row_in
    below = ceil(panel_height(lines) / row_in)
    slots: list[TargetRow | None] = [*rows, *([None] * below)]
    pages = deal_rows(slots, room - around, row_in) if rows else []
    if pages and pages[-1].count(None) == below:
        shown = [[row for row in page if row is not None] for page in pages]
        return [(some, ()) for some in shown[:-1]] + [(shown[-1], lines)]
    dealt: list[tuple[Sequence[TargetRow], Sequence[WordLine]]] = [
        (some, ()) for some in deal_rows(rows, room - around, row_in) if some
    ]
    return [*dealt, *(((), some) for some in _deal_lines(lines, room))] or [((), ())]


def _deal_lines(lines: Sequence[WordLine], room: float) -> list[Sequence[WordLine]]:
    """Deal the panel's lines onto pages, the state of the first line of each named again."""
    named: list[tuple[CellState | None, str]] = []
    for state, heading, _ in lines:
        named.append((state, heading) if state is not None else named[-1])
    step = line_in(current_page().small_pt)
    dealt: list[Sequence[WordLine]] = []
    for first, *others in deal_rows(range(len(lines)), room - 0.12, step) if lines else []:
        dealt.append([(*named[first], lines[first][2]), *(lines[i] for i in others)])
    return dealt


def panel_height(lines: Sequence[WordLine]) -> float:
    """Height of the panel in inches, 0 without lines."""
    return line_in(current_page().small_pt) * len(lines) + 0.12 if lines else 0.0


def _state_words(state: CellState) -> str:
    """Name a state; a stated number that cannot be placed on the axis has lost its unit."""
    return word("unit_lost" if state == "stated" else f"state_{state}")


def _list_towns(rows: Sequence[TargetRow], names: Mapping[str, str]) -> list[str]:
    """Name the towns, those with the same words together behind these words."""
    alike: dict[str, list[str]] = {}
    for row in rows:
        alike.setdefault(_said(row), []).append(names[row.plan_id])
    mark, stop = word("list_mark"), word("sentence_mark")
    pieces: list[str] = []
    for said, towns in alike.items():
        first, *others = towns
        if said:
            first = word("said_by" if others else "town_said", town=first, said=said)
        group = [first, *others]
        pieces += [town + mark for town in group[:-1]] + [group[-1] + stop]
    return [*pieces[:-1], pieces[-1].removesuffix(stop)]


def _said(row: TargetRow) -> str:
    """Return a hidden, relative or unit-less target's words, shortened; nothing for the rest."""
    if row.target is None or row.state not in {"masked", "relative", "stated"}:
        return ""
    return cut_words(read_wording(row.target))


def cut_words(said: str) -> str:
    """Shorten words of a plan to what a panel has room for."""
    return said[:_QUOTE_CHARS] + "…" if len(said) > _QUOTE_CHARS else said


def _heading_in() -> float:
    page = current_page()
    headings = (
        word("state_count", state=_state_words(state), n=100) for state in get_args(CellState)
    )
    return 0.22 + max(measure_width(heading, page.small_pt) for heading in headings)


def write_word_panel(
    sheet: Sheet,
    top: float,
    lines: Sequence[WordLine],
    *,
    rule: bool,
) -> None:
    """Write the lines from `top` inches down, under a rule where something stands above."""
    page = current_page()
    if rule and lines:
        sheet.canvas.plot([0, sheet.width], [top, top], color=INK["rule"], lw=0.6)
    step, left = line_in(page.small_pt), _heading_in()
    for i, (state, heading, text) in enumerate(lines):
        y = top + 0.06 + step * i
        if state is not None and state != "stated":
            draw_state(sheet.canvas, 0.08, y + step / 2, state, page.small_pt * 0.7, gid="key")
        look = {"size": page.small_pt, "va": "center"}
        if heading:
            sheet.write(0.2, y + step / 2, heading, color=INK["quiet"], gid="state", **look)
        sheet.write(left, y + step / 2, text, gid=f"words_{state or ''}", **look)
