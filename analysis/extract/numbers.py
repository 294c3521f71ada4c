"""Every numeral of a plan and what became of it, so that what was left unread is known too.

A *numeral* is, in the text as received and from left to right,

- a figure in any form that `values` knows: digits or a mask or a Chinese numeral with its unit
  (``7.5%-8%``, ``xx.5亿元``, ``三千亩``, ``百分之六``, ``翻一番``, ``两位数``);
- a round sum without a digit (``亿元``, ``百亿``);
- a Chinese calendar year, or month and day (``二〇二三年``, ``三月八日``);
- any other run of digits, with its point, thousands, percent sign and range (``2023-05``);
- a mask that fills the cell of a table.

So no digit stands outside a numeral. Not counted: Chinese numerals without a unit (``一、``),
ordinals written in Chinese (``第三次``), masks of names (``**村``). A number that a page mark
breaks stands in pieces, each with the fate of the whole.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

import numpy as np

from analysis.corpus.lexicon import Lexicon
from analysis.extract.lexer import read_stream
from analysis.extract.stream import Stream, Token
from analysis.extract.vocabulary import Vocabulary, vocabulary
from analysis.extract.voices import Setting, is_foreign, read_setting
from analysis.model import Claim, Reading, Relative, Role
from analysis.text.alternatives import any_of
from analysis.text.clean import source_span

Fate = Literal[
    "target", "achieved", "multi_year", "other_level", "name", "date", "list_mark", "page_mark",
    "attribute", "unread",
]  # fmt: skip
FATES: tuple[Fate, ...] = get_args(Fate)

_TOLD: tuple[Fate, ...] = ("other_level", "target", "achieved", "multi_year")
"""What claims tell; the first wins where claims share a numeral."""
_NARROW = {
    c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_NARROW |= str.maketrans("％﹪＊．－＋", "%%*.-+")

_HAN = "一二两三四五六七八九十"
_ONE = (
    r"(?:[0-9]{1,3}(?:[,，][0-9]{3})+(?![0-9])|[0-9]+)"
    r"(?:\.(?!(?:19|20)[0-9]{2}年)[0-9]+)?(?:[ \t]*[%‰])?"
)
_DIGITS = rf"{_ONE}(?:[ \t]*(?:[-~～–−]|—{{1,2}}|至|到)[ \t]*{_ONE})*"
_ROUND = rf"(?<![0-9{_HAN}百千几数余多\t|｜（(/])(?:[十百千]?[万亿]元|[十百千]亿)(?![\t|｜）)/\n])"
_HAN_DATE = rf"[零〇○一二三四五六七八九]{{4}}年|(?<![第{_HAN}])[{_HAN}]{{1,3}}月[{_HAN}]{{1,3}}日"
# What else a numeral may begin with: all other places are passed over at once.
_OPENS = rf"{_HAN}零〇○百千万亿半翻*xX×. -"

_SENTENCE = re.compile(r"[^。！？!?\n]+")
_GLOSS = re.compile(r"[（(【\[][^（）()【】\[\]\n]*[）)】\]]")
_BEFORE_MARK = re.compile(r"(?:^|[\s。；;：:！？!?])[（(【\[]?$")
_BEHIND_MARK = re.compile(r"[.、．)）】\]](?:(?![0-9])|(?=(?:19|20)[0-9]{2}年))")
_ROW_NUMBER = re.compile(r"(?<![^\n])[ ]*\d{1,2}[ ]*(?=[\t|｜])")
_NOTE_MARK = re.compile(r"[\[［〔]\d{1,2}[\]］〕]")
_STAMP = re.compile(
    r"(?:19|20)\d\d([-/.])\d{1,2}(?:\1\d{1,2})?|(?<![\d:])[012]?\d[:：][0-5]\d(?!\d)"
)
_YEARS = re.compile(r"(?:19|20)\d\d(?:[-~～–—至到]+(?:19|20)\d\d)*")
_DAY = re.compile(rf"[\d*xX零〇○{_HAN}年月~～–—至到-]+(?:[年月日]|(?<!\d\d\d)号)")
_GAP = r"[\u4e00-\u9fff]{0,4}?"
_SHARE = re.compile(r"占(?!有率|比)[^，,；;]{0,12}的?$")
_DESCRIBES = ("attribute", "aside", "aside_of_sums")
_CLAUSE_END = "，,；;：:、。\n（("
_NEAR = 12


@dataclass(frozen=True, slots=True)
class Numeral:
    """One numeral of a plan; `start` and `end` are received offsets."""

    plan_id: str
    start: int
    end: int
    text: str
    fate: Fate
    sentence_role: Role


def account_numerals(
    reading: Reading, claims: Sequence[Claim], lexicon: Lexicon, received: str
) -> tuple[Numeral, ...]:
    """Return every numeral of a plan once, in order of position, with what became of it.

    Parameters
    ----------
    reading
        The plan with its repaired text and sections.
    claims
        What was read from this plan, corrections included.
    received
        The document's text as received; offsets count its characters.

    Notes
    -----
    ``page_mark`` is what cleaning took out with page numbers and web frames; a number that names
    something, counts an ordinal or is a way of speaking (四个意识) is a ``name``. ``unread`` is the
    honest rest: figures that no rule bound to an indicator.
    """
    plan, clean = reading.plan, reading.clean
    if plan.start == plan.end:
        return ()
    judge = _Judge(reading, claims, vocabulary(lexicon))
    start, end = source_span(clean, plan.start, plan.end)
    edges = [section.start for section in reading.sections]
    spans = [match.span() for match in find_numerals(received, start, end, lexicon)]
    kept = np.searchsorted(clean.origin, spans).reshape(-1, 2).tolist()
    found = []
    for (begin, stop), (first, last) in zip(spans, kept, strict=True):
        section = bisect_right(edges, min(first, plan.end - 1)) - 1
        fate = judge.tell_fate((begin, stop), (first, last))
        role, text = reading.sections[section].role, received[begin:stop]
        found.append(Numeral(plan.plan_id, begin, stop, text, fate, role))
    return tuple(found)


def sum_fates(numerals: Sequence[Numeral]) -> dict[Fate, int]:
    """Count numerals by fate, every fate named; the counts add up to ``len(numerals)``."""
    return {fate: sum(n.fate == fate for n in numerals) for fate in FATES}


def find_numerals(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[re.Match[str]]:
    """Find the numerals of ``text[start:end]``; offsets count `text`, and never overlap."""
    words = vocabulary(lexicon)
    marks = "".join(map(re.escape, words.words["mask_marks"]))
    return _compile(words.figures.scan, marks).finditer(text.translate(_NARROW), start, end)


@lru_cache(maxsize=4)
def _compile(figures: str, marks: str) -> re.Pattern[str]:
    hidden_year = rf"(?<![0-9A-Za-z.{marks}])[0-9]{{0,3}}[*xX×○]{{1,4}}[年月日](?!期)"
    hidden_cell = rf"(?<=[\t|｜])[ ]*[{marks}]+(?=[ ]*(?:[\t|｜\r\n]|$))"
    forms = "|".join((figures, hidden_year, hidden_cell, _HAN_DATE, _ROUND, _DIGITS))
    return re.compile(rf"(?=[\d{marks}{_OPENS}])(?:{forms})")


class _Judge:
    """Tells the fate of one numeral after the other; sentences are read when first asked for."""

    def __init__(self, reading: Reading, claims: Sequence[Claim], words: Vocabulary) -> None:
        self.text, self.plan, self.words = reading.clean.text, reading.plan, words
        body = self.text[self.plan.start : self.plan.end]
        self.setting: Setting = read_setting(self.plan, body, words)
        self.numbered = re.compile(_GAP + any_of(words.words.get("numbered", ())))
        self.values = _spread((c.evidence.value_start, c.evidence.value_end, c) for c in claims)
        self.margins = _spread(
            (c.evidence.start, c.evidence.end, c)
            for c in claims
            if isinstance(c.amount, Relative) and c.amount.margin is not None
        )
        self.sentence = (0, 0)
        self.stream = Stream("", ())
        self.tokens: tuple[Token, ...] = ()

    def tell_fate(self, received: tuple[int, int], clean: tuple[int, int]) -> Fate:
        """Return the fate of a numeral at `received`, whose kept characters stand at `clean`."""
        start, end = clean
        if start == end:
            return "page_mark"
        told = _first_told(self.values, received)
        if told or self._is_list_mark(start, end):
            return told or "list_mark"
        self._turn_to(start)
        if self._is_date(start, end):
            return "date"
        if named := self._name(start, end) or _first_told(self.margins, received):
            return named
        if is_foreign(self.stream, start - self.sentence[0], self.setting):
            return "other_level"
        return "attribute" if self._is_attribute(start) else "unread"

    def _turn_to(self, start: int) -> None:
        """Read the sentence around `start`, and apart from it what stands in its brackets."""
        if self.sentence[0] <= start < self.sentence[1]:
            return
        stops = (self.text.rfind(stop, self.plan.start, start) + 1 for stop in "。！？!?\n")
        base = max(self.plan.start, *stops)
        found = _SENTENCE.match(self.text, base, self.plan.end)
        self.sentence = (base, found.end() if found else start + 1)
        self.stream = read_stream(self.text[base : self.sentence[1]], self.words)
        glosses = (
            Token(token.kind, token.start + shift, token.end + shift)
            for gloss in _GLOSS.finditer(self.text, *self.sentence)
            for shift in [gloss.start() + 1 - base]
            for token in read_stream(gloss[0][1:-1], self.words).tokens
        )
        self.tokens = (*self.stream.tokens, *glosses)

    def _is_list_mark(self, start: int, end: int) -> bool:
        """Tell 1. and （2） before an item, row numbers, notes ［3］; 3、5个村 holds none."""
        if not self.text[start:end].isdigit() or end - start > 2:
            return False
        before = self.text[max(self.plan.start, start - 2) : start]
        if _BEFORE_MARK.search(before) and _BEHIND_MARK.match(self.text, end):
            return True
        row = _ROW_NUMBER.match(self.text, self.text.rfind("\n", 0, start) + 1)
        return bool(_NOTE_MARK.match(self.text, max(0, start - 1)) or (row and row.end() >= end))

    def _tokens_at(self, start: int, end: int) -> list[Token]:
        base = self.sentence[0]
        return [t for t in self.tokens if t.start < end - base and t.end > start - base]

    def _is_date(self, start: int, end: int) -> bool:
        base, written = self.sentence[0], self.text[start:end]
        near = _STAMP.finditer(self.text, max(base, start - _NEAR), end + _NEAR)
        if any(stamp.start() < end and stamp.end() > start for stamp in near):
            return True
        here = self._tokens_at(start, end)
        if any(
            _DAY.match(self.text, base + t.start, base + t.end) for t in here if t.kind == "name"
        ):
            return True
        is_year = _YEARS.fullmatch(written) and all(t.kind == "bare" for t in here)
        return bool(is_year or _DAY.fullmatch(written))

    def _name(self, start: int, end: int) -> Literal["name"] | None:
        """Tell a number that belongs to a name (G320, 500精英计划) or to a way of speaking."""
        here = self._tokens_at(start, end)
        if any(token.kind not in ("figure", "bare", "punct") for token in here):
            return "name"
        if not here:  # the lexer knew a figure and dropped it as a way of speaking
            return None if self.text[start].isdigit() else "name"
        return "name" if here[0].kind == "bare" and self.numbered.match(self.text, end) else None

    def _is_attribute(self, start: int) -> bool:
        """Tell a figure that describes a project, a rule or a share (总投资12亿元的产业园)."""
        clause = max(self.text.rfind(stop, self.sentence[0], start) for stop in _CLAUSE_END) + 1
        before = self.text[max(clause, self.sentence[0], start - _NEAR) : start]
        described = (self.words.patterns[name].search(before) for name in _DESCRIBES)
        return any(m is not None and m[0] for m in described) or bool(_SHARE.search(before))


def _spread(spans: Iterable[tuple[int | None, int | None, Claim]]) -> dict[int, set[Fate]]:
    """Return, for every received offset inside the spans, what their claims tell."""
    spread: dict[int, set[Fate]] = {}
    for start, end, claim in spans:
        told: Fate = "other_level" if claim.scope == "other_level" else claim.status
        for offset in range(start or 0, end or 0):
            spread.setdefault(offset, set()).add(told)
    return spread


def _first_told(spread: Mapping[int, set[Fate]], received: tuple[int, int]) -> Fate | None:
    told = set().union(*(spread.get(offset, ()) for offset in range(*received)))
    return next((fate for fate in _TOLD if fate in told), None)
