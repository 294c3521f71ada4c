"""The right column of a town's card: its keywords, its own terms, the towns most alike."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from analysis.figures.card_parts import Card, part_height, write_part
from analysis.figures.card_themes import Standing, name_others
from analysis.figures.layout import Sheet
from analysis.figures.measure import fit_text, line_in, widest, wrap_pieces, wrap_text
from analysis.figures.scale import FEWEST_FOR_MEDIAN
from analysis.figures.style import INK, current_page, word
from analysis.model import KeywordCount

_GAP_IN = 0.16
_FEWEST_TERM_LINES = 2


def rank_keywords(
    counts: Sequence[KeywordCount], plan_id: str, others: Sequence[str]
) -> list[tuple[KeywordCount, Standing]]:
    """Set a town's counts beside those of `others` by occurrences per 10,000 characters."""
    found = {(c.plan_id, c.keyword): c.per_10k_chars for c in counts}
    return [
        (c, Standing(c.keyword, c.per_10k_chars, tuple(found[p, c.keyword] for p in others)))
        for c in counts
        if c.plan_id == plan_id
    ]


def keywords_height(n: int) -> float:
    """Height of the keywords' table in inches."""
    return (n + 1) * current_page().row_in * 0.86 + 0.04


def compose_keywords(
    sheet: Sheet,
    top: float,
    left: float,
    rows: Sequence[tuple[KeywordCount, Standing]],
    *,
    ranked: bool,
) -> None:
    """Write the keywords with count, per 10,000 characters, the others and the place.

    A town that is not `ranked` is too short to have a place among the others.
    """
    page = current_page()
    size, step = page.small_pt, page.row_in * 0.86
    n_others = len(rows[0][1].others) if rows else 0
    heads = [word("column_count"), word("column_per_10k"), name_others(n_others)]
    heads.append(word("card_column_place"))
    cells = [_tell_keyword(count, standing, ranked=ranked) for count, standing in rows]
    wide = [widest([head, *(c[i] for c in cells)], size) + 0.12 for i, head in enumerate(heads)]
    ends = [sheet.width - sum(wide[i + 1 :]) for i in range(len(wide))]
    room = ends[0] - wide[0] - left
    look: dict[str, Any] = {"ha": "right", "va": "center", "size": size}
    for end, head in zip(ends, heads, strict=True):
        sheet.write(end, top + step / 2, head, color=INK["quiet"], gid="heading", **look)
    for i, (count, _) in enumerate(rows):
        y = top + step * (i + 1.5)
        sheet.canvas.plot([left, sheet.width], [y - step / 2] * 2, color=INK["grid"], lw=0.6)
        keyword, small = fit_text(count.keyword, room, size * 1.08)
        sheet.write(left, y, keyword, va="center", size=small, gid="keyword")
        for end, said in zip(ends, cells[i], strict=True):
            sheet.write(end, y, said, gid="keyword_number", **look)


def _tell_keyword(
    count: KeywordCount, standing: Standing, *, ranked: bool
) -> tuple[str, str, str, str]:
    per_10k = f"{count.per_10k_chars:.1f}" if count.count_plan else "0"
    has_place = ranked and standing.others and count.count_plan
    place = f"{standing.place()}/{len(standing.others) + 1}" if has_place else "–"
    return str(count.count_plan), per_10k, standing.tell_others(1), place


def lay_terms(terms: Sequence[tuple[str, float]], width: float, *, most: int) -> list[str]:
    """Write terms heaviest first, as many as `most` lines of `width` inches hold."""
    pieces = [f"{term}   " for term, _ in terms] or [word("no_terms")]
    return wrap_pieces(pieces, width, current_page().small_pt)[:most]


class CardColumn:
    """The column from `left` to `right` inches, laid out on the page that is open."""

    def __init__(self, card: Card, left: float, right: float) -> None:
        page = current_page()
        self.card, self.left, self.right = card, left, right
        self.size, self.tiny = page.small_pt, page.base_pt * 0.75
        self.step = line_in(page.small_pt)

    @property
    def least_in(self) -> float:
        """Least height in inches, with the fewest lines of terms."""
        return self._height(_FEWEST_TERM_LINES)

    def draw(self, sheet: Sheet, top: float, room: float) -> None:
        """Draw the parts from `top` down, with as many terms as `room` inches leave."""
        left, right, card = self.left, self.right, self.card
        write_part(sheet, (left, right), top, "keywords")
        top += part_height()
        compose_keywords(sheet, top, left, card.keywords, ranked=bool(card.standings))
        top += keywords_height(len(card.keywords))
        top = self._write_remark(sheet, top, "keywords") + _GAP_IN
        write_part(sheet, (left, right), top, "terms", word("card_terms_order"))
        top += part_height()
        most = max(_FEWEST_TERM_LINES, int((room - self._height(0)) / self.step))
        for line in lay_terms(card.terms, right - left - 0.03, most=most):
            sheet.write(left + 0.02, top, line, size=self.size, gid="terms")
            top += self.step
        top += _GAP_IN
        remark = word("card_column_distance") if card.nearest else ""
        write_part(sheet, (left, right), top, "nearest", remark)
        top = self._write_nearest(sheet, top + part_height())
        self._write_remark(sheet, top, "nearest")

    def _height(self, term_lines: int) -> float:
        lines = self.step * (term_lines + max(len(self.card.nearest), 1))
        remarks = line_in(self.tiny) * sum(map(len, self._remarks.values())) + 0.1
        keywords = keywords_height(len(self.card.keywords))
        return 3 * part_height() + keywords + lines + remarks + 2 * _GAP_IN

    @cached_property
    def _remarks(self) -> dict[str, list[str]]:
        """What a reader of keywords and of nearest towns must know, in lines."""
        few = self.card.n_others < FEWEST_FOR_MEDIAN
        said = {
            "keywords": word("card_note_keywords_few" if few else "card_note_keywords"),
            "nearest": word("card_note_nearest") if self.card.nearest else "",
        }
        room = self.right - self.left - 0.03
        return {
            part: wrap_text(text, room, self.tiny) if text else [] for part, text in said.items()
        }

    def _write_remark(self, sheet: Sheet, top: float, part: str) -> float:
        look: dict[str, Any] = {"size": self.tiny, "color": INK["quiet"], "gid": "remark"}
        for line in self._remarks[part]:
            sheet.write(self.left + 0.02, top + 0.03, line, **look)
            top += line_in(self.tiny)
        return top + 0.05

    def _write_nearest(self, sheet: Sheet, top: float) -> float:
        left, right = self.left + 0.02, self.right
        if not self.card.nearest:
            said, size = fit_text(word("card_no_nearest"), right - left, self.size)
            sheet.write(left, top, said, size=size, color=INK["quiet"], gid="nearest")
        for _, name, distance in self.card.nearest:
            said, size = fit_text(name, right - left - 0.5, self.size)
            sheet.write(left, top, said, size=size, gid="nearest")
            number = f"{distance:.2f}"
            sheet.write(right, top, number, ha="right", size=self.size, gid="distance")
            top += self.step
        return top
