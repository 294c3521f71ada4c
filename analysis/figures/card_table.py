"""The table of targets on a town's card: figures placed in their cells, each after its mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.figures.card_targets import TargetLine, say_claim, tell_claim_state
from analysis.figures.layout import Sheet
from analysis.figures.marks import draw_state
from analysis.figures.measure import line_in, measure_width, wrap_text
from analysis.figures.style import INK, current_page, word
from analysis.model import CellState, Claim

_MARK_IN = 0.14
_GAP_IN = 0.1
_PAD_IN = 0.045
_MOST_LINES = 2
"""A quoted target longer than this opens with an ellipsis; the data keep the whole."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one figure, placed in inches from the upper left corner of their cell."""

    x: float
    line: int
    state: CellState | None
    """None where the words go on from the line above."""
    text: str


def lay_claims(claims: Iterable[Claim], width: float) -> list[Piece]:
    """Place figures beside each other in a cell of `width` inches, going on below where full."""
    size = current_page().small_pt
    pieces: list[Piece] = []
    x, line = 0.0, 0
    for claim in claims:
        text = say_claim(claim)
        wide = _MARK_IN + measure_width(text, size)
        if x > 0 and x + wide > width:
            x, line = 0.0, line + 1
        lines = _fit_lines(text, width - _MARK_IN)
        for i, part in enumerate(lines):
            state = tell_claim_state(claim) if i == 0 else None
            pieces.append(Piece(x, line + i, state, part))
        line += len(lines) - 1
        x = x + wide + _GAP_IN if len(lines) == 1 else width
    return pieces


def _fit_lines(text: str, width: float) -> list[str]:
    """Break words to lines; of too many the end is kept, where Chinese says what is asked for."""
    size = current_page().small_pt
    lines = wrap_text(text, width, size)
    while len(lines) > _MOST_LINES:
        text = text.removeprefix("…")[1:]
        lines = wrap_text(f"…{text}", width, size)
    return lines


class TargetTable:
    """The rows that fit a given height, with everything placed before it is drawn."""

    def __init__(self, lines: Sequence[TargetLine], width: float, *, most: int) -> None:
        page = current_page()
        self.lines, self.width = lines, width
        self.step = line_in(page.small_pt)
        self.head = self.step + 0.03
        self.has_own = any(line.achieved for line in lines)
        self.name_in = width * 0.29
        self.own_left = width * 0.665 if self.has_own else width
        target_in = self.own_left - self.name_in - 0.06
        self.names = [wrap_text(line.name, self.name_in - 0.06, page.small_pt) for line in lines]
        self.cells = [
            (lay_claims(line.targets, target_in), lay_claims(line.achieved, width - self.own_left))
            for line in lines[:most]
        ]

    def row_height(self, row: int) -> float:
        """Height of one row in inches."""
        deepest = max((p.line + 1 for cell in self.cells[row] for p in cell), default=1)
        return self.step * max(deepest, len(self.names[row])) + _PAD_IN

    def count_rows(self, room: float) -> int:
        """Count the rows that fit in `room` inches below the heading."""
        used = 0.0
        for row in range(len(self.cells)):
            used += self.row_height(row)
            if used > room:
                return row
        return len(self.cells)

    def height(self, rows: int) -> float:
        """Height of the heading and the first `rows` rows in inches."""
        return self.head + sum(map(self.row_height, range(rows)))

    def draw(self, sheet: Sheet, top: float, rows: int) -> None:
        """Draw the heading and the first `rows` rows from `top` inches down."""
        size = current_page().small_pt
        columns = {"indicator": 0.02, "target": self.name_in + _MARK_IN}
        if self.has_own:
            columns["achieved"] = self.own_left + _MARK_IN
        for name, x in columns.items():
            head = word(f"card_column_{name}")
            sheet.write(x, top, head, size=size, color=INK["quiet"], gid="heading")
        y = top + self.head
        for row in range(rows):
            tall = self.row_height(row)
            sheet.canvas.plot([0, self.width], [y, y], color=INK["grid"], lw=0.6)
            middle = y + (_PAD_IN + self.step) / 2
            for i, name in enumerate(self.names[row]):
                look = {"va": "center", "size": size, "gid": "indicator"}
                sheet.write(0.02, middle + self.step * i, name, **look)
            targets, own = self.cells[row]
            self._write_pieces(sheet, targets, self.name_in, middle, "target")
            if self.lines[row].achieved:
                self._write_pieces(sheet, own, self.own_left, middle, "own_figure")
            elif self.has_own:
                x = self.own_left + _MARK_IN
                look = {"va": "center", "size": size, "color": INK["quiet"]}
                sheet.write(x, middle, word("state_not_stated"), gid="own_none", **look)
            y += tall

    def _write_pieces(
        self, sheet: Sheet, pieces: Sequence[Piece], left: float, middle: float, gid: str
    ) -> None:
        size = current_page().small_pt
        for piece in pieces:
            x, y = left + piece.x, middle + self.step * piece.line
            if piece.state is not None:
                draw_state(sheet.canvas, x + 0.06, y, piece.state, size * 0.7, gid=f"mark_{gid}")
            ink = INK["quiet"] if piece.state == "masked" else INK["text"]
            sheet.write(x + _MARK_IN, y, piece.text, va="center", size=size, color=ink, gid=gid)
