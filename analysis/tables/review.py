"""review.xlsx: claims that wait for a person, as a sheet to fill in, and back as corrections.

Each row names its claim by words (`analysis.extract.amend.Anchors`), in hidden last columns, so
that rows may be sorted, filtered or left for later.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import xlsxwriter  # type: ignore[import-untyped]

from analysis.corpus.corrections import COLUMNS, Action, Correction
from analysis.corpus.lexicon import Indicator
from analysis.errors import StudyError
from analysis.extract.amend import Anchors, StaleCorrection, find_anchors, name_claim, value_span
from analysis.model import Claim, Masked, Reading, Relative, Stated
from analysis.tables.workbook import CREATED, fit_cell, open_workbook

SHEET, GUIDE, STALE, OPTIONS = "核对", "填写说明", "已失效的更正", "选项"
_CONTEXT = 120
_STOP = re.compile(r"[。！？!?]|\n\s*\n")
_BLANKS = re.compile(r"\s+")

DECISIONS: Mapping[str, Action] = {"接受": "accept", "拒绝": "reject", "修改": "edit"}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "kind": {
        "增速": "growth_rate",
        "总量": "level",
        "数量": "count",
        "比率": "ratio",
        "上限": "cap",
    },
    "status": {"目标": "target", "完成": "achieved", "跨年": "multi_year"},
    "qualifier": {"恰为": "exact", "以上": "at_least", "左右": "about", "以内": "at_most"},
    "commitment": {"一般": "plain", "确保": "ensure", "力争": "strive"},
    "scope": {"全镇": "whole_town", "部分": "part", "每村": "per_village", "上级": "other_level"},
}
"""The words of the drop-downs, as the codebook says them, and the values they stand for."""
_WORD = {value: word for words in CHOICES.values() for word, value in words.items()}

_DECISION, _BY, _REASON = "决定", "修改人", "理由"
_VALUE, _INDICATOR, _UNIT = "新数值", "新指标", "新单位"
_NEW = {
    "新类型": "kind", "新状态": "status", "新限定": "qualifier", "新承诺": "commitment",
    "新范围": "scope",
}  # fmt: skip
_SHOWN = (
    ("计划", 20), ("原文（数值在【】中）", 56), ("指标", 22), ("数值", 12), ("单位", 8),
    ("类型", 8), ("状态", 8), ("可信度", 8), ("规则", 6),
)  # fmt: skip
_FILLED = (
    (_DECISION, 8), (_INDICATOR, 20), (_VALUE, 10), (_UNIT, 8), *((title, 8) for title in _NEW),
    (_BY, 10), (_REASON, 24),
)  # fmt: skip
_IDS = ("plan_id", "anchor", "occurrence", "indicator", "doc_id")
_TITLES = (*(title for title, _ in _SHOWN), *(title for title, _ in _FILLED), *_IDS)
_CHANGES = (_INDICATOR, _VALUE, _UNIT, *_NEW)
_LAST_ROW = 1_048_575
_GUIDE_LINES = (
    "每行是程序没有把握的一个数字。“决定”栏选：接受（读对了）、拒绝（不算数）、修改（读错了）。",
    "选“修改”时只填要改的新值，其余留空。新数值只写数字（7.5），区间写 7-8，隐去的数字写 **。",
    "每个决定都要写修改人。留空的行以后再说。可以排序、筛选；不要改动最后几栏隐藏的编号。",
    "Each row is a figure the program doubts. Choose 接受 accept, 拒绝 reject or 修改 edit.",
    "With 修改, fill in only what changes: a number (7.5), a range (7-8), ** for a hidden one.",
    "Sign each decision; leave rows empty for later. Keep the hidden last columns as they are.",
)
_NUMBER = r"-?\d+(?:\.\d+)?"
_RANGE = re.compile(rf"({_NUMBER})(?: ?[-—–~至到] ?({_NUMBER}))?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_MASK = re.compile(r"[xXN\W_]+")


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
    if len(waiting) > _LAST_ROW:
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


def read_review(path: Path, *, by: str = "", when: str = "") -> tuple[Correction, ...]:
    """Return the decisions of a filled-in sheet; rows left empty are left alone.

    Parameters
    ----------
    by, when
        Who decided and on which day (2024-03-05), where the sheet does not say; the day is else
        the one on which the sheet was last saved.

    Raises
    ------
    StudyError
        Not such a sheet, or rows that cannot be meant; all are named with row and column.
    """
    try:
        with warnings.catch_warnings(action="ignore"):
            book = openpyxl.load_workbook(path, data_only=True)
        sheet = book[SHEET]
    except Exception as error:  # openpyxl fails in many ways on damaged bytes
        raise StudyError(
            "E-REV-01",
            f"not a review sheet ({error})",
            where=str(path),
            fix="use the review.xlsx that townplans wrote, saved as .xlsx",
        ) from None
    rows = sheet.iter_rows(values_only=True)
    header = [str(title or "") for title in next(rows, ())]
    if missing := [title for title in _TITLES if title not in header]:
        raise StudyError(
            "E-REV-01",
            f"no column {'、'.join(missing)}",
            where=f"{path} [{SHEET}]",
            fix="put the titles of the first row back",
        )
    keys = _read_options(book)
    saved = book.properties.modified
    when = when or (saved.date().isoformat() if saved and saved != CREATED else "")
    found: list[Correction] = []
    faults: list[str] = []
    for number, values in enumerate(rows, 2):
        reader = _Row(number, dict(zip(header, values, strict=False)), keys, faults)
        found += reader.read(by, when)
    if faults:
        raise StudyError("E-REV-02", "; ".join(faults), where=str(path), fix="mend these cells")
    return tuple(found)


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
    bound = "" if amount.qualifier == "exact" else f"（{_WORD[amount.qualifier]}）"
    return value + bound, amount.unit or ""


def _describe(entry: WaitingClaim, indicators: Mapping[str, Indicator]) -> dict[str, str | float]:
    claim, (value, unit) = entry.claim, _say_value(entry.claim)
    listed = indicators[claim.indicator].zh if claim.indicator in indicators else "未列"
    shown: tuple[str | float, ...] = (
        claim.plan_id, f"{entry.before}【{entry.value}】{entry.after}",
        f"{listed}（{claim.indicator_text}）", value, unit, _WORD.get(claim.kind, "相对"),
        _WORD[claim.status], claim.confidence, claim.rule,
    )  # fmt: skip
    ids = (
        claim.plan_id, entry.anchor, str(entry.occurrence), name_claim(claim),
        claim.evidence.doc_id,
    )  # fmt: skip
    titles = (*(title for title, _ in _SHOWN), *_IDS)
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
    for place, (title, width) in enumerate((*_SHOWN, *_FILLED, *((name, 10) for name in _IDS))):
        hidden = {"hidden": True} if title in _IDS else {}
        sheet.set_column(place, place, width, words, hidden)
        sheet.write_string(0, place, title, head)
    for row, entry in enumerate(waiting, 1):
        cells = _describe(entry, indicators)
        for place, title in enumerate(_TITLES):
            cell = cells.get(title)
            if cell is None:
                sheet.write_blank(row, place, None, fill)
            elif isinstance(cell, str):
                sheet.write_string(row, place, fit_cell(cell), words)
            else:
                sheet.write_number(row, place, cell, share)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(waiting), len(_SHOWN) + len(_FILLED) - 1)


def _offer_choices(sheet: xlsxwriter.worksheet.Worksheet, rows: int, indicators: int) -> None:
    if not rows:
        return

    def offer(title: str, source: object, **more: object) -> None:
        place = _TITLES.index(title)
        sheet.data_validation(1, place, rows, place, {"validate": "list", "source": source, **more})

    offer(_DECISION, list(DECISIONS))
    if indicators:
        offer(_INDICATOR, f"='{OPTIONS}'!$A$1:$A${indicators}")
    for title, name in _NEW.items():
        offer(title, list(CHOICES[name]))


def _write_guide(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(GUIDE)
    sheet.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    sheet.write_column(0, 0, _GUIDE_LINES)


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


def _read_options(book: Any) -> dict[str, str]:
    """Return every way to write an indicator -> its key."""
    keys: dict[str, str] = {"other": "other"}
    if OPTIONS in book.sheetnames:
        for (option,) in book[OPTIONS].iter_rows(max_col=1, values_only=True):
            key, _, name = str(option or "").partition(" ")
            keys |= {str(option): key, key: key, name: key}
    return keys


class _Row:
    """One row of the sheet; what cannot be meant goes to `faults`."""

    def __init__(
        self, number: int, cells: Mapping[str, object], keys: Mapping[str, str], faults: list[str]
    ) -> None:
        self._number, self._cells, self._keys, self._faults = number, cells, keys, faults

    def read(self, by: str, when: str) -> list[Correction]:
        """Return the row's corrections: none, one, or one for each changed field."""
        decision, changes = self._text(_DECISION), [t for t in _CHANGES if self._text(t)]
        if not decision:
            if changes:
                self._blame(_DECISION, f"is empty, but {'、'.join(changes)} is filled in")
            return []
        if decision not in DECISIONS:
            self._blame(_DECISION, f"{decision!r} is none of {'、'.join(DECISIONS)}")
            return []
        action = DECISIONS[decision]
        if action == "edit" and not changes:
            self._blame(_VALUE, "修改 needs a new value here or in a column beside it")
        if action != "edit" and changes:
            self._blame(changes[0], f"is filled in, but the decision is {decision}")
        signed = self._text(_BY) or by
        if not signed:
            self._blame(_BY, "is empty; say who decided")
        ids = {name: self._text(name) for name in _IDS}
        if not ids["plan_id"] or not ids["anchor"] or not ids["occurrence"].isdecimal():
            self._blame("anchor", "the hidden ids of this row are lost; make a new review sheet")
            return []
        common: dict[str, Any] = {
            **ids, "occurrence": int(ids["occurrence"]), "action": action, "by": signed,
            "when": when, "reason": self._text(_REASON), "row": self._number,
        }  # fmt: skip
        if action != "edit":
            return [Correction(**common)]
        return [Correction(**common, field=f, value=v) for f, v in self._changes(changes).items()]

    def _changes(self, titles: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for title in titles:
            text = self._text(title)
            if title == _VALUE:
                found |= self._value(text)
            elif title == _UNIT:
                found["unit"] = text
            else:
                name = _NEW.get(title, "indicator")
                known = CHOICES.get(name, self._keys)
                if text in known:
                    found[name] = known[text]
                else:
                    self._blame(title, f"{text!r} is not in the list")
        return found

    def _value(self, text: str) -> dict[str, str]:
        plain = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text))
        if number := _RANGE.fullmatch(plain):
            return {"value_low": number[1], "value_high": number[2] or number[1]}
        if _MASK.fullmatch(text):
            return {"mark": text}
        self._blame(
            _VALUE, f"{text!r} is no number, range (7-8) or mask (**); the unit goes beside it"
        )
        return {}

    def _text(self, title: str) -> str:
        value = self._cells.get(title)
        if isinstance(value, datetime | date | time):
            self._blame(title, f"the spreadsheet made a date of it ({value}); write it as text")
            return "?"
        if isinstance(value, float):
            return format(value, ".15g")
        return "" if value is None else str(value).strip()

    def _blame(self, title: str, why: str) -> None:
        fault = f"row {self._number}, column {title}: {why}"
        if fault not in self._faults:
            self._faults.append(fault)
