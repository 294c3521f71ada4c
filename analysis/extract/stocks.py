"""What there is to deal with, where the plan says how much of it will be: 积案9件，年内化解7件."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from analysis.extract.describing import clause_begin
from analysis.extract.grammar import Finding
from analysis.extract.vocabulary import Vocabulary
from analysis.model import Stated


def mark_stocks(findings: Sequence[Finding], text: str, words: Vocabulary) -> list[Finding]:
    """Return the findings of a sentence, counts that a later one takes its share of marked so."""
    stocks = {id(a) for a, b in pairwise(findings) if _is_stock_of(a, b, text, words)}
    return [replace(f, describes=True) if id(f) in stocks else f for f in findings]


def _is_stock_of(first: Finding, second: Finding, text: str, words: Vocabulary) -> bool:
    if first.figure is None or second.figure is None or second.rule not in ("G5", "G6"):
        return False
    verb = text[clause_begin(text, second.figure.start) : second.figure.start]
    dealt = bool(words.patterns["deals_with"].search(verb))
    if first.name == second.name and second.figure.unit == "%" and first.rule == "G2":
        return dealt  # 27件信访积案，年内化解90%
    if first.name != second.name or first.figure.unit != second.figure.unit:
        return False
    amounts = [f.quantity.amount if f.quantity else None for f in (first, second)]
    if not all(isinstance(a, Stated) and a.low == a.high for a in amounts):
        return False
    if not first.figure.low or not second.figure.low or second.figure.low >= first.figure.low:
        return False
    begin = clause_begin(text, first.figure.start)
    bare = not text[first.name.end : first.figure.start].strip("\u3000 有共")
    opens = not text[begin : first.name.start].strip("\u3000 “")
    return bare and opens and dealt
