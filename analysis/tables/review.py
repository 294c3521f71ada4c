"""review.xlsx: claims that wait for a person, as a sheet to fill in, and back as corrections.

Each row names its claim by words (`analysis.extract.anchors.Anchors`), in hidden last columns, so
that rows may be sorted, filtered or left for later.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter  # type: ignore[import-untyped]

from analysis.corpus.corrections import COLUMNS
from analysis.corpus.lexicon import Indicator
from analysis.errors import StudyError
from analysis.extract.amend import StaleCorrection, name_claim
from analysis.extract.anchors import Anchors, find_anchors, value_span
from analysis.model import Claim, Masked, Reading, Relative, Stated
from analysis.tables.review_columns import (
    CHOICES,
    DECISION_COLUMN,
    DECISIONS,
    FILLED,
    GUIDE,
    GUIDE_LINES,
    IDS,
    INDICATOR_COLUMN,
    LAST_ROW,
    NEW_CHOICES,
    OPTIONS,
    SHEET,
    SHOWN,
    STALE,
    TITLES,
    WORD_OF,
)
from analysis.tables.workbook import fit_cell, open_workbook

_CONTEXT = 120
_STOP = re.compile(r"[。！？!?]|\n\s*\n")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class WaitingClaim:
    """A claim that waits for a person, the words around its value, and its name by words."""

    claim: Claim
    before: str
    value: str
    after: str
    anchor: str
    occurrence: int


def list_waiting(
    claims: Iterable[Claim], reading: Reading, received: str, *, below: float
) -> tuple[WaitingClaim, ...]:
    """Return one plan's claims that no person saw and that are doubtful.

    Doubtful is a confidence under `below`, or a number whose unit was lost.
    """
    anchors = find_anchors(received, reading)
    return tuple(
        _wait(claim, anchors, received)
        for claim in claims
        if claim.source != "human" and (claim.confidence < below or _lost_its_unit(claim))
    )


def make_review(
    waiting: Sequence[WaitingClaim],
    indicators: Mapping[str, Indicator],
    stale: Sequence[StaleCorrection] = (),
) -> bytes:
    """Write the sheet to fill in: listed indicators first, then by plan and place.

    Raises
    ------
    StudyError
        There are more claims than a sheet has rows.
    """
    if len(waiting) > LAST_ROW:
        raise StudyError(
            "E-REV-03",
            f"{len(waiting):,} claims wait, more than a sheet has rows",
            where="review.xlsx",
            fix="review some of the plans at a time",
        )
    buffer = io.BytesIO()
    with open_workbook(buffer) as book:
        sheet = book.add_worksheet(SHEET)
        ordered = sorted(
            waiting,
            key=lambda w: (w.claim.indicator == "other", w.claim.plan_id, value_span(w.claim)),
        )
        _write_rows(book, sheet, ordered, indicators)
        _write_guide(book)
        if stale:
            _write_stale(book, stale)
        options = book.add_worksheet(OPTIONS)
        options.write_column(0, 0, [f"{key} {i.zh}" for key, i in indicators.items()])
        options.hide()
        _offer_choices(sheet, len(ordered), len(indicators))
    return buffer.getvalue()


def _wait(claim: Claim, anchors: Anchors, received: str) -> WaitingClaim:
    start, end = value_span(claim)
    before = received[max(0, start - _CONTEXT) : start]
    stops = [
        stop.end()
        for stop in _STOP.finditer(before, 0, len(before) - (start - claim.evidence.start))
    ]
    after = received[end : end + _CONTEXT]
    stop = _STOP.search(after)
    return WaitingClaim(
        claim,
        _BLANKS.sub("", before[stops[-1] if stops else 0 :]),
        _BLANKS.sub("", received[start:end]),
        _BLANKS.sub("", after[: stop.end()] if stop else after),
        *anchors.name_place(start, end),
    )


def _lost_its_unit(claim: Claim) -> bool:
    return isinstance(claim.amount, Stated) and claim.amount.unit is None


def _say_value(claim: Claim) -> tuple[str, str]:
    """Return value and unit as a person reads them."""
    amount = claim.amount
    if isinstance(amount, Relative):
        return claim.relation or amount.relation, ""
    if isinstance(amount, Masked):
        return f"{amount.mark}（隐去）", amount.unit or ""
    low, high = (format(value, ".15g") for value in (amount.low, amount.high))
    value = low if low == high else f"{low}～{high}"
    bound = "" if amount.qualifier == "exact" else f"（{WORD_OF[amount.qualifier]}）"
    return value + bound, amount.unit or ""


def _describe(entry: WaitingClaim, indicators: Mapping[str, Indicator]) -> dict[str, str | float]:
    claim, (value, unit) = entry.claim, _say_value(entry.claim)
    listed = indicators[claim.indicator].zh if claim.indicator in indicators else "未列"
    shown: tuple[str | float, ...] = (
        claim.plan_id, f"{entry.before}【{entry.value}】{entry.after}",
        f"{listed}（{claim.indicator_text}）", value, unit, WORD_OF.get(claim.kind, "相对"),
        WORD_OF[claim.status], claim.confidence, claim.rule,
    )  # fmt: skip
    ids = (
        claim.plan_id, entry.anchor, str(entry.occurrence), name_claim(claim),
        claim.evidence.doc_id,
    )  # fmt: skip
    titles = (*(title for title, _ in SHOWN), *IDS)
    return dict(zip(titles, (*shown, *ids), strict=True))


def _write_rows(
    book: xlsxwriter.Workbook,
    sheet: xlsxwriter.worksheet.Worksheet,
    waiting: Sequence[WaitingClaim],
    indicators: Mapping[str, Indicator],
) -> None:
    plain = {"num_format": "@", "valign": "top", "text_wrap": True}
    words = book.add_format(plain)
    head = book.add_format(plain | {"bold": True, "bg_color": "#E7E6E6"})
    fill = book.add_format(plain | {"bg_color": "#FFF9E5", "border": 4})
    share = book.add_format({"num_format": "0.00", "valign": "top"})
    for place, (title, width) in enumerate((*SHOWN, *FILLED, *((name, 10) for name in IDS))):
        hidden = {"hidden": True} if title in IDS else {}
        sheet.set_column(place, place, width, words, hidden)
        sheet.write_string(0, place, title, head)
    for row, entry in enumerate(waiting, 1):
        cells = _describe(entry, indicators)
        for place, title in enumerate(TITLES):
            cell = cells.get(title)
            if cell is None:
                sheet.write_blank(row, place, None, fill)
            elif isinstance(cell, str):
                sheet.write_string(row, place, fit_cell(cell), words)
            else:
                sheet.write_number(row, place, cell, share)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(waiting), len(SHOWN) + len(FILLED) - 1)


def _offer_choices(sheet: xlsxwriter.worksheet.Worksheet, rows: int, indicators: int) -> None:
    if not rows:
        return

    def offer(title: str, source: object, **more: object) -> None:
        place = TITLES.index(title)
        sheet.data_validation(1, place, rows, place, {"validate": "list", "source": source, **more})

    offer(DECISION_COLUMN, list(DECISIONS))
    if indicators:
        offer(INDICATOR_COLUMN, f"='{OPTIONS}'!$A$1:$A${indicators}")
    for title, name in NEW_CHOICES.items():
        offer(title, list(CHOICES[name]))


def _write_guide(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(GUIDE)
    sheet.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    sheet.write_column(0, 0, GUIDE_LINES)


def _write_stale(book: xlsxwriter.Workbook, stale: Sequence[StaleCorrection]) -> None:
    """List what people once decided and what no longer fits, for them to decide anew."""
    sheet, words = book.add_worksheet(STALE), book.add_format({"num_format": "@"})
    titles = ("row", "why", *COLUMNS)
    sheet.set_column(0, len(titles) - 1, 16, words)
    sheet.write_row(0, 0, titles, book.add_format({"bold": True}))
    for row, old in enumerate(stale, 1):
        cells = [old.correction.row, old.reason, *(getattr(old.correction, t) for t in COLUMNS)]
        for place, cell in enumerate(cells):
            sheet.write_string(row, place, fit_cell(str(cell)), words)
    sheet.freeze_panes(1, 2)
