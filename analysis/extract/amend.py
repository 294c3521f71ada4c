"""Corrections by people -> claims: found again by their words, never by place or row number.

A correction that no longer fits is returned as stale with the reason: it changes nothing, stops
nothing and is never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from analysis.corpus.corrections import NUMBERS, Correction
from analysis.corpus.lexicon import Lexicon
from analysis.extract.anchors import CONTEXT, Anchors, find_anchors, value_span
from analysis.extract.ledger import ledger_row, read_row
from analysis.extract.values import to_base, unit_class
from analysis.extract.vocabulary import Vocabulary, vocabulary
from analysis.model import Claim, Reading

_NAME = re.compile(r"([a-z][a-z0-9_]*)(?: (.+))?")
_UNLISTED = "other"
_CHANGES_A_NUMBER = ("increment", "decrease")


@dataclass(frozen=True, slots=True)
class StaleCorrection:
    """A correction that no longer fits, and why."""

    correction: Correction
    reason: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """One plan's claims as people left them; `rejected` are the claims they threw out."""

    claims: tuple[Claim, ...]
    rejected: tuple[Claim, ...]
    stale: tuple[StaleCorrection, ...]


def name_claim(claim: Claim) -> str:
    """Return what tells a claim from others of the same value: key and words of its indicator."""
    return f"{claim.indicator} {claim.indicator_text}".strip()


@dataclass(slots=True)
class _Case:
    """One claim and everything people said of it; `claim` is None where a person adds one.

    `key` and `words` are its indicator as the rules read it, whatever people made of it.
    """

    claim: Claim | None
    key: str
    words: str
    span: tuple[int, int]
    said: list[Correction] = field(default_factory=list)


def amend_claims(
    claims: Sequence[Claim],
    corrections: Iterable[Correction],
    reading: Reading,
    *,
    doc_id: str,
    received: str,
    lexicon: Lexicon,
) -> Amendment:
    """Apply what people said to the claims just extracted from one plan.

    Parameters
    ----------
    claims
        The plan's claims, under its final plan id.
    corrections
        Those of the whole study; only this plan's are looked at, the later row holds.
    reading, doc_id, received, lexicon
        As for `analysis.extract.claims.find_claims`.
    """
    plan = reading.plan
    own = [correction for correction in corrections if correction.plan_id == plan.plan_id]
    if not own:
        return Amendment(tuple(claims), (), ())
    anchors, words = find_anchors(received, reading), vocabulary(lexicon)
    cases = [_Case(c, c.indicator, c.indicator_text, value_span(c)) for c in claims]
    stale: list[StaleCorrection] = []
    for correction in own:
        try:
            _choose(correction, cases, anchors).said.append(correction)
        except ValueError as error:
            stale.append(StaleCorrection(correction, str(error)))
    kept: list[Claim] = []
    rejected: list[Claim] = []
    for case in cases:
        try:
            claim, is_kept = _settle(case, reading, doc_id, anchors, words)
            (kept if is_kept else rejected).append(claim)
        except ValueError as error:
            stale += [StaleCorrection(correction, str(error)) for correction in case.said]
            if case.claim is not None:
                kept.append(case.claim)
    kept.sort(key=_position)
    return Amendment(tuple(kept), tuple(rejected), tuple(stale))


def find_orphans(
    corrections: Iterable[Correction], plan_ids: Collection[str]
) -> tuple[StaleCorrection, ...]:
    """Return the corrections of plans that are not in the study."""
    return tuple(
        StaleCorrection(correction, f"the study has no plan {correction.plan_id}")
        for correction in corrections
        if correction.plan_id not in plan_ids
    )


def _position(claim: Claim) -> tuple[int, int]:
    value, evidence = claim.evidence.value_start, claim.evidence
    return evidence.end if value is None else value, evidence.start


def _choose(correction: Correction, cases: list[_Case], anchors: Anchors) -> _Case:
    """Return the case a correction speaks of; ValueError says why there is none."""
    start, end = anchors.find_value(correction.anchor, correction.occurrence)
    here = [case for case in cases if case.span == (start, end)]
    here = here or [case for case in cases if case.span[0] == start or case.span[1] == end]
    name = correction.indicator
    here = _namesakes(name, here) if name else here
    if not here and correction.action == "add":
        key, words = _read_name(name)
        here = [_Case(None, key or _UNLISTED, words, (start, end))]
        cases += here
    if not here:
        raise ValueError(
            "its words stand there, but no claim is read from them"
            + (f" for {name}" if name else "")
        )
    if len(here) > 1:
        names = " | ".join(f"{case.key} {case.words}" for case in here)
        raise ValueError(f"several claims share its value ({names}); fill in `indicator`")
    return here[0]


def _namesakes(name: str, here: Sequence[_Case]) -> list[_Case]:
    """Return the cases a name means; a listed key is firm, ``other`` may since have become one."""
    key, words = _read_name(name)
    if key not in ("", _UNLISTED):
        here = [case for case in here if case.key == key]
        return [case for case in here if case.words == words] or list(here)
    if not words:
        return [case for case in here if case.key == key]
    alike = [case for case in here if case.words and (words in case.words or case.words in words)]
    exact = [case for case in alike if (case.key, case.words) == (key or case.key, words)]
    return exact or alike


def _read_name(name: str) -> tuple[str, str]:
    found = _NAME.fullmatch(name)
    return (found[1], found[2] or "") if found else ("", name)


def _settle(
    case: _Case, reading: Reading, doc_id: str, anchors: Anchors, words: Vocabulary
) -> tuple[Claim, bool]:
    """Return a claim as people left it, and whether it is kept; ValueError if it cannot be."""
    if case.claim is not None and not case.said:
        return case.claim, True
    changes = _last_words(case.said)
    if case.claim is not None:
        row = ledger_row(case.claim, reading.plan, "")
    else:
        row = _new_row(case, changes, anchors)
        row |= {"plan_id": reading.plan.plan_id, "doc_id": doc_id}
    is_kept = case.said[-1].action != "reject"
    claim = replace(read_row(_change(row, changes, words)), source="human")
    return (replace(claim, confidence=1.0) if is_kept else claim), is_kept


def _last_words(said: Iterable[Correction]) -> dict[str, str]:
    """Return the last value of each field; a mask takes back a number said before, and so on."""
    changes: dict[str, str] = {}
    for correction in said:
        rivals = {"mark": NUMBERS, **dict.fromkeys(NUMBERS, ("mark",))}
        for rival in rivals.get(correction.field, ()):
            changes.pop(rival, None)
        if correction.field:
            changes[correction.field] = correction.value
    return changes


def _new_row(case: _Case, changes: Mapping[str, str], anchors: Anchors) -> dict[str, object]:
    if "kind" not in changes:
        raise ValueError("an added claim needs its kind")
    is_bare = changes["kind"] == "relative"
    start, end, quote = anchors.quote(*case.span, context=0 if is_bare else CONTEXT)
    value = (None, None) if is_bare else case.span
    return {
        "indicator": case.key, "indicator_text": case.words, "concept": None, "kind": None,
        "value_low": None, "value_high": None, "unit": None, "qualifier": "exact",
        "commitment": "plain", "masked": False, "mark": None, "relation": None,
        "status": "target", "scope": "whole_town", "headline": False, "confidence": 1.0,
        "rule": "human", "source": "human", "start": start, "end": end, "quote": quote,
        "value_start": value[0], "value_end": value[1],
    }  # fmt: skip


def _change(
    row: Mapping[str, object], changes: Mapping[str, str], words: Vocabulary
) -> dict[str, Any]:
    """Return a flat row with the fields changed and everything that follows from them."""
    new: dict[str, Any] = {**row, **{name: _typed(name, text) for name, text in changes.items()}}
    if new["indicator"] != _UNLISTED and new["indicator"] not in words.indicators:
        raise ValueError(f"indicator {new['indicator']!r} is not in lexicon/indicators.toml")
    if "unit" in changes and new["unit"] in ("万", "亿"):
        new["unit"] += "元"
    if "unit" in changes and new["unit"] and unit_class(words.figures, new["unit"]) == "none":
        raise ValueError(f"unit {new['unit']!r} is not in lexicon/grammar.toml")
    if changes.get("mark"):
        new["masked"] = True
    elif any(name in changes for name in NUMBERS):
        new |= {"masked": False, "mark": None}
        if "value_high" not in changes and row["value_low"] == row["value_high"]:
            new["value_high"] = new["value_low"]
        if new["value_low"] is None:
            new["value_low"] = new["value_high"]
    if new["indicator"] != row["indicator"]:
        new["concept"] = None
    _check_relation(row, new, changes)
    return new | _measure(new, words)


def _typed(name: str, text: str) -> object:
    if name in NUMBERS:
        return float(text)
    return text == "true" if name == "headline" else text or None


def _check_relation(
    old: Mapping[str, object], new: dict[str, Any], changes: Mapping[str, str]
) -> None:
    """Keep number, mask and relation apart: each claim is one of them."""
    if new["kind"] == "relative":
        if not new["relation"]:
            raise ValueError("a relative claim needs its relation")
        if old["kind"] == "relative" and _has_number(new) and not _has_number(old):
            raise ValueError("the claim is relative; to make it a number, change its kind too")
        return
    if not _has_number(new):
        raise ValueError(f"a claim of kind {new['kind']} needs a value or a mark")
    if new["relation"] not in (None, *_CHANGES_A_NUMBER):
        if changes.get("relation"):
            raise ValueError(f"{new['relation']} needs the kind relative")
        new["relation"] = None


def _has_number(row: Mapping[str, object]) -> bool:
    return bool(row["masked"]) or row["value_low"] is not None


def _measure(row: Mapping[str, Any], words: Vocabulary) -> dict[str, Any]:
    """Return value and base pair; a decrease is negative, as the grammar writes it."""
    low, high, unit = row["value_low"], row["value_high"], row["unit"]
    if low is None:
        return {"value_base_low": None, "value_base_high": None, "unit_base": None}
    if row["relation"] == "decrease":
        low, high = sorted((-abs(low), -abs(high)))
    if low > high:
        raise ValueError(f"the low end {low:g} lies above the high end {high:g}; give both")
    base_low, base = to_base(words.figures, low, unit)
    base_high, _ = to_base(words.figures, high, unit)
    return {
        "value_low": low, "value_high": high,
        "value_base_low": base_low, "value_base_high": base_high, "unit_base": base,
    }  # fmt: skip
