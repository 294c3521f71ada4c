"""What stands on a town's card, and how each of its parts opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.figures.card_targets import TargetLine
from analysis.figures.card_themes import Standing
from analysis.figures.layout import Sheet
from analysis.figures.measure import fit_text, line_in, measure_width
from analysis.figures.style import INK, current_page, word
from analysis.model import CellState, KeywordCount, Plan


@dataclass(frozen=True)
class Card:
    """What stands on a town's card, measured and in words; `n_sentences` None is not compared."""

    plan: Plan
    name: str
    n_sentences: int | None
    n_others: int
    least: int
    doubts: tuple[str, ...]
    lines: tuple[TargetLine, ...]
    headline: bool
    coverage: Mapping[CellState, int]
    standings: tuple[Standing, ...]
    themes: Mapping[str, str]
    keywords: tuple[tuple[KeywordCount, Standing], ...]
    terms: tuple[tuple[str, float], ...]
    nearest: tuple[tuple[str, str, float], ...]
    """Plan id, name, distance."""


def part_height() -> float:
    """Height of a part's rule and name in inches."""
    return line_in(current_page().base_pt) + 0.1


def write_part(
    sheet: Sheet, span: tuple[float, float], top: float, part: str, remark: str = ""
) -> None:
    """Open a part over `span` inches: a rule, its name, a remark in quiet ink behind it."""
    left, right = span
    page = current_page()
    size = page.base_pt * 1.08
    sheet.canvas.plot([left, right], [top, top], color=INK["text"], lw=0.8)
    middle = top + 0.05 + line_in(page.base_pt) / 2
    name = word(f"card_{part}")
    sheet.write(left + 0.02, middle, name, va="center", size=size, gid="part")
    if not remark:
        return
    x = left + 0.14 + measure_width(name, size)
    text, small = fit_text(remark, right - x, page.small_pt)
    sheet.write(x, middle, text, va="center", size=small, color=INK["quiet"], gid="remark")
