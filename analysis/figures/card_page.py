"""The page of a town's card: where each part stands, all heights known before drawing."""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any, get_args

from matplotlib.axes import Axes

from analysis.errors import PlanError
from analysis.figures.card_column import CardColumn
from analysis.figures.card_parts import Card, part_height, write_part
from analysis.figures.card_table import TargetTable
from analysis.figures.card_targets import tell_claim_state
from analysis.figures.card_themes import compose_themes, themes_height
from analysis.figures.layout import Key, Sheet, keys_height
from analysis.figures.marks import draw_state
from analysis.figures.measure import fit_text, line_in, wrap_text
from analysis.figures.style import INK, current_page, word
from analysis.model import CellState

MOST_TARGETS = 14
BODY_IN = 8.3
"""Room on an A4 page for all but caption, 注 and 资料来源; targets are cut to fit it."""
_NARROWEST_EM = 40
"""A page narrower than this many type sizes has no room for two columns."""
_MOST_DOUBT_LINES = 3
_TITLE_CHARS = 48
_LEFT = 0.565
"""Share of the width that the themes take, beside keywords, terms and nearest towns."""
_GUTTER_IN = 0.24
_GAP_IN = 0.16


class CardPage:
    """A card laid out on the page that is open."""

    def __init__(self, card: Card) -> None:
        page = current_page()
        if page.width_in < _NARROWEST_EM * page.base_pt / 72:
            raise PlanError(
                "E-FIG-07",
                f"a town's card does not fit the width of {page.name}",
                where="draw_town_card()",
                fix="draw it on a4_full",
            )
        self.card, self.width = card, page.width_in
        self.size, self.step = page.small_pt, line_in(page.small_pt)
        self.column = CardColumn(card, self.width * _LEFT + _GUTTER_IN, page.width_in)
        self.table = TargetTable(card.lines, page.width_in, most=MOST_TARGETS)
        self.rows = self.table.count_rows(BODY_IN - self._height(0))

    @property
    def height(self) -> float:
        """Height of the whole in inches."""
        return self._height(self.rows)

    def draw(self, sheet: Sheet) -> None:
        """Draw every part from top to bottom."""
        self._write_header(sheet)
        top = self._header_in
        self._write_targets(sheet, top)
        top += self._targets_in(self.rows) + _GAP_IN
        self._write_themes(sheet, top)
        self.column.draw(sheet, top, self._lower_in)

    def _height(self, rows: int) -> float:
        return self._header_in + self._targets_in(rows) + _GAP_IN + self._lower_in + 0.04

    @cached_property
    def _lower_in(self) -> float:
        return max(self._themes_in, self.column.least_in)

    @cached_property
    def _facts(self) -> list[str]:
        card, plan = self.card, self.card.plan
        year = (
            word("year_of", year=plan.stated_year) if plan.stated_year else word("card_year_none")
        )
        said = word(
            "card_facts",
            county=word("card_county", county=plan.county) if plan.county else "",
            year=year,
            title=_shorten(plan.title) if plan.title else word("card_untitled"),
            n=card.n_sentences or 0,
        )
        if card.standings:
            said = word("card_compared", facts=said, others=card.n_others)
        return wrap_text(said, self.width * 0.985, self.size)

    @cached_property
    def _doubts(self) -> list[str]:
        if not self.card.doubts:
            return []
        said = word("card_doubts", doubts=word("sentence_mark").join(self.card.doubts))
        lines = wrap_text(said, self.width * 0.985, self.size)
        if len(lines) > _MOST_DOUBT_LINES:
            lines = [*lines[: _MOST_DOUBT_LINES - 1], lines[_MOST_DOUBT_LINES - 1][:-1] + "…"]
        return lines

    @cached_property
    def _name_in(self) -> float:
        return line_in(current_page().base_pt * 1.7)

    @cached_property
    def _header_in(self) -> float:
        return self._name_in + self.step * len([*self._facts, *self._doubts]) + _GAP_IN

    def _write_header(self, sheet: Sheet) -> None:
        name, size = fit_text(self.card.name, self.width - 0.1, current_page().base_pt * 1.7)
        sheet.write(0.02, 0, name, size=size, gid="town")
        y = self._name_in
        for gid, lines in (("facts", self._facts), ("doubts", self._doubts)):
            for line in lines:
                ink = INK["quiet"] if gid == "facts" else INK["text"]
                sheet.write(0.02, y, line, size=self.size, color=ink, gid=gid)
                y += self.step

    @cached_property
    def _keys(self) -> list[Key]:
        """States of all core indicators with their number, and others that the table shows."""
        card = self.card
        shown = {
            tell_claim_state(c) for line in card.lines for c in (*line.targets, *line.achieved)
        }
        total = sum(card.coverage.values())
        keys = [Key(word("card_coverage", n=total), _draw_nothing, -0.06)] if total else []
        for state in get_args(CellState):
            n = card.coverage.get(state, 0)
            if not n and state not in shown:
                continue
            label = word(f"state_{state}")
            label = word("state_count", state=label, n=n) if n else label
            draw = partial(draw_state, state=state, size_pt=self.size * 0.7, gid="key")
            keys.append(Key(label, draw, 0.12))
        return keys

    def _targets_in(self, rows: int) -> float:
        more = self.step + 0.03 if rows < len(self.card.lines) or not rows else 0.0
        table = self.table.height(rows) if self.card.lines else 0.0
        keys = keys_height(self._keys, self.width) + 0.06
        return part_height() + table + more + (keys if self._keys else 0.0)

    def _write_targets(self, sheet: Sheet, top: float) -> None:
        card = self.card
        kind = "card_targets_headline" if card.headline else "card_targets_body"
        remarks = [word(kind), *([] if self.table.has_own else [word("card_no_own")])]
        remark = word("sentence_mark").join(remarks) if card.lines else ""
        write_part(sheet, (0, self.width), top, "targets", remark)
        y = top + part_height()
        if card.lines:
            self.table.draw(sheet, y, self.rows)
            y += self.table.height(self.rows)
        left_out = len(card.lines) - self.rows
        if left_out or not card.lines:
            key = "card_more_targets" if left_out else "card_no_targets"
            said = word(key, n=left_out)
            look: dict[str, Any] = {"size": self.size, "color": INK["quiet"]}
            sheet.write(0.02, y + 0.03, said, gid="more", **look)
            y += self.step + 0.03
        if self._keys:
            sheet.write_keys(y + 0.06, self._keys)

    @cached_property
    def _why(self) -> list[str]:
        """Why there are no themes, in lines."""
        card = self.card
        key = "card_not_beside" if card.n_sentences is None else "card_few_sentences"
        said = word(key, n=card.n_sentences or 0, least=card.least)
        return wrap_text(said, self.width * _LEFT - 0.1, self.size)

    @cached_property
    def _themes_in(self) -> float:
        standings = self.card.standings
        lines = self.step * len(self._why) + 0.1
        return part_height() + (themes_height(len(standings)) if standings else lines)

    def _write_themes(self, sheet: Sheet, top: float) -> None:
        wide = self.width * _LEFT
        remark = word("card_themes_unit")
        write_part(sheet, (0, wide), top, "themes", remark)
        top += part_height()
        if self.card.standings:
            compose_themes(sheet, top, wide, self.card.standings, self.card.themes)
            return
        for i, line in enumerate(self._why):
            sheet.write(0.02, top + self.step * i, line, size=self.size, gid="why")


def _shorten(title: str) -> str:
    title = (" " if title.isascii() else "").join(title.split())
    return title if len(title) <= _TITLE_CHARS else title[:_TITLE_CHARS] + "…"


def _draw_nothing(ax: Axes, x: float, y: float) -> None:
    """Stand for the mark of an entry that is words only."""
